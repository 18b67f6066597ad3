"""The text of workbooks, by the reader of lists, and of text files in any encoding."""

import io
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile

from python_calamine import CalamineError, PasswordError

from cso_desk.extraction.contents import Image, RefusedError, plain
from cso_desk.extraction.limits import FILE_CHARACTERS, PAGE_CHARACTERS
from cso_desk.importers import child, text_files


class Listed:
    """Sheets of a workbook, or a text: pages without a look of their own."""

    def __init__(self, kind: str, texts: list[str]) -> None:
        self.kind, self._texts = kind, texts
        self.pages = len(texts)

    def texts(self) -> Iterator[str]:
        return iter(self._texts)

    def fonts(self) -> list[str]:
        return []

    def draw(self, page: int, width: int) -> Image | None:  # noqa: ARG002  nothing to be seen
        return None


def workbook(data: bytes) -> Listed:
    """Each sheet of a workbook as lines of cells. Raises RefusedError."""
    sheets: list[list[str]] = []
    characters = 0

    def take(frame: list[Any]) -> None:
        nonlocal characters
        if frame[0] == "sheet":
            sheets.append([str(frame[1])])
        elif frame[0] == "rows":
            lines = ["\t".join(_shown(cell) for cell in row) for row in frame[1] if row]
            characters += sum(map(len, lines))
            if characters > FILE_CHARACTERS:
                raise RefusedError("too_big")
            sheets[-1].extend(lines)

    try:
        child.send_workbook(io.BytesIO(data), take, [])
    except child.RefusedError as refused:
        known = {"password", "macros", "entities"}
        raise RefusedError(refused.code if refused.code in known else "too_big") from None
    except PasswordError:
        raise RefusedError("password") from None
    except (CalamineError, BadZipFile, expat.ExpatError, ValueError, KeyError, RuntimeError):
        raise RefusedError("damaged") from None
    return Listed("workbook", [plain("\n".join(lines)) for lines in sheets])


def _shown(cell: Any) -> str:
    data = getattr(cell, "data", None)  # a day travels as an extension that holds its text
    return bytes(data).decode("ascii", "replace") if data is not None else str(cell)


def text(data: bytes) -> Listed | None:
    """A text file, cut into pages only where it is endless; None where it is no text."""
    decoded = text_files.decode(data)
    if decoded is None:
        return None
    whole = decoded.text
    if len(whole) > FILE_CHARACTERS:
        raise RefusedError("too_big")
    parts = [whole[at : at + PAGE_CHARACTERS] for at in range(0, len(whole), PAGE_CHARACTERS)]
    return Listed("text", [plain(part) for part in parts])
