"""The one Qt application of this process, also where there is no screen."""

import os
import sys

from PySide6.QtWidgets import QApplication


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
