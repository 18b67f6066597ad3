"""The text of files that are packed XML (DOCX, ODT, PPTX, ODP), read as a stream; nothing goes to disk."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from cso_desk.extraction.contents import Image, RefusedError, plain
from cso_desk.extraction.limits import FILE_CHARACTERS, PAGES

_MOST_PARTS = 20_000
_UNPACKED = 256 * 1024 * 1024  # bytes of the parts that are read
_SUSPICIOUS_BYTES, _SUSPICIOUS_RATIO = 16 * 1024 * 1024, 200
_DEEPEST = 400
_SLIDE = re.compile(r"ppt/slides/slide(\d{1,5})\.xml")
_AT_ONCE = 64 * 1024

# By the last part of an element's name: what it writes into the text when it begins and when it ends.
_TEXT = frozenset(("t", "p", "h", "span", "a"))
_BEGINS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " "}
_ENDS = {"p": "\n", "h": "\n", "tc": "\t", "table-cell": "\t"}
_LEFT_OUT = frozenset(("tracked-changes", "delText", "instrText", "annotation", "forms", "scripts"))
_BREAKS = frozenset(("lastRenderedPageBreak", "soft-page-break"))


def package_kind(archive: zipfile.ZipFile) -> str:
    """What a zip file is: "docx", "odt", "pptx", "odp", "workbook", or "" for others."""
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "workbook"
    if any(_SLIDE.fullmatch(name) for name in names):
        return "pptx"
    if "content.xml" in names and "mimetype" in names:
        with archive.open("mimetype") as part:
            said = part.read(200).decode("ascii", "replace")
        ends = {"text": "odt", "presentation": "odp", "spreadsheet": "workbook"}
        return next((kind for end, kind in ends.items() if said.strip().endswith(end)), "")
    return ""


def open_package(data: bytes) -> zipfile.ZipFile:
    """The zip file, where it is whole and no bomb. Raises RefusedError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise RefusedError("damaged") from None
    parts = archive.infolist()
    read = [part for part in parts if part.filename.endswith((".xml", ".rels", ".bin", "mimetype"))]
    unpacked, packed = sum(part.file_size for part in read), sum(part.compress_size for part in read) or 1
    if len(parts) > _MOST_PARTS or unpacked > _UNPACKED:
        raise RefusedError("too_big")
    if unpacked > _SUSPICIOUS_BYTES and unpacked / packed > _SUSPICIOUS_RATIO:
        raise RefusedError("too_big")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("password")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise RefusedError("macros")
    return archive


class PackedText:
    """An open DOCX, ODT, PPTX or ODP. Pages are those the program that wrote it noted, or slides."""

    def __init__(self, archive: zipfile.ZipFile, kind: str) -> None:
        self.kind = kind
        self._texts = list(_pages(archive, kind))
        self.pages = len(self._texts)

    def texts(self) -> Iterator[str]:
        return iter(self._texts)

    def fonts(self) -> list[str]:
        return []

    def draw(self, page: int, width: int) -> Image | None:  # noqa: ARG002  nothing to be seen
        return None


def _pages(archive: zipfile.ZipFile, kind: str) -> Iterator[str]:
    if kind == "pptx":
        slides = [_SLIDE.fullmatch(name) for name in archive.namelist()]
        for number in sorted(int(found[1]) for found in slides if found)[:PAGES]:
            yield plain(" \n".join(_Reader().read(archive, f"ppt/slides/slide{number}.xml")))
        return
    part = "word/document.xml" if kind == "docx" else "content.xml"
    for text in _Reader().read(archive, part)[:PAGES]:
        yield plain(text)


class _Reader:
    """Gathers text while expat walks through one part."""

    def __init__(self) -> None:
        self._pages: list[list[str]] = [[]]
        self._characters = self._depth = self._inside = self._left_out = 0

    def read(self, archive: zipfile.ZipFile, name: str) -> list[str]:
        """The text of each page of a part. Raises RefusedError."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        parser.StartDoctypeDeclHandler = _refuse_document_type
        size = 0
        try:
            with archive.open(name) as part:
                while data := part.read(_AT_ONCE):
                    size += len(data)
                    if size > _UNPACKED:
                        raise RefusedError("too_big")
                    parser.Parse(data, False)
                parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, OSError, KeyError, EOFError, ValueError):
            raise RefusedError("damaged") from None
        except NotImplementedError:
            raise RefusedError("damaged") from None
        return ["".join(page) for page in self._pages]

    def _begin(self, name: str, told: dict[str, str]) -> None:
        short = name.rpartition(" ")[2]
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusedError("too_big")
        if self._left_out or short in _LEFT_OUT:
            self._left_out += 1
            return
        self._inside += short in _TEXT
        is_break = short == "br" and any(
            key.endswith("type") and value == "page" for key, value in told.items()
        )
        if (is_break or short in _BREAKS) and "".join(self._pages[-1]).strip():
            self._pages.append([])
        elif short in _BEGINS:
            self._write(_BEGINS[short])

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._left_out:
            self._left_out -= 1
            return
        short = name.rpartition(" ")[2]
        self._inside -= short in _TEXT
        if short in _ENDS:
            self._write(_ENDS[short])

    def _take(self, data: str) -> None:
        if self._inside and not self._left_out:
            self._write(data)

    def _write(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > FILE_CHARACTERS:
            raise RefusedError("too_big")
        self._pages[-1].append(text)


def _refuse_document_type(*_told: object) -> None:
    """No program for letters writes a DTD; entities that unfold without end need one."""
    raise RefusedError("entities")
