"""The states of the window in which a person is erased: what will happen, and what is left to do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QFrame, QPushButton
from window_stage import Room

from cso_desk.bundles.erased_files import Cleared
from cso_desk.bundles.packing import make_bundle
from cso_desk.desk.erasure_merged import MergedWithErasedPage
from cso_desk.desk.erasure_page import ErasurePage
from cso_desk.desk.erasure_texts import ErasureTextsPage
from cso_desk.desk.retention import RetentionPage
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.features.hub.service import save_retention
from cso_desk.features.meetings.record import Attendance, Meeting, MinutesEntry
from cso_desk.features.members.record import Person
from cso_desk.journal.forgetting import erase_person, plan_erasure
from cso_desk.settings import Settings
from cso_desk.store.store import NATIONAL
from cso_desk.wording import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cso_desk.desk.shots import Shown

_DAY = dt.date(2026, 11, 23)


def erasure(room: Room) -> Iterator[Shown]:
    """Somebody who asked for it: the page before, the code typed, the page after with a text to go over."""
    desk = room.desk()
    session = desk.session
    with session.store.reading() as reading:
        person, meeting = (reading.all(kind, limit=1)[0] for kind in (Person, Meeting))
    with session.store.transaction(N_("Add a record")) as t:
        t.add(MinutesEntry(meeting=meeting.id, text_km=f"{person.name_km} {person.name_en}"))
    make_bundle(session.store, NATIONAL)  # it waits to be carried, and holds the person
    page = ErasurePage(session, person.id, plan_erasure(session.store, person.id, _DAY), _DAY)
    session.show_over(page)
    yield "told", desk
    page.typed.setText(page.code)
    yield "typed", desk
    page.erase()
    desk.notice.hide()
    yield "done", desk
    until = _DAY + dt.timedelta(days=90)
    why = _("The disk did not take or give a file.")
    page.cleared = Cleared(
        page.cleared.gone,
        waiting=(NATIONAL,),
        why=why,
        kept={"2026-11-23_101500_KH02_revoked_1.csobundle": until},
    )
    page.draw()
    yield "left", desk
    page.show_paper()
    yield "paper", desk


def retention(room: Room) -> Iterator[Shown]:
    """People nobody met for years and a text to go over: on Today, as lists, and the setting."""
    desk = room.desk()
    session = desk.session
    save_retention(session.store, 5)
    with session.store.transaction(N_("Add a record")) as t:
        meeting = t.add(Meeting(title_km="កិច្ចប្រជុំយូរឆ្នាំ", title_en="Long ago", starts="2010-05-01"))
        for km, en in (("សុខ ចន្ថា", "Sok Chantha"), ("កែវ មុនី", "Keo Mony"), ("លី សុភា", "Ly Sophea")):
            person = t.add(Person(name_km=km, name_en=en))
            t.add(Attendance(meeting=meeting.id, person=person.id))
        t.add(MinutesEntry(meeting=meeting.id, text_km="លី សុភា"))
    erase_person(session.store, person.id, _DAY)
    with session.store.transaction(N_("Merge two people")) as t:  # as it comes from a hub that did not know
        twice = Person(name_km="លី សុភា", name_en="Ly Sophea", phones=("+85512345678",), merged_into=person.id)
        t.add(twice)
    desk.open_page("today")
    session.retention.count()
    desk.resize(*room.size)
    desk.show()
    QApplication.processEvents()
    today: Any = desk.page("today")
    show = next(each for each in today.findChildren(QPushButton) if each.text() == _("Look at the list…"))
    today.ensureWidgetVisible(show)
    yield "today", desk
    page = RetentionPage(session)
    session.show_over(page)
    yield "list", desk
    session.show_over(ErasureTextsPage(session))
    yield "texts", desk
    session.show_over(MergedWithErasedPage(session))
    yield "merged", desk
    settings = SettingsPage(session, Settings(language=language()), lambda _name: None)
    session.show_over(settings)
    QApplication.processEvents()
    (card,) = (each for each in settings.findChildren(QFrame) if each.objectName() == "retention")
    settings.ensureWidgetVisible(card)
    yield "setting", desk


SCENES: dict[str, Callable[[Room], Iterator[Shown]]] = {"erasure": erasure, "retention": retention}
