"""Files on their way into the library: what each seems to be stands in a list, for a person to put right."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cso_desk.extraction.refusals import refusal, verdict_said
from cso_desk.features.library.record import KINDS
from cso_desk.features.library.service.taking_in import SeenFile, Taken, look_at, take_files
from cso_desk.khmer.date_ranges import short_date
from cso_desk.khmer.dates import parse_date, show_date
from cso_desk.store.blob_texts import GOOD, REFUSED
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, row
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.operation import failure_of
from cso_desk.widgets.pieces import in_pieces
from cso_desk.widgets.scroll_column import ScrollColumn
from cso_desk.widgets.showing import digits
from cso_desk.widgets.table_view import dense
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, language, ngettext

_HEADS = (N_("File"), N_("Title"), N_("Number"), N_("Signed on"), N_("What happens with it"))
_WIDTHS = (170, 230, 70, 110, 120)
_FILE, _TITLE, _NUMBER, _DATE, _WHAT = range(len(_HEADS))
_PICTURE = 84
_FIELDS = (
    ("title_km", N_("Title in Khmer")), ("title_en", N_("Title in English")), ("kind", N_("Kind of title")),
    ("number", N_("Number")), ("date", N_("Signed on")), ("agency", N_("Issued by")),
)  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


def begin_taking_in(host: Host, paths: Sequence[Path]) -> None:
    """Look at files and folders beside the window, then show what they seem to be."""
    store = host.store

    def show(seen: list[SeenFile]) -> None:
        if seen:
            pane = _SeenPane()
            in_pieces(pane, _shown(host, seen, pane), lambda error: host.complain(failure_of(error)))
        else:
            host.notify(_("There is no file in this folder."))

    host.work(_("Looking at the files…"), lambda progress: look_at(store, paths, progress), show)


def _shown(host: Host, seen: Sequence[SeenFile], pane: "_SeenPane") -> Iterator[None]:
    """Make the page and lay it over the others: turns of the window, each of them short."""
    yield
    page = TakingInPage(host, seen, pane)
    yield
    host.show_over(page)
    yield
    page.table.selectRow(0)


class TakingInPage(QWidget):
    """The files that were looked at, the one under the cursor in full, and the button that takes them."""

    finished = Signal()

    def __init__(self, host: Host, seen: Sequence[SeenFile], pane: "_SeenPane") -> None:
        super().__init__()
        self._host = host
        self.model = SeenModel(seen)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.pane = pane
        pane.altered = self._altered
        self.take = button(self._take_said, self.keep, name="primary", picture="check", writes="data")
        self._told = Label("", "quiet", wrap=True)
        self._build()
        self.model.dataChanged.connect(self._count)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show(now.row()))
        live(self, self._count)

    def title(self) -> str:
        return _("Add files")

    def keep(self) -> None:
        """Take what is ticked, as one step."""
        store, chosen = self._host.store, self.model.chosen()

        def tell(taken: Taken) -> None:
            self._host.notify(
                ngettext(
                    "{number} file was added.",
                    "{number} files were added.",
                    taken.files,
                    number=digits(taken.files),
                ),
                undo=True,
            )
            self.finished.emit()

        self._host.work(_("Keeping the files…"), lambda progress: take_files(store, chosen, progress), tell)

    def _build(self) -> None:
        dense(self.table)
        named(self.table, lambda: _("Files to add"))
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, theme.px(width))
        self.table.horizontalHeader().setStretchLastSection(True)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.px(860), theme.px(420)])
        foot = row(self._told, self.take, gap=16, margins=(16, 8, 16, 8))
        foot.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(split, 1)
        layout.addWidget(frame("foot", foot))

    def _show(self, place: int) -> None:
        if 0 <= place < len(self.model.rows):
            self.pane.show_file(place, self.model.rows[place])

    def _altered(self, place: int, one: SeenFile) -> None:
        self.model.put(place, one)

    def _take_said(self) -> str:
        count = len(self.model.chosen())
        return ngettext("Add {number} file", "Add {number} files", count, number=digits(count))

    def _count(self, *_cells: object) -> None:
        self.take.setText(self._take_said().replace("&", "&&"))
        self.take.setEnabled(bool(self.model.chosen()))
        left = sum(1 for each in self.model.rows if not each.may_be_taken)
        self._told.show_text(
            _("What was guessed comes from the first page. Look through it before you add.")
            + (
                " " + ngettext(
                    "{number} file is left out, see the last column.",
                    "{number} files are left out, see the last column.",
                    left,
                    number=digits(left),
                )
                if left
                else ""
            )
        )  # fmt: skip


class SeenModel(QAbstractTableModel):
    """The files as rows; those that may be taken have a tick."""

    def __init__(self, seen: Sequence[SeenFile]) -> None:
        super().__init__()
        self.rows = list(seen)
        self._off: set[int] = set()

    def chosen(self) -> list[SeenFile]:
        """What is ticked and may be taken."""
        return [each for n, each in enumerate(self.rows) if each.may_be_taken and n not in self._off]

    def put(self, place: int, one: SeenFile) -> None:
        """Show what a person altered."""
        self.rows[place] = one
        self.dataChanged.emit(self.index(place, 0), self.index(place, _WHAT))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _(_HEADS[section]) if across else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == _FILE and self.rows[index.row()].may_be_taken:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = 0) -> Any:
        one = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cell(one, index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _FILE and one.may_be_taken:
            return Qt.CheckState.Unchecked if index.row() in self._off else Qt.CheckState.Checked
        return None

    def setData(self, index: Index, value: Any, role: int = 0) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != _FILE:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        (self._off.discard if on else self._off.add)(index.row())
        self.dataChanged.emit(index, index)
        return True


def _cell(one: SeenFile, column: int) -> str:
    said = one.guess
    match column:
        case 0:
            return one.name
        case 1:
            return said.title_km or said.title_en
        case 2:
            return said.number
        case 3:
            return short_date(said.date, language()) if said.date else ""
        case _:
            return _what(one)


def _what(one: SeenFile) -> str:
    """What becomes of a file, in one line."""
    if one.same:
        names = ", ".join(one.same)
        return f"{_becomes(one)} {_('It comes in once; the same is in: {names}.', names=names)}"
    return _becomes(one)


def _becomes(one: SeenFile) -> str:
    if one.here:
        return _("Already here as “{title}”.", title=one.here)
    if one.found.verdict == REFUSED:
        return refusal(one.found.refused)
    if one.title:
        return _("A version of a title that is in the library.")
    return _("A new title.") if one.found.verdict == GOOD else verdict_said(one.found.verdict)


class _SeenPane(QWidget):
    """One file in full: its first page small, and what it seems to be, to be put right."""

    def __init__(self) -> None:
        super().__init__()
        self.altered: Callable[[int, SeenFile], object] = lambda _place, _one: None
        self._place = -1
        self._one: SeenFile | None = None
        self._picture, self._name = QLabel(), Label("", wrap=True)
        self._told = Label("", "quiet", wrap=True)
        self.kind = QComboBox()
        self.lines = {name: QLineEdit() for name in ("title_km", "title_en", "number", "date", "agency")}
        self._wrong = Label("", "bad", wrap=True)
        self._build()

    def show_file(self, place: int, one: SeenFile) -> None:
        """Show a file of the list."""
        self._place, self._one = -1, one
        said = one.guess
        for name, line in self.lines.items():
            line.setText(show_date(said.date, language()) if name == "date" else getattr(said, name))
            line.setCursorPosition(0)
        self.kind.setCurrentIndex(max(self.kind.findData(said.kind), 0))
        for each in (*self.lines.values(), self.kind):
            each.setEnabled(one.may_be_taken and not one.title)
        self._name.show_text(one.name)
        self._told.show_text(_what(one))
        self._wrong.hide()
        pixmap = QPixmap()
        seen = pixmap.loadFromData(QByteArray(one.found.thumbnail), "PNG")
        if seen:
            wide = theme.px(_PICTURE)
            self._picture.setPixmap(pixmap.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation))
        self._card.setVisible(bool(seen))
        self._place = place

    def _build(self) -> None:
        live(self, self._say_kinds)
        fields: list[QWidget] = []
        for name, say in _FIELDS:
            control = self.kind if name == "kind" else self.lines[name]
            named(control, partial(_, say))
            fields.append(holder(column(Label(partial(_, say), "quiet"), control, gap=2)))
        self._card = frame("card", row(self._picture))
        top = row(self._card, holder(column(self._name, self._told, None, gap=4)), gap=12)
        top.setStretch(1, 1)
        self._lines = ScrollColumn()
        self._lines.show_lines([holder(top), *fields, self._wrong], gap=8)
        self.setLayout(column(self._lines, gap=0))
        for line in self.lines.values():
            line.editingFinished.connect(self._keep)
        self.kind.activated.connect(self._keep)

    def _say_kinds(self) -> None:
        chosen = self.kind.currentData()
        self.kind.clear()
        self.kind.addItem("—", "")
        for code, message in KINDS.items():
            self.kind.addItem(_(message), code)
        self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0))

    def _keep(self, *_index: int) -> None:
        """Take over what was typed into the list."""
        if self._place < 0 or self._one is None or not self._one.may_be_taken:
            return
        typed = {name: line.text().strip() for name, line in self.lines.items()}
        day = parse_date(typed["date"]) if typed["date"] else None
        self._wrong.setVisible(bool(typed["date"]) and day is None)
        if typed["date"] and day is None:
            self._wrong.show_text(_("This is no date. Write it as 12/08/2015."))
        guess = replace(
            self._one.guess,
            title_km=typed["title_km"],
            title_en=typed["title_en"],
            number=typed["number"],
            agency=typed["agency"],
            date=day.iso if day else "",
            kind=self.kind.currentData() or "",
        )
        if guess != self._one.guess:
            self._one = replace(self._one, guess=guess)
            self.altered(self._place, self._one)
