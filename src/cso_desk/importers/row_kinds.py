"""Tells the rows under a header apart: records, section rows, totals, repeated headers, notes, signatures."""

import re

from cso_desk.importers import vocabulary
from cso_desk.importers.body import CERTAIN, LIKELY, Body, fits, is_numbered, likeness
from cso_desk.importers.grid import NUMBER, TEXT, look
from cso_desk.importers.label_rows import data_like, is_tag_row, names_columns
from cso_desk.importers.sections import section_text
from cso_desk.khmer import list_marks
from cso_desk.khmer.digits import to_latin_digits

RECORD, BLANK, SECTION, TOTAL, REPEATED, NUMBERED_ONLY, NOTE, FOOTER, TAG = (
    "record", "blank", "section", "total", "repeated_header", "only_number", "note", "footer", "tag_row",
)  # fmt: skip
NEXT_TABLE = "next_table"

_PAGE = re.compile(
    rf"(?:page|p\.|{list_marks.PAGE})\s*:?\s*\d+(?:\s*(?:of|/|នៃ)\s*\d+)?|[-–]\s*\d+\s*[-–]|\d{{1,3}}\s*/\s*\d{{1,3}}",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{2,5}-[A-Z]{0,3}\d{1,7}")
_PLAINLY_FILLED = 4
_LONGEST_HEADING = 60
_LONGEST_FOOT = 10
_NOTE_SIGN = ("*", "※", "(*)", "**")


def _is_repeated_header(body: Body, row: int) -> bool:
    grid = body.grid
    if not any(
        grid.text(row, column)[:1].casefold() in body.header_starts for column in grid.filled[row][:2]
    ):
        return False
    keys = {(column, vocabulary.key(grid.text(row, column))) for column in grid.filled[row]}
    if not keys or data_like(grid, row):
        return False
    alone = len(keys) == 1 and len(body.columns) > 1
    return not alone and any(
        len(keys & known) >= 0.6 * max(len(known), len(keys)) for known in body.header_keys
    )


def _total_word(body: Body, row: int) -> bool:
    """Whether the first words of a row say that it is a total; a numbered row is a record all the same."""
    if is_numbered(body, row):
        return False
    grid = body.grid
    texts = [(c, grid.text(row, c)) for c in grid.filled[row] if look(grid.cell(row, c)) == TEXT][:2]
    if not texts:
        return False
    column, text = texts[0]
    if not vocabulary.starts_as("total", text):
        # "Kampot Total", as pivot tables say it
        figures = [look(grid.cell(row, c)) == NUMBER for c in body.filled(row) if c != column]
        return bool(figures) and all(figures) and vocabulary.ends_as("total", text)
    if vocabulary.is_word("total", text.rstrip(":៖ ")) or body.number_column is not None:
        return True
    rest = [c for c in body.filled(row) if c != column]
    return text[0] > "\u1700" or all(look(grid.cell(row, c)) == NUMBER for c in rest)


def _sums_up(body: Body, row: int) -> bool:
    """A row of nothing but numbers, without a running number, under columns of numbers."""
    filled = body.filled(row)
    if not filled or is_numbered(body, row) or body.number_column is None:
        return False
    named = [c for c in body.columns if body.usual_look[c] == TEXT and body.share[c] >= 0.5]
    only_numbers = all(look(body.grid.cell(row, column)) == NUMBER for column in filled)
    return only_numbers and bool(named) and not any(column in filled for column in named)


def _is_plain_record(body: Body, row: int) -> bool:
    """A numbered row of many cells, which the slower tests would find as well, or one with a code of ours."""
    if body.code_column is not None and _CODE.fullmatch(body.grid.text(row, body.code_column)):
        return True
    enough = len(body.grid.filled[row]) >= _PLAINLY_FILLED and is_numbered(body, row)
    return enough and len(body.filled(row)) >= _PLAINLY_FILLED


def _kind(body: Body, row: int) -> str:  # noqa: PLR0911  one return for each kind
    """What a row is by itself; its place among the others may still make it a footer."""
    grid = body.grid
    filled = grid.filled[row]
    if not filled:
        return BLANK
    if len(filled) > 1 and is_tag_row(grid, row):
        return TAG
    if _is_repeated_header(body, row):
        return REPEATED
    if not is_numbered(body, row) and names_columns(body.grid, row):
        return NEXT_TABLE
    if _total_word(body, row) or _sums_up(body, row):
        return TOTAL
    if len(filled) <= 2 and _is_remark(body, row):
        return NOTE
    if is_numbered(body, row):
        return _kind_of_numbered(body, row)
    section, certain = section_text(body, row)
    if len(section) > _LONGEST_HEADING and not _names_section(section):
        return NOTE
    if section and (certain or likeness(body, row) < LIKELY):
        return NOTE if vocabulary.starts_as("footer", section) and not _names_section(section) else SECTION
    return RECORD if likeness(body, row) >= LIKELY else NOTE


def _is_remark(body: Body, row: int) -> bool:
    """A footnote, the number of a page or the title once more."""
    texts = [body.grid.text(row, column) for column in body.grid.filled[row]]
    if texts[0].startswith(_NOTE_SIGN):
        return len(body.columns) > 1
    if len(texts) > 1 or len(body.columns) < 2:
        return False
    return bool(_PAGE.fullmatch(to_latin_digits(texts[0]))) or texts[0] in body.titles


def _names_section(text: str) -> bool:
    return vocabulary.starts_as("section", text)


def _kind_of_numbered(body: Body, row: int) -> str:
    others = [column for column in body.filled(row) if column != body.number_column]
    if others:
        return SECTION if section_text(body, row)[1] else RECORD
    merged = any(body.grid.covering(row, column) for column in body.columns if column != body.number_column)
    return RECORD if merged else NUMBERED_ONLY


def _continues_total(body: Body, row: int, kind: str) -> bool:
    """A row below a total that says more of it: "ស្រី | ២ នាក់", "Percent | 40%"."""
    if kind in {BLANK, REPEATED, NEXT_TABLE} or is_numbered(body, row):
        return False
    texts = [body.grid.text(row, column) for column in body.grid.filled[row]]
    return vocabulary.starts_as("part_of_total", texts[0]) and all(
        any(letter.isdigit() for letter in text) for text in texts[1:]
    )


def tell_apart(body: Body) -> tuple[list[tuple[int, str]], int]:
    """The kind of every row, and the row where the table ends because another one begins."""
    kinds: list[tuple[int, str]] = []
    stop = body.end
    seen = False
    above = ""
    for row in range(body.first, body.end):
        kind = RECORD if _is_plain_record(body, row) else _kind(body, row)
        if kind == NEXT_TABLE:
            if seen:
                stop = row
                break
            kind = NOTE
        seen = seen or kind == RECORD
        if above == TOTAL and _continues_total(body, row, kind):
            kind = TOTAL
        kinds.append((row, kind))
        above = kind if kind != BLANK else above
    return _with_footer(body, kinds), stop


def _with_footer(body: Body, kinds: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Everything under the last record is the foot of the page."""
    last = _last_record(body, kinds)
    told: list[tuple[int, str]] = []
    for row, kind in kinds:
        if row > last and kind not in {BLANK, TOTAL, NUMBERED_ONLY}:
            told.append((row, FOOTER))
        else:
            told.append((row, kind))
    return told


def _last_record(body: Body, kinds: list[tuple[int, str]]) -> int:
    """The last row that is a record for certain: later ones after a gap must earn it."""
    records = [row for row, kind in kinds if kind == RECORD]
    if not records:
        return body.first - 1
    numbered = [row for row in records if is_numbered(body, row)]
    by_number = len(numbered) >= 0.5 * len(records)
    last = records[-1]
    kind_of = dict(kinds)
    floor = numbered[-1] if by_number else records[0]
    while last > floor and _is_foot(body, kind_of, last, by_number=by_number):
        last = max((row for row in records if row < last), default=floor)
    signed = [row for row in records if last - _LONGEST_FOOT < row <= last and row > floor]
    for row in signed:
        if not is_numbered(body, row) and _only_says_foot(body, row):
            return max((above for above in records if above < row), default=floor)
    return last


def _only_says_foot(body: Body, row: int) -> bool:
    """Whether every cell begins a signature or a note: "Prepared by | | Approved by"."""
    texts = [body.grid.text(row, column) for column in body.grid.filled[row]]
    return likeness(body, row) < CERTAIN and all(vocabulary.starts_as("footer", text) for text in texts)


def _is_foot(body: Body, kind_of: dict[int, str], row: int, *, by_number: bool) -> bool:
    """Whether the last row taken for a record belongs to the foot: a signature, a date, a source."""
    grid = body.grid
    filled = grid.filled[row]
    before = next(
        (kind for above in range(row - 1, body.first - 1, -1) if (kind := kind_of.get(above))), RECORD
    )
    likely = likeness(body, row)
    texts = [grid.text(row, column) for column in filled]
    says_so = any(vocabulary.starts_as("footer", text) for text in texts)
    unfit = sum(1 for column in body.filled(row) if not fits(body, row, column))
    if by_number:
        return before != RECORD or likely < CERTAIN or unfit > 0
    if says_so and (len(filled) <= 2 or likely < CERTAIN):
        return True
    return before != RECORD and (likely < CERTAIN or unfit > 0) and len(body.columns) > 2
