"""An issue of the bulletin: what the records of a quarter offer, what was chosen, and the hub's own words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import msgspec

from cso_desk.features.bulletin.record import AFTER, Issue, Item
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Decision, Meeting, Series
from cso_desk.features.meetings.service import QuarterFigures, quarter_figures
from cso_desk.features.meetings.service.closing import results_in
from cso_desk.khmer.dates import quarter_range
from cso_desk.records.base import NETWORK, hub_scope
from cso_desk.records.kinds import StoredFile
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.reading import Reading
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import N_

_AHEAD = 92  # days after the quarter of which dates are told
_FACT = "bulletin"


@dataclass(frozen=True)
class Offered:
    """All that a quarter offers, with its figures."""

    figures: QuarterFigures
    items: tuple[Item, ...] = field(default=())

    def chosen(self, issue: Issue) -> list[Item]:
        """What the issue tells."""
        return [each for each in self.items if each.record not in issue.left_out]


def offered(store: Store, quarter: str) -> Offered:
    """What the bulletin of "2026Q3" can tell, section by section, in the order of days.

    What is marked for this hub only is left out: the bulletin is read by everybody.
    """
    hub = "" if store.hub == NATIONAL else store.hub
    figures = quarter_figures(store, quarter, hub=hub)
    with store.reading() as reading:
        items = [
            *_meetings(figures),
            *_decisions(reading, figures),
            *_members(figures),
            *_titles(reading, quarter, store.hub),
            *_trainings(reading, quarter, hub),
            *_next(reading, figures, hub),
        ]
    return Offered(figures, tuple(items))


def _meetings(figures: QuarterFigures) -> list[Item]:
    return [
        Item("meetings", line.meeting.id, line.meeting.title_km, line.meeting.title_en, line.meeting.starts,
             line.meeting.ends, line.meeting.objective_km, line.meeting.objective_en, line.meeting.place,
             totals=line.totals)
        for line in figures.held if line.meeting.sensitivity != "hub"
    ]  # fmt: skip


def _decisions(reading: Reading, figures: QuarterFigures) -> list[Item]:
    table = reading.table(Decision)
    meetings = {line.meeting.id: line.meeting for line in figures.held}
    found = reading.all(Decision, table.c.meeting.in_(list(meetings)), order_by=[table.c.number, table.c.id])
    return [
        Item("decisions", each.id, each.text_km, each.text_en, meetings[each.meeting].starts,
             about_km=meetings[each.meeting].title_km, about_en=meetings[each.meeting].title_en,
             number=each.number)
        for each in found if each.state == "in_force" and each.sensitivity != "hub"
    ]  # fmt: skip


def _members(figures: QuarterFigures) -> list[Item]:
    return [
        Item("members", each.id, each.name_km, each.name_en, place=each.place, kind=each.kind,
             number=each.acronym)
        for each in figures.joined if each.sensitivity != "hub"
    ]  # fmt: skip


def _titles(reading: Reading, quarter: str, hub: str) -> list[Item]:
    """The titles that were catalogued in the quarter, by the moment that stands in their ids."""
    first, last = (dt.date.fromisoformat(day) for day in quarter_range(quarter))
    since, until = _moment(first), _moment(last + dt.timedelta(days=1))
    table = reading.table(LibraryTitle)
    asked = (table.c.id >= since, table.c.id < until, table.c.sensitivity != "hub")
    ours = table.c.scope.in_([NETWORK, hub_scope(hub)])
    return [
        Item("titles", each.id, each.title_km, each.title_en, each.date_signed, number=each.number,
             kind=each.kind, about_km=each.summary, about_en=each.summary)
        for each in reading.all(LibraryTitle, *asked, ours, order_by=[table.c.kind, table.c.id])
    ]  # fmt: skip


def _moment(day: dt.date) -> str:
    """The first id that can be given on a day, by the clock on the wall."""
    at = dt.datetime.combine(day, dt.time()).astimezone()
    return f"{int(at.timestamp() * 1000):012x}"


def _trainings(reading: Reading, quarter: str, hub: str) -> list[Item]:
    return [
        Item("trainings", each.id, each.title_km, each.title_en, each.day, place=each.place)
        for each in results_in(reading, [quarter], hub)
        if each.kind in ("training", "service", "study") and each.sensitivity != "hub"
    ]


def _next(reading: Reading, figures: QuarterFigures, hub: str) -> list[Item]:
    """The meetings planned after the quarter, and the days that its own meetings named for their next one."""
    _first, last = quarter_range(figures.quarters[-1])
    end = (dt.date.fromisoformat(last) + dt.timedelta(days=_AHEAD)).isoformat()
    table = reading.table(Meeting)
    asked = [table.c.starts > last, table.c.starts <= end, table.c.status.in_(["planned", "invited"])]
    ours = [table.c.scope == hub_scope(hub)] if hub else []
    planned = [each for each in reading.all(Meeting, *asked, *ours) if each.sensitivity != "hub"]
    days = {each.starts for each in planned}
    series = {each.id: each for each in reading.all(Series)}
    items = [
        Item("next", each.id, each.title_km, each.title_en, each.starts, each.ends, each.venue_km,
             each.venue_en, each.place)
        for each in planned
    ] + [
        _named_for(line.meeting, series.get(line.meeting.series)) for line in figures.held
        if last < line.meeting.next_date <= end and line.meeting.next_date not in days
        and line.meeting.sensitivity != "hub"
    ]  # fmt: skip
    return sorted(items, key=lambda each: (each.starts, each.record))


def _named_for(meeting: Meeting, series: Series | None) -> Item:
    """The next meeting of a series; without one, the meeting that follows on this one."""
    if series is not None and (series.title_km or series.title_en):
        named, kind = (series.title_km, series.title_en), ""
    else:
        named, kind = (meeting.title_km, meeting.title_en), AFTER
    return Item("next", f"{meeting.id} next", *named, meeting.next_date, kind=kind)


# --- the issue ---


def issue_of(store: Store, quarter: str) -> Issue:
    """What was said of the issue of a quarter on this computer; an empty one at first."""
    return next((each for each in _issues(store) if each.quarter == quarter), Issue(quarter))


def keep_issue(store: Store, issue: Issue) -> None:
    """Keep what was said of an issue, instead of what was kept for its quarter."""
    others = [each for each in _issues(store) if each.quarter != issue.quarter]
    kept = sorted([*others, issue], key=lambda each: each.quarter)
    keep_fact(store, _FACT, msgspec.json.encode([asdict(each) for each in kept]).decode())


def _issues(store: Store) -> Sequence[Issue]:
    text = kept_fact(store, _FACT)
    return msgspec.json.decode(text, type=list[Issue]) if text else []


def put_into_library(
    store: Store, issue: Issue, title_km: str, title_en: str, files: Sequence[StoredFile]
) -> LibraryTitle:
    """Catalogue a finished issue with its files; the issue of that quarter, if it is there, gets them."""
    with store.transaction(N_("Put the bulletin into the library")) as t:
        table = t.table(LibraryTitle)
        _first, last = quarter_range(issue.quarter)
        same = t.all(LibraryTitle, table.c.kind == "bulletin", table.c.date_signed == last, limit=1)
        if same:
            t.change(same[0], files=tuple(files), number=issue.number, title_km=title_km, title_en=title_en)
            return same[0]
        return t.add(
            LibraryTitle(kind="bulletin", title_km=title_km, title_en=title_en, number=issue.number,
                         date_signed=last, year=int(last[:4]), files=tuple(files))
        )  # fmt: skip
