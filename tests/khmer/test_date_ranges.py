"""Ranges of days are read in the usual spellings of both languages and shown again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.khmer.date_ranges import join_range, parse_range, show_range, split_range


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("25-26/09/2026", "2026-09-25/2026-09-26"),
        ("25–26 September 2026", "2026-09-25/2026-09-26"),
        ("ថ្ងៃទី២៥ ដល់ ២៦ ខែកញ្ញា ឆ្នាំ២០២៦", "2026-09-25/2026-09-26"),
        ("ថ្ងៃទី២៥-២៦ ខែកញ្ញា ឆ្នាំ២០២៦", "2026-09-25/2026-09-26"),
        ("25/9/2026-26/9/2026", "2026-09-25/2026-09-26"),
        ("25 Sept to 2 October 2026", "2026-09-25/2026-10-02"),
        ("៣០ កញ្ញា ដល់ ២ តុលា ២០២៦", "2026-09-30/2026-10-02"),
        ("30 September-2 October 2026", "2026-09-30/2026-10-02"),
        ("2020-2024", "2020/2024"),
        ("2020-09 – 2021-03", "2020-09/2021-03"),
        ("Q3 2026", "2026-07-01/2026-09-30"),
        ("ចាប់ពី ២០២០", "2020/"),
        ("since 1/2/2020", "2020-02-01/"),
        ("2019 - បច្ចុប្បន្ន", "2019/"),
        ("រហូតដល់ឆ្នាំ២០២៤", "/2024"),
        ("25/9/2026", "2026-09-25"),
    ],
)
def test_a_range_is_read_as_people_write_it(text: str, stored: str) -> None:
    found = parse_range(text)
    assert found is not None
    assert found.stored == stored


@pytest.mark.parametrize("text", ["", "/", "soon", "25 to 26", "2024-2020", "26-25/09/2026", "31-32/01/2026"])
def test_what_is_no_range_or_runs_backwards_is_not_guessed(text: str) -> None:
    assert parse_range(text) is None


_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@given(_DAYS, st.integers(0, 400), st.booleans())
def test_what_is_shown_is_read_again(first: dt.date, length: int, long: bool) -> None:
    stored = join_range(first.isoformat(), (first + dt.timedelta(days=length)).isoformat())
    for language in ("km", "en"):
        found = parse_range(show_range(stored, language, long=long))
        assert found is not None
        assert found.stored == stored


@pytest.mark.parametrize("stored", ["2020/", "/2024", "2020-03/", "2026-09-25"])
def test_open_ends_are_shown_and_read_again(stored: str) -> None:
    for language in ("km", "en"):
        found = parse_range(show_range(stored, language, long=True))
        assert found is not None
        assert found.stored == stored


def test_one_day_is_its_own_first_and_last_day() -> None:
    assert split_range("2026-09-25") == ("2026-09-25", "2026-09-25")
    assert split_range("2020/") == ("2020", "")
