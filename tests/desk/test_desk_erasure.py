"""A person is erased from the window: told in sentences, confirmed by the code, gone from every page."""

import datetime as dt
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QPushButton, QWidget
from waiting import RunnerWhenAsked

from conftest import open_desk
from cso_desk.desk.erasure_files import outbox_due
from cso_desk.desk.erasure_merged import MergedWithErasedPage, merged_due
from cso_desk.desk.erasure_page import ErasurePage
from cso_desk.desk.erasure_texts import ErasureTextsPage, texts_due
from cso_desk.desk.retention import RetentionPage, retention_card, retention_due
from cso_desk.desk.window import DeskWindow
from cso_desk.features.hub.service import profile, save_retention
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.journal.forgetting import erase_person
from cso_desk.journal.merged_erased import merged_with_erased
from cso_desk.journal.texts_to_go_over import texts_left
from cso_desk.store.facts import kept_fact
from cso_desk.store.store import Store
from cso_desk.store.users import Role, User, refusal
from cso_desk.widgets.controls import Label
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.wording import use_language

DAY = dt.date(2026, 11, 23)


def said(widget: QWidget) -> str:
    return "\n".join(each.text_shown() for each in widget.findChildren(Label))


def pressed(page: QWidget, word: str) -> None:
    next(each for each in page.findChildren(QPushButton) if each.text() == word).click()


def somebody(desk: DeskWindow) -> Person:
    with desk.session.store.transaction("Add") as t:
        return t.add(Person(name_en="Zebraquux Sok", phones=("+85512345678",)))


def opened(desk: DeskWindow, person: Person) -> ErasurePage | None:
    desk.session.go_to_record("person", person.id)
    members: Any = desk.page("members")
    members.erase_shown()
    return desk.findChild(ErasurePage)


def test_the_code_is_typed_before_anything_is_erased(desk: DeskWindow) -> None:
    use_language("en")
    person = somebody(desk)
    page = opened(desk, person)
    assert page is not None
    assert not page.go.isEnabled()
    page.typed.setText("BTB-P9999")
    assert not page.go.isEnabled()
    page.typed.setText(person.code.lower())
    assert page.go.isEnabled()
    page.erase()
    with desk.session.store.reading() as reading:
        gone = reading.get(Person, person.id)
    assert gone is not None
    assert (gone.name_en, gone.phones, gone.deleted) == ("Erased person", (), True)
    said = "\n".join(each.text() for each in page.findChildren(QPushButton))
    assert "Zebraquux" not in said + page.title()
    made = page.paper().make("en", "pdf", lambda _done, _total: None)
    assert made.startswith(b"%PDF")


def test_a_secretary_is_told_who_may_erase(desk: DeskWindow) -> None:
    use_language("en")
    person = somebody(desk)
    desk.session.store.become_opened_by(User("1", "Sok", Role.SECRETARY))
    assert opened(desk, person) is None
    desk.session.store.become_opened_by(None)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SECRETARY])
def test_the_button_rests_for_whoever_is_no_coordinator_and_says_so(
    look: None, store: Store, role: Role
) -> None:
    store.become_opened_by(User("1", "Sok", role))
    desk = open_desk(store)
    try:
        with store.reading() as reading:
            person = reading.all(Person, limit=1)[0].id
        desk.open_record("person", person)
        (erase,) = (each for each in desk.findChildren(QPushButton) if each.text() == "Erase this person…")
        assert erase.isVisibleTo(desk)
        assert not erase.isEnabled()
        assert erase.toolTip() == refusal(role, Role.COORDINATOR)
    finally:
        desk.take_down()
        store.become_opened_by(None)


def test_texts_that_may_name_somebody_stay_on_today_until_each_was_gone_over(desk: DeskWindow) -> None:
    store, person = desk.session.store, somebody(desk)
    with store.transaction("Add") as t:
        for text in ("Zebraquux Sok was there", "Sok Zebraquux spoke"):
            t.add(Organisation(name_en="A body", notes=text))
    plan = erase_person(store, person.id, DAY)
    assert "Zebraquux" not in kept_fact(store, "texts_to_go_over")
    (due,) = texts_due(desk.session)
    assert "2 texts may still name" in said(due)
    page = ErasureTextsPage(desk.session)
    pressed(page, "Gone over")
    assert len(texts_left(store)) == 1
    assert texts_left(store)[0] in plan.mentions
    pressed(page, "Open")
    assert texts_left(store) == []
    assert texts_due(desk.session) == []
    shiboken6.delete(page)


def test_who_was_merged_with_somebody_erased_is_asked_about_on_today(desk: DeskWindow) -> None:
    use_language("en")
    store = desk.session.store
    people = [somebody(desk) for _number in range(3)]
    codes = [each.code for each in people]
    assert merged_due(desk.session) == []
    erase_person(store, people[0].id, DAY)
    with store.transaction("Merge") as t:  # as it comes from a hub that merged them before it heard of it
        for each in people[1:]:
            t.change(each, merged_into=people[0].id)
    (due,) = merged_due(desk.session)
    assert "2 people were merged with somebody who was erased." in said(due)
    page = MergedWithErasedPage(desk.session)
    assert all(code in said(page) for code in codes[1:])
    pressed(page, "They are two")
    (left,) = merged_with_erased(store)
    assert "1 person was merged" in said(*merged_due(desk.session))
    pressed(page, "Erase this person…")
    asked = desk.findChild(ErasurePage)
    assert asked is not None
    asked.typed.setText(asked.code)
    asked.erase()
    page.draw()
    assert merged_due(desk.session) == []
    assert "Nobody is left." in said(page)
    with store.reading() as reading:
        names = {each.id: each.name_en for each in reading.all(Person, trash=True)}
    assert sorted(names[each.id] for each in people) == ["Erased person", "Erased person", "Zebraquux Sok"]
    assert names[left.person] == "Erased person"


def test_whom_nobody_met_for_years_is_listed_erased_or_kept(desk: DeskWindow) -> None:
    use_language("en")
    store = desk.session.store
    assert retention_due(desk.session) == []
    with store.transaction("Add") as t:
        for name in ("Old Friend", "Old Guest"):
            meeting = t.add(Meeting(title_en="Long ago", starts="2010-05-01"))
            t.add(Attendance(meeting=meeting.id, person=t.add(Person(name_en=name)).id))
    card = retention_card(desk.session)
    (box,) = card.findChildren(CalmComboBox)
    box.setCurrentIndex(box.findData(5))
    box.activated.emit(box.currentIndex())
    assert profile(store).retain_years == 5
    assert retention_due(desk.session) == []  # it is found out beside the window
    desk.session.retention.count()
    (due,) = retention_due(desk.session)
    assert "2 people were not met" in said(due)
    page = RetentionPage(desk.session)
    (keep,) = (each for each in page.findChildren(QPushButton) if each.text() == "Keep those ticked")
    assert not keep.isEnabled()
    next(iter(page.ticks.values())).setChecked(True)
    page.draw()
    assert [each.isChecked() for each in page.ticks.values()] == [True, False]
    pressed(page, "Keep those ticked")
    page.draw()
    assert len(page.ticks) == 1
    pressed(page, "Erase…")
    over = desk.findChild(ErasurePage)
    assert over is not None
    over.typed.setText(over.code)
    over.erase()
    assert retention_due(desk.session) == []
    for each in (page, card):
        shiboken6.delete(each)


def test_whom_nobody_met_is_found_out_once_a_day_and_who_goes_leaves_at_once(desk: DeskWindow) -> None:
    store, watch = desk.session.store, desk.session.retention
    save_retention(store, 5)
    with store.transaction("Add") as t:
        meeting = t.add(Meeting(title_en="Long ago", starts="2010-05-01"))
        people = [t.add(Person(name_en=f"Guest {number}")) for number in range(60)]
        for person in people:
            t.add(Attendance(meeting=meeting.id, person=person.id))
    runner = desk.session.runner = RunnerWhenAsked()
    watch.count()
    assert (len(runner.waiting), watch.found) == (1, [])
    runner.run()
    assert len(watch.found) == 60
    retention_due(desk.session)
    assert not watch._work.is_waiting
    page = RetentionPage(desk.session)
    assert len(page.ticks) == 50
    pressed(page, "Show more")
    assert len(page.ticks) == 60
    with store.transaction("Put away") as t:
        t.trash(people[0])
    assert len(watch.found) == 59
    save_retention(store, None)
    assert retention_due(desk.session) == []
    shiboken6.delete(page)


def test_files_that_wait_to_be_made_anew_stay_on_today_until_they_are(desk: DeskWindow) -> None:
    store = desk.session.store
    assert outbox_due(desk.session) == []
    erase_person(store, somebody(desk).id, DAY)  # and the power failed before the outbox was looked through
    (due,) = outbox_due(desk.session)
    assert "still have to be made anew" in said(due)
    pressed(due, "Try again")
    assert due.isHidden()
    assert outbox_due(desk.session) == []
    shiboken6.delete(due)
