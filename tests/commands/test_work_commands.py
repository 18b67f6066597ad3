"""The work of a quarter on the command line: lists, meetings, papers, what stands against each other."""

import csv
from pathlib import Path

import command_line
import openpyxl
import pypdfium2
import pytest
from command_line import Desk
from openpyxl.styles import Font

empty, desk, filled = command_line.empty, command_line.desk, command_line.filled
made_once, nation = command_line.made_once, command_line.nation
MEMBERS = [
    ["បញ្ជីសមាជិក", "", "", ""],
    ["ល.រ", "ឈ្មោះអង្គការ", "ភេទអ្នកទំនាក់ទំនង", "លេខទូរស័ព្ទ"],
    ["១", "អង្គការផ្កាឈូក", "ស", "០១២ ៣៤៥ ៦៧៨"],
    ["២", "សមាគមកសិករ", "ប", "077 888 999"],
    ["", "សរុប", "", "2"],
]
PEOPLE = [
    ["No", "Name", "Sex", "Phone"],
    ["1", "Sok Dara", "M", "012 111 222"],
    ["2", "Chan Thida", "F", "012 333 444"],
]


def write(path: Path, rows: list[list[str]]) -> str:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def test_a_sheet_is_told_without_a_store(empty: Desk, tmp_path: Path) -> None:
    file = write(tmp_path / "members.csv", MEMBERS)
    [sheet] = empty.json("sheet", file)["sheets"]
    assert (sheet["header_rows"], sheet["records"]) == ([2], 2)
    assert [column["letter"] for column in sheet["columns"]] == ["A", "B", "C", "D"]
    assert sheet["columns"][3]["meaning"] == "phones"
    assert {skipped["row"] for skipped in sheet["skipped"]} == {1, 5}
    assert "rows" not in sheet
    assert "phones" in empty("sheet", file, lang="km").out


def test_a_preview_shows_the_rows_and_writes_nothing(empty: Desk, tmp_path: Path) -> None:
    file = write(tmp_path / "members.csv", MEMBERS)
    data = empty.json("import", file, "--as", "members", "--preview")
    assert data["preview"] is True
    assert data["sheets"][0]["rows"][0]["phones"] == ["+85512345678"]
    assert "អង្គការផ្កាឈូក" in empty("import", file, "--preview", lang="km").out
    assert not empty.folder.exists()


def test_a_list_is_taken_over_once_and_taken_back(desk: Desk, tmp_path: Path) -> None:
    file = write(tmp_path / "members.csv", MEMBERS)
    data = desk.json("import", file, "--as", "members")
    assert data["created"]["organisation"] == 2
    assert desk.json("list", "members")["count"] == 2
    assert "organisation" not in desk.json("import", file, "--as", "members")["created"]
    desk.json("undo")
    assert desk.json("list", "members")["count"] == 0


def test_members_may_be_people(desk: Desk, tmp_path: Path) -> None:
    data = desk.json("import", write(tmp_path / "people.csv", PEOPLE), "--as", "members")
    assert data["created"] == {"person": 2}
    assert data["purpose"] == "people"


def test_a_column_can_be_corrected(empty: Desk, tmp_path: Path) -> None:
    file = write(tmp_path / "people.csv", PEOPLE)
    [sheet] = empty.json("import", file, "--preview", "--column", "d=remarks", "--column", "C=")["sheets"]
    assert [column["meaning"] for column in sheet["columns"]][2:] == ["", "remarks"]
    for wrong in ("D", "4=phones", "D=nonsense"):
        empty.json("import", file, "--preview", "--column", wrong, code=2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.xlsx", None),
        ("empty.xlsx", b""),
        ("broken.xlsx", b"PK\x03\x04 broken"),
        ("blank.csv", b"\n\n\n"),
        ("noise.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("paper.pdf", b"%PDF-1.4"),
    ],
)
def test_a_file_that_is_no_list_changes_nothing(
    desk: Desk, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = desk.json("history")
    for words in (("sheet",), ("import", "--preview"), ("import", "--as", "members")):
        assert "error" in desk.json(words[0], str(tmp_path / name), *words[1:], code=2)
    assert desk.json("history") == before


def test_a_meeting_is_planned_with_what_people_type(desk: Desk) -> None:
    meeting = desk.json(
        "meeting", "add", "--title-km", "ប្រជុំប្រចាំត្រីមាស", "--date", "១៨/០៩/២០២៦", "--venue", "សាលាខេត្ត",
        "--place", "ថ្មគោល", "--start-time", "៨:០០",
    )["record"]  # fmt: skip
    assert (meeting["code"], meeting["starts"], meeting["place"]) == ("BTB-M0001", "2026-09-18", "0202")
    assert (meeting["venue_km"], meeting["periods"]) == ("សាលាខេត្ត", [])
    for wrong in (("--date", "soon", "--title-en", "x"), ("--date", "2026-09-18"), ("--title-en", "x")):
        desk.json("meeting", "add", *wrong, code=2)


def test_a_meeting_goes_from_status_to_status_as_in_the_window(filled: Desk) -> None:
    filled.json("meeting", "attend", "BTB-M0001", "--person", "BTB-P0001")
    assert "cannot be cancelled" in filled.json("set", "BTB-M0001", "status=cancelled", code=2)["error"]
    assert "present" in filled.json("set", "BTB-M0001", "status=invited", code=2)["error"]
    assert filled.json("set", "BTB-M0001", "venue_en=Hall")["record"]["status"] == "held"


def test_people_attend(filled: Desk) -> None:
    assert filled.json("meeting", "invite", "BTB-M0001", "--person", "BTB-P0001", "BTB-P0002")["invited"] == 2
    data = filled.json("meeting", "attend", "BTB-M0001", "--person", "BTB-P0001")
    assert (data["totals"]["participations"], data["totals"]["female"]) == (1, 1)
    assert {row["person"]: row["status"] for row in data["attendance"]} == {
        "BTB-P0001": "present",
        "BTB-P0002": "absent",
    }
    assert data["record"]["status"] == "held"


def test_an_attendance_list_is_taken_over(filled: Desk, tmp_path: Path) -> None:
    file = write(tmp_path / "people.csv", PEOPLE)
    assert filled.json("meeting", "attend", "BTB-M0001", "--list", file)["totals"]["participations"] == 2
    filled.json("undo")
    filled.json("import", file, "--as", "attendance", code=2)
    data = filled.json("import", file, "--as", "attendance", "--meeting", "BTB-M0001")
    assert data["created"]["attendance"] == 2


def test_heads_are_counted(filled: Desk) -> None:
    data = filled.json("meeting", "attend", "BTB-M0001", "--total", "៤៥", "--female", "20")
    assert (data["totals"]["participations"], data["totals"]["evidence"]) == (45, "head_count")
    for wrong in (
        ("--total", "20", "--female", "30"),
        ("--total", "many"),
        ("--female", "3"),
        ("--total", "3", "--person", "BTB-P0001"),
        ("--person", "BTB-0001"),
        (),
    ):
        filled.json("meeting", "attend", "BTB-M0001", *wrong, code=2)


def test_minutes_are_written_and_locked(filled: Desk) -> None:
    filled.json("add", "agenda", "meeting=BTB-M0001", "title_en=Opening")
    entry = filled.json("meeting", "minute", "BTB-M0001", "--item", "១", "--text-km", "បានពិភាក្សា")["record"]
    assert (entry["kind"], entry["text_km"]) == ("discussion", "បានពិភាក្សា")
    words = ("meeting", "minute", "BTB-M0001", "--kind", "decision", "--text-en", "We agree.")
    decision = filled.json(*words)["record"]
    assert (decision["type"], decision["number"]) == ("decision", "2026/1")
    filled.json("meeting", "minute", "BTB-M0001", "--item", "9", "--text-en", "x", code=2)
    filled.json("meeting", "minute", "BTB-M0001", "--kind", "song", "--text-en", "x", code=2)
    filled.json("meeting", "minute", "BTB-M0001", code=2)
    filled.json("meeting", "state", "BTB-M0001", "locked", code=2)
    filled.json("meeting", "attend", "BTB-M0001", "--total", "12")
    for state in ("approved", "locked"):
        assert filled.json("meeting", "state", "BTB-M0001", state)["record"]["minutes_state"] == state
    filled.json(*words, code=2)
    filled.json("set", decision["id"], "text_en=We do not.", code=2)
    filled.json("meeting", "state", "BTB-M0001", "amended", code=2)
    filled.json("meeting", "attend", "BTB-M0001", "--person", "BTB-P0001", code=2)
    filled.json("meeting", "attend", "BTB-M0001", "--total", "13", code=2)
    filled.json("meeting", "state", "BTB-M0001", "amended", "--reason", "A name was wrong.")
    again = ("meeting", "add", "--title-en", "Next meeting", "--date", "2026-12-18")
    later = filled.json(*again)["record"]["code"]
    approved = filled.json("meeting", "state", "BTB-M0001", "approved", "--at", later)["record"]
    assert approved["minutes_approved_on"] == "2026-12-18"
    filled.json("meeting", "state", "BTB-M0001", "amended")
    filled.json("meeting", "attend", "BTB-M0001", "--person", "BTB-P0001")


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_papers_are_written_in_every_language(filled: Desk, tmp_path: Path, language: str) -> None:
    filled("meeting", "attend", "BTB-M0001", "--person", "BTB-P0001", "BTB-P0002")
    for words in (
        ("print", "attendance-sheet", "BTB-M0001"),
        ("print", "minutes", "BTB-M0001"),
        ("print", "directory"),
        ("report", "quarter", "Q3 2026"),
    ):
        out = tmp_path / f"{words[1]}.pdf"
        data = filled.json(*words, "--out", str(out), "--paper-lang", language)
        assert data["bytes"] == out.stat().st_size
        document = pypdfium2.PdfDocument(out.read_bytes())
        assert len(document) >= 1
        document.close()


def test_workbooks_are_written(filled: Desk, tmp_path: Path) -> None:
    for words in (
        ("print", "directory"),
        ("report", "quarter", "2026Q3"),
        ("print", "attendance-sheet", "BTB-M0001"),
    ):
        out = tmp_path / f"{words[1]}.xlsx"
        filled.json(*words, "--out", str(out))
        assert out.read_bytes()[:2] == b"PK"


def test_a_report_tells_its_figures_to_programs(filled: Desk, tmp_path: Path) -> None:
    filled("meeting", "attend", "BTB-M0001", "--total", "45", "--female", "20")
    data = filled.json("report", "quarter", "2026Q3", "--out", str(tmp_path / "q.pdf"))
    assert data["figures"]["total"]["held"] == 1
    assert data["figures"]["total"]["totals"]["participations"] == 45


@pytest.mark.parametrize(
    "words",
    [
        ("print", "directory", "--out", "{}/paper.doc"),
        ("print", "minutes", "BTB-M0001", "--out", "{}/paper.xlsx"),
        ("print", "directory", "--out", "{}/nowhere/paper.pdf"),
        ("print", "minutes", "--out", "{}/paper.pdf"),
        ("print", "directory", "BTB-M0001", "--out", "{}/paper.pdf"),
        ("print", "minutes", "BTB-0001", "--out", "{}/paper.pdf"),
        ("print", "directory"),
        ("report", "quarter", "soon", "--out", "{}/paper.pdf"),
        ("report", "year", "2026", "--out", "{}/paper.pdf"),
    ],
)
def test_a_paper_that_cannot_be_leaves_no_file(filled: Desk, tmp_path: Path, words: tuple[str, ...]) -> None:
    out = tmp_path / "papers"
    out.mkdir()
    filled.json(*(word.format(out) for word in words), code=2)
    assert list(out.iterdir()) == []


def exchange(source: Desk, hub: str, target: Desk, file: Path) -> dict[str, object]:
    """Carry what is new from one store to another by a file."""
    source.json("bundle", "make", "--to", hub, "--out", str(file))
    return target.json("bundle", "receive", str(file))


@pytest.fixture
def at_odds(filled: Desk, nation: Desk, tmp_path: Path) -> Desk:
    """A store in which two hubs gave one organisation two names."""
    filled("set", "BTB-0001", "consent=yes")
    exchange(filled, "00", nation, tmp_path / "to-nation")
    filled("set", "BTB-0001", "name_en=Rose", "phones=012 000 111")
    nation("set", "BTB-0001", "name_en=Lily", "phones=012 000 222")
    exchange(nation, "02", filled, tmp_path / "to-hub")
    return filled


def test_a_bundle_is_looked_at_then_taken_in_once(filled: Desk, nation: Desk, tmp_path: Path) -> None:
    file, receipt = tmp_path / "to-nation", tmp_path / "receipt"
    made = filled.json("bundle", "make", "--to", "00", "--out", str(file))
    assert (made["path"], made["kind"], made["encrypted"]) == (str(file), "delta", False)
    checked = nation.json("bundle", "check", str(file))
    assert (checked["from_hub"], checked["to_hub"], checked["can_receive"]) == ("02", "00", True)
    assert checked["signed_by"] == filled.json("bundle", "devices")["own"]
    seen = nation.json("bundle", "receive", str(file), "--preview")
    assert (seen["preview"], seen["changes"]) == (True, made["changes"])
    assert nation.json("list", "members")["count"] == 0
    done = nation.json("bundle", "receive", str(file), "--receipt", str(receipt))
    assert (done["changes"], done["receipt_path"]) == (made["changes"], str(receipt))
    assert nation.json("list", "members")["count"] == 2
    assert nation.json("bundle", "receive", str(file))["changes"] == 0
    filled.json("bundle", "receive", str(receipt))
    again = filled.json("bundle", "make", "--to", "00", "--out", str(tmp_path / "again"))
    assert (again["changes"], again["encrypted"]) == (0, True)
    for lang in ("km", "en"):
        assert nation("bundle", "list", lang=lang).code == nation("bundle", "devices", lang=lang).code == 0


def test_a_bundle_is_taken_back_by_the_id_that_undo_names(filled: Desk, nation: Desk, tmp_path: Path) -> None:
    done = exchange(filled, "00", nation, tmp_path / "to-nation")
    assert str(done["uid"]) in nation.json("undo", code=2)["error"]
    assert nation.json("bundle", "undo", str(done["uid"]))["removed"] == done["changes"]
    assert nation.json("list", "members")["count"] == 0
    nation.json("bundle", "undo", str(done["uid"]), code=2)


def test_a_bundle_that_was_hurt_or_is_for_others_changes_nothing(
    filled: Desk, nation: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "to-nation"
    filled.json("bundle", "make", "--to", "00", "--out", str(file))
    good = file.read_bytes()
    before = nation.json("history")
    middle = len(good) // 2
    flipped = good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :]
    for content in (b"", good[:10], good[:middle], good[:-1], flipped):
        file.write_bytes(content)
        for words in (("check",), ("receive", "--preview"), ("receive",)):
            nation.json("bundle", words[0], str(file), *words[1:], code=2)
    elsewhere = tmp_path / "elsewhere"
    filled.json("bundle", "make", "--to", "Siem Reap", "--out", str(elsewhere))
    nation.json("bundle", "receive", str(elsewhere), code=2)
    nation.json("bundle", "receive", str(tmp_path / "nothing"), code=2)
    assert nation.json("history") == before
    assert nation.json("list", "members")["count"] == 0


@pytest.mark.parametrize("words", [("--out", "x"), ("--to", "Atlantis"), ("--to", "99"), ("--kind", "song")])
def test_a_bundle_for_nobody_is_not_made(filled: Desk, words: tuple[str, ...]) -> None:
    filled.json("bundle", "make", *words, code=2)


def test_what_stands_against_each_other_is_listed(at_odds: Desk) -> None:
    data = at_odds.json("conflicts")
    assert [(each["code"], each["field"]) for each in data["conflicts"]] == [
        ("BTB-0001", "name_en"),
        ("BTB-0001", "phones"),
    ]
    sides = data["conflicts"][0]["sides"]
    assert {side["value"] for side in sides} == {"Rose", "Lily"}
    assert [side["n"] for side in sides if side["shown"]] == [1]
    for lang in ("km", "en"):
        assert "Rose" in at_odds("conflicts", lang=lang).out


def test_a_side_is_kept_or_another_value_given(at_odds: Desk) -> None:
    other = at_odds.json("conflicts")["conflicts"][0]["sides"][1]["value"]
    assert at_odds.json("resolve", "BTB-0001", "name_en", "--keep", "២")["left"] == 1
    at_odds.json("resolve", "BTB-0001", "phones", "--value", "012 000 333")
    record = at_odds.json("show", "BTB-0001")["record"]
    assert (record["name_en"], record["phones"]) == (other, ["+85512000333"])
    assert at_odds.json("conflicts")["count"] == 0
    at_odds.json("undo")
    assert at_odds.json("conflicts")["count"] == 1


def test_everything_shown_is_kept_at_once(at_odds: Desk) -> None:
    assert at_odds.json("resolve", "--all-shown")["count"] == 2
    assert at_odds.json("resolve", "--all-shown")["count"] == 0


def test_many_differences_are_settled_in_one_way(at_odds: Desk) -> None:
    assert at_odds.json("resolve", "--all-filled")["count"] == 0
    found = at_odds.json("conflicts")["conflicts"]
    theirs = {each["field"]: side for each in found for side in each["sides"] if side["hub"] == "00"}
    assert all(side["device"] for side in theirs.values())
    settled = at_odds.json("resolve", "--all-of", "00")
    assert (settled["count"], settled["left"]) == (len(theirs), 2 - len(theirs))
    record = at_odds.json("show", "BTB-0001")["record"]
    assert record["name_en"] == theirs["name_en"]["value"]
    at_odds.json("undo")
    assert at_odds.json("resolve", "BTB-0001", "--all-newest")["count"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("BTB-0001", "name_en", "--keep", "3"),
        ("BTB-0001", "name_en", "--keep", "0"),
        ("BTB-0001", "name_en", "--keep", "first"),
        ("BTB-0001", "email", "--keep", "1"),
        ("BTB-0001", "nonsense", "--keep", "1"),
        ("BTB-0001", "phones", "--value", "nonsense"),
        ("BTB-0001", "--keep", "1"),
        ("--keep", "1"),
    ],
)
def test_a_decision_that_makes_no_sense_changes_nothing(at_odds: Desk, words: tuple[str, ...]) -> None:
    at_odds.json("resolve", *words, code=2)
    assert at_odds.json("conflicts")["count"] == 2


def test_old_fonts_are_converted_only_when_somebody_says_so(tmp_path: Path, filled: Desk) -> None:
    book = openpyxl.Workbook()
    for row in [["No", "eQµaHGgÁkar"], [1, "GgÁkarpáaQUk"], [2, "smaKmksikrKMrU"]]:
        book.active.append(row)
    for row in book.active.iter_rows(min_col=2):
        row[0].font = Font(name="Limon S1")
    book.save(tmp_path / "limon.xlsx")
    file = str(tmp_path / "limon.xlsx")
    said = filled("import", file, "--as", "members")
    assert said.code == 2
    assert "GgÁkarpáaQUk → អង្គការផ្កាឈូក" in said.err or "smaKmksikrKMrU → សមាគមកសិករគំរូ" in said.err
    assert "អង្គការផ្កាឈូក" in filled("import", file, "--preview").out
    kept = filled.json("import", file, "--preview", "--old-fonts", "keep")["sheets"][0]
    assert kept["old_fonts"][0]["converted"] is False
    taken = filled.json("import", file, "--as", "members", "--old-fonts", "convert")
    assert [row["title"] for row in taken["planned"]] == ["អង្គការផ្កាឈូក", "សមាគមកសិករគំរូ"]
    filled.json("import", file, "--old-fonts", "7", code=2)
