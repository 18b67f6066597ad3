"""The first look at a list: its first rows as the last page showed them, until the desk itself is ready."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtWidgets import QTableView, QWidget

from cso_desk.desk.pages import PAGES
from cso_desk.desk.sidebar import Sidebar
from cso_desk.records.record_type import RecordType
from cso_desk.store.first_rows import FirstRows
from cso_desk.widgets.controls import column, frame, named, part, row
from cso_desk.widgets.showing import show
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.widgets.table_view import RecordTable

ROWS = 40
"""How many rows are read: more than the largest screen of a desk shows."""

_NO_PARENT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


@dataclass(frozen=True)
class FirstList:
    """Which list was shown last, and how: names and lengths in pixels, nothing of what stood in it."""

    kind: RecordType
    columns: list[str]
    widths: list[int]
    top: int


class FirstLook(QWidget):
    """Stands where the desk will stand; nothing can be changed in it."""

    def __init__(self, page: str, known: FirstList, rows: FirstRows) -> None:
        super().__init__()
        part(self, "canvas")
        sidebar = Sidebar(PAGES)
        sidebar.hub.show_text(" ")
        sidebar.mark(page)
        sidebar.setEnabled(False)
        bar = frame("bar", column())
        bar.setFixedHeight(known.top)
        middle = QWidget()
        self.table = _table(known, rows)
        middle.setLayout(column(bar, self.table, gap=0))
        self.setLayout(row(sidebar, middle, gap=0))


def kept_list(table: "RecordTable", desk: QWidget) -> dict[str, Any]:
    """What the settings keep of a list, for `first_list` of the next start."""
    model = table.records
    widths = [table.columnWidth(place) for place in range(len(model.columns))]
    top = table.mapTo(desk, QPoint(0, 0)).y()
    return {"kind": model.kind.name, "columns": list(model.columns), "widths": widths, "top": top}


def first_list(kept: Mapping[str, Any]) -> FirstList | None:
    """What was kept of a list; None where this program has no such list or columns."""
    kind = _kind(str(kept.get("kind")))
    columns, widths = kept.get("columns"), kept.get("widths")
    if kind is None or not isinstance(columns, list) or not isinstance(widths, list):
        return None
    if not columns or not set(columns) <= set(kind.fields) or not all(type(width) is int for width in widths):
        return None
    top = kept.get("top")
    return FirstList(kind, columns, widths, min(max(top if isinstance(top, int) else 0, 0), 400))


def _kind(name: str) -> RecordType | None:
    # The catalogue of all record types brings the importers along; only one module is needed.
    if name in ("organisation", "person"):
        from cso_desk.features.members.record import ORGANISATION, PERSON  # noqa: PLC0415

        return ORGANISATION if name == "organisation" else PERSON
    if name == "meeting":
        from cso_desk.features.meetings.record import MEETING  # noqa: PLC0415

        return MEETING
    if name == "library_title":
        from cso_desk.features.library.record import LIBRARY_TITLE  # noqa: PLC0415

        return LIBRARY_TITLE
    return None


def _table(known: FirstList, rows: FirstRows) -> QTableView:
    made = QTableView()
    made.setModel(_Model(known.columns, known.kind, rows))
    named(made, lambda: _(known.kind.plural))
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setSelectionMode(QTableView.SelectionMode.NoSelection)
    made.verticalHeader().hide()
    made.verticalHeader().setDefaultSectionSize(theme.row_height)
    head = made.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setStretchLastSection(True)
    for place, width in enumerate(known.widths[: len(known.columns)]):
        made.setColumnWidth(place, width)
    return made


class _Model(QAbstractTableModel):
    """The rows as texts; those after the first block are blank."""

    def __init__(self, columns: list[str], kind: RecordType, rows: FirstRows) -> None:
        super().__init__()
        fields = [kind.fields[name] for name in columns]
        self._heads = [_(field.kind.label) for field in fields]
        self._cells = [
            [show(field.kind, getattr(record, field.name), rows.titles) for field in fields]
            for record in rows.records
        ]
        self._count = rows.count

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and index.row() < len(self._cells):
            return self._cells[index.row()][index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY and orientation == Qt.Orientation.Horizontal and section < len(self._heads):
            return self._heads[section]
        return None
