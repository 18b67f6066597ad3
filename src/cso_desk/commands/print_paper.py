"""`print`: makes the attendance sheet and the minutes of a meeting, the directory, labels, the register."""

from argparse import ArgumentParser, Namespace
from functools import partial

from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.paper_files import add_paper_arguments, write_out
from cso_desk.commands.result import Result
from cso_desk.commands.typed_values import Typed
from cso_desk.errors import UserError
from cso_desk.features.library.printing import register_paper, register_workbook
from cso_desk.features.meetings.printing import attendance_sheet, attendance_workbook, minutes_paper
from cso_desk.features.members.printing import directory_paper, directory_workbook, labels_paper
from cso_desk.store.store import Store
from cso_desk.wording import _

OF_MEETING = ("attendance-sheet", "minutes")
PAPERS = (*OF_MEETING, "directory", "labels", "register")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paper", metavar="PAPER", choices=PAPERS, help=", ".join(PAPERS))
    parser.add_argument("code", metavar="CODE", nargs="?", help=_("the code of the meeting"))
    add_paper_arguments(parser)
    parser.add_argument("--filled", action="store_true", help=_("the attendance sheet as it was filled in"))
    parser.add_argument("--place", metavar="PLACE", help=_("only in this place: its code or its name"))
    parser.add_argument(
        "--size", choices=("A4", "A5"), default="A4", help=_("the directory as list or booklet")
    )


def run(args: Namespace) -> Result:
    if (args.paper in OF_MEETING) != bool(args.code):
        raise UserError(
            _("Say of which meeting: its code stands after the name of the paper.")
            if args.paper in OF_MEETING
            else _("This paper is about everything; leave the code out.")
        )
    with opened(args) as store:
        return _of_meeting(args, store) if args.code else _of_store(args, store)


def _of_meeting(args: Namespace, store: Store) -> Result:
    with store.reading() as reading:
        meeting = record_named(reading, args.code, "meeting")[1]
    if args.paper == "minutes":
        minutes = partial(minutes_paper, store, meeting.id)
        return write_out(args, args.paper, minutes, None, letter=True, code=meeting.code)
    return write_out(
        args,
        args.paper,
        partial(attendance_sheet, store, meeting.id, filled=args.filled),
        partial(attendance_workbook, store, meeting.id),
        code=meeting.code,
    )


def _of_store(args: Namespace, store: Store) -> Result:
    place = ""
    if args.place:
        with store.reading() as reading:
            place = Typed(reading, store.hub).place(args.place)
    if args.paper == "labels":
        return write_out(args, args.paper, partial(labels_paper, store), None)
    if args.paper == "register":
        return write_out(args, args.paper, partial(register_paper, store), partial(register_workbook, store))
    return write_out(
        args,
        args.paper,
        partial(directory_paper, store, size=args.size, place=place),
        None if place else partial(directory_workbook, store),
    )
