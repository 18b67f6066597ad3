"""Takes an update again and again, killed at one step after the other, and starts the program each time."""

import os
import shutil
import signal
import sys
from pathlib import Path

from cso_desk.updates.place import Place
from cso_desk.updates.taking import take_update
from cso_desk.updates.update_file import read_update
from updates.update_trees import place_of, root_of, started

_STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "subprocess.Popen"}


def _killed_at(step: int, update: Path, place: Place) -> bool:
    """Take the update in another process that dies at this step; False where it was done before."""
    child = os.fork()
    if not child:
        left = step

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            about = str(place.program) in str(arguments)
            writes = event != "open" or (isinstance(arguments[2], int) and arguments[2] & os.O_WRONLY)
            if event in _STEPS and (about or event == "subprocess.Popen") and writes:
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            take_update(read_update(update, root_of()), place)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def main(update: Path, tree: Path, program: Path) -> None:
    place = place_of(tree)
    assert place.program == program
    step = 1
    while True:
        killed = _killed_at(step, update, place)
        now = started(tree, "list")
        expected = "0.2.0 app-0.2.0-120 0"
        assert now in ({expected, "0.1.0 app-0.1.0 0"} if killed else {expected}), (step, now)
        if not killed:
            break
        if now == expected:
            shutil.rmtree(program)  # the last step was done: begin once more
        step += 1
    sys.stdout.write(f"killed {step - 1}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
