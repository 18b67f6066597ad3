"""Labels, badges and name tents in a grid, with the codes that telephones and scanners read."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import segno
from reportlab.graphics.barcode.code128 import Code128

from cso_desk.documents.canvas import PaperCanvas, segments
from cso_desk.documents.paper import Card, Cards
from cso_desk.documents.pieces import MM, Piece, stacked
from cso_desk.documents.text import Line, Style, draw_lines, height_of

_PAD = 2 * MM  # between the edge of a card and what it says
_READABLE = 0.75  # of the size of the lines: one card in smaller letters does not make all others smaller
_MARK = 2 * MM  # half the length of a line that shows where to cut
_QUIET = 10  # narrowest bars of white at either side of a bar code
_WIDEST_BAR = 0.5 * MM


@lru_cache(maxsize=256)
def _modules(content: str) -> tuple[tuple[bool, ...], ...]:
    return tuple(tuple(bool(cell) for cell in row) for row in segno.make_qr(content, error="m").matrix)


def draw_qr(canvas: PaperCanvas, x: float, y: float, side: float, content: str) -> None:
    """A QR code with its lower left corner at x, y; `side` points wide without its quiet zone."""
    rows = _modules(content)
    unit = side / len(rows)
    path = []
    for index, row in enumerate(rows):
        bottom = y + side - (index + 1) * unit
        start = None
        for at, dark in enumerate((*row, False)):
            if dark and start is None:
                start = at
            elif not dark and start is not None:
                # A hair wider than the grid: printers show white seams between touching boxes.
                path.append(
                    f"{x + start * unit:.3f} {bottom:.3f} {(at - start) * unit:.3f} {unit + 0.02:.3f} re"
                )
                start = None
    canvas.addLiteral(f"0 g {' '.join(path)} f")


def card_pieces(block: Cards, width: float) -> Iterator[Piece]:
    """One piece for each row of cards."""
    each = width / block.columns
    sizes = list(_sizes(block.size))
    if block.alike:
        sizes = sizes[_common_size(block, each) :]
    for at in range(0, len(block.cards), block.columns):
        yield _row(block.cards[at : at + block.columns], block, each, sizes)


def _common_size(block: Cards, each: float) -> int:
    """The place of the largest size that suits all cards but those that need very small letters."""
    sizes = list(_sizes(block.size))
    smallest = max(place for place, (size, _large) in enumerate(sizes) if size >= block.size * _READABLE)
    common = 0
    for card in block.cards:
        for place in range(common, smallest + 1):
            if _fits(card, block, each, sizes[place]):
                common = place
                break
    return common


def _row(cards: Sequence[Card], block: Cards, each: float, sizes: Sequence[tuple[float, float]]) -> Piece:
    height = block.height * MM
    prepared = [(card, _lines(card, block, each, sizes)) for card in cards]
    whole = 2 * height if block.folded else height

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        for index, (card, lines) in enumerate(prepared):
            left = x + index * each
            _edges(canvas, block, left, top, each, whole)
            if block.folded:
                canvas.saveState()
                canvas.translate(2 * left + each, 2 * top - height)
                canvas.rotate(180)
                _face(canvas, card, lines, left, top, each, height)
                canvas.restoreState()
            _face(canvas, card, lines, left, top - whole + height, each, height)

    return Piece(whole, paint)


def _face(
    canvas: PaperCanvas, card: Card, lines: list[Line], left: float, top: float, width: float, height: float
) -> None:
    """What one card says, in a room with its upper left corner at left, top."""
    pad = _PAD
    code = _code_side(card, height - 2 * pad)
    room = width - 2 * pad - (code + pad if code else 0)
    bars = _bars_height(card, height)
    draw_lines(canvas, left + pad, top - (height - bars - height_of(lines)) / 2, room, lines)
    if bars:
        draw_bars(canvas, left + pad, top - height + pad, room, bars - pad, card.bars)
    if code:
        draw_qr(canvas, left + width - pad - code, top - (height + code) / 2, code, card.qr)


def _edges(canvas: PaperCanvas, block: Cards, left: float, top: float, width: float, height: float) -> None:
    """A line around a card, or marks where to cut; and the line to fold it along."""
    if block.border:
        canvas.rect(left, top - height, width, height)
    if block.marks:
        arm = _MARK
        corners = [(x, y) for x in (left, left + width) for y in (top, top - height)]
        crosses = [(x - arm, y, x + arm, y) for x, y in corners] + [
            (x, y - arm, x, y + arm) for x, y in corners
        ]
        canvas.addLiteral(segments(*crosses))
    if block.folded:
        middle = top - height / 2
        canvas.addLiteral(f"[2 3] 0 d {segments((left, middle, left + width, middle))} [] 0 d")


def draw_bars(canvas: PaperCanvas, x: float, y: float, width: float, height: float, content: str) -> None:
    """A bar code (Code 128) with its lower left corner at x, y, in the middle of `width` points.

    Its narrowest bar is at most as wide as scanners of every age read well, and fills the room where it is
    narrow; the quiet zone of ten bars at either side is a part of the width.
    """
    drawn = Code128(content, barHeight=height, barWidth=1, quiet=0)
    bar = min(width / (drawn.width + 2 * _QUIET), _WIDEST_BAR)
    drawn = Code128(content, barHeight=height, barWidth=bar, quiet=0)
    drawn.drawOn(canvas, x + (width - drawn.width) / 2, y)


def _bars_height(card: Card, height: float) -> float:
    """How high the bars stand with the room above them; lines keep at least half of a card."""
    return min(14 * MM, height / 2) if card.bars else 0.0


def _code_side(card: Card, height: float) -> float:
    return min(height, 24 * MM) if card.qr else 0.0


def _sizes(size: float) -> Iterator[tuple[float, float]]:
    """Sizes of the lines and of the large one, to be tried one after the other: a long name shrinks first."""
    for factor, least in ((1.8, 0.85), (1.4, 0.75), (1.1, 0.0)):
        now = size
        while now > max(size * least, 5):
            yield now, now * factor
            now *= 0.93
    yield 5, 5


def _set(card: Card, block: Cards, each: float, sizes: tuple[float, float]) -> tuple[list[Line], float]:
    """The lines of a card in letters of these sizes, and the height that there is for them."""
    width, height = each - 2 * _PAD, block.height * MM - 2 * _PAD
    code = _code_side(card, height)
    room = width - (code + _PAD if code else 0)
    height -= _bars_height(card, height + 2 * _PAD)
    align = "left" if code else "center"
    size, large = sizes
    lines = stacked(card.large, Style(large, face="head", align=align), room)
    for text in card.lines:
        lines += stacked(text, Style(size, align=align), room)
    return lines, height


def _fits(card: Card, block: Cards, each: float, sizes: tuple[float, float]) -> bool:
    lines, height = _set(card, block, each, sizes)
    return height_of(lines) <= height


def _lines(card: Card, block: Cards, each: float, sizes: Sequence[tuple[float, float]]) -> list[Line]:
    """The lines of a card, in letters small enough to fit; what does not fit at 5 points is left away."""
    for size in sizes:
        lines, height = _set(card, block, each, size)
        if height_of(lines) <= height:
            return lines
    while lines and height_of(lines) > height:
        lines.pop()
    return lines
