"""What keeps guests at the door from the data of the hub: a PIN chosen before they come, asked at the end."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from cso_desk.errors import UserError
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.store.files import needs_passphrase
from cso_desk.store.keyslots import unlock
from cso_desk.widgets.controls import Label, button, column, holder, named, part, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

SHORTEST = 4  # digits of a PIN
_FREE_TRIES, _FIRST_WAIT, _LONGEST_WAIT = 3, 30, 600  # seconds
_WIDTH = 220


def wait_after(wrong: int) -> int:
    """For how many seconds nobody may try again after so many wrong answers."""
    if wrong < _FREE_TRIES:
        return 0
    return int(min(_FIRST_WAIT * 2 ** (wrong - _FREE_TRIES), _LONGEST_WAIT))


class ChoosePin(QFrame):
    """Asks for a PIN before the guests come; `chosen` gives it."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        part(self, "card")
        self.line = QLineEdit()
        part(self.line, "large")
        named(self.line, lambda: _("PIN"))
        live(
            self.line,
            lambda: self.line.setPlaceholderText(_("At least {count} digits", count=digits(SHORTEST))),
        )
        self.wrong = Label("", "bad", wrap=True)
        self.wrong.hide()
        said = Label(
            lambda: _(
                "Choose a PIN that the guests do not know. Only it, or the passphrase of this store, ends "
                "the sign-in: behind this window are the data of the hub."
            ),
            wrap=True,
        )
        begin = button(
            lambda: _("Begin the sign-in"), self.take, name="primary", picture="sign-in", writes="data"
        )
        self.line.returnPressed.connect(self.take)
        inside = column(
            Label(lambda: _("A PIN for the end"), "heading"), said, gap=8, margins=(20, 20, 20, 20)
        )
        for each in (self.line, self.wrong, holder(row(begin, None))):
            inside.addWidget(each)
        self.setLayout(inside)

    def take(self) -> None:
        """Take the PIN that was typed, in either kind of digits."""
        pin = to_latin_digits(self.line.text().strip())
        if len(pin) < SHORTEST or not pin.isdecimal():
            self.wrong.show_text(_("A PIN has at least {count} digits.", count=digits(SHORTEST)))
            self.wrong.show()
            return
        self.line.clear()
        self.chosen.emit(pin)


class EndDoor(QFrame):
    """Asks for the PIN at the end; wrong answers make it wait. `opened`: it was right, `stayed`: go on."""

    opened = Signal()
    stayed = Signal()

    def __init__(self, store_folder: Path) -> None:
        super().__init__()
        part(self, "caution")
        self._folder, self._pin, self._wrong = store_folder, "", 0
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setFixedWidth(theme.px(_WIDTH))
        named(self.line, lambda: _("PIN or passphrase"))
        live(self.line, lambda: self.line.setPlaceholderText(_("PIN or passphrase")))
        self.said = Label("", wrap=True)
        self.over = button(lambda: _("End it"), self.answer)
        self.go_on = button(lambda: _("Go on with the sign-in"), self.stayed.emit, name="primary")
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.timeout.connect(self._allow)
        self.line.returnPressed.connect(self.answer)
        tools = flowing(self.line, self.over, self.go_on)
        self.setLayout(column(self.said, tools, gap=6, margins=(16, 10, 16, 10)))
        self.hide()

    def keep(self, pin: str) -> None:
        """The PIN that ends the sign-in from now on."""
        self._pin = pin

    def ask(self) -> None:
        """Ask for the PIN."""
        self.line.clear()
        if self.line.isEnabled():
            self.said.show_text(_("Is the sign-in over? Type the PIN that was chosen at the beginning."))
        self.show()
        (self.line if self.line.isEnabled() else self.go_on).setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self) -> None:
        """Open where the answer is right; count it where it is not."""
        text = self.line.text().strip()
        if not text or not self.line.isEnabled():
            return
        self.line.clear()
        if self._is_right(text):
            self._wrong = 0
            self.opened.emit()
            return
        self._wrong += 1
        seconds = wait_after(self._wrong)
        said = _("That is not it.")
        if seconds:
            wait = ngettext(
                "Try again in {number} second.",
                "Try again in {number} seconds.",
                seconds,
                number=digits(seconds),
            )
            said = f"{said} {wait}"
            self._let(allowed=False)
            self._waiting.start(seconds * 1000)
        self.said.show_text(said)

    def _is_right(self, text: str) -> bool:
        if self._pin and to_latin_digits(text) == self._pin:
            return True
        if not needs_passphrase(self._folder):
            return False
        try:
            unlock(self._folder, text)
        except UserError:
            return False
        return True

    def _allow(self) -> None:
        self._let(allowed=True)
        self.said.show_text(_("Type the PIN that was chosen at the beginning."))

    def _let(self, *, allowed: bool) -> None:
        self.line.setEnabled(allowed)
        self.over.setEnabled(allowed)
