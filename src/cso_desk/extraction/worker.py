"""Reads one file after the other for the program; what goes wrong in here can only end this process.

It is told `["open", size]` and then the content in `["data", bytes]`; then `["read", small]` or
`["draw", page, width]`. To the first it answers `["pages", texts]` as often as it likes and then
`["file", kind, pages, texts of the last pages, fonts, png]`, to the second
`["image", width, height, pixels]`, to both perhaps `["error", code]`. Pages count from 1. Most files are told
in one message, because each costs a change from one process to the other. No file is opened or written here:
what is to be read comes through the pipe.
"""
# ruff: noqa: PLC0415  each kind of file has a reader of its own, and most files are of one kind

import os
import re
import sys
import time
from collections.abc import Callable
from typing import IO, Any

from cso_desk.extraction.contents import Document, RefusedError
from cso_desk.extraction.limits import CPU_SECONDS, DRAWN, FILE_BYTES, FILE_CHARACTERS, MEMORY
from cso_desk.extraction.pipe import LATER, BrokenPipe, receive, send
from cso_desk.process_limits import limit_computing, limit_process

Send = Callable[[list[Any]], None]
_KHMER = re.compile("[\u1780-\u17b3]")
_TELL_AFTER = 1.0  # seconds
_FIRST = 64  # bytes that tell most kinds
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"L\0\0\0\x01\x14\x02")


def open_document(data: bytes) -> Document | None:
    """The open file, by what is in it whatever it is called; None for kinds that are not read.

    Raises RefusedError where it cannot or must not be read.
    """
    head = data[:_FIRST]
    if not data:
        raise RefusedError("empty")
    if head.startswith(_PROGRAMS):
        raise RefusedError("program")
    if head.startswith(_ARCHIVES):
        raise RefusedError("archive")
    if b"%PDF-" in data[:1024]:
        from cso_desk.extraction.pdf_pages import PdfPages

        return PdfPages(data)
    if head.startswith(b"PK"):
        return _package(data)
    if head.startswith(_OLE):
        return _old_container(data)
    from cso_desk.extraction.pictures import PicturePages, is_picture

    if is_picture(head):
        return PicturePages(data)
    from cso_desk.extraction.listed_texts import text

    # What is a drawing or a page of the web is kept and never shown as what it says of itself.
    return (
        text(data) if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{\\rtf", b"%!PS", b"<")) else None
    )


def _package(data: bytes) -> Document | None:
    from cso_desk.extraction.packed_texts import PackedText, open_package, package_kind

    archive = open_package(data)
    kind = package_kind(archive)
    if kind == "workbook":
        from cso_desk.extraction.listed_texts import workbook

        return workbook(data)
    if kind:
        return PackedText(archive, kind)
    if "mimetype" in archive.namelist():  # a book (EPUB), a drawing
        return None
    raise RefusedError("archive")


def _old_container(data: bytes) -> Document | None:
    """An old workbook; old letters and slides are kept unread."""
    if _LOCKED in data:
        raise RefusedError("password")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        from cso_desk.extraction.listed_texts import workbook

        return workbook(data)
    return None


def read(document: Document | None, small: int, say: Send) -> None:
    """Tell everything of a file; `small` is how many pixels wide its small picture is, 0 for none."""
    if document is None:
        say(["file", "", 0, [], [], b""])
        return
    texts: list[str] = []
    characters, has_khmer, told_at = 0, False, time.monotonic()
    for text in document.texts():
        characters += len(text)
        has_khmer = has_khmer or _KHMER.search(text) is not None
        if characters > FILE_CHARACTERS:
            raise RefusedError("too_big")
        texts.append(text)
        if time.monotonic() - told_at > _TELL_AFTER:
            say(["pages", texts])
            texts, told_at = [], time.monotonic()
    # Only without Khmer the names of fonts say more; finding them costs half as much as the text.
    fonts = document.fonts()[:200] if document.kind == "pdf" and characters and not has_khmer else []
    say(["file", document.kind, document.pages, texts, fonts, _small_picture(document, small)])


def _small_picture(document: Document, width: int) -> bytes:
    drawn = document.draw(0, width) if width else None
    if drawn is None:
        return b""
    from cso_desk.extraction.pictures import as_png

    return as_png(drawn)


def draw(document: Document | None, page: int, width: int, say: Send) -> None:
    """Tell the picture of one page."""
    if document is None or not 1 <= page <= document.pages:
        raise RefusedError("no_picture")
    image = document.draw(page - 1, min(max(width, 1), DRAWN))
    if image is None:
        raise RefusedError("no_picture")
    say(["image", image.width, image.height, image.pixels])


class _Worker:
    """What is open now, and the answers to what the program asks."""

    def __init__(self, source: IO[bytes], say: Send) -> None:
        self._source, self._say = source, say
        self._data = b""
        self._document: Document | None = None
        self._is_open = False

    def answer(self, asked: list[Any]) -> None:
        match asked:
            case ["open", int(size)] if 0 <= size <= FILE_BYTES:
                self._document, self._is_open, self._data = None, False, b""
                self._data = self._content(size)
            case ["read", int(small)]:
                read(self._opened(), small, self._say)
            case ["draw", int(page), int(width)]:
                draw(self._opened(), page, width, self._say)
            case _:
                raise BrokenPipe

    def _content(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            part = receive(self._source)
            if part is None or part[0] != "data":
                raise BrokenPipe
            data += part[1]
        return bytes(data)

    def _opened(self) -> Document | None:
        if not self._is_open:
            self._document = open_document(self._data)
            self._is_open = True
        return self._document


def main() -> int:
    """Answer until the program closes the pipe."""
    limit_process(MEMORY, writes=False)
    source = os.fdopen(os.dup(sys.stdin.fileno()), "rb", LATER)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb", LATER)
    # Whatever a library prints must not come between the messages.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    say: Send = lambda message: send(out, message)  # noqa: E731  it is all there is to it
    worker = _Worker(source, say)
    try:
        while (asked := receive(source)) is not None:
            limit_computing(CPU_SECONDS)
            _answered(worker, asked, say)
    except (BrokenPipe, OSError):
        return 1
    return 0


def _answered(worker: _Worker, asked: list[Any], say: Send) -> None:
    try:
        worker.answer(asked)
    except RefusedError as refused:
        say(["error", refused.code])
    except (MemoryError, RecursionError):
        say(["error", "too_big"])
