"""The papers of a meeting by name: one list for the window and the commands."""

from dataclasses import dataclass

from cso_desk.wording import N_


@dataclass(frozen=True)
class MeetingPaper:
    """A paper: its name in commands, and its title as a message id.

    `sheets`: it is a workbook too. `letter`: it can be worked on in Word. `kept`: its rows are remembered as
    they are printed, so that what was signed is typed in row by row. `joined`: it is made of several files.
    """

    name: str
    title: str
    sheets: bool = False
    letter: bool = False
    kept: bool = False
    joined: bool = False


MEETING_PAPERS = {
    each.name: each
    for each in (
        MeetingPaper("invitations", N_("Invitation letters"), letter=True),
        MeetingPaper("agenda", N_("Agenda"), letter=True),
        MeetingPaper("attendance-sheet", N_("Attendance sheet"), sheets=True, kept=True),
        MeetingPaper(
            "attendance-halves", N_("Attendance sheet, morning and afternoon"), sheets=True, kept=True
        ),
        MeetingPaper("attendance-blank", N_("Blank attendance sheet")),
        MeetingPaper("badges", N_("Badges")),
        MeetingPaper("name-tents", N_("Name tents")),
        MeetingPaper("receipts", N_("Receipts for travel money"), sheets=True),
        MeetingPaper("attendance-filled", N_("Attendance list of who came"), sheets=True),
        MeetingPaper("minutes", N_("Minutes"), letter=True),
        MeetingPaper("certificates", N_("Certificates of participation"), letter=True),
        MeetingPaper("evidence", N_("Evidence of the activity"), joined=True),
    )
}
"""In the order of the work: before, at and after a meeting."""
