"""Pastes a block of cells from a spreadsheet into the rows of a list, after saying what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cso_desk.fields.reading import WrongInputError
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.cell_reading import CellReader
from cso_desk.widgets.controls import Label, button, frame, named, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext


@dataclass
class Block:
    """What a block of cells would change: record id -> field -> value; and the cells that cannot be read."""

    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    without_row: int = 0

    @property
    def values(self) -> int:
        return sum(len(each) for each in self.changes.values())


def block_of(
    cells: Sequence[Sequence[str]], records: Sequence[Record], fields: Sequence[str], reader: CellReader
) -> Block:
    """What would change if `cells` were put into `fields` of `records`; one row of cells goes into all."""
    kind, block = reader.kind, Block()
    rows = list(cells) * len(records) if len(cells) == 1 else list(cells)
    block.without_row = max(0, len(rows) - len(records))
    for record, texts in zip(records, rows, strict=False):
        for name, text in zip(fields, texts, strict=False):
            try:
                value = reader.read(kind.fields[name], text)
            except WrongInputError as error:
                block.wrong.append(f"{text}: {error}")
                continue
            if value != getattr(record, name):
                block.changes.setdefault(record.id, {})[name] = value
    return block


class PasteBar(QWidget):
    """The notice before a block is pasted; the column at which it begins can be chosen."""

    paste_asked = Signal(object)
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
        self.paste = button(
            lambda: _("Paste"), lambda: self.paste_asked.emit(self.block.changes), name="primary"
        )
        cancel = button(lambda: _("Cancel"), self.left.emit, name="flat")
        beside = Label(lambda: _("Begin at:"), "quiet")
        tools = row(self.told, beside, self.begin, self.paste, cancel, margins=(16, 6, 16, 6))
        tools.setStretch(0, 1)
        self.setLayout(row(frame("bar", tools)))
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
                "{number} value changes, in {records} records.",
                "{number} values change, in {records} records.",
                count,
                number=digits(count),
                records=digits(records),
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
        if self.block.without_row:
            said.append(
                ngettext(
                    "{number} row of cells finds no record.",
                    "{number} rows of cells find no record.",
                    self.block.without_row,
                    number=digits(self.block.without_row),
                )
            )
        self.told.show_text(" ".join(said))
        self.told.setToolTip("\n".join(self.block.wrong[:20]))
        self.paste.setEnabled(bool(count))
