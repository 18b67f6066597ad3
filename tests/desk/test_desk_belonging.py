"""Memberships, names, ties, groups, compliance and the figures of members, as they are worked with."""

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.form.papers import member_paper_in_window
from cso_desk.features.members.record import (
    ComplianceYear,
    ContactGroup,
    GroupMembership,
    Membership,
    Organisation,
    OrganisationName,
    Person,
    Position,
    Relation,
)
from cso_desk.features.members.service import Chosen
from cso_desk.features.members.service.papers import asked_today
from cso_desk.store.store import Store
from cso_desk.wording import use_language

_MEMBERSHIP, _TIES, _COMPLIANCE = 2, 3, 4  # tabs of an institution


@pytest.fixture
def members(desk: DeskWindow) -> Any:
    desk.open_page("members")
    return desk.page("members")


def institution(store: Store, **values: Any) -> Organisation:
    with store.transaction("x") as t:
        return t.add(Organisation(**values))


def tab(desk: DeskWindow, members: Any, record: Organisation, place: int) -> Any:
    desk.open_record("organisation", record.id)
    members.organisations.pane.open_tab(place)
    return members.organisations.pane._stack.currentWidget()


def only(store: Store, record: type[Any], **values: str) -> Any:
    with store.reading() as reading:
        (found,) = [
            each
            for each in reading.all(record)
            if all(getattr(each, name) == value for name, value in values.items())
        ]
    return found


def texts(widget: Any) -> str:
    shown = [*widget.findChildren(QLabel), *widget.findChildren(QPushButton)]
    return "\n".join(each.text().replace("\u200b", "") for each in shown)


def test_adding_a_membership_takes_over_what_the_list_told(
    desk: DeskWindow, members: Any, store: Store
) -> None:
    body = institution(store, name_en="River Light", member_since="2015-01-12")
    panel = tab(desk, members, body, _MEMBERSHIP)
    assert "12 Jan 2015" in texts(panel)
    panel.add()
    made = only(store, Membership, organisation=body.id)
    assert (made.since, made.status, made.kind) == ("2015-01-12", "active", "full")
    assert only(store, Organisation, id=body.id).member_since == ""
    assert not panel._line.isVisibleTo(panel)
    desk.session.undo()
    assert only(store, Organisation, id=body.id).member_since == "2015-01-12"


def test_an_earlier_name_begins_with_the_name_of_today(desk: DeskWindow, members: Any, store: Store) -> None:
    body = institution(store, name_km="ចាស់", name_en="Old", acronym="O", former_names=("Older",))
    names = tab(desk, members, body, _TIES)._stack.currentWidget()
    assert "Older" in texts(names)
    names.take_over()
    assert only(store, OrganisationName, organisation=body.id).name_en == "Older"
    assert not names._line.isVisibleTo(names)
    names.add()
    kept = only(store, OrganisationName, organisation=body.id, name_km="ចាស់")
    assert (kept.name_en, kept.acronym) == ("Old", "O")


def test_the_family_tree_leads_to_the_network_and_follows_changes(
    desk: DeskWindow, members: Any, store: Store
) -> None:
    network, body = institution(store, name_en="Big Network"), institution(store, name_en="Small Group")
    sides = tab(desk, members, body, _TIES)
    sides.open_side(2)
    tree = sides._stack.currentWidget()
    desk.show()
    assert "Big Network" not in texts(tree.widget())
    with store.transaction("x") as t:
        t.add(Membership(organisation=body.id, body=network.id))
        t.add(Relation(organisation=network.id, kind="mou", other=body.id, to_date="2027"))
    tree.show_record(body)
    assert "Big Network" in texts(tree.widget())
    assert "has a memorandum of understanding with" in texts(tree.widget())
    link = next(each for each in tree.widget().findChildren(QPushButton) if each.text() == "Big Network")
    link.click()
    assert members.organisations.pane.record.id == network.id


def test_a_part_opens_on_the_tab_of_its_institution(desk: DeskWindow, members: Any, store: Store) -> None:
    body = institution(store, name_en="River Light")
    with store.transaction("x") as t:
        card = t.add(ComplianceYear(organisation=body.id, year=2025))
    desk.open_record("compliance_year", card.id)
    pane = members.organisations.pane
    assert pane.record.id == body.id
    assert pane._buttons.checkedId() == _COMPLIANCE


def test_a_new_compliance_card_is_on_the_last_whole_year(
    desk: DeskWindow, members: Any, store: Store
) -> None:
    body = institution(store, name_en="River Light")
    tab(desk, members, body, _COMPLIANCE).add()
    assert only(store, ComplianceYear, organisation=body.id).year == dt.date.today().year - 1  # noqa: DTZ011


@pytest.fixture
def missing(desk: DeskWindow, members: Any, store: Store) -> Any:
    with store.transaction("x") as t:
        for each in t.all(Organisation):
            t.trash(each)
        body = t.add(Organisation(name_en="River Light"))
        person = t.add(Person(name_en="Sok Dara", phones=("+85512345678",)))
        t.add(Position(person=person.id, organisation=body.id, role="representative"))
        t.add(Organisation(name_en="Nobody's"))
        group = t.add(ContactGroup(name_en="Channel", link="https://t.me/+abc"))
    desk.open_record("contact_group", group.id)
    members.groups.pane.open_tab(2)
    return members.groups.pane._stack.currentWidget()


def test_who_is_not_in_a_group_is_listed_and_put_into_it(missing: Any, store: Store, qtbot: QtBot) -> None:
    table = missing.table
    assert [table.item(place, 1).text() for place in range(table.rowCount())] == [
        "Nobody is known",
        "Sok Dara",
    ]
    table.selectRow(0)
    missing.put_in()
    table.selectRow(1)
    missing.put_in()
    assert only(store, GroupMembership).role == "member"
    missing._draw()
    assert table.rowCount() == 1


def test_the_invitation_is_on_the_clipboard_in_khmer(missing: Any) -> None:
    missing.copy_invitation()
    assert "https://t.me/+abc" in QApplication.clipboard().text()
    assert "អញ្ជើញ" in QApplication.clipboard().text()


def test_figures_of_another_day_open_their_rows_and_their_papers(
    desk: DeskWindow, members: Any, store: Store
) -> None:
    body = institution(store, name_en="Came Late", kind="media")
    with store.transaction("x") as t:
        t.add(Membership(organisation=body.id, since="2026-10-01"))
    members.show_side(3)
    side = members.figures
    side.day.type_in("30/09/2026")
    side.day.commit_now()
    assert side.figures.asked.day == dt.date(2026, 9, 30)
    side.figures.open_rows("Media", Chosen(kind="media"))
    assert "Came Late" not in texts(side.figures.widget())
    side.day.type_in("10/2026")
    side.day.commit_now()
    assert side.figures.asked.day == dt.date(2026, 10, 31)
    side.figures.open_rows("Media", Chosen(kind="media"))
    assert "Came Late" in texts(side.figures.widget())
    printed = [each for each in side.figures.widget().findChildren(QPushButton) if not each.icon().isNull()]
    next(each for each in printed if each.text() == "Directory of institutions").click()
    assert isinstance(desk.stack.currentWidget().findChild(PaperPage), PaperPage)


def test_the_booklet_is_made_again_for_sheets_to_be_folded(desk: DeskWindow, store: Store) -> None:
    desk.open_page("members")
    desk.session.show_paper(member_paper_in_window("booklet", store, asked_today()))
    page = desk.stack.currentWidget().findChild(PaperPage)
    assert isinstance(page, PaperPage)
    alone = page.page_count()
    page.sheet.setCurrentIndex(1)
    page.sheet.activated.emit(1)
    assert page.sheet.currentData() == "A4"
    assert page.page_count() == -(-alone // 4) * 2
    use_language("km")
    assert page.sheet.currentData() == "A4"


def test_only_who_agreed_is_counted_when_that_is_ticked(
    desk: DeskWindow, members: Any, store: Store, qtbot: QtBot
) -> None:
    institution(store, name_en="Agreed", consent=True)
    institution(store, name_en="Silent")
    members.show_side(3)
    side = members.figures
    side.figures.open_rows("Institutions", Chosen())
    assert "Silent" in texts(side.figures.widget())
    side.outside.setChecked(True)
    side.figures.open_rows("Institutions", Chosen())
    assert "Silent" not in texts(side.figures.widget())
    assert "Agreed" in texts(side.figures.widget())


@pytest.mark.parametrize("width", [910, 1366])
def test_every_side_is_reached_however_narrow_the_window_is(
    desk: DeskWindow, members: Any, width: int, qtbot: QtBot
) -> None:
    desk.resize(width, 485)
    desk.show()
    QApplication.processEvents()
    switch = members._switches[0]
    assert switch._narrow.isVisible() is (width == 910)
    if width == 910:
        qtbot.mouseClick(switch._narrow, Qt.MouseButton.LeftButton)
        menu = QApplication.activePopupWidget()
        menu.actions()[2].trigger()  # type: ignore[union-attr]
        menu.close()  # type: ignore[union-attr]
    else:
        members.show_side(2)
    assert members.currentWidget() is members.groups


def test_today_says_which_reports_are_missing(desk: DeskWindow, store: Store) -> None:
    last = dt.date.today().year - 1  # noqa: DTZ011  the day on the wall
    with store.transaction("x") as t:
        body = t.add(Organisation(name_en="River Light", kind="ngo"))
        t.add(ComplianceYear(organisation=body.id, year=last, activity_report_on=str(last + 1)))
    desk.open_page("today")
    page: Any = desk.page("today")
    page.draw()
    said = texts(page.widget())
    assert "Compliance of members" in said
    assert "River Light" in said
    assert "Finance report" in said
