"""Minutes in scenes: what earlier meetings left, writing live, the projector, the lock; the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from window_sheet import type_into

from cso_desk.features.meetings.form.minutes_page import MinutesPage
from cso_desk.features.meetings.record import Action, AgendaItem, Decision, Meeting, MinutesEntry
from cso_desk.features.meetings.service import (
    add_action,
    add_decision,
    add_minutes_entry,
    agenda_in,
    record_attendance,
    set_minutes_state,
)
from cso_desk.wording import N_, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from window_stage import Room

    from cso_desk.desk.shots import Shown
    from cso_desk.desk.window import DeskWindow
    from cso_desk.store.store import Store

_SAID = {
    "presentation": ("គណៈកម្មការរាយការណ៍អំពីការងារក្នុងត្រីមាសនេះ និងចំនួនអ្នកចូលរួមតាមស្រុក។",
                     "The committee reports on the work of this quarter and on who took part, by district."),
    "discussion": ("សមាជិកចង់ដឹងថា តើផ្លូវចូលភូមិនឹងជួសជុលនៅពេលណា។",
                   "Members ask when the road to the village will be repaired."),
    "concern_cso": ("ភូមិពីរគ្មានទឹកស្អាតប្រើប្រាស់នៅរដូវប្រាំង។",
                    "Two villages have no clean water in the dry season."),
    "decision": ("ស្នើលិខិតទៅសាលាឃុំ ដើម្បីដាក់អណ្តូងទឹកពីរក្នុងផែនការវិនិយោគ។",
                 "Ask the commune in writing to put two wells into its investment plan."),
    "action": ("ផ្ញើលិខិតទៅសាលាឃុំ", "Send the letter to the commune"),
    "body": ("សាលាឃុំចំណោម", "Commune of Chamnaom"),
}  # fmt: skip


def minutes(room: Room) -> Iterator[Shown]:
    """What earlier meetings left, an item half written, the projector in both looks, the lock."""
    desk = room.desk()
    store = desk.session.store
    page = open_minutes(desk)
    yield "earlier", desk
    page.step_item(1)
    yield "empty-item", desk
    write(store, page._meeting)
    page._on_changed(_Everything())
    type_into(page.pane.lines[-1].text, said("discussion")[:30])
    page.pane.begin_action()
    type_into(page.pane.action_line.what, said("action"))
    yield "writing", desk
    page.pane.action_line.clear()
    page.pane.begin()
    page.show_projector()
    shown: Any = page.projector
    shown.setWindowState(Qt.WindowState.WindowNoState)
    shown.resize(desk.size())
    shown._draw()
    yield "projector-dark", shown
    page.turn_projector()
    yield "projector-light", shown
    page.end_projector()
    page.pane.save_now()
    record_attendance(store, page._meeting.id)
    set_minutes_state(store, page._meeting.id, "approved")
    yield "approved", desk
    set_minutes_state(store, page._meeting.id, "locked")
    page.states.go("amended")
    yield "reason", desk


def registers(room: Room) -> Iterator[Shown]:
    """The register of decisions and the board of actions."""
    desk = room.desk()
    store = desk.session.store
    with store.reading() as reading:
        write(store, reading.all(Meeting, limit=1)[0])
    meetings: Any = desk.page("meetings")
    desk.open_page("meetings", "decisions")
    yield "decisions", desk
    desk.open_page("meetings", "actions")
    yield "actions", desk
    meetings.currentWidget().words.setText("zzzz")
    yield "nothing-found", desk


class _Everything:
    """A change that touched everything."""

    kinds = frozenset({"minutes_entry", "agenda_item", "action"})


def said(what: str) -> str:
    """An example in the language of the window."""
    return _SAID[what][0 if language() == "km" else 1]


def open_minutes(desk: DeskWindow) -> MinutesPage:
    """The minutes of the newest meeting of a series, whose last meeting left an action."""
    store = desk.session.store
    with store.reading() as reading:
        table = reading.table(Meeting)
        found = reading.all(Meeting, table.c.series > "", order_by=[table.c.starts.desc()], limit=1)[0]
    with store.transaction(N_("Plan meeting")) as t:
        km, en = _SAID["action"]
        before = t.add(Meeting(title_km=found.title_km, title_en=found.title_en, series=found.series,
                               starts="2026-05-14", status="held"))  # fmt: skip
        t.add(Action(meeting=before.id, what_km=km, what_en=en, body=said("body"), due="2026-06-30"))
        if not agenda_in(t, found.id):
            t.add(AgendaItem(meeting=found.id, number=1, title_km="របាយការណ៍", title_en="Report"))
    desk.open_page("meetings")
    page = MinutesPage(desk.session, found)
    desk.session.show_over(page)
    desk.notice.hide()
    return page


def write(store: Store, meeting: Meeting) -> None:
    """Minutes with an entry of several kinds, a decision and two actions at the first item."""
    with store.reading() as reading:
        items = agenda_in(reading, meeting.id)
    item = items[0].id if items else meeting.id
    for kind in ("presentation", "discussion", "concern_cso"):
        km, en = _SAID[kind]
        raised = said("body") if kind == "concern_cso" else ""
        add_minutes_entry(
            store,
            MinutesEntry(
                meeting=meeting.id, agenda_item=item, kind=kind, text_km=km, text_en=en, raised_by=raised
            ),
        )
    km, en = _SAID["decision"]
    add_decision(store, Decision(meeting=meeting.id, agenda_item=item, text_km=km, text_en=en))
    km, en = _SAID["action"]
    for due in ("2026-10-01", ""):
        add_action(store, Action(meeting=meeting.id, agenda_item=item, what_km=km, what_en=en,
                                 body=said("body"), due=due))  # fmt: skip


SCENES = {each.__name__: each for each in (minutes, registers)}
"""Every scene under its name."""
