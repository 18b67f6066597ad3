"""The bulletin: what a quarter offers, what was chosen, how it stands on paper and in the library."""

import datetime as dt
import io
from pathlib import Path

import docx
import pypdfium2
import pytest

from cso_desk.documents.letter import docx_bytes
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.features.bulletin.printing import bulletin_paper, issue_title
from cso_desk.features.bulletin.record import Issue
from cso_desk.features.bulletin.service import (
    issue_of,
    keep_issue,
    offered,
    put_into_library,
)
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Decision, Meeting
from cso_desk.features.meetings.record.quarters import QuarterResult
from cso_desk.features.members.record import Membership, Organisation
from cso_desk.khmer.dates import quarter_of, quarter_range
from cso_desk.records.kinds import StoredFile
from cso_desk.store.store import Store
from cso_desk.wording import use_language

QUARTER = quarter_of(dt.date.today().isoformat()) or ""  # noqa: DTZ011  titles are as old as their ids
FIRST, LAST = quarter_range(QUARTER)
NEXT = (dt.date.fromisoformat(LAST) + dt.timedelta(days=9)).isoformat()
LATER = (dt.date.fromisoformat(LAST) + dt.timedelta(days=200)).isoformat()


@pytest.fixture
def quarter(store: Store) -> Store:
    """A quarter with two of everything, of which one is for the hub only."""
    use_language("en")
    with store.transaction("x") as t:
        for name, sensitivity in (("Open", "network"), ("Closed", "hub")):
            meeting = t.add(
                Meeting(title_km=f"ប្រជុំ {name}", title_en=f"{name} meeting", starts=FIRST, status="held",
                        objective_en="To agree on the plan", total_counted=30, female_counted=12,
                        place="0208", sensitivity=sensitivity)
            )  # fmt: skip
            t.add(Decision(meeting=meeting.id, number="2026/1", text_en=f"{name} decision",
                           sensitivity=sensitivity))  # fmt: skip
            t.add(Meeting(title_en=f"{name} date", starts=NEXT, status="planned", sensitivity=sensitivity))
            t.add(LibraryTitle(kind="law", title_en=f"{name} law", number="182", sensitivity=sensitivity))
            t.add(QuarterResult(quarter=QUARTER, kind="training", title_en=f"{name} training", day=FIRST,
                                sensitivity=sensitivity))  # fmt: skip
            body = t.add(Organisation(name_en=f"{name} member", kind="ngo", sensitivity=sensitivity))
            t.add(Membership(organisation=body.id, since=FIRST))
        t.add(Meeting(title_en="Far date", starts=LATER, status="planned"))
        t.add(Meeting(title_en="Not held", starts=FIRST, status="cancelled"))
    return store


def text_of(data: bytes) -> tuple[str, int]:
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(text.replace("\ufffe", "").split()) for text in texts), len(texts)


def test_each_section_offers_what_may_be_read_by_everybody(quarter: Store) -> None:
    found = [(each.section, each.title_en) for each in offered(quarter, QUARTER).items]
    assert found == [
        ("meetings", "Open meeting"), ("decisions", "Open decision"), ("members", "Open member"),
        ("titles", "Open law"), ("trainings", "Open training"), ("next", "Open date"),
    ]  # fmt: skip


def test_the_day_that_a_meeting_named_for_the_next_one_is_told_unless_it_is_planned(quarter: Store) -> None:
    day = (dt.date.fromisoformat(NEXT) + dt.timedelta(days=1)).isoformat()
    with quarter.transaction("x") as t:
        held = next(each for each in t.all(Meeting) if each.title_en == "Open meeting")
        t.change(held, next_date=day)

    def dates() -> list[tuple[str, str]]:
        return [(e.title_en, e.starts) for e in offered(quarter, QUARTER).items if e.section == "next"]

    assert dates() == [("Open date", NEXT), ("Open meeting", day)]
    with quarter.transaction("x") as t:
        t.change(held, next_date=NEXT)
    assert dates() == [("Open date", NEXT)]


def test_another_quarter_offers_nothing_of_this_one(quarter: Store) -> None:
    assert offered(quarter, "2001Q1").items == ()


def test_what_was_left_out_and_the_own_words_are_kept_and_printed(quarter: Store) -> None:
    law = next(each for each in offered(quarter, QUARTER).items if each.section == "titles")
    issue = Issue(QUARTER, "7", "សូមអានទាំងអស់គ្នា", "Read it together", (law.record,))
    keep_issue(quarter, Issue("2001Q1", "1"))
    keep_issue(quarter, Issue(QUARTER, "6"))
    keep_issue(quarter, issue)
    assert issue_of(quarter, QUARTER) == issue
    assert issue_of(quarter, "2001Q1").number == "1"
    text, pages = text_of(pdf_bytes(bulletin_paper(quarter, issue, "en")))
    assert pages == 1
    assert "Read it together" in text
    assert "Open meeting" in text
    assert "30" in text
    assert "Open law" not in text
    assert "No. 7" in text


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_it_prints_in_each_language_and_opens_in_word(quarter: Store, language: str) -> None:
    paper = bulletin_paper(quarter, Issue(QUARTER, words_km="សូមអាន"), language)
    text, _pages = text_of(pdf_bytes(paper))
    assert "Open decision" in text
    assert "សូមអាន" in text  # where one language has no words, those of the other stand
    written = docx.Document(io.BytesIO(docx_bytes(paper)))
    assert any("Open meeting" in each.text or "ប្រជុំ" in each.text for each in written.paragraphs)


def test_a_full_quarter_stays_within_four_pages(quarter: Store) -> None:
    with quarter.transaction("x") as t:
        for number in range(12):
            meeting = t.add(
                Meeting(title_km=f"កិច្ចប្រជុំបណ្តាញលើកទី{number}", title_en=f"Network meeting {number}",
                        starts=FIRST, status="held", place="0208", objective_km="ពិភាក្សាអំពីផែនការ " * 40)
            )  # fmt: skip
            t.add(Decision(meeting=meeting.id, number=f"2026/{number + 2}",
                           text_km="អង្គប្រជុំបានសម្រេចបង្កើតក្រុមការងារ " * 3))  # fmt: skip
            t.add(LibraryTitle(kind="book", title_km=f"សៀវភៅទី{number}"))
    for language in ("km", "en"):
        assert 2 <= text_of(pdf_bytes(bulletin_paper(quarter, Issue(QUARTER), language)))[1] <= 4


def test_a_finished_issue_stands_in_the_library_once(quarter: Store, tmp_path: Path) -> None:
    issue = Issue(QUARTER, "7")
    title = issue_title(issue, "en")
    assert "No. 7" in title
    first = StoredFile("0" * 64, 1, "a.pdf")
    second = StoredFile("1" * 64, 1, "b.pdf")
    made = put_into_library(quarter, issue, issue_title(issue, "km"), title, [first])
    again = put_into_library(quarter, issue, issue_title(issue, "km"), title, [second])
    assert again.id == made.id
    with quarter.reading() as reading:
        (kept,) = reading.all(LibraryTitle, reading.table(LibraryTitle).c.kind == "bulletin")
    assert kept.files == (second,)
