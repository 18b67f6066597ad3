"""Two laptops of one hub write minutes apart from each other, and their files meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_hubs import exchange

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Decision, Meeting, MinutesEntry
from cso_desk.features.meetings.service import (
    add_decision,
    add_minutes_entry,
    decision_register,
    minutes_parts,
    plan_meeting,
    record_attendance,
    set_minutes_state,
    strayed_in,
)
from cso_desk.features.meetings.service.minutes_rules import MINUTES_RULES
from cso_desk.features.members.record import Person
from cso_desk.store.rules import findings
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.wording import use_language

Two = tuple[Store, Store]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    use_language("en")
    made = [create_store(tmp_path / name, "02", passphrase=None)[0] for name in ("one", "other")]
    for source, reader in (made, made[::-1]):
        hello = make_bundle(source, "", kind="hello").path
        receive_bundle(reader, hello, accept=own_fingerprint(source))
    yield made[0], made[1]
    for each in made:
        each.close()


def shared_meeting(two: Two) -> Meeting:
    """A meeting with one paragraph that both laptops hold."""
    one, other = two
    meeting = plan_meeting(one, Meeting(title_en="Meeting", starts="2026-09-25"))
    add_minutes_entry(one, MinutesEntry(meeting=meeting.id, text_en="Said"))
    record_attendance(one, meeting.id)
    exchange(one, other)
    return meeting


def names(store: Store) -> dict[str, str]:
    with store.reading() as reading:
        return {each.decision.text_en: each.number for each in decision_register(reading)}


def test_both_give_one_number_and_both_call_the_later_one_by_the_same_other_name(two: Two) -> None:
    one, other = two
    meeting = shared_meeting(two)
    add_decision(one, Decision(meeting=meeting.id, text_en="First"))
    add_decision(other, Decision(meeting=meeting.id, text_en="Second"))
    assert names(one)["First"] == names(other)["Second"] == "2026/1"
    exchange(one, other)
    exchange(other, one)
    assert names(one) == names(other) == {"First": "2026/1", "Second": "2026/1-2"}
    assert add_decision(other, Decision(meeting=meeting.id, text_en="Third")).number == "2026/2"
    assert [each.rule for each in findings(one, MINUTES_RULES)] == ["one_number_for_several"]


def test_what_comes_into_locked_minutes_is_kept_and_shown_for_people_to_judge(two: Two) -> None:
    one, other = two
    meeting = shared_meeting(two)
    (entry,) = minutes_parts(other, meeting.id).entries
    with other.transaction("Correct") as t:
        t.change(entry, text_en="Said otherwise")
    add_decision(other, Decision(meeting=meeting.id, text_en="Late"))
    with other.transaction("Late sheet") as t:
        guest = t.add(Person(name_en="Guest"))
        t.add(Attendance(meeting=meeting.id, person=guest.id, status="present"))
        t.add(Attendance(meeting=meeting.id, status="invited"))
    set_minutes_state(one, meeting.id, "approved")
    set_minutes_state(one, meeting.id, "locked")
    assert findings(one, MINUTES_RULES) == []
    exchange(other, one)
    with one.reading() as reading:
        strayed = strayed_in(reading)[meeting.id]
    assert [each.id for each in strayed.changed] == [entry.id]
    assert [type(each) for each in strayed.new] == [Decision, Attendance]
    (found,) = findings(one, MINUTES_RULES)
    assert found.rule == "changed_after_lock"
    assert ("minutes_entry", entry.id) in found.records
    with pytest.raises(UserError), one.transaction("Correct") as t:
        t.change(MinutesEntry, entry.id, text_en="Said")
    # The way out: unlocked with a reason, looked at, locked again.
    set_minutes_state(one, meeting.id, "amended", reason="The other laptop had a correction")
    set_minutes_state(one, meeting.id, "approved")
    set_minutes_state(one, meeting.id, "locked")
    assert findings(one, MINUTES_RULES) == []
    exchange(one, other)
    with pytest.raises(UserError):
        add_minutes_entry(other, MinutesEntry(meeting=meeting.id, text_en="More"))
