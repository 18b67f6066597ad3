"""Differences between hubs, one by one: both values with who and when; take one, or type a third."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cso_desk.desk.session import Session
from cso_desk.journal.reviews import Conflict, Side, conflicts, resolve
from cso_desk.records.kinds import Stored
from cso_desk.store.listing import titles
from cso_desk.widgets.controls import Label, button, column, frame, line, part, row
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import clock_time, digits, show, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_DELETED = "deleted"


class ConflictPage(QScrollArea):
    """Shows one record at a time with every field on which hubs differ."""

    finished = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._place = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        session.changes.changed.connect(lambda _changed: self.draw())
        live(self, self.draw)

    def title(self) -> str:
        return _("Differences between hubs")

    def choose(self, conflict: Conflict, value: Stored) -> None:
        """Settle one difference; Undo takes the decision back."""
        self._session.attempt(lambda: resolve(self._session.store, [(conflict, value)]))

    def choose_all(self, found: list[Conflict], *, shown: bool) -> None:
        """Settle every difference of one record: keep what is shown now, or take what came."""
        choices = [(each, _side(each, shown=shown).value) for each in found]
        self._session.attempt(lambda: resolve(self._session.store, choices))

    def draw(self) -> None:
        """Show the record that is next."""
        inside = QWidget()
        part(inside, "canvas")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(*(theme.px(side) for side in (24, 16, 24, 24)))
        layout.setSpacing(theme.px(12))
        records = self._records()
        if records:
            self._place = min(self._place, len(records) - 1)
            self._draw_record(records, layout)
            layout.addStretch(1)
        else:
            layout.addWidget(self._nothing())
        self.setWidget(inside)

    def _records(self) -> list[list[Conflict]]:
        store = self._session.store
        found: dict[str, list[Conflict]] = {}
        with store.reading() as reading:
            for each in conflicts(reading.connection, store.shelves):
                found.setdefault(each.record, []).append(each)
        return list(found.values())

    def _draw_record(self, records: list[list[Conflict]], layout: QVBoxLayout) -> None:
        found = records[self._place]
        kind = self._session.store.shelves.types[found[0].kind]
        with self._session.store.reading() as reading:
            record = reading.get(kind.record, found[0].record)
        name = title_of(kind.title(record), _(kind.label)) if record else found[0].record
        count = _("Record {number} of {count}", number=digits(self._place + 1), count=digits(len(records)))
        back = button(lambda: _("Previous"), lambda: self._go(-1), picture="caret-left")
        on = button(lambda: _("Next"), lambda: self._go(1), picture="caret-right")
        back.setEnabled(self._place > 0)
        on.setEnabled(self._place < len(records) - 1)
        layout.addLayout(row(Label(name, "title", wrap=True), Label(count, "quiet"), back, on))
        layout.itemAt(0).layout().setStretch(0, 1)  # type: ignore[union-attr]
        code = getattr(record, "code", "")
        layout.addWidget(Label("  ·  ".join(filter(None, (_(kind.label), code))), "quiet"))
        for each in found:
            layout.addWidget(self._field(each))
        if len(found) > 1:
            layout.addLayout(
                row(
                    None,
                    button(
                        lambda: _("Keep everything as it is here"), lambda: self.choose_all(found, shown=True)
                    ),
                    button(
                        lambda: _("Take everything that came"), lambda: self.choose_all(found, shown=False)
                    ),
                )
            )

    def _field(self, each: Conflict) -> QFrame:
        kind = self._session.store.shelves.types[each.kind]
        label = (
            _("Deleted by one hub, edited by another")
            if each.field == _DELETED
            else _(kind.fields[each.field].kind.label)
        )
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(12))
        for side in each.sides:
            sides.addWidget(self._side(each, side), 1)
        inside = column(Label(label, "heading"), gap=8, margins=(20, 10, 20, 14))
        inside.addLayout(sides)
        if each.field != _DELETED:
            inside.addWidget(line())
            inside.addLayout(self._third(each))
        return frame("card", inside)

    def _side(self, each: Conflict, side: Side) -> QFrame:
        value = self._text(each, side.value)
        who = _("{who}, {when}", who=self._session.who(side.actor, side.hub), when=clock_time(side.at))
        choose = button(
            lambda: _("Keep this") if side.shown else _("Take this"),
            lambda: self.choose(each, side.value),
            picture="check",
        )
        inside = column(
            Label(value, "heading", wrap=True),
            Label(who, "quiet", wrap=True),
            margins=(14, 10, 14, 12),
            gap=4,
        )
        inside.addLayout(row(choose, None, *([Label(_("shown now"), "badge")] if side.shown else [])))
        made = frame("choice", inside)
        made.setProperty("chosen", "yes" if side.shown else "")
        return made

    def _third(self, each: Conflict) -> QHBoxLayout:
        kind = self._session.store.shelves.types[each.kind]
        field = kind.fields[each.field]
        editor: Editor = editor_for(field, kind, self._session)
        editor.control().setProperty("part", "")
        editor.name(lambda: _("Another value"))
        typed: list[Any] = []
        editor.committed.connect(typed.append)

        def use() -> None:
            editor.commit_now()
            if typed:
                self.choose(each, field.kind.to_stored(typed[-1]))

        inside = row(Label(_("Another value"), "quiet"), editor, button(lambda: _("Use this"), use))
        inside.setStretch(1, 1)
        return inside

    def _text(self, each: Conflict, value: Stored) -> str:
        if each.field == _DELETED:
            return _("Put it into the trash") if value else _("Keep it")
        kind = self._session.store.shelves.types[each.kind].fields[each.field].kind
        shown = kind.from_stored(value)
        told = (
            [shown]
            if isinstance(shown, str)
            else [one for one in shown if isinstance(one, str)]
            if isinstance(shown, tuple)
            else []
        )
        with self._session.store.reading() as reading:
            return show(kind, shown, titles(reading, told)) or _("(empty)")

    def _go(self, steps: int) -> None:
        self._place += steps
        self.draw()

    def _nothing(self) -> EmptyPage:
        return EmptyPage(
            "check-circle",
            lambda: _("Everybody agrees"),
            lambda: _("No difference between hubs waits for a decision."),
            button(lambda: _("Back"), self.finished.emit, name="primary"),
        )


def _side(each: Conflict, *, shown: bool) -> Side:
    return next((side for side in each.sides if side.shown == shown), each.sides[0])
