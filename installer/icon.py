"""Draws the program's icon, in every size that a system asks for."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

_GREEN, _PAPER, _INK, _GOLD = "#0f5f5c", "#ffffff", "#0f5f5c", "#e0a83a"
_FINE = 1024  # drawn so large, then made smaller, so that edges are smooth
SIZES = (16, 24, 32, 48, 64, 128, 256)


@cache
def _drawn() -> Image.Image:
    """A sheet on a desk, with a head and lines: what the program is about."""
    image = Image.new("RGBA", (_FINE, _FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((32, 32, 992, 992), 210, fill=_GREEN)
    pen.rounded_rectangle((250, 170, 774, 854), 56, fill=_PAPER)
    pen.ellipse((412, 250, 612, 450), fill=_GOLD)
    for top, right in ((520, 674), (620, 674), (720, 560)):
        pen.rounded_rectangle((350, top, right, top + 48), 24, fill=_INK)
    return image


def write_png(path: Path, size: int) -> None:
    """Write the icon, `size` pixels wide and high."""
    _drawn().resize((size, size), Image.Resampling.LANCZOS).save(path, "PNG", optimize=False)


def write_ico(path: Path) -> None:
    """Write all sizes into one file, as Windows wants them."""
    out = BytesIO()
    _drawn().save(out, "ICO", sizes=[(size, size) for size in SIZES])
    path.write_bytes(out.getvalue())
