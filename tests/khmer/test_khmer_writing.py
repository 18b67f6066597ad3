"""Digits, line breaks, order, names and sexes as Cambodian lists have them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.khmer.breaking import breakable, line_breaks, word_tokens
from cso_desk.khmer.digits import parse_number, to_khmer_digits, to_latin_digits
from cso_desk.khmer.names import name_key
from cso_desk.khmer.sex import parse_sex
from cso_desk.khmer.sorting import sort_key

any_text = st.text(st.characters(codec=None), max_size=30)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("១២", 12), ("1,234", 1234), ("១ ២៣៤ ៥៦៧", 1234567), ("12.50", Decimal("12.50")),
        ("1,234.5", Decimal("1234.5")), ("1.234.567", 1234567), ("3,5", Decimal("3.5")), ("-4", -4),
        ("1,234,567.89", Decimal("1234567.89")),
        ("", None), ("twelve", None), ("1,2,3", None), ("12 34", None), ("0x1", None), ("1_000", None),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text, number):
    assert parse_number(text) == number
    assert parse_number(to_khmer_digits(text)) == number


@given(any_text)
def test_no_text_breaks_the_reading_of_numbers(text):
    number = parse_number(text)
    assert number is None or any(digit.isdigit() for digit in text)


@given(any_text)
def test_digits_go_there_and_back(text):
    assert to_latin_digits(to_khmer_digits(text)) == to_latin_digits(text)


def test_a_khmer_line_breaks_between_words():
    text = "អង្គការសម្ព័ន្ធស្ត្រី"
    assert line_breaks(text) == [7, 15]
    assert breakable(text) == "អង្គការ\u200bសម្ព័ន្ធ\u200bស្ត្រី"


def test_breaks_are_counted_in_characters_also_behind_an_emoji():
    assert breakable("😀 ការ\u200bងារ").replace("\u200b", "") == "😀 ការងារ"
    assert word_tokens("😀 អង្គការសម្ព័ន្ធ") == ["អង្គការ", "សម្ព័ន្ធ"]


@given(any_text)
def test_breaks_change_nothing_that_is_seen(text):
    assert breakable(text).replace("\u200b", "") == text.replace("\u200b", "")
    assert all(0 < offset < len(text) for offset in line_breaks(text))


def test_names_sort_as_in_a_khmer_dictionary():
    names = ["ឡាយ", "កែវ", "អ៊ុក", "ខៀវ", "កង", "ចាន់", "ការ"]
    assert sorted(names, key=sort_key) == ["កង", "ការ", "កែវ", "ខៀវ", "ចាន់", "ឡាយ", "អ៊ុក"]


def test_numbers_sort_by_value_and_case_hardly_matters():
    assert sorted(["ឃុំ 10", "ឃុំ 9"], key=sort_key) == ["ឃុំ 9", "ឃុំ 10"]
    assert sorted(["b", "A", "a", "B"], key=sort_key) == ["a", "A", "b", "B"]


@given(any_text)
def test_every_text_has_a_place_in_the_order(text):
    assert isinstance(sort_key(text), bytes)


@pytest.mark.parametrize(
    ("khmer", "latin"),
    [
        ("សុខ ចន្ថា", "Sok Chantha"), ("សុខ សុភា", "Sok Sophea"), ("ចាន់ ស្រីនាង", "Chan Sreyneang"),
        ("ហេង បូរ៉ា", "Heng Bora"), ("ប៉ែន រដ្ឋា", "Pen Ratha"), ("លី គន្ធា", "Ly Kunthea"),
        ("កែវ ធារ៉ា", "KEO Theara"),
    ],
)  # fmt: skip
def test_a_name_in_khmer_meets_its_latin_spelling(khmer, latin):
    assert name_key(khmer) == name_key(latin)


def test_different_names_have_different_keys():
    assert len({name_key(name) for name in ("Sok Chantha", "Chan Sokha", "Ly Kim", "កែវ ធារ៉ា")}) == 4


@given(any_text)
def test_a_name_key_holds_letters_only(text):
    assert set(name_key(text)) <= set("AKGCTNPMYRLVSH ")


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("ប", "M"), ("ស", "F"), ("ប្រុស", "M"), ("ស្រី", "F"), ("ស្រ្តី", "F"), ("M", "M"),
        ("f", "F"), ("Female", "F"),
        ("male", "M"), ("Mrs.", "F"), ("Mr", "M"), ("ភេទ ស្រី", "F"), ("ភេទ៖ ប្រុស", "M"),
        ("លោកស្រី", "F"), ("លោក", "M"),
        ("", None), ("x", None), ("ប/ស", None),
    ],
)  # fmt: skip
def test_the_sex_is_read_from_any_column(text, sex):
    assert parse_sex(text) == sex
