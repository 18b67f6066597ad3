"""Icons in the colours of the theme; an icon painted after a change of theme wears the new colours."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from cso_desk.widgets.icon_font import letter_pixmap, letters, paint_letter
from cso_desk.widgets.theme import theme


class _Letter(QIconEngine):
    """Paints one letter of the icon font; the colour is looked up at each painting."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def _colour(self, mode: QIcon.Mode) -> str:
        return str(getattr(theme.palette, "disabled" if mode == QIcon.Mode.Disabled else self._token))

    def clone(self) -> QIconEngine:
        return _Letter(self._name, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        paint_letter(painter, rect, self._name, self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return letter_pixmap(self._name, size, self._colour(mode))


def icon(name: str, colour: str = "text") -> QIcon:
    """The icon `name` of Phosphor; `colour` names a token of the palette."""
    if name not in letters():
        raise KeyError(f"Phosphor has no icon {name}")
    return QIcon(_Letter(name, colour))


def icon_pixmap(name: str, side: int, colour: str = "text", ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `side` logical pixels."""
    size = QSize(round(side * ratio), round(side * ratio))
    pixmap = letter_pixmap(name, size, str(getattr(theme.palette, colour)))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
