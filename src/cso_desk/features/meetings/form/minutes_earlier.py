"""What earlier meetings left: their minutes to approve, and the actions that are still open."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from cso_desk.features.meetings.record import ACTION_STATUSES, MINUTES_STATES, Action, Meeting
from cso_desk.features.meetings.service import (
    approval_of,
    carried_over_in,
    close_action_in,
    late,
    meeting_before,
    names_in,
    set_minutes_state_in,
)
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, named, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, ngettext

_CARD = (20, 12, 20, 12)
_KINDS = frozenset({"action", "meeting", "minutes_step", "person"})
_NOTE_WIDTH = 260


class EarlierPane(ScrollPage):
    """The first side of the minutes of a meeting that belongs to a series."""

    def __init__(self, host: Host, meeting: Callable[[], Meeting]) -> None:
        self._meeting = meeting
        super().__init__(host, _KINDS)

    def cards(self) -> list[QWidget]:
        now = self._meeting()
        with self.host.store.reading() as reading:
            before = meeting_before(reading, now)
            approved = approval_of(reading, before.id) if before is not None else None
            pairs = carried_over_in(reading, now)
            names = names_in(reading, [action for action, _earlier in pairs])
        shown: list[QWidget] = []
        if before is not None:
            shown.append(self._minutes(now, before, approved[1] if approved else None))
        shown.append(self._actions(now, pairs, names))
        return shown

    def _minutes(self, now: Meeting, before: Meeting, at: Meeting | None) -> QFrame:
        said = _("Minutes of {day}: {state}", day=short_date(before.starts),
                 state=_(MINUTES_STATES.get(before.minutes_state, "")))  # fmt: skip
        inside = column(Label(_("Minutes of the last meeting"), "heading"), gap=4, margins=_CARD)
        label = Label(said, wrap=True)
        if before.minutes_state in ("draft", "amended"):
            approve = button(
                lambda: _("Approved at this meeting"), partial(self._approve, now, before), name="primary",
                picture="check", writes="data"
            )  # fmt: skip
            parts = row(label, approve)
        else:
            where = _("approved at the meeting of {day}", day=short_date(at.starts)) if at is not None else ""
            parts = row(label, Label(where, "quiet", wrap=True))
        parts.setStretch(0, 1)
        inside.addLayout(parts)
        return frame("card", inside)

    def _approve(self, now: Meeting, before: Meeting) -> None:
        self.host.change(
            N_("Approve the minutes of the last meeting"),
            lambda t: set_minutes_state_in(t, before.id, "approved", on=now.starts, at=now.id),
        )

    def _actions(
        self, now: Meeting, pairs: list[tuple[Action, Meeting]], names: dict[str, tuple[str, str]]
    ) -> QFrame:
        inside = column(Label(_("Actions of earlier meetings"), "heading"), gap=4, margins=_CARD)
        if not pairs:
            inside.addWidget(Label(_("Nothing is left open from earlier meetings."), "quiet", wrap=True))
        for action, earlier in pairs:
            who = title_of(names.get(action.person, ("", "")), action.body)
            inside.addWidget(line())
            inside.addWidget(self._action(now, action, earlier, who))
        return frame("card", inside)

    def _action(self, now: Meeting, action: Action, earlier: Meeting, who: str) -> QWidget:
        what = title_of((action.what_km, action.what_en), action.code)
        days = late(action, now.starts) if len(now.starts) == len("2026-09-25") else None
        overdue = action.status == "open" and days is not None and days > 0
        due = _("by {day}", day=short_date(action.due)) if action.due else ""
        parts = [who, due, _("from {day}", day=short_date(earlier.starts))]
        if overdue and days is not None:
            parts.append(ngettext("{number} day late", "{number} days late", days, number=digits(days)))
        below = Label("   ·   ".join(filter(None, parts)), "bad" if overdue else "quiet", wrap=True)
        note = QLineEdit(action.result)
        note.setFixedWidth(theme.px(_NOTE_WIDTH))
        named(note, lambda: _("What came of it: {what}", what=what))
        live(note, lambda: note.setPlaceholderText(_("What came of it")))
        note.editingFinished.connect(lambda: self._note(action, note))
        return holder(
            column(Label(what, wrap=True), below, flowing(note, *self._ways(now, action, note)), gap=2)
        )

    def _ways(self, now: Meeting, action: Action, note: QLineEdit) -> list[QWidget]:
        """Buttons for the states in which it is not, and a word for that in which it is."""
        made: list[QWidget] = []
        says = {"open": N_("Open again"), "done": N_("Done"), "dropped": N_("Dropped")}
        if action.status != "open":
            said = _(ACTION_STATUSES[action.status])
            day = short_date(action.closed_on)
            made.append(Label(f"{said}   {day}".strip(), "good" if action.status == "done" else "quiet"))
        ways = ("done", "dropped") if action.status == "open" else ("open",)
        return [
            *made,
            *(
                button(partial(_, says[way]), partial(self._close, now, action, way, note), writes="data")
                for way in ways
            ),
        ]

    def _close(self, now: Meeting, action: Action, status: str, note: QLineEdit) -> None:
        said = note.text().strip()
        note.setModified(False)
        self.host.change(
            N_("Open an action again") if status == "open" else N_("Close an action"),
            lambda t: close_action_in(t, action.id, status, on=now.starts, result=said),
        )

    def _note(self, action: Action, note: QLineEdit) -> None:
        if note.isModified():
            note.setModified(False)
            said = note.text().strip()
            self.host.change(N_("Note what came of an action"), lambda t: t.change(action, result=said))
