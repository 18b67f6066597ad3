"""Editors of what is looked up: places, other records, tags; one or several."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cso_desk.fields.reading import split_list
from cso_desk.khmer.normalise import canonical, fold
from cso_desk.widgets.controls import button
from cso_desk.widgets.editors.base import Editor
from cso_desk.widgets.editors.finders import Name, Suggest
from cso_desk.widgets.editors.finding import FindLine, Suggestion
from cso_desk.widgets.flow import FlowLayout
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme
from cso_desk.wording import _


class FindEditor(Editor):
    """What has a line in which things are found by typing. Text that names nothing stays and is told."""

    def __init__(self, suggest: Suggest, name_of: Name) -> None:
        super().__init__()
        self._suggest, self._name_of = suggest, name_of
        self._line = FindLine(self._offer)
        self._line.setProperty("part", "quiet")
        self._line.chosen.connect(self._choose)
        self._line.left.connect(self.commit_now)
        self._line.returnPressed.connect(self.commit_now)

    def control(self) -> FindLine:
        return self._line

    def typed(self) -> str:
        return self._line.text()

    def type_in(self, text: str) -> None:
        self._line.setText(text)
        self._line.setModified(True)

    def _offer(self, text: str) -> Sequence[Suggestion]:
        return self._suggest(text)

    def _choose(self, value: object) -> None:
        raise NotImplementedError

    def _meant(self, text: str) -> Any:
        """What a text means that was typed to the end; None where it may mean several things or none."""
        wanted = fold(text)
        same = [each for each in self._offer(text) if wanted in map(fold, (each.text, *each.names))]
        return same[0].data if len(same) == 1 else None

    def _tell_unknown(self, text: str) -> None:
        self.tell(
            _("“{text}” was not found. Choose one from the list below the field.", text=text), wrong=True
        )


class PickEditor(FindEditor):
    """One thing. Leaving the line empty takes the value away."""

    def __init__(self, suggest: Suggest, name_of: Name) -> None:
        super().__init__(suggest, name_of)
        self._value = ""
        self.place(self._line)
        live(self, self._say_again)

    def is_typing(self) -> bool:
        return self._line.isModified()

    def show_value(self, value: Any) -> None:
        self._value = str(value or "")
        self._line.setText(self._name_of(self._value) if self._value else "")
        self._line.setCursorPosition(0)
        self.tell("", wrong=False)

    def give_up(self) -> None:
        self.show_value(self._value)

    def _say_again(self) -> None:
        if not self.is_typing():
            self.show_value(self._value)

    def commit_now(self) -> None:
        if not self._line.isModified():
            return
        text = self._line.text().strip()
        if not text or text == self._name_of(self._value):
            self._choose("" if not text else self._value)
            return
        meant = self._meant(text)
        if meant is None:
            self._tell_unknown(text)
        else:
            self._choose(meant)

    def _choose(self, value: object) -> None:
        chosen = value() if callable(value) else value
        if chosen is None:
            return
        changed = chosen != self._value
        self.show_value(chosen)
        if changed:
            self.committed.emit(str(chosen))


class ManyEditor(FindEditor):
    """Several things as chips, with a line that finds another one. A chip is taken away by pressing it.

    With `free` a text that names nothing known is added as it is. Several at once may be pasted.
    """

    def __init__(self, suggest: Suggest, name_of: Name, *, free: bool = False) -> None:
        super().__init__(suggest, name_of)
        self._values: tuple[str, ...] = ()
        self._free = free
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self._chips)
        layout.addWidget(self._line)
        self.place(whole)
        live(self, self._draw)

    def is_typing(self) -> bool:
        return bool(self._line.text())

    def show_value(self, value: Any) -> None:
        self._values = tuple(value or ())
        self.give_up()
        self._draw()

    def give_up(self) -> None:
        self._line.clear()
        self.tell("", wrong=False)

    def commit_now(self) -> None:
        found: list[str] = []
        unknown: list[str] = []
        whole = self._line.text().strip()
        for text in [whole] if self._meant(whole) is not None else split_list(whole):
            meant = self._meant(text)
            if meant is None and self._free:
                meant = canonical(text)
            (found if meant is not None else unknown).append(str(text if meant is None else meant))
        if found:
            self._set(tuple(dict.fromkeys((*self._values, *found))))
        if unknown:
            self._line.setText("; ".join(unknown))
            self._tell_unknown(self._line.text())

    def _offer(self, text: str) -> Sequence[Suggestion]:
        found = [each for each in self._suggest(text) if each.data not in self._values]
        if len(split_list(text)) > 1:
            # Several were pasted: what is new among them is added one by one, not as one long word.
            found = [
                each for each in found if not callable(each.data) and each.data != canonical(text).strip()
            ]
        return found

    def _draw(self) -> None:
        self._line.setPlaceholderText(_("Add…"))
        self._flow.clear()
        for value in self._values:
            self._flow.addWidget(self._chip(value))
        self._chips.setVisible(bool(self._values))

    def _chip(self, value: str) -> QWidget:
        made = button(
            lambda: self._name_of(value),
            lambda: self._remove(value),
            name="chip",
            hint=lambda: _("Press to take this away"),
            writes="data",
        )
        made.setText(f"{made.text()}  ×")
        return made

    def _choose(self, value: object) -> None:
        chosen = value() if callable(value) else value
        if chosen is not None and chosen not in self._values:
            self._set((*self._values, str(chosen)))

    def _remove(self, value: str) -> None:
        self._set(tuple(one for one in self._values if one != value))

    def _set(self, values: tuple[str, ...]) -> None:
        self.show_value(values)
        self.committed.emit(values)
