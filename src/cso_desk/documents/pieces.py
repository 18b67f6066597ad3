"""The bricks that pages are built of: a height, and how to paint it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cso_desk.documents.bilingual import Both, Text
from cso_desk.documents.canvas import PaperCanvas
from cso_desk.documents.text import Line, Style, draw_lines, height_of, wrap

MM = 72 / 25.4
ENGLISH_SIZE = 0.86  # English below Khmer is a little smaller
Paint = Callable[[PaperCanvas, float, float], None]


@dataclass(slots=True)
class Piece:
    """`paint(canvas, x, top)` draws it below `top`. `keep`: not parted from the next piece.

    `header` is painted above it when it comes first on a page; `new_page` starts a page before it. `fill`
    gives pieces without end, to be placed here until the page is full with all that follows. `signs`: hands
    sign below it.
    """

    height: float
    paint: Paint
    keep: bool = False
    header: "Piece | None" = None
    new_page: bool = False
    fill: "Iterator[Piece] | None" = None
    signs: bool = False

    @property
    def empty(self) -> bool:
        """Whether it is only room."""
        return self.paint is nothing and self.fill is None and not self.new_page


def nothing(_canvas: PaperCanvas, _x: float, _top: float) -> None:
    """A piece that is only room."""


def space(height: float) -> Piece:
    return Piece(height, nothing)


def smaller(style: Style) -> Style:
    """How English looks below Khmer."""
    return style._replace(size=round(style.size * ENGLISH_SIZE, 1), leading=0)


def stacked(text: Text, style: Style, width: float) -> list[Line]:
    """The lines of a text; in a paper of two languages English below Khmer."""
    if isinstance(text, Both):
        return wrap(text.km, style, width) + wrap(text.en, smaller(style), width)
    return wrap(text, style, width)


def lines_piece(lines: list[Line], width: float, *, indent: float = 0, keep: bool = False) -> Piece:
    """Lines that stay together in one column."""

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        draw_lines(canvas, x + indent, top, width - indent, lines)

    return Piece(height_of(lines), paint, keep)


def paragraph_pieces(lines: list[Line], width: float, indent: float = 0) -> Iterator[Piece]:
    """One piece for each line, without a lone first or last line on a page."""
    last = len(lines) - 1
    for index, one in enumerate(lines):
        lonely = last > 0 and index in (0, last - 1)
        yield lines_piece([one], width, indent=indent, keep=lonely)


def kept(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces, none parted from its neighbour."""
    found = list(pieces)
    for piece in found[:-1]:
        piece.keep = True
    return iter(found)


def side_by_side(columns: list[tuple[float, float, list[Line]]], *, keep: bool = False) -> Piece:
    """Columns of lines with one top: (x, width, lines)."""

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        for shift, width, lines in columns:
            draw_lines(canvas, x + shift, top, width, lines)

    return Piece(max((height_of(lines) for _, _, lines in columns), default=0), paint, keep)
