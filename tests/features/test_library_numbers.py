"""A legal text is found by its number in whatever form it is typed, before what has the figure elsewhere."""

import pytest

from cso_desk.features.library.record import LibraryTitle, number_of
from cso_desk.features.members.record import Organisation
from cso_desk.store.listing import Listing
from cso_desk.store.search import search
from cso_desk.store.store import Store

WANTED = LibraryTitle(kind="sub_decree", title_km="ស្តីពីការគ្រប់គ្រងព្រៃឈើ", number="182", date_signed="2005-08-01")


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction("Fill") as t:
        for number in range(1, 40):
            t.add(LibraryTitle(kind="sub_decree", title_en=f"Matter {number} of 182", number=str(number)))
            t.add(LibraryTitle(kind="prakas", title_en=f"Report {number}", number=f"{1820 + number} ប្រ.ក"))
        t.add(Organisation(name_en="Group 182", phones=("+85512182182",)))
        t.add(LibraryTitle(kind="prakas", title_en="On carrying out Sub-decree No. 182", number="7"))
        t.add(LibraryTitle(kind="law", title_en="Law on associations", number="NS/RKM/0815/009"))
        t.add(WANTED)
    return store


@pytest.mark.parametrize(
    "typed",
    [
        "182",
        "១៨២",
        "អនុក្រឹត្យ ១៨២",
        "អនុក្រឹត្យលេខ១៨២",
        "អនុក្រឹត្យលេខ ១៨២ អនក្រ.បក",
        "sub-decree 182",
        "Sub-Decree No. 182",
        "subdecree 182",
        "anukret 182",
        "182 ANK/BK",
        "ANKr.BK 182",
    ],
)
def test_every_form_of_a_number_finds_the_same_title_first(filled: Store, typed: str) -> None:
    assert search(filled, typed)[0].record == WANTED.id
    listing = Listing(filled, filled.shelves.type_of(LibraryTitle), text=typed)
    listing.finish()
    assert listing.row_of(WANTED.id) is not None


@pytest.mark.parametrize("typed", ["នស/រកម/០៨១៥/០០៩", "NS/RKM/0815/009", "ns/rkm/0815/9", "រកម/០៨១៥"])
def test_a_kram_is_found_in_both_scripts(filled: Store, typed: str) -> None:
    assert search(filled, typed)[0].title_en == "Law on associations"


def test_a_title_that_names_another_text_does_not_take_its_number() -> None:
    prakas = LibraryTitle(kind="prakas", title_en="On carrying out Sub-decree No. 182")
    assert number_of(prakas) is None


def test_a_number_that_stands_in_the_title_alone_is_read() -> None:
    law = number_of(LibraryTitle(kind="sub_decree", title_km="អនុក្រឹត្យលេខ ៦៦ អនក្រ.បក ស្តីពីដី", year=2019))
    assert law is not None
    assert (law.number, law.year, law.issuer) == (66, 2019, "BK")


def test_the_number_of_a_label_is_not_taken_for_the_sound_of_a_title(store: Store) -> None:
    with store.transaction("Fill") as t:
        t.add(LibraryTitle(title_km="សៀវភៅស្តីពីយុវជន ភាគ ២"))
    assert [hit.title_km for hit in search(store, "phak")] == ["សៀវភៅស្តីពីយុវជន ភាគ ២"]
    assert search(store, "ABC-99", typing=True) == []


@pytest.mark.parametrize("typed", ["អនុក្រឹត្យ ១៨២", "sub-decree 182"])
def test_a_kind_with_a_number_does_not_find_every_text_of_that_kind(store: Store, typed: str) -> None:
    with store.transaction("Fill") as t:
        for number in ("១៨២", "១៨៤", "១៩៣"):
            t.add(LibraryTitle(kind="sub_decree", title_km=f"អនុក្រឹត្យលេខ {number}", number=number))
    assert [hit.title_km for hit in search(store, typed)] == ["អនុក្រឹត្យលេខ ១៨២"]
