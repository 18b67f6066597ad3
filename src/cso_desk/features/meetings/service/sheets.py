"""The attendance sheets of a meeting: what was printed, and its rows again in the order of the paper."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cso_desk.features.meetings.record import Attendance, Meeting, PrintedSheet
from cso_desk.features.meetings.service.attendance import AttendanceRow, attendance_rows_in, rows_of
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.keyboard import scanned
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import N_

_CODE = re.compile(
    r"(?P<scanned>cso-desk:meeting:)?(?P<code>\w+-M\w+)(?:/(?P<number>\d+))?(?::(?P<id>[^\s:]+))?",
    re.IGNORECASE,
)
SIGNING = ("invited", "confirmed", "present", "absent", "excused")
"""Who stands on a sheet that is to be signed; those who came without invitation write themselves down."""


@dataclass(frozen=True)
class SheetRow:
    """A row as it is typed in. `number` is that of the paper; None: invited after the sheet was printed."""

    number: int | None
    row: AttendanceRow
    printed: bool = True


def to_be_signed(rows: Iterable[AttendanceRow]) -> list[AttendanceRow]:
    """The rows that a sheet is printed with."""
    return [each for each in rows if each.attendance.status in SIGNING and not each.attendance.walk_in]


def printed_sheets_in(reading: Reading, meeting: str) -> list[PrintedSheet]:
    """The sheets of a meeting, the newest first."""
    table = reading.table(PrintedSheet)
    newest = [table.c.number.desc(), table.c.id.desc()]
    return reading.all(PrintedSheet, table.c.meeting == meeting, order_by=newest)


def sheet_of(reading: Reading, meeting: str, rows: Iterable[AttendanceRow]) -> PrintedSheet | None:
    """The newest sheet with exactly these rows; None where they were never printed so."""
    wanted = tuple(each.attendance.id for each in rows)
    sheets = printed_sheets_in(reading, meeting)
    return next((each for each in sheets if each.attendances == wanted), None)


def keep_sheet(store: Store, meeting: str, *, initiator: object = None) -> PrintedSheet:
    """Remember the sheet that is printed now, so that its rows are known again; one for one list."""
    with store.reading() as reading:
        meeting_in(reading, meeting)
        rows = to_be_signed(attendance_rows_in(reading, meeting))
        kept = sheet_of(reading, meeting, rows)
    if kept is not None:
        return kept
    with store.transaction(N_("Print the attendance sheet"), initiator=initiator) as t:
        table = t.table(PrintedSheet)
        before = t.all(PrintedSheet, table.c.meeting == meeting, trash=True)
        return t.add(
            PrintedSheet(
                meeting=meeting_in(t, meeting).id,
                number=1 + max((each.number or 0 for each in before), default=0),
                printed_on=dt.date.today().isoformat(),  # noqa: DTZ011  the day on the wall
                attendances=tuple(each.attendance.id for each in rows),
            )
        )


def sheet_rows_in(reading: Reading, meeting: str, sheet: PrintedSheet | None = None) -> list[SheetRow]:
    """The printed rows in the order of the paper, what was written below them, then who is on no row.

    Without a sheet the list is taken as it would be printed now. A row that is in the trash keeps its place:
    the paper still has it. The number of statements is fixed.
    """
    rows = attendance_rows_in(reading, meeting)
    by_id = {each.attendance.id: each for each in rows}
    if sheet is None:
        printed = to_be_signed(rows)
    else:
        gone = [each for each in sheet.attendances if each not in by_id]
        table = reading.table(Attendance)
        lost = reading.all(Attendance, table.c.id.in_(gone), trash=True) if gone else []
        by_id |= {each.attendance.id: each for each in rows_of(reading, lost)} if lost else {}
        printed = [by_id[each] for each in sheet.attendances if each in by_id]
    on_paper = {each.attendance.id for each in printed}
    others = [each for each in rows if each.attendance.id not in on_paper]
    came = [each for each in others if each.attendance.status == "present" or each.attendance.walk_in]
    length = len(printed) if sheet is None else len(sheet.attendances)
    numbers = {each: place for place, each in enumerate(sheet.attendances, 1)} if sheet else {}
    return [
        *(SheetRow(numbers.get(each.attendance.id, place), each) for place, each in enumerate(printed, 1)),
        *(SheetRow(number, each, printed=False) for number, each in _below(came, length)),
        *(SheetRow(None, each, printed=False) for each in others if each not in came),
    ]


def _below(came: list[AttendanceRow], length: int) -> Iterable[tuple[int, AttendanceRow]]:
    """What stands below the printed rows, each with the number that it was typed in with, or the next."""
    last = length
    for each in came:
        last = max(last + 1, each.attendance.sheet_row or 0)
        yield last, each


def sheet_meant(store: Store, text: str) -> tuple[str, str, str]:
    """The kind, id and code of what a paper's code or scanned square means; three times "" for other texts.

    "BTB-M0012/2" is a printed sheet, "cso-desk:meeting:BTB-M0012:…" a meeting whose sheet was never kept.
    A scanner may have typed them while the keyboard stood in Khmer.
    """
    typed = to_latin_digits(text.strip())
    said = _CODE.fullmatch(typed) or _CODE.fullmatch(scanned(typed))
    if said is None or not (said["scanned"] or said["number"]):
        return "", "", ""
    with store.reading() as reading:
        table = reading.table(Meeting)
        mine = table.c.id == said["id"] if said["id"] else table.c.code == said["code"].upper()
        meetings = reading.all(Meeting, mine, limit=1)
        if not meetings:
            return "", "", ""
        meeting, number = meetings[0], said["number"]
        sheets = printed_sheets_in(reading, meeting.id) if number else []
        found = next((each for each in sheets if str(each.number) == number), None)
    if found is not None:
        return "printed_sheet", found.id, f"{meeting.code}/{number}"
    return "attendance", meeting.id, meeting.code


def next_line(rows: Iterable[SheetRow]) -> int:
    """The number of the first line of the paper that is free."""
    return 1 + max((each.number or 0 for each in rows), default=0)
