"""The sheet of reportlab that all papers are drawn on, with our own faces embedded in it."""

from types import SimpleNamespace
from typing import Any, BinaryIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from cso_desk.documents.faces import EmbeddedFace

# reportlab begins every page with a font; a "dynamic" one keeps unembedded Helvetica out of the file.
_NO_FONT = SimpleNamespace(
    fontName="CSODeskNone", _dynamicFont=1, _multiByte=0, face=SimpleNamespace(name="CSODeskNone", builtIn=0)
)


class PaperCanvas(Canvas):
    """A canvas that knows which glyphs of which face were drawn on it. The same calls give the same bytes."""

    def __init__(self, stream: BinaryIO, page_size: tuple[float, float], *, language: str = "km") -> None:
        pdfmetrics.registerFont(_NO_FONT)
        self._embedded: dict[int, EmbeddedFace] = {}
        self._noted: set[str] = set()
        super().__init__(
            stream,
            pagesize=page_size,
            invariant=1,
            pageCompression=1,
            lang=language,
            initialFontName=_NO_FONT.fontName,
        )
        self.setProducer("CSO Desk")

    def note_glyphs(self, code: str, glyphs: tuple[tuple[int, frozenset[int]], ...]) -> None:
        """Embed these glyphs (face number, glyph numbers); `code` is what draws them."""
        if code in self._noted:
            return
        self._noted.add(code)
        for number, used in glyphs:
            self._embedded_face(number).glyphs.update(used)

    def _embedded_face(self, number: int) -> EmbeddedFace:
        font = self._embedded.get(number)
        if font is None:
            font = self._embedded[number] = EmbeddedFace(number)
            document: Any = vars(self)["_doc"]
            document.fontMapping[font.face.postscript_name] = f"/{font.face.resource_name}"
            document.delayedFonts.append(font)
        return font


def polygon(*points: tuple[float, float]) -> str:
    """A closed path through points, to be filled or stroked by what follows."""
    first, *others = (f"{x:.2f} {y:.2f}" for x, y in points)
    return f"{first} m {' l '.join(others)} l h"


def diamond(x: float, y: float, radius: float) -> str:
    return polygon((x - radius, y), (x, y + radius), (x + radius, y), (x, y - radius))


def segments(*lines: tuple[float, float, float, float]) -> str:
    """Lines from x1, y1 to x2, y2, drawn with the pen as it is."""
    return f"n {' '.join(f'{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l' for a, b, c, d in lines)} S"
