"""The papers of meetings, from the invitation to the evidence, and the quarterly report."""

from cso_desk.features.meetings.printing.agenda import agenda_paper
from cso_desk.features.meetings.printing.attendance_workbook import attendance_workbook
from cso_desk.features.meetings.printing.calendar_file import CalendarFile, left_out, meetings_calendar
from cso_desk.features.meetings.printing.evidence import evidence_pack
from cso_desk.features.meetings.printing.minutes import minutes_paper
from cso_desk.features.meetings.printing.papers import meeting_paper, meeting_workbook
from cso_desk.features.meetings.printing.report import quarterly_report
from cso_desk.features.meetings.printing.sheet import attendance_sheet
from cso_desk.features.meetings.printing.workbook import quarterly_workbook

__all__ = [
    "CalendarFile",
    "agenda_paper",
    "attendance_sheet",
    "attendance_workbook",
    "evidence_pack",
    "left_out",
    "meeting_paper",
    "meeting_workbook",
    "meetings_calendar",
    "minutes_paper",
    "quarterly_report",
    "quarterly_workbook",
]
