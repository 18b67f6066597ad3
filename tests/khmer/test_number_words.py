"""Amounts in words."""

from decimal import Decimal

import pytest

from cso_desk.khmer.number_words import in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "km", "en"),
    [
        (0, "សូន្យ", "zero"),
        (7, "ប្រាំពីរ", "seven"),
        (10, "ដប់", "ten"),
        (15, "ដប់ប្រាំ", "fifteen"),
        (21, "ម្ភៃមួយ", "twenty-one"),
        (101, "មួយរយមួយ", "one hundred and one"),
        (25_500, "ពីរម៉ឺនប្រាំពាន់ប្រាំរយ", "twenty-five thousand five hundred"),
        (220_000, "ពីរសែនពីរម៉ឺន", "two hundred and twenty thousand"),
        (2_000_000, "ពីរលាន", "two million"),
        (1_000_001, "មួយលានមួយ", "one million and one"),
    ],
)
def test_numbers_are_said_as_people_say_them(number: int, km: str, en: str) -> None:
    assert number_in_words(number, "km") == km
    assert number_in_words(number, "en") == en


def test_an_amount_says_its_currency_and_its_cents() -> None:
    assert in_words(Decimal(60000), "KHR", "en") == "sixty thousand riel"
    assert in_words(Decimal(60000), "KHR", "km") == "ប្រាំមួយម៉ឺនរៀល"
    assert in_words(Decimal("12.50"), "USD", "en") == "twelve US dollars and fifty cents"
    assert in_words(Decimal("5.00"), "USD", "en") == "five US dollars"


def test_no_number_stands_below_nothing() -> None:
    with pytest.raises(ValueError, match="below"):
        number_in_words(-1, "km")
