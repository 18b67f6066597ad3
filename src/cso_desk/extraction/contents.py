"""What the parts of a process that reads a file give each other: a document, its pages, why it is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from cso_desk.extraction.limits import PAGE_CHARACTERS

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


class RefusedError(Exception):
    """The file will not be read; `code` says why, see `refusals`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Image:
    """A drawn page: RGB, three bytes a pixel, rows without padding."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


class Document(Protocol):
    """An open file. Pages count from 0. Anything may raise RefusedError."""

    kind: str
    pages: int

    def texts(self) -> Iterator[str]:
        """The text of each page."""
        ...

    def draw(self, page: int, width: int) -> Image | None:
        """A picture of a page so many pixels wide; None for files without pages to be seen."""
        ...

    def fonts(self) -> list[str]:
        """The names of some fonts of a file that tells them."""
        ...


def plain(text: str) -> str:
    """Text without what no person reads, with one kind of line end, cut where it is endless."""
    text = text[:PAGE_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return _NO_TEXT.sub("", text).strip()
