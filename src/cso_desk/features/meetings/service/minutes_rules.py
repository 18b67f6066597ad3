"""What looks wrong in minutes after hubs were merged."""

from collections import defaultdict
from collections.abc import Iterator

from cso_desk.features.meetings.record import Action, AgendaItem, Attendance, Decision, MinutesEntry
from cso_desk.features.meetings.service.decisions import shared_numbers
from cso_desk.features.meetings.service.minutes_states import Strayed, strayed_in
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.rules import Finding, Rule
from cso_desk.wording import N_

_KINDS = {
    MinutesEntry: "minutes_entry",
    Decision: "decision",
    Action: "action",
    AgendaItem: "agenda_item",
    Attendance: "attendance",
}


def changed_after_lock(reading: Reading) -> Iterator[Finding]:
    """Locked minutes into which something came that another laptop wrote before it knew of the lock."""
    for meeting, strayed in strayed_in(reading).items():
        records = (("meeting", meeting), ("minutes_step", strayed.step.id), *_records(strayed))
        count = len(strayed.changed) + len(strayed.new) + len(strayed.gone)
        yield Finding("changed_after_lock", _LOCKED, records, {"count": count})


_LOCKED = N_(
    "The minutes of this meeting are locked, and lines came from elsewhere since that differ from what was "
    "locked: {count}. Look at them; then unlock the minutes, mend them and lock them again."
)


def _records(strayed: Strayed) -> tuple[tuple[str, RecordId], ...]:
    return tuple((_KINDS[type(each)], each.id) for each in (*strayed.changed, *strayed.new))


def one_number_for_several(reading: Reading) -> Iterator[Finding]:
    """Decisions of different meetings that carry one number: two laptops gave it at the same time."""
    named = shared_numbers(reading)
    if not named:
        return
    found: dict[str, list[RecordId]] = defaultdict(list)
    for record, name in named.items():
        found[name].append(record)
    for name, records in sorted(found.items()):
        for record in sorted(records):
            yield Finding(
                "one_number_for_several",
                _SEVERAL,
                (("decision", record),),
                {"number": name.rpartition("-")[0], "name": name},
            )


_SEVERAL = N_(
    "Two laptops gave the number {number} to different decisions. This one is called {name} from now on."
)

MINUTES_RULES = (
    Rule("changed_after_lock", N_("Locked minutes that differ"), changed_after_lock),
    Rule("one_number_for_several", N_("One number for several decisions"), one_number_for_several),
)
"""What can look wrong in minutes."""
