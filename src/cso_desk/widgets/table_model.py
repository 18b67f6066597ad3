"""A list of records as Qt asks for it: rows come in blocks when they are painted, never all of them."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from cso_desk.records.base import Record
from cso_desk.records.kinds import Number, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import show
from cso_desk.wording import _

Index = QModelIndex | QPersistentModelIndex

# Comparing Qt's roles as Python enums makes painting a page 3.7 times slower than comparing integers.
_DISPLAY, _TOOLTIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_ALIGN, _ACCESSIBLE = int(Qt.ItemDataRole.TextAlignmentRole), int(Qt.ItemDataRole.AccessibleTextRole)
_ID = int(Qt.ItemDataRole.UserRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()
_BLOCK = 100
_BLOCKS_KEPT = 20


class RecordModel(QAbstractTableModel):
    """The records of one type that are not in the trash, narrowed by words and by fields."""

    def __init__(self, host: Host, kind: RecordType, columns: Sequence[str] = ()) -> None:
        super().__init__()
        self.kind = kind
        self.columns = list(columns or kind.columns)
        self._host = host
        self._text, self._order, self._descending = "", "", False
        self._where: dict[str, Stored] = {}
        self._blocks: OrderedDict[int, list[tuple[str, list[str]]]] = OrderedDict()
        self._records: dict[int, list[Record]] = {}
        self._listing: Any = None
        self._count = 0
        host.changes.changed.connect(self._on_changed)
        live(self, self._say_again)

    # --- what the list shows ---

    def load(self) -> None:
        """Look at the store anew; rows are read when they are painted."""
        # The store's half of this is heavy to import, and the first paint comes before it.
        from cso_desk.store.listing import Listing  # noqa: PLC0415

        self.beginResetModel()
        self._blocks.clear()
        self._records.clear()
        self._listing = Listing(
            self._host.store,
            self.kind,
            text=self._text,
            where=self._where,
            order=self._order,
            descending=self._descending,
        )
        self._count = self._listing.count
        self.endResetModel()

    def narrow(self, text: str) -> None:
        """Show only records that have these words, the last one as it is being typed."""
        if text != self._text:
            self._text = text
            self.load()

    def only(self, where: Mapping[str, Stored]) -> None:
        """Show only records whose fields have these stored values."""
        self._where = dict(where)
        self.load()

    def show_columns(self, columns: Sequence[str]) -> None:
        self.beginResetModel()
        self.columns = list(columns)
        self._blocks.clear()
        self.endResetModel()

    def record_at(self, row: int) -> Record | None:
        """The record of one row, None where it is gone."""
        self._cells(row)
        records = self._records.get(row // _BLOCK, [])
        place = row % _BLOCK
        return records[place] if place < len(records) else None

    def row_of(self, record: str) -> int | None:
        return None if self._listing is None else self._listing.row_of(record)

    # --- what Qt asks ---

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role in (_DISPLAY, _ACCESSIBLE):
            return self._cells(index.row())[1][index.column()] if index.isValid() else None
        if role == _TOOLTIP and index.isValid():
            return self._cells(index.row())[1][index.column()] or None
        if role == _ALIGN and index.isValid():
            return _RIGHT if self._is_number(index.column()) else _LEFT
        if role == _ID and index.isValid():
            return self._cells(index.row())[0]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (_DISPLAY, _TOOLTIP):
            return _(self.kind.fields[self.columns[section]].kind.label)
        return _LEFT if role == _ALIGN else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = self.columns[column] if 0 <= column < len(self.columns) else ""
        self._descending = bool(self._order) and order == Qt.SortOrder.DescendingOrder
        if self._listing is not None:
            self.load()

    # --- within ---

    def _is_number(self, column: int) -> bool:
        return isinstance(self.kind.fields[self.columns[column]].kind, Number)

    def _cells(self, row: int) -> tuple[str, list[str]]:
        block = row // _BLOCK
        if block not in self._blocks:
            self._read(block)
        rows = self._blocks[block]
        place = row % _BLOCK
        return rows[place] if place < len(rows) else ("", [""] * len(self.columns))

    def _read(self, block: int) -> None:
        records, titles = self._listing.block(block * _BLOCK, _BLOCK) if self._listing else ([], {})
        fields = [self.kind.fields[name] for name in self.columns]
        self._records[block] = records
        self._blocks[block] = [
            (record.id, [show(each.kind, getattr(record, each.name), titles) for each in fields])
            for record in records
        ]
        while len(self._blocks) > _BLOCKS_KEPT:
            oldest, _rows = self._blocks.popitem(last=False)
            self._records.pop(oldest, None)

    def _on_changed(self, changed: Any) -> None:
        if self._listing is not None and self._concerns(changed.kinds):
            self.load()

    def _concerns(self, kinds: frozenset[str]) -> bool:
        told = {getattr(self.kind.fields[name].kind, "to", None) for name in self.columns}
        return self.kind.name in kinds or bool(kinds & told)

    def _say_again(self) -> None:
        self._blocks.clear()
        self._records.clear()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
