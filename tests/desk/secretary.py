"""Somebody who works in the window as people do: presses, clicks and types, and sees nothing behind it.

Where CSO_DESK_SHOTS names a folder, a picture of every step is put there.
"""

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot


class Secretary:
    """Presses, clicks and types in the window, and knows nothing of what is behind it."""

    def __init__(self, window: Any, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self._step = 0

    # --- looking ---

    def see(self, name: str) -> None:
        for _round in range(4):
            QApplication.processEvents()
        folder = os.environ.get("CSO_DESK_SHOTS")
        if folder:
            self._step += 1
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.window.grab().save(str(Path(folder) / f"{self._step:02d}-{name}.png"))

    def reads(self, text: str) -> bool:
        """Whether a label in the window says this."""
        plain = text.replace("\u200b", "")
        return any(plain in each for each in self.texts())

    def texts(self) -> list[str]:
        """What the labels in the window say."""
        labels = [each for each in self.window.findChildren(QLabel) if each.isVisible()]
        return [each.text().replace("\u200b", "") for each in labels]

    # --- buttons ---

    def press(self, text: str, part: str = "") -> None:
        """Click the button that says so; `part` where several do: "tab", "segment"."""
        self.click(self._button(text, part))

    def choose(self, text: str, entry: str) -> None:
        """Open the menu of a button and take an entry."""
        menu = self._button(text).menu()
        menu.aboutToShow.emit()
        found = [each for each in menu.actions() if each.text() == entry and each.isEnabled()]
        assert found, f"no entry says {entry}"
        found[0].trigger()

    def click(self, widget: QWidget) -> None:
        self._wake()
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def _button(self, text: str, part: str = "") -> Any:
        found = [
            each
            for each in self.window.findChildren(QAbstractButton)
            if text in (each.text(), each.accessibleName())
            and each.isVisible()
            and each.isEnabled()
            and part in ("", each.property("part"))
        ]
        assert found, f"no button says {text}"
        return found[0]

    # --- typing ---

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self._focused(), key, modifier)

    def type(self, text: str) -> None:
        focused = self._focused()
        if text.isascii():
            self.qtbot.keyClicks(focused, text)
            return
        # No key of this keyboard is Khmer: the letters come as an input method brings them.
        if isinstance(focused, QPlainTextEdit):
            focused.insertPlainText(text)
            return
        assert isinstance(focused, QLineEdit)
        focused.insert(text)
        focused.textEdited.emit(focused.text())

    def enter(self, *texts: str) -> None:
        """Type texts, each with Enter behind it."""
        for text in texts:
            self.type(text)
            self.key(Qt.Key.Key_Return)

    def fill(self, name: str, text: str, end: Qt.Key = Qt.Key.Key_Tab) -> None:
        """Type over what stands in a field, and leave it."""
        field = self._field(name)
        self.click(field)
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.type(text)
        self.key(end)

    def pick(self, name: str, entry: str) -> None:
        """Go down in a field of choices until it says so."""
        box = self._field(name)
        assert isinstance(box, QComboBox)
        box.setFocus()
        for _place in range(box.count()):
            if box.currentText() == entry:
                break
            self.qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentText() == entry

    def choose_file(self, path: Path) -> None:
        """Answer the window that asks for a file."""
        dialog = next(each for each in self.window.findChildren(QFileDialog) if each.isVisible())
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(str(path))  # typed letter by letter, the list of what is there would take Enter
        buttons = dialog.findChild(QDialogButtonBox)
        assert buttons is not None
        self.qtbot.mouseClick(buttons.buttons()[0], Qt.MouseButton.LeftButton)
        self.window.activateWindow()

    def _field(self, name: str) -> QWidget:
        found = [
            each
            for each in self.window.findChildren(QWidget)
            if isinstance(each, QLineEdit | QPlainTextEdit | QComboBox)
            and each.accessibleName() == name
            and each.isVisible()
        ]
        assert found, f"no field is called {name}"
        return found[0]

    def _focused(self) -> QWidget:
        self._wake()
        focused = self.window.focusWidget()
        assert focused is not None
        return focused

    def _wake(self) -> None:
        """Give the window back what a list of suggestions or a dialog took, as a window manager does."""
        active = QApplication.activeWindow()
        if (active is None or not active.isVisible()) and QApplication.activePopupWidget() is None:
            self.window.activateWindow()
            QApplication.processEvents()
