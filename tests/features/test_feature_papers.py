"""The papers of the features, read back from the PDF and from the workbook."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from cso_desk.documents.paper import PageBreak, Paper, Table
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.documents.workbook import Sheet, write_workbook
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.logo import logo_of, save_logo
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile, save_profile
from cso_desk.features.library.printing import register_paper, register_workbook
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service import add_title
from cso_desk.features.meetings.printing import (
    attendance_sheet,
    attendance_workbook,
    minutes_paper,
    quarterly_report,
    quarterly_workbook,
)
from cso_desk.features.meetings.record import Action, AgendaItem, Decision, Meeting, MinutesEntry, Series
from cso_desk.features.meetings.service import (
    add_action,
    add_decision,
    add_minutes_entry,
    agenda_in,
    invite,
    plan_meeting,
    record_attendance,
    record_head_count,
    set_minutes_state,
)
from cso_desk.features.members.printing import directory_paper, directory_workbook, labels_paper
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import add_organisation, add_person_with_position
from cso_desk.features.members.service.papers import asked_today
from cso_desk.importers.preview import read_list
from cso_desk.places.gazetteer import children
from cso_desk.records.base import NETWORK
from cso_desk.store.store import Store
from cso_desk.wording import use_language

in_each_language = pytest.mark.parametrize("language", ["km", "en", "both"])


def text_of(paper: Paper) -> str:
    document = pypdfium2.PdfDocument(pdf_bytes(paper))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.replace("\ufffe", "").split())


def cells_of(sheets: list[Sheet], tmp_path: Path) -> list[list[list[object]]]:
    """The cells of each sheet, from the head on: above it stands that all of it is practice."""
    path = tmp_path / "book.xlsx"
    write_workbook(sheets, path)
    book = openpyxl.load_workbook(path)
    found = [[[cell.value for cell in row] for row in sheet.rows] for sheet in book.worksheets]
    assert all("Practice" in str(rows[0][0]) or "ហាត់រៀន" in str(rows[0][0]) for rows in found)
    found = [rows[1:] for rows in found]
    book.close()
    return found


def meeting_with_everything(store: Store) -> Meeting:
    save_profile(store, name_km="មជ្ឈមណ្ឌល", name_en="Battambang Hub", asked=("youth",))
    people = []
    for number, (km, en, sex) in enumerate(
        [("សុខ ចាន់ថា", "Sok Chantha", "F"), ("មាស ដារា", "Meas Dara", "M"), ("កែវ សុខា", "Keo Sokha", "F")]
    ):
        body = add_organisation(
            store,
            Organisation(
                name_km=f"អង្គការ {km}", name_en=f"Organisation {number}", kind="ngo", place="020301"
            ),
        )
        person = Person(name_km=km, name_en=en, sex=sex, birth_year=2000, phones=(f"+8551234567{number}",))
        position = Position(
            organisation=body.id, role="representative", title_km="ប្រធាន", title_en="Director"
        )
        people.append(add_person_with_position(store, person, position)[0])
    with store.transaction("x") as t:
        series = t.add(Series(title_km="ប្រជុំត្រីមាស", title_en="Quarterly meeting"))
    old = plan_meeting(store, Meeting(series=series.id, starts="2026-05-06"))
    add_action(store, Action(meeting=old.id, what_km="ផ្ញើបញ្ជី", what_en="Send the list", person=people[0].id))
    meeting = plan_meeting(
        store,
        Meeting(
            series=series.id,
            starts="2026-08-05",
            start_time="08:00",
            end_time="11:30",
            venue_en="Provincial hall",
            place="0203",
            chair=people[0].id,
            note_taker=people[1].id,
            quorum=2,
        ),
        [AgendaItem(title_km="របាយការណ៍", title_en="Progress report")],
    )
    invite(store, meeting.id, people=[each.id for each in people])
    record_attendance(store, meeting.id, present=[people[0].id, people[1].id], excused=[people[2].id])
    with store.reading() as reading:
        (item,) = agenda_in(reading, meeting.id)
    add_decision(
        store,
        Decision(meeting=meeting.id, agenda_item=item.id, text_km="យល់ព្រម", text_en="To form a working group"),
    )
    for kind, text in (("concern_cso", "Fees are too high"), ("good_practice", "Open days")):
        add_minutes_entry(store, MinutesEntry(meeting=meeting.id, kind=kind, text_en=text, text_km="អត្ថបទ"))
    return meeting


@in_each_language
def test_the_sheet_to_sign_has_everybody_invited_and_rows_to_fill_in(store: Store, language: str) -> None:
    meeting = meeting_with_everything(store)
    paper = attendance_sheet(store, meeting.id, language)
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    assert (len(table.rows), table.blank_rows >= 10, table.row_height >= 9) == (3, True, True)
    text = text_of(paper)
    assert meeting.code in text
    assert meeting.id in paper.qr
    if language != "km":
        assert "Sok Chantha" in text
        assert "Signature" in text


def test_the_filled_sheet_has_those_who_came_and_the_totals(store: Store) -> None:
    meeting = meeting_with_everything(store)
    text = text_of(attendance_sheet(store, meeting.id, "en", form="filled"))
    assert "Keo Sokha" not in text
    assert "Total participants: 2" in text
    assert "Women: 1" in text
    assert "NGO 2" in text


def test_a_sheet_of_two_days_has_two_columns_to_sign(store: Store) -> None:
    meeting = plan_meeting(store, Meeting(title_en="Forum", starts="2026-08-05", ends="2026-08-06"))
    paper = attendance_sheet(store, meeting.id, "en", blank_rows=0)
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    assert [column.title for column in table.columns][-2:] == [
        "Signature, day 1 of 2",
        "Signature, day 2 of 2",
    ]
    assert table.blank_rows == 10


def test_khmer_papers_have_khmer_digits(store: Store) -> None:
    meeting = meeting_with_everything(store)
    text = text_of(attendance_sheet(store, meeting.id, "km"))
    assert "០១២ ៣៤៥ ៦៧០" in text
    assert "៥" in text
    assert "២០២៦" in text


@in_each_language
def test_the_minutes_say_what_was_done(store: Store, language: str) -> None:
    meeting = meeting_with_everything(store)
    text = text_of(minutes_paper(store, meeting.id, language))
    if language != "en":
        assert "២០២៦/១" in text
    if language != "km":
        for part in (
            "Draft minutes of the meeting",
            "In all 2 people took part, 1 of them women.",
            "Excused: Keo Sokha.",
            "The quorum of 2 institutions was reached: 2 were present.",
            "Progress report",
            "Decision 2026/1: To form a working group",
            "Send the list",
            "Fees are too high",
            "Open days",
            "The meeting ended at 11:30.",
            "Annex: attendance list",
        ):
            assert part in text


def test_approved_minutes_are_no_draft(store: Store) -> None:
    meeting = meeting_with_everything(store)
    set_minutes_state(store, meeting.id, "approved")
    assert "Draft" not in text_of(minutes_paper(store, meeting.id, "en"))


def test_minutes_of_a_meeting_that_is_gone_are_refused(store: Store) -> None:
    meeting = meeting_with_everything(store)
    with store.transaction("x") as t:
        t.trash(meeting)
    with pytest.raises(UserError):
        minutes_paper(store, meeting.id)


@in_each_language
def test_the_directory_names_institution_representative_and_phone(store: Store, language: str) -> None:
    meeting_with_everything(store)
    for size in ("A4", "A5"):
        text = text_of(directory_paper(store, asked_today(), language, size=size))
        if language != "km":
            assert "3 institutions as of" in text
            assert "Sok Chantha, Director" in text
            assert "012 345 670" in text
    assert text_of(labels_paper(store, asked_today(), language))


def test_the_directory_as_a_workbook(store: Store, tmp_path: Path) -> None:
    meeting_with_everything(store)
    ((head, *rows),) = cells_of(directory_workbook(store, asked_today(), "en"), tmp_path)
    assert len(rows) == 3
    assert head[:3] == ["Code", "Name in Khmer", "Name in English"]
    assert {row[8] for row in rows} == {"012 345 670", "012 345 671", "012 345 672"}
    assert {row[11] for row in rows} == {"020301"}


@in_each_language
def test_the_quarterly_report_has_totals_and_doubts(store: Store, language: str) -> None:
    meeting_with_everything(store)
    other = plan_meeting(store, Meeting(title_km="វេទិកា", title_en="Forum", starts="2026-09-01"))
    record_head_count(store, other.id, 50, 20, qualifier="about")
    text = text_of(quarterly_report(store, "2026Q3", language))
    if language != "km":
        for part in (
            "2 of 2",
            "about 52",
            "21 (40%)",
            "Head count",
            "Meetings whose figure is not exact: 1.",
        ):
            assert part in text
    if language != "en":
        assert "ប្រហែល ៥២" in text


def test_the_cover_says_whose_report_it_is_and_of_what_time(store: Store) -> None:
    meeting_with_everything(store)
    first = quarterly_report(store, "2026Q3", "en", on=date(2026, 10, 2))
    text = text_of(replace(first, blocks=list(first.blocks)[: list(first.blocks).index(PageBreak())]))
    for part in ("Quarterly report", "Quarter 3, 2026", "Battambang Province", "2 October 2026"):
        assert part in text


def test_several_quarters_are_compared_in_a_chart(store: Store) -> None:
    meeting_with_everything(store)
    assert "Participations by quarter" in text_of(quarterly_report(store, ("2026Q2", "2026Q3"), "en"))


def test_a_meeting_held_of_which_nobody_is_recorded_is_doubted_by_name(store: Store) -> None:
    plan_meeting(store, Meeting(title_en="Silent forum", starts="2026-08-01", status="held"))
    text = text_of(quarterly_report(store, "2026Q3", "en"))
    assert "Silent forum: The meeting was held, but nobody who came is recorded" in text
    assert "figures need a look" not in text


def test_an_empty_quarter_is_a_paper_too(store: Store) -> None:
    assert "0 of 0" in text_of(quarterly_report(store, "2026Q1", "en"))


def test_the_national_report_shows_hubs_received_and_missing(national: Store, tmp_path: Path) -> None:
    with national.transaction("x") as t:
        for hub in ("02", "03"):
            t.add(HubProfile(hub=hub, name_en=hub, scope=NETWORK))
        meeting = Meeting(
            title_en="Meeting", starts="2026-08-01", status="held", total_counted=9, scope="hub/02"
        )
        t.add(meeting)
    text = text_of(quarterly_report(national, "2026Q3", "en"))
    assert "National quarterly report" in text
    assert "Battambang Province 1 of 1 9" in text
    assert "missing" in text
    assert f"0 of {len(children('02'))}" in text
    assert "Banan District" in text
    sheets = cells_of(quarterly_workbook(national, "2026Q3", "en"), tmp_path)
    assert [row[1] for row in sheets[2][1:]] == ["02", "03"]


def test_a_workbook_of_a_practice_hub_is_read_again_without_its_mark(store: Store, tmp_path: Path) -> None:
    meeting_with_everything(store)
    for language in ("km", "en"):
        marked, plain = tmp_path / f"{language}.xlsx", tmp_path / f"{language}-plain.xlsx"
        sheets = directory_workbook(store, asked_today(), language)
        write_workbook(sheets, marked)
        write_workbook([replace(each, stamp="") for each in sheets], plain)
        (with_mark,), (without,) = read_list(marked), read_list(plain)
        assert with_mark.header_rows == [2]
        assert with_mark.purpose == without.purpose
        assert with_mark.records == without.records > 0
        for one, other in zip(with_mark.rows, without.rows, strict=True):
            assert one == other | {"_row": one["_row"]}


def test_the_workbook_of_the_quarter_holds_numbers(store: Store, tmp_path: Path) -> None:
    meeting_with_everything(store)
    meetings, totals, people = cells_of(quarterly_workbook(store, "2026Q3", "en"), tmp_path)
    row = dict(zip(meetings[0], meetings[1], strict=True))
    assert (row["Total"], row["Women"], row["NGO"], row["Code of the place"]) == (2, 1, 2, "0203")
    assert {name: value for name, value, *_rest in totals}["Different people"] == 2
    assert [row[5] for row in people] == ["Name in Latin letters", "Sok Chantha", "Meas Dara"]


def test_the_attendance_list_as_a_workbook_says_who_was_excused(store: Store, tmp_path: Path) -> None:
    meeting = meeting_with_everything(store)
    ((_head, *rows),) = cells_of(attendance_workbook(store, meeting.id, "en"), tmp_path)
    assert [row[9] for row in rows] == ["Present", "Present", "Excused"]


@in_each_language
def test_the_register_of_the_library(store: Store, tmp_path: Path, language: str) -> None:
    add_title(store, LibraryTitle(kind="law", title_en="Law on Associations", number="0815/009", copies=2))
    add_title(store, LibraryTitle(kind="", title_en="Something", copies=1))
    text = text_of(register_paper(store, language))
    assert "Law on Associations" in text
    ((_head, *rows),) = cells_of(register_workbook(store, language), tmp_path)
    assert [row[-1] for row in rows] == [2, 1]


def logo(width: int = 60, height: int = 40) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (width, height), 90).save(stream, "PNG")
    return stream.getvalue()


def test_the_logo_of_the_hub_stands_at_the_head_of_its_papers_until_it_is_taken_away(store: Store) -> None:
    meeting = meeting_with_everything(store)
    hub = save_logo(store, logo())
    assert logo_of(hub) == logo()
    assert pictures_in(minutes_paper(store, meeting.id)) == 1
    save_logo(store, b"")
    assert pictures_in(minutes_paper(store, meeting.id)) == 0


def pictures_in(paper: Paper) -> int:
    document = pypdfium2.PdfDocument(pdf_bytes(paper))
    count = sum(each.type == FPDF_PAGEOBJ_IMAGE for page in document for each in page.get_objects())
    document.close()
    return count


@pytest.mark.parametrize("image", [b"x" * 200_001, b"GIF89a", logo(9000, 9000)[:99]])
def test_a_logo_that_is_no_picture_is_refused(store: Store, image: bytes) -> None:
    use_language("en")
    save_profile(store, name_en="Hub")
    with pytest.raises(UserError, match="PNG"):
        save_logo(store, image)
    assert profile(store).logo == ""


def test_a_filled_sheet_tells_what_cannot_be_true(store: Store) -> None:
    meeting = meeting_with_everything(store)
    with store.transaction("x") as t:
        t.change(Meeting, meeting.id, sheet_total=40)
    assert "The sheet says 40 people; 2 were entered." in text_of(
        attendance_sheet(store, meeting.id, "en", form="filled")
    )
