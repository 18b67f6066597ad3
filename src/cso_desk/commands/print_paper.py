"""`print`: makes the papers of a meeting, of members, of a group, and the register of the library."""

from argparse import ArgumentParser, Namespace
from datetime import date
from functools import partial

from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.paper_files import add_paper_arguments, write_joined, write_out
from cso_desk.commands.result import Result
from cso_desk.commands.typed_values import Typed
from cso_desk.errors import UserError
from cso_desk.features.library.printing import register_paper, register_workbook
from cso_desk.features.meetings.printing import evidence_pack, meeting_paper, meeting_workbook
from cso_desk.features.meetings.service.papers import MEETING_PAPERS
from cso_desk.features.members.printing import member_paper, member_workbook, missing_paper
from cso_desk.features.members.record import ORGANISATION, ContactGroup
from cso_desk.features.members.service import day_after, day_before
from cso_desk.features.members.service.papers import MEMBER_PAPERS, Asked
from cso_desk.khmer.amounts import parse_money
from cso_desk.records.amounts import Money, store_money
from cso_desk.store.store import Store
from cso_desk.wording import _

OF_MEETING = tuple(MEETING_PAPERS)
RECEIPTS, LETTERS = "receipts", "invitations"
OF_GROUP = "group-missing"
PAPERS = (*OF_MEETING, *MEMBER_PAPERS, OF_GROUP, "register")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("paper", metavar="PAPER", choices=PAPERS, help=", ".join(PAPERS))
    parser.add_argument("code", metavar="CODE", nargs="?", help=_("the code of the meeting or group"))
    add_paper_arguments(parser)
    parser.add_argument("--filled", action="store_true", help=_("the attendance sheet as it was filled in"))
    parser.add_argument("--amount", metavar="AMOUNT", help=_("what each receives: 20000 riel, 5 USD"))
    parser.add_argument("--number", metavar="NUMBER", help=_("the number of the letters in the register"))
    parser.add_argument("--as-of", metavar="DAY", help=_("as it was on this day; without it today"))
    parser.add_argument("--kind", metavar="KIND", action="append", help=_("only institutions of this kind"))
    parser.add_argument("--place", metavar="PLACE", help=_("only in this place: its code or its name"))
    parser.add_argument("--outside", action="store_true", help=_("only who agreed to be shared"))
    parser.add_argument("--size", choices=("A4", "A5"), help=_("the directory or its booklet on A4 or on A5"))


def run(args: Namespace) -> Result:
    if (args.paper in (*OF_MEETING, OF_GROUP)) != bool(args.code):
        raise UserError(_said_wrongly(args.paper))
    _refuse_what_it_cannot(args)
    with opened(args) as store:
        if args.paper in OF_MEETING:
            return _of_meeting(args, store)
        if args.paper == OF_GROUP:
            return _of_group(args, store)
        if args.paper == "register":
            paper, sheets = partial(register_paper, store), partial(register_workbook, store)
            return write_out(args, args.paper, paper, sheets)
        return _of_members(args, store)


def _said_wrongly(paper: str) -> str:
    if paper == OF_GROUP:
        return _("Say of which group: its code stands after the name of the paper.")
    if paper in OF_MEETING:
        return _("Say of which meeting: its code stands after the name of the paper.")
    return _("This paper is about everything; leave the code out.")


def _refuse_what_it_cannot(args: Namespace) -> None:
    """An option that would be ignored is refused: a paper must not seem narrower than it is."""
    of_members = MEMBER_PAPERS.get(args.paper)
    narrowed = of_members is not None and of_members.narrowed
    fitting = {
        "--filled": args.paper == "attendance-sheet",
        "--amount": args.paper == RECEIPTS,
        "--number": args.paper == LETTERS,
        "--as-of": of_members is not None or args.paper == OF_GROUP,
        "--outside": of_members is not None,
        "--kind": narrowed,
        "--place": narrowed,
        "--size": of_members is not None and bool(of_members.sizes),
    }
    for option, fits in fitting.items():
        if getattr(args, option[2:].replace("-", "_")) and not fits:
            raise UserError(_("{paper} has no {option}. Leave it out.", paper=args.paper, option=option))


def _of_meeting(args: Namespace, store: Store) -> Result:
    name = "attendance-filled" if args.filled else args.paper
    told = MEETING_PAPERS[name]
    with store.reading() as reading:
        meeting = record_named(reading, args.code, "meeting")[1]
    if told.joined:
        return write_joined(args, name, partial(evidence_pack, store, meeting.id), code=meeting.code)
    more: dict[str, str] = {"number": args.number} if args.number else {}
    if name == RECEIPTS and args.amount:
        more = {"amount": _amount(args.amount)}
    return write_out(
        args,
        args.paper,
        lambda language: meeting_paper(store, name, meeting.id, language, **more),
        partial(meeting_workbook, store, name, meeting.id, **more) if told.sheets else None,
        letter=told.letter,
        code=meeting.code,
    )


def _amount(text: str) -> str:
    """An amount as it is stored; riel where no currency is said."""
    try:
        amount, currency = parse_money(text) or (None, "")
        if amount is None or amount <= 0:
            raise ValueError(text)  # noqa: TRY301  told like every other amount that is none
        return store_money(Money(amount, currency or "KHR"))
    except ValueError as error:
        raise UserError(_("“{text}” is no amount. Write it so: 20000 riel, or 5 USD.", text=text)) from error


def _of_group(args: Namespace, store: Store) -> Result:
    with store.reading() as reading:
        group = record_named(reading, args.code, "contact_group")[1]
        asked = _asked(args, Typed(reading, store.hub))
    assert isinstance(group, ContactGroup)  # noqa: S101  it was asked for by its kind
    paper = partial(missing_paper, store, group, as_of=asked.day)
    return write_out(args, args.paper, paper, None, code=group.code, as_of=asked.day.isoformat())


def _of_members(args: Namespace, store: Store) -> Result:
    with store.reading() as reading:
        asked = _asked(args, Typed(reading, store.hub))
    more = {"size": args.size} if args.size else {}
    return write_out(
        args,
        args.paper,
        lambda language: member_paper(store, args.paper, asked, language, **more),
        partial(member_workbook, store, args.paper, asked) if MEMBER_PAPERS[args.paper].sheets else None,
        as_of=asked.day.isoformat(),
        outside=asked.outside,
    )


def _asked(args: Namespace, typed: Typed) -> Asked:
    """What was asked for; of a month or a year its last day is meant, as in the window."""
    day = date.today()  # noqa: DTZ011  the day on the wall
    if args.as_of:
        day = date.fromisoformat(day_before(day_after(typed.date(args.as_of))))
    kind = ORGANISATION.fields["kind"]
    return Asked(
        day,
        outside=args.outside,
        kinds=tuple(typed.value(ORGANISATION, kind, each) for each in args.kind or ()),
        place=typed.place(args.place) if args.place else "",
    )
