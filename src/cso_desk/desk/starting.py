"""What stands in the window before a store is open: the passphrase, or the first start of a new hub."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cso_desk.desk.languages import language_switch
from cso_desk.desk.pages import PAGES
from cso_desk.places.gazetteer import children, show_place
from cso_desk.widgets.controls import (
    IconLabel,
    Label,
    Say,
    button,
    column,
    frame,
    holder,
    line,
    named,
    part,
    row,
)
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.live import live
from cso_desk.widgets.operation import Failure, Operation, Runner
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, language

_WIDTH = 460
_FREE_TRIES, _LONGEST_PAUSE = 3, 60  # wrong passphrases before one has to wait, and seconds
_NATIONAL = "00"


class _StartPage(QWidget):
    """A card in the middle of the window. `opened` gives the open store."""

    opened = Signal(object)

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        part(self, "canvas")
        self._runner = runner
        self._operation: Operation | None = None
        self.problem = Label("", "bad", wrap=True)
        self.problem.hide()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        named(self._busy, lambda: _("Please wait"))
        self._busy.hide()

    def in_the_middle(self, *widgets: QWidget) -> None:
        card = frame("card", column(*widgets, self.problem, self._busy, gap=8, margins=(28, 20, 28, 24)))
        card.setFixedWidth(theme.px(_WIDTH))
        inside = QWidget()
        part(inside, "inside")
        layout = QVBoxLayout(inside)
        layout.addStretch(1)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def run(self, work: Callable[..., Any], done: Callable[[Any], object]) -> None:
        """Do something that takes a second or two beside the window."""
        self.problem.hide()
        self._busy.show()
        self.setEnabled(False)
        operation = Operation("", work)
        self._operation = operation
        operation.ended.connect(self._ended)
        operation.failed.connect(self._failed)
        operation.done.connect(done)
        self._runner.start(operation)

    def complain(self, sentence: str) -> None:
        self.problem.show_text(sentence)
        self.problem.show()

    def _ended(self) -> None:
        self._busy.hide()
        self.setEnabled(True)

    def _failed(self, failure: Failure) -> None:
        self.complain(failure.sentence)


class UnlockPage(_StartPage):
    """Asks for the passphrase of a store and opens it. `failing` is told when that did not work."""

    failing = Signal()

    def __init__(self, folder: Path, runner: Runner, page: str = "") -> None:
        super().__init__(runner)
        self._folder, self._page = folder, page
        self._wrong = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)
        self._go = button(lambda: _("Open"), self.unlock, name="primary")
        self.passphrase = secret_line(lambda: _("Passphrase"))
        self.passphrase.returnPressed.connect(self.unlock)
        self.in_the_middle(
            IconLabel("lock-key", 40, "accent"),
            Label(lambda: _("Open the desk"), "title"),
            Label(
                lambda: _("Type the passphrase of this store. The recovery code opens it as well."),
                "quiet",
                wrap=True,
            ),
            self.passphrase,
            self._go,
            line(),
            holder(row(language_switch(), None)),
        )

    def load(self) -> None:
        """Load what the desk and its last page need, beside the window, while the passphrase is typed."""
        self._loading = Operation("", lambda _progress: load_desk(self._page))
        self._runner.start(self._loading)

    def unlock(self) -> None:
        """Try what was typed."""
        if self._pause.isActive():
            return
        secret = self.passphrase.text()

        def work(_progress: object) -> Any:
            from cso_desk.assembly import open_store  # noqa: PLC0415  the first heavy import of all

            store = open_store(self._folder, secret)
            load_desk(self._page)
            return store

        self.run(work, self.opened.emit)

    def _failed(self, failure: Failure) -> None:
        super()._failed(failure)
        self.failing.emit()
        self._wrong += 1
        seconds = min(2 ** (self._wrong - _FREE_TRIES), _LONGEST_PAUSE) if self._wrong > _FREE_TRIES else 0
        if seconds:
            wait = _("Wait {seconds} seconds before you try again.", seconds=digits(seconds))
            self.complain(f"{failure.sentence} {wait}")
            self._go.setEnabled(False)
            self._pause.start(seconds * 1000)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _go_on(self) -> None:
        self._go.setEnabled(True)


def load_desk(page: str) -> None:
    """Read the code of the desk and of one of its pages: the longest part of the start."""
    import_module("cso_desk.assembly")
    import_module("cso_desk.desk.window")
    for each in PAGES:
        if each.name == (page or PAGES[0].name):
            each.load()


class TakenPage(_StartPage):
    """Says that another window shows this store already."""

    def __init__(self, runner: Runner, again: Callable[[], object]) -> None:
        super().__init__(runner)
        self.again = button(lambda: _("Try again"), again, name="primary")
        self.in_the_middle(
            IconLabel("browsers", 40, "accent"),
            Label(lambda: _("The desk is open already"), "title"),
            Label(
                lambda: _(
                    "Another window shows this store. Go on working there, or close it and try again here. "
                    "Two windows would write over each other."
                ),
                "quiet",
                wrap=True,
            ),
            self.again,
            line(),
            holder(row(language_switch(), None)),
        )


class FirstStartPage(_StartPage):
    """Makes the store of a new hub: who we are, what we are called, what protects it."""

    def __init__(self, folder: Path, runner: Runner) -> None:
        super().__init__(runner)
        self._folder = folder
        self.hub = CalmComboBox()
        named(self.hub, lambda: _("Our hub"))
        self.name_km, self.name_en = QLineEdit(), QLineEdit()
        self.person = QLineEdit()
        self.first = secret_line(lambda: _("Passphrase"))
        self.second = secret_line(lambda: _("Passphrase again"))
        self.practice = QCheckBox()
        live(
            self.practice,
            lambda: self.practice.setText(_("Only to practise: no passphrase, nothing is real")),
        )
        self.practice.toggled.connect(self._practise)
        live(self, self._fill_hubs)
        self.in_the_middle(
            Label(lambda: _("Welcome to CSO Desk"), "title"),
            Label(
                lambda: _("Tell the desk who works here. Everything can be changed later."),
                "quiet",
                wrap=True,
            ),
            holder(row(language_switch(), None)),
            line(),
            *_field(lambda: _("Our hub"), self.hub),
            *_field(lambda: _("Name of the hub in Khmer"), self.name_km),
            *_field(lambda: _("Name of the hub in English"), self.name_en),
            *_field(lambda: _("Your name"), self.person),
            line(),
            *_field(lambda: _("Passphrase: several words that only you know"), self.first),
            *_field(lambda: _("The same passphrase again"), self.second),
            self.practice,
            button(lambda: _("Set up the desk"), self.set_up, name="primary"),
        )

    def set_up(self) -> None:
        """Make the store from what was entered."""
        passphrase = None if self.practice.isChecked() else self.first.text()
        names = {"name_km": self.name_km.text().strip(), "name_en": self.name_en.text().strip()}
        hub, person = str(self.hub.currentData()), self.person.text().strip()
        wrong = self._wrong(passphrase, names)
        if wrong:
            self.complain(wrong)
            return

        def work(_progress: object) -> Any:
            from cso_desk.assembly import create_store  # noqa: PLC0415
            from cso_desk.features.hub.service import save_profile  # noqa: PLC0415

            store, code = create_store(self._folder, hub, passphrase=passphrase, actor=person)
            save_profile(store, **names)
            return store, code

        self.run(work, self._created)

    def _wrong(self, passphrase: str | None, names: dict[str, str]) -> str:
        if not any(names.values()):
            return _("Give the hub a name in Khmer or in English.")
        if passphrase is not None and len(passphrase) < 8:
            return _("The passphrase is too short. Use at least eight letters; several words are best.")
        if passphrase is not None and passphrase != self.second.text():
            return _("The two passphrases differ. Type them again.")
        return ""

    def _created(self, made: tuple[Any, str]) -> None:
        store, code = made
        if code:
            self.opened.emit((store, code))
        else:
            self.opened.emit(store)

    def _practise(self, on: bool) -> None:
        for each in (self.first, self.second):
            each.setEnabled(not on)

    def _fill_hubs(self) -> None:
        chosen = self.hub.currentData()
        self.hub.clear()
        self.hub.addItem(_("National hub"), _NATIONAL)
        for province in children(""):
            self.hub.addItem(show_place(province.code, language()), province.code)
        self.hub.setCurrentIndex(max(0, self.hub.findData(chosen or "01")))


class RecoveryPage(_StartPage):
    """Shows the recovery code once, to be written down, before the desk opens."""

    def __init__(self, store: Any, code: str, runner: Runner) -> None:
        super().__init__(runner)
        shown = Label(code, "heading", wrap=True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shown.setAccessibleName(code)
        go = button(lambda: _("I have written it down"), lambda: self.opened.emit(store), name="primary")
        self.in_the_middle(
            IconLabel("key", 40, "accent"),
            Label(lambda: _("Your recovery code"), "title"),
            Label(
                lambda: _(
                    "If the passphrase is forgotten, only this code opens the store. Write it down now "
                    "and keep it in another place than this computer. It is shown only this once."
                ),
                wrap=True,
            ),
            shown,
            go,
        )


def secret_line(say: Say) -> QLineEdit:
    """A line that hides what is typed."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    named(made, say)
    return made


def _field(say: Say, control: QWidget) -> tuple[QWidget, QWidget]:
    label = Label(say, "quiet")
    label.setBuddy(control)
    named(control, say)
    return label, control
