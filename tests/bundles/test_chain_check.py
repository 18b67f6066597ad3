"""What was sealed cannot be told otherwise: harms to the journal that the seals of pages would miss."""

from collections.abc import Iterator

import pytest

from cso_desk.assembly import create_store
from cso_desk.bundles.chain import Journal, seal_own
from cso_desk.bundles.chain_check import chain_faults
from cso_desk.features.members.record import Organisation
from cso_desk.store.store import Store

_ONE = "cid = (SELECT max(cid) - 3 FROM change)"


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    for each in range(3):
        with made.transaction("Add") as t:
            t.add(Organisation(name_en=f"Group {each}"))
    with made.writing() as connection:
        seal_own(Journal(connection))
    yield made
    made.close()


@pytest.mark.parametrize(
    "harm",
    [
        f"UPDATE change SET value = 'told otherwise' WHERE {_ONE}",
        f"UPDATE change SET clock = clock + 1 WHERE {_ONE}",
        f"UPDATE change SET salt = zeroblob(12) WHERE {_ONE}",
        f"UPDATE change SET record = lower(hex(randomblob(16))) WHERE {_ONE}",
        f"UPDATE change SET prev = cid - 1 WHERE {_ONE}",
        f"UPDATE change SET step = (SELECT min(no) FROM step) WHERE {_ONE}",
        f"INSERT INTO parent SELECT cid, cid - 1 FROM change WHERE {_ONE}",
        f"DELETE FROM change WHERE {_ONE}",
        "DELETE FROM change WHERE cid = (SELECT max(cid) FROM change)",
        "UPDATE step SET actor = 'somebody else'",
        "DELETE FROM step WHERE no = (SELECT max(no) FROM step)",
        "UPDATE name SET name = 'organisation.acronym_' WHERE name = 'organisation.name_en'",
        "UPDATE seal SET chain = zeroblob(32)",
    ],
)
def test_what_was_sealed_is_not_told_otherwise(store: Store, harm: str) -> None:
    with store.reading() as reading:
        assert chain_faults(reading.connection) == []
    with store.writing() as connection:
        connection.execution_options(journalled=True)
        assert connection.exec_driver_sql(harm).rowcount
    with store.reading() as reading:
        (fault,) = chain_faults(reading.connection)
    assert fault.sound < fault.last
