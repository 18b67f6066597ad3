"""`report-problem`: writes what whoever helps needs to know, without names, to be read before it is given."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cso_desk.commands.opening import opened, store_folder
from cso_desk.commands.result import Result
from cso_desk.errors import UserError
from cso_desk.rescue.problem_report import FILE_NAME, save_problem_report
from cso_desk.store.files import has_store
from cso_desk.wording import _


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", default=FILE_NAME, help=_("the file to write"))
    parser.add_argument("--closed", action="store_true", help=_("leave the store closed"))


def run(args: Namespace) -> Result:
    path = Path(args.out).expanduser()
    lines = [_("Written to {file}. It holds no names; read it before you give it away.", file=path)]
    if args.closed or not has_store(store_folder(args)):
        save_problem_report(path, None)
        return Result({"file": str(path), "store": False}, lines)
    try:
        with opened(args) as store:
            save_problem_report(path, store)
    except UserError as error:
        raise UserError(
            _("{reason} Without the store: cso-desk report-problem --closed", reason=error)
        ) from error
    return Result({"file": str(path), "store": True}, lines)
