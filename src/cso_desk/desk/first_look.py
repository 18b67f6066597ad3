"""The first look at a practice store: a picture of the desk as it will stand, shown until it does.

It is kept in the store's folder when the window closes; a store with a passphrase never gets one. One that
could show something untrue is not shown: the store must be as it was, and the day, the look and the size too.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from cso_desk import __version__
from cso_desk.settings import Settings
from cso_desk.store.files import DATABASE, needs_passphrase

if TYPE_CHECKING:
    from cso_desk.desk.window import DeskWindow

FILE_NAME = "first-look.png"


class FirstLook(QWidget):
    """Paints the picture, pixel for pixel; nothing can be done in it."""

    def __init__(self, picture: QPixmap) -> None:
        super().__init__()
        self._picture = picture

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._picture.setDevicePixelRatio(self.devicePixelRatioF())
        # A window of another size, or on another screen, will be laid out differently.
        if self._picture.deviceIndependentSize().toSize() == self.size():
            QPainter(self).drawPixmap(0, 0, self._picture)


def first_look(folder: Path, settings: Settings) -> QPixmap | None:
    """The picture kept for the store in `folder`; None where there is none that still tells the truth."""
    if not settings.first_look or settings.first_look != _state(folder, settings):
        return None
    picture = QPixmap(str(folder / FILE_NAME))
    return None if picture.isNull() else picture


def picture_at(desk: "DeskWindow", settings: Settings) -> QPixmap | None:
    """How the desk will stand at the next start; None for a store that has something to hide."""
    store = desk.session.store
    if needs_passphrase(store.folder):
        return None
    # The window stands already when one comes here, and nothing heavy may come before its first paint.
    from cso_desk.widgets.operation import RunnerAtOnce  # noqa: PLC0415

    fresh = type(desk)(store, RunnerAtOnce())
    fresh.session.lists = settings.lists
    fresh.resize(desk.size())
    fresh.open_page(settings.page or "today")
    picture = fresh.grab()
    fresh.take_down()
    return picture


def keep_look(picture: QPixmap | None, folder: Path, settings: Settings) -> None:
    """Keep the picture of a store that was closed just now, and note in the settings what it is true of."""
    settings.first_look = ""
    path = folder / FILE_NAME
    if picture is None or needs_passphrase(folder):
        path.unlink(missing_ok=True)
    elif picture.save(str(path)):
        settings.first_look = _state(folder, settings)


def _state(folder: Path, settings: Settings) -> str:
    """Everything the picture depends on, as one line."""
    chosen = (settings.language, settings.digits, settings.palette, settings.text_size, settings.page)
    files = (_mark(folder / name) for name in (DATABASE, f"{DATABASE}-wal"))
    return " ".join(map(str, (__version__, time.strftime("%Y-%m-%d"), *chosen, *files)))


def _mark(path: Path) -> str:
    """The size of a file and when it was written; "-" where there is none."""
    try:
        found = path.stat()
    except OSError:
        return "-"
    return f"{found.st_size}/{found.st_mtime_ns}"
