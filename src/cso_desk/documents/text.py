"""The text layer of papers: measures, breaks and draws Khmer and Latin, and keeps the text findable.

Runs are shaped by HarfBuzz and drawn by glyph number. A run whose glyphs do not tell its characters
carries them as /ActualText, so searching and copying give back the Unicode text that was put in.
Lengths are points (1/72 inch). Everything that is the same is shaped once.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cso_desk.documents.canvas import PaperCanvas
from cso_desk.documents.faces import face, faces_for, is_khmer
from cso_desk.khmer.breaking import STACKED_WORD, line_breaks

Align = str  # "left", "center" or "right"

# Controls, direction marks, variation selectors and non-characters have no place on paper.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffc\ufffe\uffff]"
)
# What nearly every text is made of: it needs no further look.
_SPOTLESS = re.compile("[ -~\u1780-\u17ff]*").fullmatch
_FIGURES = re.compile("[0-9\u17e0-\u17e9 ]+").fullmatch
_SURROGATES = re.compile("[\ud800-\udfff]")
_CLUSTER = re.compile(
    "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200c\u200d])*"
    "|.[\u0300-\u036f\u17b4-\u17d3\u17dd\u200c\u200d]*",
    re.DOTALL,
)
_ONLY_KHMER = re.compile("[\u1780-\u17ff][\u1780-\u17ff ]*").fullmatch
_ANY_KHMER = re.compile("[\u1780-\u17ff\u19e0-\u19ff]").search
_JOINERS = "\u200c\u200d\u25cc"
_OPENING = "([{«“‘<"  # belongs to what follows it, and is found there when text is copied
_KHMER_HEIGHT, _KHMER_RISE = 1.66, 1.09  # line height and baseline below its top, in em
_HEAD_HEIGHT, _HEAD_RISE = 1.8, 1.2
_LATIN_HEIGHT, _LATIN_RISE = 1.36, 1.01


class Style(NamedTuple):
    """How text looks. `face`: "body" or "head" (display face); `size` in points; `leading` in points, 0 for
    what suits the script; `colour` from 0 (black) to 1 (white); `align`: "left", "center" or "right".
    """

    size: float = 10
    bold: bool = False
    face: str = "body"
    align: Align = "left"
    leading: float = 0
    colour: float = 0


class Line(NamedTuple):
    """One line ready to be drawn. `width`, `height` and `rise` (baseline below the top) are points."""

    text: str
    width: float
    height: float
    rise: float
    align: Align
    code: str
    glyphs: tuple[tuple[int, frozenset[int]], ...]


class _Run(NamedTuple):
    width: float
    code: str
    face: int
    glyphs: frozenset[int]


def clean(text: str) -> str:
    """What can be printed of `text`: no controls, tabs as spaces, broken surrogates as U+FFFD."""
    if _SPOTLESS(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return _SURROGATES.sub("\ufffd", _UNPRINTABLE.sub("", text))


def _runs(text: str, numbers: tuple[int, ...]) -> Iterable[tuple[int, bool, str]]:
    """Parts of `text` drawn with one face and one script: face number, whether Khmer, text."""
    if _ONLY_KHMER(text):
        return ((numbers[0], True, text),)
    if text.isascii() and face(numbers[0]).has_ascii:
        return ((numbers[0], False, text),) if text else ()
    return _mixed_runs(text, numbers)


def _mixed_runs(text: str, numbers: tuple[int, ...]) -> Iterator[tuple[int, bool, str]]:
    start, current, khmer = 0, -1, False
    for index, char in enumerate(text):
        neutral = not char.isalnum() and not is_khmer(char) and char not in _OPENING
        inherits = current >= 0 and (char in _JOINERS or (neutral and char in face(current).characters))
        if inherits or "\u0300" <= char <= "\u036f":
            continue
        number = next((n for n in numbers if char in face(n).characters), numbers[0])
        script = is_khmer(char)
        if (number, script) != (current, khmer):
            if index > start:
                yield max(current, 0) if current >= 0 else number, khmer, text[start:index]
            start, current, khmer = index, number, script
    if start < len(text):
        yield current if current >= 0 else numbers[0], khmer, text[start:]


def _span(text: str, code: str) -> str:
    return f"/Span<</ActualText<FEFF{text.encode('utf-16-be').hex().upper()}>>>BDC {code} EMC"


@lru_cache(maxsize=50_000)
def _shape(text: str, number: int, khmer: bool, size: float) -> _Run:
    """One run as drawing operations that begin and end with the pen on the baseline."""
    used = face(number)
    if _FIGURES(text):
        return _figures(text, number, khmer, size)
    infos, places = used.shape(text, khmer=khmer)
    scale, width_of, char_of = used.scale, used.width, used.char_of
    parts: list[str] = ["[<"]
    pen = true = rise = 0.0
    # Marks that are moved onto their letter confuse readers even where each is one glyph.
    plain = not khmer and len(infos) == len(text)
    glyphs = [info.codepoint for info in infos]
    for glyph, place in zip(glyphs, places, strict=True):
        dx, dy, advance = place.x_offset, place.y_offset, place.x_advance
        if dy != rise:
            parts.append(f">]TJ {dy * scale * size / 1000:.3f} Ts[<")
            rise, plain = dy, False
        target = true + dx * scale
        if not -0.01 < target - pen < 0.01:
            parts.append(f">{pen - target:.2f}<")
            pen = target
        parts.append(f"{glyph:04X}")
        pen += width_of(glyph)
        true += advance * scale
    if plain:
        plain = text == "".join([char_of.get(glyph, "\0") for glyph in glyphs])
    if abs(true - pen) > 0.01:
        parts.append(f">{pen - true:.2f}<")
    parts.append(">]TJ 0 Ts" if rise else ">]TJ")
    code = "".join(parts).replace("<>", "")
    operations = f"/{used.resource_name} {size:g} Tf {code if plain else _span(text, code)}"
    return _Run(true * size / 1000, operations, number, frozenset(glyphs))


def _figures(text: str, number: int, khmer: bool, size: float) -> _Run:
    """Digits and spaces stand side by side as they are, in every face: half of a list needs no shaping."""
    used = face(number)
    code = f"[<{''.join([used.figures[char][0] for char in text])}>]TJ"
    operations = f"/{used.resource_name} {size:g} Tf {_span(text, code) if khmer else code}"
    width = sum([used.figures[char][1] for char in text]) * size / 1000
    return _Run(width, operations, number, frozenset([used.glyph_of[char] for char in text]))


def _proportions(style: Style, text: str) -> tuple[float, float]:
    if _ANY_KHMER(text):
        height, rise = (_HEAD_HEIGHT, _HEAD_RISE) if style.face == "head" else (_KHMER_HEIGHT, _KHMER_RISE)
    else:
        height, rise = _LATIN_HEIGHT, _LATIN_RISE
    if style.leading:
        return style.leading, rise * style.size + (style.leading - height * style.size) / 2
    return height * style.size, rise * style.size


@lru_cache(maxsize=50_000)
def line(text: str, style: Style) -> Line:
    """`text` on one line, whatever its width; line ends in it become spaces."""
    # A no-break space has done its work when lines are broken.
    shown = clean(text).replace("\u200b", "").replace("\n", " ").replace("\xa0", " ")
    runs = [
        _shape(part, number, khmer, style.size)
        for number, khmer, part in _runs(shown, faces_for(style.face, bold=style.bold))
    ]
    code = " ".join(run.code for run in runs)
    if style.colour and code:
        code = f"{style.colour:g} g {code} 0 g"
    height, rise = _proportions(style, shown)
    return Line(
        shown,
        sum(run.width for run in runs),
        height,
        rise,
        style.align,
        code,
        tuple((run.face, run.glyphs) for run in runs),
    )


def measure(text: str, style: Style) -> float:
    """Width in points of `text` on one line."""
    return line(text, style).width


def clusters(text: str) -> list[str]:
    """The smallest parts that may be torn apart at need: a Khmer consonant with all that hangs on it."""
    return _CLUSTER.findall(text)


def _pieces(text: str) -> list[str]:
    ends = [*line_breaks(text), len(text)]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _fill(pieces: list[str], style: Style, width: float) -> tuple[str, list[str]]:
    """As many pieces as fit on one line, at least one; and the rest."""
    used, count = 0.0, 0
    for piece in pieces:
        if count and used + measure(piece.rstrip(), style) > width:
            break
        used += measure(piece, style)
        count += 1
    # Kerning across pieces may change the sum: the whole line has the last word.
    while count > 1 and measure("".join(pieces[:count]).rstrip(), style) > width:
        count -= 1
    return "".join(pieces[:count]).rstrip(), pieces[count:]


@lru_cache(maxsize=20_000)
def _wrapped(text: str, style: Style, width: float) -> tuple[Line, ...]:
    lines: list[Line] = []
    for paragraph in clean(text).split("\n"):
        whole = line(paragraph.rstrip(), style)
        if whole.width <= width:
            lines.append(whole)
            continue
        rest = _pieces(paragraph)
        while rest:
            if measure(rest[0].rstrip(), style) > width:
                parts = clusters(rest[0])
                if len(parts) > 1:
                    rest[:1] = parts
            filled, rest = _fill(rest, style, width)
            lines.append(line(filled, style))
    return tuple(lines)


def wrap(text: str, style: Style, width: float) -> list[Line]:
    """`text` in lines no wider than `width` points: Khmer breaks between words as ICU sees them, Latin at
    spaces, and what is too long for a line between clusters. A single cluster is never torn.
    """
    return list(_wrapped(text, style, round(width, 3))) if text else []


def widest_cluster(text: str, style: Style) -> float:
    """The narrowest column that can hold `text` at all, in points."""
    return max((measure(part, style) for part in clusters(clean(text))), default=0.0)


def widest_word(text: str, style: Style) -> float:
    """The narrowest column that holds `text` without tearing a word, in points."""
    shown = clean(text)
    return max((measure(p.strip(), style) for part in shown.split("\n") for p in _pieces(part)), default=0.0)


def draw(canvas: PaperCanvas, x: float, y: float, line: Line) -> None:
    """Draw a line with its baseline starting at x, y (its alignment is the caller's business)."""
    if line.code:
        canvas.note_glyphs(line.code, line.glyphs)
        canvas.addLiteral(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {line.code} ET")


def draw_lines(canvas: PaperCanvas, x: float, top: float, width: float, lines: list[Line]) -> float:
    """Draw lines one below the other into a column, each with its own alignment; the y below them."""
    for one in lines:
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[one.align] * (width - one.width)
        draw(canvas, x + shift, top - one.rise, one)
        top -= one.height
    return top


def height_of(lines: list[Line]) -> float:
    return sum([one.height for one in lines])


def _assert_harfbuzz_shapes() -> None:
    """Khmer without shaping is unreadable: fail at import rather than on paper."""
    glyphs, _ = face(0).shape(STACKED_WORD, khmer=True)
    if len(glyphs) >= len(STACKED_WORD):
        raise ImportError("HarfBuzz does not shape Khmer on this machine")


_assert_harfbuzz_shapes()
