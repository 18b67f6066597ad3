"""The list of places is whole, and codes lead up and down."""

from collections import Counter

import pytest

from cso_desk.khmer.normalise import canonical
from cso_desk.places.gazetteer import (
    children,
    path,
    place,
    places_above_villages,
    province_abbreviation,
    province_by_abbreviation,
    show_place,
    villages,
)


def test_the_list_is_that_of_october_2024():
    kinds = Counter(one.kind for one in places_above_villages())
    assert kinds == {
        "capital": 1, "province": 24, "municipality": 33, "district": 163, "khan": 14,
        "commune": 1378, "sangkat": 274,
    }  # fmt: skip
    assert len(villages()) == 14578


def test_every_place_lies_in_another_and_has_both_names():
    for one in (*places_above_villages(), *villages()):
        assert one.parent == one.code[:-2]
        assert not one.parent or place(one.parent) is not None, one
        assert one.name_km == canonical(one.name_km)
        assert one.name_en.strip()
        assert one.name_en.isascii()


def test_codes_lead_down_and_up():
    assert [one.name_en for one in path("020201")][:2] == ["Battambang", "Thma Koul"]
    assert len(children("")) == 25
    assert len(children("02")) == 14
    village = children("020201")[0]
    assert (village.kind, village.level, village.parent) == ("village", "village", "020201")
    assert place(village.code) == village
    assert path(village.code)[-1] == village


@pytest.mark.parametrize("code", ["", "99", "0299", "2", "99999999", "x"])
def test_an_unknown_code_is_no_place_and_is_shown_as_it_is(code):
    assert place(code) is None
    assert path(code) == []
    assert show_place(code, "km") == code


@pytest.mark.parametrize(
    ("code", "km", "en"),
    [
        ("02", "ខេត្តបាត់ដំបង", "Battambang Province"),
        ("0202", "ស្រុកថ្មគោល ខេត្តបាត់ដំបង", "Thma Koul District, Battambang"),
        ("0203", "ក្រុងបាត់ដំបង ខេត្តបាត់ដំបង", "Battambang Municipality, Battambang"),
        ("12", "រាជធានីភ្នំពេញ", "Phnom Penh Capital"),
        ("1201", "ខណ្ឌចំការមន រាជធានីភ្នំពេញ", "Chamkar Mon Khan, Phnom Penh"),
    ],
)
def test_a_place_is_shown_with_the_places_above_it(code, km, en):
    assert (show_place(code, "km"), show_place(code, "en")) == (km, en)
    assert show_place(code, "km", full=False) == km.split()[0]


def test_provinces_have_short_names():
    assert province_abbreviation("02") == province_abbreviation("020201") == "BTB"
    assert province_abbreviation("99") is None
    assert province_by_abbreviation(" btb ").code == province_by_abbreviation("BAT").code == "02"
    assert province_by_abbreviation("KPS") is None
    short = [province_abbreviation(one.code) for one in children("")]
    assert len(set(short)) == 25
    assert [province_by_abbreviation(name).code for name in short] == [one.code for one in children("")]
