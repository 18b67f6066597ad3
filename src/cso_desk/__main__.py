"""Starts the program: a verb of the command line, or the window where none is said."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from cso_desk.file_types import OPENED
from cso_desk.wording import N_

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from cso_desk.commands.result import Result


class _SelfTest:
    """The verb that tries out the installed program; it stands above everything else."""

    def add_arguments(self, parser: "ArgumentParser") -> None:
        """It takes no arguments of its own."""

    def run(self, args: "Namespace") -> "Result":
        # Loading every part of the program would make each other verb wait.
        return cast("Result", import_module("cso_desk.self_test.running").run(args))


def _open(folder: Path | None, arrived: Path | None = None) -> int:
    # Qt takes most of a second to load; commands never need it.
    desk = import_module("cso_desk.desk.running")
    return int(desk.run_desk(folder, arrived))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (those of the process without any); gives the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    trouble: BaseException | None = None
    # A system opens a file of ours by its path alone. No verb ends so.
    arrived = Path(words[0]).absolute() if len(words) == 1 and words[0].lower().endswith(OPENED) else None
    if not words or arrived:
        # The window alone, as nearly everybody starts it: the command line would make it wait.
        import_module("cso_desk.commands.speaking").speak_utf8()
        try:
            return _open(None, arrived)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  told as every command tells it
            trouble = error

    def window(args: "Namespace") -> int:
        if trouble is not None:
            raise trouble
        return _open(Path(args.store).expanduser() if args.store else None)

    from cso_desk.commands.running import run  # noqa: PLC0415  see above

    return run(
        words,
        window=window,
        further={"self-test": (N_("Try out this installation from end to end."), _SelfTest())},
    )


if __name__ == "__main__":
    sys.exit(main())
