"""Titles are found by the words of their files, narrowed as their list is, and shown with the page."""

import hashlib

import pytest

from cso_desk.features.library.record import LibraryTitle, TitleVersion
from cso_desk.features.library.service.search import TextHit, find_texts
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blob_texts import GOOD, BlobFound, put_found, put_text
from cso_desk.store.store import Store

FOREST = ("ការគ្រប់គ្រងព្រៃឈើ។", "ទំព័រពីរ៖ សត្វព្រៃ និងព្រៃឈើ។")
LAND = ("ច្បាប់ភូមិបាល និងព្រៃឈើ។",)


def file_of(store: Store, pages: tuple[str, ...]) -> tuple[StoredFile, ...]:
    name = hashlib.sha256(pages[0].encode()).hexdigest()
    with store.writing() as connection:
        put_found(connection, BlobFound(name, 1, "pdf", len(pages), GOOD))
        put_text(connection, name, list(enumerate(pages, 1)))
    return (StoredFile(name, 1, "a.pdf", "application/pdf"),)


@pytest.fixture
def titles(store: Store) -> tuple[LibraryTitle, LibraryTitle]:
    forest = LibraryTitle(
        kind="sub_decree", title_km="ព្រៃ", year=2005, subjects=("forest",), languages=("km",)
    )
    land = LibraryTitle(kind="law", title_en="Land", year=2001, files=file_of(store, LAND))
    version = TitleVersion(title=forest.id, files=file_of(store, FOREST))
    with store.transaction("Fill") as t:
        t.add_all([forest, land])
        t.add(version)
    return forest, land


def found(store: Store, text: str, **filters: tuple[object, ...]) -> list[TextHit]:
    return list(find_texts(store, text, filters=filters).hits)  # type: ignore[arg-type]


def test_files_of_titles_and_of_their_versions_are_found(
    store: Store, titles: tuple[LibraryTitle, LibraryTitle]
) -> None:
    hits = found(store, "ព្រៃឈើ")
    assert {hit.title.id for hit in hits} == {title.id for title in titles}
    (forest,) = [hit for hit in hits if hit.title.id == titles[0].id]
    assert {forest.page, *(page for _file, page in forest.others)} == {1, 2}
    assert found(store, "សត្វព្រៃ")[0].page == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "sub_decree"), ("year", "2004/2006"), ("subjects", "forest"), ("languages", "km")],
)
def test_what_is_found_is_narrowed_by_fields_of_the_title(
    store: Store, titles: tuple[LibraryTitle, LibraryTitle], field: str, value: str
) -> None:
    assert [hit.title.id for hit in found(store, "ព្រៃឈើ", **{field: (value,)})] == [titles[0].id]


def test_a_title_in_the_trash_is_not_found(store: Store, titles: tuple[LibraryTitle, LibraryTitle]) -> None:
    with store.transaction("Trash") as t:
        t.trash(titles[1])
    assert [hit.title.id for hit in found(store, "ព្រៃឈើ")] == [titles[0].id]
    with store.transaction("Back") as t:
        t.restore(titles[1])
    assert len(found(store, "ព្រៃឈើ")) == 2


def test_a_file_that_was_taken_away_is_not_found(
    store: Store, titles: tuple[LibraryTitle, LibraryTitle]
) -> None:
    with store.transaction("Change") as t:
        t.change(titles[1], files=())
    assert [hit.title.id for hit in found(store, "ព្រៃឈើ")] == [titles[0].id]


def test_one_file_of_two_titles_is_found_for_both(store: Store) -> None:
    files = file_of(store, LAND)
    with store.transaction("Fill") as t:
        t.add_all([LibraryTitle(title_en="One", files=files), LibraryTitle(title_en="Two", files=files)])
    assert {hit.title.title_en for hit in found(store, "ភូមិបាល")} == {"One", "Two"}


def test_nothing_typed_finds_nothing(store: Store, titles: tuple[LibraryTitle, LibraryTitle]) -> None:
    assert found(store, " ") == []
    assert find_texts(store, "xyzzy").behind == 0


@pytest.mark.parametrize("typed", ["Sub-decree 215", "អនុក្រឹត្យ ២១៥", "SD 215"])
def test_a_legal_text_is_found_in_files_by_its_number_in_either_script(store: Store, typed: str) -> None:
    water = LibraryTitle(title_km="ទឹក", files=file_of(store, ("អនុក្រឹត្យលេខ ២១៥ ស្តីពីទឹកស្អាត",)))
    other = LibraryTitle(title_km="ដី", files=file_of(store, ("ប្រកាសលេខ ២១៥ ស្តីពីដី",)))
    with store.transaction("Fill") as t:
        t.add_all([water, other])
    assert [hit.title.id for hit in found(store, typed)] == [water.id]
