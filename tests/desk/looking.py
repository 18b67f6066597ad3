"""Plays the scenes of the window for tests, and finds what is seen in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from window_stage import Room
from window_states import SCENES

from cso_desk.desk.shots import Shown, settle
from cso_desk.widgets.live import listen
from cso_desk.widgets.theme import dress
from cso_desk.wording import use_language

SIZES = {100: (1366, 728), 125: (1092, 582), 150: (910, 485)}
"""What a laptop of 1366 x 768 has left for the window at each scale of its display."""


def play(
    scene: str, stage: Path, folder: Path, language: str, palette: str = "light", scale: int = 100
) -> Iterator[Shown]:
    """Every state of a scene, in a room of its own below `folder`, laid out and ready to be looked at."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    listen()
    use_language(language)
    dress(application, palette)
    with Room(stage, folder / "room", SIZES[scale]) as room:
        for name, window in SCENES[scene](room):
            settle(window, SIZES[scale])
            yield name, window


def roots(window: QWidget) -> list[QWidget]:
    """The window and what is open over it."""
    popups = [
        each
        for each in QApplication.topLevelWidgets()
        if each.isVisible() and each.windowType() == Qt.WindowType.Popup
    ]
    return [window, *popups]


def seen(root: QWidget, *kinds: type[QWidget]) -> list[Any]:
    """The widgets of these kinds that are shown in a window; not those that Qt makes as parts of others."""
    return [
        each
        for kind in kinds
        for each in root.findChildren(kind)
        if each.isVisible()
        and each.window() is root.window()
        and not each.objectName().startswith("qt_")
        and not isinstance(each.parent(), QComboBox)
    ]


def place_in(widget: QWidget, root: QWidget) -> QRect:
    """Where a widget is in the window."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def called(widget: Any) -> str:
    """What a widget is, so that a failing test says where to look."""
    text = widget.text() if hasattr(widget, "text") else widget.accessibleName()
    chain, above = [], widget.parentWidget()
    while above is not None and len(chain) < 4:
        chain.append(type(above).__name__)
        above = above.parentWidget()
    shown = str(text).replace("\u200b", "")[:60]
    return f"{type(widget).__name__}[{widget.property('part') or ''}] “{shown}” in {' < '.join(chain)}"


def painted(root: QWidget, place: QRect, times: int = 3) -> QImage:
    """A part of the window, so much enlarged that the strokes of letters have their own colour."""
    image = QImage(place.size() * times, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(times)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    root.render(painter, QPoint(0, 0), QRegion(place))
    painter.end()
    return image
