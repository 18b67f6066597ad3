"""Asks for files without holding up the window: the answer comes when there is one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_open(parent: QWidget, title: str, filters: str, done: Callable[[Path], object]) -> QFileDialog:
    """Ask for a file that is there; `filters` is "Lists (*.xlsx *.csv)"."""
    dialog = QFileDialog(parent, title, QDir.homePath(), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _shown(dialog, done)


def ask_open_many(
    parent: QWidget, title: str, filters: str, done: Callable[[list[Path]], object]
) -> QFileDialog:
    """Ask for one file or several of one folder."""
    dialog = QFileDialog(parent, title, QDir.homePath(), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda chosen: done([Path(each) for each in chosen]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_save(
    parent: QWidget, title: str, name: str, filters: str, done: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write a file; `name` is offered."""
    dialog = QFileDialog(parent, title, QDir.home().filePath(name), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    return _shown(dialog, done)


def ask_folder(parent: QWidget, title: str, done: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder, such as a stick."""
    dialog = QFileDialog(parent, title, QDir.homePath())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _shown(dialog, done)


def _shown(dialog: QFileDialog, done: Callable[[Path], object]) -> QFileDialog:
    dialog.fileSelected.connect(lambda chosen: done(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
