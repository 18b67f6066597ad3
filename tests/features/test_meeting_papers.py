"""The papers for the guests of a meeting, read back from the PDF."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest
from PIL import Image

from cso_desk.documents.paper import Block, Paper, Table, Together, Total
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.errors import CancelledError
from cso_desk.features.hub.service import save_profile
from cso_desk.features.meetings.printing import (
    attendance_sheet,
    evidence_pack,
    meeting_paper,
    meeting_workbook,
)
from cso_desk.features.meetings.record import AgendaItem, Attendance, Meeting
from cso_desk.features.meetings.service.papers import MEETING_PAPERS
from cso_desk.features.members.record import Organisation, Person
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store

MADE = [name for name, told in MEETING_PAPERS.items() if not told.joined]


def meeting_of(store: Store, guests: int, status: str = "present", **more: object) -> Meeting:
    save_profile(store, name_km="មជ្ឈមណ្ឌល", name_en="Battambang Hub", phones=("+85553123456",))
    told = {"title_km": "កិច្ចប្រជុំ", "title_en": "Quarterly meeting", "starts": "2026-08-05"} | more
    with store.transaction("x") as t:
        meeting = t.add(Meeting(**told))
        t.add(AgendaItem(meeting=meeting.id, number=1, title_km="របាយការណ៍", title_en="Progress report"))
        body = t.add(Organisation(name_km="សមាគមស្ត្រី", name_en="Women Association", kind="ngo", place="0203"))
        for number in range(guests):
            person = t.add(
                Person(
                    name_km=f"សុខ {number}", name_en=f"Sok {number}", sex="FM"[number % 2], disability="yes"
                )
            )
            t.add(
                Attendance(
                    meeting=meeting.id, person=person.id, organisation=body.id, title_en="Director",
                    title_km="ប្រធាន", status=status,
                )
            )  # fmt: skip
    return meeting


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return texts


def printed(store: Store, name: str, meeting: Meeting, language: str = "en", **more: str) -> list[str]:
    return pages_of(pdf_bytes(meeting_paper(store, name, meeting.id, language, **more)))


def tables(blocks: list[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Together):
            yield from tables(list(block.blocks))


def in_table(paper: Paper) -> Table:
    return next(tables(list(paper.blocks)))


@pytest.mark.parametrize("language", ["km", "en", "both"])
@pytest.mark.parametrize("guests", [0, 1, 7])
def test_every_paper_can_be_made_of_any_number_of_guests(store: Store, language: str, guests: int) -> None:
    meeting = meeting_of(store, guests)
    for name in MADE:
        assert all(printed(store, name, meeting, language)), name
        if MEETING_PAPERS[name].sheets:
            assert meeting_workbook(store, name, meeting.id, language)


def test_what_people_are_asked_for_stands_on_the_sheet(store: Store) -> None:
    asked = ("disability", "photo_consent", "name_en", "place")
    meeting = meeting_of(store, 2, "invited", asked=asked)
    table = in_table(attendance_sheet(store, meeting.id, "km"))
    titles = [str(column.title) for column in table.columns]
    assert len(titles) == 7 + len(asked) + 1
    assert titles.index("ឈ្មោះជាអក្សរឡាតាំង") == 2
    assert "Sok 0" in table.rows[0]
    assert any("បាត់ដំបង" in str(cell) for cell in table.rows[0])


def test_a_sheet_that_goes_round_says_nothing_about_anybodys_disability(store: Store) -> None:
    meeting = meeting_of(store, 1, asked=("disability",))
    to_sign = in_table(attendance_sheet(store, meeting.id, "en"))
    filled = in_table(attendance_sheet(store, meeting.id, "en", form="filled"))
    assert "✓" not in to_sign.rows[0]
    assert "✓" in filled.rows[0]


def test_morning_and_afternoon_are_signed_on_a_sheet_for_each_day(store: Store) -> None:
    meeting = meeting_of(store, 3, "invited", ends="2026-08-07")
    pages = printed(store, "attendance-halves", meeting)
    assert [f"Day {day} of 3" in page for day, page in zip((1, 2, 3), pages, strict=True)] == [True] * 3
    assert all("Prepared by" in page for page in pages)
    assert all("Morning" in page and "Afternoon" in page for page in pages)


def test_a_meeting_of_many_days_loses_none(store: Store) -> None:
    meeting = meeting_of(store, 1, "invited", ends="2026-08-12")
    text = " ".join(printed(store, "attendance-sheet", meeting))
    assert all(f"Day {day} of 8" in text for day in range(1, 9))


def test_a_blank_sheet_names_nobody_and_a_page_of_rows_is_numbered(store: Store) -> None:
    meeting = meeting_of(store, 3, "invited")
    (page,) = printed(store, "attendance-blank", meeting)
    assert "Sok" not in page
    assert " 10 " in page


def test_receipts_add_up_in_figures_and_in_words(store: Store) -> None:
    meeting = meeting_of(store, 3)
    (page,) = printed(store, "receipts", meeting, amount="20000 KHR")
    assert page.count("20,000") == 3
    assert "60,000 riel" in page
    assert "sixty thousand riel" in page
    (sheet,) = meeting_workbook(store, "receipts", meeting.id, "en", amount="12.50 USD")
    assert [row[-2:] for row in sheet.rows] == [[12.5, "USD"]] * 3


def test_receipts_are_of_the_travel_money_of_the_meeting_unless_another_amount_is_said(store: Store) -> None:
    meeting = meeting_of(store, 3, allowance="15000 KHR")
    assert "45,000 riel" in printed(store, "receipts", meeting)[0]
    (sheet,) = meeting_workbook(store, "receipts", meeting.id, "en")
    (other,) = meeting_workbook(store, "receipts", meeting.id, "en", amount="5 USD")
    assert {tuple(row[-2:]) for row in sheet.rows} == {(15000.0, "KHR")}
    assert {tuple(row[-2:]) for row in other.rows} == {(5.0, "USD")}


def test_before_a_meeting_receipts_have_everybody_invited_and_rows_to_add(store: Store) -> None:
    meeting = meeting_of(store, 2, "invited")
    table = in_table(meeting_paper(store, "receipts", meeting.id, "en"))
    assert (len(table.rows), table.blank_rows) == (3, 10)
    assert isinstance(table.rows[-1], Total)


def test_a_certificate_of_long_names_in_two_languages_takes_one_page(store: Store) -> None:
    meeting = meeting_of(store, 1)
    with store.transaction("Names") as t:
        body = t.add(
            Organisation(
                name_km="សមាគមអភិវឌ្ឍន៍សហគមន៍ និងការពារធនធានធម្មជាតិដើម្បីជីវភាពរស់នៅប្រកបដោយចីរភាព",
                name_en="Association for Community Development and the Sustainable Livelihoods of the Poor",
            )
        )
        table = t.table(Attendance)
        (row,) = t.all(Attendance, table.c.meeting == meeting.id)
        t.change(row, organisation=body.id, title_km="នាយកប្រតិបត្តិ", title_en="Executive director " * 3)
    save_profile(
        store, name_km="បណ្តាញអង្គការសង្គមស៊ីវិលខេត្ត" * 4, name_en="Provincial Network of Civil Society " * 3
    )
    (page,) = printed(store, "certificates", meeting, "both")
    assert "Association for Community" in page


def test_each_who_was_present_has_a_certificate_with_a_number_of_its_own(store: Store) -> None:
    meeting = meeting_of(store, 3)
    pages = printed(store, "certificates", meeting)
    assert len(pages) == 3
    assert "Ms. Sok 0" in pages[0]
    assert "Mr. Sok 1" in pages[1]
    assert len({page.split("No.: ")[1].split()[0] for page in pages}) == 3


def test_each_guest_has_a_letter_with_the_head_and_the_agenda(store: Store) -> None:
    meeting = meeting_of(store, 3, "invited")
    pages = printed(store, "invitations", meeting, number="012/26")
    assert len(pages) == 3
    for number, page in enumerate(pages):
        for part in (
            "Kingdom of Cambodia",
            "No.: 012/26",
            f"Sok {number}, Director, Women",
            "Progress report",
        ):
            assert part in page


def test_a_letter_of_two_pages_is_signed_below_its_last_words(store: Store) -> None:
    meeting = meeting_of(store, 1, "invited")
    with store.transaction("A long agenda") as t:
        for number in range(2, 16):
            t.add(AgendaItem(meeting=meeting.id, number=number, title_km="ពិភាក្សា", title_en="Discussion"))
    first, last = printed(store, "invitations", meeting, "both")
    assert "Discussion" in first
    assert "the assurance of our high esteem" in last
    assert "Head of the hub" in last


def test_a_letter_in_khmer_has_the_lunar_date(store: Store) -> None:
    (page,) = printed(store, "invitations", meeting_of(store, 1, "invited"), "km")
    assert "ព.ស." in page
    assert "លោកស្រី សុខ 0" in page


def test_badges_and_tents_stand_several_on_a_page(store: Store) -> None:
    meeting = meeting_of(store, 11, "invited")
    assert len(printed(store, "badges", meeting)) == 2
    tents = printed(store, "name-tents", meeting)
    assert len(tents) == 6
    assert tents[0].count("Sok 0") == 2


def photo(size: tuple[int, int] = (300, 200)) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()


def kept(store: Store, name: str, data: bytes) -> StoredFile:
    blob = blobs_of(store).add(io.BytesIO(data))
    return StoredFile(blob.sha256, blob.size, name, "")


def test_the_evidence_is_one_file_that_names_what_could_not_go_along(store: Store) -> None:
    meeting = meeting_of(store, 2)
    scan = pdf_bytes(Paper("Signed sheet", [], "en"))
    scans = (kept(store, "a.jpg", photo()), kept(store, "b.pdf", scan), kept(store, "torn.pdf", scan[:300]))
    papers = (
        kept(store, "group.jpg", photo()),
        kept(store, "speech.docx", b"PK\x03\x04"),
        kept(store, "torn.jpg", photo()[:900]),
        StoredFile("0" * 64, 5, "elsewhere.jpg", ""),
    )
    with store.transaction("x") as t:
        t.change(Meeting, meeting.id, scans=scans, papers=papers)
    cover, *rest = pages_of(evidence_pack(store, meeting.id, "en"))
    for part in (
        "torn.pdf: it is damaged or locked with a password.",
        "speech.docx: only PDF files and pictures can go along.",
        "torn.jpg: it is damaged.",
        "elsewhere.jpg: it is not on this computer yet.",
        "Total participants: 2",
    ):
        assert part in cover
    contents = [("Agenda", 2), ("Attendance list", 3), ("a.jpg", 4), ("b.pdf", 5), ("Draft minutes", 6)]
    for number, (part, page) in enumerate(contents, 1):
        assert part in rest[page - 2] or part == "b.pdf"
        assert f"{number} " in cover
    assert "Signed sheet" in rest[3]
    assert "group.jpg" in rest[-1]


def test_who_did_not_agree_to_photographs_is_told_with_the_evidence(store: Store) -> None:
    meeting = meeting_of(store, 2)
    with store.transaction("x") as t:
        row = t.all(Attendance, t.table(Attendance).c.meeting == meeting.id)[0]
        t.change(Attendance, row.id, photo_consent="no")
    cover = pages_of(evidence_pack(store, meeting.id, "en"))[0]
    assert "1 participant did not agree to photographs" in cover


def test_making_the_evidence_can_be_stopped(store: Store) -> None:
    meeting = meeting_of(store, 1)

    def stop(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        evidence_pack(store, meeting.id, "en", stop)
