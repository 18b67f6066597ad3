"""The help beside a page, opened by F1, and the screen of all shortcuts."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cso_desk.desk.guide import quick_guide
from cso_desk.desk.help_topics import TOPICS
from cso_desk.desk.help_words import HELP, SHORTCUTS
from cso_desk.desk.pages import PAGES
from cso_desk.desk.session import Session
from cso_desk.widgets.controls import Label, button, column, frame, icon_button, part, row
from cso_desk.widgets.host import Paper
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_WIDTH = 320


class HelpPanel(QFrame):
    """Says what the open page is for, the first steps and its keys; stays beside the page while it helps."""

    def __init__(
        self,
        close: Callable[[], object],
        shortcuts: Callable[[], object] | None = None,
        session: Session | None = None,
    ) -> None:
        """`shortcuts` opens all of them, `session` is the desk's; before there is a desk neither is there."""
        super().__init__()
        part(self, "pane")
        self._page = "today"
        self._close, self._shortcuts, self._session = close, shortcuts, session
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        QShortcut(QKeySequence("Esc"), self).activated.connect(close)
        self.hide()
        live(self, self.draw)

    def show_page(self, name: str) -> None:
        """Help with this page from now on."""
        self._page = name if name in HELP else "today"
        self.draw()

    def draw(self) -> None:
        """Write the help anew, in the language of the window."""
        self.setFixedWidth(theme.px(_WIDTH))
        told = HELP[self._page]
        label = told.title or next(page.label for page in PAGES if page.name == self._page)
        close = icon_button("x", lambda: _("Close the help"), self._close)
        inside = column(gap=6, margins=(16, 8, 12, 16))
        inside.addLayout(row(Label(_(label), "heading"), None, close))
        inside.addWidget(Label(_(told.purpose), wrap=True))
        inside.addWidget(Label(_("How to begin"), "group"))
        inside.addLayout(_steps(told.steps))
        if told.keys:
            inside.addWidget(Label(_("Keys"), "group"))
            inside.addLayout(_keys(told.keys))
        for name in told.more:
            topic = TOPICS[name]
            inside.addWidget(Label(_(topic.title), "group"))
            for sentence in topic.said:
                inside.addWidget(Label(_(sentence), wrap=True))
        inside.addStretch(1)
        if self._shortcuts is not None:
            every = button(lambda: _("All shortcuts"), self._shortcuts, picture="keyboard")
            inside.addLayout(row(every, None))
        if self._session is not None:
            guide = quick_guide()
            if guide is not None:
                show = button(lambda: _("Quick guide"), partial(self._show_guide, guide), picture="book-open")
                inside.addLayout(row(show, None))
            report = button(lambda: _("Report a problem"), self.report_problem, picture="lifebuoy")
            inside.addLayout(row(report, None))
        whole = QWidget()
        part(whole, "surface")
        whole.setLayout(inside)
        self._area.setWidget(whole)

    def _show_guide(self, guide: Paper) -> None:
        if self._session is not None:
            self._close()
            self._session.show_paper(guide)

    def report_problem(self) -> None:
        """Open the report of a problem; the help gives its room to it."""
        from cso_desk.desk.ways_out import report_problem  # noqa: PLC0415  some help needs no store

        if self._session is not None:
            self._close()
            report_problem(self._session)


class ShortcutsPage(QScrollArea):
    """Every shortcut on one screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        live(self, self.draw)

    def title(self) -> str:
        return _("Shortcuts")

    def draw(self) -> None:
        """Write the screen anew, in the language of the window."""
        pages = tuple((f"Alt+{place}", page.label) for place, page in enumerate(PAGES, 1))
        halves = column(gap=12), column(gap=12)
        for number, (heading, keys) in enumerate((*SHORTCUTS, (N_("Pages"), pages))):
            card = column(Label(_(heading), "heading"), gap=4, margins=(20, 10, 20, 14))
            card.addLayout(_keys(keys))
            halves[min(number, 1)].addWidget(frame("card", card))
        whole = QWidget()
        part(whole, "canvas")
        inside = row(gap=12, margins=(24, 16, 24, 24))
        for half in halves:
            half.addStretch(1)
            inside.addLayout(half, 1)
        whole.setLayout(inside)
        self.setWidget(whole)


def _steps(steps: Iterable[str]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(8))
    grid.setVerticalSpacing(theme.px(4))
    for place, step in enumerate(steps):
        said = Label(_(step), wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignTop)  # beside its number, also where the cell is higher
        grid.addWidget(
            Label(f"{digits(place + 1)}."), place, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        )
        grid.addWidget(said, place, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _keys(keys: Iterable[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(4))
    grid.setColumnMinimumWidth(0, theme.px(80))
    for place, (key, meaning) in enumerate(keys):
        grid.addLayout(row(Label(key, "key"), None), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(_(meaning), wrap=True), place, 1)
    grid.setColumnStretch(1, 1)
    return grid
