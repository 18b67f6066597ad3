"""The practice hub in the window: made and opened on a card, and marked by a band over every page."""

import datetime as dt
from importlib import import_module
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cso_desk.desk.languages import language_switch
from cso_desk.desk.start_card import StartPage
from cso_desk.widgets.controls import IconLabel, Label, button, holder, line, part, row
from cso_desk.widgets.operation import Failure, Runner
from cso_desk.wording import _


class PracticePage(StartPage):
    """Opens the practice hub, which takes a moment the first time. `left` asks for the own desk again."""

    left = Signal()

    def __init__(self, runner: Runner, *, anew: bool = False) -> None:
        super().__init__(runner)
        self._anew = anew
        self._again = button(lambda: _("Try again"), self.prepare, name="primary")
        self._back = button(lambda: _("Back"), self.left.emit, name="flat", picture="arrow-left")
        self.in_the_middle(
            IconLabel("student", 40, "accent"),
            Label(lambda: _("The practice hub"), "title"),
            Label(
                lambda: _(
                    "A hub with invented members and meetings is being prepared. Try everything in it; "
                    "your own data are not touched."
                ),
                "quiet",
                wrap=True,
            ),
            foot=[
                holder(row(self._back, None, self._again)),
                line(),
                holder(row(language_switch(), None)),
            ],
        )
        self._again.hide()
        self._back.hide()

    def prepare(self) -> None:
        """Make the hub where it is still to be made, and open it."""
        today, anew = dt.date.today(), self._anew  # noqa: DTZ011  the day on the wall

        def work(progress: Any) -> Any:
            # It brings the importers and the papers of the demonstration along.
            return import_module("cso_desk.demo.practice").open_practice_hub(today, progress, anew=anew)

        self.run(work, self.opened.emit)

    def _failed(self, failure: Failure) -> None:
        super()._failed(failure)
        self._again.show()
        self._back.show()


class PracticeBand(QFrame):
    """One line over every page of a practice store; with `hub` it also leads away and begins again."""

    left = Signal()
    anew = Signal()

    def __init__(self, *, hub: bool) -> None:
        super().__init__()
        part(self, "practice")
        self._sure = False
        self.said = Label(self._say)
        self.again = button(
            lambda: _("Begin again"), self._press, name="flat", picture="arrow-counter-clockwise"
        )
        self.keep = button(lambda: _("Keep it"), lambda: self._ask(sure=False), name="flat")
        self.back = button(lambda: _("Back to our own desk"), self.left.emit, picture="sign-out")
        picture = IconLabel("student", 18, "warn")
        self.setLayout(
            row(picture, self.said, None, self.again, self.keep, self.back, margins=(16, 2, 12, 2))
        )
        self.keep.hide()
        for each in (self.again, self.back):
            each.setVisible(hub)

    def _say(self) -> str:
        if self._sure:
            return _("Begin again? Everything that was practised here is thrown away.")
        return _("Practice: nothing here is real")

    def _press(self) -> None:
        if self._sure:
            self.anew.emit()
        else:
            self._ask(sure=True)
            self.keep.setFocus()

    def _ask(self, *, sure: bool) -> None:
        """Before anything is thrown away the band asks; the same button pressed again answers yes."""
        self._sure = sure
        self.keep.setVisible(sure)
        self.said.show_text(self._say())
