"""Every state of the window that people see, in scenes: for the pictures and for the tests of the window.

A scene is played in a room of its own and stops at each state that is to be looked at; it gives the name of
the state and the window. A state is called by both: "bars/bulk".
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from window_backups import SCENES as BACKUPS
from window_doubles import SCENES as DOUBLES
from window_erasure import SCENES as ERASURE
from window_files import SCENES as FILES
from window_import import SCENES as IMPORT
from window_law import SCENES as LAW
from window_lending import SCENES as LENDING
from window_meeting import SCENES as MEETING
from window_minutes import SCENES as MINUTES
from window_network import SCENES as NETWORK
from window_sets import SCENES as SETS
from window_sheet import SCENES as SHEET
from window_stage import EMPTY, Room
from window_start import SCENES as START
from window_updates import SCENES as UPDATES

from cso_desk.bundles.packing import make_bundle
from cso_desk.desk.handover import handover
from cso_desk.desk.pages import PAGES
from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.reports_look import COMERS, FIGURES, PLACES, REPORT
from cso_desk.desk.reports_rows import Opened
from cso_desk.desk.shots import pages_in, records_in
from cso_desk.features.meetings.form import minutes_paper, sheet_paper
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import Asked, close_quarter
from cso_desk.features.members.record import (
    ContactGroup,
    GroupMembership,
    Organisation,
    OrganisationName,
    Person,
    Relation,
)
from cso_desk.features.members.service import Chosen
from cso_desk.khmer.dates import quarter_of
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.column_list import ColumnList
from cso_desk.wording import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cso_desk.desk.shots import Shown
    from cso_desk.widgets.list_page import ListPage
    from cso_desk.widgets.operation import Operation

    Scene = Callable[[Room], Iterator[Shown]]


class _Unfinished:
    """Starts an operation that gets as far as the middle and stays there."""

    def start(self, operation: Operation) -> None:
        operation.progressed.emit(120, 300)


def pages(room: Room) -> Iterator[Shown]:
    """Every page of a hub at the end of a quarter."""
    yield from pages_in(room.desk())


def empty(room: Room) -> Iterator[Shown]:
    """Every page of a hub that has just begun; it is one for practice."""
    desk = room.desk(EMPTY)
    for name, window in pages_in(desk):
        yield name, window
        if name == "members":
            members: Any = desk.page("members")
            members.show_side(1)
            yield "people", desk
    desk.open_trash()
    yield "trash", desk


def nation(room: Room) -> Iterator[Shown]:
    """The pages of the national hub that differ from those of a province, while differences wait."""
    desk = room.desk(NATIONAL)
    for name in ("today", "reports", "exchange"):
        desk.open_page(name)
        yield name, desk


def reports(room: Room) -> Iterator[Shown]:
    """The sides of a quarter, of a hub and of the nation, and the rows behind a figure."""
    for hub in ("02", NATIONAL):
        desk = room.desk(hub)
        desk.open_page("reports")
        page: Any = desk.page("reports")
        of = "nation" if hub == NATIONAL else "hub"
        for side, name in ((PLACES, "places"), (COMERS, "comers"), (REPORT, "report")):
            page.go_to(page.quarter, side)
            yield f"{of}-{name}", desk
        page.go_to(page.quarter, FIGURES)
        page.open_rows(Opened(_("Women"), Asked("female", (page.quarter,))))
        yield f"{of}-rows", desk


def records(room: Room) -> Iterator[Shown]:
    """Records beside their lists, with every tab."""
    yield from records_in(room.desk())


def belonging(room: Room) -> Iterator[Shown]:
    """What is kept of members from day to day: memberships, names, ties, compliance, groups, figures."""
    desk = room.desk()
    members: Any = desk.page("members")
    with desk.session.store.reading() as reading:
        name = reading.all(OrganisationName, limit=1)[0]
        tie = reading.all(Relation, limit=1)[0]
        group = reading.all(ContactGroup, limit=1)[0]
        inside = reading.all(GroupMembership, limit=1)[0]
    desk.open_record("organisation_name", name.id)
    pane = members.organisations.pane
    yield "earlier-names", desk
    pane.open_tab(2)
    yield "membership", desk
    pane.open_tab(4)
    yield "compliance", desk
    desk.open_record("relation", tie.id)
    pane._stack.currentWidget().open_side(1)
    yield "relations", desk
    pane._stack.currentWidget().open_side(2)
    yield "family-tree", desk
    desk.open_record("contact_group", group.id)
    yield "group", desk
    for place, state in ((1, "group-members"), (2, "group-missing")):
        members.groups.pane.open_tab(place)
        yield state, desk
    desk.open_record("person", inside.person)
    members.people.pane.open_tab(2)
    yield "person-groups", desk
    members.show_side(3)
    yield "figures", desk
    members.figures.figures.open_rows(_("Institutions"), Chosen())
    yield "figures-rows", desk


def adding(room: Room) -> Iterator[Shown]:
    """Records that were just added, a line of an agenda, and what cannot be read."""
    desk = room.desk()
    members: Any = desk.page("members")
    members.organisations.add()
    yield "institution", desk
    editor = members.organisations.pane.editor
    for name, text in (("phones", "12 34"), ("founded", "yesterday")):
        if name in editor.editors:
            line = editor.editors[name].control()
            line.setFocus()
            type_into(line, text)
            editor.save_now()
    yield "wrong", desk
    meetings: Any = desk.page("meetings")
    meetings.add()
    yield "meeting", desk
    for place, name in ((2, "no-attendance"), (1, "no-agenda")):
        meetings.pane.open_tab(place)
        yield name, desk
    meetings.pane._stack.currentWidget().add()
    yield "agenda-item", desk


def bars(room: Room) -> Iterator[Shown]:
    """The bars of a list: filters, several selected, pasting, the name of a view; and nothing found."""
    desk = room.desk()
    whole: Any = desk.page("members")
    page: ListPage = whole.organisations
    page.filters.set_filters({"kind": ("association", "ngo"), "place": ("0202", "0203", "0204", "0208")})
    yield "filters", desk
    page.filters.choose("kind", page.filters)
    yield "values", desk
    if page.filters.values is not None:
        page.filters.values.close()
    page.filter.setText("zzz")
    yield "nothing-found", desk
    page.filter.clear()
    page.filters.set_filters({})
    page.views.bar.ask()
    yield "view-name", desk
    page.views.bar.hide()
    page.table.selectRow(0)
    page.changes.offer_paste("សមាគមថ្មី\tNew association\nក្រុមថ្មី\tNew group")
    yield "paste", desk
    page.changes.paste.hide()
    page.table.selectAll()
    yield "bulk", desk
    fields = page.changes.selection.fields
    fields.setCurrentIndex(fields.findData("kind"))
    fields.activated.emit(fields.currentIndex())
    yield "bulk-field", desk


def menus(room: Room) -> Iterator[Shown]:
    """The menus of the bar above and of a list."""
    desk = room.desk()
    whole: Any = desk.page("members")
    page: ListPage = whole.organisations
    look = next(each for each in desk.top.findChildren(QToolButton) if each.menu() is not None)
    for name, button in (("look", look), ("views", page.views.button)):
        desk.resize(*room.size)
        desk.show()
        QApplication.processEvents()
        button.menu().popup(button.mapToGlobal(QPoint(0, button.height())))
        yield name, desk
        button.menu().close()
    next(each for each in page.findChildren(QToolButton) if each.toolTip() == _("Choose columns")).click()
    chooser = page.findChildren(ColumnList)[-1]
    yield "columns", desk
    type_into(chooser.line, "រ" if language() == "km" else "in")
    yield "columns-found", desk
    chooser.close()


def searching(room: Room) -> Iterator[Shown]:
    """The search over everything, open with what it found."""
    desk = room.desk()
    desk.open_page("today")
    desk.resize(*room.size)
    desk.show()
    for name, text in (("name", "សុខ"), ("number", "012"), ("much", "m"), ("nothing", "182")):
        desk.top.focus_search()
        desk.top.search.clear()
        type_into(desk.top.search, text)
        yield name, desk
        desk.top.search.close_popup()


def telling(room: Room) -> Iterator[Shown]:
    """What the window says: notices, a fault with its details, long work, the line at the foot."""
    desk = room.desk()
    members: Any = desk.page("members")
    with desk.session.store.reading() as reading:
        first = reading.all(Organisation, limit=1)[0]
    desk.open_record("organisation", first.id)
    members.organisations.pane._trash()
    yield "notice", desk
    desk.session.undo()
    desk.notice.hide()

    def fail() -> None:
        raise ZeroDivisionError

    desk.session.attempt(fail)
    yield "fault", desk
    desk.problem._toggle()
    yield "details", desk
    desk.problem.hide()
    desk.session.runner = _Unfinished()
    members.organisations.table.selectAll()
    members.organisations.changes.change("kind", "association")
    yield "progress", desk


def refusing(room: Room) -> Iterator[Shown]:
    """What is said of a change that a closed quarter refuses, with the line that asks for the reason."""
    desk = room.desk()
    with desk.session.store.reading() as reading:
        table = reading.table(Meeting)
        held = reading.all(Meeting, table.c.status == "held", limit=1)[0]
    close_quarter(desk.session.store, quarter_of(held.starts) or "", on=dt.date(2026, 10, 5))
    desk.open_record("meeting", held.id)
    desk.session.change(N_("Change a record"), lambda t: t.change(held, status="cancelled"))
    yield "closed-quarter", desk


def exchange(room: Room) -> Iterator[Shown]:
    """Making and looking at single files."""
    desk = room.desk(NATIONAL)
    page: Any = desk.page("exchange")
    page.giving.choose_hub("21")
    page.giving.start()
    yield "open-file", desk
    page.giving.choose_hub("02")
    for name, file in (("stranger", "KH12-*"), ("gap", "KH20-*"), ("known", "KH02-*")):
        page.check(next(room.stick.glob(file)))
        yield name, desk
    store = room.store("02")
    with store.transaction(N_("Change a record")) as t:
        t.change(t.all(Organisation, limit=1)[0], name_en="Another name")
    page.check(make_bundle(store, NATIONAL, folder=room.folder).path)
    yield "preview", desk
    page.receive()
    yield "taken-in", desk


def papers(room: Room) -> Iterator[Shown]:
    """Papers as they will be printed."""
    desk = room.desk()
    with desk.session.store.reading() as reading:
        table = reading.table(Meeting)
        held = reading.all(Meeting, order_by=[table.c.starts.desc()], limit=1)[0]
    members: Any = desk.page("members")
    members.print_directory()
    yield "directory", desk
    shown: Any = desk.findChild(PaperPage)
    shown.sheet.setCurrentIndex(1)
    shown.sheet.activated.emit(1)
    yield "directory-smaller", desk
    members.organisations.export()
    yield "list", desk
    desk.open_page("meetings")
    for name, made in (("attendance", sheet_paper), ("minutes", minutes_paper)):
        desk.session.show_paper(made(desk.session, held))
        yield name, desk
        desk.close_over()
    desk.session.show_paper(handover(desk.session))
    yield "hand-over", desk


def helping(room: Room) -> Iterator[Shown]:
    """The help beside every page, and all shortcuts."""
    desk = room.desk()
    for place, page in enumerate(PAGES):
        desk.open_page(page.name)
        if not place:
            desk.toggle_help()
        yield page.name, desk
    with desk.session.store.reading() as reading:
        person = reading.all(Person, limit=1)[0]
    desk.open_record("person", person.id)
    yield "record", desk
    desk.help.report_problem()
    yield "problem", desk
    desk.open_shortcuts()
    yield "shortcuts", desk


def trash(room: Room) -> Iterator[Shown]:
    """What was put away, of several types."""
    desk = room.desk()
    with desk.session.store.transaction(N_("Change a record")) as t:
        t.trash(t.all(Meeting, limit=1)[0])
    desk.open_trash()
    yield "several", desk


def type_into(line: QWidget, text: str) -> None:
    """Type a text of any script, as a keyboard would."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


SCENES: dict[str, Scene] = (
    START
    | BACKUPS
    | ERASURE
    | MEETING
    | NETWORK
    | DOUBLES
    | IMPORT
    | SETS
    | SHEET
    | MINUTES
    | LAW
    | LENDING
    | FILES
    | UPDATES
    | {
        each.__name__: each
        for each in (
            pages,
            empty,
            nation,
            reports,
            records,
            belonging,
            adding,
            bars,
            menus,
            searching,
            telling,
            refusing,
            exchange,
            papers,
            helping,
            trash,
        )
    }
)
"""Every scene under its name."""
