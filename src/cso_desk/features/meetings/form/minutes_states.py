"""The head of the minutes: their state, who took them there and when, and the way on."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from cso_desk.features.meetings.record import MINUTES_STATES, Meeting, MinutesStep
from cso_desk.features.meetings.service import (
    Strayed,
    approval_of,
    minutes_steps,
    set_minutes_state_in,
    strayed_in,
)
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, named, row
from cso_desk.widgets.flow import FlowLayout
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, short_date
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_WAYS = {
    "draft": (("approved", N_("Approve"), "check"), ("amended", N_("Mark as amended"), "pencil-simple")),
    "amended": (("approved", N_("Approve"), "check"), ("draft", N_("Back to draft"), "arrow-u-up-left")),
    "approved": (("locked", N_("Lock"), "lock"), ("amended", N_("Amend"), "pencil-simple")),
    "locked": (("amended", N_("Unlock…"), "lock-open"),),
}
"""The ways on from each state: where to, message id of the button, its picture."""
_COLOURS = {"draft": "quiet", "amended": "warn", "approved": "good", "locked": "good"}
_REASON_WIDTH = 360


class StateBar(QWidget):
    """What state the minutes are in; below it the question for a reason, and what came in spite of a lock."""

    def __init__(self, host: Host, more: Callable[[], list[QWidget]]) -> None:
        super().__init__()
        self._host, self._more = host, more
        self._meeting = Meeting()
        self.state, self.trail = Label("", "good"), Label("", "quiet", wrap=True)
        self._ways = QWidget()
        self._flow = FlowLayout(self._ways, 8)
        policy = self._ways.sizePolicy()
        policy.setHeightForWidth(True)
        self._ways.setSizePolicy(policy)
        self.reason = QLineEdit()
        self.reason.setMinimumWidth(theme.px(_REASON_WIDTH))
        named(self.reason, lambda: _("Why the minutes must be changed"))
        live(self.reason, lambda: self.reason.setPlaceholderText(_("Why the minutes must be changed")))
        self.reason.returnPressed.connect(self.unlock)
        self._asking = self._build_question()
        self._strayed = Label("", wrap=True)
        self._warning = frame(
            "caution", row(IconLabel("warning", 20, "warn"), self._strayed, margins=(16, 8, 16, 8))
        )
        said = column(self.state, self.trail, gap=0)
        top = row(holder(said), self._ways, margins=(16, 6, 16, 6))
        top.setStretch(0, 1)
        top.setStretch(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(frame("bar", top))
        layout.addWidget(self._asking)
        layout.addWidget(self._warning)
        live(self, self._say)

    def show_meeting(self, meeting: Meeting) -> None:
        """Show the state of these minutes."""
        self._meeting = meeting
        self._say()

    def go(self, state: str) -> None:
        """Take the minutes to a state; locked ones ask for the reason first."""
        now = self._meeting
        if now.minutes_state == "locked":
            self._asking.show()
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._step(state, "")

    def unlock(self) -> None:
        """Open locked minutes for the reason that was typed."""
        if self._step("amended", self.reason.text()):
            self.reason.clear()
            self._asking.hide()

    def stay(self) -> None:
        """Leave them locked."""
        self._asking.hide()

    def _step(self, state: str, reason: str) -> bool:
        now = self._meeting
        return self._host.change(
            N_("Change the state of the minutes"),
            lambda t: set_minutes_state_in(t, now.id, state, reason=reason),
        )

    def _build_question(self) -> QWidget:
        said = Label(lambda: _("The reason is kept in the history and printed nowhere."), "quiet", wrap=True)
        go = button(lambda: _("Unlock"), self.unlock, name="primary", writes="data")
        stay = button(lambda: _("Leave them locked"), self.stay)
        inside = column(gap=4, margins=(16, 8, 16, 8))
        inside.addLayout(row(self.reason, go, stay, None))
        inside.addWidget(said)
        made = frame("caution", inside)
        made.hide()
        return made

    # --- saying ---

    def _say(self) -> None:
        now = self._meeting
        with self._host.store.reading() as reading:
            steps = minutes_steps(reading, now.id)
            approved = approval_of(reading, now.id)
            strayed = strayed_in(reading, now.id).get(now.id) if now.minutes_state == "locked" else None
        self.state.show_text(_(MINUTES_STATES.get(now.minutes_state, "")))
        self.state.become(_COLOURS.get(now.minutes_state, "quiet"))
        self.trail.show_text(_trail(steps, approved[1] if approved else None))
        self.trail.setVisible(bool(steps))
        if now.minutes_state != "locked":
            self._asking.hide()
        self._warn(strayed)
        self._flow.clear()
        for place, (state, label, picture) in enumerate(_WAYS.get(now.minutes_state, ())):
            name = "primary" if not place else ""
            early = state == "approved" and now.status != "held"
            hint = partial(_, N_("Minutes are approved after the meeting was held.")) if early else None
            made = button(
                partial(_, label),
                partial(self.go, state),
                name=name,
                picture=picture,
                hint=hint,
                writes="data",
            )
            made.setEnabled(not early)
            self._flow.addWidget(made)
        for each in self._more():
            self._flow.addWidget(each)

    def _warn(self, strayed: Strayed | None) -> None:
        self._warning.setVisible(bool(strayed))
        if strayed:
            self._strayed.show_text(
                _(
                    "These minutes were locked on {day}, and what another computer wrote before came later. "
                    "Changed: {changed}, new: {new}, gone: {gone}. Unlock them, mend them, lock them again.",
                    day=short_date(strayed.step.day),
                    changed=digits(len(strayed.changed)),
                    new=digits(len(strayed.new)),
                    gone=digits(len(strayed.gone)),
                )
            )


def _trail(steps: list[MinutesStep], at: Meeting | None) -> str:
    """Who took the minutes to their state and when."""
    if not steps:
        return ""
    last = steps[-1]
    said = [short_date(last.day), last.actor]
    if at is not None:
        said.append(_("approved at the meeting of {day}", day=short_date(at.starts)))
    return "   ·   ".join(filter(None, said))
