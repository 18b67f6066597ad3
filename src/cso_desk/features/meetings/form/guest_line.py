"""The line for somebody who stands on no row: known people first, new ones on the spot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from cso_desk.features.meetings.form.guests import guest_suggestions, walk_in_of
from cso_desk.features.meetings.form.new_guest import NewGuest
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import Guest, WalkIn
from cso_desk.widgets.controls import Label, column, holder, named, part, row
from cso_desk.widgets.editors.finding import FindLine, Suggestion
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_WIDTH = 260


class GuestLine(QFrame):
    """Enter takes who was found; for somebody new it goes from field to field and adds in the last one.

    `accept` writes somebody down and gives whether that worked. `left`: Escape or the arrow upwards.
    """

    left = Signal()

    def __init__(self, host: Host, meeting: Callable[[], Meeting], accept: Callable[[WalkIn], bool]) -> None:
        super().__init__()
        part(self, "bar")
        self._host, self._meeting, self._accept = host, meeting, accept
        self.before = Label("", "quiet")
        self.name = _Name(self._suggest)
        self.new = NewGuest(host, self.name.text, accept, lambda: meeting().asked)
        self.said = Label("", "quiet", wrap=True)
        self._fields: tuple[QLineEdit, ...] = (self.name, *self.new.fields)
        named(self.name, lambda: _("Name or telephone"))
        live(self.name, lambda: self.name.setPlaceholderText(_("Name or telephone")))
        self.name.setFixedWidth(theme.px(_WIDTH))
        inside = flowing(holder(row(self.before, self.name)), *self.new.fields, self.new.add)
        self.setLayout(column(inside, self.said, self.new.doubt, gap=4, margins=(16, 6, 16, 6)))
        self.name.chosen.connect(self._take)
        self.name.upwards.connect(self.left)
        self.new.settled.connect(self._ready)
        self.clear()
        self.tell("")

    def typed(self) -> list[str]:
        """What stands in the fields, to be kept as a draft; empty where nothing does."""
        texts = [each.text() for each in self._fields]
        return texts if any(texts) else []

    def put_back(self, texts: Sequence[str]) -> None:
        """Put a draft into the fields as if it had just been typed."""
        for each, text in zip(self._fields, texts, strict=False):
            each.setText(text)
        self.new.show(new=any(texts[1:]))

    def clear(self) -> None:
        """Empty the line for the next one."""
        self.name.clear()
        self.new.clear()

    def tell(self, text: str, name: str = "quiet") -> None:
        """Say below the line what was done or what is wrong."""
        self.said.show_text(text)
        self.said.setVisible(bool(text))
        self.said.become(name)

    def begin(self) -> None:
        """Put the keyboard into the line."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _suggest(self, text: str) -> Sequence[Suggestion]:
        return guest_suggestions(self._host, self._meeting(), text, self._start_new)

    def _take(self, chosen: object) -> None:
        if isinstance(chosen, Guest):
            if self._accept(walk_in_of(chosen)):
                self._ready()
        elif callable(chosen):
            chosen()

    def _start_new(self, name: str) -> None:
        self.name.setText(name)
        self.tell("")
        self.new.begin()

    def _ready(self) -> None:
        self.clear()
        self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.typed():
            self._ready()
            self.tell("")
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Name(FindLine):
    """The field of the name; the arrow upwards leaves it while it is empty."""

    upwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and not self.text():
            self.upwards.emit()
            return
        super().keyPressEvent(event)
