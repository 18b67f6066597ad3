"""Dates, months, years and quarters as people write them, and how they are shown."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.khmer.dates import (
    PartialDate,
    parse_date,
    parse_quarter,
    quarter_of,
    quarter_range,
    show_date,
    show_quarter,
)
from cso_desk.khmer.digits import to_khmer_digits


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("25/08/2015", "2015-08-25"), ("25-8-15", "2015-08-25"), ("25.8.2015", "2015-08-25"),
        ("2015-08-25", "2015-08-25"),
        ("2015-08-25T10:00:00", "2015-08-25"), ("25/08/2015 10:30", "2015-08-25"),
        ("12 Aug 2015", "2015-08-12"),
        ("12-Aug-15", "2015-08-12"), ("Aug 12, 2015", "2015-08-12"), ("12th of August 2015", "2015-08-12"),
        ("Wednesday, 12 August 2015", "2015-08-12"), ("2015 August 12", "2015-08-12"),
        ("August 2015", "2015-08"),
        ("Sept 2019", "2019-09"), ("8/2015", "2015-08"), ("2015-08", "2015-08"), ("2015", "2015"),
        ("25/12/55", "1955-12-25"),
        ("ថ្ងៃទី១២ ខែសីហា ឆ្នាំ២០១៥", "2015-08-12"), ("១២ សីហា ២០១៥", "2015-08-12"),
        ("ខែធ្នូ ២០១៩", "2019-12"),
        ("ថ្ងៃទី១២ខែសីហាឆ្នាំ២០១៥", "2015-08-12"), ("ថ្ងៃពុធ ទី១២ ខែសីហា ឆ្នាំ២០១៥", "2015-08-12"),
        ("ខែ៨ ឆ្នាំ២០១៥", "2015-08"), ("ឆ្នាំ ២០១៥", "2015"), ("ថ្ងៃទី២៥ ខែ០៨ ឆ្នាំ២០១៥", "2015-08-25"),
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text, iso):
    assert parse_date(text) == PartialDate(iso)
    assert parse_date(to_khmer_digits(text)) == PartialDate(iso)


def test_day_and_month_that_could_be_swapped_are_read_day_first_and_marked():
    assert parse_date("05/08/2015") == PartialDate("2015-08-05", ambiguous=True)
    assert parse_date("08/08/2015") == PartialDate("2015-08-08")


def test_a_month_before_a_day_is_understood_and_said():
    date = parse_date("8/25/2015")
    assert date.iso == "2015-08-25"
    assert date.warning


@pytest.mark.parametrize(
    ("text", "iso"), [("25/08/2566", "2023-08-25"), ("ព.ស. ២៥៦៦", "2023"), (2566, "2023")]
)
def test_a_buddhist_year_is_converted_and_said(text, iso):
    date = parse_date(text)
    assert date.iso == iso
    assert "2566" in date.warning


@pytest.mark.parametrize(
    "value",
    ["", "abc", "30/02/2020", "0/0/2020", "0/2020", "2020-00", "2020-01-00", "13/13/2020",
     "13-14 May 2020", "March",
     "1015", "99999", 15, 42228, True, None, float("nan"), float("inf"), 2015.5],
)  # fmt: skip
def test_what_is_no_date_is_none(value):
    assert parse_date(value) is None


def test_values_of_cells_are_taken_as_they_are():
    assert parse_date(dt.datetime(2020, 1, 2, 3, 4)) == PartialDate("2020-01-02")  # noqa: DTZ001
    assert parse_date(dt.date(2020, 1, 2)) == PartialDate("2020-01-02")
    assert parse_date(2015.0) == PartialDate("2015")
    assert parse_date(42228, excel_serial=True) == PartialDate("2015-08-12")


@pytest.mark.parametrize(
    ("iso", "km", "en"),
    [
        ("2015-08-12", "ថ្ងៃទី១២ ខែសីហា ឆ្នាំ២០១៥", "12 August 2015"),
        ("2015-08", "ខែសីហា ឆ្នាំ២០១៥", "August 2015"),
        ("2015", "ឆ្នាំ២០១៥", "2015"),
        ("", "", ""),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(iso, km, en):
    assert (show_date(iso, "km"), show_date(iso, "en")) == (km, en)


@given(st.dates(dt.date(1850, 1, 1), dt.date(2200, 12, 31)), st.sampled_from(["km", "en"]))
def test_what_is_shown_is_read_back(date, language):
    assert parse_date(show_date(date.isoformat(), language)) == PartialDate(date.isoformat())


@given(
    st.text("0123456789/-. ១២ថ្ងៃខែឆ្នាំAugព.ស", max_size=20)
    | st.text(max_size=20)
    | st.floats()
    | st.integers()
)
def test_no_value_is_an_error(value):
    for excel in (False, True):
        date = parse_date(value, excel_serial=excel)
        assert date is None or show_date(date.iso, "km")


@pytest.mark.parametrize(
    "text",
    ["2026Q3", "Q3 2026", "q3/2026", "2026-Q3", "3rd quarter 2026", "Quarter 3, 2026", "Quarter III 2026",
     "ត្រីមាសទី៣ ឆ្នាំ២០២៦", "ត្រីមាសទី៣ ២០២៦", "ត្រីមាសទី III ឆ្នាំ២០២៦"],
)  # fmt: skip
def test_a_quarter_is_read(text):
    assert parse_quarter(text) == "2026Q3"


def test_quarters():
    assert [parse_quarter(text) for text in ("Q5 2026", "Q3", "", "2026")] == [None] * 4
    assert [quarter_of(iso) for iso in ("2026-09-30", "2026-10", "2026")] == ["2026Q3", "2026Q4", None]
    assert quarter_range("2024Q1") == ("2024-01-01", "2024-03-31")
    assert show_quarter("2026Q3", "km") == "ត្រីមាសទី៣ ឆ្នាំ២០២៦"
    assert parse_quarter(show_quarter("2026Q3", "en")) == "2026Q3"


@given(st.dates())
def test_a_day_lies_in_its_quarter(date):
    first, last = quarter_range(quarter_of(date.isoformat()))
    assert first <= date.isoformat() <= last
