"""Tries out how the window writes: its fonts, its icons, and how Qt joins Khmer letters."""

import os

from PySide6.QtCore import QSize, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QTextLayout
from PySide6.QtWidgets import QApplication

from cso_desk.desk.qt import application
from cso_desk.self_test.trial import check
from cso_desk.widgets.icon_font import letter_pixmap, letters
from cso_desk.widgets.theme import FAMILIES, load_fonts, theme


def application_without_screen() -> QApplication:
    """The application of this process; one that is made for the trial shows nothing on the screen."""
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        # Without a screen Qt tells of each window that it gives no hint of its size.
        qInstallMessageHandler(lambda *_message: None)
    return application()


def fonts_of_the_window() -> None:
    """Qt can read the packaged fonts, and there are icons."""
    application_without_screen()
    check(load_fonts(), "a font of the window cannot be read")
    missing = set(FAMILIES) - set(QFontDatabase.families())
    check(not missing, f"the window has no {', '.join(sorted(missing))}")
    picture = letter_pixmap(next(iter(letters())), QSize(32, 32), "#000000").toImage()
    check(any(picture.pixelColor(x, y).alpha() for x in range(32) for y in range(32)), "there are no icons")


def glyphs_in_window(text: str) -> list[int]:
    """The numbers of the glyphs with which Qt writes `text`, from left to right."""
    application_without_screen()
    load_fonts()
    layout = QTextLayout(text, theme.font())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    runs = layout.glyphRuns()
    families = {run.rawFont().familyName() for run in runs}
    check(families == {FAMILIES[0]}, f"Khmer is written with {', '.join(sorted(families)) or 'nothing'}")
    return [glyph for run in runs for glyph in run.glyphIndexes()]
