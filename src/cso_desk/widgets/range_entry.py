"""From and until: a filter by a range of days or of figures, taken over while it is typed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit

from cso_desk.fields.reading import WrongInputError, read
from cso_desk.khmer.date_ranges import split_range
from cso_desk.records.kinds import Date, Kind, Number, Stored
from cso_desk.widgets.controls import Label, named, part
from cso_desk.widgets.showing import days, digits, show
from cso_desk.widgets.theme import theme
from cso_desk.wording import _


def range_words(kind: Kind, value: Stored) -> str:
    """What people call a range "first/last" of a field: "since 2020", "10 – 20"."""
    if isinstance(kind, Date):
        return days(str(value))
    first, last = (digits(end) for end in split_range(str(value)))
    return f"{first} – {last}" if first and last else f"≥ {first}" if first else f"≤ {last}"


class RangeEntry(QFrame):
    """Two lines for the ends of a range, either of which may stay empty.

    `chosen` gives the ranges as a filter holds them (`store.narrowing`), none while both ends are empty; an
    end that cannot be read is told and not taken over.
    """

    chosen = Signal(object)

    def __init__(self, kind: Kind, values: Sequence[Stored]) -> None:
        super().__init__()
        part(self, "popup")
        # How exact a figure is is nothing to ask for.
        self._kind: Kind = kind if isinstance(kind, Date) else Number("")
        self._ends = split_range(str(values[0])) if values else ("", "")
        self._told = Label("", "quiet", wrap=True)
        self.first, self.last = QLineEdit(), QLineEdit()
        lines = QGridLayout(self)
        lines.setContentsMargins(12, 8, 12, 12)
        lines.addWidget(Label(lambda: _(kind.label), "group"), 0, 0, 1, 2)
        says = (lambda: _("From"), lambda: _("Until"))
        for place, (edit, say, end) in enumerate(
            zip((self.first, self.last), says, self._ends, strict=True), 1
        ):
            edit.setText(show(self._kind, int(end) if end and isinstance(self._kind, Number) else end))
            edit.textChanged.connect(self._look)
            edit.returnPressed.connect(self.close)
            named(edit, say)
            lines.addWidget(Label(say, "quiet"), place, 0)
            lines.addWidget(edit, place, 1)
        lines.addWidget(self._told, 3, 0, 1, 2)
        self.setFixedWidth(theme.px(300))
        self.setFocusProxy(self.first)
        self._tell("")

    def _look(self) -> None:
        """Take over what can be read; say what was understood, or what cannot be."""
        try:
            ends = self._read(self.first.text()), self._read(self.last.text())
        except WrongInputError as error:
            self._tell(str(error))
            return
        found = (f"{ends[0]}/{ends[1]}",) if any(ends) else ()
        self._tell(range_words(self._kind, found[0]) if found else "")
        if ends != self._ends:
            self._ends = ends
            self.chosen.emit(found)

    def _tell(self, text: str) -> None:
        self._told.show_text(text)
        self._told.setVisible(bool(text))
        lines = self.layout()
        if lines is not None:
            self.setFixedHeight(lines.totalHeightForWidth(self.width()))

    def _read(self, text: str) -> str:
        return str(read(self._kind, text).value) if text.strip() else ""
