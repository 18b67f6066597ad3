"""The minutes while the meeting goes on: the agenda at the left, what is said at the right, by keyboard.

Every paragraph is a step of its own as soon as it is left; what is half typed is kept once a second.
"""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cso_desk.errors import UserError
from cso_desk.features.meetings.form.minutes_earlier import EarlierPane
from cso_desk.features.meetings.form.minutes_item import ItemPane
from cso_desk.features.meetings.form.minutes_line import KINDS
from cso_desk.features.meetings.form.minutes_projector import Projector
from cso_desk.features.meetings.form.minutes_states import StateBar
from cso_desk.features.meetings.form.papers import minutes_paper
from cso_desk.features.meetings.record import ENTRY_KINDS, AgendaItem, Meeting
from cso_desk.features.meetings.service import agenda_in, carried_over_in, meeting_before
from cso_desk.khmer.normalise import canonical, is_khmer
from cso_desk.records.base import NOBODY
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.widgets.controls import Label, button, column, frame, named, part
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import breakable, live
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_EVERY = 1000  # milliseconds between two looks at what is half typed
_AGENDA_WIDTH, _KEYS_FROM = 260, 440
_EARLIER = "earlier"
_KINDS = frozenset(
    {"minutes_entry", "decision", "action", "agenda_item", "meeting", "minutes_step", "person"}
)
_ITEM, _SAID = Qt.ItemDataRole.UserRole, int(Qt.ItemDataRole.UserRole) + 1


class MinutesPage(QWidget):
    """Items at the left; the paragraphs and actions of one at the right; a key for everything."""

    finished = Signal()

    def __init__(self, host: Host, meeting: Meeting) -> None:
        super().__init__()
        self.setProperty("help", "minutes")
        self._host, self._meeting = host, meeting
        self._dark = True
        self.projector: Projector | None = None
        self.items = _Agenda()
        self.more = _NewItem(self._add_item)
        self.pane = ItemPane(host, lambda: self._meeting)
        self.earlier = EarlierPane(host, lambda: self._meeting)
        self.states = StateBar(host, self._buttons)
        self._right = QStackedWidget()
        self._build()
        self._draft = kept_fact(host.store, self._draft_key)
        live(self, self._say)
        self._put_draft_back()
        host.changes.changed.connect(self._on_changed)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep_draft)
        self._timer.start(_EVERY)

    def title(self) -> str:
        return _("Minutes")

    def save_now(self) -> None:
        """Keep what is being typed."""
        self.pane.save_now()

    # --- what the keys do ---

    def step_item(self, by: int) -> None:
        """Go to the next item of the agenda, or to the one before."""
        place = min(max(self.items.currentRow() + by, 0), self.items.count() - 1)
        self.items.setCurrentRow(place)
        self._begin()

    def show_projector(self) -> None:
        """Show the minutes on the projector, or take them away from there."""
        if self.projector is not None:
            self.end_projector()
            return
        made = self.projector = Projector(self.window(), dark=self._dark)
        made.closed.connect(self._forget_projector)
        made.begin()
        self._mirror()

    def turn_projector(self) -> None:
        """Change between light on dark and dark on light."""
        self._dark = not self._dark
        if self.projector is not None:
            self.projector.turn()

    def end_projector(self) -> None:
        """Give the screen back."""
        if self.projector is not None:
            self.projector.close()

    def print_minutes(self) -> None:
        """Show the minutes as they will be printed."""
        self.pane.save_now()
        self._host.show_paper(minutes_paper(self._host, self._meeting))

    def keep_draft(self) -> None:
        """Keep what is half typed, so that a power cut takes nothing of it."""
        typed = self.pane.drafts()
        text = json.dumps({"item": self._item, **typed}, ensure_ascii=False) if typed else ""
        if text == self._draft:
            return
        try:
            keep_fact(self._host.store, self._draft_key, text, wait=False)
        except UserError:
            return  # somebody else is writing, or the disk is full: the next look tries again
        self._draft = text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pane.begin_action()
        elif event.key() == Qt.Key.Key_Escape and self.projector is not None:
            self.end_projector()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, _event: QFocusEvent) -> None:
        """The keyboard belongs to the text; a proxy would let Tab skip what stands above it."""
        self._begin()

    # --- building ---

    def _build(self) -> None:
        part(self, "surface")
        named(self.items, lambda: _("Agenda"))
        self.items.currentRowChanged.connect(self._on_item)
        left = column(self.items, self.more, gap=4, margins=(8, 8, 8, 8))
        agenda = frame("pane", left)
        agenda.setMinimumWidth(theme.px(160))
        self._heading = Label("", "heading", wrap=True)
        self._keys = Label(_keys_said, "quiet", wrap=True)
        whole = column(self._heading, self.pane, self._keys, gap=4, margins=(16, 8, 16, 8))
        whole.setStretch(1, 1)
        inside = QWidget()
        inside.setLayout(whole)
        self._right.addWidget(inside)
        self._right.addWidget(self.earlier)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(agenda)
        split.addWidget(self._right)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(_AGENDA_WIDTH), theme.px(900)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.states)
        layout.addWidget(split, 1)
        for keys, act in (
            ("Ctrl+PgDown", lambda: self.step_item(1)),
            ("Ctrl+PgUp", lambda: self.step_item(-1)),
            ("F11", self.show_projector),
            ("Shift+F11", self.turn_projector),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.pane.edited.connect(self._mirror)

    def _buttons(self) -> list[QWidget]:
        show = button(
            lambda: _("On the projector"),
            self.show_projector,
            picture="projector-screen",
            hint=lambda: _("F11; Shift+F11 turns light and dark"),
        )
        return [show, button(lambda: _("Print"), self.print_minutes, picture="printer")]

    # --- looking ---

    def _look(self, *, afresh: bool = False) -> None:
        """Read meeting and agenda anew; the item that is open stays open."""
        with self._host.store.reading() as reading:
            self._meeting = reading.get(Meeting, self._meeting.id) or self._meeting
            agenda = agenda_in(reading, self._meeting.id)
            before = meeting_before(reading, self._meeting) or carried_over_in(reading, self._meeting)
        now = self._item if self.items.count() else None
        rows = [(_EARLIER, _("Earlier minutes and actions"))] if before else []
        rows += [(each.id, _item_said(place, each)) for place, each in enumerate(agenda, start=1)]
        rows.append((NOBODY, _("Other matters")))
        held = [self.items.item(n) for n in range(self.items.count())]
        said = [(each.data(_ITEM), each.data(_SAID)) for each in held]
        if said != rows or afresh:
            self.items.blockSignals(True)
            self.items.clear()
            for key, text in rows:
                made = QListWidgetItem(breakable(text))
                made.setData(_ITEM, key)
                made.setData(_SAID, text)
                self.items.addItem(made)
            place = next((n for n, (key, _text) in enumerate(rows) if key == now), 0)
            self.items.setCurrentRow(place)
            self.items.fit()
            self.items.blockSignals(False)
        self._agenda: dict[str, AgendaItem] = {each.id: each for each in agenda}
        self.more.setVisible(self._meeting.minutes_state != "locked")
        self.states.show_meeting(self._meeting)
        self._show_keys()

    def _begin(self) -> None:
        """Put the keyboard where the item that is open is worked on."""
        if self._item == _EARLIER:
            self.items.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pane.begin()

    def _show_keys(self) -> None:
        """In a low window the keys stand in the help alone; locked minutes take none."""
        locked = self._meeting.minutes_state == "locked"
        self._keys.setVisible(not locked and self.height() >= theme.px(_KEYS_FROM))

    @property
    def _item(self) -> str:
        now = self.items.currentItem()
        return str(now.data(_ITEM)) if now is not None else NOBODY

    def _on_item(self, _place: int) -> None:
        item = self._item
        if item == _EARLIER:
            self.pane.save_now()
            self._right.setCurrentIndex(1)
            self.earlier.load()
        else:
            self.pane.show_item(item, self._agenda)
            self._right.setCurrentIndex(0)
        self._say_heading()

    def _say_heading(self) -> None:
        now = self.items.currentItem()
        self._heading.show_text(str(now.data(_SAID)) if now is not None else "")
        self._mirror()

    def _on_changed(self, changed: Any) -> None:
        if not changed.kinds & _KINDS:
            return
        state = self._meeting.minutes_state
        self._look()
        if self._item != _EARLIER:
            if state != self._meeting.minutes_state or not self.pane.is_writing:
                self.pane.read_again(self._agenda)
            self._mirror()

    def _add_item(self, text: str) -> bool:
        """An item that came up in the meeting, at the end of the agenda."""
        title = canonical(text).strip()
        km, en = (title, "") if is_khmer(title) else ("", title)
        number = max((each.number or 0 for each in self._agenda.values()), default=0) + 1
        item = AgendaItem(meeting=self._meeting.id, number=number, title_km=km, title_en=en)
        if not self._host.change(N_("Add an agenda item"), lambda t: t.add(item)):
            return False
        place = next((n for n in range(self.items.count()) if self.items.item(n).data(_ITEM) == item.id), 0)
        self.items.setCurrentRow(place)
        self.pane.begin()
        return True

    def _mirror(self) -> None:
        if self.projector is None:
            return
        meeting = self._meeting
        title = title_of((meeting.title_km, meeting.title_en), meeting.code)
        about = "   ·   ".join(filter(None, (title, short_date(meeting.starts))))
        self.projector.show_now(
            self.pane.shown(about, self._heading.text_shown(), earlier=self._item == _EARLIER)
        )

    def _forget_projector(self) -> None:
        gone, self.projector = self.projector, None
        if gone is not None:
            gone.deleteLater()

    # --- saying, and what is half typed ---

    def _say(self) -> None:
        """Everything in the words of the language; at first the first item is opened."""
        begun = self.items.count() > 0
        self._look(afresh=True)
        if begun:
            self.pane.read_again(self._agenda)
            self._say_heading()
        else:
            self._on_item(self.items.currentRow())

    @property
    def _draft_key(self) -> str:
        return f"draft minutes {self._meeting.id}"

    def _put_draft_back(self) -> None:
        try:
            found = json.loads(self._draft) if self._draft else {}
            item = str(found.get("item", ""))
        except (ValueError, AttributeError):
            return
        place = next((n for n in range(self.items.count()) if self.items.item(n).data(_ITEM) == item), -1)
        if found and place >= 0:
            self.items.setCurrentRow(place)
            self.pane.put_back(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_keys()

    def hideEvent(self, event: Any) -> None:
        self.save_now()
        super().hideEvent(event)


class _Agenda(QListWidget):
    """The items of the agenda, each as high as its words need in this width."""

    def __init__(self) -> None:
        super().__init__()
        part(self, "plain")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give every item the height of its words; Qt reckons without the room around them."""
        room = QRect(0, 0, max(self.viewport().width() - theme.px(36), 1), 10_000)
        for place in range(self.count()):
            item = self.item(place)
            needed = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), item.text())
            item.setSizeHint(QSize(1, max(theme.px(36), needed.height() + theme.px(14))))


class _NewItem(QWidget):
    """A line that adds what came up in the meeting to the agenda."""

    def __init__(self, add: Callable[[str], bool]) -> None:
        super().__init__()
        self._add = add
        self.line = QLineEdit()
        named(self.line, lambda: _("Another item of the agenda"))
        live(self.line, lambda: self.line.setPlaceholderText(_("Another item: type, Enter")))
        self.line.returnPressed.connect(self._take)
        self.setLayout(column(self.line, gap=0))

    def _take(self) -> None:
        if self.line.text().strip() and self._add(self.line.text()):
            self.line.clear()


def _item_said(place: int, item: AgendaItem) -> str:
    title = title_of((item.title_km, item.title_en), _("No title"))
    return _("{number}. {title}", number=digits(place), title=title)


def _keys_said() -> str:
    """What the keys do, for whoever types."""
    kinds = [f"Ctrl+{place % 10} {_(ENTRY_KINDS[kind])}" for place, kind in enumerate(KINDS, start=1)]
    ways = [
        _("Enter: next entry"), _("Shift+Enter: new line"), _("Ctrl+Enter: action"),
        _("Ctrl+PgDn, Ctrl+PgUp: next item, item before"),
    ]  # fmt: skip
    return "   ".join([*ways, *kinds])
