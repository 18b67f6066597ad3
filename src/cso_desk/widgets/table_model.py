"""A list of records as Qt asks for it: rows come in blocks when they are painted, never all of them."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from cso_desk.records.base import Record
from cso_desk.records.kinds import Number, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.operation import Operation
from cso_desk.widgets.showing import show
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

Index = QModelIndex | QPersistentModelIndex
Borrow = Callable[[Sequence[Record]], Mapping[str, Mapping[str, Any]]]
"""Values that records lack and others have, for a page of records: record id -> field -> value.

They are shown in a quieter colour.
"""

Rows = Callable[[], Iterator[tuple[list[Record], dict[str, tuple[str, str]]]]]
"""Reads records, some at a time, each time with the titles of the records they refer to."""

# Comparing Qt's roles as Python enums makes painting a page 3.7 times slower than comparing integers.
_DISPLAY, _TOOLTIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_ALIGN, _ACCESSIBLE = int(Qt.ItemDataRole.TextAlignmentRole), int(Qt.ItemDataRole.AccessibleTextRole)
_INK, _ID = int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.UserRole)
_ANSWERED = frozenset((_DISPLAY, _TOOLTIP, _ALIGN, _ACCESSIBLE, _INK, _ID))
_BEGINS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ENDS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = int(_BEGINS), int(_ENDS)
_NO_PARENT = QModelIndex()
_BLOCK = 50
_BLOCKS_KEPT = 40


class RecordModel(QAbstractTableModel):
    """The records of one type that are not in the trash, narrowed by words, by fields and by filters."""

    def __init__(
        self, host: Host, kind: RecordType, columns: Sequence[str] = (), *, borrow: Borrow | None = None
    ) -> None:
        super().__init__()
        self.kind = kind
        self.columns = list(columns or kind.columns)
        self.text, self.order, self.descending = "", "", False
        self.filters: dict[str, tuple[Stored, ...]] = {}
        self._host, self._borrow = host, borrow
        self._where: dict[str, Stored] = {}
        self._blocks: OrderedDict[int, list[tuple[str, list[str]]]] = OrderedDict()
        self._records: dict[int, list[Record]] = {}
        self._borrowed: dict[int, set[tuple[int, int]]] = {}
        self._numbers: list[bool] | None = None
        self._listing: Any = None
        self._wanted: Any = None
        self._count = 0
        host.changes.changed.connect(self._on_changed)
        live(self, self._say_again)

    # --- what the list shows ---

    def load(self) -> None:
        """Look at the store anew; rows are read when they are painted.

        The rest of a very big list comes in a thread; until then its first rows are shown, or, where it is
        narrowed or ordered anew, what was shown before.
        """
        listing = self._wanted = self._maker()()
        if listing.complete or listing.count or self._listing is None:
            self._show(listing)
        if not listing.complete:
            work = Operation(_("Preparing the list…"), lambda _progress: listing.finish())
            work.done.connect(self._finished)
            self._host.runner.start(work)

    def _maker(self) -> Callable[[], Any]:
        # The store's half of this is heavy to import, and the first paint comes before it.
        from cso_desk.store.listing import Listing  # noqa: PLC0415

        return partial(
            Listing,
            self._host.store,
            self.kind,
            text=self.text,
            where=self._where,
            filters=self.filters,
            order=self.order,
            descending=self.descending,
        )

    def _show(self, listing: Any) -> None:
        self.beginResetModel()
        self._forget()
        self._listing, self._count = listing, listing.count
        self.endResetModel()

    def _finished(self, listing: Any) -> None:
        if listing is not self._wanted:
            return
        if listing is self._listing and listing.count > self._count:
            self.beginInsertRows(_NO_PARENT, self._count, listing.count - 1)
            self._count = listing.count
            self.endInsertRows()
        else:
            self._show(listing)

    def narrow(self, text: str) -> None:
        """Show only records that have these words, the last one as it is being typed."""
        if text != self.text:
            self.text = text
            self.load()

    def only(self, where: Mapping[str, Stored]) -> None:
        """Show only records whose fields have these stored values."""
        self._where = dict(where)
        self.load()

    def filter_by(self, filters: Mapping[str, Sequence[Stored]]) -> None:
        """Show only records of which each of these fields has one of its values, see `store.narrowing`."""
        self.filters = {name: tuple(values) for name, values in filters.items() if values}
        self.load()

    def show_columns(self, columns: Sequence[str]) -> None:
        self.beginResetModel()
        self.columns, self._numbers = list(columns), None
        self._forget()
        self.endResetModel()

    def record_at(self, row: int) -> Record | None:
        """The record of one row, None where it is gone."""
        self._cells(row)
        records = self._records.get(row // _BLOCK, [])
        place = row % _BLOCK
        return records[place] if place < len(records) else None

    def look_of(self, row: int, column: int) -> tuple[str, Qt.AlignmentFlag, bool]:
        """All that painting a cell needs: its text, where it stands, whether it is borrowed."""
        lent = (row % _BLOCK, column) in self._borrowed.get(row // _BLOCK, ())
        return self._cells(row)[1][column], _ENDS if self._is_number(column) else _BEGINS, lent

    def row_of(self, record: str) -> int | None:
        return None if self._listing is None else self._listing.row_of(record)

    def ids(self, ranges: Iterable[tuple[int, int]]) -> list[str]:
        """The ids of the records of some ranges of rows, (first, last)."""
        if self._listing is None:
            return []
        return [one for first, last in ranges for one in self._listing.ids(first, last - first + 1)]

    @property
    def complete(self) -> bool:
        """Whether every row is known, and nothing is being prepared in a thread."""
        shown = self._listing
        return shown is not None and shown is self._wanted and shown.complete and shown.count == self._count

    def snapshot(self) -> Rows:
        """What reads all that is shown now, some records at a time; it may be called in a thread."""
        make = self._maker()

        def rows() -> Iterator[tuple[list[Record], dict[str, tuple[str, str]]]]:
            for records, titles in make().finish().records():
                lent = self._lent(records)
                for record in records:
                    for name, value in lent.get(record.id, {}).items():
                        setattr(record, name, value)
                yield records, titles

        return rows

    # --- what Qt asks ---

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        # Painting asks for a dozen roles a cell: what has no answer is sent away first.
        if role not in _ANSWERED or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == _ALIGN:
            return _RIGHT if self._is_number(column) else _LEFT
        if role == _INK:
            lent = (row % _BLOCK, column) in self._borrowed.get(row // _BLOCK, ())
            return QColor(theme.palette.quiet) if lent else None
        record, cells = self._cells(row)
        return record if role == _ID else cells[column] or ("" if role != _TOOLTIP else None)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (_DISPLAY, _TOOLTIP):
            return _(self.kind.fields[self.columns[section]].kind.label)
        return _LEFT if role == _ALIGN else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = self.columns[column] if 0 <= column < len(self.columns) else ""
        descending = bool(wanted) and order == Qt.SortOrder.DescendingOrder
        if (wanted, descending) != (self.order, self.descending):
            self.order, self.descending = wanted, descending
            if self._listing is not None:
                self.load()

    # --- within ---

    def _is_number(self, column: int) -> bool:
        if self._numbers is None:
            self._numbers = [isinstance(self.kind.fields[name].kind, Number) for name in self.columns]
        return self._numbers[column]

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
        lent = self._lent(records)
        rows, borrowed = [], set()
        for row, record in enumerate(records):
            cells = [show(each.kind, getattr(record, each.name), titles) for each in fields]
            for name, value in lent.get(record.id, {}).items():
                if name in self.columns and not cells[place := self.columns.index(name)]:
                    cells[place] = show(self.kind.fields[name].kind, value, titles)
                    borrowed.add((row, place))
            rows.append((record.id, cells))
        self._records[block], self._blocks[block], self._borrowed[block] = records, rows, borrowed
        while len(self._blocks) > _BLOCKS_KEPT:
            oldest, _rows = self._blocks.popitem(last=False)
            self._records.pop(oldest, None)
            self._borrowed.pop(oldest, None)

    def _lent(self, records: Sequence[Record]) -> Mapping[str, Mapping[str, Any]]:
        return self._borrow(records) if self._borrow is not None and records else {}

    def _forget(self) -> None:
        self._blocks.clear()
        self._records.clear()
        self._borrowed.clear()

    def _on_changed(self, changed: Any) -> None:
        if self._listing is not None and self._concerns(changed.kinds):
            self.load()

    def _concerns(self, kinds: frozenset[str]) -> bool:
        told = {getattr(self.kind.fields[name].kind, "to", None) for name in self.columns}
        return self._borrow is not None or self.kind.name in kinds or bool(kinds & told)

    def _say_again(self) -> None:
        self._forget()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
