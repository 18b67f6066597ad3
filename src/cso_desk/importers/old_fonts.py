"""Converts the cells of a sheet that are written in old fonts, column by column; tells before and after."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from cso_desk.importers.grid import letter
from cso_desk.importers.reading import Sheet
from cso_desk.khmer.legacy_fonts import encoding_of, to_unicode

_SAMPLES = 5
ALL = "*"
"""Among the letters of columns: every column."""


@dataclass(frozen=True, slots=True)
class OldFontColumn:
    """A column with texts in an old font: its letter, the font most used, how many such cells.

    `samples` are pairs of a text as it stands in the file and as Unicode; `converted` says which was read.
    """

    letter: str
    font: str
    cells: int
    samples: tuple[tuple[str, str], ...]
    converted: bool


def _is_kept(column: int, kept: Collection[str]) -> bool:
    return ALL in kept or letter(column) in kept


def convert_old_fonts(sheet: Sheet, kept: Collection[str] = ()) -> list[OldFontColumn]:
    """Put Unicode into the cells of old fonts, but for the columns `kept`; say what was done."""
    fonts: dict[int, Counter[str]] = {}
    samples: dict[int, dict[str, str]] = {}
    for row, column, runs in sheet.old_font_cells:
        before = "".join(text for _font, text in runs)
        after = "".join(to_unicode(text, encoding_of(font)) if font else text for font, text in runs)
        if after == before:
            continue
        fonts.setdefault(column, Counter()).update(font for font, _text in runs if font)
        samples.setdefault(column, {})[before] = after
        if not _is_kept(column, kept) and row < len(sheet.rows) and column < len(sheet.rows[row]):
            sheet.rows[row][column] = after
    return [
        OldFontColumn(
            letter(column),
            names.most_common(1)[0][0],
            sum(names.values()),
            # The longest texts show best whether the conversion is right.
            tuple(sorted(samples[column].items(), key=lambda pair: -len(pair[0]))[:_SAMPLES]),
            not _is_kept(column, kept),
        )
        for column, names in sorted(fonts.items())
    ]
