"""A list of records as Qt asks for it: rows come in blocks when they are painted, never all of them."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor

from cso_desk.records.base import Record
from cso_desk.records.kinds import Figure, Money, Number, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.borrowed import Lend, borrows
from cso_desk.widgets.cell_writing import rows_as_text
from cso_desk.widgets.host import Host
from cso_desk.widgets.list_block import ListBlock
from cso_desk.widgets.live import live
from cso_desk.widgets.operation import Failure, Operation
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

Index = QModelIndex | QPersistentModelIndex
Rows = Callable[[], Iterator[tuple[list[Record], dict[str, tuple[str, str]]]]]
"""Reads records, some at a time, each time with the titles of the records they refer to."""

# Comparing Qt's roles as Python enums makes painting a page 3.7 times slower than comparing integers.
_DISPLAY, _TOOLTIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_ALIGN, _ACCESSIBLE = int(Qt.ItemDataRole.TextAlignmentRole), int(Qt.ItemDataRole.AccessibleTextRole)
_INK, _ID = int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.UserRole)
_ANSWERED = frozenset((_DISPLAY, _TOOLTIP, _ALIGN, _ACCESSIBLE, _INK, _ID))
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()
_BLOCK = 50
_BLOCKS_KEPT = 40
_COPIED_AT_ONCE, _MOST_COPIED = 500, 100_000  # rows
_SOON = 30  # milliseconds after which the rest of a narrowed list is found: the next key may be on its way


class RecordModel(QAbstractTableModel):
    """The records of one type that are not in the trash, narrowed by words, by fields and by filters.

    `completed` comes when the rest of a list was found.
    """

    completed = Signal()

    def __init__(
        self,
        host: Host,
        kind: RecordType,
        columns: Sequence[str] = (),
        *,
        borrow: Mapping[str, Lend] | None = None,
    ) -> None:
        super().__init__()
        self.kind = kind
        self.columns = list(columns or kind.columns)
        self.text, self.order, self.descending = "", "", False
        self.filters: dict[str, tuple[Stored, ...]] = {}
        self._host, self._borrow = host, dict(borrow or {})
        self._where: dict[str, Stored] = {}
        self._blocks: OrderedDict[int, ListBlock] = OrderedDict()
        self._numbers: list[bool] | None = None
        self._small: bool | None = None
        self._ordered: tuple[object, Any] = (None, None)
        self._listing: Any = None
        self._wanted: Any = None
        self._troubled: Any = None
        self._work: Operation | None = None
        self._count = 0
        # A thread would hold up the painting of the first rows, which are Python's as well.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.complete_now)
        host.changes.changed.connect(self._on_changed)
        live(self, self._say_again)

    # --- what the list shows ---

    def load(self) -> None:
        """Look at the store anew; rows are read when they are painted.

        The first rows come at once, the rest of a narrowed list a moment later, that of a very big one from a
        thread; where such a one is narrowed or ordered anew, what was shown before is shown until then.
        """
        self._small, self._ordered = None, (None, None)
        self._look()

    def _look(self) -> None:
        way = (self.order, self.descending, self._host.store.commits)
        ordered = self._ordered[1] if self._ordered[0] == way else None
        listing = self._wanted = self._maker()(small=self._small, ordered=ordered)
        self._small, self._ordered = listing.small, (way, listing.ordered)
        if self._work is not None:
            self._work.cancel()
            self._work = None
        if listing.complete or listing.count or self._listing is None:
            self._show(listing)
        if listing.small and not listing.complete:
            self._soon.start(_SOON)
        elif not listing.complete:
            self._work = Operation(_("Preparing the list…"), listing.finish)
            self._work.done.connect(self._finished)
            self._work.failed.connect(self._failed)
            self._host.runner.start(self._work)

    def _maker(self) -> Callable[..., Any]:
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
            lend=self._borrow.get(self.order),
        )

    def _show(self, listing: Any) -> None:
        self.beginResetModel()
        self._blocks.clear()
        self._listing, self._count = listing, listing.count
        self.endResetModel()

    def _finished(self, listing: Any) -> None:
        if listing is not self._wanted:
            return
        if listing is not self._listing:
            self._show(listing)
        elif listing.count > self._count:
            self.beginInsertRows(_NO_PARENT, self._count, listing.count - 1)
            self._count = listing.count
            # The last block may have been read when it was shorter.
            self._blocks.popitem() if self._blocks else None
            self.endInsertRows()
        self.completed.emit()

    def _failed(self, failure: Failure) -> None:
        if not failure.cancelled:
            self._host.complain(failure)

    def complete_now(self) -> None:
        """Find all rows of a list that is not very big before anything else is done with it."""
        if self._wanted is not None and self._wanted.small and not self.complete:
            self._finished(self._wanted.finish())

    def narrow(self, text: str) -> None:
        """Show only records that have these words, the last one as it is being typed."""
        if text != self.text:
            self.text = text
            self._look()

    def only(self, where: Mapping[str, Stored]) -> None:
        """Show only records whose fields have these stored values."""
        self._where = dict(where)
        self.load()

    def filter_by(self, filters: Mapping[str, Sequence[Stored]]) -> None:
        """Show only records of which each of these fields has one of its values, see `store.narrowing`."""
        self.filters = {name: tuple(values) for name, values in filters.items() if values}
        self._look()

    def show_columns(self, columns: Sequence[str]) -> None:
        self.beginResetModel()
        self.columns, self._numbers = list(columns), None
        self._blocks.clear()
        self.endResetModel()

    def row_of(self, record: str) -> int | None:
        row = None if self._listing is None else self._listing.row_of(record)
        return row if row is not None and row < self._count else None

    def ids(self, ranges: Iterable[tuple[int, int]]) -> list[str]:
        """The ids of the records of some ranges of rows, (first, last)."""
        if self._listing is None:
            return []
        return [one for first, last in ranges for one in self._listing.ids(first, last - first + 1)]

    def records(self, ranges: Iterable[tuple[int, int]]) -> list[Record]:
        """The records of some ranges of rows, (first, last)."""
        if self._listing is None:
            return []
        return [
            one
            for first, last in ranges
            for some, _titles in self._listing.records(first, last + 1)
            for one in some
        ]

    @property
    def complete(self) -> bool:
        """Whether every row is known, and nothing is being prepared in a thread."""
        shown = self._listing
        return shown is not None and shown is self._wanted and shown.complete and shown.count == self._count

    def snapshot(self, own: Collection[str] = (), only: Collection[str] = ()) -> Rows:
        """What reads all that is shown now, some records at a time; it may be called in a thread.

        The fields `own` are not borrowed: they hold what the records say themselves. `only` are the records
        that are meant, by their ids; without it all.
        """
        make, borrow = self._maker(), [each for each in self._borrow.items() if each[0] not in own]

        def rows() -> Iterator[tuple[list[Record], dict[str, tuple[str, str]]]]:
            for found, titles in make().finish().records():
                records = [each for each in found if not only or each.id in only]
                for name, lend in borrow:
                    without = {each.id: each for each in records if borrows(lend, getattr(each, name))}
                    for key, value in lend(list(without)).items() if without else ():
                        setattr(without[key], name, value)
                yield records, titles

        return rows

    def copy(
        self, ranges: Sequence[tuple[int, int]], columns: Sequence[str], done: Callable[[str], object]
    ) -> None:
        """Give the rows of ranges, (first, last), to `done` as text for a spreadsheet; many from a thread."""
        count = sum(last - first + 1 for first, last in ranges)
        if self._listing is None or not count:
            return
        if count > _MOST_COPIED:
            said = _(
                "At most {count} rows can be copied at once. Export the list instead.",
                count=digits(_MOST_COPIED),
            )
            self._host.notify(said)
            return
        act = partial(rows_as_text, self.kind, self._listing, ranges, list(columns), self._borrow)
        if count <= _COPIED_AT_ONCE:
            done(act())
        else:
            self._host.work(_("Copying rows…"), act, done)

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
        if role == _ID:
            return self._block(row).id_of(row % _BLOCK)
        text, _ends, lent = self.look_of(row, column)
        if role == _INK:
            return QColor(theme.palette.quiet) if lent else None
        return text or ("" if role != _TOOLTIP else None)

    def look_of(self, row: int, column: int) -> tuple[str, bool, bool]:
        """All that painting a cell needs: its text, whether it stands at the end, whether it is borrowed."""
        block = self._blocks.get(row // _BLOCK) or self._block(row)
        place = row % _BLOCK
        return block.texts(place)[column], self._is_number(column), (place, column) in block.lent

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
                self._look()

    # --- within ---

    def _is_number(self, column: int) -> bool:
        if self._numbers is None:
            self._numbers = [
                isinstance(self.kind.fields[name].kind, (Number, Figure, Money)) for name in self.columns
            ]
        return self._numbers[column]

    def _block(self, row: int) -> ListBlock:
        """The block in which a row stands, read where it is not there."""
        place = row // _BLOCK
        if place not in self._blocks:
            try:
                self._blocks[place] = self._read(place * _BLOCK)
            except Exception as error:  # noqa: BLE001  a list that is painted cannot raise: its rows stay empty
                self._blocks[place] = ListBlock(self.kind, self.columns, [], {}, {})
                self._tell(error)
            while len(self._blocks) > _BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        return self._blocks[place]

    def _read(self, first: int) -> ListBlock:
        rows, titles = self._listing.rows(first, _BLOCK, self.columns) if self._listing else ([], {})
        return ListBlock(self.kind, self.columns, rows, titles, self._borrow)

    def _tell(self, error: Exception) -> None:
        """Say what could not be read: after the painting, and once for each look at the store."""

        def fail() -> None:
            raise error

        if self._troubled is not self._listing:
            self._troubled = self._listing
            QTimer.singleShot(0, self, lambda: self._host.attempt(fail))

    def _on_changed(self, changed: Any) -> None:
        if self._listing is not None and self._concerns(changed.kinds):
            self.load()

    def _concerns(self, kinds: frozenset[str]) -> bool:
        told = {getattr(self.kind.fields[name].kind, "to", None) for name in self.columns}
        return bool(self._borrow) or self.kind.name in kinds or bool(kinds & told)

    def _say_again(self) -> None:
        self._blocks.clear()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self.columns) - 1))
