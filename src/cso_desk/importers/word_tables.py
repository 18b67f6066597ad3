"""Reads the tables and lines of a Word document (.docx) as the rows of one sheet, with merged cells, fonts.

Runs beside `child.py` in the process of its own, so it imports nothing of the program.
"""

import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

if TYPE_CHECKING:
    from cso_desk.importers.cell_fonts import Cells, OldFonts, Run

Merge = tuple[int, int, int, int]
BODY = "word/document.xml"
_MOST_ROWS = 200_000
_WIDEST = 1_000
_LETTERS = {"t", "tab", "br", "cr"}


@dataclass
class Document:
    """The rows of a document: one for each line outside of tables, then each row of a table."""

    rows: list[list[str]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    old_font_cells: "Cells" = field(default_factory=list)


def read_document(source: BinaryIO, old: "OldFonts | None", limit: int) -> Document:
    """Read an open .docx. Raises ValueError where it declares entities, MemoryError where it has no end."""
    with zipfile.ZipFile(source) as archive:
        if archive.getinfo(BODY).file_size > limit:
            raise MemoryError
        data = archive.read(BODY)
    reader = _Reader(old)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(data, True)
    return reader.document


def _refuse_document_type(*_declaration: object) -> None:
    raise ValueError("document type")


class _Reader:
    """Builds the rows while the document is parsed; a table in a cell is text of that cell."""

    def __init__(self, old: "OldFonts | None") -> None:
        self.document, self._old = Document(), old
        self._tables = 0
        self._row: list[str] = []
        self._pieces: list[Run] = []
        self._font, self._in_text = "", False
        self._span, self._goes_on, self._begins = 1, False, False
        self._open: dict[int, int] = {}  # column -> the row in which its merged cell begins

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "tbl":
            self._tables += 1
            if self._tables == 1:
                self._keep_line()
                self._open = {}
        elif tag == "r":
            self._font = ""
        elif tag == "rFonts":
            fonts = (font for key, font in attributes.items() if key.endswith((":ascii", ":hAnsi")))
            self._font = next(fonts, "")
        elif tag in _LETTERS:
            self._in_text = tag == "t"
            if tag != "t":
                self._pieces.append((self._font, "\t" if tag == "tab" else "\n"))
        elif self._tables == 1:
            self._start_in_table(tag, attributes)

    def _start_in_table(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "tr":
            self._row = []
        elif tag == "tc":
            self._pieces, self._span, self._goes_on, self._begins = [], 1, False, False
        elif tag == "gridSpan":
            self._span = max(1, min(int(_value(attributes) or 1), _WIDEST))
        elif tag == "vMerge":
            self._begins = _value(attributes) == "restart"
            self._goes_on = not self._begins

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append((self._font, text))

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "t":
            self._in_text = False
        elif tag == "p":
            if self._tables:
                self._pieces.append(("", "\n"))
            else:
                self._keep_line()
        elif tag == "tc" and self._tables == 1:
            self._keep_cell()
        elif tag == "tr" and self._tables == 1:
            self._keep_row(self._row)
        elif tag == "tbl":
            self._tables -= 1

    def _keep_line(self) -> None:
        text = self._taken(0)
        if text:
            self._keep_row([text])

    def _keep_cell(self) -> None:
        at, row = len(self._row), len(self.document.rows)
        text = self._taken(at)
        if self._goes_on and at in self._open:
            top = self._open[at]
            self.document.merges = [each for each in self.document.merges if each[:2] != (top, at)]
            self.document.merges.append((top, at, row, at + self._span - 1))
            text = ""
        else:
            self._open.pop(at, None)
            if self._begins:
                self._open[at] = row
            if self._span > 1:
                self.document.merges.append((row, at, row, at + self._span - 1))
        self._row += [text, *[""] * (self._span - 1)]

    def _taken(self, column: int) -> str:
        """The text since the last cell or line; where it is in an old font, its runs are told."""
        pieces, self._pieces = self._pieces, []
        while pieces and not pieces[-1][1].strip():
            pieces.pop()
        runs = self._old.runs(pieces) if self._old is not None else []
        if runs:
            self.document.old_font_cells.append((len(self.document.rows), column, runs))
        return "".join(text for _font, text in pieces).strip()

    def _keep_row(self, row: list[str]) -> None:
        if len(self.document.rows) >= _MOST_ROWS or len(row) > _WIDEST:
            raise MemoryError
        self.document.rows.append(row)


def _value(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == "val"), "")
