"""Sets and handing out in the window: made of the list, given to hubs, entered for many, printed."""

from io import BytesIO
from typing import Any

import pytest
from PySide6.QtCore import Qt
from typing_in import all_of

from cso_desk.bundles.receiving import check_bundle
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.form.distribution import HandOutPage, hand_out_from
from cso_desk.features.library.form.sets import set_of_list
from cso_desk.features.library.record import Distribution, LibrarySet, LibraryTitle, TitleVersion
from cso_desk.features.library.service.sets import make_set, promised_to
from cso_desk.features.members.record import ContactGroup, GroupMembership, Organisation, Person, Position
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store


@pytest.fixture
def titles(store: Store) -> list[LibraryTitle]:
    with store.transaction("x") as t:
        made = [t.add(LibraryTitle(title_en=f"Zebra law {n}", subjects=("zebra",))) for n in range(3)]
        t.add(TitleVersion(title=made[0].id, label="v2", dated="2024"))
    return made


def hand_out_page(desk: DeskWindow, *titles: LibraryTitle) -> HandOutPage:
    page = HandOutPage(desk.session, [each.id for each in titles])
    desk.session.show_over(page)
    return page


def test_what_the_list_shows_becomes_a_set_that_stands_open(
    desk: DeskWindow, store: Store, titles: list[LibraryTitle]
) -> None:

    page: Any = desk.page("library")
    desk.open_page("library", "titles")
    page.titles.filter.setText("zebra")
    set_of_list(page.titles)
    (made,) = all_of(store, LibrarySet)
    assert set(made.titles) == {each.id for each in titles}
    assert page.currentWidget().pane.record.id == made.id
    pane = page.currentWidget().pane
    pane.open_tab(1)
    shown = pane._stack.currentWidget()
    assert len(shown.model.rows) == 3
    shown.table.selectRow(0)
    shown.take_out()
    assert len(shown.model.rows) == 2
    shown.add(titles[0].id)
    assert {row.record for row in shown.model.rows} == {each.id for each in titles}


def test_a_ticked_hub_gets_the_set_with_its_next_file_even_by_mail(
    desk: DeskWindow, store: Store, titles: list[LibraryTitle], tmp_path: Any
) -> None:
    blob = blobs_of(store).add(BytesIO(b"%PDF the law"))
    with store.transaction("x") as t:
        t.change(titles[0], files=(StoredFile(blob.sha256, blob.size, "law.pdf"),))
    made = make_set(store, [titles[0].id], "", "Zebra")
    desk.open_record("library_set", made.id)
    page: Any = desk.page("library")
    page.currentWidget().pane.open_tab(2)
    page.currentWidget().pane._stack.currentWidget().give_to(["00"])
    assert promised_to(store, made.id) == ["00"]
    exchange: Any = desk.page("exchange")
    exchange.giving.choose_way(by_mail=True)
    exchange.giving.make(tmp_path, to="00", openly=True)
    (made_file,) = tmp_path.glob("*_to_00_*.csobundle")
    assert check_bundle(store, made_file).files == 1


def test_many_institutions_are_ticked_and_entered_as_one_step(
    desk: DeskWindow, store: Store, titles: list[LibraryTitle]
) -> None:
    page = hand_out_page(desk, titles[0])
    count = page.table.rowCount()
    assert count > 1
    assert page.version.itemText(0).startswith("v2")
    page.tick_those_without()
    page.signed.setChecked(True)
    page.enter()
    given = all_of(store, Distribution)
    assert len(given) == count
    assert {each.version for each in given} == {page.version.itemData(0)}
    page.tick_those_without()
    assert page._ticked() == set()
    desk.session.undo()
    assert all_of(store, Distribution) == []


def test_nothing_ticked_is_told_and_nothing_entered(
    desk: DeskWindow, store: Store, titles: list[LibraryTitle]
) -> None:
    page = hand_out_page(desk, titles[0])
    page.enter()
    assert all_of(store, Distribution) == []


def test_a_group_is_meant_and_one_more_institution_named(
    desk: DeskWindow, store: Store, titles: list[LibraryTitle]
) -> None:
    with store.transaction("x") as t:
        group = t.add(ContactGroup(name_en="Zebra friends"))
        bodies = [t.add(Organisation(name_en=name)) for name in ("Inside", "Outside")]
        person = t.add(Person(name_en="Dara"))
        t.add(Position(person=person.id, organisation=bodies[0].id, role="head"))
        t.add(GroupMembership(contact_group=group.id, person=person.id, organisation=bodies[0].id))
    page = hand_out_page(desk, titles[0], titles[1])
    offered = {each.text: each.data for each in page.who._suggest("Zebra")}
    page.mean(next(data for text, data in offered.items() if "Zebra friends" in text))
    assert [each.id for each in page._stands] == [bodies[0].id]
    named = {each.text: each.data for each in page.who._suggest("Outside")}
    page.mean(named["Outside"])
    assert {each.id for each in page._stands} == {each.id for each in bodies}
    assert page._ticked() == {bodies[1].id}
    item = page.table.item(0, 0)
    assert item is not None
    item.setCheckState(Qt.CheckState.Checked)
    page.enter()
    assert len(all_of(store, Distribution)) == 4


def test_the_papers_open_from_the_page(desk: DeskWindow, titles: list[LibraryTitle]) -> None:
    page = hand_out_page(desk, titles[0])
    page.print_sheet()
    page.print_missing()
    hand_out_from(desk.session)
    desk.open_page("library", "distribution")
    library: Any = desk.page("library")
    library.currentWidget()._print()
