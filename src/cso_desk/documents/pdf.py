"""Writes a described paper as a PDF file: embedded faces, text that can be searched and copied."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from cso_desk.documents.bilingual import Speech, first
from cso_desk.documents.canvas import PaperCanvas
from cso_desk.documents.flow import Placed, Room, pages, pieces_of
from cso_desk.documents.folding import FOLDED, Side, folded_sides
from cso_desk.documents.letterhead import head_pieces, official_lines
from cso_desk.documents.page import SIZES, Frame, draw_frame, frame_of
from cso_desk.documents.paper import Box, Paper, Table, Together
from cso_desk.documents.pieces import MM, Piece, side_by_side, space
from cso_desk.documents.saving import Progress, save_atomically
from cso_desk.documents.text import Line, clean

_STEP = 25  # pieces between two reports of progress


def write_pdf(paper: Paper, path: Path, progress: Progress | None = None) -> None:
    """Write `paper` to `path`, whole or not at all; the same paper always gives the same bytes.

    `progress(done, total)` is called now and then and may raise CancelledError. UserError if the file
    cannot be written.
    """
    save_atomically(path, lambda stream: _write(paper, stream, progress))


def pdf_bytes(paper: Paper, progress: Progress | None = None) -> bytes:
    """The same file in memory, for previews."""
    stream = io.BytesIO()
    _write(paper, stream, progress)
    return stream.getvalue()


def page_count(paper: Paper) -> int:
    """How many pages a paper takes that is not folded. It is laid out for this, not drawn."""
    frame = frame_of(paper)
    room = Room(frame.right - frame.left, frame.top - frame.bottom, Speech(paper.language))
    return sum(1 for _page in pages(_all_pieces(paper, room), room.height))


def _write(paper: Paper, stream: BinaryIO, progress: Progress | None) -> None:
    folded = paper.size == FOLDED
    frame = frame_of(replace(paper, size="A5") if folded else paper)
    room = Room(frame.right - frame.left, frame.top - frame.bottom, Speech(paper.language))
    total = _size_of(paper.blocks) * 2
    laid_out = list(pages(_counted(_all_pieces(paper, room), total, progress), room.height)) or [[]]
    sides: list[Side] = folded_sides(len(laid_out)) if folded else [(at, None) for at in range(len(laid_out))]
    size = SIZES["A4"][::-1] if folded else (frame.width, frame.height)
    canvas = PaperCanvas(stream, size, language="en" if paper.language == "en" else "km")
    canvas.setTitle(clean(first(paper.title)))
    # The broader margin of a page is for the fold, which the left one of two has at its right.
    mirrored = (frame.width - frame.right - frame.left) if folded else 0.0
    for done, (left, right) in enumerate(sides, start=1):
        for at, x in ((left, mirrored), (right, size[0] / 2)):
            if at is not None:
                canvas.saveState()
                canvas.translate(x, 0)
                draw_frame(canvas, paper, frame, at + 1, len(laid_out))
                _paint(canvas, laid_out[at], frame)
                canvas.restoreState()
        canvas.showPage()
        if progress:
            progress(total // 2 + total // 2 * done // len(sides), total)
    canvas.save()


def _paint(canvas: PaperCanvas, page: list[Placed], frame: Frame) -> None:
    for piece, down in page:
        piece.paint(canvas, frame.left, frame.top - down)


def _all_pieces(paper: Paper, room: Room) -> Iterator[Piece]:
    if paper.head:
        yield from head_pieces(paper.head, room.width, room.speech)
    if paper.show_title and paper.title:
        title: list[Line] = official_lines(paper.title, 14, room.width)
        title += official_lines(paper.subtitle, 11, room.width) if paper.subtitle else []
        yield side_by_side([(0, room.width, title)], keep=True)
        yield space(3 * MM)
    yield from pieces_of(paper.blocks, room)


def _size_of(blocks: object) -> int:
    """Roughly how many pieces a paper has, to tell how far we are."""
    count = 1
    for block in blocks if isinstance(blocks, list | tuple) else ():
        if isinstance(block, Table):
            count += len(block.rows) + block.blank_rows
        elif isinstance(block, Box | Together):
            count += _size_of(block.blocks)
        else:
            count += 1
    return count


def _counted(pieces: Iterator[Piece], total: int, progress: Progress | None) -> Iterator[Piece]:
    for index, piece in enumerate(pieces):
        if progress and index % _STEP == 0:
            progress(min(index, total // 2), total)
        yield piece
