"""A command in another program writes to the store while the window shows it."""

from collections.abc import Iterator

import pytest

from cso_desk.assembly import open_store
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Organisation
from cso_desk.store.outside import OutsideWatch
from cso_desk.store.store import Store


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    made = open_store(store.folder)
    yield made
    made.close()


def rename(store: Store, name: str) -> None:
    with store.reading() as reading:
        record = next(each for each in reading.all(Organisation) if each.kind == "association")
    with store.transaction("Change") as t:
        t.change(record, name_en=name)


def test_own_changes_are_not_taken_for_those_of_others(store: Store, other: Store) -> None:
    watch = OutsideWatch(store)
    rename(store, "One")
    assert not watch.look()
    rename(other, "Two")
    rename(store, "Three")
    assert watch.look()
    assert not watch.look()


def test_the_open_record_the_list_and_undo_show_what_another_program_wrote(
    desk: DeskWindow, store: Store, other: Store
) -> None:
    page = desk.page("members")
    with store.reading() as reading:
        record = next(each for each in reading.all(Organisation) if each.kind == "association")
    desk.open_record("organisation", record.id)
    desk.session.outside.look()
    rename(other, "Women for Justice")
    before = desk.session.undo_name()
    desk.session.outside.look()
    pane = page.organisations.pane  # type: ignore[attr-defined]
    assert pane.record.name_en == "Women for Justice"
    assert "Another program" in desk.status.text_shown()
    assert desk.top.undo_button.toolTip() != before


def test_a_desk_that_was_left_looks_no_more(desk: DeskWindow, other: Store) -> None:
    told: list[object] = []
    desk.session.changes.changed.connect(told.append)
    desk.session.detach()
    rename(other, "Later")
    desk.session.outside.look()
    desk.session.outside._tell(True)
    assert told == []
    desk.session._stop = lambda: None
