"""Differences between hubs, record by record, for a projector: take a side, type another value, or wait."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cso_desk.desk.batch_card import BatchCard
from cso_desk.desk.conflict_words import DELETED, field_label, value_said, who_said
from cso_desk.desk.session import Session
from cso_desk.journal.reviews import Choice, Conflict, Side, before, conflicts, resolve
from cso_desk.records.kinds import Stored
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, part, row
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.live import live
from cso_desk.widgets.reading_beside import ReadingBeside
from cso_desk.widgets.showing import digits, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_MOST_SIDES = 9


class ConflictPage(QScrollArea):
    """Shows one record at a time with every field on which hubs differ.

    Keys: 1, 2, … take a side of the first field, the number after the last one types another value, 0 leaves
    the record for later.
    """

    finished = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("help", "differences")
        self._session = session
        self._place = 0
        self._later: set[str] = set()
        self._found: list[Conflict] = []
        self._reading = ReadingBeside(session, self._read, self)
        self._reading.came.connect(self._seen)
        self._reading.late.connect(self.draw)
        self._editors: dict[str, Editor] = {}
        self.batch: BatchCard | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        session.changes.changed.connect(self._on_changed)
        for number in range(_MOST_SIDES + 1):
            keys = QShortcut(QKeySequence(str(number)), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(partial(self.press, number))
        live(self, self.draw)
        self.look_again()

    def title(self) -> str:
        return _("Differences between hubs")

    def _on_changed(self, _changed: object) -> None:
        # A method of its own: Qt lets go of it when the page is gone.
        self.look_again()

    # --- what can be done ---

    def choose(self, conflict: Conflict, value: Stored) -> None:
        """Settle one difference; Undo takes the decision back."""
        self._settle([(conflict, value)])

    def choose_all(self, found: list[Conflict], *, shown: bool) -> None:
        """Settle every difference of one record: keep what is shown now, or take what came."""
        self._settle([(each, _side(each, shown=shown).value) for each in found])

    def _settle(self, choices: list[Choice]) -> None:
        if self._session.attempt(lambda: resolve(self._session.store, choices)):
            # The next record is shown at once, so that nobody decides the same thing twice.
            settled = [each for each, _value in choices]
            self._found = [each for each in self._found if each not in settled]
            self.draw()

    def press(self, number: int) -> None:
        """Do what the key with this number stands for, on the first field of the record."""
        records = self.records()
        if not records or self.batch is not None:
            return
        found = records[self._place]
        first = found[0]
        if not number:
            self.leave(first.record)
        elif number <= len(first.sides):
            self.choose(first, first.sides[number - 1].value)
        elif number == len(first.sides) + 1 and first.field in self._editors:
            self._editors[first.field].control().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self, record: str) -> None:
        """Decide later: the record goes behind all others."""
        self._later.add(record)
        if len(self._later) >= len({each.record for each in self._found}):
            self._later.clear()
            self._place = 0
        self.draw()

    def open_batch(self) -> None:
        """Offer to settle many differences in one way."""
        self.batch = BatchCard(self._session, self._found, self.close_batch)
        self.draw()

    def close_batch(self) -> None:
        """Go back to one record after the other."""
        self.batch = None
        self.look_again()

    def records(self) -> list[list[Conflict]]:
        """The differences of every record, those left for later behind the others."""
        found: dict[str, list[Conflict]] = {}
        for each in self._found:
            found.setdefault(each.record, []).append(each)
        return sorted(found.values(), key=lambda of: of[0].record in self._later)

    # --- what is shown ---

    def look_again(self) -> None:
        """Look beside the window what waits now, and show it."""
        self._reading.again()

    def _read(self) -> list[Conflict]:
        store = self._session.store
        with store.reading() as reading:
            return conflicts(reading.connection, store.shelves)

    def _seen(self, found: list[Conflict]) -> None:
        if found == self._found and found:
            return  # what was just decided here; drawing again would lose what is being typed
        self._found = found
        if self.batch is not None:
            self.batch.offer(found)
        self.draw()

    def draw(self) -> None:
        """Show the record that is next."""
        if self.batch is not None and self._found:
            if self.batch.parent() is None:
                inside, layout = self._inside()
                layout.addWidget(self.batch)
                layout.addStretch(1)
                self.setWidget(inside)
            return
        self.batch = None
        inside, layout = self._inside()
        records, self._editors = self.records(), {}
        if records:
            self._place = min(self._place, len(records) - 1)
            self._draw_record(records, layout)
            layout.addStretch(1)
        else:
            layout.addWidget(self._nothing() if self._reading.latest is not None else self._looking())
        self.setWidget(inside)

    def _inside(self) -> tuple[QWidget, QVBoxLayout]:
        inside = QWidget()
        part(inside, "canvas")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*(theme.px(side) for side in (24, 16, 24, 24)))
        layout.setSpacing(theme.px(12))
        return inside, layout

    def _draw_record(self, records: list[list[Conflict]], layout: QVBoxLayout) -> None:
        found = records[self._place]
        kind = self._session.store.shelves.types[found[0].kind]
        with self._session.store.reading() as reading:
            record = reading.get(kind.record, found[0].record)
            common = {each.field: before(reading.connection, each) for each in found}
        name = title_of(kind.title(record), _(kind.label)) if record else found[0].record
        layout.addWidget(Label(name, "title", wrap=True))
        count = _("Record {number} of {count}", number=digits(self._place + 1), count=digits(len(records)))
        told = "  ·  ".join(filter(None, (_(kind.label), getattr(record, "code", ""), count)))
        layout.addWidget(self._going(told, found[0].record, len(records)))
        for place, each in enumerate(found):
            layout.addWidget(self._field(each, common[each.field], first=not place))
        if len(found) > 1:
            layout.addLayout(self._whole_record(found))

    def _going(self, told: str, record: str, count: int) -> QWidget:
        back = button(lambda: _("Previous"), lambda: self._go(-1), picture="caret-left")
        on = button(lambda: _("Next"), lambda: self._go(1), picture="caret-right")
        back.setEnabled(self._place > 0)
        on.setEnabled(self._place < count - 1)
        put_off = lambda: f"{_('Decide later')} ({digits(0)})"  # noqa: E731
        later = button(put_off, lambda: self.leave(record), picture="clock")
        later.setEnabled(count > 1)
        many = button(lambda: _("Many at once…"), self.open_batch, picture="checks")
        inside = row(Label(told, "quiet", wrap=True), back, on, later, many)
        inside.setStretch(0, 1)
        return holder(inside)

    def _whole_record(self, found: list[Conflict]) -> QHBoxLayout:
        keep = button(
            lambda: _("Keep everything as it is here"),
            lambda: self.choose_all(found, shown=True),
            writes="data",
        )
        take = button(
            lambda: _("Take everything that came"), lambda: self.choose_all(found, shown=False), writes="data"
        )
        return row(None, keep, take)

    def _field(self, each: Conflict, common: tuple[bool, Stored], *, first: bool) -> QFrame:
        label = (
            _("Deleted by one hub, edited by another")
            if each.field == DELETED
            else field_label(self._session, each)
        )
        inside = column(Label(label, "heading"), gap=8, margins=(20, 10, 20, 14))
        if common[0] and each.field != DELETED:
            value = value_said(self._session, each, common[1])
            inside.addWidget(Label(_("Before they differed: {value}", value=value), "quiet", wrap=True))
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(12))
        for number, side in enumerate(each.sides, 1):
            sides.addWidget(self._side(each, side, number if first else 0), 1)
        inside.addLayout(sides)
        if each.field != DELETED:
            inside.addWidget(line())
            inside.addLayout(self._third(each, len(each.sides) + 1 if first else 0))
        return frame("card", inside)

    def _side(self, each: Conflict, side: Side, number: int) -> QFrame:
        choose = button(
            _keyed(lambda: _("Keep this") if side.shown else _("Take this"), number),
            lambda: self.choose(each, side.value),
            picture="check",
            writes="data",
        )
        inside = column(
            Label(value_said(self._session, each, side.value), "title", wrap=True),
            Label(who_said(self._session, side), "quiet", wrap=True),
            margins=(14, 10, 14, 12),
            gap=4,
        )
        inside.addLayout(row(choose, None, *([Label(_("shown now"), "badge")] if side.shown else [])))
        made = frame("choice", inside)
        made.setProperty("chosen", "yes" if side.shown else "")
        return made

    def _third(self, each: Conflict, number: int) -> QHBoxLayout:
        kind = self._session.store.shelves.types[each.kind]
        field = kind.fields[each.field]
        editor: Editor = editor_for(field, kind, self._session)
        editor.control().setProperty("part", "")
        editor.name(lambda: _("Another value"))
        self._editors[each.field] = editor
        typed: list[Any] = []
        editor.committed.connect(typed.append)

        def use() -> None:
            editor.commit_now()
            if typed:
                self.choose(each, field.kind.to_stored(typed[-1]))

        label = Label(_keyed(lambda: _("Another value"), number), "quiet")
        inside = row(label, editor, button(lambda: _("Use this"), use, writes="data"))
        inside.setStretch(1, 1)
        return inside

    def _go(self, steps: int) -> None:
        self._place += steps
        self.draw()

    def _looking(self) -> QWidget:
        """What stands here before the first look has ended; nothing where that is quick."""
        said = _("Looking for differences…") if self._reading.is_late else ""
        return holder(row(None, Label(said, "quiet"), None))

    def _nothing(self) -> EmptyPage:
        return EmptyPage(
            "check-circle",
            lambda: _("Everybody agrees"),
            lambda: _("No difference between hubs waits for a decision."),
            button(lambda: _("Back"), self.finished.emit, name="primary"),
        )


def _keyed(say: Callable[[], str], number: int) -> Callable[[], str]:
    """Words with the key that does the same."""
    return (lambda: f"{say()} ({digits(number)})") if number else say


def _side(each: Conflict, *, shown: bool) -> Side:
    return next((side for side in each.sides if side.shown == shown), each.sides[0])
