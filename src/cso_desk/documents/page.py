"""The frame around every page: size, margins, and a foot with page number, code and square code."""

from typing import NamedTuple

from cso_desk.documents.bilingual import Speech, Text, first, inline
from cso_desk.documents.canvas import PaperCanvas, diamond
from cso_desk.documents.cards import draw_qr
from cso_desk.documents.paper import Paper
from cso_desk.documents.pieces import MM
from cso_desk.documents.text import Line, Style, draw, line, wrap
from cso_desk.wording import N_

SIZES = {"A4": (210 * MM, 297 * MM), "A5": (148 * MM, 210 * MM)}
_FOOT = Style(8)
_STAMP, _ACROSS = Style(9, bold=True), Style(48, bold=True)
_PALE, _TILT = 0.9, 40  # grey, degrees
_QR_SIDE = 13 * MM
PAGE_OF = N_("Page {page} of {count}")


class Frame(NamedTuple):
    """A page in points; `top` and `bottom` are the y of the text area's edges."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


def frame_of(paper: Paper) -> Frame:
    """The page of a paper; ValueError for a size we do not have."""
    if paper.size not in SIZES:
        raise ValueError(f"no such paper size: {paper.size}")
    width, height = SIZES[paper.size]
    if paper.landscape:
        width, height = height, width
    above, right, below, left = (margin * MM for margin in paper.margins)
    return Frame(width, height, left, width - right, height - above, below + _foot_height(paper))


def _foot_height(paper: Paper) -> float:
    if paper.qr:
        return _QR_SIDE + 2 * MM
    return 6 * MM if paper.page_numbers or paper.code or paper.foot else 0.0


def draw_frame(canvas: PaperCanvas, paper: Paper, frame: Frame, page: int, count: int) -> None:
    """Foot and border of one page."""
    canvas.setLineWidth(0.5)
    speech = Speech(paper.language)
    y = paper.margins[2] * MM
    left = frame.left
    if paper.qr:
        draw_qr(canvas, frame.left, y, _QR_SIDE, paper.qr)
        left += _QR_SIDE + 3 * MM
    right = frame.right
    if paper.page_numbers:
        text = line(inline(speech(PAGE_OF, page=page, count=count)), _FOOT)
        draw(canvas, right - text.width, y + 1 * MM, text)
        right -= text.width + 4 * MM
    if paper.code:
        code = line(paper.code, Style(9, bold=True))
        draw(canvas, left, y + 1 * MM, code)
        if not paper.qr:
            left += code.width + 5 * MM
    if paper.foot:
        # Above the code the whole width is free.
        room = frame.right if paper.qr and paper.code else right
        foot = _foot_line(paper.foot, room - left)
        # Above the code where the square code makes room for two lines.
        draw(canvas, left, y + (7 * MM if paper.qr and paper.code else 1 * MM), foot)
    if paper.frame:
        _border(canvas, frame)
    if paper.stamp:
        _stamp(canvas, frame, paper.stamp)


def _stamp(canvas: PaperCanvas, frame: Frame, text: Text) -> None:
    """In the margin above, and large and pale across the page, so that no copy can lose it."""
    small = line(inline(text), _STAMP)
    middle = frame.width / 2
    canvas.setFillGray(1)
    canvas.rect(
        middle - small.width / 2 - 3 * MM, frame.height - 11 * MM, small.width + 6 * MM, 6.5 * MM, fill=1
    )
    canvas.setFillGray(0)
    draw(canvas, middle - small.width / 2, frame.height - 9 * MM, small)
    across = line(first(text), _ACROSS)
    fitting = min(1.0, 0.8 * frame.width / across.width)
    canvas.saveState()
    canvas.setFillGray(_PALE)
    canvas.translate(middle, frame.height / 2)
    canvas.rotate(_TILT)
    canvas.scale(fitting, fitting)
    draw(canvas, -across.width / 2, 0, across)
    canvas.restoreState()


def _foot_line(text: Text, room: float) -> Line:
    """The hub's own line in letters small enough; of two languages the first one where both are too long."""
    for said in (inline(text), first(text)):
        for size in (_FOOT.size, 7, 6):
            found = line(said, Style(size))
            if found.width <= room:
                return found
    return wrap(first(text), Style(6), room)[0]


def _border(canvas: PaperCanvas, frame: Frame) -> None:
    """Two lines and a diamond in each corner."""
    canvas.saveState()
    for inset, weight in ((8 * MM, 2.0), (10 * MM, 0.6)):
        canvas.setLineWidth(weight)
        canvas.rect(inset, inset, frame.width - 2 * inset, frame.height - 2 * inset)
    r, edge = 3 * MM, 9 * MM
    for x in (edge, frame.width - edge):
        for y in (edge, frame.height - edge):
            canvas.addLiteral(f"1 g 0.8 w {diamond(x, y, r)} B 0 g")
    canvas.restoreState()
