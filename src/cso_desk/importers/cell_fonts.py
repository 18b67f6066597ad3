"""Tells which texts of an XLSX are written in an old font; files that name no such font cost nothing.

Runs beside `child.py` in the process of its own, so it imports nothing of the program. An old font draws
Khmer over Latin letters: without the font, the text of its cells is nonsense. What the readers of other
formats share, stands here too.
"""

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

Run = tuple[str, str]
"""The font of a piece of text, "" where it is no old one, and the piece."""
Cells = list[tuple[int, int, list[Run]]]
"""Row and column from 0, and the runs of the cell."""

_LETTERS = re.compile(r"([A-Z]+)(\d+)")
_LOOK_AT = 500_000


class OldFonts:
    """Knows old fonts by the beginnings of their names, in small letters with spaces between words."""

    def __init__(self, beginnings: Iterable[str]) -> None:
        self._wanted = re.compile("|".join(map(re.escape, beginnings)))

    def has(self, font: str) -> bool:
        return self._wanted.match(" ".join(re.split(r"[\s_-]+", font.casefold()))) is not None

    def runs(self, pieces: Iterable[Run]) -> list[Run]:
        """The pieces of a text, each with its font, as runs; [] where no piece is in an old font."""
        whole: list[Run] = []
        for named, text in pieces:
            font = named if self.has(named) else ""
            # Neighbours in one font are one text: a word may be bold in its middle.
            if whole and whole[-1][0] == font:
                whole[-1] = (font, whole[-1][1] + text)
            elif text:
                whole.append((font, text))
        return whole if any(font for font, _text in whole) else []


def old_font_cells(source: BinaryIO, old: OldFonts) -> dict[str, Cells]:
    """The cells of an XLSX workbook in old fonts, by the name of their sheet."""
    with zipfile.ZipFile(source) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names or "xl/styles.xml" not in names:
            return {}
        fonts = _fonts_of_styles(archive.read("xl/styles.xml"))
        texts = archive.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else b""
        sheets = sheet_parts(archive, names)
        beginnings_of_sheets = (_beginning(archive, part) for _name, part in sheets)
        if not any(map(old.has, fonts)) and not any(
            _names_old_font(data, old.has) for data in (texts, *beginnings_of_sheets)
        ):
            return {}
        shared = _shared_texts(texts) if texts else []
        found = {}
        for name, part in sheets:
            reader = _SheetReader(fonts, shared, old)
            _parse(archive.read(part), reader.start, reader.end, reader.text)
            if reader.cells:
                found[name] = reader.cells
        return found


def _beginning(archive: zipfile.ZipFile, part: str) -> bytes:
    """Some programs write texts and their fonts into the sheet; one that does so does it from the start."""
    with archive.open(part) as source:
        return source.read(_LOOK_AT)


def _names_old_font(texts: bytes, is_old: Callable[[str], bool]) -> bool:
    fonts = set(re.findall(rb'rFont val="([^"]{1,60})"', texts))
    return any(is_old(font.decode("utf-8", "replace")) for font in fonts)


def _parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Call back for each element by its name without prefix; ValueError where the file declares entities."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = text
    parser.Parse(data, True)


def refuse_document_type(*_declaration: object) -> None:
    """No program for lists writes a DTD; entities that unfold without end need one."""
    raise ValueError("document type")


def _nothing(_text: str) -> None:
    pass


def _fonts_of_styles(data: bytes) -> list[str]:
    """The name of the font of every look, in the order of the looks."""
    fonts: list[str] = []
    looks: list[int] = []
    inside = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in {"fonts", "cellXfs", "cellStyleXfs", "dxfs"}:
            inside[0] = name
        elif name == "font" and inside[0] == "fonts":
            fonts.append("")
        elif name == "name" and inside[0] == "fonts" and fonts:
            fonts[-1] = attributes.get("val", "")
        elif name == "xf" and inside[0] == "cellXfs":
            looks.append(int(attributes.get("fontId", 0)))

    _parse(data, start, _nothing, _nothing)
    return [fonts[look] if look < len(fonts) else "" for look in looks]


@dataclass
class _Runs:
    """Gathers the runs of one text; a run without a font of its own has None."""

    done: list[tuple[str | None, str]] = field(default_factory=list)
    font: str | None = None
    wanted: bool = False
    spoken: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "r":
            self.font = None
        elif name == "rFont":
            self.font = attributes.get("val", "")
        elif name == "rPh":  # how a Japanese word is spoken
            self.spoken = True
        elif name == "t":
            self.wanted = not self.spoken

    def end(self, name: str) -> None:
        if name == "t":
            self.wanted = False
        elif name == "r":
            self.font = None
        elif name == "rPh":
            self.spoken = False

    def text(self, text: str) -> None:
        if self.wanted:
            self.done.append((self.font, text))


def _shared_texts(data: bytes) -> list[list[tuple[str | None, str]]]:
    found: list[list[tuple[str | None, str]]] = []
    now = _Runs()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            now.done = []
        else:
            now.start(name, attributes)

    def end(name: str) -> None:
        if name == "si":
            found.append(now.done)
        else:
            now.end(name)

    _parse(data, start, end, now.text)
    return found


def sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> list[tuple[str, str]]:
    """The name of every sheet and of its part of the archive."""
    parts: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            parts[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            # The prefix of the relation is the writer's choice.
            key = next((value for at, value in attributes.items() if at.endswith(":id")), "")
            if parts.get(key) in names:
                sheets.append((attributes.get("name", ""), parts[key]))

    if "xl/_rels/workbook.xml.rels" in names:
        _parse(archive.read("xl/_rels/workbook.xml.rels"), relation, _nothing, _nothing)
    _parse(archive.read("xl/workbook.xml"), sheet, _nothing, _nothing)
    return sheets


class _SheetReader:
    """Reads the cells of one sheet and keeps those with a text in an old font."""

    def __init__(
        self,
        fonts: list[str],
        shared: list[list[tuple[str | None, str]]],
        old: OldFonts,
    ) -> None:
        self.cells: Cells = []
        self._fonts, self._shared, self._old = fonts, shared, old
        self._at = self._kind = self._value = ""
        self._look = 0
        self._in_value = False
        self._runs = _Runs()
        self._row = self._column = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
        elif name == "c":
            self._at, self._kind = attributes.get("r", ""), attributes.get("t", "n")
            self._look, self._value, self._runs = int(attributes.get("s", 0)), "", _Runs()
            self._column += 1
        elif name == "v":
            self._in_value = True
        else:
            self._runs.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._keep()
        else:
            self._runs.end(name)

    def text(self, text: str) -> None:
        if self._in_value:
            self._value += text
        else:
            self._runs.text(text)

    def _keep(self) -> None:
        if found := _LETTERS.fullmatch(self._at):
            self._column = 0
            for letter in found[1]:
                self._column = self._column * 26 + ord(letter) - 64
            self._column -= 1
        if self._kind == "s" and self._value.strip().isdecimal() and int(self._value) < len(self._shared):
            runs = self._shared[int(self._value)]
        elif self._kind == "inlineStr":
            runs = self._runs.done
        elif self._kind == "str":
            runs = [(None, self._value)]
        else:
            return
        usual = self._fonts[self._look] if self._look < len(self._fonts) else ""
        if whole := self._old.runs((usual if own is None else own, text) for own, text in runs):
            self.cells.append((self._row, self._column, whole))
