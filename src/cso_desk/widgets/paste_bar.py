"""Pastes a block of cells from a spreadsheet into the rows of a list, after saying what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from cso_desk.fields.reading import WrongInputError
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.cell_reading import CellReader
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext


@dataclass
class Block:
    """What a block of cells would change: record id -> field -> value; and the cells that cannot be read.

    `further` are the values of rows of cells for which there is no record.
    """

    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    further: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def values(self) -> int:
        return sum(len(each) for each in self.changes.values())


def block_of(
    cells: Sequence[Sequence[str]], records: Sequence[Record], fields: Sequence[str], reader: CellReader
) -> Block:
    """What would change if `cells` were put into `fields` of `records`; one row of cells goes into all."""
    block = Block()
    rows = list(cells) * len(records) if len(cells) == 1 and records else list(cells)
    for record, texts in zip(records, rows, strict=False):
        found = _values(texts, fields, reader, block.wrong)
        changed = {name: value for name, value in found.items() if value != getattr(record, name)}
        if changed:
            block.changes[record.id] = changed
    for texts in rows[len(records) :]:
        blank = reader.kind.record()
        found = _values(texts, fields, reader, block.wrong)
        block.further.append({name: value for name, value in found.items() if value != getattr(blank, name)})
    return block


def _values(
    texts: Sequence[str], fields: Sequence[str], reader: CellReader, wrong: list[str]
) -> dict[str, Any]:
    """Field -> value of a row of cells; what cannot be read is told in `wrong`."""
    found: dict[str, Any] = {}
    for name, text in zip(fields, texts, strict=False):
        try:
            found[name] = reader.read(reader.kind.fields[name], text)
        except WrongInputError as error:
            wrong.append(f"{text}: {error}")
    return found


class PasteBar(QWidget):
    """The notice before a block is pasted; the column at which it begins can be chosen."""

    paste_asked = Signal(object, object)
    left = Signal()

    def __init__(self, host: Host, kind: RecordType) -> None:
        super().__init__()
        self._host, self._kind = host, kind
        self._cells: list[list[str]] = []
        self._records: list[Record] = []
        self._columns: list[str] = []
        self.block = Block()
        self.told = Label("", wrap=True)
        self.begin = CalmComboBox()
        self.begin.setMinimumContentsLength(14)
        self.begin.activated.connect(lambda _place: self._look())
        named(self.begin, lambda: _("Column at which the cells begin"))
        self.further = QCheckBox()
        self.further.toggled.connect(lambda _on: self._allow())
        self.paste = button(lambda: _("Paste"), self._ask, name="primary", writes="data")
        cancel = button(lambda: _("Cancel"), self.left.emit, name="flat")
        beside = Label(lambda: _("Begin at:"), "quiet")
        tools = flowing(holder(row(beside, self.begin)), self.paste, cancel)
        lines = column(self.told, self.further, tools, gap=4, margins=(16, 8, 16, 8))
        self.setLayout(row(frame("bar", lines)))
        self.hide()

    def offer(
        self, cells: list[list[str]], records: list[Record], columns: Sequence[str], begin: str
    ) -> None:
        """Say what pasting these cells into these records would change, beginning at a column."""
        self._cells, self._records = cells, records
        self._columns = [name for name in columns if self._kind.fields[name].kind.typed]
        self.begin.clear()
        for name in self._columns:
            self.begin.addItem(_(self._kind.fields[name].kind.label), name)
        self.begin.setCurrentIndex(max(0, self.begin.findData(begin)))
        self.further.setChecked(False)
        self._look()
        self.show()
        self.paste.setFocus() if self.paste.isEnabled() else self.begin.setFocus()

    def _look(self) -> None:
        fields = self._columns[max(0, self.begin.currentIndex()) :]
        self.block = block_of(self._cells, self._records, fields, CellReader(self._host, self._kind))
        count, records = self.block.values, len(self.block.changes)
        said = [
            _(
                "Cells: {rows} × {columns}.",
                rows=digits(len(self._cells)),
                columns=digits(len(self._cells[0])),
            ),
            ngettext(
                "{number} value changes in {records}.",
                "{number} values change in {records}.",
                count,
                number=digits(count),
                records=ngettext("{number} record", "{number} records", records, number=digits(records)),
            ),
        ]
        if self.block.wrong:
            wrong = len(self.block.wrong)
            said.append(
                ngettext(
                    "{number} cell cannot be read and is left out.",
                    "{number} cells cannot be read and are left out.",
                    wrong,
                    number=digits(wrong),
                )
            )
        self.told.show_text(" ".join(said))
        self.told.setToolTip("\n".join(self.block.wrong[:20]))
        self._offer_further(len([values for values in self.block.further if values]))
        self._allow()

    def _offer_further(self, count: int) -> None:
        """Let rows of cells below the last record become records, where that is wanted."""
        said = ngettext(
            "Add {number} further row as a new record",
            "Add {number} further rows as new records",
            count,
            number=digits(count),
        )
        self.further.setText(said)
        self.further.setVisible(bool(count))

    def _allow(self) -> None:
        self.paste.setEnabled(bool(self.block.values or self.further.isChecked()))

    def _ask(self) -> None:
        added = [values for values in self.block.further if values] if self.further.isChecked() else []
        self.paste_asked.emit(self.block.changes, added)
