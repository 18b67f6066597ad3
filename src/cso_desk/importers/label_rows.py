"""What one row says about whether it names columns: known words, data, tags, how far it reaches."""

import re
from itertools import pairwise

from cso_desk.importers import vocabulary
from cso_desk.importers.grid import DATE, NUMBER, PHONE, TEXT, TICK, Grid, look, running_number
from cso_desk.khmer.honorifics import part_honorific

KNOWN = 0.75
_LONGEST_LABEL = 120
_TAG = re.compile(r"#[a-z][\w+]*(?:\s*\+\w+)*", re.IGNORECASE)


def is_tag_row(grid: Grid, row: int) -> bool:
    """An HXL row: every filled cell is a tag such as #adm1+name."""
    texts = [grid.text(row, column) for column in grid.filled[row]]
    return len(texts) >= 1 and all(_TAG.fullmatch(text) for text in texts)


def is_count_row(grid: Grid, row: int) -> bool:
    """A row that only counts the columns: (1) (2) (3), or A, B, C=A+B."""
    numbers = [running_number(grid.cell(row, column)) for column in grid.filled[row]]
    return len(numbers) >= 3 and numbers == list(range(numbers[0] or 0, (numbers[0] or 0) + len(numbers)))


def _years(grid: Grid, row: int) -> set[int]:
    """The columns whose header is a year, one after the other."""
    years = [(column, running_number(grid.cell(row, column))) for column in grid.filled[row]]
    found = [(column, year) for column, year in years if year is not None and 1900 <= year <= 2700]
    if len(found) < 2:
        return set()
    rising = all(one[1] < two[1] for one, two in pairwise(found))
    return {column for column, _year in found} if rising else set()


def data_like(grid: Grid, row: int) -> int:
    """How many cells of a row look like data, not like the name of a column."""
    years = _years(grid, row)
    looks = [look(grid.cell(row, column)) for column in grid.filled[row] if column not in years]
    return sum(1 for kind in looks if kind in {NUMBER, DATE, PHONE, TICK})


def known_labels(grid: Grid, row: int, *, misspelt: bool = False) -> int:
    """How many different cells of a row are words that stand above columns, misspelt ones too if wanted."""
    known = set()
    single = 0
    for column in grid.filled[row]:
        text = grid.text(row, column)
        if look(grid.cell(row, column)) != TEXT or len(text) > _LONGEST_LABEL:
            continue
        if vocabulary.is_header_word(text) or (misspelt and is_nearly_known(text)):
            known.add(vocabulary.key(text))
            single += len(vocabulary.key(text)) == 1
    # "ស" or "M" alone is what stands in the cells of a column of sexes.
    return len(known) - (single if single == 1 else 0)


def is_nearly_known(text: str) -> bool:
    """Whether a text is a header word as it stands or but for a letter."""
    return max(vocabulary.header_meanings(text).values(), default=0.0) >= KNOWN


def names_columns(grid: Grid, row: int) -> bool:
    """Whether a row of three cells or more plainly names columns: most are words that stand above such."""
    filled = grid.filled[row]
    if len(filled) < 3 or data_like(grid, row):
        return False
    known = known_labels(grid, row)
    return known >= 3 and known >= 0.6 * len(filled)


def holds_contact(grid: Grid, row: int) -> bool:
    """Whether a telephone number, an address of mail or a person with an honorific stands in a row."""
    texts = [grid.text(row, column) for column in grid.filled[row]]
    return len(texts) > 1 and any(
        look(grid.cell(row, column)) == PHONE or "@" in text or part_honorific(text)[0]
        for column, text in zip(grid.filled[row], texts, strict=True)
    )


def only_labels(grid: Grid, row: int) -> bool:
    """Whether nothing in a row looks like data, and no text is too long to stand above a column."""
    texts = [grid.text(row, column) for column in grid.filled[row]]
    return bool(texts) and data_like(grid, row) == 0 and all(len(text) <= _LONGEST_LABEL for text in texts)


def reach(grid: Grid, row: int) -> set[int]:
    """The columns a row of labels stands above, merged cells with all they cover."""
    return {column + step for column in grid.filled[row] for step in range(min(grid.span(row, column), 200))}
