"""Tries out what is read from files of the program: words, places, the Khmer order, and lists of others."""

from pathlib import Path

from cso_desk.documents.workbook import Sheet, SheetColumn, write_workbook
from cso_desk.importers.preview import read_list
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.khmer.sorting import sort_key
from cso_desk.places.gazetteer import children, place, show_place
from cso_desk.self_test.trial import check
from cso_desk.wording import words

HUB = "02"


def names() -> list[str]:
    """Khmer words to try with: the districts of one province."""
    return [each.name_km for each in children(HUB)]


def every_name() -> list[str]:
    """The names of all provinces and districts, which hold nearly every cluster of Khmer letters there is."""
    found = [each for province in children("") for each in (province, *children(province.code))]
    return [each.name_km for each in found]


def words_and_places(_folder: Path) -> None:
    check(place(HUB), "the list of places is not there")
    check(len(children("")) == 25, "provinces are missing")
    check(show_place(HUB, "km") != show_place(HUB, "en"), "places have one name only")
    check(words("km")("Minutes") != "Minutes", "the Khmer words are not there")


def order(_folder: Path) -> None:
    """Khmer as in a dictionary, the vowel ry behind the letter ro; and two writings of a word are one."""
    wanted = ["2", "10", "ក", "ក" + "ា", "ក" + "្" + "រ", "ខ", "រ", "ឫ", "ល", "b", "C"]
    found = wanted[::-1]  # words with equal keys stay as they stand
    found.sort(key=sort_key)
    check(found == wanted, f"sorted as {' '.join(found)}")
    # The foot DA that looks like the foot TA, and a letter that is no longer written.
    check(fold("ក" + "្ដ" + "ា") == fold("ក" + "្ត" + "ា"), "two writings of a word are not one")
    check(canonical("\u17a4") == "\u17a2\u17b6", "an old letter is stored as it was")


def list_file(folder: Path) -> None:
    """A list of our own goes out as a workbook and is understood when it comes in again."""
    path, say = folder / "list.xlsx", words("en")
    columns = [SheetColumn(say("Name in Khmer")), SheetColumn(say("Sex")), SheetColumn(say("Phone numbers"))]
    rows = [[each, "F", f"012 345 {number:03}"] for number, each in enumerate(names())]
    write_workbook([Sheet("1", columns, rows)], path)
    [reading] = read_list(path)
    check(reading.records == len(rows), f"{reading.records} rows were read instead of {len(rows)}")
    check(all(row.get("sex") == "F" for row in reading.rows), "a column was not understood")
