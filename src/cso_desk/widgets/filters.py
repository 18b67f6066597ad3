"""Filters of a list as chips: a field with some of its values, or from and until, taken away again."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QMenu, QPushButton, QWidget

from cso_desk.places.gazetteer import show_place
from cso_desk.records.kinds import RANGED, Choice, Flag, Place, Stored, Tags
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, button, column, frame, icon_button, named, part, row
from cso_desk.widgets.flow import FlowLayout
from cso_desk.widgets.live import live
from cso_desk.widgets.range_entry import RangeEntry, range_words
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, language

Counts = Callable[[str], Mapping[Stored, int]]
"""Field name -> how many rows have each of its values, with the other filters in force."""

_KINDS = (Choice, Flag, Place, Tags, *RANGED)
_PROVINCE = 2  # digits of a province's code
_VALUE = int(Qt.ItemDataRole.UserRole)
_MOST_NAMED = 3


def filterable(kind: RecordType) -> list[str]:
    """The fields by which a list can be filtered."""
    return [name for name in kind.typed if isinstance(kind.fields[name].kind, _KINDS)]


def value_name(kind: Any, value: Stored) -> str:
    """What people call one value of a field."""
    if isinstance(kind, Flag):
        return _("Yes") if value else _("No")
    if not value:
        return _("Not said")
    if isinstance(kind, RANGED):
        return range_words(kind, value)
    if isinstance(kind, Place):
        return show_place(str(value), language(), full=False)
    choices = getattr(kind, "choices", {})
    return _(choices[value]) if value in choices else str(value)


class FilterBar(QWidget):
    """The chips below the bar of a list; `changed` after every change of `filters`."""

    changed = Signal()

    def __init__(self, kind: RecordType, counts: Counts) -> None:
        super().__init__()
        self._kind, self._counts = kind, counts
        self.filters: dict[str, tuple[Stored, ...]] = {}
        self.values: ValueList | RangeEntry | None = None
        chips = QWidget()
        self._flow = FlowLayout(chips, gap=8)
        self.setLayout(row(frame("bar", row(chips, margins=(16, 6, 16, 6)))))
        live(self, self._draw)

    def menu_button(self) -> QPushButton:
        """The button from which a field is chosen."""
        made = button(lambda: _("Filter"), picture="funnel", hint=lambda: _("Show only some of the list"))
        menu = QMenu(made)
        menu.aboutToShow.connect(lambda: self._fill(menu, made))
        made.setMenu(menu)
        return made

    def set_filters(self, filters: Mapping[str, Any]) -> None:
        """Filter by these values; fields that this program does not know are left out."""
        known = filterable(self._kind)
        self.filters = {name: tuple(values) for name, values in filters.items() if name in known and values}
        self._draw()
        self.changed.emit()

    def choose(self, name: str, below: QWidget) -> None:
        """Open the list of the values of a field, or from and until."""
        field, chosen = self._kind.fields[name].kind, self.filters.get(name, ())
        if isinstance(field, RANGED):
            self.values = RangeEntry(field, chosen)
        else:
            self.values = ValueList(self._kind, name, self._counts(name), chosen)
        self.values.setParent(self, Qt.WindowType.Popup)
        self.values.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.values.chosen.connect(lambda values: self.set_filters({**self.filters, name: values}))
        self.values.move(below.mapToGlobal(QPoint(0, below.height())))
        self.values.show()
        self.values.setFocus()

    def words(self) -> list[str]:
        """Each filter as one text: "Kind: Association"."""
        return [self._words(name) for name in self.filters]

    def _fill(self, menu: QMenu, below: QWidget) -> None:
        menu.clear()
        for name in filterable(self._kind):
            action = menu.addAction(_(self._kind.fields[name].kind.label))
            action.triggered.connect(lambda *_on, name=name: self.choose(name, below))

    def _draw(self) -> None:
        self._flow.clear()
        for name in self.filters:
            self._flow.addWidget(self._chip(name))
        if len(self.filters) > 1:
            self._flow.addWidget(
                button(lambda: _("Take all filters away"), lambda: self.set_filters({}), name="link")
            )
        self.setVisible(bool(self.filters))

    def _chip(self, name: str) -> QWidget:
        whole = QFrame()
        part(whole, "chip")
        told = button(lambda: self._words(name), name="chip", hint=lambda: _("Press to choose other values"))
        told.clicked.connect(lambda *_on: self.choose(name, told))
        away = icon_button(
            "x",
            lambda: _("Take the filter {field} away", field=_(self._kind.fields[name].kind.label)),
            lambda: self.set_filters({**self.filters, name: ()}),
        )
        part(away, "chip")
        whole.setLayout(row(told, away, gap=0))
        return whole

    def _words(self, name: str) -> str:
        kind, values = self._kind.fields[name].kind, self.filters.get(name, ())
        said = [value_name(kind, value) for value in values[:_MOST_NAMED]]
        more = [f"+{digits(len(values) - _MOST_NAMED)}"] if len(values) > _MOST_NAMED else []
        return f"{_(kind.label)}: {', '.join([*said, *more])}"


class ValueList(QFrame):
    """The values of one field with ticks; `chosen` gives the ticked ones after every tick."""

    chosen = Signal(object)

    def __init__(
        self, kind: RecordType, name: str, counts: Mapping[Stored, int], ticked: tuple[Stored, ...]
    ) -> None:
        super().__init__()
        part(self, "popup")
        field = kind.fields[name].kind
        self.list = QListWidget()
        part(self.list, "plain")
        named(self.list, lambda: _(field.label))
        self.setFocusProxy(self.list)
        for value in _in_order(field, counts, ticked):
            inner = isinstance(field, Place) and len(str(value)) > _PROVINCE
            shown = f"{'    ' if inner else ''}{value_name(field, value)}   {digits(counts.get(value, 0))}"
            item = QListWidgetItem(shown)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
            item.setData(_VALUE, value)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self.chosen.emit(self._ticked()))
        if self.list.count():
            self.list.setCurrentRow(0)
        heading = Label(lambda: _(field.label), "group")
        self.setLayout(column(heading, self.list, gap=4, margins=(12, 8, 12, 12)))
        rows = min(max(self.list.count(), 2), 12)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), theme.px(24)) + theme.px(8))
        self.list.setMinimumWidth(max(self.list.sizeHintForColumn(0) + theme.px(48), theme.px(240)))

    def _ticked(self) -> tuple[Stored, ...]:
        items = [self.list.item(place) for place in range(self.list.count())]
        return tuple(item.data(_VALUE) for item in items if item.checkState() == Qt.CheckState.Checked)


def _in_order(kind: Any, counts: Mapping[Stored, int], ticked: tuple[Stored, ...]) -> list[Stored]:
    """Places by their codes, choices as they are declared, others the most frequent first; empty last."""
    found = [*counts, *(value for value in ticked if value not in counts)]
    if isinstance(kind, Flag):
        return sorted(found, key=lambda value: not value)
    if isinstance(kind, Place):
        found.sort(key=str)
    elif isinstance(kind, Choice):
        places = list(kind.choices)
        found.sort(key=lambda value: places.index(value) if value in places else len(places))
    return sorted(found, key=lambda value: not value)
