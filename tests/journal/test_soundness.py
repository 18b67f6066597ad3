"""What is shown is compared with the journal: nothing that was altered behind its back goes unnoticed."""

from collections.abc import Iterator

import pytest

from cso_desk.assembly import create_store
from cso_desk.features.members.record import Organisation, Person
from cso_desk.journal.soundness import soundness
from cso_desk.store.store import Store

_TABLES = ("head", "organisation", "person")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made, _code = create_store(tmp_path_factory.mktemp("soundness") / "hub", "02", passphrase=None)
    with made.transaction("Add") as t:
        one, other = t.add_all(Organisation(name_en=f"Group {n}", consent=True) for n in range(2))
    with made.transaction("Edit") as t:
        t.change(Organisation, one.id, name_en="Another name")
        t.trash(Organisation, other.id)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("harm", "heads", "rows"),
    [
        ("UPDATE organisation SET name_en = 'hidden edit' WHERE name_en = 'Another name'", 0, 1),
        ("UPDATE organisation SET deleted = 0", 0, 1),
        ("UPDATE organisation SET consent = 0", 0, 2),
        ("DELETE FROM organisation WHERE name_en = 'Another name'", 0, 1),
        ("INSERT INTO organisation(id, name_en) VALUES ('x', 'told by nobody')", 0, 1),
        ("INSERT INTO person(id, name_en) VALUES ('x', 'told by nobody')", 0, 1),
        ("UPDATE head SET win = 0 WHERE rowid_of", 1, 1),
        ("DELETE FROM head WHERE rowid_of", 1, 1),
        ("UPDATE head SET clock = clock + 1 WHERE rowid_of", 2, 0),
        ("UPDATE head SET cid = (SELECT min(cid) FROM change WHERE prev IS NULL AND value = 'Group 0')"
         " WHERE rowid_of", 2, 1),
    ],
)  # fmt: skip
def test_what_differs_is_found(store: Store, harm: str, heads: int, rows: int) -> None:
    """Each harm is one that a page put back to an earlier day could do; it is taken back after the look."""
    harm = harm.replace("rowid_of", "cid = (SELECT cid FROM change WHERE value = 'Another name')")
    assert soundness(store).sound
    with store.writing() as connection:
        connection.execution_options(journalled=True)
        kept = {table: connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in _TABLES}
        assert connection.exec_driver_sql(harm).rowcount
    found = soundness(store)
    with store.writing() as connection:
        connection.execution_options(journalled=True)
        for table, every in kept.items():
            connection.exec_driver_sql(f"DELETE FROM {table}")
            if every:
                marks = ",".join("?" * len(every[0]))
                connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", [tuple(r) for r in every])
    assert (found.wrong_heads, sum(found.wrong_rows.values())) == (heads, rows)
    assert not found.sound


def test_a_look_writes_nothing(store: Store) -> None:
    with store.reading() as reading:
        before = reading.connection.exec_driver_sql("SELECT count(*) FROM name").scalar_one()
    soundness(store)
    with store.reading() as reading:
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM name").scalar_one() == before
        assert not reading.all(Person)
