"""Does one thing to copies of a store, each time in a process of its own that kills itself one step later.

Run as `python crash_runner.py ORDER` where ORDER is JSON; prints one line of JSON for each try. A step is
whatever leaves a trace on the disk: an SQL statement, a commit, a flush, a file opened, renamed or removed.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from bundle_hubs import key_of, reopened
from sqlalchemy import event
from test_bundle_attachments import PAPER

from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.bundles.registry import register
from cso_desk.errors import UserError
from cso_desk.store.blobs import blobs_of
from cso_desk.trust.registrar import revoke, rotate
from cso_desk.wording import use_language


def act(store, name: str, told: dict) -> None:
    """One of the things that are killed."""
    if name == "make":
        make_bundle(store, told["hub"], folder=Path(told["folder"]))
    elif name == "receive":
        receive_bundle(store, Path(told["path"]))
    elif name == "undo":
        undo_receive(store, told["uid"])
    elif name == "revoke":
        register(store, lambda connection: revoke(connection, told["replica"]))
    elif name == "rotate":
        register(store, lambda connection: rotate(connection, [key_of("root 1")]))
    elif name == "add file":
        with Path(told["path"]).open("rb") as source:
            blobs_of(store).add(source)
    else:
        raise ValueError(name)


class Steps:
    """Counts the steps of this process; at the last one it kills itself."""

    def __init__(self, last: int) -> None:
        self.count, self._last = 0, last

    def step(self, *_anything) -> None:
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(self, engine) -> None:
        event.listen(engine, "before_cursor_execute", self.step)
        event.listen(engine, "commit", self.step)
        sys.addaudithook(self._hook)
        fsync = os.fsync

        def flush(handle):
            self.step()
            fsync(handle)

        os.fsync = flush

    def _hook(self, name, arguments) -> None:
        writes = name == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if writes or name in ("os.rename", "os.remove", "os.mkdir"):
            self.step()


def child(folder: Path, order: dict, last: int, limit: int) -> int:
    """What happens in the process of one try: 0 = done, 1 = refused with a sentence, 2 = something else."""
    use_language("en")
    store = reopened(folder, types=(PAPER,))
    if limit:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    else:
        Steps(last).listen(store.engine)
    try:
        act(store, order["action"], order["told"])
    except UserError as error:
        sys.stderr.write(str(error))
        return 1
    except BaseException as error:  # noqa: BLE001  told to the test
        sys.stderr.write(f"{type(error).__name__} {error}")
        return 2
    return 0


def attempt(order: dict, folder: Path, last: int, limit: int) -> dict:
    """One try on a copy of the store; gives how its process ended."""
    shutil.copytree(order["store"], folder)
    pid = os.fork()
    if not pid:
        sys.stderr = Path(f"{folder}.said").open("w", buffering=1)  # noqa: SIM115
        os._exit(child(folder, order, last, limit))
    _pid, status = os.waitpid(pid, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    code = -signal.SIGKILL if killed else os.waitstatus_to_exitcode(status)
    said = Path(f"{folder}.said").read_text(encoding="utf-8")
    return {"folder": str(folder), "step": last, "limit": limit, "code": code, "said": said}


def tell(found: dict) -> None:
    sys.stdout.write(f"{json.dumps(found)}\n")
    sys.stdout.flush()


def main(order: dict) -> None:
    tries = Path(order["tries"])
    for limit in order["limits"]:
        tell(attempt(order, tries / f"limit-{limit}", 0, limit))
    last = 1
    while not order["limits"]:
        found = attempt(order, tries / f"step-{last}", last, 0)
        tell(found)
        if not found["code"]:
            return
        last += order["stride"]


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
