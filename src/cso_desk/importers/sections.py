"""Recognises rows that only name what follows: "ស្រុកបវេល", "II. Local NGOs", "A | Capacity building"."""

import re
from functools import lru_cache

from cso_desk.importers import vocabulary
from cso_desk.importers.body import CERTAIN, LIKELY, Body, likeness
from cso_desk.importers.grid import TEXT, look, running_number
from cso_desk.places.finding import resolve_place

_ENUMERATOR = re.compile(r"\(?(?:[IVXivx]{1,5}|[A-Za-zក-អ]|[0-9០-៩]{1,2})\s*[.)\-/៖]?")
_LONGEST = 150
_OF_PLACES = frozenset({"province", "district", "commune", "village", "place", "coverage"})
_MANY_COLUMNS = 4


def names_place(text: str) -> bool:
    """Whether a text is the name of a place with its kind: "Bavel District", "ស្រុកបវេល"; no organisation."""
    if vocabulary.is_organisation(text):
        return False
    return vocabulary.starts_as("place_word", text) or vocabulary.ends_as("place_word", text)


def section_text(body: Body, row: int) -> tuple[str, bool]:
    """The text by which a row can name what follows ("" = none), and whether it can be nothing else."""
    filled = body.grid.filled[row]
    if len(filled) == 1:
        return _of_one_cell(body, row)
    if len(filled) == 2 and len(body.columns) >= 3 and filled[0] in {body.columns[0], body.number_column}:
        found = _enumerated(body, row)
        if found[0]:
            return found
    text = body.grid.text(row, filled[0])
    is_text = look(body.grid.cell(row, filled[0])) == TEXT
    if len(filled) <= 3 and is_text and body.grid.span(row, filled[0]) >= 3:
        return text, True
    if len(filled) <= 2 and is_text and len(body.columns) >= _MANY_COLUMNS and likeness(body, row) < LIKELY:
        named = vocabulary.starts_as("section", text) or names_place(text)
        return (text, False) if named else ("", False)
    return "", False


def _of_one_cell(body: Body, row: int) -> tuple[str, bool]:
    grid, column = body.grid, body.grid.filled[row][0]
    text = grid.text(row, column)
    if look(grid.cell(row, column)) != TEXT or len(text) > _LONGEST or len(body.columns) < 2:
        return "", False
    wide = grid.span(row, column) >= 2
    certain = wide or names_place(text) or _is_place_alone(body, row)
    if certain or len(body.columns) >= 3 or body.number_column is not None:
        return text, certain
    return (text, False) if vocabulary.starts_as("section", text) else ("", False)


@lru_cache(maxsize=10_000)
def _is_place(text: str) -> bool:
    place = resolve_place(text)
    return place is not None and place.level in ("province", "district")


def _is_place_alone(body: Body, row: int) -> bool:
    """Whether nothing but the bare name of a place stands in a row, and the column is not one of places."""
    grid, column = body.grid, body.grid.filled[row][0]
    if likeness(body, row) >= CERTAIN or not _is_place(grid.text(row, column)):
        return False
    labels = body.header.labels.get(column, ())
    meanings = vocabulary.header_meanings(labels[-1]) if labels else {}
    return not meanings.keys() & _OF_PLACES and body.share.get(column, 0.0) >= CERTAIN


def _enumerated(body: Body, row: int) -> tuple[str, bool]:
    """A letter or a number and a text beside it, where the records are counted in another way."""
    grid = body.grid
    first, second = body.grid.filled[row]
    enumerator, text = grid.text(row, first), grid.text(row, second)
    if not _ENUMERATOR.fullmatch(enumerator) or look(grid.cell(row, second)) != TEXT:
        return "", False
    if running_number(grid.cell(row, first)) is not None:
        wide = grid.span(row, second) >= 3
        return (text, True) if wide or body.is_dotted else ("", False)
    return text, not body.is_lettered
