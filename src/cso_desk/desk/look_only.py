"""Makes what writes rest, with the reason, in a window whose store is only looked at; a bar says so."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from cso_desk.settings import practice_folder
from cso_desk.store.users import Role
from cso_desk.widgets.controls import WRITES, IconLabel, Label, button, part, row
from cso_desk.widgets.live import live
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.desk.window import DeskWindow
    from cso_desk.store.store import Store

_SHOWN = frozenset(
    (QEvent.Type.Polish, QEvent.Type.Show, QEvent.Type.EnabledChange, QEvent.Type.ToolTipChange)
)
_NEEDS = {"data": Role.SECRETARY, "decision": Role.COORDINATOR, "folder": Role.VIEWER}


class LookOnly(QObject):
    """Looks at every control that says it writes as soon as it is shown, and makes it rest where it may not.

    What a page enables later rests again; lines and texts can still be read and copied. `held` comes in the
    thread of the window when the disk has failed.
    """

    held = Signal()

    def __init__(self, window: QWidget, store: "Store") -> None:
        super().__init__(window)
        self._window, self._store = window, store
        self._follows = False
        self.held.connect(self.look)
        self._stop = store.on_held(self.held.emit)
        self.look()

    def look(self) -> None:
        """See whether anything has to rest, and let it."""
        if not self._follows and self._store.why_not(Role.COORDINATOR):
            self._follows = True
            application = QCoreApplication.instance()
            assert application is not None  # noqa: S101  there is a window
            application.installEventFilter(self)
        if self._follows:
            for each in self._window.findChildren(QWidget):
                self._rest(each)

    def stop(self) -> None:
        """The window is about to be closed."""
        self._stop()
        application = QCoreApplication.instance()
        if self._follows and application is not None:
            application.removeEventFilter(self)
            self._follows = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SHOWN and isinstance(watched, QWidget) and watched.property(WRITES):
            # Two windows of one program, as while a store is opened anew, each have their own reason.
            window = _window_of(watched)
            if window is self._window or (window is None and event.type() == QEvent.Type.Show):
                self._rest(watched)
        return False

    def _rest(self, widget: QWidget) -> None:
        what = widget.property(WRITES)
        why = self._store.why_not(_NEEDS[what]) if what else ""
        if not why:
            return
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.setReadOnly(True)
        elif widget.isEnabled():
            widget.setEnabled(False)
        if widget.toolTip() != why:
            widget.setToolTip(why)


def _window_of(widget: QWidget) -> QWidget | None:
    """The window whose store a control belongs to; None where it stands in none yet, or is a menu."""
    above: QWidget | None = widget
    while above is not None and not hasattr(above, "look_only"):
        above = above.parentWidget()
    return above


class LookBar(QFrame):
    """One line over every page that says why nothing can be changed; `anew` opens the store once more."""

    anew = Signal()

    def __init__(self, store: "Store", look_only: LookOnly) -> None:
        super().__init__()
        part(self, "practice")
        self._store = store
        self.said = Label("", wrap=True)
        self.again = button(lambda: _("Open it anew"), self.anew.emit, picture="arrow-clockwise")
        layout = row(IconLabel("eye", 18, "warn"), self.said, self.again, margins=(16, 4, 12, 4))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        look_only.held.connect(self._say)
        live(self, self._say)

    def _say(self) -> None:
        why = self._store.why_not()
        self.said.show_text(why)
        self.again.setVisible(self._store.hold is not None)
        self.setVisible(bool(why))


def bands_of(desk: "DeskWindow") -> list[QWidget]:
    """The lines over every page: that all this is practice, that nothing can be changed."""
    store = desk.session.store
    look = LookBar(store, desk.look_only)
    look.anew.connect(desk.anew)
    if not store.practice:
        return [look]
    from cso_desk.desk.practice import PracticeBand  # noqa: PLC0415  most stores are real

    desk.practice = PracticeBand(hub=store.folder == practice_folder())
    desk.practice.left.connect(desk.practice_left)
    desk.practice.anew.connect(desk.practice_anew)
    return [desk.practice, look]
