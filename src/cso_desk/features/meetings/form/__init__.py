"""How meetings are laid out, keyed in and printed from the window."""

from cso_desk.features.meetings.form.attendance_list import AttendanceList
from cso_desk.features.meetings.form.layout import (
    ACTION_GROUPS,
    AGENDA_GROUPS,
    ATTENDANCE_GROUPS,
    DECISION_GROUPS,
    MEETING_GROUPS,
    MINUTES_GROUPS,
    SERIES_GROUPS,
)
from cso_desk.features.meetings.form.papers import agenda_paper, minutes_paper, quarter_report, sheet_paper

__all__ = [
    "ACTION_GROUPS",
    "AGENDA_GROUPS",
    "ATTENDANCE_GROUPS",
    "DECISION_GROUPS",
    "MEETING_GROUPS",
    "MINUTES_GROUPS",
    "SERIES_GROUPS",
    "AttendanceList",
    "agenda_paper",
    "minutes_paper",
    "quarter_report",
    "sheet_paper",
]
