"""The attendance sheet: to be signed by hand before a meeting, or filled after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import (
    Block,
    Bullets,
    Column,
    Facts,
    Paper,
    Signatures,
    Table,
    TableRow,
    Together,
)
from cso_desk.documents.pieces import MM
from cso_desk.documents.table import mean_row_height
from cso_desk.documents.workbook import Sheet, SheetColumn
from cso_desk.features.hub.printing import (
    DOTS,
    choice_on,
    days_on,
    figure_on,
    listed,
    on_one_line,
    paper_foot,
    paper_head,
    phones_on,
    place_and_date,
    practice_stamp,
    signer,
    stamp_sheets,
    times_on,
)
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.record import ATTENDANCE_STATUSES, Meeting, PrintedSheet
from cso_desk.features.meetings.service import (
    AttendanceRow,
    Totals,
    alarms,
    attendance_rows_in,
    meeting_in,
    meeting_totals,
    sheet_of,
    to_be_signed,
)
from cso_desk.features.members.printing import sex_on
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.khmer.phones import show_phone
from cso_desk.store.store import Store
from cso_desk.wording import N_

BLANK_ROWS = 10
_ROW_HEIGHT = 9.5  # millimetres: room for a signature
_UPRIGHT_WIDTH = 175 * MM  # between the margins of A4
_TALL_ROW = 18  # millimetres: with higher rows a page across holds as many as an upright one
_MOST_DAYS = 5
_TICKS = {
    "youth": N_("Youth"),
    "disability": N_("Disability"),
    "minority": N_("Minority"),
    "id_poor": N_("ID-Poor"),
}
_COUNTS = {
    "female": N_("Women"),
    "youth": N_("Youth"),
    "disability": N_("With disability"),
    "minority": N_("Ethnic minority"),
    "id_poor": N_("ID-Poor"),
}


def attendance_sheet(
    store: Store, meeting: str, language: str = "km", *, filled: bool = False, blank_rows: int = BLANK_ROWS
) -> Paper:
    """The sheet of one meeting: everybody invited and rows to fill in; `filled`: who came, and the totals."""
    with store.reading() as reading:
        now = meeting_in(reading, meeting)
        everybody = attendance_rows_in(reading, meeting)
        present = [row for row in everybody if row.attendance.status == "present"]
        rows = present if filled else to_be_signed(everybody)
        printed = None if filled else sheet_of(reading, meeting, rows)
    speech, hub = Speech(language), profile(store)
    days = [] if filled else _days(now)
    columns = _columns(now, days, speech)
    cells: list[TableRow] = [_cells(row, now, len(days), speech) for row in rows]
    table = Table(
        columns,
        cells,
        row_height=7 if filled else _ROW_HEIGHT,
        blank_rows=0 if filled else max(blank_rows, BLANK_ROWS),
        fill=not filled,
        keep=filled,
        numbered=True,
        size=8.5,
    )
    objective = speech.pick(now.objective_km, now.objective_en)
    blocks: list[Block] = [Facts(facts_of(now, speech), columns=2)]
    blocks += [Facts([(speech("Objective"), objective)]), table] if objective else [table]
    totals = meeting_totals(store, meeting) if filled else None
    doubts = [speech(each.message, **each.values) for each in alarms(now, totals)] if totals else []
    foot: list[Block] = [_totals(now, totals, speech)]
    foot += [Bullets(doubts)] if doubts else []
    blocks.append(Together([*foot, _signatures(hub, now, speech)]))
    return Paper(
        speech("Attendance list"),
        blocks,
        language,
        subtitle=speech.pick(now.title_km, now.title_en),
        head=replace(paper_head(hub, speech, kingdom=False), under_hub=()),  # room for rows
        landscape=mean_row_height(table, _UPRIGHT_WIDTH, speech) > _TALL_ROW,
        code=sheet_code(now, printed),
        qr=f"cso-desk:meeting:{sheet_code(now, printed)}:{now.id}",
        foot=paper_foot(hub, speech),
        stamp=practice_stamp(store.practice, speech),
    )


def sheet_code(meeting: Meeting, sheet: PrintedSheet | None) -> str:
    """What stands on the paper and names the print: "BTB-M0012/2" is the second sheet of that meeting."""
    return f"{meeting.code}/{sheet.number}" if sheet is not None else meeting.code


def facts_of(meeting: Meeting, speech: Speech) -> list[tuple[Text, Cell]]:
    """What, when, where and for what, as far as it is known."""
    project: Text = meeting.project
    if meeting.project and meeting.donor:
        project = speech("{project} (funded by {donor})", project=meeting.project, donor=meeting.donor)
    pairs: list[tuple[Text, Cell]] = [
        (speech("Date"), days_on(speech, meeting.starts, meeting.ends)),
        (speech("Time"), times_on(speech, meeting.start_time, meeting.end_time)),
        (speech("Venue"), speech.pick(meeting.venue_km, meeting.venue_en)),
        (speech("Project"), project or meeting.donor),
    ]
    return [(label, value) for label, value in pairs if value]


def _days(meeting: Meeting) -> list[str]:
    """Every day of the meeting in ISO form; one where the days are not known exactly."""
    try:
        first = date.fromisoformat(meeting.starts)
        last = date.fromisoformat(meeting.ends or meeting.starts)
    except ValueError:
        return [meeting.starts]
    count = min((last - first).days + 1, _MOST_DAYS)
    return [(first + timedelta(days=day)).isoformat() for day in range(max(count, 1))]


def _columns(meeting: Meeting, days: Sequence[str], speech: Speech) -> list[Column]:
    columns = [
        Column(speech("No."), weight=0, align="center"),
        Column(speech("Surname and given name"), width=25),
        Column(speech("Sex"), weight=0, align="center"),
        Column(speech("Age"), weight=0, align="center"),
        Column(speech("Position"), weight=1.6),
        Column(speech("Institution"), weight=2.2),
        Column(speech("Phone number"), weight=0, whole=True),
    ]
    columns += [
        Column(speech(_TICKS[name]), width=12, align="center") for name in _TICKS if name in meeting.asked
    ]
    if len(days) == 1:
        columns.append(Column(speech("Signature"), width=24))
    else:
        columns += [
            Column(speech("Signature, day {number}", number=number), width=20)
            for number in range(1, len(days) + 1)
        ]
    return columns


def _cells(row: AttendanceRow, meeting: Meeting, days: int, speech: Speech) -> list[Cell]:
    person, body, attendance = row.person, row.organisation, row.attendance
    year = meeting.starts[:4]
    age = int(year) - person.birth_year if person.birth_year and year else None
    ticks: list[Cell] = [_tick(row, name) for name in _TICKS if name in meeting.asked]
    return [
        None,
        speech.pick(person.name_km, person.name_en),
        sex_on(speech, person.sex),
        age,
        speech.pick(attendance.title_km, attendance.title_en),
        speech.pick(body.name_km, body.name_en) if body else "",
        phones_on(speech, person.phones[:1]),
        *ticks,
        *[""] * days,
    ]


def _tick(row: AttendanceRow, name: str) -> Cell:
    said = getattr(row.attendance, name) or (getattr(row.person, name) if name != "youth" else "")
    if name == "id_poor" and said in ("1", "2"):
        return int(said)
    return "✓" if said == "yes" else ""


def _totals(meeting: Meeting, totals: Totals | None, speech: Speech) -> Facts:
    names = ["female", *(name for name in _TICKS if name in meeting.asked)]
    total: Cell = figure_on(speech, totals.participations, totals.qualifier) if totals else DOTS
    pairs: list[tuple[Text, Cell]] = [(speech("Total participants"), total)]
    pairs += [
        (speech(_COUNTS[name]), figure_on(speech, getattr(totals, name)) if totals else DOTS)
        for name in names
    ]
    pairs.append((speech("Institutions"), figure_on(speech, totals.institutions) if totals else DOTS))
    if totals and totals.by_kind:
        pairs.append((speech("Institutions by kind"), kinds_on(totals, speech)))
    return Facts(pairs, columns=2, size=9.5)


def kinds_on(totals: Totals, speech: Speech) -> Text:
    """Institutions by kind on one line, the most frequent first."""
    kinds = sorted(totals.by_kind.items(), key=lambda pair: -pair[1])
    return listed(
        [
            speech(
                "{kind} {count}",
                kind=choice_on(speech, ORGANISATION_KINDS, kind) if kind else speech("Kind not said"),
                count=count,
            )
            for kind, count in kinds
        ],
        speech,
    )


def _signatures(hub: HubProfile, meeting: Meeting, speech: Speech) -> Signatures:
    lines = place_and_date(hub, speech, meeting.ends or meeting.starts, lunar=False)
    return Signatures(
        [signer(speech, N_("Checked by")), signer(speech, N_("Prepared by"), lines=lines)], gap=18
    )


def attendance_workbook(store: Store, meeting: str, language: str = "km") -> list[Sheet]:
    """The list of one meeting as a sheet, with everybody on it and what became of them."""
    with store.reading() as reading:
        now = meeting_in(reading, meeting)
        rows = attendance_rows_in(reading, meeting)
    speech = Speech(language)
    messages = (
        (N_("No."), "number"), (N_("Name in Khmer"), "text"), (N_("Name in Latin letters"), "text"),
        (N_("Sex"), "text"), (N_("Year of birth"), "number"), (N_("Position"), "text"),
        (N_("Institution"), "text"), (N_("Kind of institution"), "text"), (N_("Phone numbers"), "text"),
        (N_("Attendance"), "text"), (N_("Came without invitation"), "yes"),
        *((_TICKS[name], "text") for name in _TICKS if name in now.asked),
    )  # fmt: skip
    columns = [SheetColumn(on_one_line(speech(message)), kind) for message, kind in messages]
    cells = [
        [
            number,
            row.person.name_km,
            row.person.name_en,
            on_one_line(sex_on(speech, row.person.sex)),
            row.person.birth_year,
            on_one_line(speech.pick(row.attendance.title_km, row.attendance.title_en)),
            on_one_line(speech.pick(row.organisation.name_km, row.organisation.name_en))
            if row.organisation
            else "",
            on_one_line(choice_on(speech, ORGANISATION_KINDS, row.organisation.kind))
            if row.organisation
            else "",
            ", ".join(show_phone(phone) for phone in row.person.phones),
            on_one_line(choice_on(speech, ATTENDANCE_STATUSES, row.attendance.status)),
            row.attendance.walk_in,
            *(_plain(_tick(row, name)) for name in _TICKS if name in now.asked),
        ]
        for number, row in enumerate(rows, start=1)
    ]
    sheet = Sheet(on_one_line(speech("Attendance list")), columns, cells, len(cells))
    return stamp_sheets(store.practice, speech, [sheet])


def _plain(cell: Cell) -> str:
    return "" if cell is None else str(cell)
