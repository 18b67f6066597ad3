"""Files and folders that are dropped on the library, or chosen there, are looked at to be added."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from cso_desk.widgets.host import Host
from cso_desk.wording import _


class FileDrop(QObject):
    """Lets a widget take files that are dropped on it; where they were dragged from they stay."""

    def __init__(self, widget: QWidget, act: Callable[[Sequence[Path]], object]) -> None:
        super().__init__(widget)
        self._act = act
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and _paths(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop and _paths(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._act(_paths(event))
            return True
        return False


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def add_files(host: Host, paths: Sequence[Path]) -> None:
    """Look at files and folders, to be added to the library."""
    from cso_desk.features.library.form.taking_in import begin_taking_in  # noqa: PLC0415  heavy

    begin_taking_in(host, paths)


def ask_files(host: Host, parent: QWidget) -> None:
    """Ask which files are to be added."""
    host.choose_files(parent, _("Choose the files to add"), lambda paths: add_files(host, paths))
