"""Turns the blocks of a paper into pieces, and pieces into pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile
from typing import Any, NamedTuple

from cso_desk.documents import paper as p
from cso_desk.documents.bilingual import Both, Speech, Text, inline
from cso_desk.documents.canvas import PaperCanvas
from cso_desk.documents.cards import card_pieces
from cso_desk.documents.chart import chart_piece
from cso_desk.documents.letterhead import date_piece, head_pieces, official_lines, picture, signature_pieces
from cso_desk.documents.pieces import (
    MM,
    Paint,
    Piece,
    kept,
    lines_piece,
    paragraph_pieces,
    side_by_side,
    space,
    stacked,
)
from cso_desk.documents.table import shown, table_pieces
from cso_desk.documents.text import Line, Style, measure, wrap


class Room(NamedTuple):
    """Where blocks go: width and height of a page inside its margins (points), and its language."""

    width: float
    height: float
    speech: Speech


class Placed(NamedTuple):
    """A piece and the distance of its top from the top of the page's text area."""

    piece: Piece
    down: float


def pieces_of(blocks: Iterable[p.Block], room: Room) -> Iterator[Piece]:
    for block in blocks:
        yield from _MAKERS[type(block)](block, room)


def pages(pieces: Iterable[Piece], height: float) -> Iterator[list[Placed]]:
    """Fill pages `height` points high; pieces that are kept together move to the next page together."""
    page: list[Placed] = []
    down = 0.0
    waiting = _signed(_groups(pieces), height)
    while (group := next(waiting, None)) is not None:
        if group[0].fill is not None:
            rest = list(waiting)
            waiting = chain(_filling(group[0], height, height - down, rest), rest)
            continue
        needed = sum(piece.height for piece in group)
        if page and (group[0].new_page or (down + needed > height + 0.01 and needed <= height)):
            yield page
            page, down = [], 0.0
        for piece in group:
            if page and down + piece.height > height + 0.01:
                yield page
                page, down = [], 0.0
            if not page and piece.header:
                page.append(Placed(piece.header, 0))
                down = piece.header.height
            page.append(Placed(piece, down))
            down += piece.height
    if page:
        yield page


def _filling(
    piece: Piece, height: float, left: float, rest: Sequence[Sequence[Piece]]
) -> Iterator[list[Piece]]:
    """As many of the filling pieces as fill this page, or this one and the next, together with the rest.

    The rest ends where a new page begins: a paper may hold several lists.
    """
    following = takewhile(lambda group: not group[0].new_page, rest)
    below = sum(each.height for group in following for each in group)
    header = piece.header.height if piece.header else 0.0
    rooms = [left - below] if below <= left else [left, height - header - below]
    source = iter(piece.fill or ())
    one = next(source, None)
    for room in rooms:
        while one is not None and 0 < one.height <= room + 0.01:
            yield [one]
            room -= one.height  # noqa: PLW2901  it is used up here
            one = next(source, None)


def _groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        if group and piece.new_page:
            yield group
            group = []
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group


def _signed(groups: Iterable[list[Piece]], height: float) -> Iterator[list[Piece]]:
    """The same groups; the last words go along with the hands that sign, which stand alone on no page."""
    held: list[list[Piece]] = []
    for group in groups:
        if all(piece.empty for piece in group):
            held.append(group)
            continue
        first = next(piece for piece in group if not piece.empty)
        whole = [*chain.from_iterable(held), *group]
        if first.signs and sum(piece.height for piece in whole) <= height:
            held = [whole]
            continue
        yield from held
        held = [group]
        if first.fill is not None or first.new_page:
            yield held.pop()
    yield from held


def _heading(block: p.Heading, room: Room) -> Iterator[Piece]:
    yield replace(space((5, 3.5, 2)[min(block.level, 3) - 1] * MM), keep=True)
    if block.level == 1:
        style = Style(11.5, face="head")
    else:
        style = Style(11 if block.level == 2 else 10.5, bold=True)
    yield lines_piece(stacked(block.text, style, room.width), room.width, keep=True)
    yield replace(space(1 * MM), keep=True)


def _paragraph(block: p.Paragraph, room: Room) -> Iterator[Piece]:
    indent = block.indent * MM
    style = Style(block.size, block.bold, "head" if block.display else "body", block.align)
    if block.display:
        found = official_lines(block.text, block.size, room.width)
        lines = [one._replace(align=block.align) for one in found]
    else:
        lines = stacked(block.text, style, room.width - indent)
    pieces = list(paragraph_pieces(lines, room.width, indent))
    if pieces:
        pieces[-1].keep = pieces[-1].keep or block.keep
        yield from pieces
        yield replace(space(1.2 * MM), keep=block.keep)


def _facts(block: p.Facts, room: Room) -> Iterator[Piece]:
    pairs = list(block.pairs)
    count = max(block.columns, 1)
    gap = 6 * MM
    each = (room.width - gap * (count - 1)) / count
    bold, plain = Style(block.size, bold=True), Style(block.size)
    labels = [label_of(label) for label, _ in pairs]
    label_width = min(max((measure(text, bold) for text in labels), default=0) + 2 * MM, each * 0.42)
    for at in range(0, len(pairs), count):
        columns = []
        for index, (_, value) in enumerate(pairs[at : at + count]):
            x = index * (each + gap)
            columns.append((x, label_width - 1 * MM, wrap(labels[at + index], bold, label_width - 1 * MM)))
            rest = each - label_width
            columns.append((x + label_width, rest, stacked(shown(value, room.speech), plain, rest)))
        yield from _as_long_as_needed(columns)
        yield space(0.5 * MM)
    yield space(1.5 * MM)


def label_of(label: Text) -> str:
    if isinstance(label, Both):
        return f"{inline(label)}៖"
    return f"{label}៖" if label and "\u1780" <= label[0] <= "\u17ff" else f"{label}:"


def _as_long_as_needed(columns: list[tuple[float, float, list[Line]]]) -> Iterator[Piece]:
    """Columns side by side; those longer than a few lines may go on on the next page, line by line."""
    longest = max((len(lines) for _, _, lines in columns), default=0)
    if longest <= 6:
        yield side_by_side(columns)
        return
    for index in range(longest):
        yield side_by_side([(x, width, lines[index : index + 1]) for x, width, lines in columns])


def _listed(marks: Sequence[str], items: Sequence[Text], indent: float, room: Room) -> Iterator[Piece]:
    style = Style(10.5)
    column = max((measure(mark, style) for mark in marks), default=0) + 2 * MM
    for mark, item in zip(marks, items, strict=True):
        rest = room.width - indent * MM - column
        columns = [
            (indent * MM, column, wrap(mark, style, column)),
            (indent * MM + column, rest, stacked(item, style, rest)),
        ]
        yield from _as_long_as_needed(columns)
        yield space(0.6 * MM)
    yield space(1 * MM)


def _numbered(block: p.Numbered, room: Room) -> Iterator[Piece]:
    marks = [
        room.speech.digits(f"{block.prefix}{number}") + "."
        for number in range(block.start, block.start + len(block.items))
    ]
    yield from _listed(marks, block.items, block.indent, room)


def _bullets(block: p.Bullets, room: Room) -> Iterator[Piece]:
    yield from _listed(["•"] * len(block.items), block.items, block.indent, room)


def _table(block: p.Table, room: Room) -> Iterator[Piece]:
    if block.title:
        yield lines_piece(stacked(block.title, Style(10, bold=True), room.width), room.width, keep=True)
        yield replace(space(1 * MM), keep=True)
    pieces = table_pieces(block, room.width, room.height, room.speech)
    last = next(pieces)
    for piece in pieces:
        yield last
        last = piece
    last.keep = last.keep or block.keep
    yield last
    yield replace(space(3 * MM), keep=block.keep)


def _chart(block: p.Chart, room: Room) -> Iterator[Piece]:
    yield chart_piece(block, room.width, room.speech)
    yield space(3 * MM)


def _picture(block: p.Picture, room: Room) -> Iterator[Piece]:
    image, pixels_wide, pixels_high = picture(block.image)
    caption = stacked(block.caption, Style(9, align="center"), room.width)
    width = min(block.width * MM, room.width)
    height = width * pixels_high / pixels_wide
    most = min(block.most_height * MM or room.height, room.height - 20 * MM)
    if height > most:
        width, height = width * most / height, most
    shift = {"left": 0.0, "center": 0.5, "right": 1.0}[block.align] * (room.width - width)

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        canvas.drawImage(image, x + shift, top - height, width, height, mask="auto")

    yield Piece(height + 1 * MM, paint, keep=bool(caption))
    if caption:
        yield lines_piece(caption, room.width)
    yield space(2 * MM)


def _signatures(block: p.Signatures, room: Room) -> Iterator[Piece]:
    yield from signature_pieces(block, room.width)


def _dates(block: p.DateLines, room: Room) -> Iterator[Piece]:
    yield replace(space(4 * MM), keep=True)
    yield date_piece(block, room.width)


def _space(block: p.Space, _room: Room) -> Iterator[Piece]:
    yield space(block.height * MM)


def _page_break(_block: p.PageBreak, _room: Room) -> Iterator[Piece]:
    yield replace(space(0), new_page=True)


def _together(block: p.Together, room: Room) -> Iterator[Piece]:
    yield from kept(pieces_of(block.blocks, room))


def _side_by_side(block: p.SideBySide, room: Room) -> Iterator[Piece]:
    gap = 5 * MM
    left = (room.width - gap) * block.share
    sides = [
        (0.0, list(pieces_of(block.left, room._replace(width=left)))),
        (left + gap, list(pieces_of(block.right, room._replace(width=room.width - gap - left)))),
    ]

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        for shift, pieces in sides:
            at = top
            for each in pieces:
                each.paint(canvas, x + shift, at)
                at -= each.height

    yield Piece(max(sum(each.height for each in pieces) for _shift, pieces in sides), paint)


def _box(block: p.Box, room: Room) -> Iterator[Piece]:
    """Blocks in a frame; over a page break the frame stays open."""
    pad = 3 * MM
    inner = Room(room.width - 2 * pad, room.height, room.speech)
    title = stacked(block.title, Style(10.5, bold=True), inner.width)
    inside = [replace(space(1.5 * MM), keep=True)]
    if title:
        inside.append(lines_piece(title, inner.width, keep=True))
    inside += list(pieces_of(block.blocks, inner))
    inside.append(space(1.5 * MM))
    inside[-2].keep = True
    yield space(1.5 * MM)
    for index, piece in enumerate(inside):
        first, last = index == 0, index == len(inside) - 1
        header = piece.header and replace(
            piece.header, paint=_framed(piece.header, room.width, pad, first=False, last=False)
        )
        yield replace(piece, paint=_framed(piece, room.width, pad, first=first, last=last), header=header)
    yield space(2.5 * MM)


def _framed(piece: Piece, width: float, pad: float, *, first: bool, last: bool) -> Paint:
    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        piece.paint(canvas, x + pad, top)
        right, bottom = x + width, top - piece.height
        edges = [(x, top, x, bottom), (right, top, right, bottom)]
        if first:
            edges.append((x, top, right, top))
        if last:
            edges.append((x, bottom, right, bottom))
        canvas.lines(edges)

    return paint


_MAKERS: dict[type, Callable[[Any, Room], Iterator[Piece]]] = {
    p.Heading: _heading,
    p.Paragraph: _paragraph,
    p.Facts: _facts,
    p.Numbered: _numbered,
    p.Bullets: _bullets,
    p.Table: _table,
    p.Chart: _chart,
    p.Picture: _picture,
    p.Signatures: _signatures,
    p.DateLines: _dates,
    p.Space: _space,
    p.PageBreak: _page_break,
    p.Box: _box,
    p.Together: _together,
    p.SideBySide: _side_by_side,
    p.Cards: lambda block, room: card_pieces(block, room.width),
    p.Head: lambda block, room: head_pieces(block, room.width, room.speech),
}
