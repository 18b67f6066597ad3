"""Decisions: their numbers, also where two laptops gave the same one, and the register of all of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from cso_desk.errors import UserError
from cso_desk.features.hub.service import profile_in
from cso_desk.features.meetings.record import Decision, Meeting, Series
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.khmer.normalise import fold
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _

_FINAL = ("approved", "locked")


@dataclass(frozen=True)
class RegisteredDecision:
    """A decision with its meeting. `number` is what it is called: "2026/3", "2026/3-2" where two carry it."""

    decision: Decision
    meeting: Meeting
    number: str


def today() -> str:
    """The day on the wall."""
    return date.today().isoformat()  # noqa: DTZ011  as people mean it


def add_decision(store: Store, decision: Decision, *, initiator: object = None) -> Decision:
    """Keep a new decision; it gets the next number of its year, "2026/3", in the hub or in the series."""
    if not (decision.text_km.strip() or decision.text_en.strip()):
        raise UserError(_("Write what was decided, in Khmer or in English."))
    with store.transaction(N_("Add decision"), initiator=initiator) as t:
        return add_decision_in(t, decision)


def add_decision_in(t: Transaction, decision: Decision) -> Decision:
    """As `add_decision`, inside a step."""
    meeting = meeting_in(t, decision.meeting)
    decision.number = decision.number or _next_number(t, meeting)
    return t.add(decision)


def _next_number(t: Transaction, meeting: Meeting) -> str:
    """Numbers in the trash are not given again: a printed copy may carry them."""
    year = meeting.starts[:4] or today()[:4]
    decisions, meetings = t.table(Decision), t.table(Meeting)
    statement = (
        select(decisions.c.number)
        .join(meetings, meetings.c.id == decisions.c.meeting)
        .where(decisions.c.number.startswith(f"{year}/", autoescape=True), decisions.c.scope == meeting.scope)
    )
    if profile_in(t, t.meta("hub")).decision_numbering == "series":
        statement = statement.where(meetings.c.series == meeting.series)
    t.flush()
    numbers = [str(row[0]).partition("/")[2] for row in t.rows(statement)]
    return f"{year}/{1 + max((int(number) for number in numbers if number.isdecimal()), default=0)}"


def shared_numbers(reading: Reading) -> dict[RecordId, str]:
    """What decisions are called whose number another one carries too, since two laptops gave it.

    The one whose minutes were approved keeps it, else the one that was written down first; the others are
    told apart by "-2", "-3". Nothing is rewritten: every hub comes to the same names by itself. Numbers that
    were typed without a year are people's own.
    """
    decisions, meetings = reading.table(Decision), reading.table(Meeting)
    again = (
        select(decisions.c.number)
        .where(decisions.c.deleted == 0, decisions.c.number.contains("/"))
        .group_by(decisions.c.scope, decisions.c.number)
        .having(func.count() > 1)
    )
    rows = reading.rows(
        select(
            *(decisions.c[name] for name in ("id", "number", "scope")),
            meetings.c.series,
            meetings.c.minutes_state,
        )
        .join(meetings, meetings.c.id == decisions.c.meeting)
        .where(decisions.c.deleted == 0, decisions.c.number.in_(again))
    )
    by_series: dict[str, bool] = {}
    groups: dict[tuple[str, str, str], list[tuple[bool, str]]] = defaultdict(list)
    for record, number, scope, series, state in rows:
        if scope not in by_series:
            hub = str(scope).partition("/")[2] or reading.meta("hub")
            by_series[scope] = profile_in(reading, hub).decision_numbering == "series"
        key = (scope, series if by_series[scope] else "", number)
        groups[key].append((state not in _FINAL, record))
    named: dict[RecordId, str] = {}
    for (_scope, _series, number), found in groups.items():
        for place, (_open, record) in enumerate(sorted(found), start=1):
            if place > 1:
                named[RecordId(record)] = f"{number}-{place}"
    return named


def decision_register(
    reading: Reading, *, series: str = "", year: str = "", state: str = "", text: str = ""
) -> list[RegisteredDecision]:
    """All decisions, or those of a series, of a year, in a state, with these words; the newest first."""
    decisions, meetings = reading.table(Decision), reading.table(Meeting)
    of: list[ColumnElement[bool]] = [meetings.c.deleted == 0]
    if series:
        of.append(meetings.c.series == series)
    if year:
        of.append(meetings.c.starts.startswith(year, autoescape=True))
    by_id = {each.id: each for each in reading.all(Meeting, *of)}
    fits: list[ColumnElement[bool]] = [decisions.c.meeting.in_(select(meetings.c.id).where(*of))]
    if state:
        fits.append(decisions.c.state == state)
    names = shared_numbers(reading)
    found = [
        RegisteredDecision(each, by_id[each.meeting], names.get(each.id, each.number))
        for each in reading.all(Decision, *fits)
    ]
    wanted = fold(text)
    if wanted:
        found = [each for each in found if wanted in fold(_words(each))]
    return sorted(found, key=_newest, reverse=True)


def _words(each: RegisteredDecision) -> str:
    decision, meeting = each.decision, each.meeting
    said = (decision.text_km, decision.text_en, meeting.title_km, meeting.title_en)
    return " ".join((each.number, *said))


def _newest(each: RegisteredDecision) -> tuple[str, int, RecordId]:
    number = each.decision.number.rpartition("/")[2]
    return (each.meeting.starts, int(number) if number.isdecimal() else 0, each.decision.id)


def decision_years(reading: Reading) -> list[str]:
    """The years in which something was decided, the newest first."""
    decisions, meetings = reading.table(Decision), reading.table(Meeting)
    year = func.substr(meetings.c.starts, 1, 4)
    within = meetings.c.id.in_(select(decisions.c.meeting).where(decisions.c.deleted == 0))
    rows = reading.rows(select(year).distinct().where(within, meetings.c.starts > "").order_by(year.desc()))
    return [str(row[0]) for row in rows]


def all_series(reading: Reading) -> Sequence[Series]:
    """Every series of meetings, in the order in which they were made."""
    return reading.all(Series, order_by=[reading.table(Series).c.id])
