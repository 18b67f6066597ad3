"""How strong a passphrase is told to be: low rather than high."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.store.passphrases import SUGGESTED_WORDS, Strength, bits_of, strength_of, suggested


@pytest.mark.parametrize(
    ("passphrase", "strength"),
    [
        ("", Strength.SHORT),
        ("       a       ", Strength.SHORT),
        ("password", Strength.DAYS),
        ("12345678", Strength.DAYS),
        ("០១២៣៤៥៦៧", Strength.DAYS),
        ("012 345 678", Strength.DAYS),
        ("Battambang2024", Strength.DAYS),
        ("rice rice rice rice rice rice", Strength.DAYS),
        ("tonle sap lotus 2026", Strength.MONTHS),
        ("correct horse battery staple", Strength.YEARS),
        ("ផ្កាឈូក ដំរី មេឃ ស្ពាន", Strength.YEARS),
        ("xK9#vT2$qLp8", Strength.LIFETIMES),
        ("correct horse battery staple lotus", Strength.LIFETIMES),
    ],
)
def test_a_passphrase_is_judged_as_somebody_would_guess_it(passphrase: str, strength: Strength) -> None:
    assert strength_of(passphrase) is strength


def test_khmer_written_without_spaces_counts_its_words() -> None:
    assert bits_of("វាលស្រែក្នុងរដូវភ្លៀង") == bits_of("វាលស្រែ ក្នុង រដូវភ្លៀង")


@given(st.text(max_size=60))
def test_no_text_is_worth_less_than_nothing_or_stops_the_program(text: str) -> None:
    assert bits_of(text) >= 0
    assert strength_of(text) in Strength


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_suggested_passphrase_is_strong_and_never_the_same(language: str) -> None:
    made = {suggested(language) for _time in range(20)}
    assert len(made) == 20
    assert {strength_of(each) for each in made} <= {Strength.YEARS, Strength.LIFETIMES}
    assert all(len(each.split()) == SUGGESTED_WORDS for each in made)
