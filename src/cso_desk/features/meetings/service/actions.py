"""Actions: who has to do what after a meeting, carried over until it is done; how late it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Action, Meeting
from cso_desk.features.meetings.service.decisions import today
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.features.members.record import Person
from cso_desk.features.members.service import day_after, day_before
from cso_desk.khmer.normalise import fold
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _

MONTH, FORTNIGHT = 30, 14  # days
AGES = {
    "very_late": N_("Late by more than 30 days"),
    "late": N_("Late"),
    "soon": N_("Due within 14 days"),
    "later": N_("Due later"),
    "undated": N_("Without a day"),
    "closed": N_("Closed"),
}
"""How an action stands, the most pressing first."""


@dataclass(frozen=True)
class BoardAction:
    """An action with its meeting. `who`: the person in Khmer and English, or the outside body twice.

    `late`: days since it was due, negative before that day; None where no day was set.
    """

    action: Action
    meeting: Meeting
    who: tuple[str, str]
    late: int | None

    @property
    def age(self) -> str:
        """One of `AGES`."""
        if self.action.status != "open":
            return "closed"
        if self.late is None:
            return "undated"
        if self.late > 0:
            return "very_late" if self.late > MONTH else "late"
        return "soon" if self.late >= -FORTNIGHT else "later"


def add_action(store: Store, action: Action, *, initiator: object = None) -> Action:
    """Keep what somebody has to do after a meeting."""
    with store.transaction(N_("Add action"), initiator=initiator) as t:
        return add_action_in(t, action)


def add_action_in(t: Transaction, action: Action) -> Action:
    """As `add_action`, inside a step."""
    if not (action.what_km.strip() or action.what_en.strip()):
        raise UserError(_("Write what has to be done, in Khmer or in English."))
    meeting_in(t, action.meeting)
    return t.add(action)


def close_action(
    store: Store,
    action: str,
    status: str = "done",
    *,
    on: str = "",
    result: str = "",
    initiator: object = None,
) -> None:
    """An action is "done" or "dropped", on the day `on` (today), or "open" again."""
    label = N_("Open an action again") if status == "open" else N_("Close an action")
    with store.transaction(label, initiator=initiator) as t:
        close_action_in(t, action, status, on=on, result=result)


def close_action_in(t: Transaction, action: str, status: str, *, on: str = "", result: str = "") -> None:
    """As `close_action`, inside a step."""
    closed = "" if status == "open" else on or today()
    values: dict[str, Any] = {"status": status, "closed_on": closed}
    if result:
        values["result"] = result
    t.change(Action, action, **values)


def open_actions(store: Store, series: str = "") -> list[tuple[Action, Meeting]]:
    """What is still to be done, the oldest first: of one series, or of all meetings."""
    with store.reading() as reading:
        return _open_actions(reading, series)


def carried_over(store: Store, meeting: str) -> list[tuple[Action, Meeting]]:
    """The actions of earlier meetings of the same series that are still open for this meeting."""
    with store.reading() as reading:
        return carried_over_in(reading, meeting_in(reading, meeting))


def carried_over_in(reading: Reading, meeting: Meeting) -> list[tuple[Action, Meeting]]:
    """As `carried_over`, inside a look; with what was open before the meeting and was closed since."""
    if not meeting.series:
        return []
    return [
        (action, earlier)
        for action, earlier in _open_actions(reading, meeting.series, also_closed_since=meeting.starts)
        if (earlier.starts, earlier.id) < (meeting.starts, meeting.id)
    ]


def _open_actions(reading: Reading, series: str, also_closed_since: str = "") -> list[tuple[Action, Meeting]]:
    actions, meetings = reading.table(Action), reading.table(Meeting)
    still = actions.c.status == "open"
    if also_closed_since:
        still = still | (actions.c.closed_on >= also_closed_since)
    of_series = [meetings.c.series == series] if series else []
    within = actions.c.meeting.in_(select(meetings.c.id).where(*of_series))
    found = reading.all(Action, still, within)
    by_id = {each.id: each for each in reading.all(Meeting, *of_series)}
    pairs = [(action, by_id[action.meeting]) for action in found if action.meeting in by_id]
    return sorted(pairs, key=lambda pair: (pair[1].starts, pair[0].due or "9999", pair[0].id))


def action_board(
    reading: Reading, day: str, *, series: str = "", text: str = "", closed: bool = False
) -> list[BoardAction]:
    """Everything that is open on `day`, "2026-11-23", the latest first; with `closed` what was closed too."""
    actions, meetings = reading.table(Action), reading.table(Meeting)
    of = [meetings.c.deleted == 0, *([meetings.c.series == series] if series else [])]
    fits: list[ColumnElement[bool]] = [actions.c.meeting.in_(select(meetings.c.id).where(*of))]
    if not closed:
        fits.append(actions.c.status == "open")
    by_id = {each.id: each for each in reading.all(Meeting, *of)}
    found = reading.all(Action, *fits)
    names = names_in(reading, found)

    def made(each: Action) -> BoardAction:
        who = names.get(each.person) or (each.body, each.body)
        return BoardAction(each, by_id[each.meeting], who, late(each, day))

    board = [made(each) for each in found]
    wanted = fold(text)
    if wanted:
        board = [each for each in board if wanted in fold(_words(each))]
    order = list(AGES)
    return sorted(board, key=lambda each: (order.index(each.age), -(each.late or 0), each.action.id))


def names_in(reading: Reading, actions: Sequence[Action]) -> dict[str, tuple[str, str]]:
    """What the people are called to whom actions fall, in Khmer and in English."""
    wanted = {each.person for each in actions if each.person}
    people = reading.all(Person, reading.table(Person).c.id.in_(wanted), trash=True) if wanted else []
    return {each.id: (each.name_km, each.name_en) for each in people}


def late(action: Action, day: str) -> int | None:
    """Days since an action was due, by its last day where a month or a year is set; None without."""
    try:
        due = date.fromisoformat(day_before(day_after(action.due)))
    except ValueError:
        return None
    return (date.fromisoformat(day) - due).days


def _words(each: BoardAction) -> str:
    action, meeting = each.action, each.meeting
    return " ".join((action.what_km, action.what_en, *each.who, meeting.title_km, meeting.title_en))
