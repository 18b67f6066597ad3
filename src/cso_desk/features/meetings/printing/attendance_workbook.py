"""The attendance list of a meeting as a workbook, with everybody on it and what became of them."""

from cso_desk.documents.bilingual import Speech
from cso_desk.documents.workbook import Sheet, SheetColumn
from cso_desk.features.hub.printing import choice_on, on_one_line, stamp_sheets
from cso_desk.features.meetings.printing.sheet_columns import TICKS, tick
from cso_desk.features.meetings.record import ATTENDANCE_STATUSES, Meeting
from cso_desk.features.meetings.service import AttendanceRow, attendance_rows_in, meeting_in
from cso_desk.features.members.printing import sex_on
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.khmer.phones import show_phone
from cso_desk.store.store import Store
from cso_desk.wording import N_

_COLUMNS = (
    (N_("No."), "number"), (N_("Name in Khmer"), "text"), (N_("Name in Latin letters"), "text"),
    (N_("Sex"), "text"), (N_("Year of birth"), "number"), (N_("Position"), "text"),
    (N_("Institution"), "text"), (N_("Kind of institution"), "text"), (N_("Phone numbers"), "text"),
    (N_("Attendance"), "text"), (N_("Came without invitation"), "yes"),
)  # fmt: skip


def attendance_workbook(store: Store, meeting: str, language: str = "km") -> list[Sheet]:
    """The list of one meeting as a sheet."""
    with store.reading() as reading:
        now = meeting_in(reading, meeting)
        rows = attendance_rows_in(reading, meeting)
    speech = Speech(language)
    messages = (*_COLUMNS, *((TICKS[name], "text") for name in TICKS if name in now.asked))
    columns = [SheetColumn(on_one_line(speech(message)), kind) for message, kind in messages]
    cells = [_cells(number, row, now, speech) for number, row in enumerate(rows, start=1)]
    sheet = Sheet(on_one_line(speech("Attendance list")), columns, cells, len(cells))
    return stamp_sheets(store.practice, speech, [sheet])


def _cells(
    number: int, row: AttendanceRow, meeting: Meeting, speech: Speech
) -> list[str | int | bool | None]:
    person, body, attendance = row.person, row.organisation, row.attendance
    return [
        number,
        person.name_km,
        person.name_en,
        on_one_line(sex_on(speech, person.sex)),
        person.birth_year,
        on_one_line(speech.pick(attendance.title_km, attendance.title_en)),
        on_one_line(speech.pick(body.name_km, body.name_en)) if body else "",
        on_one_line(choice_on(speech, ORGANISATION_KINDS, body.kind)) if body else "",
        ", ".join(show_phone(phone) for phone in person.phones),
        on_one_line(choice_on(speech, ATTENDANCE_STATUSES, attendance.status)),
        attendance.walk_in,
        *(str(tick(row, name)) for name in TICKS if name in meeting.asked),
    ]
