"""Whether enough institutions came: a number, a share, or both."""

import pytest
from meetings_made import body, guest, planned, series

from cso_desk.features.meetings.record import Series
from cso_desk.features.meetings.service import (
    WalkIn,
    invite,
    plan_from_series,
    quorum,
    record_attendance,
)
from cso_desk.features.members.record import Membership, Person
from cso_desk.features.members.service.memberships import add_membership
from cso_desk.store.store import Store


def test_the_quorum_counts_institutions(store: Store) -> None:
    one = body(store, "ក")
    people = [guest(store, "១", at=one), guest(store, "២", at=one)]
    meeting = planned(store, quorum=2)
    invite(store, meeting.id, people=[each.id for each in people])
    record_attendance(store, meeting.id, present=[each.id for each in people])
    assert (quorum(store, meeting.id).present, quorum(store, meeting.id).reached) == (1, False)
    assert quorum(store, planned(store).id).reached is None


def test_a_meeting_without_a_quorum_has_that_of_its_series(store: Store) -> None:
    of = series(store)
    meeting = plan_from_series(store, of.id, "2026-11-05")
    with store.transaction("Rule") as t:
        t.change(Series, of.id, quorum=4)
    assert quorum(store, meeting.id).needed == 4
    with store.transaction("Rule") as t:
        t.change(meeting, quorum=2)
    assert quorum(store, meeting.id).needed == 2


@pytest.mark.parametrize(
    ("share", "needed", "reached"),
    [("half_members", 2, True), ("majority_members", 3, False), ("two_thirds_members", 3, False)],
)
def test_a_share_is_of_the_members_of_that_day_and_others_do_not_count(
    store: Store, share: str, needed: int, reached: bool
) -> None:
    bodies = [body(store, name) for name in "កខគឃង"]
    for each, until in zip(bodies, ("", "", "", "2025", ""), strict=True):
        add_membership(store, Membership(organisation=each.id, since="2020", until=until, status="active"))
    guests = [guest(store, str(n), at=bodies[n]) for n in (0, 1, 3)]
    meeting = planned(store, starts="2026-08-05", quorum_share=share)
    invite(store, meeting.id, people=[each.id for each in guests])
    record_attendance(store, meeting.id, present=[each.id for each in guests])
    found = quorum(store, meeting.id)
    assert (found.of, found.needed, found.present, found.reached) == (4, needed, 2, reached)


def test_a_share_of_those_invited_leaves_out_who_came_unasked(store: Store) -> None:
    asked = [guest(store, str(n), at=body(store, str(n))) for n in range(5)]
    meeting = planned(store, quorum_share="half_invited")
    invite(store, meeting.id, people=[each.id for each in asked])
    came = [WalkIn(person=Person(name_km="ឯង"), organisation=body(store, "ឯង"))]
    record_attendance(store, meeting.id, present=[each.id for each in asked[:2]], walk_ins=came)
    found = quorum(store, meeting.id)
    assert (found.of, found.needed, found.present) == (5, 3, 2)


def test_a_number_and_a_share_must_both_be_met(store: Store) -> None:
    asked = [guest(store, str(n), at=body(store, str(n))) for n in range(4)]
    meeting = planned(store, quorum=3, quorum_share="half_invited")
    invite(store, meeting.id, people=[each.id for each in asked])
    record_attendance(store, meeting.id, present=[each.id for each in asked[:2]])
    assert (quorum(store, meeting.id).needed, quorum(store, meeting.id).share) == (3, "")
    with store.transaction("Rule") as t:
        t.change(meeting, quorum=1)
    assert (quorum(store, meeting.id).share, quorum(store, meeting.id).reached) == ("half_invited", True)
