"""Who is told that a book is here, what held on a day, and how a scanned card is understood."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.features.library.record import LibraryTitle, TitleLink, TitleVersion
from cso_desk.features.library.service import (
    add_copies,
    give_back_in,
    lend_in,
    reader_meant,
    tell_in,
    tellable_in,
    wait_in,
)
from cso_desk.features.library.service.law import amended_by, ties_of, versions_on
from cso_desk.features.members.record import Person
from cso_desk.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    yield made
    made.close()


def told(store: Store) -> list[str]:
    with store.reading() as reading:
        return [each.person.name_en for each in tellable_in(reading) if each.person]


def test_as_many_readers_are_to_be_told_as_there_are_copies_and_each_once(store: Store) -> None:
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_en="Law on Associations"))
        names = ("Borrower", "First", "Second")
        borrower, first, second = t.add_all(Person(name_en=name) for name in names)
    (copy,) = add_copies(store, title.id, 1)
    with store.transaction("Lend") as t:
        lend_in(t, copy.id, borrower.id)
        waiting = wait_in(t, title.id, first.id, day="2026-11-01")
        wait_in(t, title.id, second.id, day="2026-11-02")
    assert told(store) == []
    with store.transaction("Back") as t:
        give_back_in(t, copy.id)
    assert told(store) == ["First"]
    with store.transaction("Tell") as t:
        tell_in(t, waiting.id)
    assert told(store) == []  # the copy is put by for the first
    with store.transaction("Lend") as t:
        lend_in(t, copy.id, first.id)
        give_back_in(t, copy.id)
    assert told(store) == ["Second"]


@pytest.mark.parametrize("said", ["{code}", " {lower} ", "ពទពឥផ០០០១"])
def test_a_card_is_understood_in_either_layout(store: Store, said: str) -> None:
    with store.transaction("Add") as t:
        person = t.add(Person(name_en="Sok Dara"))
    assert person.code == "BTB-P0001"
    with store.reading() as reading:
        found = reader_meant(reading, said.format(code=person.code, lower=person.code.lower()))
        assert reader_meant(reading, "Sok") is None
    assert found is not None
    assert found.id == person.id


@pytest.mark.parametrize(
    ("day", "held", "amended"),
    [
        ("2018-12-31", ["undated"], []),
        ("2019-06-30", ["v1", "v1 en"], []),
        ("2024-05-19", ["v1", "v1 en"], ["Amendment"]),
        ("2024-05-20", ["v2"], ["Amendment"]),
    ],
)
def test_the_text_of_a_day_is_the_latest_by_then(
    store: Store, day: str, held: list[str], amended: list[str]
) -> None:
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_en="Sub-decree 193", kind="sub_decree", date_signed="2019-01-05"))
        other = t.add(LibraryTitle(title_en="Amendment", kind="sub_decree", date_signed="2022-03-01"))
        t.add(TitleLink(title=other.id, kind="amends", other=title.id, articles="3"))
        versions = t.add_all(
            TitleVersion(title=title.id, label=label, dated=dated, state=state, language=language)
            for label, dated, state, language in (
                ("undated", "", "adopted", ""), ("v1 en", "2019-06", "translation", "en"),
                ("v2", "2024-05-20", "consolidated", "km"), ("draft", "2024-01-01", "draft", "km"),
                ("v1", "2019-06", "adopted", ""),
            )
        )  # fmt: skip
    with store.reading() as reading:
        ties = ties_of(reading, title.id)
    assert [each.label for each in versions_on(versions, day)] == held
    assert [each.title_en for each in amended_by(ties, day)] == amended
