"""The bricks of a DOCX file: runs with Khmer faces, paragraphs, borders, page numbers."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cso_desk.documents.bilingual import Both, Text
from cso_desk.documents.pieces import ENGLISH_SIZE
from cso_desk.documents.text import clean
from cso_desk.khmer.breaking import breakable

KHMER_FACE, KHMER_HEAD_FACE, LATIN_FACE = "Khmer OS Battambang", "Khmer OS Muol Light", "Calibri"
"""Faces that Cambodian offices have; a computer without them takes another Khmer face."""

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def add_run(paragraph: Any, text: str, size: float, *, bold: bool = False, display: bool = False) -> Any:
    """A run of Khmer and Latin; `display` takes the face of headings for its Khmer.

    Khmer words are parted by zero-width spaces, as typists do: Word finds no words itself.
    """
    run = paragraph.add_run(breakable(clean(text)))
    properties = run._r.get_or_add_rPr()
    faces = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia"):
        faces.set(qn(f"w:{script}"), LATIN_FACE)
    faces.set(qn("w:cs"), KHMER_HEAD_FACE if display else KHMER_FACE)
    properties.append(faces)
    if bold:
        properties.append(OxmlElement("w:b"))
        if not display:
            properties.append(OxmlElement("w:bCs"))
    for name in ("w:sz", "w:szCs"):
        half_points = OxmlElement(name)
        half_points.set(qn("w:val"), str(round(size * 2)))
        properties.append(half_points)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    language.set(qn("w:bidi"), "km-KH")
    properties.append(language)
    return run


def add_text(
    holder: Any,
    text: Text,
    size: float,
    *,
    bold: bool = False,
    display: bool = False,
    align: str = "left",
    indent: float = 0,
    keep: bool = False,
    style: str | None = None,
) -> list[Any]:
    """The paragraphs of a text in a document or a cell; English below Khmer. `indent` in millimetres."""
    parts = [(text.km, size), (text.en, size * ENGLISH_SIZE)] if isinstance(text, Both) else [(text, size)]
    made = []
    for part, points in parts:
        lines = part.split("\n")
        paragraph = holder.add_paragraph(style=style)
        tighten(paragraph, align=align, indent=indent, keep=keep)
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            add_run(paragraph, line, points, bold=bold, display=display)
        made.append(paragraph)
    return made


def tighten(paragraph: Any, *, align: str = "left", indent: float = 0, keep: bool = False) -> None:
    """Little room around a paragraph, as on our other papers."""
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(2)
    form.left_indent = Mm(indent)
    form.keep_with_next = keep
    paragraph.alignment = _ALIGN[align]


def fill_cell(cell: Any, text: Text, size: float, *, bold: bool = False, align: str = "left") -> None:
    """Put a text into a cell in place of what is there."""
    empty = cell.paragraphs[0]
    add_text(cell, text, size, bold=bold, align=align)
    empty._p.getparent().remove(empty._p)


def repeat_as_head(row: Any) -> None:
    """Show this row again on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def never_split(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def add_field(paragraph: Any, instruction: str, size: float) -> None:
    """A field that Word counts itself: PAGE, NUMPAGES."""
    for kind in ("begin", "", "end"):
        run = add_run(paragraph, "", size)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = instruction
        run._r.append(mark)
