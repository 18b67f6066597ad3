"""Hubs merge what was entered twice, at once and against each other, exchange bundles, and agree."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from bundle_hubs import exchange, introduce, open_hub
from hypothesis import given, settings
from replicas import Clock

from cso_desk.features.members.record import ORGANISATION, PERSON, POSITION, Person
from cso_desk.features.members.service.duplicates import Pair, duplicates, merge, say_distinct
from cso_desk.journal.reviews import conflicts, resolve
from cso_desk.journal.undo import undo
from cso_desk.store.aliases import aliases, keep_aliases
from cso_desk.store.rules import APPROVAL, approved_in

TYPES = (ORGANISATION, PERSON, POSITION, APPROVAL)
PLACE = st.integers(0, 3)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "edit", "distinct", "undo", "send"]), st.integers(0, 1), PLACE, PLACE
    ),
    max_size=12,
)


def opened(folder, hub, wrong):
    store = open_hub(folder, hub, clock=Clock(1_700_000_000_000 + wrong), types=TYPES)
    store.before_commit(lambda connection: keep_aliases(connection, (ORGANISATION, PERSON)))
    return store


def act(hubs, people, what, who, one, other):
    hub = hubs[who]
    if what == "send":
        exchange(hubs[who], hubs[1 - who])
        return
    with hub.reading() as reading:
        hidden = aliases(reading)
    ends = [people[each].id for each in (one, other)]
    if what == "merge" and ends[0] != ends[1] and not hidden.keys() & set(ends):
        merge(hub, "person", *ends)
    elif what == "edit":
        with hub.transaction("Edit") as t:
            t.change(Person, ends[0], name_en=f"Name {other}")
    elif what == "distinct" and ends[0] != ends[1]:
        first, second = sorted(ends)
        say_distinct(hub, Pair("person", first, second, 0.0, ()))
    elif what == "undo":
        with hub.reading() as reading:
            mine = reading.connection.exec_driver_sql(
                "SELECT count(*) FROM step WHERE kind = 'edit' AND label <> 'Fill'"
            ).scalar_one()
        if mine and undoable_here(hub):
            undo(hub)


def undoable_here(hub):
    from cso_desk.journal.undo import undoable

    with hub.reading() as reading:
        line = undoable(reading.connection)
    return line is not None and line.kind == "edit" and line.label != "Fill"


def seen(hub):
    with hub.reading() as reading:
        shown = {each.id: each.name_en for each in reading.all(Person)}
        return aliases(reading), shown, approved_in(reading)


@settings(max_examples=8, deadline=None)
@given(ACTS)
def test_whoever_merges_what_all_hubs_show_the_same_in_the_end(acts):
    check(acts)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(ACTS)
def test_many_merges_against_each_other_show_the_same_in_the_end(acts):
    check(acts)


def check(acts):
    with tempfile.TemporaryDirectory() as folder:
        hubs = [opened(Path(folder), hub, wrong) for hub, wrong in (("00", 0), ("02", -86_400_000))]
        try:
            introduce(*hubs)
            people = [Person(name_en=f"Person {n}", scope="network") for n in range(4)]
            with hubs[1].transaction("Fill") as t:
                t.add_all(people)
            exchange(hubs[1], hubs[0])
            for each in acts:
                act(hubs, people, *each)
            for _twice in range(2):
                exchange(hubs[0], hubs[1])
                exchange(hubs[1], hubs[0])
            assert seen(hubs[0]) == seen(hubs[1])
            into, shown, _apart = seen(hubs[0])
            assert shown.keys() == {person.id for person in people}
            assert set(into.values()).isdisjoint(into)
            settle(hubs[0])
            exchange(hubs[0], hubs[1])
            assert seen(hubs[0]) == seen(hubs[1])
        finally:
            for hub in hubs:
                hub.close()


def settle(hub):
    with hub.reading() as reading:
        waiting = conflicts(reading.connection, hub.shelves)
    resolve(hub, [(each, each.shown.value) for each in waiting])


def test_not_the_same_said_at_one_hub_is_known_at_the_other(tmp_path):
    hubs = [opened(tmp_path, hub, 0) for hub in ("00", "02")]
    introduce(*hubs)
    with hubs[1].transaction("Fill") as t:
        for _twice in range(2):
            t.add(Person(name_en="Sok Dara", phones=("+85512345678",), scope="network"))
    exchange(hubs[1], hubs[0])
    (pair,) = duplicates(hubs[0], "person")
    say_distinct(hubs[0], pair)
    say_distinct(hubs[1], pair)
    exchange(hubs[0], hubs[1])
    exchange(hubs[1], hubs[0])
    for hub in hubs:
        assert duplicates(hub, "person") == []
        with hub.reading() as reading:
            assert conflicts(reading.connection, hub.shelves) == []
        hub.close()
