"""Text typed for Limon and ABC fonts: real words, and there and back through an encoder of the test."""

import csv
import re

import pytest

from cso_desk.khmer.legacy_fonts import encoding_of, to_unicode
from cso_desk.khmer.normalise import fold
from cso_desk.places import gazetteer
from cso_desk.resources import resource

# Words and sentences that are kept in both writings: the first article of the Declaration of Human Rights,
# the Penal Code, headings of forms.
LIMON = {
    "éf¶ExqñaMkMeNIt": "ថ្ងៃខែឆ្នាំកំណើត",
    "RBHraCaNacRkkm<úCa": "ព្រះរាជាណាចក្រកម្ពុជា",
    "RBHmhakSRt": "ព្រះមហាក្សត្រ",
    "eQµaH": "ឈ្មោះ",
    "GgÁPaB": "អង្គភាព",
    "sßab½n": "ស្ថាប័ន",
    "ebIkMeNIt 14": "បើកំណើត ១៤",
    "mnusSTaMgGs;ekItmkmanesrIPaBnigsmPaBkñúgEpñkesckþIéføfñÚrnigsiT§i.": (
        "មនុស្សទាំងអស់កើតមកមានសេរីភាពនិងសមភាពក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។"
    ),
    "mnusSmanvicarNBaØaNnigstism,CBaØ³Cab;BIkMeNIt": "មនុស្សមានវិចារណញ្ញាណនិងសតិសម្បជញ្ញៈជាប់ពីកំណើត",
    "karGnuvtþc,ab;RBhµTNÐEdlRsalCag": "ការអនុវត្តច្បាប់ព្រហ្មទណ្ឌដែលស្រាលជាង",
    "b¤F¶n;Cag": "ឬធ្ងន់ជាង",
    ")anRbRBwtþeRkaykarcUlCaFrman": "បានប្រព្រឹត្តក្រោយការចូលជាធរមាន",
    "rYmbBa©ÚlTaMglMhGakas": "រួមបញ្ចូលទាំងលំហអាកាស",
    "y:agNak¾eday": "យ៉ាងណាក៏ដោយ",
    "esuIevImintMeNIrkar": "ស៊ើវើមិនតំណើរការ",
    "viTüasa®sþ": "វិទ្យាសាស្ត្រ",
    "yutþisil,_": "យុត្តិសិល្ប៍",
    "´": "ខ្ញុំ",
}


@pytest.mark.parametrize(("typed", "meant"), LIMON.items(), ids=LIMON.values())
def test_words_that_are_kept_in_both_writings_become_each_other(typed, meant):
    assert fold(to_unicode(typed, "limon")) == fold(meant)


def test_the_same_words_are_typed_in_another_way_for_abc():
    assert to_unicode("eQµaHGgÁkar", "limon") == "ឈ្មោះអង្គការ"
    assert to_unicode("eQµa¼Gg:kar", "abc") == "ឈ្មោះអង្គការ"
    assert to_unicode("s&BÞ", "abc") == "ស័ព្ទ"


def test_fonts_are_known_by_the_beginning_of_their_names():
    assert encoding_of("Limon S1") == encoding_of("limon_r1") == encoding_of("LIMON-F3") == "limon"
    assert encoding_of("ABC-TEXT-05") == "abc"
    for other in ("Khmer OS", "Calibri", "", "ABC-TEXT-05A", "ABC-TEXT-11", "Lemon"):
        assert encoding_of(other) == ""


def test_what_is_unicode_already_and_addresses_stay():
    for text in ("ឈ្មោះ eQµaH", "sok.chan@example.org", "https://example.org/a", ""):
        assert to_unicode(text, "limon") == text


def test_signs_of_symbol_fonts_and_of_other_programs_are_read():
    assert to_unicode("".join(chr(0xF000 + ord(sign)) for sign in "eQµaH"), "limon") == "ឈ្មោះ"
    assert to_unicode("kmμ", "limon") == "កម្ម"
    assert to_unicode("\u2018\u4e00", "limon") == "៊\u4e00"


def test_bytes_stand_for_the_same_letters_with_and_without_a_quote_sign_of_the_machine():
    assert to_unicode("sux \x91", "limon") == to_unicode("sux \u2018", "limon")


# ---- an encoder of the test's own, written from the table and from how Khmer is drawn ----

_CLUSTER = re.compile(
    "([\u1780-\u17b3])(\u17cc?)((?:\u17d2[\u1780-\u17b3])*)([\u17c9\u17ca]?)([\u17b6-\u17c5]?)([\u17c6-\u17d1\u17dd]*)"
)
_SPLIT = {"ើ": "ី", "ោ": "ា", "ៅ": "ៅ", "ៀ": "ៀ", "ឿ": "ឿ"}


def _drawn(cluster: re.Match[str]) -> str:
    base, robat, feet, shifter, vowel, signs = cluster.groups()
    left = ""
    if "្រ" in feet:
        feet, left = feet.replace("្រ", ""), "្រ"
    if vowel in "េែៃ" and vowel:
        left, vowel = vowel + left, ""
    elif vowel in _SPLIT:
        left, vowel = "េ" + left, _SPLIT[vowel]
    if base == "ញ" and feet:
        base = "ពា"
    if shifter and ((vowel in "ិីឹឺ" and vowel) or "័" in signs):
        shifter = "ុ"
    return left + base + robat + feet + shifter + vowel + signs


def _typed(text: str, encoding: str) -> str:
    with resource("legacy_fonts", f"{encoding}.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.reader(source))[1:]
    by_text = {meant: bytes.fromhex(code).decode("cp1252") for code, meant in reversed(rows)}
    by_text |= {"្ដ": by_text["្ត"], " ": " ", "(": "(", ")": ")", "ឲ": by_text["ឱ"]}
    drawn = _CLUSTER.sub(_drawn, text)
    typed, place = "", 0
    while place < len(drawn):
        length = next(size for size in (5, 4, 3, 2, 1) if drawn[place : place + size] in by_text)
        typed += by_text[drawn[place : place + length]]
        place += length
    return typed


@pytest.mark.parametrize("encoding", ["limon", "abc"])
def test_every_name_of_the_list_of_places_goes_there_and_back(encoding):
    names = {place.name_km for place in gazetteer.children("")}
    for province in gazetteer.children(""):
        for district in gazetteer.children(province.code):
            names |= {district.name_km}
            names |= {commune.name_km for commune in gazetteer.children(district.code)}
    wrong = {
        name: back
        for name in names
        if re.fullmatch("[\u1780-\u17dd ]+", name)
        and fold(back := to_unicode(_typed(name, encoding), encoding)) != fold(name)
    }
    assert len(names) > 1_500
    assert not wrong
