"""Records on the command line: made, listed, shown, changed, taken back, thrown away, found."""

import command_line
import pytest
from command_line import Desk

empty, desk, filled = command_line.empty, command_line.desk, command_line.filled
made_once = command_line.made_once


def test_init_says_that_a_store_without_passphrase_is_for_practice(empty: Desk) -> None:
    said = empty("init", "--hub", "02", "--name-en", "Battambang Hub")
    assert said.code == 0
    assert "practice" in said.out
    assert empty("init", "--hub", "02", "--name-en", "Again").code == 2


def test_init_answers_programs(empty: Desk) -> None:
    data = empty.json("init", "--hub", "បាត់ដំបង", "--name-km", "បណ្ដាញ", "--user", "Sokha")
    assert (data["hub"], data["abbreviation"], data["name_km"]) == ("02", "BTB", "បណ្ដាញ")
    assert (data["practice"], data["encrypted"], data["recovery_code"]) == (True, False, "")
    assert empty.json("history")["steps"][0]["actor"] == "Sokha"


def test_the_nation_has_a_store_too(empty: Desk) -> None:
    assert empty.json("init", "--national", "--name-en", "Nation")["hub"] == "00"


@pytest.mark.parametrize(
    "words", [("--hub", "99", "--name-en", "x"), ("--hub", "Atlantis", "--name-en", "x"), ("--hub", "02"), ()]
)
def test_a_hub_that_cannot_be_leaves_no_folder(empty: Desk, words: tuple[str, ...]) -> None:
    assert "error" in empty.json("init", *words, code=2)
    assert not empty.folder.exists()


def test_members_are_listed_in_both_languages(filled: Desk) -> None:
    data = filled.json("list", "members")
    assert data["count"] == 2
    assert {record["code"] for record in data["records"]} == {"BTB-0001", "BTB-0002"}
    assert data["records"][0]["type"] == "organisation"
    english, khmer = filled("list", "organisations"), filled("list", "members", lang="km")
    assert "BTB-0001  អង្គការផ្កាឈូក" in khmer.out
    assert "Lotus" in english.out


def test_a_list_can_be_narrowed(filled: Desk) -> None:
    filled("set", "BTB-0002", "place=Thma Koul")
    assert [r["code"] for r in filled.json("list", "members", "--place", "ថ្មគោល")["records"]] == ["BTB-0002"]
    assert len(filled.json("list", "members", "--limit", "១")["records"]) == 1
    filled.json("list", "decisions", "--place", "02", code=2)
    filled.json("list", "nonsense", code=2)
    filled.json("list", "members", "--limit", "many", code=2)


def test_a_record_is_shown_with_what_belongs_to_it(filled: Desk) -> None:
    filled("add", "position", "person=BTB-P0001", "organisation=BTB-0001", "role=head", "title_km=នាយិកា")
    data = filled.json("show", "btb-០០០១")
    assert data["record"]["name_en"] == "Lotus"
    assert data["related"]["position"][0]["title_km"] == "នាយិកា"
    assert "នាយិកា" in filled("show", "BTB-0001", lang="km").out


def test_values_are_understood_as_people_type_them(filled: Desk) -> None:
    data = filled.json(
        "set", "BTB-0001", "phones=០១២ ៣៤៥ ៦៧៨ / 077 888 999", "place=Thmar Koul",
        "kind=Community-based organisation",
        "member_since=១៨/០៩/២០២៤", "staff_female=១២", "consent=yes", "sectors=Gender; health; weaving",
    )  # fmt: skip
    record = data["record"]
    assert record["phones"] == ["+85512345678", "+85577888999"]
    assert record["place"] == "0202"
    assert (record["kind"], record["member_since"], record["staff_female"]) == ("cbo", "2024-09-18", "12")
    assert (record["consent"], record["scope"]) == (True, "network")
    assert record["sectors"] == ["gender", "health", "weaving"]
    assert "scope" not in data["changed"]
    assert filled.json("set", "BTB-P0002", "sex=ស្រី")["record"]["sex"] == "F"
    meeting = filled.json("set", "BTB-M0001", "start_time=៨:៣០", "periods=Q3 2026; 2026Q4", "chair=BTB-P0001")
    assert meeting["record"]["start_time"] == "08:30"
    assert meeting["record"]["periods"] == ["2026Q3", "2026Q4"]
    assert filled.json("set", "BTB-0001", "phones=", "staff_female=")["record"]["staff_female"] == ""


@pytest.mark.parametrize(
    ("code", "assignment", "told"),
    [
        ("BTB-0001", "foo=1", "name_km"),
        ("BTB-0001", "code=X", "name_km"),
        ("BTB-0001", "name_km", "FIELD=VALUE"),
        ("BTB-0001", "kind=zzz", "ngo (NGO)"),
        ("BTB-0001", "staff_male=many", "whole number"),
        ("BTB-0001", "staff_male=1.5", "whole number"),
        ("BTB-0001", "founded=yesterday", "2026-09-30"),
        ("BTB-0001", "consent=perhaps", "Yes"),
        ("BTB-0001", "place=Atlantis", "places TEXT"),
        ("BTB-0001", "place=99", "no place"),
        ("BTB-0001", "phones=none", "012"),
        ("BTB-M0001", "start_time=25:00", "8:30"),
        ("BTB-M0001", "chair=BTB-0001", "Person"),
        ("BTB-M0001", "chair=BTB-P9999", "search"),
        ("BTB-M0001", "periods=soon", "2026Q3"),
        ("BTB-M0001", "ends=2026-01-01", "before"),
        ("BTB-M0001", "minutes_state=locked", "meeting state"),
        ("BTB-M0001", "status=later", "Planned"),
        ("BTB-0002", "name_en=", "name"),
        ("BTB-9999", "name_en=x", "search"),
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(
    filled: Desk, code: str, assignment: str, told: str
) -> None:
    before = filled.json("history")
    assert told in filled.json("set", code, assignment, code=2)["error"]
    assert filled("set", code, assignment, lang="km").code == 2
    assert filled.json("history") == before


def test_what_is_so_already_makes_no_step(filled: Desk) -> None:
    before = filled.json("history")
    assert filled.json("set", "BTB-0001", "name_en=Lotus")["changed"] == []
    assert filled.json("history") == before


def test_a_name_of_a_place_means_the_one_in_the_own_province(filled: Desk) -> None:
    # Four provinces have a commune of this name; a province is meant wherever it lies.
    assert filled.json("set", "BTB-0001", "place=Sdau")["record"]["place"] == "020701"
    assert filled.json("set", "BTB-0001", "place=Siem Reap")["record"]["place"] == "17"


def test_a_step_is_taken_back_and_done_again(filled: Desk) -> None:
    filled("set", "BTB-0001", "name_en=Rose")
    assert filled.json("undo")["undone"] == "Change a record"
    assert filled.json("show", "BTB-0001")["record"]["name_en"] == "Lotus"
    assert filled.json("redo")["redone"] == "Change a record"
    assert filled.json("show", "BTB-0001")["record"]["name_en"] == "Rose"
    filled.json("redo", code=2)


def test_with_nothing_done_there_is_nothing_to_undo(desk: Desk) -> None:
    desk("undo")
    assert "error" in desk.json("undo", code=2)


def test_history_tells_what_a_field_was_and_became(filled: Desk) -> None:
    filled("set", "BTB-0001", "name_en=Rose")
    newest = filled.json("history", "BTB-0001")["history"][0]
    assert (newest["field"], newest["before"], newest["after"]) == ("name_en", "Lotus", "Rose")
    assert "Lotus → Rose" in filled("history", "BTB-0001").out
    assert len(filled.json("history", "--limit", "2")["steps"]) == 2


def test_the_trash_gives_back(filled: Desk) -> None:
    assert filled.json("trash", "BTB-0001")["record"]["deleted"] is True
    assert filled.json("list", "members")["count"] == 1
    assert [r["code"] for r in filled.json("list", "members", "--trash")["records"]] == ["BTB-0001"]
    filled.json("trash", "BTB-0001", code=2)
    filled.json("set", "BTB-0001", "name_en=x", code=2)
    filled.json("restore", "BTB-0001")
    filled.json("restore", "BTB-0001", code=2)
    assert filled.json("list", "members")["count"] == 2


def test_search_finds_words_and_numbers(filled: Desk) -> None:
    for text in ("ផ្កាឈូក", "Lotus", "BTB-0001"):
        assert [f["code"] for f in filled.json("search", text)["found"]] == ["BTB-0001"], text
    assert [f["code"] for f in filled.json("search", "012345678")["found"]] == ["BTB-0002"]
    assert filled.json("search", "Lotus", "--kind", "people")["count"] == 0
    assert filled("search", "zzzz").code == 0


@pytest.mark.parametrize("text", ["Thmar Koul", "Thma Koul", "ថ្មគោល", "thma koul district"])
def test_places_are_found_without_a_store(empty: Desk, text: str) -> None:
    assert empty.json("places", text)["places"][0]["code"] == "0202"
    assert "0202" in empty("places", text, lang="km").out


@pytest.mark.parametrize(
    "words",
    [
        ("organisation", "kind=ngo"),
        ("series", "rhythm=monthly"),
        ("position", "person=BTB-P0001"),
        ("decision", "text_en=We agree"),
        ("attendance", "status=present"),
        ("meeting", "title_en=No day"),
        ("nonsense", "a=b"),
    ],
)
def test_a_record_that_is_not_complete_is_not_added(filled: Desk, words: tuple[str, ...]) -> None:
    before = filled.json("history")
    assert "error" in filled.json("add", *words, code=2)
    assert filled.json("history") == before


def test_other_kinds_are_added_through_their_services(filled: Desk) -> None:
    assert filled.json("add", "series", "title_en=Board", "rhythm=quarterly")["record"]["code"] == "BTB-S0001"
    assert filled.json("add", "library", "title_km=ច្បាប់", "kind=law")["record"]["code"] == "BTB-L0001"
    filled.json("add", "action", "meeting=BTB-M0001", "what_en=Write a letter", "due=2026-10-01")
    filled.json("add", "agenda", "meeting=BTB-M0001", "title_en=Opening")
    item = filled.json("add", "agenda", "meeting=BTB-M0001", "title_en=Reports")
    assert item["record"]["number"] == 2
    assert filled.json("list", "actions", "--meeting", "BTB-M0001")["count"] == 1
