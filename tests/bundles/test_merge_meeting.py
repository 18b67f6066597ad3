"""A merge meeting: how every hub stands, differences decided many at once, the whole taken back as one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bundle_hubs import Note, copied, introduce, one_file, open_hub, snapshot

from cso_desk.bundles.hub_states import HubState, hub_states, note_way
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.many import look_at, take_in_all
from cso_desk.bundles.merge_meeting import begin_merge, end_merge, merges, open_merge, take_back_merge
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import CancelledError, UserError
from cso_desk.journal.decisions import decisions
from cso_desk.journal.reviews import (
    as_hub_says,
    as_newest,
    as_shown,
    before,
    conflicts,
    resolve,
    settled_by,
    where_others_are_empty,
)
from cso_desk.journal.undo import undo, undoable
from cso_desk.store.store import Store

Hubs = tuple[Store, Store, Store]


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[Hubs]:
    """The nation and two hubs that know each other and share one note."""
    nation, one, two = (open_hub(tmp_path, hub) for hub in ("00", "02", "17"))
    introduce(nation, one, two)
    with nation.transaction("Add") as t:
        t.add(Note(title="shared", body="", scope="network"))
    for store in (one, two):
        receive_bundle(store, make_bundle(nation, store.hub).path, backup=False)
        receive_bundle(nation, make_bundle(store, "00", kind="receipt").path, backup=False)
    yield nation, one, two
    for store in (nation, one, two):
        store.close()


def note(store: Store) -> Note:
    with store.reading() as reading:
        return reading.all(Note, trash=True)[0]


def change(store: Store, **values: object) -> None:
    with store.transaction("Change") as t:
        t.change(Note, note(store).id, **values)


def deliver(hubs: Hubs) -> None:
    nation = hubs[0]
    done = take_in_all(nation, look_at(nation, [make_bundle(one, "00").path for one in hubs[1:]]))
    assert all(each.received for each in done)


def waiting(store: Store) -> list:
    with store.reading() as reading:
        return conflicts(reading.connection, store.shelves)


def shown(store: Store) -> dict[str, tuple]:
    with store.reading() as reading:
        return {n.id: (n.title, n.body, n.deleted) for n in reading.all(Note, trash=True)}


def state(store: Store, hub: str) -> HubState:
    return next(each for each in hub_states(store) if each.hub == hub)


# --- how every hub stands ---


def test_a_hub_goes_from_introduction_to_agreement_with_one_next_step_each(tmp_path: Path) -> None:
    nation, hub = open_hub(tmp_path, "00"), open_hub(tmp_path, "02")
    assert [each.step for each in hub_states(nation, ["02"])] == ["introduce"]
    introduce(nation, hub)
    assert state(nation, "02").step == ""
    with nation.transaction("Add") as t:
        t.add(Note(title="one", scope="network"))
    assert (state(nation, "02").step, state(nation, "02").lacks) == ("make", 3)
    made = make_bundle(nation, "02")
    assert state(nation, "02").step == "carry"
    note_way(nation, [made.uid], "stick")
    assert (state(nation, "02").step, state(nation, "02").made.way) == ("wait", "stick")
    with nation.transaction("Change") as t:
        t.change(Note, note(nation).id, body="more")
    assert state(nation, "02").step == "make"
    receive_bundle(hub, make_bundle(nation, "02").path)
    assert (state(hub, "00").held, state(hub, "00").came.changes) == (4, 4)
    receive_bundle(nation, make_bundle(hub, "00", kind="receipt").path)
    now = state(nation, "02")
    assert (now.step, now.lacks, now.made.proved, now.receipt > 0) == ("", 0, True, True)
    nation.close()
    hub.close()


def test_what_a_hub_holds_and_we_lack_asks_for_a_request(hubs: Hubs) -> None:
    nation, one, _two = hubs
    change(one, title="first")
    lost = make_bundle(one, "00")
    assert state(nation, "02").behind == 0
    receive_bundle(nation, make_bundle(one, "00", kind="receipt").path)
    assert (state(nation, "02").step, state(nation, "02").behind) == ("request", 1)
    receive_bundle(nation, lost.path)
    assert state(nation, "02").behind == 0


def test_differences_with_a_hub_are_counted_for_both_sides(hubs: Hubs) -> None:
    for store in hubs[1:]:
        change(store, title=f"title of {store.hub}")
    deliver(hubs)
    assert [(each.hub, each.conflicts, each.step) for each in hub_states(hubs[0])] == [
        ("02", 1, "decide"),
        ("17", 1, "decide"),
    ]


def test_a_copied_computer_is_told_of_its_hub(hubs: Hubs) -> None:
    nation, one, _two = hubs
    other = copied(one, "copy")
    change(one, title="original")
    change(other, title="copy")
    receive_bundle(nation, one_file(one, "00"))
    receive_bundle(nation, one_file(other, "00", kind="full"))
    assert state(nation, "02").forked
    assert not state(nation, "17").forked
    other.close()


# --- deciding many at once ---


def test_the_value_before_people_differed_is_found(hubs: Hubs) -> None:
    for store in hubs[1:]:
        change(store, title=f"first of {store.hub}")
        change(store, title=f"title of {store.hub}", body="new here")
    deliver(hubs)
    nation = hubs[0]
    found = {each.field: each for each in waiting(nation)}
    assert set(found) == {"title"}
    with nation.reading() as reading:
        assert before(reading.connection, found["title"]) == (True, "shared")
    assert {side.device for side in found["title"].sides} == {"hub 02", "hub 17"}


def test_many_differences_are_settled_by_one_way_as_one_named_step(hubs: Hubs) -> None:
    nation, one, two = hubs
    change(one, title="one", body="said")
    change(two, title="two", body="", size=3)
    change(two, body="other")
    change(two, body="")
    deliver(hubs)
    found = waiting(nation)
    filled = settled_by(found, where_others_are_empty)
    assert [(each.field, value) for each, value in filled] == [("body", "said")]
    of_17 = settled_by(found, as_hub_says("17"))
    assert {each.field: value for each, value in of_17} == {"title": "two", "body": ""}
    assert {value for _each, value in settled_by(found, as_shown)} == {each.sides[0].value for each in found}
    assert len(settled_by(found, as_newest)) == 2
    resolve(nation, of_17, label="Settle {count} differences as {hub} says", details={"hub": "SRP"})
    assert waiting(nation) == []
    with nation.reading() as reading:
        line = undoable(reading.connection)
    assert line is not None
    assert line.text == "Settle ២ differences as SRP says"  # the window speaks Khmer
    undo(nation)
    assert len(waiting(nation)) == 2


def test_deleted_here_and_edited_there_has_two_sides_with_who_and_where(hubs: Hubs) -> None:
    nation, one, two = hubs
    with one.transaction("Put away") as t:
        t.trash(note(one))
    change(two, title="still needed")
    deliver(hubs)
    (each,) = waiting(nation)
    assert each.field == "deleted"
    assert [(side.hub, side.value, side.device) for side in each.sides] == [
        ("17", 0, "hub 17"),
        ("02", 1, "hub 02"),
    ]
    resolve(nation, settled_by([each], as_hub_says("02")))
    assert note(nation).deleted


# --- the whole taken back ---


def test_a_whole_merge_is_taken_back_as_if_it_had_never_been(hubs: Hubs) -> None:
    nation, one, two = hubs
    before_it, merge = shown(nation), begin_merge(nation)
    change(one, title="one")
    change(two, title="two")
    deliver(hubs)
    change(two, body="later")
    deliver(hubs)
    done = take_back_merge(nation, merge)
    assert (done.bundles, done.changes, done.decisions) == (4, 3, 0)
    assert shown(nation) == before_it
    assert {
        line.status for line in bundles_of(nation) if line.kind == "delta" and line.direction == "in"
    } == {"undone"}
    with nation.reading() as reading:
        assert undoable(reading.connection).label == "Add"  # type: ignore[union-attr]
    deliver(hubs)
    assert note(nation).body == "later"


def test_decisions_of_the_merge_go_back_to_what_stood_here_and_own_work_stays(hubs: Hubs) -> None:
    nation, one, two = hubs
    change(nation, title="ours", size=1)
    merge = begin_merge(nation)
    change(one, title="one")
    change(two, title="two")
    with two.transaction("Add") as t:
        t.add(Note(title="theirs", scope="network"))
    deliver(hubs)
    change(nation, body="typed at the meeting")
    resolve(nation, [(waiting(nation)[0], "decided")])
    done = take_back_merge(nation, merge)
    assert done.decisions == 1
    now = note(nation)
    assert (now.title, now.body, now.size) == ("ours", "typed at the meeting", 1)
    assert len(shown(nation)) == 1
    assert waiting(nation) == []
    with nation.reading() as reading:
        assert decisions(reading.connection) == []
        line = undoable(reading.connection)
    assert line is not None
    assert line.kind == "edit"


def test_a_decision_about_a_record_that_only_came_leaves_no_ghost(tmp_path: Path) -> None:
    nation, one, two = (open_hub(tmp_path, hub) for hub in ("00", "02", "17"))
    introduce(nation, one, two)
    with one.transaction("Add") as t:
        t.add(Note(title="born there", scope="network"))
    relay = one_file(one, "00")
    merge = begin_merge(nation)
    receive_bundle(nation, relay)
    receive_bundle(two, one_file(nation, "17"))
    change(one, title="one")
    change(two, title="two")
    deliver((nation, one, two))
    resolve(nation, settled_by(waiting(nation), as_hub_says("17")))
    take_back_merge(nation, merge)
    with nation.reading() as reading:
        assert reading.all(Note) == []
    for store in (nation, one, two):
        store.close()


def test_taking_a_merge_back_is_all_or_nothing(hubs: Hubs) -> None:
    nation = hubs[0]
    merge = begin_merge(nation)
    change(hubs[1], title="one")
    deliver(hubs)
    end_merge(nation)
    change(hubs[1], title="later")
    receive_bundle(nation, make_bundle(hubs[1], "00").path)
    with nation.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE bundle SET at = at + 10000 WHERE at = (SELECT max(at) FROM bundle)"
        )
    as_it_was = snapshot(nation)
    (closed,) = merges(nation)
    with pytest.raises(UserError):
        take_back_merge(nation, closed)
    assert snapshot(nation) == as_it_was
    assert merge.began == closed.began


def test_cancelling_leaves_everything_as_it_was(hubs: Hubs) -> None:
    nation = hubs[0]
    merge = begin_merge(nation)
    with hubs[1].transaction("Add") as t:
        for number in range(3000):
            t.add(Note(title=f"note {number}", scope="network"))
    deliver(hubs)
    as_it_was = snapshot(nation)

    def stop(_done: int, _total: int) -> None:
        raise CancelledError("stop")

    with pytest.raises(CancelledError):
        take_back_merge(nation, merge, stop)
    assert snapshot(nation) == as_it_was


def test_a_merge_goes_on_over_days_until_it_is_closed(hubs: Hubs) -> None:
    nation = hubs[0]
    first = begin_merge(nation)
    assert begin_merge(nation) == first == open_merge(nation)
    end_merge(nation)
    assert merges(nation) == []
    again = begin_merge(nation)
    change(hubs[1], title="one")
    deliver(hubs)
    end_merge(nation)
    assert open_merge(nation) is None
    assert [each.began for each in merges(nation)] == [again.began]


def test_nothing_left_to_take_back_is_said(hubs: Hubs) -> None:
    merge = begin_merge(hubs[0])
    with pytest.raises(UserError):
        take_back_merge(hubs[0], merge)
