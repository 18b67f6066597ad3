"""Tables on paper: widths by content, a head that repeats, rows painted straight onto the page."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from cso_desk.documents.bilingual import Both, Cell, Speech, Text
from cso_desk.documents.canvas import PaperCanvas, segments
from cso_desk.documents.paper import Column, Kept, Section, Table, TableRow, Total
from cso_desk.documents.pieces import MM, Paint, Piece, nothing, smaller, stacked
from cso_desk.documents.text import Line, Style, height_of, measure, widest_cluster, widest_word

PAD_X, PAD_Y = 1.3 * MM, 0.5 * MM
_PAD = 2 * PAD_X
_HAIR = 0.1  # rounding must not wrap a text that fits
_SAMPLE = 400  # rows looked at to find the widths; longer ones further down are wrapped
_WITH_CELLS = (Total, Kept)
_GLANCE = 60  # rows looked at to see how high they become
_FEW_LINES, _ROOM_FOR_FEW = 6, 200  # points: so many lines of a table fit without being measured
_SMALLEST = 4.5  # points: below this nobody reads it


class _Layout(NamedTuple):
    """Where the columns stand, and how letters look in them."""

    xs: tuple[float, ...]  # left edge of each column, and the right edge of the last
    columns: Sequence[Column]
    size: float
    row_height: float
    page_height: float
    speech: Speech
    rooms: Sequence[tuple[Style, float]]  # how letters look in each column, and how wide it is inside
    bold_rooms: Sequence[tuple[Style, float]]


def shown(cell: Cell, speech: Speech) -> Text:
    """A cell as text: figures in the digits of the paper."""
    return cell if isinstance(cell, str | Both) else speech.digits(cell)


def table_pieces(table: Table, width: float, page_height: float, speech: Speech) -> Iterator[Piece]:
    """The head and the rows of `table`, each a piece; `width` and `page_height` are points."""
    layout = _laid_out(table, width, page_height, speech)
    header = _header(layout) if table.head else _line_above(layout)
    yield header
    number = 0
    for row in _rows_above(table):
        if isinstance(row, Section):
            yield _section(row, layout, header)
            continue
        cells = list(row.cells if isinstance(row, _WITH_CELLS) else row)
        if table.numbered and not isinstance(row, Total):
            number += 1
            cells[:1] = [number]
        for piece in _row(cells, layout, header, bold=isinstance(row, Total)):
            piece.keep = isinstance(row, Kept)
            yield piece
    if table.fill:
        yield Piece(0, nothing, header=header, fill=_more_blank_rows(table, layout, header, number))
    for row in _totals_below(table):
        yield from _row(list(row.cells), layout, header, bold=True)


def _rows_above(table: Table) -> Iterator[TableRow]:
    """The rows, and the empty ones below them; totals stand below those."""
    empty = max(table.blank_rows, int(table.fill))
    yield from (row for row in table.rows if not (empty and isinstance(row, Total)))
    yield from ([""] * len(table.columns) for _ in range(empty))


def _totals_below(table: Table) -> list[Total]:
    return [row for row in table.rows if isinstance(row, Total)] if table.blank_rows or table.fill else []


def _more_blank_rows(table: Table, layout: _Layout, header: Piece, last: int) -> Iterator[Piece]:
    """Empty rows without end, numbered on from `last`."""
    for number in count(last + 1):
        cells: list[Cell] = [""] * len(table.columns)
        if table.numbered:
            cells[:1] = [number]
        yield from _row(cells, layout, header, bold=False)


def mean_row_height(table: Table, width: float, speech: Speech) -> float:
    """How high its first rows are on average, in millimetres, in a table `width` points wide; endless where
    words would have to be torn.
    """
    needs = [
        _comfort(_content(index, table, speech), whole=column.whole)
        for index, column in enumerate(table.columns)
    ]
    if sum(word + _PAD for word, _natural in needs) > width:
        return float("inf")
    layout = _laid_out(table, width, 1e6, speech)
    nowhere = Piece(0, nothing)
    rows = [row for row in table.rows[:_GLANCE] if not isinstance(row, Section | Total | Kept)]
    heights = [piece.height for row in rows for piece in _row(row, layout, nowhere, bold=False)]
    return sum(heights) / len(heights) / MM if heights else table.row_height


def _laid_out(table: Table, width: float, page_height: float, speech: Speech) -> _Layout:
    """Columns as wide as they need to be; where even that is too much, smaller letters for all."""
    columns = [_content(index, table, speech) for index in range(len(table.columns))]
    needs = [
        _comfort(content, whole=column.whole) for content, column in zip(columns, table.columns, strict=True)
    ]
    size = table.size
    if sum(word for word, _ in needs) <= width:
        widths = _shared_out(table, needs, needs, width)
    else:
        least = [
            (need[0], need[0]) if column.whole else _least(content, need)
            for column, content, need in zip(table.columns, columns, needs, strict=True)
        ]
        tightest = sum(letters for letters, _ in least) + len(least) * _PAD
        if tightest > width:
            factor = max((width - len(least) * _PAD) / (tightest - len(least) * _PAD), _SMALLEST / size)
            size *= factor
            needs = [(word * factor, natural * factor) for word, natural in needs]
            least = [(torn * factor, word * factor) for torn, word in least]
        widths = _shared_out(table, needs, least, width)
    xs = [0.0]
    for one in widths:
        xs.append(xs[-1] + one)
    rooms, bold = (
        [
            (Style(size, bold=bold, align=column.align), xs[at + 1] - xs[at] - 2 * PAD_X)
            for at, column in enumerate(table.columns)
        ]
        for bold in (False, True)
    )
    return _Layout(tuple(xs), table.columns, size, table.row_height * MM, page_height, speech, rooms, bold)


class _Content(NamedTuple):
    """What stands in a column: its head and the different texts of its cells, each in its letters."""

    head: list[tuple[str, Style]]
    cells: set[tuple[str, Style]]


def _parts(text: Text, style: Style) -> tuple[tuple[str, Style], ...]:
    """The texts that stand below each other in a cell, each in its letters."""
    if isinstance(text, Both):
        return (text.km, style), (text.en, smaller(style))
    return ((text, style),)


def _content(index: int, table: Table, speech: Speech) -> _Content:
    bold = Style(table.size, bold=True)
    style = bold if any(isinstance(row, Total) for row in table.rows[-3:]) else Style(table.size)
    values = {_cell(row, index) for row in table.rows[:_SAMPLE] if not isinstance(row, Section)}
    if table.numbered and index == 0:
        # The widest number of as many digits: a 3 is the widest of the Khmer ones.
        values = {int("3" * len(str(len(table.rows) + table.blank_rows + (_GLANCE if table.fill else 0))))}
    cells = {part for value in values for part in _parts(shown(value, speech), style)}
    return _Content(list(_parts(table.columns[index].title, bold)) if table.head else [], cells)


def _comfort(content: _Content, *, whole: bool) -> tuple[float, float]:
    """Width without padding in which no word is torn, and width in which nothing wraps.

    Words of a `whole` column end at spaces alone: a code stays in one piece at its hyphen.
    """
    word = natural = max((widest_word(text, style) for text, style in content.head), default=0.0)
    for text, style in content.cells:
        width = measure(text, style)
        natural = max(natural, width)
        if width > word:
            parts = (measure(part, style) for part in text.split(" "))
            word = max(word, max(parts, default=0.0) if whole else widest_word(text, style))
    return word + _HAIR, max(min(natural, 120 * MM), word) + _HAIR


def _least(content: _Content, need: tuple[float, float]) -> tuple[float, float]:
    """Width without padding in which words are torn but no cluster is; and the comfortable one."""
    torn = max((widest_word(text, style) for text, style in content.head), default=0.0)
    for text, style in content.cells:
        if measure(text, style) > torn:
            torn = max(torn, widest_cluster(text, style))
    return torn + _HAIR, need[0]


def _cell(row: Sequence[Cell] | Total | Kept, index: int) -> Cell:
    cells = row.cells if isinstance(row, _WITH_CELLS) else row
    return cells[index] if index < len(cells) else ""


def _shared_out(
    table: Table, needs: list[tuple[float, float]], least: list[tuple[float, float]], width: float
) -> list[float]:
    """The width of each column with padding. Asked-for widths come first, but never less than `least`."""
    low = [letters + _PAD for letters, _ in least]
    fixed = [index for index, column in enumerate(table.columns) if column.width]
    flexible = [index for index, column in enumerate(table.columns) if not column.width]
    widths = list(low)
    wishes = sum(max(table.columns[i].width * MM - low[i], 0) for i in fixed)
    share = min(1.0, max(width - sum(low), 0) / wishes) if wishes else 1.0
    for i in fixed:
        widths[i] += max(table.columns[i].width * MM - low[i], 0) * share
    for target in ([needs[i][0] + _PAD for i in flexible], [needs[i][1] + _PAD for i in flexible]):
        room = max(width - sum(widths), 0)
        missing = [max(t - widths[i], 0) for t, i in zip(target, flexible, strict=True)]
        share = min(1.0, room / sum(missing)) if sum(missing) else 0
        for i, short in zip(flexible, missing, strict=True):
            widths[i] += short * share
    room = max(width - sum(widths), 0)
    weights = sum(table.columns[i].weight for i in flexible)
    for i in flexible:
        widths[i] += room * table.columns[i].weight / weights if weights else 0
    return widths


def _header(layout: _Layout) -> Piece:
    cells = [
        stacked(column.title, Style(layout.size, bold=True, align="center"), _inside(layout, index))
        for index, column in enumerate(layout.columns)
    ]
    height = max((height_of(lines) for lines in cells), default=0) + 2 * PAD_Y + 1
    heights = [height_of(lines) for lines in cells]
    return Piece(height, _painter(cells, heights, layout, height, top_line=True), keep=True)


def _line_above(layout: _Layout) -> Piece:
    """What stands over the rows of a table without a head."""

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        canvas.addLiteral(segments((x, top, x + layout.xs[-1], top)))

    return Piece(0, paint, keep=True)


def _inside(layout: _Layout, index: int) -> float:
    return layout.xs[index + 1] - layout.xs[index] - 2 * PAD_X


def _row(cells: Sequence[Cell], layout: _Layout, header: Piece, *, bold: bool) -> Iterator[Piece]:
    lines = [
        stacked(shown(cell, layout.speech), style, room) if cell != "" else []
        for cell, (style, room) in zip(cells, layout.bold_rooms if bold else layout.rooms, strict=False)
    ]
    room = layout.page_height - header.height - 2 * PAD_Y
    while True:
        now, lines = _fitting(lines, room)
        heights = [height_of(each) for each in now]
        height = max(max(heights, default=0) + 2 * PAD_Y, layout.row_height)
        yield Piece(height, _painter(now, heights, layout, height), header=header)
        if not any(lines):
            return


def _fitting(cells: list[list[Line]], room: float) -> tuple[list[list[Line]], list[list[Line]]]:
    """The lines of each cell that fit into `room`, and the rest for a row of its own: nothing gets lost."""
    if max(map(len, cells), default=0) <= _FEW_LINES and room >= _ROOM_FOR_FEW:
        return cells, []
    if all(height_of(lines) <= room for lines in cells):
        return cells, []
    now, rest = [], []
    for lines in cells:
        count, used = 0, 0.0
        while count < len(lines) and (count == 0 or used + lines[count].height <= room):
            used += lines[count].height
            count += 1
        now.append(lines[:count])
        rest.append(lines[count:])
    return now, rest


def _section(row: Section, layout: _Layout, header: Piece) -> Piece:
    style = Style(layout.size + (0.5 if row.level == 0 else 0), bold=True)
    indent = row.level * 4 * MM
    lines = stacked(row.text, style, layout.xs[-1] - 2 * PAD_X - indent)
    height = max(height_of(lines) + 2 * PAD_Y, layout.row_height * 0.8)
    across = layout._replace(xs=(layout.xs[0], layout.xs[-1]), columns=layout.columns[:1])
    painter = _painter([lines], [height_of(lines)], across, height, shift=indent)
    return Piece(height, painter, keep=True, header=header)


def _painter(
    cells: list[list[Line]],
    heights: list[float],
    layout: _Layout,
    height: float,
    *,
    top_line: bool = False,
    shift: float = 0,
) -> Paint:
    """Paints one row in one go: text vertically centred, the line below and the lines between."""

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        text: list[str] = []
        for index, lines in enumerate(cells):
            if not lines:
                continue
            y = top - (height - heights[index]) / 2
            left = x + layout.xs[index] + PAD_X + shift
            room = layout.xs[index + 1] - layout.xs[index] - 2 * PAD_X
            for one in lines:
                if one.code:
                    canvas.note_glyphs(one.code, one.glyphs)
                    at = left
                    if one.align != "left":
                        at += (room - one.width) * (0.5 if one.align == "center" else 1)
                    text.append(f"1 0 0 1 {at:.2f} {y - one.rise:.2f} Tm {one.code}")
                y -= one.height
        code = _grid(layout.xs, x, top_line=top_line) % {"top": top, "bottom": top - height}
        canvas.addLiteral(f"BT {' '.join(text)} ET {code}" if text else code)

    return paint


@lru_cache(maxsize=64)
def _grid(xs: tuple[float, ...], x: float, *, top_line: bool) -> str:
    """The lines of a row, to be filled in with its top and its bottom."""
    left, right = f"{x:.2f}", f"{x + xs[-1]:.2f}"
    lines = [f"n {left} %(bottom).2f m {right} %(bottom).2f l"]
    if top_line:
        lines.append(f"{left} %(top).2f m {right} %(top).2f l")
    lines += [f"{x + edge:.2f} %(top).2f m {x + edge:.2f} %(bottom).2f l" for edge in xs]
    return f"{' '.join(lines)} S"
