"""A line in which something is found as one types, and chosen from what was found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from cso_desk.widgets.controls import part
from cso_desk.widgets.theme import theme

_DATA = int(Qt.ItemDataRole.UserRole) + 1
MOST_SHOWN = 12
_ROWS = 18  # with the headings between them
_WIDEST = 560  # pixels that a list of what was found takes at most, where its line is narrower
_AROUND, _SCROLL_BAR = 8, 12


@dataclass(frozen=True)
class Suggestion:
    """One thing that was found: what it says, what is chosen with it, and what else it is called.

    A `head` stands above others and cannot be chosen; neither can a `hint`, which says what to try.
    """

    text: str
    data: Any
    names: tuple[str, ...] = ()
    head: bool = False
    hint: bool = False


class FindLine(QLineEdit):
    """Asks `suggest(text)` at every key; `chosen` gives the data of what the person took.

    What takes longer to find is put below by `show_more` when it is there; `looked` says for which text.
    """

    chosen = Signal(object)
    looked = Signal(str)
    left = Signal()

    def __init__(self, suggest: Callable[[str], Sequence[Suggestion]]) -> None:
        super().__init__()
        self._suggest = suggest
        self._model = QStandardItemModel(self)
        self._popup = QListView()
        part(self._popup, "popup")
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = QCompleter(QStringListModel(self), self)
        self._completer.setModel(self._model)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_ROWS)
        self._completer.setPopup(self._popup)
        # Enter and a click in the list both end here; which of the texts it was, the list knows.
        self._completer.activated.connect(lambda _text: self._take(self._popup.currentIndex()))
        self.textEdited.connect(self._look)

    def suggestions(self) -> list[str]:
        """What is offered at the moment."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def take_first(self) -> bool:
        """Take what is offered first, as Enter does; False where nothing is."""
        for row in range(self._model.rowCount()):
            if self._model.item(row).isEnabled():
                self._take(self._model.index(row, 0))
                return True
        return False

    def close_popup(self) -> None:
        self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip() and self.take_first():
            event.accept()
            return
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self._look(self.text())
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def show_more(self, text: str, found: Sequence[Suggestion]) -> None:
        """Put more of what was found for a text below; not where something else is asked by now."""
        if found and self._popup.isVisible() and text == self.text():
            rows = range(self._model.rowCount())
            if not any(self._model.item(row).isEnabled() for row in rows):
                self._model.clear()  # it said that nothing was found
            chosen = self._popup.currentIndex().row()
            self._add(found)
            self._popup.setCurrentIndex(self._model.index(chosen, 0))

    def _look(self, text: str) -> None:
        self._model.clear()
        self._add(self._suggest(text))
        self.looked.emit(text)

    def _add(self, found: Sequence[Suggestion]) -> None:
        for suggestion in found:
            item = QStandardItem(suggestion.text)
            item.setData(suggestion.data, _DATA)
            item.setEnabled(not (suggestion.head or suggestion.hint))
            if suggestion.head:
                item.setFont(theme.font(bold=True))
            self._model.appendRow(item)
        if self._model.rowCount():
            self._completer.complete()
            self._fit_popup()
        else:
            self.close_popup()

    def _fit_popup(self) -> None:
        """As wide as what was found and as high as its rows; Qt takes all rows to be as high as the first."""
        popup, room = self._popup, self.screen().availableGeometry()
        corner = self.mapToGlobal(self.rect().bottomLeft())
        frame = popup.frameWidth() * 2 + theme.px(_AROUND)
        heights = [popup.sizeHintForRow(row) for row in range(min(self._model.rowCount(), _ROWS))]
        below, above = room.bottom() - corner.y(), corner.y() - self.height() - room.top()
        on_top = sum(heights) + frame > below and above > below
        while len(heights) > 1 and sum(heights) + frame > (above if on_top else below):
            heights.pop()  # whole rows
        height = sum(heights) + frame
        wanted = popup.sizeHintForColumn(0) + frame + theme.px(_SCROLL_BAR)
        width = max(self.width(), min(wanted, theme.px(_WIDEST), room.right() - corner.x()))
        top = corner.y() - self.height() - height + 1 if on_top else corner.y() + 1
        popup.setGeometry(corner.x(), top, width, height)

    def _take(self, index: QModelIndex) -> None:
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        data = index.data(_DATA)
        self.close_popup()
        self._model.clear()
        self.chosen.emit(data)
