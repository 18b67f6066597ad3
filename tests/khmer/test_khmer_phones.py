"""Phone cells as lists have them: several numbers, lost zeros, Khmer digits; nothing is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.khmer.phones import Phone, parse_phones, show_phone
from cso_desk.wording import language, use_language


@pytest.fixture
def english():
    before = language()
    use_language("en")
    yield
    use_language(before)


def numbers(cell):
    return [phone.e164 for phone in parse_phones(cell)]


@pytest.mark.parametrize(
    "cell",
    [
        "012 345 678", "០១២ ៣៤៥ ៦៧៨", "012-345-678", "012.345.678", "12345678",
        12345678, 12345678.0, "12345678.0",
        "+855 12 345 678", "+855 (0)12 345 678", "00855 12 345 678", "85512345678", "(855-12) 345 678",
        "Tel: 012 345 678 (Smart)", "ទូរស័ព្ទ៖ ០១២៣៤៥៦៧៨", "H/P: 012 345 678", "012\u200b345\u00a0678",
    ],
)  # fmt: skip
def test_one_number_in_any_writing_is_the_same_number(cell):
    assert parse_phones(cell) == [Phone("+85512345678")]


@pytest.mark.parametrize(
    "cell",
    [
        "012 345 678 / 097 123 4567", "012345678, 0971234567", "012 345 678; +855 97 123 4567",
        "012 345 678\n097 123 4567", "012 345 678 097 123 4567", "012 345 678 - 097 123 4567",
        "012 345 678 or 097 123 4567", "០១២៣៤៥៦៧៨ ឬ ០៩៧១២៣៤៥៦៧",
        "012 345 678 និង 097 123 4567 / 012 345 678",
    ],
)  # fmt: skip
def test_several_numbers_in_one_cell_are_all_read_once(cell):
    assert numbers(cell) == ["+85512345678", "+855971234567"]


def test_a_number_the_plan_does_not_know_is_kept_with_a_warning(english):
    [phone] = parse_phones("023 456 789")
    assert phone.e164 == "+85523456789"
    assert phone.warning == "023 456 789 does not look like a full phone number. Please check it."
    assert [phone.e164 for phone in parse_phones("123") if phone.warning] == ["123"]


def test_a_shortened_second_number_is_completed_and_said(english):
    first, second = parse_phones("012 345 678/79")
    assert (first.warning, second.e164) == (None, "+85512345679")
    assert second.warning == "“79” was taken as 012 345 679."


def test_an_extension_stays_with_its_number():
    assert numbers("023 212 345 ext. 12") == ["+85523212345;ext=12"]
    assert show_phone("+85523212345;ext=12") == "023 212 345 x12"


@pytest.mark.parametrize("cell", ["", None, "none", "គ្មាន", "-", True])
def test_a_cell_without_a_digit_has_no_number(cell):
    assert parse_phones(cell) == []


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+85512345678", "012 345 678"),
        ("+855971234567", "097 123 4567"),
        ("+6621234567", "+66 2 123 4567"),
        ("12", "12"),
    ],
)
def test_numbers_are_shown_in_groups(stored, shown):
    assert show_phone(stored) == shown
    assert numbers(shown) == [stored]


@given(
    st.text("0123456789 +-/()x#,.\n៖០១a", max_size=30) | st.integers() | st.floats() | st.text(max_size=20)
)
def test_no_cell_is_an_error_and_no_digits_vanish(cell):
    phones = parse_phones(cell)
    assert bool(phones) == any("0" <= char <= "9" or "០" <= char <= "៩" for char in str(cell)) or not phones
    for phone in phones:
        assert show_phone(phone.e164)


@given(st.from_regex(r"0(1[0-2]|7[78]|9[89])[1-9][0-9]{5}", fullmatch=True))
def test_what_is_shown_is_read_back_as_the_same(typed):
    [phone] = parse_phones(typed)
    assert parse_phones(show_phone(phone.e164)) == [phone]
