"""Reads one workbook in a process of its own and writes its cells to standard output in small frames.

A workbook from a stick may be a bomb: 400 kB that unfold to a gigabyte, or a cell in the last corner of a
sheet. Here such a file can only end this process, never the program. The file is run as a script with
`python -I`, so it imports nothing of the program: start-up time is part of every import.

Frames: four bytes of length (big endian), then MessagePack of a list whose first item names the frame:
`["sheet", name, hidden, height, merges, cells in old fonts]`, `["rows", rows]`, `["end"]`,
`["error", code, about]`, `["old_fonts_named"]` for an old workbook that names such a font whose cells
cannot be found out, and `["without_results", names]` for sheets whose formulas were saved without results.
Dates travel as extension 1 with their ISO text, because MessagePack has no day without a time zone.
"""

import datetime as dt
import gc
import importlib.util
import os
import re
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

import msgspec
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY_LIMIT = 1_536 * 1024 * 1024
SECONDS_LIMIT = 120
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 8_000_000
MAX_SHEETS = 200
ROWS_PER_FRAME = 1_000
_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  start-up time
DATE, DATETIME, TIME = 1, 2, 3
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
_BEGINNINGS_OF_BOOKS = (b"\x09\x08\x10\0\0\x06\x05\0", b"\x09\x08\x08\0\0\x05\x05\0")
"""The first record of the workbook in .xls files of Excel 97 to 2003, and of 95: [MS-XLS] 2.4.21."""
_FILEPASS, _BEFORE_FILEPASS = 0x2F, 3  # [MS-XLS] 2.4.117: it stands among the first records
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)")

Merge = tuple[int, int, int, int]


class RefusedError(Exception):
    """The workbook will not be read; `code` says why, `about` names the sheet or the number."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.code, self.about = code, about


def _refuse_document_types(source: BinaryIO) -> None:
    """No program for lists writes a DTD; entities that unfold without end need one."""
    with zipfile.ZipFile(source) as archive:
        for info in archive.infolist():
            if info.filename.endswith((".xml", ".rels")):
                with archive.open(info) as part:
                    if _DTD.search(part.read(4096)):
                        raise RefusedError("entities")


def _refuse_in_old_container(data: bytes) -> None:
    """The parts of an old workbook have their names in plain sight, wherever the directory lies."""
    if _OLE_ENCRYPTED in data:
        raise RefusedError("password")
    if any(_is_enciphered(data, beginning) for beginning in _BEGINNINGS_OF_BOOKS):
        raise RefusedError("password")
    if _OLE_MACROS in data:
        raise RefusedError("macros")


def _is_enciphered(data: bytes, beginning: bytes) -> bool:
    """Whether the records of an old workbook are enciphered: after its first ones all is noise."""
    at = data.find(beginning)
    for _record in range(_BEFORE_FILEPASS):
        if at < 0 or at + 4 > len(data):
            return False
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False


def names_old_font(data: bytes, beginnings: list[str]) -> bool:
    """Whether an old workbook names a font that begins so; those that name none are not read twice."""
    lower = data.lower()
    return any(
        name.encode(coding) in lower
        for beginning in beginnings
        for name in (beginning + " ", beginning.replace(" ", "-") + "-")
        for coding in ("ascii", "utf-16-le")
    )


def _plain(cell: Any) -> Any:  # noqa: PLR0911  one return for each kind of cell
    """A cell as it travels: blank is None, 3.0 is 3, dates become extensions."""
    kind = type(cell)
    if kind is float:
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if kind is dt.date:
        return msgspec.msgpack.Ext(DATE, cell.isoformat().encode())
    if kind is dt.datetime:
        if cell.time() == dt.time(0):
            return msgspec.msgpack.Ext(DATE, cell.date().isoformat().encode())
        return msgspec.msgpack.Ext(DATETIME, cell.isoformat().encode())
    if kind is dt.time:
        return msgspec.msgpack.Ext(TIME, cell.isoformat().encode())
    if kind is dt.timedelta:
        return str(cell)
    return cell


def _frames_of_rows(sheet: CalamineSheet, left: int) -> Iterator[list[list[Any]]]:
    """Rows in portions; blank rows travel as empty lists, so a blank tail costs nothing."""
    blank_left = [""] * left
    waiting: list[list[Any]] = []
    rows = cells = blanks = 0
    for row in sheet.iter_rows():
        if not any(row) and all(cell == "" for cell in row):
            blanks += 1
            continue
        plain = [cell if type(cell) is str else _plain(cell) for cell in row]
        if left:
            plain = blank_left + plain
        while plain[-1] == "":
            plain.pop()
        rows, cells = rows + 1, cells + len(plain)
        if rows > MAX_ROWS or cells > MAX_CELLS:
            raise RefusedError("too_many_rows", sheet.name)
        if len(plain) > MAX_COLUMNS:
            raise RefusedError("too_many_columns", sheet.name)
        if blanks > MAX_ROWS:
            # Something forgotten far below the list is not part of it.
            break
        waiting.extend([] for _ in range(blanks))
        blanks = 0
        waiting.append(plain)
        if len(waiting) >= ROWS_PER_FRAME:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _loaded(name: str, folder: str = _HERE) -> Any:
    """The module of that name in a folder of the program; this process looks nowhere else for programs."""
    if name in sys.modules:
        return sys.modules[name]
    path = os.path.join(folder, name + ".py")  # noqa: PTH118  start-up time
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise RefusedError("unreadable")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _merges_and_fonts(source: BinaryIO, old: Any) -> tuple[dict[str, list[Merge]], dict[str, Any]]:
    """What calamine does not tell of a zipped workbook."""
    _refuse_document_types(source)
    with zipfile.ZipFile(source) as archive:
        is_ods = "content.xml" in archive.namelist()
    source.seek(0)
    merges: dict[str, list[Merge]] = {}
    if is_ods:
        merges, fonts = _loaded("cell_fonts_ods").merges_and_old_font_cells(source, old)
        return merges, fonts
    return merges, _loaded("cell_fonts").old_font_cells(source, old) if old else {}


def send_workbook(source: BinaryIO, send: Callable[[list[Any]], None], old_fonts: list[str]) -> None:
    """Send every worksheet of the open file `source` frame by frame.

    `old_fonts` are beginnings of the names of fonts whose cells are told.
    """
    merges: dict[str, list[Merge]] = {}
    fonts: dict[str, Any] | None = {}
    old = _loaded("cell_fonts").OldFonts(old_fonts) if old_fonts else None
    is_zip = source.read(4) == b"PK\x03\x04"
    source.seek(0)
    if is_zip and _is_document(source):
        _send_document(source, send, old)
        return
    if is_zip:
        merges, fonts = _merges_and_fonts(source, old)
        source.seek(0)
        without = _loaded("formula_results").sheets_without_results(source, _loaded("cell_fonts").sheet_parts)
        if without:
            send(["without_results", without])
    else:
        data = source.read()
        _refuse_in_old_container(data)
        if old and names_old_font(data, old_fonts):
            fonts = _loaded("cell_fonts_xls").old_font_cells(data, old)
    if fonts is None:
        send(["old_fonts_named"])
    source.seek(0)
    workbook = CalamineWorkbook.from_filelike(source)
    for meta in workbook.sheets_metadata[:MAX_SHEETS]:
        if meta.typ is SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(meta.name)
            _send_sheet(sheet, meta, merges, (fonts or {}).get(meta.name, []), send)
    send(["end"])


def _is_document(source: BinaryIO) -> bool:
    with zipfile.ZipFile(source) as archive:
        found = "word/document.xml" in archive.namelist()
    source.seek(0)
    return found


def _send_document(source: BinaryIO, send: Callable[[list[Any]], None], old: Any) -> None:
    """A Word document is one sheet: its lines, and the rows of its tables among them."""
    _refuse_document_types(source)
    source.seek(0)
    found = _loaded("word_tables").read_document(source, old, MEMORY_LIMIT // 8)
    send(["sheet", "Word", False, len(found.rows), found.merges[:100_000], found.old_font_cells])
    send(["rows", found.rows])
    send(["end"])


def _send_sheet(
    sheet: CalamineSheet,
    meta: Any,
    merges: dict[str, list[Merge]],
    fonts: list[Any],
    send: Callable[[list[Any]], None],
) -> None:
    start, end = sheet.start or (0, 0), sheet.end or (0, 0)
    known = sheet.merged_cell_ranges
    ranges = merges.get(sheet.name, []) if known is None else [(*first, *last) for first, last in known]
    height = end[0] + 1
    hidden = meta.visible is not SheetVisibleEnum.Visible
    send(["sheet", sheet.name, hidden, height, ranges[:100_000], fonts])
    for rows in _frames_of_rows(sheet, start[1]):
        send(["rows", rows])


def main(path: str, old_fonts: list[str]) -> int:
    # Nothing here lives long enough to need collecting.
    gc.disable()
    limits = _loaded("process_limits", os.path.dirname(_HERE))  # noqa: PTH120  start-up time
    limits.limit_process(MEMORY_LIMIT)
    limits.limit_computing(SECONDS_LIMIT)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    encode = msgspec.msgpack.Encoder().encode

    def send(frame: list[Any]) -> None:
        data = encode(frame)
        out.write(struct.pack(">I", len(data)))
        view = memoryview(data)
        while view:
            view = view[out.write(view) :]

    try:
        with open(path, "rb") as source:  # noqa: PTH123  pathlib is not imported here: start-up time
            send_workbook(source, send, old_fonts)
    except RefusedError as refused:
        send(["error", refused.code, refused.about])
    except PasswordError:
        send(["error", "password", ""])
    except MemoryError:
        send(["error", "too_big", ""])
    except OSError as error:
        send(["error", "unreadable", str(error.errno or "")])
    except (CalamineError, zipfile.BadZipFile, expat.ExpatError, ValueError, KeyError, RuntimeError):
        send(["error", "damaged", ""])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
