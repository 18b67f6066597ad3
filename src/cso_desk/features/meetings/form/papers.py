"""The papers of meetings, made when somebody looks at them.

Drawing them is heavy to import, and the page is open long before somebody prints.
"""
# ruff: noqa: PLC0415

from cso_desk.features.hub.form import paper
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import keep_sheet
from cso_desk.widgets.host import Host, Paper
from cso_desk.wording import _


def sheet_paper(host: Host, meeting: Meeting) -> Paper:
    """The attendance sheet of a meeting, remembered as it is printed now."""
    host.attempt(lambda: keep_sheet(host.store, meeting.id))
    from cso_desk.features.meetings.printing import attendance_sheet, attendance_workbook

    return paper(
        lambda: _("Attendance sheet"),
        f"attendance-{meeting.code}",
        lambda chosen: attendance_sheet(host.store, meeting.id, chosen),
        lambda chosen: attendance_workbook(host.store, meeting.id, chosen),
    )


def agenda_paper(host: Host, meeting: Meeting) -> Paper:
    """The agenda of a meeting."""
    from cso_desk.features.meetings import printing

    return paper(
        lambda: _("Agenda"),
        f"agenda-{meeting.code}",
        lambda chosen: printing.agenda_paper(host.store, meeting.id, chosen),
    )


def minutes_paper(host: Host, meeting: Meeting) -> Paper:
    """The minutes of a meeting."""
    from cso_desk.features.meetings import printing

    return paper(
        lambda: _("Minutes"),
        f"minutes-{meeting.code}",
        lambda chosen: printing.minutes_paper(host.store, meeting.id, chosen),
    )


def quarter_report(host: Host, quarter: str) -> Paper:
    """The report of a quarter."""
    from cso_desk.features.meetings.printing import quarterly_report, quarterly_workbook

    return paper(
        lambda: _("Quarterly report"),
        f"report-{quarter}",
        lambda chosen: quarterly_report(host.store, quarter, chosen),
        lambda chosen: quarterly_workbook(host.store, quarter, chosen),
    )
