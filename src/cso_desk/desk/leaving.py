"""What stands in the window while the store gets another key, and when a forgotten passphrase is replaced."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cso_desk.desk.first_steps import PassphraseStep, form
from cso_desk.desk.recovery_steps import CheckStep, CodeStep
from cso_desk.desk.start_card import StartPage
from cso_desk.features.hub.service import profile
from cso_desk.store.access import give_passphrase, leave_out, users_of
from cso_desk.store.users import User
from cso_desk.widgets.controls import Label, button, column, holder, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.operation import Failure, Runner
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.features.hub.record import HubProfile

_WIDTH = 620


class LeavingPage(StartPage):
    """Leaves a user out of a closed store, then shows the new code. `ended`: open the store again."""

    ended = Signal()

    def __init__(self, folder: Path, runner: Runner, own: str, user: User, hub: "HubProfile") -> None:
        super().__init__(runner)
        self._folder, self._own, self._user, self._hub = folder, own, user, hub
        self.code, self._asks = "", False
        self._space = QWidget()
        self.said = Label(
            lambda: _("The data get a new key. Leave the computer on; if the power fails, nothing is lost."),
            wrap=True,
        )
        self.go = button(self._go_said, self.go_on, name="primary")
        self.back = button(lambda: _("Show the code again"), lambda: self._turn(asks=False), name="flat")
        for each in (self.go, self.back):
            each.hide()
        foot = [holder(row(self.go, self.back, None))]
        self.in_the_middle(self.said, self._space, foot=foot, width=_WIDTH)

    def begun(self) -> Self:
        """Give the store its new key, which is closed by now."""
        self.run(lambda _progress: leave_out(self._folder, self._own, self._user.slot), self._done)
        return self

    def _done(self, code: str) -> None:
        self.code = code
        self.said.show_text(
            _("{name} cannot open the desk any more. The recovery code is a new one:", name=self._user.name)
        )
        self.sheet, self.check = CodeStep(code, lambda: self._hub), CheckStep(code)
        self._space.setLayout(column(self.sheet, self.check, gap=0))
        self.check.group.returnPressed.connect(self.go_on)
        self._turn(asks=False)
        self.go.show()

    def go_on(self) -> None:
        """Ask for a part of the code, which is on paper by then; open the desk where it is right."""
        if not self.code:
            self.ended.emit()
        elif not self._asks:
            self._turn(asks=True)
        elif wrong := self.check.wrong():
            self.complain(wrong)
        else:
            self.ended.emit()

    def _turn(self, *, asks: bool) -> None:
        """Show the code, or ask for a part of it: nobody goes on who has not written it down."""
        self._asks = asks
        self.problem.hide()
        self.said.setVisible(not asks)
        self.sheet.setVisible(not asks)
        self.check.setVisible(asks)
        self.back.setVisible(asks)
        if asks:
            self.check.enter()
        self.go.setText(self._go_said())

    def _go_said(self) -> str:
        return _("Next") if self.code and not self._asks else _("Open the desk")

    def _failed(self, failure: Failure) -> None:
        super()._failed(failure)
        self.said.hide()
        self.go.show()


class RenewPage(StartPage):
    """The recovery code opened the store: a new passphrase is chosen. `opened` gives the store."""

    def __init__(self, runner: Runner, store: Any, code: str, users: list[User]) -> None:
        super().__init__(runner)
        self._store, self._code, self._users = store, code, users
        self.who = CalmComboBox()
        for user in users:
            self.who.addItem(user.name or "–", user.slot)
        asked = form(((lambda: _("Who are you?"), self.who),))
        asked.setContentsMargins(0, 0, 0, 0)
        who = QWidget()
        who.setLayout(asked)
        who.setVisible(len(users) > 1)
        self.passphrase = PassphraseStep(
            lambda: _("Choose a new passphrase"),
            lambda: _("The recovery code opened the data. From now on the new passphrase opens them again."),
        )
        go = button(lambda: _("Keep it and open the desk"), self.keep, name="primary")
        later = button(lambda: _("Not now"), lambda: self.opened.emit(self._store), name="flat")
        self.in_the_middle(who, self.passphrase, foot=[holder(row(go, later, None))], width=_WIDTH)

    def keep(self) -> None:
        """Keep the new passphrase and open the desk as its owner."""
        wrong = self.passphrase.wrong()
        if wrong:
            self.complain(wrong)
            return
        folder, slot, new = self._store.folder, self.who.currentData(), self.passphrase.first.text()

        def done(_result: object) -> None:
            user = next(each for each in self._users if each.slot == slot)
            self._store.become_opened_by(user)
            self.opened.emit(self._store)

        self.run(lambda _progress: give_passphrase(folder, self._code, slot, new), done)


def leaving(store: Any, runner: Runner, own: str, user: User, again: Callable[[], object]) -> LeavingPage:
    """The page on which a user is left out of a store that is to be closed now; `again` asks for it anew."""
    page = LeavingPage(store.folder, runner, own, user, profile(store))
    page.ended.connect(again)
    return page


def renewing(runner: Runner, store: Any, code: str) -> RenewPage:
    """The page for a store that the recovery code opened."""
    return RenewPage(runner, store, code, users_of(store.folder, code))
