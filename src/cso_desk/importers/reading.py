"""Reads any list file (workbook or text) into plain cells, whatever its name says, within fixed limits.

Workbooks are opened in a process of their own (`child.py`); text is read here. Nothing is interpreted:
cells are None or "" (blank), str, int, float, bool, date, datetime or time. Macros are refused.
"""

import contextlib
import datetime as dt
import gc
import queue
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from cso_desk.errors import DamagedFileError
from cso_desk.importers import child, text_files, vcards
from cso_desk.importers.refusals import damaged, not_a_list, refused_by_child, too_big, unreadable
from cso_desk.khmer.legacy_fonts import old_font_beginnings
from cso_desk.wording import _

MAX_TEXT_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
# Sheets full of the same few words pack well; a real one of this size never packs 400 to 1.
SUSPICIOUS_BYTES, SUSPICIOUS_RATIO = 48 * 1024 * 1024, 400
SECONDS_LIMIT = 180.0
_MANIFEST = "META-INF/manifest.xml"  # of a LibreOffice file
_LOOK_AT = 64 * 1024

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | None
Progress = Callable[[int, int], object]
"""Called with rows read and rows in all (0 = not known yet); raising CancelledError stops the reading."""


FIRST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns count from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet: `rows[0]` is sheet row `first_row`; rows end at their last filled cell."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    first_row: int = 1
    hidden: bool = False
    old_font_cells: list[tuple[int, int, list[tuple[str, str]]]] = field(default_factory=list)
    """Cells in an old font: row and column from 0, then the font ("" = a usual one) and text of each part."""

    def is_blank(self) -> bool:
        return not any(cell not in (None, "") for row in self.rows for cell in row)


FirstRows = Callable[[Sheet], object]


@dataclass(slots=True)
class Workbook:
    """Every sheet of a file; `encoding` and `delimiter` of text files; `damaged` = unreadable letters."""

    sheets: list[Sheet]
    kind: str
    encoding: str = ""
    delimiter: str = ""
    damaged: bool = False
    old_fonts_named: bool = False
    """Whether an .xls names an old Khmer font of which the cells could not be found out."""
    without_results: frozenset[str] = frozenset()
    """The sheets whose formulas were saved without what they come to."""


def read_workbook(
    path: Path, progress: Progress | None = None, first_rows: FirstRows | None = None
) -> Workbook:
    """Read the file at `path`; what it is, is decided by its content, not its name.

    `first_rows` is given the beginning of the first sheet of a long workbook while the rest is read.
    Raises DamagedFileError or UserError with a sentence that says what to do.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as source:
            head = source.read(4096)
    except OSError as error:
        raise unreadable(path, error) from None
    if size == 0 or not head.strip(b"\x00\t\r\n "):
        raise DamagedFileError(_("The file “{name}” is empty. Choose another file.", name=path.name))
    if head.startswith(b"PK"):
        _check_package(path)
        return _read_in_child(path, progress, first_rows)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _read_in_child(path, progress, first_rows)
    if head.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")) and b"\x00" in head[:16]:
        return _read_in_child(path, progress)
    return _read_text(path, size)


def _check_package(path: Path) -> None:
    """Look at the zip directory before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged(path) from None
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refused_by_child(path, "macros", "")
    if b":encryption-data" in _part(path, names, _MANIFEST):
        raise refused_by_child(path, "password", "")
    if not any(name.startswith("xl/") or name in ("content.xml", "word/document.xml") for name in names):
        raise not_a_list(path)
    if "content.xml" in names and b"spreadsheet" not in (
        _part(path, names, "mimetype").strip() or b"spreadsheet"
    ):
        raise not_a_list(path)
    read = [part for part in parts if part.filename.endswith((".xml", ".rels", ".bin"))]
    unpacked = sum(part.file_size for part in read)
    packed = sum(part.compress_size for part in read) or 1
    if unpacked > MAX_UNPACKED_BYTES or (
        unpacked > SUSPICIOUS_BYTES and unpacked / packed > SUSPICIOUS_RATIO
    ):
        raise too_big(path)


def _part(path: Path, names: set[str], name: str) -> bytes:
    """The beginning of a part of a package, nothing where it has none."""
    if name not in names:
        return b""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as part:
            return part.read(_LOOK_AT)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError):
        raise damaged(path) from None


def _read_text(path: Path, size: int) -> Workbook:
    if size > MAX_TEXT_BYTES:
        raise too_big(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None
    if data.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"MZ")
    ):
        raise not_a_list(path)
    decoded = text_files.decode(data)
    if decoded is None:
        raise not_a_list(path)
    try:
        return _text_workbook(path, decoded)
    except child.RefusedError as refused:
        raise refused_by_child(path, refused.code, path.stem) from None


def _text_workbook(path: Path, decoded: text_files.Decoded) -> Workbook:
    name = path.stem
    if text_files.looks_like_a_page(decoded.text):
        rows, merges = text_files.page_rows(decoded.text)
        if not rows:
            raise not_a_list(path)
        sheet = Sheet(name, rows, [Merge(*merge) for merge in merges])
        return Workbook([sheet], "page", decoded.encoding, damaged=decoded.damaged)
    if vcards.looks_like_cards(decoded.text):
        lists = [Sheet(each, rows) for each, rows in vcards.card_lists(decoded.text)]
        return Workbook(lists, "vcard", decoded.encoding, damaged=decoded.damaged)
    if decoded.text.lstrip().startswith("<?xml"):
        raise not_a_list(path)
    rows, delimiter = text_files.split_rows(decoded.text)
    _check_limits(name, rows)
    return Workbook([Sheet(name, rows)], "text", decoded.encoding, delimiter, decoded.damaged)


def _check_limits(name: str, rows: list[list[Any]]) -> None:
    path = Path(name)
    if len(rows) > child.MAX_ROWS and sum(1 for row in rows if any(row)) > child.MAX_ROWS:
        raise refused_by_child(path, "too_many_rows", name)
    if any(len(row) > child.MAX_COLUMNS for row in rows):
        raise refused_by_child(path, "too_many_columns", name)


def _from_extension(code: int, data: memoryview) -> Any:
    text = bytes(data).decode("ascii")
    if code == child.DATE:
        return dt.date.fromisoformat(text)
    if code == child.DATETIME:
        return dt.datetime.fromisoformat(text)
    return dt.time.fromisoformat(text)


def _pump(pipe: IO[bytes], frames: "queue.Queue[bytes | None]") -> None:
    """Carry frames from the pipe to the queue, so that the reading can be stopped at any moment."""
    with contextlib.suppress(OSError, ValueError):
        while len(length := pipe.read(4)) == 4:
            frames.put(pipe.read(struct.unpack(">I", length)[0]))
    frames.put(None)


def _frames(process: "subprocess.Popen[bytes]", tick: Callable[[], object]) -> Iterator[list[Any]]:
    assert process.stdout is not None  # noqa: S101  it was asked for
    frames: queue.Queue[bytes | None] = queue.Queue(maxsize=64)
    threading.Thread(target=_pump, args=(process.stdout, frames), daemon=True).start()
    decode = msgspec.msgpack.Decoder(list[Any], ext_hook=_from_extension).decode
    deadline = time.monotonic() + SECONDS_LIMIT
    while True:
        try:
            frame = frames.get(timeout=0.1)
        except queue.Empty:
            tick()
            if time.monotonic() > deadline:
                return
            continue
        if frame is None:
            return
        yield decode(frame)


@contextlib.contextmanager
def not_collecting() -> Iterator[None]:
    """Let the garbage collector rest: a million new cells make it look at all of them again and again."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def _read_in_child(path: Path, progress: Progress | None, first_rows: FirstRows | None = None) -> Workbook:
    # -I: the child takes nothing from the folder it is started in.
    command = [sys.executable, "-I", child.__file__, str(path.resolve()), *old_font_beginnings()]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    process = subprocess.Popen(  # noqa: S603  our own program and a file name
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
    )
    try:
        with not_collecting():
            nothing = lambda *_told: None  # noqa: E731  nobody wants to know
            return _collect(path, process, progress or nothing, first_rows or nothing)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _beginning(sheet: Sheet) -> Sheet:
    """The first rows of a sheet, to be understood by themselves."""
    rows = [list(row) for row in sheet.rows[:FIRST_ROWS]]
    fonts = [cell for cell in sheet.old_font_cells if cell[0] < FIRST_ROWS]
    merged = [merge for merge in sheet.merged if merge.top < FIRST_ROWS]
    return Sheet(sheet.name, rows, merged, old_font_cells=fonts)


def _collect(
    path: Path, process: "subprocess.Popen[bytes]", progress: Progress, first_rows: FirstRows
) -> Workbook:
    sheets: list[Sheet] = []
    done = total = 0
    shown = old_fonts_named = False
    without_results: frozenset[str] = frozenset()

    def tick() -> None:
        progress(done, total)

    for frame in _frames(process, tick):
        match frame:
            case ["rows", rows]:
                sheets[-1].rows.extend(rows)
                done += len(rows)
                progress(done, max(total, done))
                if not shown and total > done and not sheets[-1].hidden:
                    shown = True
                    first_rows(_beginning(sheets[-1]))
            case ["sheet", name, hidden, height, merges, fonts]:
                merged = [Merge(*merge) for merge in merges]
                sheets.append(Sheet(name, [], merged, hidden=hidden, old_font_cells=fonts))
                total += height
            case ["old_fonts_named"]:
                old_fonts_named = True
            case ["without_results", names]:
                without_results = frozenset(names)
            case ["error", code, about]:
                raise refused_by_child(path, code, about)
            case ["end"]:
                return Workbook(
                    sheets, "workbook", old_fonts_named=old_fonts_named, without_results=without_results
                )
            case _:
                break
    # It ended without a word: the system ended it for taking too much memory or time.
    raise too_big(path)
