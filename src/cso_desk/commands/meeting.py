"""`meeting add`, `invite`, `attend`, `minute` and `state`: what a secretary does with one meeting."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from cso_desk.commands.counting import number
from cso_desk.commands.naming import called, record_named, records_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.shaping import page, plain
from cso_desk.commands.speaking import Ticker
from cso_desk.commands.taking_over import take_over
from cso_desk.commands.typed_values import Typed, shown_choices
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import (
    ENTRY_KINDS,
    MEETING,
    MINUTES_STATES,
    Decision,
    Meeting,
    MinutesEntry,
)
from cso_desk.features.meetings.service import (
    add_decision,
    add_minutes_entry,
    attendance_rows,
    invite,
    meeting_totals,
    plan_meeting,
    record_attendance,
    record_head_count,
    set_minutes_state,
    shared_numbers,
)
from cso_desk.features.meetings.service.planning import agenda_in
from cso_desk.fields.reading import choice_named
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext

# Option and field of a new meeting.
_FIELDS = {
    "title_km": "title_km", "title_en": "title_en", "date": "starts", "until": "ends", "place": "place",
    "venue": "venue", "series": "series", "start_time": "start_time", "end_time": "end_time",
}  # fmt: skip


def add_arguments(parser: ArgumentParser) -> None:
    steps = parser.add_subparsers(dest="step", metavar="STEP", title=_("steps"), required=True)
    _add_options(steps.add_parser("add", help=_("plan a meeting")))
    one = steps.add_parser("invite", help=_("invite people, or the representatives of institutions"))
    one.add_argument("code", metavar="CODE", help=_("the code of the meeting"))
    one.add_argument("--person", metavar="CODE", nargs="+", default=[], help=_("people"))
    one.add_argument(
        "--institution",
        "--organisation",
        dest="organisation",
        metavar="CODE",
        nargs="+",
        default=[],
        help=_("institutions"),
    )
    _attend_options(steps.add_parser("attend", help=_("record who came, or how many")))
    _minute_options(steps.add_parser("minute", help=_("write a paragraph or a decision into the minutes")))
    one = steps.add_parser("state", help=_("take the minutes to the next state"))
    one.add_argument("code", metavar="CODE", help=_("the code of the meeting"))
    one.add_argument("state", metavar="STATE", help=shown_choices(MINUTES_STATES))
    one.add_argument("--reason", default="", metavar="TEXT", help=_("why locked minutes are opened"))
    one.add_argument(
        "--at", default="", metavar="CODE", help=_("the code of the meeting at which they are approved")
    )


def _add_options(one: ArgumentParser) -> None:
    one.add_argument("--title-km", default="", metavar="TEXT", help=_("its title in Khmer"))
    one.add_argument("--title-en", default="", metavar="TEXT", help=_("its title in English"))
    one.add_argument("--date", required=True, metavar="DAY", help=_("its first day, for example 2026-09-18"))
    one.add_argument("--until", default="", metavar="DAY", help=_("its last day"))
    one.add_argument("--start-time", default="", metavar="TIME", help=_("when it starts, for example 08:30"))
    one.add_argument("--end-time", default="", metavar="TIME", help=_("when it ends"))
    one.add_argument("--place", default="", metavar="PLACE", help=_("the place, by name or code"))
    one.add_argument("--venue", default="", metavar="TEXT", help=_("the house where it is held"))
    one.add_argument("--series", default="", metavar="CODE", help=_("the series it belongs to"))


def _attend_options(one: ArgumentParser) -> None:
    one.add_argument("code", metavar="CODE", help=_("the code of the meeting"))
    one.add_argument("--person", metavar="CODE", nargs="+", default=[], help=_("people who came"))
    one.add_argument("--excused", metavar="CODE", nargs="+", default=[], help=_("people who sent an excuse"))
    one.add_argument("--list", metavar="FILE", help=_("a list file of those who came"))
    one.add_argument("--total", metavar="N", help=_("how many heads were counted"))
    one.add_argument("--female", metavar="N", help=_("how many of them were women"))


def _minute_options(one: ArgumentParser) -> None:
    one.add_argument("code", metavar="CODE", help=_("the code of the meeting"))
    one.add_argument("--item", default="", metavar="N", help=_("the number of the agenda item"))
    one.add_argument("--text-km", default="", metavar="TEXT", help=_("the text in Khmer"))
    one.add_argument("--text-en", default="", metavar="TEXT", help=_("the text in English"))
    one.add_argument("--kind", default="discussion", metavar="KIND", help=shown_choices(ENTRY_KINDS))


def run(args: Namespace) -> Result:
    steps = {"add": _add, "invite": _invite, "attend": _attend, "minute": _minute, "state": _state}
    with opened(args) as store:
        if args.step == "add":
            return _add(args, store, NOBODY)
        with store.reading() as reading:
            meeting = record_named(reading, args.code, "meeting")[1]
        return steps[args.step](args, store, meeting.id)


def _add(args: Namespace, store: Store, _none: RecordId) -> Result:
    with store.reading() as reading:
        typed = Typed(reading, store.hub)
        values: dict[str, Any] = {}
        for option, name in _FIELDS.items():
            text = getattr(args, option)
            if text:
                field = name if name != "venue" else _venue_field(text)
                values[field] = typed.value(MEETING, MEETING.fields[field], text)
    meeting = plan_meeting(store, Meeting(**values))
    return _told(store, meeting.id, _("Planned: {name}", name=meeting.code), typed.notes)


def _venue_field(text: str) -> str:
    """Which of the two fields a name of a house belongs to, by its letters."""
    return "venue_km" if any("\u1780" <= sign <= "\u17ff" for sign in text) else "venue_en"


def _invite(args: Namespace, store: Store, meeting: RecordId) -> Result:
    with store.reading() as reading:
        people = [each.id for each in records_named(reading, args.person, "person")]
        organisations = [each.id for each in records_named(reading, args.organisation, "organisation")]
    if not people and not organisations:
        raise UserError(_("Say whom to invite: --person CODE or --institution CODE."))
    done = invite(store, meeting, people=people, organisations=organisations)
    kind = store.shelves.types["organisation"]
    lines = [ngettext("{count} person was invited.", "{count} people were invited.", len(done.invited))]
    lines += [
        _("{name} has nobody to represent it.", name=f"{each.code} {called(kind, each)}")
        for each in done.without_representative
    ]
    without = [each.code for each in done.without_representative]
    return Result({"invited": len(done.invited), "without_representative": without}, lines)


def _attend(args: Namespace, store: Store, meeting: RecordId) -> Result:
    ways = [bool(args.person or args.excused), bool(args.list), args.total is not None]
    if sum(ways) != 1 or (args.female is not None and args.total is None):
        raise UserError(
            _("Say who came in one way: --person CODE, --list FILE, or --total N with --female N.")
        )
    notes: list[str] = []
    if args.list:
        notes = take_over(
            store,
            Path(args.list).expanduser(),
            "attendance",
            meeting=meeting,
            progress=Ticker(quiet=args.json),
        ).problems
    elif args.total is not None:
        female = None if args.female is None else number(args.female)
        record_head_count(store, meeting, number(args.total), female)
    else:
        with store.reading() as reading:
            present = [each.id for each in records_named(reading, args.person, "person")]
            excused = [each.id for each in records_named(reading, args.excused, "person")]
        record_attendance(store, meeting, present=present, excused=excused)
    totals = meeting_totals(store, meeting)
    said = ngettext("{count} person came.", "{count} people came.", totals.participations)
    result = _told(store, meeting, said, notes)
    figures = {
        "participations": totals.participations, "people": totals.people, "female": totals.female,
        "institutions": totals.institutions, "evidence": totals.evidence,
    }  # fmt: skip
    rows = [
        {"person": row.person.code, "name_km": row.person.name_km, "name_en": row.person.name_en,
         "status": row.attendance.status, "walk_in": row.attendance.walk_in}
        for row in attendance_rows(store, meeting)
    ]  # fmt: skip
    return Result({**result.data, "totals": figures, "attendance": rows}, result.lines, result.notes)


def _minute(args: Namespace, store: Store, meeting: RecordId) -> Result:
    kind_name = choice_named(args.kind, ENTRY_KINDS)
    if not kind_name:
        raise UserError(
            _(
                "“{text}” is no kind of entry. Say one of: {choices}.",
                text=args.kind,
                choices=shown_choices(ENTRY_KINDS),
            )
        )
    with store.reading() as reading:
        item = _agenda_item(reading, meeting, args.item) if args.item else NOBODY
        typed = Typed(reading, store.hub)
        kind = store.shelves.types["decision" if kind_name == "decision" else "minutes_entry"]
        km, en = (
            typed.value(kind, kind.fields[name], getattr(args, name)) for name in ("text_km", "text_en")
        )
    if kind_name == "decision":
        decision = add_decision(store, Decision(meeting=meeting, agenda_item=item, text_km=km, text_en=en))
        return Result(
            {"record": plain(kind, decision)},
            [_("Decision {number} was written down.", number=_named(store, decision))],
        )
    entry = add_minutes_entry(
        store, MinutesEntry(meeting=meeting, agenda_item=item, kind=kind_name, text_km=km, text_en=en)
    )
    return Result(
        {"record": plain(kind, entry)}, [_("Paragraph {number} was written down.", number=entry.number)]
    )


def _agenda_item(reading: Reading, meeting: RecordId, text: str) -> RecordId:
    agenda = agenda_in(reading, meeting)
    wanted = to_latin_digits(text).strip()
    found = next((item for item in agenda if str(item.number) == wanted), None)
    if found is None:
        if not agenda:
            raise UserError(
                _(
                    "The meeting has no agenda. Leave --item out, or add items with: {command}",
                    command="cso-desk add agenda meeting=CODE title_km=…",
                )
            )
        numbers = ", ".join(str(item.number) for item in agenda)
        raise UserError(
            _("The agenda has no item {number}. It has: {numbers}.", number=text, numbers=numbers)
        )
    return found.id


def _state(args: Namespace, store: Store, meeting: RecordId) -> Result:
    state = choice_named(args.state, MINUTES_STATES)
    if not state:
        raise UserError(
            _("“{text}” is no state of minutes. Say one of: {choices}.", text=args.state,
              choices=shown_choices(MINUTES_STATES))
        )  # fmt: skip
    with store.reading() as reading:
        at = record_named(reading, args.at, "meeting")[1].id if args.at else NOBODY
        held = reading.get(Meeting, at) if at else None
    on = held.starts if held else ""
    set_minutes_state(store, meeting, state, reason=args.reason, on=on, at=at)
    return _told(store, meeting, _("State of the minutes: {state}", state=_(MINUTES_STATES[state])), [])


def _named(store: Store, decision: Decision) -> str:
    """What papers call a decision, whose number another laptop may have given too."""
    with store.reading() as reading:
        return shared_numbers(reading).get(decision.id, decision.number)


def _told(store: Store, meeting: RecordId, sentence: str, notes: list[str]) -> Result:
    with store.reading() as reading:
        now = reading.get(Meeting, meeting)
        assert now is not None  # noqa: S101  it was just written
        kind = store.shelves.types["meeting"]
        return Result({"record": plain(kind, now)}, [sentence, *page(reading, kind, now)], notes)
