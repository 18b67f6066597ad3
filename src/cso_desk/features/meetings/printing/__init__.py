"""The papers of meetings: agenda, attendance sheet, minutes, quarterly report."""

from cso_desk.features.meetings.printing.agenda import agenda_paper
from cso_desk.features.meetings.printing.minutes import minutes_paper
from cso_desk.features.meetings.printing.report import quarterly_report
from cso_desk.features.meetings.printing.sheet import attendance_sheet, attendance_workbook
from cso_desk.features.meetings.printing.workbook import quarterly_workbook

__all__ = [
    "agenda_paper",
    "attendance_sheet",
    "attendance_workbook",
    "minutes_paper",
    "quarterly_report",
    "quarterly_workbook",
]
