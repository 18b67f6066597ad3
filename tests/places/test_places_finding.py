"""Places are found by the many ways in which people spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.places.finding import find_places, resolve_place
from cso_desk.places.gazetteer import children, places_above_villages, show_place


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thmar Koul", "0202"), ("Thma Koul", "0202"), ("thmor kol", "0202"),
        ("ថ្មគោល", "0202"), ("ស្រុកថ្មគោល", "0202"),
        ("srok Thma Koul", "0202"), ("Thma Koul district", "0202"), ("ស្រុក ថ្មគោល", "0202"),
        ("ស្រុកថ្មគោល ខេត្តបាត់ដំបង", "0202"), ("Thma Koul, Battambang", "0202"),
        ("krong battambang", "0203"), ("Battambang krong", "0203"),
        ("ក្រុងបាត់ដំបង", "0203"), ("Battambang city", "0203"),
        ("BTB", "02"), ("Battambang province", "02"), ("ខេត្តបាត់ដំបង", "02"),
        ("Battambang", "02"), ("Battambong", "02"),
        ("Banan", "0201"), ("Rotonak Mondol", "0207"), ("Ratanak Mondol", "0207"), ("Moung Russey", "0206"),
        ("Ek Phnom", "0205"), ("Kampong Thom", "06"), ("Kompong Thom", "06"), ("Kg. Cham", None),
        ("Siemreap", "17"), ("Siem Reap", "17"), ("Takéo", "21"), ("Sihanoukville", "18"),
        ("ភ្នំពេញ", "12"),
        ("Phnom Penh", "12"), ("Khan Chamkar Mon", "1201"),
        ("កណ្ដាល", "08"), ("កណ្តាល", "08"), ("ឧត្ដរមានជ័យ", "22"), ("ឧត្តរមានជ័យ", "22"),
        ("រតនគីរី", "16"), ("រតនគិរី", "16"),
        ("ស្រុកភ្នំស្រុក", "0103"), ("Svay Por, Battambang", "020310"),
    ],
)  # fmt: skip
def test_a_place_is_meant_however_it_is_spelled(text, code):
    found = resolve_place(text)
    assert (found and found.code) == code
    if code:
        assert find_places(text)[0].code == code


def test_a_slip_is_offered_and_not_taken_for_sure():
    assert find_places("Banna")[0].code == "0201"
    assert resolve_place("Banna") is None
    assert find_places("Battanbang")[0].code == "02"


@pytest.mark.parametrize("typed", ["b", "ba", "batt", "battamb", "បាត់", "បាត់ដំ"])
def test_a_place_is_found_while_its_name_is_typed(typed):
    assert "02" in [one.code for one in find_places(typed, limit=200)]


def test_a_name_that_occurs_several_times_returns_all_and_is_narrowed_by_a_place_above():
    names = [one.name_en for one in places_above_villages() if one.level == "commune"]
    twice = next(name for name in names if names.count(name) > 3)
    found = [one for one in find_places(twice, level="commune", limit=100) if one.name_en == twice]
    assert len(found) == names.count(twice)
    assert resolve_place(twice, level="commune") is None
    narrowed = find_places(twice, level="commune", within=found[1].parent)
    assert narrowed[0] == found[1]
    assert resolve_place(twice, within=found[1].parent) == found[1]


def test_level_and_area_are_kept_to():
    assert resolve_place("Battambang", level="district").code == "0203"
    in_kandal = find_places("Siem Reap", within="08")
    assert in_kandal[0].kind == "commune"
    assert all(one.code.startswith("08") for one in in_kandal)
    assert resolve_place("Thma Koul", within="03") is None


def test_villages_are_found_in_their_commune_or_when_asked_for():
    village = children("020201")[0]
    assert resolve_place(village.name_km, within="020201") == village
    assert resolve_place(show_place(village.code, "km")) == village
    assert village in find_places(village.name_en, level="village", limit=500)
    assert all(one.level != "village" for one in find_places("phnum", limit=500))


def test_a_commune_called_village_is_found_too():
    assert {one.level for one in find_places("Phum Thmei", limit=1000)} >= {"commune", "village"}


@pytest.mark.parametrize("language", ["km", "en"])
def test_what_is_shown_is_found_again(language):
    for one in places_above_villages()[::7]:
        assert find_places(show_place(one.code, language))[:1] == [one]


@given(st.text(max_size=25) | st.text("ស្រុកក្រុងបាត់ដំ Battambng,;() krong", max_size=25))
def test_no_text_is_an_error(text):
    assert len(find_places(text, limit=5)) <= 5
    found = resolve_place(text)
    assert found is None or found in find_places(text)


@pytest.mark.parametrize("text", ["", "  ", ",", "១២៣", "qqqqqq", "ស្រុក", "YTO", "CSO", "2", "២"])
def test_nothing_is_found_for_nothing(text):
    assert resolve_place(text) is None
