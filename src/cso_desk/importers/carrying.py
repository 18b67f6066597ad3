"""Fills what stands only in the first row of a group: merged cells, blank repeats, ditto marks."""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from cso_desk.importers import vocabulary
from cso_desk.importers.body import Body
from cso_desk.importers.grid import TEXT, is_blank, look
from cso_desk.importers.reading import Cell
from cso_desk.importers.tables import Carried, Column, Row

_NEVER_CARRIED = frozenset(
    {
        "no", "name", "family_name", "given_name", "contact", "sex", "sex_m", "sex_f", "age",
        "birth_year", "birth_date", "phones", "email", "telegram", "facebook", "website", "acronym",
        "remarks", "signature", "total", "female", "male", "copies", "isbn", "number",
        "registration_no", "youth", "disability", "minority", "id_poor", "date", "year", "file",
        "position",
    }
)  # fmt: skip
_LONGEST_DITTO = 12
_MAX_CARRIED_SHARE = 0.67
_PLACES_BELOW, _MAX_OF_PLACES = frozenset({"district", "commune", "village"}), 0.9


def carry_down(body: Body, columns: list[Column], records: list[Row]) -> list[Carried]:
    """Fill what stands only in the first row of a group, and say so."""
    told: list[Carried] = []
    merged = Counter(place for row in records for place in row.carried)
    hierarchy = _hierarchy(body, columns, records)
    for place in hierarchy:
        _fill(records, place, lambda _row: True)
    for place, column in enumerate(columns):
        ditto = _fill_ditto(records, place)
        if place in hierarchy or merged[place] or ditto:
            values = len({vocabulary.key(str(row.cells[place])) for row in records})
            told.append(Carried("column", column.letter, column.header, values))
    told += _fill_second_contacts(body, columns, records)
    headings = {row.sections for row in records if row.sections}
    if headings:
        told.append(Carried("section", "", "", len(headings)))
    return told


def _set(records: list[Row], at: int, place: int, value: Cell) -> None:
    row = records[at]
    row.cells[place] = value
    records[at] = Row(row.number, row.cells, row.sections, (*row.carried, place))


def _fill(records: list[Row], place: int, wanted: Callable[[int], bool]) -> None:
    above: Cell = None
    sections: tuple[str, ...] = ()
    for at, row in enumerate(records):
        if look(row.cells[place]):
            above = row.cells[place]
        elif above is not None and row.sections == sections and wanted(at):
            _set(records, at, place, above)
        else:
            above = None
        sections = row.sections


@lru_cache(maxsize=20_000)
def _is_ditto(text: str) -> bool:
    return len(text) < _LONGEST_DITTO and vocabulary.is_word("ditto", text.strip(" -–—_") or text)


def _fill_ditto(records: list[Row], place: int) -> bool:
    """Put the value above in place of ditto marks."""
    found = False
    above: Cell = None
    if not any(isinstance(cell, str) and _is_ditto(cell) for cell in {row.cells[place] for row in records}):
        return False
    for at, row in enumerate(records):
        cell = row.cells[place]
        if isinstance(cell, str) and _is_ditto(cell):
            if above is not None:
                _set(records, at, place, above)
                found = True
        elif not is_blank(cell):
            above = cell
    return found


def _hierarchy(body: Body, columns: list[Column], records: list[Row]) -> list[int]:
    """The leading columns of text that are filled only where a new group begins."""
    found: list[int] = []
    if len(records) < 2:
        return found
    for place, column in enumerate(columns):
        if place == len(columns) - 1:
            break
        if column.index == body.number_column:
            continue
        filled = [row.cells[place] for row in records if not is_blank(row.cells[place])]
        share = len(filled) / len(records)
        if share > 0.97 and not found:
            break
        meanings = vocabulary.header_meanings(column.labels[-1]) if column.labels else {}
        best = max(meanings, key=lambda meaning: meanings[meaning], default="")
        if not (
            filled
            and look(records[0].cells[place])
            # Under a province that stands once, a district is blank only where it is the same.
            and share <= (_MAX_OF_PLACES if found and best in _PLACES_BELOW else _MAX_CARRIED_SHARE)
            and best not in _NEVER_CARRIED
            and all(look(cell) == TEXT for cell in filled)
            and _is_nested(records, place, found)
        ):
            break
        found.append(place)
    return found


def _is_nested(records: list[Row], place: int, upper: list[int]) -> bool:
    """Whether a new group of an upper column begins a new one here too."""
    starts = [row for row in records if any(look(row.cells[above]) for above in upper)]
    return all(look(row.cells[place]) for row in starts) if upper else True


def _fill_second_contacts(body: Body, columns: list[Column], records: list[Row]) -> list[Carried]:
    """A row without number and organisation directly below one with both is its second person."""
    if body.number_column not in body.columns:
        return []
    number = body.columns.index(body.number_column)
    filled_places: set[int] = set()
    for at in range(1, len(records)):
        row, above = records[at], records[at - 1]
        if look(row.cells[number]) or row.number != above.number + 1 or row.sections != above.sections:
            continue
        leading = []
        for place in range(number + 1, len(columns)):
            if look(row.cells[place]) and place not in row.carried:
                break
            leading.append(place)
        rest = [place for place in range(len(columns)) if look(row.cells[place])]
        if not leading or len(rest) < 2 or place >= len(columns) - 1:
            continue
        for blank in [number, *(place for place in leading if place not in row.carried)]:
            if look(above.cells[blank]) == TEXT or (blank == number and look(above.cells[blank])):
                _set(records, at, blank, above.cells[blank])
                filled_places.add(blank)
    return [
        Carried("column", columns[place].letter, columns[place].header, len(records))
        for place in sorted(filled_places)
    ]
