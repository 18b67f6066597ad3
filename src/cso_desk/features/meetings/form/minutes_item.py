"""One item of the agenda in the minutes: its paragraphs, an empty one for the next, and its actions."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cso_desk.features.meetings.form.minutes_actions import ActionLine, ActionList
from cso_desk.features.meetings.form.minutes_line import ASIDE, CONCERNS, MinutesLine
from cso_desk.features.meetings.form.minutes_projector import Shown
from cso_desk.features.meetings.record import ENTRY_KINDS, Action, AgendaItem, Decision, Meeting, MinutesEntry
from cso_desk.features.meetings.service import (
    Line,
    MinutesParts,
    add_action_in,
    in_order_of_writing,
    keep_line,
    line_of,
    minutes_parts_in,
    names_in,
    shared_numbers,
)
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.controls import Label, part
from cso_desk.widgets.controls import line as rule
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, language

_HIDDEN = "hub"
"""The sensitivity of what is not shown to a room."""
_LINE_FIELDS = {each.name for each in fields(Line)}


class ItemPane(QScrollArea):
    """Everything that is written at one item; each paragraph is kept when the keyboard leaves it.

    `edited` whenever the room should see something else.
    """

    edited = Signal()

    def __init__(self, host: Host, meeting: Callable[[], Meeting]) -> None:
        super().__init__()
        self._host, self._meeting = host, meeting
        self._item, self._agenda = "", dict[str, AgendaItem]()
        self._drawing = False
        self.is_writing = False
        self._parts = MinutesParts((), (), ())
        self._names: dict[str, tuple[str, str]] = {}
        self._numbers: dict[RecordId, str] = {}
        self.lines: list[MinutesLine] = []
        self.action_line = ActionLine(host, self._keep_action)
        self.tasks = ActionList(self.action_line.correct, self._trash_action)
        self.note = Label("", "quiet", wrap=True)
        self.note.hide()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        part(inside, "inside")
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(4))
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, theme.px(8), 0)
        whole.setSpacing(theme.px(6))
        whole.addWidget(self.note)
        whole.addLayout(self._column)
        whole.addWidget(rule())
        whole.addWidget(self.tasks)
        whole.addWidget(self.action_line)
        whole.addStretch(1)
        self.setWidget(inside)
        self.action_line.edited.connect(self.edited)
        self.action_line.left.connect(self.begin)

    # --- showing ---

    def show_item(self, item: str, agenda: Mapping[str, AgendaItem]) -> None:
        """Show another item of the agenda; "" for what belongs to none."""
        self.save_now()
        self._item, self._agenda = item, dict(agenda)
        self.note.hide()
        self._draw()

    def read_again(self, agenda: Mapping[str, AgendaItem]) -> None:
        """Show what is stored now; what is half typed and the keyboard stay where they are."""
        self._agenda = dict(agenda)
        typed = {each.record: each.typed() for each in self.lines if each.is_typing}
        place = next((n for n, each in enumerate(self.lines) if each.isAncestorOf(_focus(self))), -1)
        self._draw()
        for each in self.lines:
            if each.record in typed:
                each.put_back(typed[each.record])
        if 0 <= place < len(self.lines):
            self.lines[place].begin()

    def begin(self) -> None:
        """Put the keyboard into the empty paragraph at the end."""
        if self.lines:
            self.lines[-1].begin()
            self._reveal(self.lines[-1])

    def begin_action(self) -> None:
        """Put the keyboard into the line for actions."""
        if self.action_line.isVisibleTo(self):
            self.action_line.begin()
            self._reveal(self.action_line)

    def save_now(self) -> None:
        """Keep every paragraph that is not kept yet."""
        for each in list(self.lines):
            self._keep(each)

    def drafts(self) -> dict[str, Any]:
        """What is half typed: paragraphs and the action; empty where nothing is."""
        lines = [asdict(each.typed()) for each in self.lines if each.is_typing]
        action = self.action_line.typed()
        return {"lines": lines, "action": action} if lines or action else {}

    def put_back(self, found: Mapping[str, Any]) -> None:
        """Show what was being typed when the program ended."""
        for told in found.get("lines", ()):
            line = Line(**{name: value for name, value in told.items() if name in _LINE_FIELDS})
            match = next((each for each in self.lines if each.record == line.record), None)
            if match is not None:
                match.put_back(line)
        self.action_line.put_back(found.get("action", ()))
        self.note.show_text(_("This was being typed when the program ended."))
        self.note.show()

    def shown(self, meeting: str, item: str, *, earlier: bool = False) -> Shown:
        """What the room may see of it."""
        if earlier:
            return Shown(meeting, item)
        hidden = {each.id for each in (*self._parts.entries, *self._parts.decisions, *self._parts.actions)
                  if each.sensitivity == _HIDDEN}  # fmt: skip
        said = [
            (_(ENTRY_KINDS.get(line.kind, line.kind)), _with_aside(line))
            for line in (each.typed() for each in self.lines)
            if not line.is_empty
            and line.record not in hidden
            and not (line.kind == "decision" and line.record)
        ]
        decisions = [
            (digits(self._numbers.get(each.id, each.number)), title_of((each.text_km, each.text_en)))
            for each in self._parts.decisions
            if self._is_here(each) and each.id not in hidden
        ]
        actions = [
            (title_of((each.what_km, each.what_en)), _who_and_when(self._who(each), each.due))
            for each in self._parts.actions
            if self._is_here(each) and each.id not in hidden
        ]
        typing = self.action_line.typed()
        if typing:
            said.append((_("Action"), "   ·   ".join(filter(None, typing[:3]))))
        return Shown(meeting, item, tuple(said), tuple(decisions), tuple(actions), typing=True)

    # --- drawing ---

    def _draw(self) -> None:
        self._drawing = True
        for each in self.lines:
            each.hide()
            each.deleteLater()
        self.lines = []
        with self._host.store.reading() as reading:
            self._parts = minutes_parts_in(reading, self._meeting().id)
            self._numbers = shared_numbers(reading)
            self._names = names_in(reading, self._parts.actions)
        for record in in_order_of_writing(self._parts):
            if self._is_here(record):
                self._put(self._line(record))
        self._drawing = False
        if not self._locked:
            self._put_blank()
        self._show_actions()
        self.edited.emit()

    @property
    def _locked(self) -> bool:
        return self._meeting().minutes_state == "locked"

    def _is_here(self, record: MinutesEntry | Decision | Action) -> bool:
        """Whether it belongs to the item on show; what names no item of the agenda belongs to the rest."""
        return (record.agenda_item if record.agenda_item in self._agenda else NOBODY) == self._item

    def _line(self, record: MinutesEntry | Decision) -> Line:
        made = line_of(record, khmer=language() == "km")
        return replace(made, number=self._numbers.get(record.id, made.number))

    def _put(self, line: Line) -> MinutesLine:
        made = MinutesLine(line, locked=self._locked)
        made.edited.connect(self.edited)
        made.left.connect(partial(self._on_left, made))
        made.ended.connect(partial(self._on_ended, made))
        made.stepped.connect(partial(self._on_stepped, made))
        made.emptied.connect(partial(self._on_emptied, made))
        self.lines.append(made)
        self._column.addWidget(made)
        return made

    def _put_blank(self) -> None:
        """An empty paragraph at the end, of the kind of the last one."""
        if self.lines and not self.lines[-1].record and not self.lines[-1].is_typing:
            return
        kind = self.lines[-1].typed().kind if self.lines else self._first_kind()
        self._put(Line(kind, "", agenda_item=RecordId(self._item)))

    def _first_kind(self) -> str:
        if not self._item:
            return "other"
        item = self._agenda.get(self._item)
        return "presentation" if item is not None and item.presenter else "discussion"

    def _show_actions(self) -> None:
        found = [(each, self._who(each)) for each in self._parts.actions if self._is_here(each)]
        self.tasks.show_actions(found, locked=self._locked)
        self.action_line.setVisible(not self._locked)

    def _who(self, action: Action) -> str:
        return title_of(self._names.get(action.person, ("", "")), action.body)

    def _reveal(self, widget: QWidget) -> None:
        # Its place is known only when the layout has been gone through.
        QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, 0, theme.px(40)))

    # --- what is typed ---

    def _keep(self, each: MinutesLine) -> bool:
        """Keep one paragraph; an emptied one goes."""
        if self._drawing or each not in self.lines or not each.is_typing:
            return True
        made: list[RecordId] = []
        line = each.typed()
        label = (
            N_("Add decision") if line.kind == "decision" and not line.record else N_("Write in the minutes")
        )
        if not self._step(label, lambda t: made.append(keep_line(t, self._meeting().id, line))):
            each.tell(_("This is not kept yet."))
            return False
        self.note.hide()
        self._read_parts()
        record = next((r for r in in_order_of_writing(self._parts) if r.id == made[0]), None)
        if record is not None:
            each.show_line(self._line(record))
        elif line.record:
            self._remove(each)
        self._put_blank()
        self.edited.emit()
        return True

    def _step(self, label: str, act: Callable[[Transaction], object]) -> bool:
        """One step; this pane shows by itself what it did."""
        self.is_writing = True
        try:
            return self._host.change(label, act)
        finally:
            self.is_writing = False

    def _read_parts(self) -> None:
        with self._host.store.reading() as reading:
            self._parts = minutes_parts_in(reading, self._meeting().id)
            self._numbers = shared_numbers(reading)
            self._names = names_in(reading, self._parts.actions)

    def _remove(self, each: MinutesLine) -> None:
        self.lines.remove(each)
        self._column.removeWidget(each)
        each.hide()
        each.deleteLater()

    def _on_left(self, each: MinutesLine) -> None:
        self._keep(each)

    def _on_ended(self, each: MinutesLine) -> None:
        if self._keep(each):
            self.begin()

    def _on_stepped(self, each: MinutesLine, by: int) -> None:
        place = self.lines.index(each) + by if each in self.lines else -1
        if 0 <= place < len(self.lines):
            self.lines[place].begin(at_end=by < 0)
            self._reveal(self.lines[place])
        elif place >= len(self.lines):
            self.begin_action()

    def _on_emptied(self, each: MinutesLine) -> None:
        place = self.lines.index(each)
        if place:
            self.lines[place - 1].begin()  # leaving it puts it away

    def _keep_action(self, action: Action) -> bool:
        here = replace(action, meeting=self._meeting().id, agenda_item=RecordId(self._item))
        known = any(each.id == action.id for each in self._parts.actions)

        def act(t: Transaction) -> None:
            if known:
                t.change(Action, here.id, what_km=here.what_km, what_en=here.what_en, person=here.person,
                         body=here.body, due=here.due)  # fmt: skip
            else:
                add_action_in(t, here)

        done = self._step(N_("Add action"), act)
        if done:
            self._read_parts()
            self._show_actions()
            self.edited.emit()
            self._reveal(self.action_line)
        return done

    def _trash_action(self, action: Action) -> None:
        if self._step(N_("Put an action into the trash"), lambda t: t.trash(action)):
            self._read_parts()
            self._show_actions()
            self._host.notify(_("The action is in the trash."), undo=True)


def _focus(pane: QWidget) -> QWidget:
    return pane.window().focusWidget() or pane


def _with_aside(line: Line) -> str:
    """The text of a concern with who raised it and what was answered."""
    told = (line.raised_by, line.answer, line.referred_to)
    more = [f"{_(label)}: {text}" for label, text in zip(ASIDE, told, strict=True) if text]
    return "\n".join([line.text, *(more if line.kind in CONCERNS else [])])


def _who_and_when(who: str, due: str) -> str:
    day = _("by {day}", day=short_date(due)) if due else ""
    return "   ·   ".join(filter(None, (who, day)))
