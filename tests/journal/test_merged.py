"""Merged records are listed with who merged them, and a merge made here is taken back whenever one likes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service.duplicates import merge, separate
from cso_desk.journal.merged import merged, take_apart
from cso_desk.store.store import Store


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None, actor="Sok Chantha")
    yield made
    made.close()


def two(store: Store) -> tuple[Organisation, Organisation]:
    with store.transaction("Fill") as t:
        one = t.add(Organisation(name_en="Lotus Centre"))
        other = t.add(Organisation(name_en="Lotus Center", email="lotus@mail.test"))
    return one, other


def now(store: Store, record: Organisation) -> Organisation:
    with store.reading() as reading:
        found = reading.get(Organisation, record.id)
    assert found is not None
    return found


def test_a_merge_says_who_did_it_and_is_taken_back_with_what_was_taken_over(hub: Store) -> None:
    one, other = two(hub)
    merge(hub, "organisation", one.id, other.id)
    with hub.transaction("Something else") as t:
        t.change(one, notes="Moved to Bavel")
    with hub.reading() as reading:
        (found,) = merged(reading)
    assert (found.record.id, found.survivor.id, found.actor) == (other.id, one.id, "Sok Chantha")
    assert now(hub, one).email == "lotus@mail.test"
    assert take_apart(hub, found)
    assert (now(hub, one).email, now(hub, one).notes) == ("", "Moved to Bavel")
    with hub.reading() as reading:
        assert merged(reading) == []


def test_a_merge_that_another_hub_made_too_is_not_parted_by_one_step(hub: Store) -> None:
    one, other = sorted(two(hub), key=lambda each: each.id)
    merge(hub, "organisation", one.id, other.id)
    with hub.reading() as reading:
        (found,) = merged(reading)
    with hub.transaction("Merged again elsewhere") as t:
        t.change(other, merged_into=one.id, verified_by="the other hub")
        t.change(one, merged_into=other.id)
    assert not take_apart(hub, found)
    separate(hub, "organisation", found.record.id, found.survivor.id)
    with hub.reading() as reading:
        assert merged(reading) == []


def test_a_merge_in_a_step_with_others_names_no_step(hub: Store) -> None:
    one, other = two(hub)
    three, four = two(hub)
    with hub.transaction("Several at once") as t:
        t.change(other, merged_into=one.id)
        t.change(four, merged_into=three.id)
    with hub.reading() as reading:
        assert [each.step for each in merged(reading)] == ["", ""]
