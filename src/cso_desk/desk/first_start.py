"""The first start of a new hub, one question after the other; nothing is made before the last one."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from cso_desk.desk.first_steps import HubStep, LanguageStep, LogoStep, PassphraseStep, Step
from cso_desk.desk.recovery_steps import CheckStep, CodeStep
from cso_desk.desk.start_card import StartPage
from cso_desk.store.typed_secrets import new_recovery_code
from cso_desk.widgets.controls import Label, Say, button, holder, row
from cso_desk.widgets.operation import Runner
from cso_desk.widgets.showing import digits
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.features.hub.record import HubProfile

_WIDTH = 620
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BeginStep(Step):
    """With what to begin; `chosen` tells "import", "empty" or "practice"."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            lambda: _("With what do you begin?"),
            lambda: _("The desk is ready. The others can be done later as well."),
        )
        self.ways: dict[str, QPushButton] = {}
        for name, picture, say, said in (
            ("import", "download-simple", lambda: _("Bring the list you have"),
             lambda: _("An Excel list as it is; you see every row before it is taken over.")),
            ("empty", "plus", lambda: _("Begin with an empty desk"),
             lambda: _("Type in members and meetings one by one.")),
            ("practice", "student", lambda: _("Look around first in the practice hub"),
             lambda: _("Invented data to try everything; your own desk waits unchanged.")),
        ):  # fmt: skip
            self._offer(name, picture, say, said)

    def enter(self) -> None:
        self.ways["import"].setFocus()

    def _offer(self, name: str, picture: str, say: Say, said: Say) -> None:
        made = button(say, lambda: self.chosen.emit(name), name="choice", picture=picture, hint=said)
        self.ways[name] = made
        self.inside.addWidget(made)
        self.inside.addWidget(Label(said, "quiet", wrap=True))


class FirstStartPage(StartPage):
    """`opened` gives the store; `begins` then tells with what: "import", "empty" or "practice".

    `practised` asks for the practice hub before anything of the own hub was made.
    """

    begins = Signal(str)
    practised = Signal()

    def __init__(self, folder: Path, runner: Runner) -> None:
        super().__init__(runner)
        self.setProperty("help", "first")
        self._folder = folder
        self._code = new_recovery_code()
        self._place = 0
        self.language, self.hub, self.passphrase = LanguageStep(), HubStep(), PassphraseStep()
        self.logo = LogoStep(_fitting)
        self.code, self.check = CodeStep(self._code, self._profile), CheckStep(self._code)
        self.begin = BeginStep()
        self.steps: tuple[Step, ...] = (
            self.language, self.hub, self.logo, self.passphrase, self.code, self.check, self.begin
        )  # fmt: skip
        self.back = button(
            lambda: _("Back"), lambda: self.go(self._place - 1), name="flat", picture="arrow-left"
        )
        self.next = button(lambda: _("Next"), self.go_on, name="primary")
        self.count = Label(self._say_place, "quiet")
        foot = holder(row(self.back, None, self.count, 12, self.next, margins=(0, 8, 0, 0)))
        self.in_the_middle(*self.steps, foot=[foot], width=_WIDTH)
        self.language.looked.connect(self.practised)
        self.begin.chosen.connect(self.set_up)
        self.go(0)

    def go(self, place: int) -> None:
        """Show a step; what was entered on the others stays."""
        self._place = min(max(place, 0), len(self.steps) - 1)
        self.problem.hide()
        for each in self.steps:
            each.setVisible(each is self.steps[self._place])
        self.back.setVisible(self._place > 0)
        self.next.setVisible(self.steps[self._place] is not self.begin)
        self.count.show_text(self._say_place())
        self._enter()

    def go_on(self) -> None:
        """Go to the next step, or say what is wrong on this one."""
        wrong = self.steps[self._place].wrong()
        if wrong:
            self.complain(wrong)
        else:
            self.go(self._place + 1)

    def set_up(self, begin: str) -> None:
        """Make the store from everything that was entered, and begin with it."""
        passphrase, hub, names = self.passphrase.first.text(), self.hub.code(), self.hub.names()
        person, logo, code = self.hub.person.text(), self.logo.logo, self._code

        def work(_progress: object) -> Any:
            return _made(self._folder, hub, passphrase, code, " ".join(person.split()), names, logo)

        def done(store: Any) -> None:
            self.opened.emit(store)
            self.begins.emit(begin)

        self.run(work, done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape and self._place:
            self.go(self._place - 1)
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton) and not focused.isCheckable():
            focused.click()
        elif not self._next_field(focused):
            self.go_on()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._enter()

    def _enter(self) -> None:
        # Where nothing is to be typed, Enter goes on.
        self.next.setFocus()
        self.steps[self._place].enter()

    def _next_field(self, focused: QWidget | None) -> bool:
        """From the first passphrase Enter leads to the second one; whether it did."""
        if focused is not self.passphrase.first or self.passphrase.second.text():
            return False
        self.passphrase.second.setFocus()
        return True

    def _say_place(self) -> str:
        return _("Step {number} of {count}", number=digits(self._place + 1), count=digits(len(self.steps)))

    def _profile(self) -> "HubProfile":
        from cso_desk.features.hub.printing.logo import logo_text  # noqa: PLC0415
        from cso_desk.features.hub.record import HubProfile  # noqa: PLC0415

        names = self.hub.names()
        return HubProfile(
            hub=self.hub.code(),
            name_km=names["name_km"],
            name_en=names["name_en"],
            logo=logo_text(self.logo.logo),
        )


def _fitting(image: bytes) -> bytes:
    from cso_desk.features.hub.printing.logo import fitting_logo  # noqa: PLC0415  brings Pillow and reportlab

    return fitting_logo(image)


def _made(
    folder: Path, hub: str, passphrase: str, code: str, person: str, names: dict[str, str], logo: bytes
) -> Any:
    from cso_desk.assembly import create_store  # noqa: PLC0415  the first heavy import of all
    from cso_desk.features.hub.printing.logo import logo_text  # noqa: PLC0415
    from cso_desk.features.hub.service import name_hub  # noqa: PLC0415

    store, _code = create_store(folder, hub, passphrase=passphrase, actor=person, recovery_code=code)
    name_hub(store, **names, logo=logo_text(logo))
    return store
