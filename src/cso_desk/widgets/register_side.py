"""A side of a page with a plain list over many records, narrowed by words and by choices."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cso_desk.widgets.controls import Label, Say, button, column, frame, named, part, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.empty import EmptyPage, NothingFound
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.register_table import Head, RegisterModel, RegisterTable, Row
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

Choices = Callable[[], Sequence[tuple[str, str]]]
"""What a box offers: code and text, the first one for all."""
_FIND_WIDTH, _BOX_WIDTH = 240, 190


class RegisterSide(QWidget):
    """Subclasses say what stands in the list (`found`), and make its paper.

    `boxes` are the choices that narrow the list; each comes with its name for screen readers.
    """

    kinds = frozenset[str]()
    kind = ""

    def __init__(
        self,
        host: Host,
        lead: QWidget,
        say: Say,
        heads: Sequence[Head],
        boxes: Sequence[tuple[Say, Choices]],
        empty: EmptyPage,
        buttons: Sequence[QPushButton] = (),
    ) -> None:
        super().__init__()
        part(self, "surface")
        self.host = host
        self._loaded = False
        self.model = RegisterModel(heads)
        self.table = RegisterTable(self.model, say)
        self.words = QLineEdit()
        self.count = Label("", "count")
        self._boxes: list[tuple[QComboBox, Choices]] = []
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self._stack.addWidget(NothingFound(self._show_all))
        self._build(lead, boxes, buttons)
        self.table.opened.connect(lambda record: host.go_to_record(self.kind, record))
        host.changes.changed.connect(self._on_changed)
        live(self, self._say)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy, see ListPage.
        super().focusInEvent(event)
        (self.table if self.model.rows else self.words).setFocus(event.reason())

    def found(self) -> tuple[list[Row], str]:
        """The rows to show, and what is said of how many they are."""
        raise NotImplementedError

    def print_list(self) -> None:
        """Show the list as it will be printed."""
        raise NotImplementedError

    def load(self) -> None:
        """Read the list for the first time."""
        self._loaded = True
        self._say()

    def put_below_head(self, line: QWidget) -> None:
        """Put something between the head and the choices that narrow the list."""
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)  # noqa: S101  it was made so
        whole.insertWidget(1, line)

    def save_now(self) -> None:
        """Nothing is typed here that has to be kept."""

    def chosen(self, place: int) -> str:
        """The code that is chosen in a box, "" for all."""
        return str(self._boxes[place][0].currentData() or "")

    def draw(self) -> None:
        """Show what the store holds now."""
        if not self._loaded:
            return
        rows, count = self.found()
        self.model.show(rows)
        self.count.show_text(count)
        narrowed = self.words.text().strip() or any(box.currentData() for box, _choices in self._boxes)
        self._stack.setCurrentIndex(0 if rows else 2 if narrowed else 1)

    def _show_all(self) -> None:
        """Take away the words and choices that narrow the list."""
        for box, _choices in self._boxes:
            box.setCurrentIndex(0)
        self.words.clear()
        self.draw()
        self.words.setFocus()

    # --- parts ---

    def _build(
        self, lead: QWidget, boxes: Sequence[tuple[Say, Choices]], buttons: Sequence[QPushButton]
    ) -> None:
        named(self.words, lambda: _("Narrow the list"))
        live(self.words, lambda: self.words.setPlaceholderText(_("Narrow the list…")))
        self.words.setFixedWidth(theme.px(_FIND_WIDTH))
        self.words.textChanged.connect(lambda _text: self.draw())
        for say, choices in boxes:
            box = CalmComboBox()
            box.setFixedWidth(theme.px(_BOX_WIDTH))
            named(box, say)
            box.activated.connect(lambda _place: self.draw())
            self._boxes.append((box, choices))
        show = button(lambda: _("Print"), self.print_list, picture="printer")
        top = row(lead, self.count, None, *buttons, show, margins=(16, 8, 16, 4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(FoldingBar(top, [show, *reversed(buttons)]))
        narrowing = flowing(self.words, *(box for box, _choices in self._boxes))
        layout.addWidget(frame("bar", column(narrowing, margins=(16, 8, 16, 8))))
        layout.addWidget(self._stack, 1)

    def _say(self) -> None:
        """Fill the boxes in the words of the language; what was chosen stays chosen."""
        if not self._loaded:
            return
        for box, choices in self._boxes:
            now = box.currentData()
            box.clear()
            for code, text in choices():
                box.addItem(text, code)
            box.setCurrentIndex(max(0, box.findData(now)))
        self.draw()

    def _on_changed(self, changed: object) -> None:
        if changed.kinds & self.kinds:  # type: ignore[attr-defined]
            self._say()
