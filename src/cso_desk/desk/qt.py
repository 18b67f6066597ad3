"""The one Qt application of this process, also where there is no screen, and its first colours."""

import os
import sys
from collections.abc import Iterator

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from cso_desk.settings import Settings


def application() -> QApplication:
    """The one Qt application of this process, made where there is none."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        # Without a screen Qt would abort the process.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QApplication.setApplicationName("CSO Desk")
    return QApplication(sys.argv[:1])


def colour_first(made: QApplication, settings: Settings) -> None:
    """Give the empty window the colour it will have: it must not flash."""
    from cso_desk.widgets.palette import LIGHT, PALETTES  # noqa: PLC0415  before the first paint only this

    colours = QPalette()
    colours.setColor(QPalette.ColorRole.Window, QColor(PALETTES.get(settings.palette, LIGHT).canvas))
    made.setPalette(colours)


def dressing_as(settings: Settings) -> Iterator[None]:
    """Dress the application as the settings say, in pieces."""
    from cso_desk.widgets.live import listen  # noqa: PLC0415  comes behind the first paint
    from cso_desk.widgets.theme import dressing  # noqa: PLC0415

    listen()
    made = QApplication.instance()
    if isinstance(made, QApplication):
        yield from dressing(made, settings.palette, settings.text_size)
