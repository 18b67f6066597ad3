"""Asks for files without holding up the window: the answer comes when there is one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from cso_desk.store.file_names import file_name_for
from cso_desk.store.sticks import sticks


def ask_open(
    parent: QWidget, title: str, filters: str, done: Callable[[Path], object], *, on_stick: bool = False
) -> QFileDialog:
    """Ask for a file that is there; `filters` is "Lists (*.xlsx *.csv)". `on_stick`: look there first."""
    dialog = QFileDialog(parent, title, _start(on_stick=on_stick), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _shown(dialog, done)


def ask_open_many(
    parent: QWidget, title: str, filters: str, done: Callable[[list[Path]], object]
) -> QFileDialog:
    """Ask for one file or several of one folder, on a stick where one is plugged in."""
    dialog = QFileDialog(parent, title, _start(on_stick=True), filters)
    _offer_sticks(dialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda chosen: done([Path(each) for each in chosen]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_save(
    parent: QWidget, title: str, name: str, filters: str, done: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write a file; `name` is offered."""
    dialog = QFileDialog(parent, title, QDir.home().filePath(file_name_for(name, "")), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    return _shown(dialog, done)


def ask_folder(parent: QWidget, title: str, done: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder, such as a stick; one that is plugged in is offered first."""
    dialog = QFileDialog(parent, title, _start(on_stick=True))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _shown(dialog, done)


def _start(*, on_stick: bool) -> str:
    """The folder in which a choice begins."""
    found = sticks() if on_stick else []
    return str(found[0].folder) if found else QDir.homePath()


def _offer_sticks(dialog: QFileDialog) -> None:
    """The places at the side: the sticks that are plugged in, then home, desktop and documents."""
    kinds = QStandardPaths.StandardLocation
    usual = [kinds.HomeLocation, kinds.DesktopLocation, kinds.DocumentsLocation]
    folders = [str(stick.folder) for stick in sticks()]
    folders += [place for kind in usual if (place := QStandardPaths.writableLocation(kind))]
    dialog.setSidebarUrls([QUrl.fromLocalFile(folder) for folder in dict.fromkeys(folders)])


def _shown(dialog: QFileDialog, done: Callable[[Path], object]) -> QFileDialog:
    _offer_sticks(dialog)
    dialog.fileSelected.connect(lambda chosen: done(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
