"""The papers of meetings, made when somebody looks at them, and the menu that offers them.

Drawing them is heavy to import, and the page is open long before somebody prints.
"""
# ruff: noqa: PLC0415

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton

from cso_desk.features.hub.form import paper
from cso_desk.features.meetings.form.calendar_file import save_calendar
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import keep_sheet
from cso_desk.features.meetings.service.papers import MEETING_PAPERS, MeetingPaper
from cso_desk.widgets.controls import button
from cso_desk.widgets.host import Host, Paper
from cso_desk.wording import _


def meeting_paper(name: str, host: Host, meeting: Meeting) -> Paper:
    """One of `MEETING_PAPERS`; a sheet that is to be signed is remembered as it is printed now."""
    told = MEETING_PAPERS[name]
    if told.kept:
        host.attempt(lambda: keep_sheet(host.store, meeting.id))
    if told.joined:
        return _joined(told, host, meeting)
    from cso_desk.features.meetings import printing

    return paper(
        lambda: _(told.title),
        _file_name(told, meeting),
        lambda chosen: printing.meeting_paper(host.store, name, meeting.id, chosen),
        (lambda chosen: printing.meeting_workbook(host.store, name, meeting.id, chosen))
        if told.sheets
        else None,
        letter=told.letter,
    )


sheet_paper = partial(meeting_paper, "attendance-sheet")
agenda_paper = partial(meeting_paper, "agenda")
minutes_paper = partial(meeting_paper, "minutes")


def papers_button(host: Host, meeting: Callable[[], Meeting | None]) -> QPushButton:
    """A button with a menu of every paper of the meeting that is shown, in the order of the work."""
    made = button(lambda: _("Papers"), picture="printer", hint=lambda: _("Every paper of this meeting"))
    menu = QMenu(made)

    def show(name: str) -> None:
        shown = meeting()
        if shown is not None:
            host.show_paper(meeting_paper(name, host, shown))

    def to_calendar() -> None:
        shown = meeting()
        if shown is not None:
            name = " ".join(filter(None, (shown.starts, shown.code)))
            save_calendar(host, made, name, meeting=shown.id)

    def fill() -> None:
        menu.clear()
        for told in MEETING_PAPERS.values():
            menu.addAction(_(told.title)).triggered.connect(lambda *_on, name=told.name: show(name))
        menu.addSeparator()
        menu.addAction(_("For the calendar (iCalendar)…")).triggered.connect(lambda *_on: to_calendar())

    menu.aboutToShow.connect(fill)
    made.setMenu(menu)
    return made


def quarter_report(host: Host, quarter: str) -> Paper:
    """The report of a quarter."""
    from cso_desk.features.meetings.printing import quarterly_report, quarterly_workbook

    return paper(
        lambda: _("Quarterly report"),
        f"report-{quarter}",
        lambda chosen: quarterly_report(host.store, quarter, chosen),
        lambda chosen: quarterly_workbook(host.store, quarter, chosen),
        letter=True,
    )


def _joined(told: MeetingPaper, host: Host, meeting: Meeting) -> Paper:
    def make(language: str, _suffix: str, progress: Callable[[int, int], None]) -> bytes:
        from cso_desk.features.meetings.printing import evidence_pack

        return evidence_pack(host.store, meeting.id, language, progress)

    return Paper(lambda: _(told.title), _file_name(told, meeting), make)


def _file_name(told: MeetingPaper, meeting: Meeting) -> str:
    """Day, code and paper, so that a folder of them stands in the order of the meetings."""
    return " ".join(filter(None, (meeting.starts, meeting.code, _(told.title))))
