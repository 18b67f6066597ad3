"""Every ugly list comes in right through the window alone, and by the command; one undo takes it back."""

from pathlib import Path

import pytest

from cso_desk.commands.taking_over import take_over
from cso_desk.desk.import_page import ImportPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Organisation, Person
from cso_desk.records.base import Record
from cso_desk.store.store import Store
from importers.hostile_lists import LISTS as HOSTILE_LISTS
from importers.turned_lists import LISTS as TURNED_LISTS
from importers.uglier_lists import LISTS as MORE_LISTS
from importers.ugly_lists import LISTS, Expected, UglyList

EVERY = LISTS | MORE_LISTS | TURNED_LISTS | HOSTILE_LISTS


def named(store: Store, record: type[Record]) -> dict[str, Record]:
    with store.reading() as reading:
        return {each.name_km or each.name_en: each for each in reading.all(record)}


def compare(found: dict[str, Record], expected: Expected) -> None:
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        assert {field: getattr(found[name], field) for field in values} == values, name


@pytest.mark.parametrize("ugly", EVERY.values(), ids=EVERY.keys())
def test_an_ugly_list_comes_in_through_the_window(
    empty_desk: DeskWindow, empty_store: Store, tmp_path: Path, ugly: UglyList
) -> None:
    empty_desk.session.import_list("members")
    current = empty_desk.stack.currentWidget()
    assert current is not None
    page = current.findChild(ImportPage)
    page.read(ugly.write(tmp_path))
    if ugly.purpose and page._reading.purpose != ugly.purpose:
        page.purpose.setCurrentIndex(page.purpose.findData(ugly.purpose))
        page.purpose.activated.emit(page.purpose.currentIndex())
    page.take_over()
    compare(named(empty_store, Organisation), ugly.organisations)
    if ugly.people:
        people = named(empty_store, Person)
        compare({name: people[name] for name in ugly.people}, ugly.people)
    empty_desk.session.undo()
    assert named(empty_store, Organisation) == named(empty_store, Person) == {}


@pytest.mark.parametrize("ugly", EVERY.values(), ids=EVERY.keys())
def test_an_ugly_list_comes_in_by_the_command(empty_store: Store, tmp_path: Path, ugly: UglyList) -> None:
    take_over(empty_store, ugly.write(tmp_path), ugly.purpose or None, kept=())  # type: ignore[arg-type]
    compare(named(empty_store, Organisation), ugly.organisations)
    if ugly.people:
        people = named(empty_store, Person)
        compare({name: people[name] for name in ugly.people}, ugly.people)
