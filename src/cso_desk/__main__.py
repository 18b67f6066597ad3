"""Starts the program: a verb of the command line, or the window where none is said."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import cast

from cso_desk.commands.result import Result
from cso_desk.commands.running import run
from cso_desk.wording import N_


class _SelfTest:
    """The verb that tries out the installed program; it stands above everything else."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """It takes no arguments of its own."""

    def run(self, args: argparse.Namespace) -> Result:
        # Loading every part of the program would make each other verb wait.
        return cast("Result", import_module("cso_desk.self_test").run(args))


def _window(args: argparse.Namespace) -> int:
    # Qt takes most of a second to load; commands never need it.
    desk = import_module("cso_desk.desk.application")
    return int(desk.run_desk(Path(args.store).expanduser() if args.store else None))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (those of the process without any); gives the exit code."""
    return run(
        sys.argv[1:] if arguments is None else arguments,
        window=_window,
        further={"self-test": (N_("Try out this installation from end to end."), _SelfTest())},
    )


if __name__ == "__main__":
    sys.exit(main())
