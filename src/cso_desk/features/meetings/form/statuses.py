"""The steps of a meeting from the plan to the day after, as a menu."""

from functools import partial

from PySide6.QtWidgets import QMenu

from cso_desk.features.meetings.record import MEETING_STATUSES, Meeting
from cso_desk.features.meetings.service import STATUS_STEPS, set_meeting_status
from cso_desk.records.base import Record
from cso_desk.widgets.host import Host
from cso_desk.wording import N_, _

_STEPS = {
    ("planned", "invited"): N_("The invitations are out"),
    ("planned", "held"): N_("It was held"),
    ("planned", "cancelled"): N_("Cancel the meeting"),
    ("invited", "held"): N_("It was held"),
    ("invited", "planned"): N_("Back to planned"),
    ("invited", "cancelled"): N_("Cancel the meeting"),
    ("held", "invited"): N_("It was not held yet"),
    ("cancelled", "planned"): N_("Plan it again"),
}


def fill_statuses(menu: QMenu, host: Host, meeting: Record | None) -> None:
    """Put into a menu how far a meeting has come, and each step from there."""
    menu.clear()
    if not isinstance(meeting, Meeting):
        return
    now = menu.addAction(_(MEETING_STATUSES.get(meeting.status, meeting.status)))
    now.setCheckable(True)
    now.setChecked(True)
    now.setEnabled(False)
    menu.addSeparator()
    for status in STATUS_STEPS.get(meeting.status, ()):
        step = menu.addAction(_(_STEPS[meeting.status, status]))
        step.triggered.connect(partial(_go, host, meeting.id, status))


def _go(host: Host, meeting: str, status: str, *_checked: bool) -> None:
    def act() -> None:
        set_meeting_status(host.store, meeting, status)
        host.notify(_("Status: {status}", status=_(MEETING_STATUSES[status])), undo=True)

    host.attempt(act)
