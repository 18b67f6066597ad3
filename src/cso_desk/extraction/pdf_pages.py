"""Pages of a PDF through PDFium: the reader that gives Khmer in the order of Unicode."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pypdfium2
from pypdfium2 import raw

from cso_desk.extraction.contents import Image, RefusedError, plain
from cso_desk.extraction.limits import DRAWN, PAGES

_FONT_PAGES, _FONT_OBJECTS = 2, 400  # where the names of fonts are looked for
_LONGEST_FONT = 200
_WIDEST = 14_400.0  # points, the largest page of the format


class PdfPages:
    """An open PDF."""

    kind = "pdf"

    def __init__(self, data: bytes) -> None:
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise RefusedError("password" if locked else "damaged") from None
        self._first: Any = None
        self.pages = len(self._document)
        if not self.pages:
            raise RefusedError("damaged")
        if self.pages > PAGES:
            raise RefusedError("too_many_pages")

    def texts(self) -> Iterator[str]:
        for number in range(self.pages):
            yield self._text(number)

    def draw(self, page: int, width: int) -> Image | None:
        try:
            with self._page(page) as opened:
                scale = _scale(opened.get_width(), opened.get_height(), width)
                return _image(opened.render(scale=scale, rev_byteorder=True, prefer_bgrx=False))
        except pypdfium2.PdfiumError:
            return None

    def fonts(self) -> list[str]:
        found: dict[str, None] = {}
        for number in range(min(_FONT_PAGES, self.pages)):
            with suppress(pypdfium2.PdfiumError), self._page(number) as page:
                for index in range(min(raw.FPDFPage_CountObjects(page.raw), _FONT_OBJECTS)):
                    one = raw.FPDFPage_GetObject(page.raw, index)
                    if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_TEXT:
                        found[_font(one)] = None
        return [name for name in found if name]

    def _text(self, number: int) -> str:
        """The text of a page; a broken page has none, the others are read."""
        try:
            with self._page(number) as page:
                text = page.get_textpage()
                try:
                    return plain(text.get_text_range())
                finally:
                    text.close()
        except pypdfium2.PdfiumError:
            return ""

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        """A page; the first stays open: its text, its fonts and its picture are asked for one by one."""
        if number == 0:
            if self._first is None:
                self._first = self._document[0]
            yield self._first
            return
        page = self._document[number]
        try:
            yield page
        finally:
            page.close()


def _scale(width: float, height: float, wanted: int) -> float:
    """So that the page is as wide as wanted and no side longer than any screen needs."""
    width, height = max(1.0, min(width, _WIDEST)), max(1.0, min(height, _WIDEST * 10))
    return min(wanted / width, DRAWN / max(width, height))


def _font(text_object: Any) -> str:
    """The name of the font of a text, without the sign of a part of it ("ABCDEF+Limon-S1")."""
    font = raw.FPDFTextObj_GetFont(text_object)
    if not font:
        return ""
    import ctypes  # noqa: PLC0415  only PDFs need it

    buffer = ctypes.create_string_buffer(_LONGEST_FONT)
    raw.FPDFFont_GetBaseFontName(font, buffer, _LONGEST_FONT)
    name = buffer.value.decode("utf-8", "replace")
    return name.partition("+")[2] or name


def _image(bitmap: Any) -> Image:
    picture = bitmap.to_pil().convert("RGB")
    return Image(picture.width, picture.height, picture.tobytes())
