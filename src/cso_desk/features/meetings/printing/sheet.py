"""The attendance sheet: to be signed by hand before a meeting, or filled after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import (
    Block,
    Bullets,
    Facts,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Table,
    Together,
)
from cso_desk.documents.pieces import MM
from cso_desk.documents.table import mean_row_height
from cso_desk.features.hub.printing import (
    DOTS,
    choice_on,
    date_on,
    days_on,
    figure_on,
    listed,
    paper_foot,
    paper_head,
    place_and_date,
    practice_stamp,
    signer,
    times_on,
)
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.printing.sheet_columns import (
    KIND_GROUPS,
    ROW_HEIGHT,
    TICKS,
    sheet_cells,
    sheet_columns,
)
from cso_desk.features.meetings.record import Meeting, PrintedSheet
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
from cso_desk.features.members.record import ORGANISATION_KINDS
from cso_desk.store.store import Store
from cso_desk.wording import N_

BLANK_ROWS = 10
TO_SIGN, HALVES, BLANK, FILLED = SHEETS = ("sign", "halves", "blank", "filled")
"""To be signed, morning and afternoon on a sheet for each day, with nobody on it, or who came."""

_UPRIGHT_WIDTH = 175 * MM  # between the margins of A4
_TALL_ROW = 18  # millimetres: with higher rows a page across holds as many as an upright one
_MOST_UPRIGHT = 9  # columns to be filled in by hand on an upright page
_MOST_COLUMNS = 5  # days side by side; a longer meeting has a sheet for each day
_MOST_DAYS = 31
_SHORT_DOTS = "………"
_COUNTS = {
    "female": N_("Women"),
    "youth": N_("Youth"),
    "disability": N_("With disability"),
    "minority": N_("Ethnic minority"),
    "id_poor": N_("ID-Poor"),
}


@dataclass(frozen=True)
class _Matter:
    """What a sheet is made of. `totals` are known of one that is filled."""

    meeting: Meeting
    rows: Sequence[AttendanceRow]
    hub: HubProfile
    totals: Totals | None
    blank_rows: int


def attendance_sheet(
    store: Store, meeting: str, language: str = "km", *, form: str = TO_SIGN, blank_rows: int = BLANK_ROWS
) -> Paper:
    """The sheet of one meeting in one of the forms of SHEETS: everybody invited and rows to fill in by hand,
    or who came with the totals.
    """
    with store.reading() as reading:
        now = meeting_in(reading, meeting)
        everybody = attendance_rows_in(reading, meeting)
        rows = _rows(everybody, form)
        printed = sheet_of(reading, meeting, rows) if form in (TO_SIGN, HALVES) else None
    speech = Speech(language)
    totals = meeting_totals(store, meeting) if form == FILLED else None
    matter = _Matter(now, rows, profile(store), totals, max(blank_rows, BLANK_ROWS))
    blocks, table = _blocks(matter, form, speech)
    return Paper(
        speech("Attendance list"),
        blocks,
        language,
        subtitle=speech.pick(now.title_km, now.title_en),
        head=replace(paper_head(matter.hub, speech, kingdom=False), under_hub=()),  # room for rows
        landscape=_is_wide(table, form, speech),
        code=sheet_code(now, printed),
        qr=f"cso-desk:meeting:{sheet_code(now, printed)}:{now.id}",
        foot=paper_foot(matter.hub, speech),
        stamp=practice_stamp(store.practice, speech),
    )


def _is_wide(table: Table, form: str, speech: Speech) -> bool:
    """Whether the paper lies across; where nothing is printed a hand needs room in every column."""
    if form == BLANK:
        return len(table.columns) > _MOST_UPRIGHT
    return mean_row_height(table, _UPRIGHT_WIDTH, speech) > _TALL_ROW


def _rows(everybody: list[AttendanceRow], form: str) -> list[AttendanceRow]:
    if form == FILLED:
        return [row for row in everybody if row.attendance.status == "present"]
    return [] if form == BLANK else to_be_signed(everybody)


def _blocks(matter: _Matter, form: str, speech: Speech) -> tuple[list[Block], Table]:
    """The blocks of the paper, and one of its tables."""
    now, days = matter.meeting, days_of(matter.meeting)
    if form != FILLED and (form == HALVES or len(days) > _MOST_COLUMNS):
        titles = [speech("Morning"), speech("Afternoon")] if form == HALVES else [speech("Signature")]
        table = _table(matter, titles, speech)
        return [block for day in days for block in _of_day(matter, table, day, days, speech)], table
    table = _table(matter, [] if form == FILLED else _signatures_of(days, speech), speech)
    return [*_facts(now, speech), table, _foot(matter, now.ends or now.starts, speech)], table


def _of_day(matter: _Matter, table: Table, day: str, days: Sequence[str], speech: Speech) -> list[Block]:
    """The sheet of one day, on pages of its own."""
    said = speech(
        "Day {number} of {count}: {date}",
        number=days.index(day) + 1,
        count=len(days),
        date=date_on(speech, day),
    )
    head: list[Block] = [Paragraph(said, bold=True, align="center")] if len(days) > 1 else []
    new_page: list[Block] = [] if day == days[0] else [PageBreak()]
    return [*new_page, *head, *_facts(matter.meeting, speech), table, _foot(matter, day, speech)]


def _signatures_of(days: Sequence[str], speech: Speech) -> list[Text]:
    if len(days) == 1:
        return [speech("Signature")]
    return [
        speech("Signature, day {number} of {count}", number=number, count=len(days))
        for number in range(1, len(days) + 1)
    ]


def _table(matter: _Matter, signatures: Sequence[Text], speech: Speech) -> Table:
    filled = matter.totals is not None
    return Table(
        sheet_columns(matter.meeting, signatures, speech),
        [sheet_cells(row, matter.meeting, len(signatures), speech, filled=filled) for row in matter.rows],
        row_height=7 if filled else ROW_HEIGHT,
        blank_rows=0 if filled else matter.blank_rows,
        fill=not filled,
        keep=filled,
        numbered=True,
        size=8.5,
    )


def sheet_code(meeting: Meeting, sheet: PrintedSheet | None) -> str:
    """What stands on the paper and names the print: "BTB-M0012/2" is the second sheet of that meeting."""
    return f"{meeting.code}/{sheet.number}" if sheet is not None else meeting.code


def _facts(meeting: Meeting, speech: Speech) -> list[Block]:
    objective = speech.pick(meeting.objective_km, meeting.objective_en)
    blocks: list[Block] = [Facts(facts_of(meeting, speech), columns=2)]
    return blocks + ([Facts([(speech("Objective"), objective)])] if objective else [])


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


def days_of(meeting: Meeting) -> list[str]:
    """Every day of the meeting in ISO form; one where the days are not known exactly."""
    try:
        first = date.fromisoformat(meeting.starts)
        last = date.fromisoformat(meeting.ends or meeting.starts)
    except ValueError:
        return [meeting.starts]
    count = min((last - first).days + 1, _MOST_DAYS)
    return [(first + timedelta(days=day)).isoformat() for day in range(max(count, 1))]


def _foot(matter: _Matter, day: str, speech: Speech) -> Together:
    """Totals, what cannot be true of them, and who signs."""
    now, totals = matter.meeting, matter.totals
    doubts = [speech(each.message, **each.values) for each in alarms(now, totals)] if totals else []
    lines = place_and_date(matter.hub, speech, day, lunar=False)
    signing = Signatures(
        [signer(speech, N_("Checked by")), signer(speech, N_("Prepared by"), lines=lines)], gap=18
    )
    foot: list[Block] = [totals_facts(now, totals, speech)]
    return Together([*foot, *([Bullets(doubts)] if doubts else []), signing])


def totals_facts(meeting: Meeting, totals: Totals | None, speech: Speech) -> Facts:
    """The figures of a meeting, or room to write them in."""
    names = ["female", *(name for name in TICKS if name in meeting.asked)]
    total: Cell = figure_on(speech, totals.participations, totals.qualifier) if totals else DOTS
    pairs: list[tuple[Text, Cell]] = [(speech("Total participants"), total)]
    pairs += [
        (speech(_COUNTS[name]), figure_on(speech, getattr(totals, name)) if totals else DOTS)
        for name in names
    ]
    pairs.append((speech("Institutions"), figure_on(speech, totals.institutions) if totals else DOTS))
    if totals is None:
        by_hand = [speech(message, count=_SHORT_DOTS) for message in KIND_GROUPS.values()]
        pairs.append((speech("Institutions by kind"), listed(by_hand, speech)))
    elif totals.by_kind:
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
