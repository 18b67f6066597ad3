"""Text that is none inside is told from text that can be trusted."""

import pytest
from made_files import KHMER

from cso_desk.extraction.verdict import measures, verdict_on
from cso_desk.store.blob_texts import BROKEN, GOOD, MISSING

LIMON = (
    "RBHraCaNacRkkm<úCa Cati sasna RBHmhakSRt cMnYn 10 nak; GnuRkwtü sþIBI karRKb;RKg smaKm nig "
    "GgÁkarminEmnrdæaPi)al Edl)aneFIVenA raCFanIPñMeBj éf¶TI12 ExsIha qñaM2015 tamry³ RksYgmhaépÞ"
)


def _as_drawn(text: str) -> str:
    """Khmer in the order in which it is drawn: vowels left of their letter, feet apart."""
    drawn = ""
    for letter in text:
        if letter in "\u17c1\u17c2\u17c3":
            drawn = f"{drawn[:-1]}{letter}{drawn[-1:]}"
        elif letter == "\u17d2":
            drawn += f" {letter}"
        else:
            drawn += letter
    return drawn


def test_good_khmer_and_english_are_good() -> None:
    assert verdict_on([KHMER * 3]) == GOOD
    assert (
        verdict_on(["The Royal Government of Cambodia and iPhone users: a CSO report, 2015 (USAID)"] * 3)
        == GOOD
    )
    assert (
        verdict_on(["Le développement économique du Cambodge, à l'été: où êtes-vous déjà allés? " * 3])
        == GOOD
    )


def test_pages_without_text_miss_it() -> None:
    assert verdict_on([""]) == verdict_on(["", "12", " "]) == MISSING
    assert verdict_on(["", "", "", "", "", "x"]) == MISSING
    assert verdict_on(["12"] * 4 + [KHMER]) == GOOD


@pytest.mark.parametrize("text", [LIMON, _as_drawn(KHMER * 4), "\ue000\ue001\ue002" * 30, "\ufffd" * 40])
def test_letters_that_are_none_inside_are_broken(text: str) -> None:
    assert verdict_on([text]) == BROKEN


def test_a_font_that_draws_khmer_over_latin_tells_itself() -> None:
    text = "Plain words that happen to look like English ones"
    assert verdict_on([text], ["Limon S1"]) == BROKEN
    assert verdict_on([text], ["Helvetica"]) == GOOD
    assert verdict_on([KHMER], ["Limon S1"]) == GOOD


def test_a_letter_or_sheet_has_the_text_it_has() -> None:
    assert verdict_on(["1"], drawn=False) == GOOD


def test_measures_are_shares() -> None:
    found = measures([KHMER, ""])
    assert (found.with_text, found.orphans, found.private, found.garbage) == (0.5, 0.0, 0.0, 0.0)
