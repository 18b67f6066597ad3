"""The letters of the icon font: Phosphor, as the package QtAwesome carries it, in any colour and size.

The font file is read when the first icon is painted; QtAwesome itself, which would load twelve families and
guess at a Qt binding, is never imported.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPixmap

_FONT, _NAMES = "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json"
_PAD = 0.06  # of the side, left free around a letter


@cache
def _folder() -> Path:
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise RuntimeError("the package QtAwesome, which carries the icons, is not installed")
    return Path(found.origin).parent / "fonts"


@cache
def letters() -> dict[str, int]:
    """Every icon's name and its place in the font."""
    names = json.loads((_folder() / _NAMES).read_text(encoding="utf-8"))
    return {name: int(code, 16) for name, code in names.items()}


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_folder() / _FONT))
    return QFontDatabase.applicationFontFamilies(number)[0]


def paint_letter(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """Paint the icon `name` as large as `rect` allows, in "#rrggbb"."""
    font = QFont(_family())
    font.setPixelSize(max(1, round(min(rect.width(), rect.height()) * (1 - _PAD))))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(letters()[name]))
    painter.restore()


def letter_pixmap(name: str, size: QSize, colour: str) -> QPixmap:
    """The icon as a picture of `size` device pixels."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_letter(painter, QRect(QPoint(0, 0), size), name, colour)
    painter.end()
    return pixmap
