"""Numbers of legal texts are read in every form that is printed, and written so that they can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.law_numbers import ISSUERS, LawNumber, keys, mentions, parse, words, written

SHORT_KINDS = ("sub_decree", "prakas", "decision", "circular", "deika", "guideline")


def _years() -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(1979, 2078)


NUMBERS = st.one_of(
    st.builds(
        LawNumber,
        st.sampled_from(SHORT_KINDS),
        st.integers(1, 99_999),
        _years(),
        st.none(),
        st.sampled_from(["", "BK", "TT", "MEF", "MOEYS", "MLVT"]),
    ),
    st.builds(LawNumber, st.sampled_from(["law", "royal_decree"]), st.integers(1, 99_999), _years()),
    st.builds(
        LawNumber,
        st.sampled_from(["law", "royal_decree"]),
        st.integers(1, 9_999),
        st.integers(1979, 2078),
        st.integers(1, 12),
        st.sampled_from(["NS", "CS"]),
    ),
    st.builds(LawNumber, st.just(""), st.integers(1, 99_999), st.none() | st.integers(1979, 2078)),
)


@given(NUMBERS, st.sampled_from(["km", "en"]))
def test_what_is_written_is_read_back(law: LawNumber, language: str) -> None:
    assert parse(written(law, language)) == law


@given(NUMBERS)
def test_khmer_and_latin_digits_are_one_number(law: LawNumber) -> None:
    assert parse(to_khmer_digits(written(law, "en"))) == parse(written(law, "km"))


@given(NUMBERS, st.sampled_from(["km", "en"]), st.text("កខស ablx", max_size=12))
def test_a_number_is_found_in_running_text(law: LawNumber, language: str, around: str) -> None:
    if law.kind:
        assert law in mentions(f"{around} : {written(law, language)} ។ {around}")


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = parse(text)
    if found is not None:
        assert parse(written(found)) == found


@given(NUMBERS)
def test_all_that_people_type_says_the_number(law: LawNumber) -> None:
    for said in words(law):
        read = parse(said)
        assert read is not None
        assert read.number == law.number
        assert set(keys(read)) <= set(keys(law))


@pytest.mark.parametrize(
    ("text", "kind", "number", "year"),
    [
        ("182", "", 182, None),
        ("លេខ ១៨២", "", 182, None),
        ("182/2005", "", 182, 2005),
        ("អនុក្រឹត្យ ១៨២", "sub_decree", 182, None),
        ("អនុក្រឹត្យលេខ១៨២អនក្របក", "sub_decree", 182, None),
        ("អនុក្រឹត្យលេខ ១៨២ អនក្រ.បក ឆ្នាំ២០០៥", "sub_decree", 182, 2005),
        ("182 ANK/BK", "sub_decree", 182, None),
        ("ANKr.BK 182", "sub_decree", 182, None),
        ("sub-decree 182", "sub_decree", 182, None),
        ("Sub Decree Nº 01", "sub_decree", 1, None),
        ("sub-decree No. 166 OrNKr/BK", "sub_decree", 166, None),
        ("No. 134 SD.E", "sub_decree", 134, None),
        ("ប្រកាសលេខ ៤៩៣ ប្រ.ក", "prakas", 493, None),
        ("០៩៩ ក.ប/ប្រ.ក", "prakas", 99, None),
        ("prakas 182/05 PrK", "prakas", 182, 2005),
        ("សេចក្តីសម្រេចលេខ ០០១/២៦ស.ស.រ", "decision", 1, 2026),
        ("សេចក្ដីសម្រេចលេខ ០០១/២៦ស.ស.រ", "decision", 1, 2026),
        ("នស/រកម/០៨១៥/០០៩", "law", 9, 2015),
        ("ន.ស/រ.ក.ម/០៨១៥/០០៩", "law", 9, 2015),
        ("Royal Kret No. NS/RKT/1198/72 of 30 November 1998", "royal_decree", 72, 1998),
        ("Kram No. 02/NS/94", "law", 2, 1994),
        ("CS/RKM/0196/18", "law", 18, 1996),
    ],
)
def test_forms_that_are_printed(text: str, kind: str, number: int, year: int | None) -> None:
    read = parse(text)
    assert read is not None
    assert (read.kind, read.number, read.year) == (kind, number, year)


@pytest.mark.parametrize(
    "text", ["", "law 2015", "012 345 678", "182 សរសេរ", "សុខ ១៨២", "NS/RKM/1315/009 ", "Sok Dara", "no. 0"]
)
def test_other_numbers_are_not_numbers_of_laws(text: str) -> None:
    assert parse(text) is None


def test_the_month_and_the_one_who_signed_are_told_by_a_kram() -> None:
    assert parse("ជស/រកម/០១៩៦/១៨") == LawNumber("law", 18, 1996, 1, "CS")


def test_several_numbers_in_one_text_are_told_in_order() -> None:
    text = "យោងព្រះរាជក្រម នស/រកម/០៨១៥/០០៩ និងអនុក្រឹត្យលេខ ១៨២ អនក្រ.បក; see also Prakas No. 123 MEF/PrK."
    assert [(each.kind, each.number) for each in mentions(text)] == [
        ("law", 9),
        ("sub_decree", 182),
        ("prakas", 123),
    ]


def test_every_issuer_has_its_letters_in_khmer() -> None:
    assert all(letters and min(letters[0]) < "\u17ff" for letters in ISSUERS.values())
