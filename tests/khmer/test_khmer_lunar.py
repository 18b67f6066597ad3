"""The lunar calendar against days that were published or kept as feasts."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.khmer.lunar import khmer_new_year, lerng_sak, lunar_date, to_lunar


def test_the_line_of_a_published_paper():
    line = lunar_date(dt.date(2022, 12, 12))
    assert line == "ថ្ងៃចន្ទ ៤រោច ខែមិគសិរ ឆ្នាំខាល ចត្វាស័ក ព.ស.២៥៦៦"


@pytest.mark.parametrize("day", ["2023-05-04", "2024-05-22", "2025-05-11", "2026-05-01", "2027-05-20"])
def test_visak_bochea_is_the_full_moon_of_pisakh_and_the_year_turns_after_it(day):
    date = dt.date.fromisoformat(day)
    lunar = to_lunar(date)
    assert (lunar.day, lunar.waxing, lunar.month) == (15, True, "ពិសាខ")
    assert lunar.buddhist_year == date.year + 543
    assert to_lunar(date + dt.timedelta(days=1)).buddhist_year == date.year + 544


@pytest.mark.parametrize(
    "day", ["2016-04-13", "2019-04-14", "2020-04-13", "2023-04-14", "2024-04-13", "2025-04-14", "2026-04-14"]
)
def test_khmer_new_year(day):
    date = dt.date.fromisoformat(day)
    assert khmer_new_year(date.year) == date
    assert to_lunar(date).animal != to_lunar(date - dt.timedelta(days=1)).animal


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_the_era_turns_on_16_april(year):
    assert lerng_sak(year) == dt.date(year, 4, 16)
    assert to_lunar(dt.date(year, 4, 15)).era != to_lunar(dt.date(year, 4, 16)).era


def test_pchum_ben_is_the_new_moon_of_photrobot():
    lunar = to_lunar(dt.date(2024, 10, 2))
    assert (lunar.day, lunar.waxing, lunar.month) == (15, False, "ភទ្របទ")


def test_a_year_with_two_asadh():
    months = {to_lunar(dt.date(2023, 6, 1) + dt.timedelta(days=day)).month for day in range(90)}
    assert {"បឋមាសាឍ", "ទុតិយាសាឍ"} <= months
    assert "អាសាឍ" not in months


@given(st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 30)))
def test_days_follow_one_another(date):
    today, tomorrow = to_lunar(date), to_lunar(date + dt.timedelta(days=1))
    if tomorrow.day == 1:
        assert today.day in (14, 15)
        assert (today.waxing, tomorrow.waxing) in itertools.permutations((True, False))
    else:
        assert (tomorrow.day, tomorrow.month, tomorrow.waxing) == (today.day + 1, today.month, today.waxing)
    assert tomorrow.buddhist_year - today.buddhist_year in (0, 1)


def test_years_the_calendar_is_not_known_for_are_refused():
    with pytest.raises(ValueError, match="1901"):
        lunar_date(dt.date(1900, 12, 31))
