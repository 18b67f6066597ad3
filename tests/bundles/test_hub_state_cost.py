"""How things stand with every hub is told by a fixed number of statements; none reads the whole journal."""

import re
from contextlib import contextmanager

import pytest
from bundle_hubs import exchange, introduce, open_hub
from lives import waiting_in
from newer_types import NEWER, NewerNote
from sqlalchemy import event

from cso_desk.bundles.hub_states import hub_states
from cso_desk.journal.reviews import conflicts


@contextmanager
def statements_of(store):
    """The statements that a store runs inside the block, with their parameters."""
    found = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        found.append((statement, parameters))

    event.listen(store.engine, "before_cursor_execute", note)
    yield found
    event.remove(store.engine, "before_cursor_execute", note)


@pytest.fixture
def hubs(tmp_path):
    stores = [open_hub(tmp_path, hub, types=NEWER) for hub in ("00", "02", "03", "04", "05")]
    introduce(stores[0], stores[1])
    yield stores
    for store in stores:
        store.close()


def add(store, count):
    with store.transaction("Add") as t:
        return [
            note.id for note in t.add_all([NewerNote(title=str(n), scope="network") for n in range(count)])
        ]


def disagree(nation, province, notes):
    """Each note gets two titles, and every other one is deleted at one side."""
    for store in (nation, province):
        with store.transaction("Edit") as t:
            for at, note in enumerate(notes):
                t.change(NewerNote, note, title=store.hub, deleted=store is province and at % 2 == 0)
    exchange(province, nation)


def looks(nation):
    """How many statements one look takes, and what waits."""
    with statements_of(nation) as found:
        hub_states(nation)
    return len(found), len(waiting_in(nation))


def test_more_hubs_changes_and_differences_take_no_more_statements(hubs):
    nation, *provinces = hubs
    notes = add(provinces[0], 2)
    exchange(provinces[0], nation)
    disagree(nation, provinces[0], notes)
    few, waiting = looks(nation)
    assert waiting
    introduce(nation, *provinces[1:])
    for province in provinces[1:]:
        more = add(province, 30)
        exchange(province, nation)
        exchange(nation, province)
        disagree(nation, province, more)
    many, waiting = looks(nation)
    assert waiting >= 90
    assert (many, len(hub_states(nation))) == (few, 4)


def tables_read_through(connection, statement, parameters):
    """The tables of a statement that are read from one end to the other, by its plan."""
    names = {alias: table for table, alias in re.findall(r"\b(change|head|step|parent) (\w+)\b", statement)}
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    scans = [re.match(r"SCAN (\w+)(.*)", str(row[3])) for row in plan]
    return [names.get(scan[1], scan[1]) for scan in scans if scan and "head_lost" not in scan[2]]


def test_no_look_goes_through_the_whole_journal(hubs):
    nation, province, *_others = hubs
    notes = add(province, 4)
    exchange(province, nation)
    disagree(nation, province, notes)
    with statements_of(nation) as found:
        hub_states(nation)
        with nation.reading() as reading:
            assert {one.field for one in conflicts(reading.connection, nation.shelves)} == {
                "title",
                "deleted",
            }
    read = []
    with nation.reading() as reading:
        for statement, parameters in list(found):
            if statement.startswith(("SELECT", "WITH")):
                read += tables_read_through(reading.connection, statement, parameters)
    assert not {"change", "step", "parent"} & set(read)
    # What is deleted here and edited there is looked for among all heads, once in each of the two looks.
    assert read.count("head") == 2
