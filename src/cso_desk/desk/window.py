"""The window: sidebar, the bar above, the page in the middle, the line below."""

from collections.abc import Iterator
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cso_desk.desk.acts import acts_of
from cso_desk.desk.look_only import LookOnly, bands_of
from cso_desk.desk.pages import PAGES, Page, page_of
from cso_desk.desk.search import FilesBeside, suggestions
from cso_desk.desk.session import Session, hub_name
from cso_desk.desk.sidebar import Sidebar
from cso_desk.desk.top_bar import TopBar
from cso_desk.desk.turning import turn_to
from cso_desk.desk.ways_out import report_problem, way_out
from cso_desk.widgets.controls import Label, button, column, frame, part, row
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.host import Paper
from cso_desk.widgets.live import live
from cso_desk.widgets.notices import NoticeBar, Problem
from cso_desk.widgets.operation import Failure, Operation, ProgressBar, Runner
from cso_desk.widgets.pieces import at_once
from cso_desk.widgets.reading_order import ReadingOrder
from cso_desk.widgets.showing import title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_NOTICE_WIDTH = 560
_WITH_HELP = 1280  # a narrower window has no room for a page beside the help
_IMPORTED_ON = {"members": "members", "people": "members", "library": "library"}


class DeskWindow(ReadingOrder):
    """The desk of one open store; the `Shell` of its `Session`."""

    look_changed = Signal()
    page_opened = Signal(str)
    practice_left = Signal()
    practice_anew = Signal()
    anew = Signal()
    practice: Any  # the band of a practice store

    def __init__(self, store: Any, runner: Runner) -> None:
        super().__init__()
        part(self, "canvas")
        self.session = Session(store, runner, self)
        self.look_only = LookOnly(self, store)
        self.session.on_detach(self.look_only.stop)
        self._pages: dict[str, QWidget] = {}
        self._back: list[tuple[QWidget, str]] = []
        self._marked = ""
        self.help: Any = None
        self.sidebar = Sidebar(PAGES)
        find = FindLine(lambda text: suggestions(self.session, text, self._acts))
        find.chosen.connect(self._found)
        self.files_beside = FilesBeside(self.session, find)
        self.top = TopBar(find)
        self.problem = Problem()
        self.problem.reported.connect(lambda: report_problem(self.session))
        self.progress = ProgressBar()
        self.stack = QStackedWidget()
        self.status = Label("", "quiet")
        self.notice = NoticeBar(self)
        self._undone_by_notice = ""
        self._acts = acts_of(self)
        self._build()
        self.session.changes.changed.connect(lambda _changed: self._say_steps())
        live(self, self._say_hub)
        live(self, self._say_steps)

    # --- what the session asks for ---

    def tell(self, text: str, *, undo: bool) -> None:
        self._undone_by_notice = self.session.undo_name() if undo else ""
        self.notice.tell(text, action=lambda: _("Undo"), do=self.session.undo if undo else None)
        self._place_notice()

    def complain(self, failure: Failure) -> None:
        self.problem.tell(failure.sentence, failure.details)
        self.problem.offer(way_out(self.session, failure.cause))

    def say_status(self, text: str) -> None:
        self.problem.hide()
        self.status.show_text(text)

    def watch(self, operation: Operation, *, alone: bool) -> None:
        self.problem.hide()
        self.progress.watch(operation)
        if alone:
            focused = self.focusWidget()
            self.stack.setEnabled(False)
            operation.ended.connect(lambda: self._go_on(focused))

    def _go_on(self, focused: QWidget | None) -> None:
        """The work is done: the page can be worked on again, from where the keyboard was."""
        self.stack.setEnabled(True)
        if focused is not None and shiboken6.isValid(focused) and focused.isVisible():
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.stack.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_page(self, name: str, record: str = "") -> None:
        """Open a page of the sidebar; `record` is shown on it."""
        page = _page_named(name)
        self.save_typing()
        self.problem.hide()
        while self._back:
            self.close_over()
        if page.name not in self._pages:
            at_once(self.making(page.name))
        self._mark(page.name)
        self.stack.setCurrentWidget(self._pages[page.name])
        self._pages[page.name].setFocus(Qt.FocusReason.OtherFocusReason)
        if record:
            self._pages[page.name].open_record(record)  # type: ignore[attr-defined]
        self.page_opened.emit(page.name)

    def open_record(self, kind: str, record: str, field: str = "") -> None:
        page = page_of(kind)
        if page is None:
            # What the hub says of itself stands in the settings.
            self.top.settings.emit()
            return
        record = self._survivor(kind, record)
        self.open_page(page.name)
        shown = self._pages[page.name]
        if hasattr(shown, "open_of_kind"):
            shown.open_of_kind(kind, record)
        else:
            shown.open_record(record)  # type: ignore[attr-defined]
        if field:
            from cso_desk.widgets.record_editor import focus_field  # noqa: PLC0415  the page has read it

            focus_field(shown, record, field)

    def _survivor(self, kind: str, record: str) -> str:
        """The record that stands for this one; where it is another, that is told."""
        from cso_desk.store.aliases import survivor_of  # noqa: PLC0415  a store is open by now

        with self.session.store.reading() as reading:
            survivor = survivor_of(reading, record)
            type_ = self.session.store.shelves.types[kind]
            merged = reading.get(type_.record, record) if survivor != record else None
            kept = reading.get(type_.record, survivor) if merged else None
        if merged is not None and kept is not None:
            names = [title_of(type_.title(each), each.code) for each in (merged, kept)]
            self.tell(_("“{other}” was merged with “{kept}”.", other=names[0], kept=names[1]), undo=False)
        return survivor

    def open_paper(self, paper: Paper) -> None:
        from cso_desk.desk.paper_page import PaperPage  # noqa: PLC0415

        self._lay_over(PaperPage(self.session, paper))

    def open_import(self, target: str, meeting: str = "") -> None:
        from cso_desk.desk.import_page import ImportPage  # noqa: PLC0415

        self._lay_over(ImportPage(self.session, target, meeting), _IMPORTED_ON.get(target, "meetings"))

    def open_conflicts(self) -> None:
        """Open the review of differences."""
        from cso_desk.desk.conflict_page import ConflictPage  # noqa: PLC0415

        self._lay_over(ConflictPage(self.session), "exchange")

    def open_doubts(self) -> None:
        """Open what looks wrong after a merge."""
        from cso_desk.desk.doubts_page import DoubtsPage  # noqa: PLC0415

        self._lay_over(DoubtsPage(self.session), "exchange")

    def open_duplicates(self, kind: str = "", pair: tuple[str, str] | None = None) -> None:
        """Open what may have been entered twice."""
        from cso_desk.desk.duplicates_page import DuplicatesPage  # noqa: PLC0415

        self._lay_over(DuplicatesPage(self.session, kind, pair), "members")

    def show_over(self, widget: QWidget, place: str | None = "") -> None:
        """Show a page over the others: of no place in the sidebar, such as the settings, or of this one."""
        self._lay_over(widget, place)

    def open_trash(self) -> None:
        """Open what was put away."""
        from cso_desk.desk.trash_page import TrashPage  # noqa: PLC0415

        self._lay_over(TrashPage(self.session), "")

    def toggle_help(self) -> None:
        """Show or hide the help for the page that is open."""
        if self.help is None:
            from cso_desk.desk.help_panel import HelpPanel  # noqa: PLC0415

            self.help = HelpPanel(self.toggle_help, self.open_shortcuts, self.session)
            self.help.setParent(self)
            self._place_help()
            self.notice.raise_()
        if self.help.isHidden():
            self.help.show_page(self._help_page())
            self.help.show()
            self._place_help()
        else:
            self.help.hide()
            self.stack.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_shortcuts(self) -> None:
        """Open the screen of all shortcuts."""
        from cso_desk.desk.help_panel import ShortcutsPage  # noqa: PLC0415

        self._lay_over(ShortcutsPage(), "")

    def save_typing(self) -> None:
        """Save what is being typed on the page, as leaving the field would."""
        shown = self.stack.currentWidget()
        if shown is not None and hasattr(shown, "save_now"):
            shown.save_now()

    # --- the window itself ---

    def page(self, name: str) -> QWidget:
        """The page of this name, opened."""
        self.open_page(name)
        return self._pages[name]

    def close_over(self) -> None:
        """Close what lies over the page and return to what was open before."""
        over = self.stack.currentWidget()
        if self._back and over is not None:
            for paper in over.findChildren(QWidget):
                if hasattr(paper, "close_document"):
                    paper.close_document()
            below, marked = self._back.pop()
            turn_to(self.stack, below)
            self._mark(marked)
            self.stack.removeWidget(over)
            over.deleteLater()

    def take_down(self) -> None:
        """Close the window and be gone at once; the store stays open, and may be closed only after this."""
        self.session.detach()
        self.close()
        # Pages laid over it go before it; a window that lingers would read a store that is closed.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        shiboken6.delete(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_help()
        self._place_notice()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_typing()
        while self._back:
            self.close_over()
        super().closeEvent(event)

    def _build(self) -> None:
        middle = QWidget()
        whole = QVBoxLayout(middle)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for band in bands_of(self):
            whole.addWidget(band)
        whole.addWidget(self.top)
        whole.addWidget(self.progress)
        whole.addWidget(self.problem)
        whole.addWidget(self.stack, 1)
        whole.addWidget(frame("foot", row(self.status, None, margins=(16, 2, 16, 2))))
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sidebar)
        layout.addWidget(middle, 1)
        self.sidebar.chosen.connect(self.open_page)
        self.sidebar.trash.connect(self.open_trash)
        self.sidebar.help.connect(self.toggle_help)
        for keys, act in (
            ("F1", self.toggle_help),
            ("Ctrl+/", self.open_shortcuts),
            ("Alt+Left", self.close_over),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.top.undo.connect(self.session.undo)
        self.top.redo.connect(self.session.redo)
        self.top.look_changed.connect(self.look_changed)

    def making(self, name: str) -> Iterator[None]:
        """Make a page, in pieces, before it is first opened."""
        page = _page_named(name)
        made = page.make(self.session)
        yield
        self._pages[page.name] = made
        self.stack.addWidget(made)
        yield
        if hasattr(made, "load"):
            made.load()

    def painting(self) -> Iterator[None]:
        """Lay out everything and paint it part by part, before it is seen at once; letters are kept."""
        self.grab(QRect(0, 0, 1, 1))
        yield
        for each in (self.sidebar, self.top, self.stack):
            each.grab()
            yield

    def _mark(self, name: str) -> None:
        self._marked = name
        self.sidebar.mark(name)
        if self.help is not None and name:
            self.help.show_page(self._help_page())

    def _help_page(self) -> str:
        """Which help belongs to what is open: a page over the others, or a side, may name its own."""
        if (shown := self.stack.currentWidget()) is None:
            return self._marked
        seen = (each for each in shown.findChildren(QWidget) if self._back or each.isVisibleTo(shown))
        named = (str(each.property("help")) for each in seen if each.property("help"))
        return next(named, self._marked)

    def _lay_over(self, widget: QWidget, place: str | None = None) -> None:
        """Show a page over the others; `place` is where it belongs in the sidebar, None: where we are."""
        current = self.stack.currentWidget()
        if self._back and current is not None and current.findChild(type(widget)) is not None:
            # The same again takes the place of the one that is open.
            self.close_over()
            current = self.stack.currentWidget()
        if current is not None:
            self._back.append((current, self._marked))
        if place is not None:
            self._mark(place)
        whole = QWidget()
        part(whole, "surface")
        back = button(lambda: _("Back"), self.close_over, name="flat", picture="arrow-left")
        title = Label(widget.title, "heading")  # type: ignore[attr-defined]
        layout = column(frame("bar", row(back, title, None, margins=(12, 4, 16, 4))), gap=0)
        layout.addWidget(widget, 1)
        whole.setLayout(layout)
        if hasattr(widget, "finished"):
            widget.finished.connect(self.close_over)
        self.stack.addWidget(whole)
        turn_to(self.stack, whole)
        self.notice.hide()  # it tells of the page below, and would cover the foot of this one
        if self.help is not None:
            self.help.show_page(self._help_page())
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _found(self, go: Any) -> None:
        self.top.search.clear()
        go()

    def _say_hub(self) -> None:
        from cso_desk.features.hub.service import profile  # noqa: PLC0415

        hub = profile(self.session.store)
        name = title_of((hub.name_km, hub.name_en), hub_name(self.session.store.hub))
        self.sidebar.hub.show_text(name)

    def _say_steps(self) -> None:
        undo = self.session.undo_name()
        if self._undone_by_notice not in ("", undo):
            # Its Undo would take back something else by now.
            self._undone_by_notice = ""
            self.notice.hide()
        self.top.name_steps(undo, self.session.redo_name())

    def _place_help(self) -> None:
        """Beside the page where there is room for both, else over its right side."""
        if self.help is None:
            return
        beside = self.width() >= theme.px(_WITH_HELP)
        if beside != (self._row.indexOf(self.help) >= 0):
            if beside:
                self._row.addWidget(self.help)
            else:
                self._row.removeWidget(self.help)
        if not beside:
            wide = self.help.width()
            self.help.setGeometry(self.width() - wide, 0, wide, self.height())
            self.help.raise_()

    def _place_notice(self) -> None:
        width = min(theme.px(_NOTICE_WIDTH), self.width() - 40)
        self.notice.setFixedWidth(max(width, 1))
        self.notice.setFixedHeight(self.notice.height_for(max(width, 1)))
        place = (self.width() - width + self.sidebar.width()) // 2
        self.notice.move(place, self.height() - self.notice.height() - theme.px(48))


def _page_named(name: str) -> Page:
    return next((each for each in PAGES if each.name == name), PAGES[0])
