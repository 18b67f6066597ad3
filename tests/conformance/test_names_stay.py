"""A record that people find by its name keeps one, whatever changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.catalog import RECORD_TYPES
from cso_desk.errors import UserError
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store

CALLED = [kind for kind in RECORD_TYPES if kind.called]
each_called = pytest.mark.parametrize("kind", CALLED, ids=lambda kind: kind.name)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    yield made
    made.close()


def test_what_a_list_shows_by_its_name_has_one() -> None:
    assert {kind.name for kind in CALLED} == {
        "organisation", "person", "contact_group", "meeting", "series", "library_title",
        "library_set",
    }  # fmt: skip


@each_called
def test_the_last_name_of_a_record_is_not_taken(store: Store, kind: RecordType) -> None:
    khmer, english = kind.called
    with store.transaction("Add") as t:
        record = t.add(kind.record(**{khmer: "ឈ្មោះ", english: "Name"}))
    with store.transaction("One") as t:
        t.change(kind.record, record.id, **{khmer: ""})
    with pytest.raises(UserError), store.transaction("Other") as t:
        t.change(kind.record, record.id, **{english: "", "verified_by": "Dara"})
    with store.reading() as reading:
        left = reading.get(kind.record, record.id)
    assert left is not None
    assert (getattr(left, khmer), getattr(left, english), left.verified_by) == ("", "Name", "")


@each_called
def test_a_name_may_be_exchanged_for_another_and_what_has_none_may_go_without(
    store: Store, kind: RecordType
) -> None:
    khmer, english = kind.called
    with store.transaction("Add") as t:
        record = t.add(kind.record(**{english: "Name"}))
        blank = t.add(kind.record())
        t.change(kind.record, record.id, **{khmer: "ឈ្មោះ", english: ""})
        t.change(kind.record, blank.id, **{khmer: "", "verified_by": "Dara"})
        t.trash(kind.record, blank.id)
    with store.reading() as reading:
        left = reading.get(kind.record, record.id)
    assert left is not None
    assert kind.title(left) == ("ឈ្មោះ", "")
