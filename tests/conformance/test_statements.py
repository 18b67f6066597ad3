"""What a screen shows costs as many statements with much in the store as with little."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import event

from cso_desk.assembly import create_store
from cso_desk.desk.pages import PAGES
from cso_desk.desk.window import DeskWindow
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.form.minutes_page import MinutesPage
from cso_desk.features.meetings.form.sheet_page import SheetPage
from cso_desk.features.meetings.form.sign_in import SignIn
from cso_desk.features.meetings.page import ACTIONS_SIDE, DECISIONS_SIDE
from cso_desk.features.meetings.record import Action, AgendaItem, Attendance, Decision, Meeting, MinutesEntry
from cso_desk.features.meetings.service.tallies import refresh_tallies
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
from cso_desk.store.search import refresh
from cso_desk.store.store import Store
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.theme import dress

LITTLE, MUCH = (10, 1), (400, 100)  # records of each type, and what belongs to the first one
A_BLOCK = 12  # statements that reading further rows may cost, whatever is borrowed for them


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that are sent to the store inside the block."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def filled(folder: Path, count: int, related: int) -> Store:
    store, _code = create_store(folder, "02", passphrase=None)
    with store.transaction("Import") as t:
        organisations = [t.add(Organisation(name_en=f"Institution {n:03}")) for n in range(count)]
        people = [t.add(Person(name_en=f"Person {n:03}", phones=("+85512345678",))) for n in range(count)]
        meetings = [t.add(Meeting(title_en=f"Meeting {n:03}", starts="2026-09-25")) for n in range(count)]
        for n in range(count):
            t.add(LibraryTitle(title_en=f"Book {n:03}"))
        first = {"organisation": organisations[0].id, "person": people[0].id, "meeting": meetings[0].id}
        group = t.add(ContactGroup(name_en="Channel")).id
        for n in range(related):
            other = people[n % count].id
            body = organisations[(n + 1) % count].id
            t.add(OrganisationName(organisation=first["organisation"], name_en=f"Name {n}", to_date="2020"))
            t.add(Membership(organisation=first["organisation"], body=body))
            t.add(Membership(organisation=body, since="2020"))
            t.add(Relation(organisation=first["organisation"], kind="part_of", other=body))
            t.add(ComplianceYear(organisation=body, year=2025, gpp_until="2020"))
            t.add(GroupMembership(contact_group=group, person=other))
            t.add(Position(person=first["person"], organisation=organisations[n % count].id))
            t.add(Position(person=other, organisation=first["organisation"], role="representative"))
            item = t.add(AgendaItem(meeting=first["meeting"], number=n, title_en="Opening", presenter=other))
            t.add(Attendance(meeting=first["meeting"], person=other, sheet_row=n))
            t.add(MinutesEntry(meeting=first["meeting"], agenda_item=item.id, number=n, text_en="Said"))
            decision = t.add(Decision(meeting=first["meeting"], number=n, agenda_item=item.id))
            t.add(Action(meeting=first["meeting"], decision=decision.id, person=other, what_en="Do"))
    refresh(store)
    refresh_tallies(store)
    return store


def paint(widget: Any) -> None:
    QApplication.processEvents()
    widget.grab()


def costs(store: Store) -> dict[str, int]:
    """What every screen costs: opened, a record on it, each tab of the record."""
    desk = DeskWindow(store, RunnerAtOnce())
    desk.session.outside.stop()  # it asks every few seconds, whatever is on the screen
    desk.session.file_readings.stop()  # it starts by itself, during any of the screens
    for watch in (desk.session.doubles, desk.session.retention):
        watch.count()  # else it counts beside the window, during any of the screens
    desk.resize(1366, 728)
    desk.show()
    found = {}

    def measure(name: str, act: Any) -> None:
        with counted(store) as sent:
            act()
            paint(desk)
        found[name] = len(sent)

    for each in PAGES:
        measure(each.name, lambda name=each.name: desk.open_page(name))
    members: Any = desk.page("members")
    measure("people", lambda: members.show_side(1))
    measure("groups", lambda: members.show_side(2))
    measure("figures", lambda: members.show_side(3))
    lists = {"organisation": members.organisations, "person": members.people, "contact_group": members.groups}
    lists |= {"meeting": desk.page("meetings").meetings, "library_title": desk.page("library").titles}
    for kind, page in lists.items():
        assert isinstance(page, ListPage)
        record = page.model.ids([(0, 0)])[0]
        desk.open_record(kind, record)
        page.pane.open_tab(0)
        measure(f"{kind} once more", lambda page=page, record=record: page.open_record(record))
        for place in range(1, len(page.pane._makers)):
            measure(f"{kind} tab {place}", lambda page=page, place=place: page.pane.open_tab(place))
    measure_paper_loop(desk, store, measure)
    measure_registers(desk, measure)
    desk.take_down()
    return found


def measure_paper_loop(desk: DeskWindow, store: Store, measure: Any) -> None:
    """The sheet that is typed in, and the door, of the meeting to which everybody was invited."""
    with store.reading() as reading:
        meeting = reading.get(Meeting, reading.all(Attendance, limit=1)[0].meeting)
    assert meeting is not None
    measure("sheet", lambda: desk.show_over(SheetPage(desk.session, meeting), None))
    desk.close_over()
    minutes = MinutesPage(desk.session, meeting)
    measure("minutes", lambda: desk.show_over(minutes, None))
    measure("an item of the minutes", lambda: minutes.step_item(1))
    desk.close_over()
    door = SignIn(desk.session, meeting, desk)
    measure("door", door.show)
    measure("somebody at the door", lambda: door._look("Person 000"))
    door.end()


def measure_registers(desk: DeskWindow, measure: Any) -> None:
    """The sides of the meetings with everything that was decided and is to be done."""
    meetings: Any = desk.page("meetings")
    measure("decisions", lambda: meetings.show_side(DECISIONS_SIDE))
    measure("actions", lambda: meetings.show_side(ACTIONS_SIDE))


@pytest.fixture
def look(qapp: QApplication) -> None:
    listen()
    dress(qapp)


def test_a_screen_costs_as_many_statements_with_much_as_with_little(look: None, tmp_path: Path) -> None:
    found = []
    for count, related in (LITTLE, MUCH):
        store = filled(tmp_path / str(count), count, related)
        found.append(costs(store))
        store.close()
    little, much = found
    assert {name: (little[name], cost) for name, cost in much.items() if cost > little[name]} == {}


def test_scrolling_a_list_costs_one_block(look: None, tmp_path: Path) -> None:
    store = filled(tmp_path / "hub", *MUCH)
    desk = DeskWindow(store, RunnerAtOnce())
    desk.resize(1366, 728)
    desk.show()
    members: Any = desk.page("members")
    for page in (
        members.organisations,
        members.people,
        desk.page("meetings").meetings,
        desk.page("library").titles,
    ):
        assert isinstance(page, ListPage)
        paint(page)
        for row in (120, 260, 390):
            page.table.scrollTo(page.model.index(row, 0))
            with counted(store) as sent:
                page.table.viewport().grab()
            assert 0 < len(sent) <= 2 * A_BLOCK, page.kind.name
    desk.take_down()
    store.close()
