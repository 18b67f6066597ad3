"""A row that would change what is locked is told in the plan and left out; the rest of the list comes in."""

from pathlib import Path

import openpyxl
import pytest

from cso_desk.catalog import RECORD_TYPES, plan_import, run_import
from cso_desk.documents.workbook import write_workbook
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.seen import SeenList, seen_workbook
from cso_desk.features.meetings.record import DECISION, MEETING, Decision, Meeting
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.store.listing import codes, titles
from cso_desk.store.search import refresh
from cso_desk.store.store import Store
from cso_desk.wording import use_language

LOCKED = "These minutes are locked. Unlock them first and say why."

COLUMNS = {
    "decision": ["meeting", "number", "text_en"],  # the sheet says that these are no other lines
    "meeting": ["code", "starts", "title_en", "venue_en"],
}


@pytest.fixture(autouse=True)
def in_english() -> None:
    use_language("en")


def meetings(store: Store) -> tuple[Meeting, Meeting]:
    """Two meetings, each with a decision; the minutes of the first are locked."""
    with store.transaction("Add") as t:
        first, second = (
            t.add(Meeting(title_en=title, starts="2026-07-21", venue_en="Town hall"))
            for title in ("First meeting", "Second meeting")
        )
        for meeting in (first, second):
            t.add(Decision(meeting=meeting.id, number="1", text_en=f"Decided in {meeting.title_en}"))
        t.change(first, minutes_state="locked")
    return first, second


def corrected(store: Store, kind: RecordType, path: Path, old: str, new: str) -> SheetReading:
    """The list of all records of a type as this program saves it, with a word replaced in every cell."""
    refresh(store)
    with store.reading() as look:
        records: list[Record] = look.all(kind.record)
        ids = [each.id for each in look.all(Meeting)]
        called, known = titles(look, ids), codes(look, ids)
    rows = [(records, called)]
    seen = SeenList(kind, COLUMNS[kind.name], "", lambda: iter(rows), len(records), lambda _ids: known)
    write_workbook(seen_workbook(seen, "en"), path)
    book = openpyxl.load_workbook(path)
    for cell in (cell for row in book.active.iter_rows(min_row=2) for cell in row):
        if isinstance(cell.value, str):
            cell.value = cell.value.replace(old, new)
    book.save(path)
    return read_list(path, kinds=RECORD_TYPES)[0]


def test_a_row_that_would_change_locked_minutes_says_so_and_the_others_come_in(
    store: Store, tmp_path: Path
) -> None:
    meetings(store)
    reading = corrected(store, DECISION, tmp_path / "decisions.xlsx", "Decided in", "Agreed in")
    plan = plan_import(store, reading, existing="update")
    assert [(row.state, row.refused, row.problems) for row in plan.rows] == [
        ("out", True, [LOCKED]),
        ("changed", False, []),
    ]
    assert dict(run_import(store, plan).changed) == {"decision": 1}
    with store.reading() as look:
        texts = {each.text_en for each in look.all(Decision)}
    assert texts == {"Decided in First meeting", "Agreed in Second meeting"}


def test_a_row_that_changes_nothing_of_locked_minutes_is_not_refused(store: Store, tmp_path: Path) -> None:
    meetings(store)
    reading = corrected(store, DECISION, tmp_path / "decisions.xlsx", "Decided in", "Decided in")
    plan = plan_import(store, reading, existing="update")
    assert [(row.state, row.problems) for row in plan.rows] == [("same", []), ("same", [])]


def test_a_list_of_meetings_tells_which_of_them_is_locked(store: Store, tmp_path: Path) -> None:
    meetings(store)
    path = tmp_path / "meetings.csv"
    path.write_text(
        "Date,Meeting title,Venue,Participants\n"
        "21/07/2026,First meeting,Pagoda,30\n21/07/2026,Second meeting,Pagoda,31\n"
        "22/07/2026,Third meeting,Pagoda,32\n",
        encoding="utf-8",
    )
    plan = plan_import(store, read_list(path, purpose="meetings")[0], existing="update")
    assert [(row.state, row.problems) for row in plan.rows] == [
        ("out", [LOCKED]),
        ("changed", []),
        ("new", []),
    ]
    run_import(store, plan)
    with store.reading() as look:
        venues = {each.title_en: each.venue_en for each in look.all(Meeting)}
    assert venues == {"First meeting": "Town hall", "Second meeting": "Pagoda", "Third meeting": "Pagoda"}


def test_what_is_locked_after_the_preview_stops_the_import_with_the_row(store: Store, tmp_path: Path) -> None:
    _first, second = meetings(store)
    reading = corrected(store, MEETING, tmp_path / "meetings.xlsx", "Town hall", "Pagoda")
    plan = plan_import(store, reading, existing="update")
    with store.transaction("Lock") as t:
        t.change(second, minutes_state="locked")
    with pytest.raises(UserError, match=r"^Row \d+: These minutes are locked"):
        run_import(store, plan)
    with store.reading() as look:
        assert {each.venue_en for each in look.all(Meeting)} == {"Town hall"}
