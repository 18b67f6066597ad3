"""Sets in the window: made of what the list of titles shows, what of them is here, and at which hubs."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTableWidget, QTableWidgetItem, QWidget

from cso_desk.features.hub.form import list_paper
from cso_desk.features.library.record import LIBRARY_SET, LibrarySet
from cso_desk.features.library.service.sets import (
    SetLine,
    Shared,
    make_set,
    promise_set,
    promised_to,
    put_into_set,
    set_lines,
    set_records,
    take_out_of_set,
)
from cso_desk.places.gazetteer import show_place
from cso_desk.records.base import Record
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.controls import Label, button, column, frame, holder, named
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.finding import FindLine
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.live import live
from cso_desk.widgets.record_editor import CHECKED, Group
from cso_desk.widgets.register_table import Head, RegisterModel, RegisterTable, Row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.table_view import dense
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, language, ngettext

SET_GROUPS = (
    Group(N_("Library set"), ("title_km", "title_en", "edition", "purpose_km", "purpose_en", "notes")),
    CHECKED,
)
_TITLE_HEADS = (Head(N_("Title"), 0), Head(N_("Files"), 72), Head(N_("State"), 168))
_HUB_HEADS = (N_("Hub"), N_("Titles there"), N_("Files it asks for"), N_("Heard of it"))
_HUB_WIDTHS = (112, 116, 124)  # of all but the first, which takes the rest
_KINDS = frozenset({"library_set", "library_title", "title_version", "set_promise"})


class HubHolding(Protocol):
    """What one hub is proved to hold of groups of records, see `bundles.holdings`."""

    @property
    def hub(self) -> str: ...
    @property
    def complete(self) -> Collection[str]: ...
    @property
    def waiting(self) -> Mapping[str, int]: ...
    @property
    def told_at(self) -> int: ...


Holdings = Callable[[Mapping[str, Collection[str]]], Sequence[HubHolding]]
"""Tells how every known hub stands with groups of records; the window gives it, the library knows no hubs."""


def set_of_list(page: ListPage) -> None:
    """Make a set of the titles that are selected in a list, or of all that it shows, and open it."""
    ids = [each.id for records, _titles in page.model.snapshot(only=page.chosen())() for each in records]
    narrowed = [*([page.filter.text().strip()] if page.filter.text().strip() else []), *page.filters.words()]
    day = short_date(dt.date.today().isoformat())  # noqa: DTZ011  the day on the wall
    name = " · ".join(narrowed) or _("Set of {day}", day=day)
    km, en = (name, "") if language() == "km" else ("", name)

    def act() -> None:
        made = make_set(page.host.store, ids, km, en)
        page.host.go_to_record("library_set", made.id)
        said = ngettext(
            "The set has {number} title. Give it its name.",
            "The set has {number} titles. Give it its name.",
            len(ids),
            number=digits(len(ids)),
        )
        page.host.notify(said, undo=True)

    page.host.attempt(act)


class SetTitles(QWidget):
    """The titles of a set, and for each whether all its files are on this computer."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._set: LibrarySet | None = None
        self.model = RegisterModel(_TITLE_HEADS)
        self.table = RegisterTable(self.model, lambda: _("Titles of the set"))
        self._count = Label("", "quiet", wrap=True)
        self.adding = FindLine(record_finder(host, "library_title", lambda _record: False)[0])
        self.adding.setMinimumWidth(theme.px(220))
        named(self.adding, lambda: _("Add a title"))
        live(self.adding, lambda: self.adding.setPlaceholderText(_("Add a title…")))
        self.adding.chosen.connect(self.add)
        out = button(lambda: _("Take out"), self.take_out, picture="minus", writes="data")
        self.table.opened.connect(lambda record: host.go_to_record("library_title", record))
        head = column(self._count, flowing(self.adding, out), gap=6, margins=(16, 8, 16, 8))
        self.setLayout(column(holder(head), self.table, gap=0))
        host.changes.changed.connect(self._on_changed)
        live(self, self._draw)

    def show_record(self, record: Record) -> None:
        """Show the titles of a set."""
        self._set = record if isinstance(record, LibrarySet) else None
        self._draw()

    def add(self, title: object) -> None:
        """Put a title that was found at the end of the set."""
        self.adding.clear()
        if self._set is not None and isinstance(title, str):
            library_set = self._set.id
            self._host.attempt(lambda: put_into_set(self._host.store, library_set, [title]))

    def take_out(self) -> None:
        """Take the selected titles out of the set."""
        chosen = self.table.chosen()
        if self._set is None or not chosen:
            self._host.notify(_("Select the titles that are to leave the set first."))
            return
        library_set = self._set.id
        self._host.attempt(lambda: take_out_of_set(self._host.store, library_set, chosen))

    def _draw(self) -> None:
        if self._set is None:
            return
        lines = set_lines(self._host.store, self._set.id)
        whole = sum(line.complete for line in lines)
        self._count.show_text(
            ngettext(
                "{whole} of {number} title is here with all its files.",
                "{whole} of {number} titles are here with all their files.",
                len(lines),
                whole=digits(whole),
                number=digits(len(lines)),
            )
        )
        self.model.show([_title_row(line) for line in lines])

    def _on_changed(self, changed: object) -> None:
        if self.isVisible() and _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._draw()


def _title_row(line: SetLine) -> Row:
    if line.title is None:
        return Row(line.record, (_("A title that has not come yet"), "", _("not here yet")), (2, "warn"))
    name = title_of((line.title.title_km, line.title.title_en), line.title.code)
    if not line.files:
        return Row(line.record, (name, digits(0), _("no file")), (2, "quiet"))
    missing = len(line.missing)
    state = _("complete")
    if missing:
        state = ngettext(
            "{number} file is missing", "{number} files are missing", missing, number=digits(missing)
        )
    return Row(line.record, (name, digits(len(line.files)), state), (2, "warn" if missing else "good"))


class SetHubs(QWidget):
    """Which hubs get a set with their next bundle, and what each is proved to have of it."""

    def __init__(self, host: Host, holdings: Holdings) -> None:
        super().__init__()
        self._host, self._holdings = host, holdings
        self._set: LibrarySet | None = None
        self._hubs: list[str] = []
        self._drawing = False
        self.table = QTableWidget(0, len(_HUB_HEADS))
        dense(self.table)
        named(self.table, lambda: _("Hubs that get the set"))
        self.table.itemChanged.connect(self._ticked)
        said = Label(
            lambda: _(
                "Tick the hubs that get this set. Its titles are shared then, and its files go with every "
                "bundle to these hubs until they have them. What a hub has is known from its own files."
            ),
            "quiet",
            wrap=True,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(
            holder(column(said, frame("plain", column(self.table)), margins=(16, 8, 16, 8)))
        )
        self._stack.addWidget(
            EmptyPage(
                "handshake",
                lambda: _("No other hub is known yet"),
                lambda: _("Exchange introductions with other hubs on the page Exchange first."),
            )
        )
        self.setLayout(column(self._stack, gap=0))
        host.changes.changed.connect(self._on_changed)
        live(self, self._draw)

    def show_record(self, record: Record) -> None:
        """Show how the hubs stand with a set."""
        self._set = record if isinstance(record, LibrarySet) else None
        self._draw()

    def give_to(self, hubs: Sequence[str]) -> None:
        """Promise the set to these hubs and to no others."""
        if self._set is None:
            return
        store, library_set, asked = self._host.store, self._set.id, tuple(hubs)

        def tell(shared: Shared) -> None:
            if shared.kept:
                self._host.notify(_stays(len(shared.kept)))

        # Two hundred titles that are shared at once are half a second of work.
        self._host.work(
            _("Sharing the set…"),
            lambda _progress: promise_set(store, library_set, asked),
            tell,
            ended=self._draw,
        )

    def _ticked(self, item: QTableWidgetItem) -> None:
        if self._drawing or item.column():
            return
        on = Qt.CheckState.Checked
        self.give_to([hub for place, hub in enumerate(self._hubs) if self._tick(place).checkState() == on])

    def _tick(self, place: int) -> QTableWidgetItem:
        item = self.table.item(place, 0)
        assert item is not None  # noqa: S101  every row has one
        return item

    def _draw(self) -> None:
        if self._set is None:
            return
        store = self._host.store
        with store.reading() as reading:
            groups = set_records(reading, self._set.id)
        found, promised = self._holdings(groups), promised_to(store, self._set.id)
        self._drawing = True
        self._hubs = [each.hub for each in found]
        self._stack.setCurrentIndex(0 if found else 1)
        self.table.setHorizontalHeaderLabels([_(each) for each in _HUB_HEADS])
        head = self.table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate(_HUB_WIDTHS, 1):
            self.table.setColumnWidth(place, theme.px(width))
        self.table.setRowCount(len(found))
        for place, each in enumerate(found):
            for at, text in enumerate(_hub_cells(each, len(groups))):
                self.table.setItem(place, at, QTableWidgetItem(text))
            tick = Qt.CheckState.Checked if each.hub in promised else Qt.CheckState.Unchecked
            self._tick(place).setCheckState(tick)
        self._drawing = False

    def _on_changed(self, changed: object) -> None:
        if self.isVisible() and _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._draw()


def _hub_cells(each: HubHolding, titles: int) -> tuple[str, ...]:
    name = _("National hub") if each.hub == NATIONAL else show_place(each.hub, language())
    asked = sum(each.waiting.values())
    told = dt.datetime.fromtimestamp(each.told_at / 1000, dt.UTC).astimezone().date().isoformat()
    return (
        name,
        _("{there} of {number}", there=digits(len(each.complete)), number=digits(titles)),
        digits(asked) if asked else "",
        short_date(told) if each.told_at else _("nothing yet"),
    )


def _stays(count: int) -> str:
    return ngettext(
        "{number} title stays here: it is marked for this hub only, or belongs to another hub.",
        "{number} titles stay here: they are marked for this hub only, or belong to another hub.",
        count,
        number=digits(count),
    )


class SetList(ListPage):
    """All sets; each with its titles and the hubs that get it."""

    def __init__(self, host: Host, lead: QWidget, holdings: Holdings) -> None:
        super().__init__(
            host,
            LIBRARY_SET,
            no_sets,
            groups=SET_GROUPS,
            tabs=(
                (lambda: _("Titles"), lambda: SetTitles(host)),
                (lambda: _("Hubs"), lambda: SetHubs(host, holdings)),
            ),
            lead=lead,
            buttons=(
                button(lambda: _("Add a set"), self.add, name="primary", picture="plus", writes="data"),
            ),
            columns=("code", "title_km", "title_en", "edition"),
            export=list_paper,
        )


def no_sets(page: ListPage) -> EmptyPage:
    """What is said where there is no set yet."""
    return EmptyPage(
        "stack",
        lambda: _("Sets of titles"),
        lambda: _(
            "A set is a part of the library that is given to other hubs as one, with all its files. "
            "Narrow the list of titles, by a subject or a saved view, and make a set of what it shows."
        ),
        button(lambda: _("To the titles"), lambda: page.host.go("library", "titles"), name="primary"),
    )
