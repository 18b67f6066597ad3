"""Tells what calamine does not of an OpenDocument sheet: merged ranges, and texts written in an old font.

Runs beside `child.py` in the process of its own, so it imports nothing of the program.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

if TYPE_CHECKING:
    from cso_desk.importers.cell_fonts import Cells, OldFonts, Run

Merge = tuple[int, int, int, int]

_MOST_CELLS = 1_000_000
_LOOK_AT = 500_000
_FONT = re.compile(rb'(?:font-family|font-name|font-face style:name)="([^"]{1,80})"')
_PARTS = ("styles.xml", "content.xml")
_SIGNS = {"tab": "\t", "line-break": "\n"}


def merges_and_old_font_cells(
    source: BinaryIO, old: "OldFonts | None"
) -> tuple[dict[str, list[Merge]], "dict[str, Cells]"]:
    """Merged ranges, and cells in old fonts, by the name of their sheet.

    Without `old`, or where the file names no such font, nobody looks for fonts. Raises ValueError where the
    file declares entities, MemoryError where it repeats cells without end.
    """
    with zipfile.ZipFile(source) as archive:
        parts = [part for part in _PARTS if part in archive.namelist()]
        if old is not None and not any(_names_old_font(archive, part, old) for part in parts):
            old = None
        styles = _Styles()
        reader = _ContentReader(styles, old)
        if old is not None and _PARTS[0] in parts:
            _parse(archive, _PARTS[0], styles.start, lambda _name: None, None)
        _parse(archive, _PARTS[1], reader.start, reader.end, reader.text if old else None)
    return reader.merges, reader.cells


def _names_old_font(archive: zipfile.ZipFile, part: str, old: "OldFonts") -> bool:
    """Fonts and the looks that use them stand before the first cell."""
    with archive.open(part) as source:
        named = set(_FONT.findall(source.read(_LOOK_AT)))
    return any(old.has(_bare(font.decode("utf-8", "replace"))) for font in named)


@lru_cache(maxsize=1_000)
def _local(name: str) -> str:
    """A name without its prefix; a document uses a few dozen, a million times."""
    return name.rpartition(":")[2]


def _bare(family: str) -> str:
    return family.replace("&apos;", "").strip(" '\"")


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None,
) -> None:
    """Call back for each element; names of elements and attributes come without their prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_declaration: object) -> None:
        raise ValueError("document type")

    def started(name: str, attributes: dict[str, str]) -> None:
        start(_local(name), {_local(at): said for at, said in attributes.items()})

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = started
    parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(part) as source:
        parser.ParseFile(source)


class _Styles:
    """The font of every look of cells and of pieces of text; looks take from their parents what they lack."""

    def __init__(self) -> None:
        self._families: dict[str, str] = {}
        self._fonts: dict[tuple[str, str], str] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._now: tuple[str, str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "font-face":
            font = attributes.get("name", "")
            self._families[font] = _bare(attributes.get("font-family", "")) or font
        elif name in {"style", "default-style"}:
            self._now = (attributes.get("family", ""), attributes.get("name", ""))
            self._parents[self._now] = attributes.get("parent-style-name", "")
        elif name == "text-properties" and self._now is not None:
            named = attributes.get("font-name", "")
            font = self._families.get(named, named) or _bare(attributes.get("font-family", ""))
            if font:
                self._fonts[self._now] = font
        elif not name.endswith("-properties"):
            self._now = None

    def font(self, family: str, name: str) -> str:
        """The font of a look; that of all cells where neither it nor those above it name one."""
        for _step in range(20):  # looks may name each other in a circle
            if found := self._fonts.get((family, name)):
                return found
            if not name:
                break
            name = self._parents.get((family, name), "")
        return ""


@dataclass
class _Cell:
    """One cell while it is read; `styles` are those of the pieces of text that are open."""

    look: str
    repeated: int
    pieces: list["Run"] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    paragraphs: int = 0


class _ContentReader:
    """Goes through the sheets; rows and columns count from 0."""

    def __init__(self, styles: _Styles, old: "OldFonts | None") -> None:
        self.merges: dict[str, list[Merge]] = {}
        self.cells: dict[str, Cells] = {}
        self._styles, self._old = styles, old
        self._sheet = self._row_look = ""
        self._row = self._column = self._counted = 0
        self._rows = 1
        self._columns: list[tuple[int, str]] = []
        self._cell: _Cell | None = None
        self._paragraph = False
        self._aside = 0  # remarks and pictures hold text too
        self._row_cells: Cells = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in {"annotation", "frame", "custom-shape"}:
            self._aside += 1
        elif name == "table":
            self._sheet, self._row, self._columns = attributes.get("name", ""), 0, []
        elif name == "table-column":
            last = self._columns[-1][0] if self._columns else 0
            upto = last + int(attributes.get("number-columns-repeated", 1))
            self._columns.append((upto, attributes.get("default-cell-style-name", "")))
        elif name == "table-row":
            self._column, self._rows = 0, int(attributes.get("number-rows-repeated", 1))
            self._row_look, self._row_cells = attributes.get("default-cell-style-name", ""), []
        elif name in {"table-cell", "covered-table-cell"}:
            self._start_cell(attributes)
        elif self._cell is not None:
            self._start_text(self._cell, name, attributes)
        else:
            self._styles.start(name, attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        down = int(attributes.get("number-rows-spanned", 1))
        right = int(attributes.get("number-columns-spanned", 1))
        row, column = self._row, self._column
        if down > 1 or right > 1:
            merge = (row, column, row + down - 1, column + right - 1)
            self.merges.setdefault(self._sheet, []).append(merge)
        look = attributes.get("style-name", "") or self._row_look
        if not look:
            look = next((name for upto, name in self._columns if column < upto), "")
        self._cell = _Cell(look, int(attributes.get("number-columns-repeated", 1)))

    def _start_text(self, cell: _Cell, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            self._paragraph = True
            if cell.paragraphs:
                self._add("\n")
            cell.paragraphs += 1
        elif name == "span":
            cell.styles.append(attributes.get("style-name", ""))
        elif name == "s":
            self._add(" " * min(int(attributes.get("c", 1)), 1_000))
        elif name in _SIGNS:
            self._add(_SIGNS[name])

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name == "p":
            self._paragraph = False
        elif name == "span" and self._cell is not None and self._cell.styles:
            self._cell.styles.pop()
        elif name in {"table-cell", "covered-table-cell"} and self._cell is not None:
            self._end_cell(self._cell)
        elif name == "table-row":
            self._end_row()

    def text(self, text: str) -> None:
        if self._paragraph and not self._aside:
            self._add(text)

    def _add(self, text: str) -> None:
        if self._cell is None or self._old is None:
            return
        own = (self._styles.font("text", style) for style in reversed(self._cell.styles))
        font = next(filter(None, own), "") or self._styles.font("table-cell", self._cell.look)
        self._cell.pieces.append((font, text))

    def _end_cell(self, cell: _Cell) -> None:
        if self._old is not None and (runs := self._old.runs(cell.pieces)):
            self._count(cell.repeated)
            self._row_cells += [(self._row, self._column + more, runs) for more in range(cell.repeated)]
        self._column += cell.repeated
        self._cell = None

    def _end_row(self) -> None:
        if self._row_cells:
            self._count((self._rows - 1) * len(self._row_cells))
            kept = self.cells.setdefault(self._sheet, [])
            for more in range(self._rows):
                kept += [(row + more, column, runs) for row, column, runs in self._row_cells]
        self._row += self._rows

    def _count(self, cells: int) -> None:
        self._counted += cells
        if self._counted > _MOST_CELLS:
            raise MemoryError
