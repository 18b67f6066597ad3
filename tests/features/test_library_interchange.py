"""Titles go to other library programs and come back; hostile and broken files are refused."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.errors import UserError
from cso_desk.features.library.record import KINDS, LibraryTitle
from cso_desk.features.library.service.interchange import (
    FORMATS,
    read_titles,
    sort_titles,
    take_titles,
    write_titles,
)
from cso_desk.journal.undo import undo
from cso_desk.store.store import Store
from cso_desk.wording import use_language

_TOLD = (
    "kind", "title_km", "title_en", "number", "issuing_agency", "date_signed", "authors", "publisher",
    "year", "isbn", "languages", "subjects", "summary", "source", "shelf", "notes",
)  # fmt: skip
LAW = LibraryTitle(
    kind="law",
    title_km="ច្បាប់ស្តីពីសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល",
    title_en="Law on Associations & NGOs",
    number="នស/រកម/០៨១៥/០០៩",
    issuing_agency="រដ្ឋសភា",
    date_signed="2015-08-12",
    authors=("សុខ ដារ៉ា", "Sok, Dara", "Müller and Sons"),
    publisher="Royal Printer",
    year=2015,
    isbn="978-99950-0-000-0",
    languages=("km", "en"),
    subjects=("ច្បាប់", "civil society"),
    summary="ជំពូក ១ ៖ 50% {braces} \\ backslash, “quotes” <angle>",
    source="https://example.org/law?a=1&b=2",
    shelf="A 12/3",
    notes="Bought in 2016",
)


def told(title: LibraryTitle) -> dict[str, object]:
    return {name: getattr(title, name) for name in _TOLD}


@pytest.mark.parametrize("ending", FORMATS)
def test_a_law_in_khmer_goes_out_and_comes_back_whole(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"titles{ending}"
    write_titles([LAW, LibraryTitle(kind="book", title_en="Only a title")], path)
    law, other = read_titles(path)
    assert told(law) == told(LAW)
    assert told(other) == told(LibraryTitle(kind="book", title_en="Only a title"))


_khmer = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17A2), min_size=1, max_size=20)
_latin = st.from_regex(r"[A-Za-z][A-Za-z0-9 .,&%#$_~^<>\"'\\{}-]{0,30}[A-Za-z0-9]", fullmatch=True).map(
    lambda text: " ".join(text.split())
)
_titles = st.builds(
    LibraryTitle,
    kind=st.sampled_from([*KINDS]),
    title_km=_khmer,
    title_en=_latin,
    number=_latin | st.just(""),
    issuing_agency=_khmer | st.just(""),
    authors=st.lists(_khmer, max_size=3).map(tuple),
    publisher=_latin | st.just(""),
    year=st.none() | st.integers(1900, 2099),
    languages=st.lists(st.sampled_from(["km", "en", "fr"]), unique=True).map(tuple),
    subjects=st.lists(_khmer, unique=True, max_size=3).map(tuple),
    summary=_latin | _khmer | st.just(""),
    notes=_latin | st.just(""),
)


@pytest.mark.parametrize("ending", FORMATS)
@given(titles=st.lists(_titles, min_size=1, max_size=3))
def test_whatever_goes_out_comes_back(ending: str, titles: list[LibraryTitle]) -> None:
    form = FORMATS[ending]
    assert [told(each) for each in form.read(form.write(titles))] == [told(each) for each in titles]


@pytest.mark.parametrize("ending", FORMATS)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(ending: str, data: bytes) -> None:
    with suppress(UserError):
        assert isinstance(FORMATS[ending].read(data), list)


@pytest.mark.parametrize("ending", FORMATS)
@given(cut=st.integers(0, 400), flip=st.integers(0, 400))
def test_a_damaged_file_is_read_or_refused_with_a_sentence(ending: str, cut: int, flip: int) -> None:
    data = bytearray(FORMATS[ending].write([LAW, LAW]))
    data[flip % len(data)] ^= 0x15
    with suppress(UserError):
        assert isinstance(FORMATS[ending].read(bytes(data[: len(data) - cut])), list)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_bomb_of_entities_is_refused(tmp_path: Path, encoding: str) -> None:
    use_language("en")
    path = tmp_path / "bomb.xml"
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><collection>&c;</collection>'
    )
    path.write_bytes(bomb.encode(encoding))
    with pytest.raises(UserError, match="entities"):
        read_titles(path)


def test_khmer_in_a_record_that_claims_another_code_is_read(tmp_path: Path) -> None:
    data = bytearray(FORMATS[".mrc"].write([LAW]))
    data[9] = ord(" ")
    (found,) = FORMATS[".mrc"].read(bytes(data))
    assert found.title_km == LAW.title_km


def test_a_title_too_long_for_marc_goes_as_xml(tmp_path: Path) -> None:
    use_language("en")
    long = LibraryTitle(title_en="Long", summary="x" * 100_000)
    with pytest.raises(UserError, match="MARCXML"):
        write_titles([long], tmp_path / "long.mrc")
    assert not (tmp_path / "long.mrc").exists()
    write_titles([long], tmp_path / "long.xml")
    assert read_titles(tmp_path / "long.xml")[0].summary == long.summary


@pytest.mark.parametrize("name", ["list.txt", "missing.mrc", "empty.ris"])
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    if name == "empty.ris":
        (tmp_path / name).write_text("")
    with pytest.raises(UserError):
        read_titles(tmp_path / name)


def test_titles_that_are_here_are_not_taken_twice_and_all_is_one_step(store: Store) -> None:
    titles = [LAW, LibraryTitle(kind="book", title_en="New"), LibraryTitle(kind="book")]
    assert len(sort_titles(store, titles).added) == 2
    taken = take_titles(store, titles)
    assert (len(taken.added), taken.known, taken.nameless) == (2, 0, 1)
    again = take_titles(store, [LibraryTitle(**told(LAW)), *titles[1:]])  # type: ignore[arg-type]
    assert (len(again.added), again.known) == (0, 2)
    undo(store)
    with store.reading() as reading:
        assert reading.count(LibraryTitle) == 0
