"""The typefaces on paper: HarfBuzz shapes with them and the file embeds only the glyphs that were drawn.

Each face is embedded as one composite font (Type0, Identity-H) whose codes are glyph numbers, so shaped
glyphs need no detour through made-up characters. Of reportlab this relies on what its own font classes
rely on: `fontMapping`, `delayedFonts`, `Reference` and the `BasicFonts` dictionary of the document.
"""

from collections.abc import Iterable
from functools import cache
from string import digits
from typing import Any

import uharfbuzz as hb
from reportlab import rl_config
from reportlab.pdfbase import pdfdoc

from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.resources import resource

# Text armour for page streams makes files a quarter larger and twice as slow to write.
rl_config.useA85 = 0

_FILES = ("Khmer-Regular", "Khmer-Bold", "Latin-Regular", "Latin-Bold", "Muol-Regular", "Signs-Regular")
_ROLES = {
    ("body", False): (0, 2, 5),
    ("body", True): (1, 3, 5),
    ("head", False): (4, 1, 3, 5),
    ("head", True): (4, 1, 3, 5),
}
_HEAD_FACE = 4
_FLAGS = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE

_UNNEEDED_TABLES = {
    int.from_bytes(tag, "big") for tag in (b"GSUB", b"GPOS", b"GDEF", b"name", b"cmap", b"post", b"OS/2")
}

_LATIN_FEATURES = {"liga": False}  # every glyph stands for one character, so text needs no /ActualText


def is_khmer(char: str) -> bool:
    return "\u1780" <= char <= "\u17ff" or "\u19e0" <= char <= "\u19ff"


class Face:
    """One font file, loaded once: shapes text and knows how wide its glyphs are (in 1/1000 em)."""

    def __init__(self, number: int) -> None:
        self.resource_name = f"K{number}"
        self.postscript_name = f"CSODesk{_FILES[number]}"
        # Read by Python: HarfBuzz itself does not open paths with Khmer letters on Windows.
        file = resource("fonts", f"{self.postscript_name}.ttf")
        self._hb_face = hb.Face(hb.Blob(file.read_bytes()))
        self._hb_font = hb.Font(self._hb_face)
        self._widths: dict[int, float] = {}
        self.scale = 1000 / self._hb_face.upem
        glyph_of: dict[int, int] = {}
        for point in self._hb_face.unicodes:
            glyph = self._hb_font.get_nominal_glyph(point)
            if glyph is not None:
                glyph_of[point] = glyph
        # The display face has Latin letters in a style of its own that does not suit names in headings.
        self.characters = frozenset(
            chr(point) for point in glyph_of if number != _HEAD_FACE or is_khmer(chr(point)) or point == 0x20
        )
        self.has_ascii = all(chr(point) in self.characters for point in range(0x20, 0x7F))
        self.glyph_of = {chr(point): glyph for point, glyph in glyph_of.items()}
        # What writes a digit or a space, and how wide it is: half of a list is made of them.
        self.figures = {
            char: (f"{self.glyph_of[char]:04X}", self.width(self.glyph_of[char]))
            for char in f"{digits} {to_khmer_digits(digits)}"
            if char in self.glyph_of
        }
        self.char_of = {glyph_of[point]: chr(point) for point in sorted(glyph_of, reverse=True)}

    def width(self, glyph: int) -> float:
        """Width as written into the file, in 1/1000 em."""
        known = self._widths.get(glyph)
        if known is None:
            advance: float = self._hb_font.get_glyph_h_advance(glyph) * self.scale
            known = self._widths[glyph] = round(advance, 3)
        return known

    def shape(self, text: str, *, khmer: bool) -> tuple[list[Any], list[Any]]:
        """HarfBuzz's glyph infos and positions, in units of the face (times `scale`: 1/1000 em)."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "ltr"
        buffer.script = "Khmr" if khmer else "Latn"
        buffer.language = "km" if khmer else "en"
        hb.shape(self._hb_font, buffer, None if khmer else _LATIN_FEATURES)
        return buffer.glyph_infos, buffer.glyph_positions

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """The font file with the outlines of `glyphs` only; glyph numbers stay what they are."""
        order = hb.SubsetInput()
        order.flags = _FLAGS
        order.glyph_set.update({0, *glyphs})
        order.drop_table_tag_set.update(_UNNEEDED_TABLES)
        return bytes(order.subset(self._hb_face).blob.data)

    def metrics(self) -> dict[str, object]:
        extents = self._hb_font.get_font_extents("ltr")
        up, down = round(extents.ascender * self.scale), round(extents.descender * self.scale)
        return {
            "Ascent": up,
            "CapHeight": 700,
            "Descent": down,
            "FontBBox": pdfdoc.PDFArray([-500, down - 500, 2000, up + 500]),
            "ItalicAngle": 0,
            "StemV": 120 if self.postscript_name.endswith("Bold") else 80,
            "Flags": 4,
        }


@cache
def face(number: int) -> Face:
    return Face(number)


def faces_for(role: str, *, bold: bool) -> tuple[int, ...]:
    """The numbers of the faces to try, first choice first. Roles: "body", "head"."""
    return _ROLES[role, bold]


def _unicode_map(face_: Face, glyphs: list[int]) -> bytes:
    lines = [
        f"<{glyph:04X}> <{face_.char_of[glyph].encode('utf-16-be').hex().upper()}>"
        for glyph in glyphs
        if glyph in face_.char_of
    ]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")


class EmbeddedFace:
    """One face in one document: gathers the glyphs that were drawn and writes them at the end."""

    def __init__(self, number: int) -> None:
        self.face = face(number)
        self.glyphs: set[int] = set()

    def addObjects(self, document: Any) -> None:  # noqa: N802  the name reportlab calls
        glyphs = sorted(self.glyphs)
        used = self.face
        # A made-up six letter prefix marks a subset; the name itself tells readers the fonts apart.
        name = "/" + f"CSODES+{used.postscript_name}"
        font_file = self._stream(document, used.subset(glyphs), length1=True)
        described = {"Type": "/FontDescriptor", "FontName": name, "FontFile2": font_file, **used.metrics()}
        widths: list[object] = []
        for glyph in glyphs:
            widths += [glyph, pdfdoc.PDFArray([used.width(glyph)])]
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": document.Reference(pdfdoc.PDFDictionary(described)),
            "DW": 1000,
            "W": pdfdoc.PDFArray(widths),
            "CIDToGIDMap": "/Identity",
        }
        composite = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(pdfdoc.PDFDictionary(descendant))]),
            "ToUnicode": self._stream(document, _unicode_map(used, glyphs)),
        }
        fonts = document.idToObject["BasicFonts"].dict
        fonts[used.resource_name] = document.Reference(pdfdoc.PDFDictionary(composite))

    @staticmethod
    def _stream(document: Any, content: bytes, *, length1: bool = False) -> Any:
        stream = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
        if length1:
            stream.dictionary["Length1"] = len(content)
        return document.Reference(stream)
