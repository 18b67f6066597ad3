"""The head of an official paper: kingdom, motto, ornament; the hub with logo and reference number."""

import io
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from cso_desk.documents.bilingual import Both, Speech, Text, inline
from cso_desk.documents.canvas import PaperCanvas, diamond, polygon
from cso_desk.documents.paper import DateLines, Head, Signature, Signatures
from cso_desk.documents.pieces import ENGLISH_SIZE, MM, Piece, side_by_side, space, stacked
from cso_desk.documents.text import Line, Style, draw_lines, height_of, wrap
from cso_desk.errors import DamagedFileError
from cso_desk.wording import N_, _

KINGDOM, MOTTO = N_("Kingdom of Cambodia"), N_("Nation Religion King")
_LOGO_HEIGHT = 20 * MM
_MOST_PIXELS = 60_000_000  # a small file may claim to be endless


def picture(image: bytes) -> tuple[ImageReader, float, float]:
    """A picture ready to be drawn, with its width and height in pixels. DamagedFileError if it is none."""
    try:
        with Image.open(io.BytesIO(image), formats=("PNG", "JPEG")) as opened:
            width, height = opened.size
            if width * height > _MOST_PIXELS:
                raise ValueError("too many pixels")  # noqa: TRY301  told like every other bad picture
            opened.load()
        return ImageReader(io.BytesIO(image)), width, height
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise DamagedFileError(
            _("A picture for this paper cannot be read. Choose it again as PNG or JPEG.")
        ) from error


def smaller_picture(image: bytes, side: int) -> bytes:
    """A picture that `picture` takes, with at most `side` pixels a side, as PNG."""
    with Image.open(io.BytesIO(image), formats=("PNG", "JPEG")) as opened:
        made = opened.convert("RGBA")
    made.thumbnail((side, side))
    stream = io.BytesIO()
    made.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def official_lines(text: Text, size: float, width: float) -> list[Line]:
    """A centred line of the display face; English alone or below in bold capitals would shout: bold it is."""
    style = Style(size, face="head", align="center")
    if not isinstance(text, Both):
        return wrap(text, style, width)
    english = Style(round(size * ENGLISH_SIZE, 1), bold=True, align="center")
    return wrap(text.km, style, width) + wrap(text.en, english, width)


def head_pieces(head: Head, width: float, speech: Speech) -> Iterator[Piece]:
    """Kingdom and motto centred, an ornament, then the hub at the left."""
    if head.kingdom:
        lines = _kingdom(speech(KINGDOM), speech(MOTTO), width)
        yield side_by_side([(0, width, lines)], keep=True)
        yield Piece(
            5 * MM, lambda canvas, x, top: _ornament(canvas, x + width / 2, top - 1.5 * MM), keep=True
        )
    if head.hub or head.under_hub or head.logo or head.reference:
        yield _hub(head, width)
        yield space(3 * MM)


def _kingdom(kingdom: Text, motto: Text, width: float) -> list[Line]:
    """Two Khmer lines; in a paper of two languages the English ones follow in one line."""
    if isinstance(kingdom, Both) and isinstance(motto, Both):
        english = wrap(f"{kingdom.en} – {motto.en}", Style(10, bold=True, align="center"), width)
        return official_lines(kingdom.km, 13, width) + official_lines(motto.km, 11, width) + english
    return official_lines(kingdom, 13, width) + official_lines(motto, 11, width)


def _ornament(canvas: PaperCanvas, x: float, y: float) -> None:
    """Three diamonds between two lines that grow thinner outwards."""
    path = [diamond(x - 7, y, 1.6), diamond(x, y, 2.6), diamond(x + 7, y, 1.6)]
    path += [
        polygon((x + side * 11, y + 0.7), (x + side * 46, y), (x + side * 11, y - 0.7)) for side in (-1, 1)
    ]
    canvas.addLiteral(f"{' '.join(path)} f")


def _hub(head: Head, width: float) -> Piece:
    column = width * 0.55
    logo = _logo(head.logo) if head.logo else None
    shift = logo[1] + 3 * MM if logo else 0.0
    room = column - shift
    lines: list[Line] = []
    for index, text in enumerate([head.hub, *head.under_hub]):
        if isinstance(text, Both):
            lines += _hub_lines(text.km, index, room, 11) + _hub_lines(text.en, index, room, 9.5)
        else:
            lines += _hub_lines(text, index, room, 11)
    lines += wrap(inline(head.reference), Style(10), room)
    text_height = height_of(lines)
    height = max(text_height, logo[2] if logo else 0)

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        if logo:
            canvas.drawImage(logo[0], x, top - logo[2], logo[1], logo[2], mask="auto")
        draw_lines(canvas, x + shift, top - (height - text_height) / 2, room, lines)

    return Piece(height, paint, keep=True)


def _hub_lines(text: str, index: int, room: float, size: float) -> list[Line]:
    return wrap(text, Style(size, bold=True) if index == 0 else Style(size - 2), room)


def _logo(image: bytes) -> tuple[ImageReader, float, float]:
    reader, width, height = picture(image)
    scale = min(_LOGO_HEIGHT / height, 1.6 * _LOGO_HEIGHT / width)
    return reader, width * scale, height * scale


def date_piece(dates: DateLines, width: float) -> Piece:
    """Place and date in the right half; never parted from the signature below."""
    half = width * 0.6
    style = Style(10.5, align="center")
    lines = [line for text in dates.lines for line in stacked(text, style, half)]
    return side_by_side([(width - half, half, lines)], keep=True)


def signature_pieces(block: Signatures, width: float) -> Iterator[Piece]:
    """Who signs, side by side: date lines, note and role, room for the hand and the seal, the name."""
    each = width / max(len(block.people), 1)
    upper: list[tuple[float, float, list[Line]]] = []
    lower: list[tuple[float, float, list[Line]]] = []
    for index, person in enumerate(block.people):
        if person is not None:
            upper.append((index * each, each - 2 * MM, _upper(person, each - 2 * MM)))
            name = stacked(person.name, Style(10.5, bold=True, align="center"), each - 2 * MM)
            lower.append((index * each, each - 2 * MM, name))
    # Roles stand on one line even where only one of them has a date above.
    tallest = max((height_of(lines) for _, _, lines in upper), default=0.0)

    def paint(canvas: PaperCanvas, x: float, top: float) -> None:
        for shift, column, lines in upper:
            draw_lines(canvas, x + shift, top - (tallest - height_of(lines)), column, lines)

    yield space(4 * MM)
    yield Piece(tallest, paint, keep=True, signs=True)
    yield Piece(block.gap * MM, lambda _canvas, _x, _top: None, keep=True)
    yield side_by_side(lower)


def _upper(person: Signature, width: float) -> list[Line]:
    plain, bold = Style(10.5, align="center"), Style(10.5, bold=True, align="center")
    lines = [line for text in person.lines for line in stacked(text, plain, width)]
    return lines + stacked(person.note, plain, width) + stacked(person.role, bold, width)
