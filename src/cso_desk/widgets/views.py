"""Saved views of a list: its words, filters, columns and order under a name, kept on this computer."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from cso_desk.khmer.normalise import canonical
from cso_desk.widgets.controls import Label, button, frame, icon_button, named, row
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

View = dict[str, Any]
"""`text`, `filters`, `columns`, `order`, `descending`; JSON values only."""


class Views:
    """The saved views in `kept`, as the menu of a button."""

    def __init__(
        self,
        kept: dict[str, Any],
        take: Callable[[View], object],
        now: Callable[[], View],
        changed: Callable[[], object],
    ) -> None:
        self._kept, self._take, self._now, self._changed = kept, take, now, changed
        self.button = icon_button("bookmark-simple", lambda: _("Saved views"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self.fill)
        self.button.setMenu(self.menu)
        self.bar = NameBar()
        self.bar.chosen.connect(self.save)

    def names(self) -> list[str]:
        return list(self._all())

    def save(self, name: str) -> None:
        """Keep what is shown now under a name; a view of that name is replaced."""
        self._kept["views"] = {**self._all(), name: self._now()}
        self._changed()

    def delete(self, name: str) -> None:
        self._kept["views"] = {each: view for each, view in self._all().items() if each != name}
        self._changed()

    def open(self, name: str) -> None:
        self._take(self._all()[name])

    def fill(self) -> None:
        """Put the views into the menu."""
        self.menu.clear()
        for name in self.names():
            self.menu.addAction(_menu_text(name)).triggered.connect(lambda *_on, name=name: self.open(name))
        if self.names():
            self.menu.addSeparator()
        self.menu.addAction(_("The whole list")).triggered.connect(lambda *_on: self._take({}))
        self.menu.addAction(_("Save this view…")).triggered.connect(lambda *_on: self.bar.ask())
        if self.names():
            away = self.menu.addMenu(_("Delete a saved view"))
            for name in self.names():
                away.addAction(_menu_text(name)).triggered.connect(lambda *_on, name=name: self.delete(name))

    def _all(self) -> dict[str, View]:
        views = self._kept.get("views", {})
        return views if isinstance(views, dict) else {}


def _menu_text(name: str) -> str:
    return name.replace("&", "&&")


class NameBar(QWidget):
    """Asks for the name of a view below the bar of its list."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setMaximumWidth(theme.px(280))
        self.line.returnPressed.connect(self._save)
        named(self.line, lambda: _("Name of the view"))
        live(self.line, lambda: self.line.setPlaceholderText(_("Name of the view")))
        tools = row(
            Label(lambda: _("Save what is shown as:"), "quiet"),
            self.line,
            button(lambda: _("Save"), self._save, name="primary"),
            button(lambda: _("Cancel"), self.hide, name="flat"),
            None,
            margins=(16, 6, 16, 6),
        )
        self.setLayout(row(frame("bar", tools)))
        self.hide()

    def ask(self) -> None:
        self.line.clear()
        self.show()
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        name = canonical(self.line.text()).strip()
        if name:
            self.chosen.emit(name)
            self.hide()
