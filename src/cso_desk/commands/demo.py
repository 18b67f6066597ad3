"""`demo`: runs the whole work once with example hubs, in a folder of its own."""

import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

from cso_desk.commands.result import Result
from cso_desk.wording import _


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", default="demo-out", help=_("where to put what it makes")
    )


def run(args: Namespace) -> Result:
    folder = Path(args.folder).expanduser()
    # It loads every part of the program; the help of this verb does not need them.
    say = _aside if args.json else print
    code = import_module("cso_desk.demo").run_demo(folder, say=say)
    made = _("Everything the demonstration made is in {folder}.", folder=folder)
    return Result({"folder": str(folder)}, [made], code=code)


def _aside(line: str) -> None:
    """Standard output is for the JSON alone."""
    print(line, file=sys.stderr, flush=True)
