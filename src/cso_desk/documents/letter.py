"""Writes a described paper as a DOCX file, for papers that are still worked on before they are signed.

The same description as for PDF. A chart becomes the table of its figures: those can be corrected.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from cso_desk.documents import paper as p
from cso_desk.documents.bilingual import Both, Cell, Speech, Text, first, inline
from cso_desk.documents.flow import label_of
from cso_desk.documents.letter_parts import (
    add_field,
    add_run,
    add_text,
    fill_cell,
    never_split,
    repeat_as_head,
    tighten,
)
from cso_desk.documents.letterhead import KINGDOM, MOTTO, picture
from cso_desk.documents.page import PAGE_OF, SIZES
from cso_desk.documents.pieces import MM
from cso_desk.documents.saving import Progress, save_atomically
from cso_desk.documents.table import shown
from cso_desk.documents.text import clean

_GRID = "Table Grid"
_LOGO_MM = 20
_EDGE_MM = 6  # what most printers reach
_BLACK = RGBColor(0, 0, 0)
_BOTTOM = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


class _Place(NamedTuple):
    """Where blocks are written: a document or a cell, with its width in millimetres."""

    holder: Any
    width: float
    speech: Speech


def write_docx(paper: p.Paper, path: Path, progress: Progress | None = None) -> None:
    """Write `paper` to `path`, whole or not at all.

    `progress(done, total)` counts blocks and may raise CancelledError. UserError if the file cannot be
    written.
    """
    save_atomically(path, lambda stream: _write(paper, stream, progress))


def docx_bytes(paper: p.Paper, progress: Progress | None = None) -> bytes:
    """The same file in memory, for the window to save."""
    stream = io.BytesIO()
    _write(paper, stream, progress)
    return stream.getvalue()


def _write(paper: p.Paper, stream: BinaryIO, progress: Progress | None) -> None:
    document = Document()
    document.core_properties.title = clean(first(paper.title))[:255]
    document.core_properties.author = "CSO Desk"
    place = _Place(document, _page(document, paper), Speech(paper.language))
    if paper.head:
        _head(paper.head, place)
    if paper.show_title and paper.title:
        add_text(document, paper.title, 14, bold=True, display=True, align="center", keep=True)
        if paper.subtitle:
            add_text(document, paper.subtitle, 11, bold=True, display=True, align="center", keep=True)
    for number, block in enumerate(paper.blocks):
        if progress:
            progress(number, len(paper.blocks))
        _MAKERS[type(block)](block, place)
    document.save(stream)
    if progress:
        progress(len(paper.blocks), len(paper.blocks))


def _page(document: Any, paper: p.Paper) -> float:
    """Size, margins and foot of every page; the width between the margins in millimetres."""
    section = document.sections[0]
    width, height = (points / MM for points in SIZES[paper.size])
    if paper.landscape:
        width, height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, right, bottom, left = paper.margins
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    # Else what stands at the edges of the sheet takes room from the text.
    section.header_distance = section.footer_distance = Mm(_EDGE_MM)
    if paper.stamp:
        tighten(section.header.paragraphs[0])
        add_run(section.header.paragraphs[0], inline(paper.stamp), 9, bold=True)
    foot = section.footer.paragraphs[0]
    tighten(foot)
    before = "   ".join(text for text in (paper.code, inline(paper.foot)) if text)
    if before:
        add_run(foot, f"{before}   ", 8)
    if paper.page_numbers:
        _page_number(foot, Speech(paper.language))
    return width - left - right


def _page_number(foot: Any, speech: Speech) -> None:
    text = inline(speech(PAGE_OF, page="\x01", count="\x02"))
    for part in text.replace("\x01", "\0\x01\0").replace("\x02", "\0\x02\0").split("\0"):
        if part in ("\x01", "\x02"):
            add_field(foot, "PAGE" if part == "\x01" else "NUMPAGES", 8)
        elif part:
            add_run(foot, part, 8)


def _head(head: p.Head, place: _Place) -> None:
    if head.kingdom:
        kingdom, motto = place.speech(KINGDOM), place.speech(MOTTO)
        lines = [(kingdom, 13.0), (motto, 11.0)]
        if isinstance(kingdom, Both) and isinstance(motto, Both):  # as in a PDF: English in one line
            lines = [(kingdom.km, 13.0), (motto.km, 11.0), (f"{kingdom.en} – {motto.en}", 10.0)]
        for line, size in lines:
            add_text(place.holder, line, size, bold=True, display=True, align="center", keep=True)
    if head.logo:
        picture(head.logo)  # says so if it is none
        place.holder.add_paragraph().add_run().add_picture(io.BytesIO(head.logo), height=Mm(_LOGO_MM))
    if head.hub:
        add_text(place.holder, head.hub, 11, bold=True)
    for line in head.under_hub:
        add_text(place.holder, line, 9)
    if head.reference:
        add_text(place.holder, inline(head.reference), 10)


def _heading(block: p.Heading, place: _Place) -> None:
    level = min(max(block.level, 1), 3)
    size, style = (11.5, 11.0, 10.5)[level - 1], f"Heading {level}"
    found = add_text(
        place.holder, block.text, size, bold=True, display=level == 1, keep=True,
        style=style if hasattr(place.holder, "sections") else None,
    )  # fmt: skip
    for paragraph in found:
        # The headings of Word are blue; those of a paper to be signed are black.
        for run in paragraph.runs:
            run.font.color.rgb = _BLACK
    found[0].paragraph_format.space_before = Mm(3)


def _paragraph(block: p.Paragraph, place: _Place) -> None:
    add_text(
        place.holder, block.text, block.size, bold=block.bold or block.display, display=block.display,
        align=block.align, indent=block.indent, keep=block.keep,
    )  # fmt: skip


def _facts(block: p.Facts, place: _Place) -> None:
    pairs = list(block.pairs)
    count = max(block.columns, 1)
    if not pairs:
        return
    table = place.holder.add_table(-(-len(pairs) // count), 2 * count)
    _widths(table, [place.width / count * share for _ in range(count) for share in (0.32, 0.68)])
    for at, (label, value) in enumerate(pairs):
        row, column = divmod(at, count)
        fill_cell(table.cell(row, 2 * column), label_of(label), block.size, bold=True)
        fill_cell(table.cell(row, 2 * column + 1), shown(value, place.speech), block.size)
    _after(place)


def _widths(table: Any, widths: Sequence[float]) -> None:
    """Columns in millimetres. Word believes the cells, LibreOffice the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _after(place: _Place) -> None:
    """A little room after a table; Word joins two tables with nothing between them."""
    _gap(place, 1)


def _gap(place: _Place, height: float) -> Any:
    """An empty paragraph that takes no more than its height in millimetres."""
    paragraph = place.holder.add_paragraph()
    tighten(paragraph)
    paragraph.paragraph_format.line_spacing = Pt(1)  # else it is as high as a line of text
    paragraph.paragraph_format.space_after = Mm(height)
    return paragraph


def _listed(marks: Iterable[str], items: Sequence[Text], indent: float, place: _Place) -> None:
    for mark, item in zip(marks, items, strict=True):
        km = item.km if isinstance(item, Both) else item
        marked = Both(f"{mark} {km}", item.en) if isinstance(item, Both) else f"{mark} {km}"
        add_text(place.holder, marked, 10.5, indent=indent + 4)


def _numbered(block: p.Numbered, place: _Place) -> None:
    numbers = range(block.start, block.start + len(block.items))
    marks = [place.speech.digits(f"{block.prefix}{number}") + "." for number in numbers]
    _listed(marks, block.items, block.indent, place)


def _bullets(block: p.Bullets, place: _Place) -> None:
    _listed(["•"] * len(block.items), block.items, block.indent, place)


def _table(block: p.Table, place: _Place) -> None:
    if block.title:
        add_text(place.holder, block.title, 10, bold=True, keep=True)
    table = place.holder.add_table(0, len(block.columns))
    table.style = _GRID
    if block.head:
        head = table.add_row()
        repeat_as_head(head)
        for cell, column in zip(head.cells, block.columns, strict=True):
            fill_cell(cell, column.title, block.size, bold=True, align="center")
    number = 0
    blanks: list[p.TableRow] = [[""] * len(block.columns) for _ in range(block.blank_rows)]
    last = [row for row in block.rows if isinstance(row, p.Total)] if blanks else []
    for row in [*(row for row in block.rows if row not in last), *blanks, *last]:
        number += not isinstance(row, p.Section | p.Total)
        _row(table, row, number, block, place.speech)
    _widths(table, _shares(block, place.width))
    _after(place)


def _row(table: Any, row: p.TableRow, number: int, block: p.Table, speech: Speech) -> None:
    made = table.add_row()
    never_split(made)
    made.height = Mm(block.row_height) if block.row_height else None
    cells = list(made.cells)
    if isinstance(row, p.Section):
        fill_cell(cells[0].merge(cells[-1]), row.text, block.size + 0.5, bold=True)
        return
    values: list[Cell] = list(row.cells if isinstance(row, p.Total | p.Kept) else row)
    if block.numbered and not isinstance(row, p.Total):
        values[:1] = [number]
    for cell, value, column in zip(cells, values, block.columns, strict=False):
        text = shown(value, speech)
        fill_cell(cell, text, block.size, bold=isinstance(row, p.Total), align=column.align)


def _shares(block: p.Table, width: float) -> list[float]:
    """Asked-for widths first; a column that takes no more than it needs gets little; the rest by weight."""
    fixed = [column.width or (0 if column.weight else 13.0) for column in block.columns]
    room = max(width - sum(fixed), width * 0.3)
    weights = [0 if each else column.weight for each, column in zip(fixed, block.columns, strict=True)]
    whole = sum(weights) or 1
    widths = [each or room * weight / whole for each, weight in zip(fixed, weights, strict=True)]
    return [each * width / sum(widths) for each in widths]


def _chart(block: p.Chart, place: _Place) -> None:
    titles: list[Text] = ["", *(series.name for series in block.series)]
    columns = [p.Column(title, align="left" if index == 0 else "right") for index, title in enumerate(titles)]
    rows = [
        [label, *(series.values[index] for series in block.series)]
        for index, label in enumerate(block.labels)
    ]
    _table(p.Table(columns, rows, title=block.title), place)


def _picture(block: p.Picture, place: _Place) -> None:
    picture(block.image)
    paragraph = place.holder.add_paragraph()
    tighten(paragraph, align=block.align, keep=bool(block.caption))
    paragraph.add_run().add_picture(io.BytesIO(block.image), width=Mm(min(block.width, place.width)))
    if block.caption:
        add_text(place.holder, block.caption, 9, align="center")


def _signatures(block: p.Signatures, place: _Place) -> None:
    """Who signs, side by side, without lines around them; roles stand on one line."""
    _after(place)
    count = max(len(block.people), 1)
    named = any(person is not None and person.name for person in block.people)
    table = place.holder.add_table(3 if named else 2, count)
    for row in table.rows:
        never_split(row)
        for cell in row.cells:
            tighten(cell.paragraphs[0], keep=True)
    table.rows[1].height = Mm(block.gap)
    for index, person in enumerate(block.people):
        if person is None:
            continue
        above = table.cell(0, index)
        for text in (*person.lines, person.note):
            if text:
                add_text(above, text, 10.5, align="center", keep=True)
        above.vertical_alignment = _BOTTOM
        add_text(above, person.role, 10.5, bold=True, align="center", keep=True)
        above._tc.remove(above.paragraphs[0]._p)
        if named:
            fill_cell(table.cell(2, index), person.name, 10.5, bold=True, align="center")
    _widths(table, [place.width / count] * count)


def _dates(block: p.DateLines, place: _Place) -> None:
    for line in block.lines:
        add_text(place.holder, line, 10.5, align="right", keep=True)


def _space(block: p.Space, place: _Place) -> None:
    _gap(place, block.height)


def _page_break(_block: p.PageBreak, place: _Place) -> None:
    # A break in a line of its own would leave an empty page where the last one is full to its end.
    _gap(place, 0).paragraph_format.page_break_before = True


def _together(block: p.Together, place: _Place) -> None:
    whole = hasattr(place.holder, "sections")
    written = place.holder.element.body if whole else place.holder._tc
    first_new = len(written) - whole  # a document ends with what is said of its pages
    for each in block.blocks:
        _MAKERS[type(each)](each, place)
    for element in written[first_new:]:
        if element.tag == qn("w:p"):
            Paragraph(element, place.holder).paragraph_format.keep_with_next = True


def _side_by_side(block: p.SideBySide, place: _Place) -> None:
    table = place.holder.add_table(1, 2)
    halves = (block.left, block.share), (block.right, 1 - block.share)
    for cell, (blocks, share) in zip(table.rows[0].cells, halves, strict=True):
        cell.width = Mm(place.width * share)
        for each in blocks:
            _MAKERS[type(each)](each, _Place(cell, place.width * share - 4, place.speech))
    _after(place)


def _box(block: p.Box, place: _Place) -> None:
    table = place.holder.add_table(1, 1)
    table.style = _GRID
    cell = table.cell(0, 0)
    if block.title:
        add_text(cell, block.title, 10.5, bold=True, keep=True)
    for each in block.blocks:
        _MAKERS[type(each)](each, _Place(cell, place.width - 6, place.speech))
    _after(place)


def _cards(block: p.Cards, place: _Place) -> None:
    rows = [block.cards[at : at + block.columns] for at in range(0, len(block.cards), block.columns)]
    table = place.holder.add_table(len(rows), block.columns)
    for row, cards in zip(table.rows, rows, strict=True):
        row.height = Mm(block.height)
        for cell, card in zip(row.cells, cards, strict=False):
            for text, size in ((card.large, block.size * 1.6), *((line, block.size) for line in card.lines)):
                if text:
                    add_text(cell, text, size, align="center")
    _after(place)


_MAKERS: dict[type, Callable[[Any, _Place], None]] = {
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
    p.Together: _together,
    p.SideBySide: _side_by_side,
    p.Box: _box,
    p.Cards: _cards,
    p.Head: _head,
}
