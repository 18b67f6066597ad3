"""The papers of members by command: of any day, narrowed, for outside; the day of a count has sharp edges."""

from datetime import date, timedelta
from pathlib import Path

import command_line
import openpyxl
import pypdfium2
import pytest
from command_line import Desk

from cso_desk.features.members.form.papers import PAPERS
from cso_desk.features.members.service.papers import MEMBER_PAPERS

desk, empty, made_once = command_line.desk, command_line.empty, command_line.made_once
DAY = date(2026, 9, 30)


def text_of(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(text.replace("\ufffe", "").split()) for text in texts)


def printed(desk: Desk, folder: Path, *words: str) -> str:
    out = folder / "paper.pdf"
    desk.json("print", *words, "--out", str(out), "--paper-lang", "en")
    return text_of(out)


def names_in(desk: Desk, folder: Path, *words: str) -> list[str]:
    """The English names in the workbook of the directory."""
    out = folder / "paper.xlsx"
    desk.json("print", "directory", *words, "--out", str(out), "--paper-lang", "en")
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if "Name in English" in row)
    column = rows[head].index("Name in English")
    return [str(row[column]) for row in rows[head + 1 :]]


def member(desk: Desk, name: str, *fields: str, **dates: str) -> str:
    """An institution and its membership; gives its code."""
    code = desk.json("add", "organisation", f"name_en={name}", "kind=ngo", "place=0208", *fields)["record"][
        "code"
    ]
    desk.json("add", "membership", f"organisation={code}", *(f"{k}={v}" for k, v in dates.items()))
    return str(code)


@pytest.fixture
def sixty_six(desk: Desk) -> Desk:
    """66 members on the 30th of September 2026, and six that are none on that day or no more."""
    for number in range(62):
        member(desk, f"Member {number}", since=(DAY - timedelta(days=30 * (number + 1))).isoformat())
    member(desk, "First day", since="2026-09-30")
    member(desk, "Last day", since="2020", until="2026-09-30")
    member(desk, "Of the month", since="2026-09")
    member(desk, "Suspended", since="2021", status="suspended")
    member(desk, "A day late", since="2026-10-01")
    member(desk, "Left the day before", since="2019", until="2026-09-29")
    member(desk, "Applicant", since="2026-01-01", status="applicant")
    member(desk, "Former, nobody knows when", status="former")
    member(desk, "Left last year", since="2019", until="2025")
    code = member(desk, "In the trash", since="2019")
    desk.json("trash", code)
    return desk


def test_66_institutions_as_of_30_september(sixty_six: Desk, tmp_path: Path) -> None:
    said = printed(sixty_six, tmp_path, "directory", "--as-of", "30/09/2026")
    assert "66 institutions as of 30 September 2026" in said
    names = names_in(sixty_six, tmp_path, "--as-of", "2026-09-30")
    assert len(names) == 66
    assert {"First day", "Last day", "Of the month", "Suspended"} <= set(names)
    for paper in ("booklet", "contacts-district", "contacts-kind"):
        assert "66 institutions" in printed(sixty_six, tmp_path, paper, "--as-of", "2026-09")
    assert "66" in printed(sixty_six, tmp_path, "figures", "--as-of", "2026-09-30")


def test_the_count_changes_from_one_day_to_the_next(sixty_six: Desk, tmp_path: Path) -> None:
    before, after = (names_in(sixty_six, tmp_path, "--as-of", day) for day in ("2026-09-29", "2026-10-01"))
    then = names_in(sixty_six, tmp_path, "--as-of", "2026-09-30")
    assert set(before) - set(then) == {"Left the day before"}
    assert set(then) - set(before) == {"First day"}
    assert set(after) - set(then) == {"A day late"}
    assert set(then) - set(after) == {"Last day"}


def test_the_window_offers_the_same_papers_as_the_command() -> None:
    assert [title for title, _make in PAPERS] == [each.title for each in MEMBER_PAPERS.values()]


@pytest.mark.parametrize("name", MEMBER_PAPERS)
@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_every_paper_of_members_is_written(desk: Desk, tmp_path: Path, name: str, language: str) -> None:
    member(desk, "River Light", "consent=yes", since="2020")
    out = tmp_path / "paper.pdf"
    data = desk.json("print", name, "--out", str(out), "--paper-lang", language, "--as-of", "2026-09-30")
    assert (data["paper"], data["as_of"], data["outside"]) == (name, "2026-09-30", False)
    assert out.stat().st_size == data["bytes"] > 1000
    sheet = desk("print", name, "--out", str(tmp_path / "paper.xlsx"))
    assert (sheet.code == 0) is MEMBER_PAPERS[name].sheets


def test_papers_are_narrowed_and_leave_the_hub_only_with_who_agreed(desk: Desk, tmp_path: Path) -> None:
    member(desk, "River Light", "consent=yes", since="2020")
    member(desk, "Women Together", "kind=association", "place=0203", since="2020")
    for words, there in (
        (("--kind", "association"), {"Women Together"}),
        (("--kind", "ngo", "--kind", "association"), {"River Light", "Women Together"}),
        (("--place", "0208"), {"River Light"}),
        (("--outside",), {"River Light"}),
    ):
        assert (
            set(names_in(desk, tmp_path, "--as-of", "2026-09-30", *words))
            & {
                "River Light",
                "Women Together",
            }
            == there
        )
    said = printed(desk, tmp_path, "contacts-kind", "--kind", "association")
    assert "Women Together" in said
    assert "River Light" not in said


def test_the_booklet_is_printed_on_sheets_to_be_folded(desk: Desk, tmp_path: Path) -> None:
    member(desk, "River Light", since="2020")
    sizes = []
    for words in ((), ("--size", "A5"), ("--size", "A4")):
        printed(desk, tmp_path, "booklet", *words)
        document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
        sizes.append((len(document), round(document[0].get_width())))
        document.close()
    assert sizes == [(3, 420), (3, 420), (2, 842)]


def test_who_is_missing_from_a_group_is_printed(desk: Desk, tmp_path: Path) -> None:
    member(desk, "River Light", since="2020")
    code = desk.json("add", "contact_group", "name_en=Our channel", "kind=telegram")["record"]["code"]
    said = printed(desk, tmp_path, "group-missing", code, "--as-of", "2026-09-30")
    assert "Our channel" in said
    assert "River Light" in said
    assert "River Light" not in printed(desk, tmp_path, "group-missing", code, "--as-of", "2019-12-31")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("figures", "--place", "0208"), "figures has no --place"),
        (("register", "--outside"), "register has no --outside"),
        (("labels", "--size", "A5"), "labels has no --size"),
        (("group-missing",), "Say of which group"),
        (("directory", "--kind", "nonsense"), "nonsense"),
        (("directory", "--as-of", "sometime"), "is no date"),
    ],
)
def test_what_a_paper_cannot_be_is_said(
    desk: Desk, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "paper.pdf"
    said = desk("print", *words, "--out", str(out))
    assert said.code != 0
    assert sentence in said.err
    assert not out.exists()
