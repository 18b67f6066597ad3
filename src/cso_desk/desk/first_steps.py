"""The steps of the first start in which the new hub says who it is: language, names, logo, passphrase."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cso_desk.desk.file_dialogs import ask_open
from cso_desk.desk.languages import own_name
from cso_desk.desk.start_card import secret_line
from cso_desk.errors import UserError
from cso_desk.places.gazetteer import children, show_place
from cso_desk.store.passphrases import SHORTEST, Strength, strength_of, suggested
from cso_desk.widgets.controls import Label, Say, button, holder, named, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import LANGUAGES, N_, _, language, use_language, words

NATIONAL = "00"
_LABEL_WIDTH = 190
_LOGO_HEIGHT = 88
_MOST_LOGO = 16_000_000  # bytes read at all; how big a kept logo may be is the hub's rule

_HOLDS = {
    Strength.DAYS: ("bad", N_("Weak: a thief would find it within weeks. Add a word or two.")),
    Strength.MONTHS: ("warn", N_("Fair: it would hold a thief up for months. One more word makes it good.")),
    Strength.YEARS: ("good", N_("Good: it would hold a thief up for years.")),
    Strength.LIFETIMES: ("good", N_("Very good: nobody would find it in a lifetime.")),
}  # fmt: skip


class Step(QWidget):
    """One question of the first start. `moved_on` asks for the next step."""

    moved_on = Signal()

    def __init__(self, title: Say, said: Say, *, on_page: bool = False) -> None:
        """`on_page`: it stands as a card on a page that has a title."""
        super().__init__()
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(theme.px(8))
        self.inside.addWidget(Label(title, "heading" if on_page else "title", wrap=True))
        self.inside.addWidget(Label(said, "quiet", wrap=True))

    def enter(self) -> None:
        """The step is shown: put the keyboard where typing begins."""

    def wrong(self) -> str:
        """What is missing or wrong, "" where one may go on."""
        return ""


class LanguageStep(Step):
    """Khmer or English, each called by its own name and told in its own words."""

    looked = Signal()

    def __init__(self) -> None:
        super().__init__(
            lambda: _("Welcome to CSO Desk"),
            lambda: _("Which language shall the desk speak? You can change it at any time."),
        )
        self.buttons = [self._choice(code) for code in LANGUAGES]
        group = QButtonGroup(self)
        for each in self.buttons:
            group.addButton(each)
        self.inside.addWidget(holder(row(*self.buttons, gap=12)))
        self.inside.addSpacing(theme.px(12))
        self.inside.addWidget(
            Label(
                lambda: _(
                    "Do you want to look around first? The practice hub is full of invented data; "
                    "nothing in it can go wrong."
                ),
                "quiet",
                wrap=True,
            )
        )
        look = button(lambda: _("Open the practice hub"), self.looked.emit, name="flat", picture="student")
        self.inside.addWidget(holder(row(look, None)))

    def enter(self) -> None:
        self.buttons[LANGUAGES.index(language())].setFocus()

    def _choice(self, code: str) -> QPushButton:
        def speak() -> None:
            use_language(code)
            made.setFocus()

        made = button(lambda: own_name(code), speak, name="choice", checkable=True)
        live(made, lambda: made.setChecked(language() == code))
        return made


class HubStep(Step):
    """Which hub works here, its names, and who sits at this desk."""

    def __init__(self) -> None:
        super().__init__(
            lambda: _("Who works here?"),
            lambda: _(
                "These names stand on every paper. The province cannot be changed later, all else can."
            ),
        )
        self.hub = CalmComboBox()
        self.name_km, self.name_en, self.person = QLineEdit(), QLineEdit(), QLineEdit()
        live(self, self._fill_hubs)
        self.hub.activated.connect(self._offer)
        live(self, self._offer)
        fill = (
            (lambda: _("Our hub"), self.hub),
            (lambda: _("Name of the hub in Khmer"), self.name_km),
            (lambda: _("Name of the hub in English"), self.name_en),
            (lambda: _("Your name"), self.person),
        )
        self.inside.addLayout(form(fill))

    def enter(self) -> None:
        self.hub.setFocus()

    def wrong(self) -> str:
        if not self.code():
            return _("Choose the province of the hub.")
        if not any(self.names().values()):
            return _("Give the hub a name in Khmer or in English.")
        return (
            ""
            if self.person.text().split()
            else _("Write your name; it stands beside every change you make.")
        )

    def names(self) -> dict[str, str]:
        return {
            "name_km": " ".join(self.name_km.text().split()),
            "name_en": " ".join(self.name_en.text().split()),
        }

    def code(self) -> str:
        """The code of the hub: its province, or "00"; "" before one was chosen."""
        return str(self.hub.currentData() or "")

    def _fill_hubs(self) -> None:
        chosen = self.hub.currentData()
        self.hub.clear()
        for province in children(""):
            self.hub.addItem(show_place(province.code, language()), province.code)
        self.hub.addItem(_("National hub"), NATIONAL)
        # None is chosen beforehand: the province stands in every code and cannot be changed later.
        self.hub.setPlaceholderText(_("Choose the province"))
        self.hub.setCurrentIndex(self.hub.findData(chosen) if chosen else -1)

    def _offer(self) -> None:
        """Show the usual name of such a hub as an example, never as if it had been typed."""
        for field, code in ((self.name_km, "km"), (self.name_en, "en")):
            say, chosen = words(code), self.code()
            if not chosen:
                field.setPlaceholderText("")
                continue
            place = show_place(chosen, code, full=False)
            example = (
                say("National CSO network")
                if chosen == NATIONAL
                else say("CSO network of {place}", place=place)
            )
            field.setPlaceholderText(_("Such as: {example}", example=example))


class LogoStep(Step):
    """A picture at the head of the papers; without one they carry the name alone."""

    def __init__(self, fitting: Callable[[bytes], bytes]) -> None:
        super().__init__(
            lambda: _("A logo for your papers"),
            lambda: _("It stands at the head of every paper. Without one, go on: a logo can be added later."),
        )
        self._fitting = fitting
        self.logo = b""
        self.shown = Label()
        named(self.shown, lambda: _("Logo"))
        self.shown.hide()
        self.problem = Label("", "bad", wrap=True)
        self.problem.hide()
        self.choose = button(lambda: _("Choose a picture…"), self._ask, picture="image")
        self.take = button(lambda: _("Take it away"), lambda: self._keep(b""), name="flat")
        self.take.hide()
        self.inside.addWidget(holder(row(self.shown, self.choose, self.take, None, gap=12)))
        self.inside.addWidget(self.problem)

    def read(self, path: Path) -> None:
        """Take the picture in a file, or say why it cannot be taken."""
        self.problem.hide()
        try:
            with path.open("rb") as file:
                image = self._fitting(file.read(_MOST_LOGO))
        except OSError as error:
            self._refuse(_("{file} cannot be read: {reason}.", file=path.name, reason=error.strerror))
        except UserError as error:
            self._refuse(str(error))
        else:
            self._keep(image)

    def _ask(self) -> None:
        ask_open(self, _("Logo"), _("Pictures") + " (*.png *.jpg *.jpeg)", self.read)

    def _refuse(self, sentence: str) -> None:
        self.problem.show_text(sentence)
        self.problem.show()

    def _keep(self, image: bytes) -> None:
        self.logo = image
        picture = QPixmap()
        if image:
            picture.loadFromData(image)
        side = theme.px(_LOGO_HEIGHT)
        self.shown.setPixmap(
            picture
            if picture.isNull()
            else picture.scaled(
                2 * side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        self.shown.setVisible(bool(image))
        self.take.setVisible(bool(image))


class PassphraseStep(Step):
    """The passphrase, typed twice, with a true word about its strength."""

    def __init__(self, title: Say | None = None, said: Say | None = None, *, on_page: bool = False) -> None:
        super().__init__(
            title or (lambda: _("A passphrase for the data")),
            said
            or (
                lambda: _(
                    "Everything is locked with it: without it nobody can read the data, also not whoever "
                    "takes the computer away. Four or five words that only you put together are best."
                )
            ),
            on_page=on_page,
        )
        self.first = secret_line(lambda: _("Passphrase"))
        self.second = secret_line(lambda: _("The same passphrase again"))
        self.strength = Label("", "quiet", wrap=True)
        self.seen = QCheckBox()
        live(self.seen, lambda: self.seen.setText(_("Show what is typed")))
        self.seen.toggled.connect(self._show)
        self.inside.addLayout(
            form(
                ((lambda: _("Passphrase"), self.first), (lambda: _("The same passphrase again"), self.second))
            )
        )
        self.suggest = button(lambda: _("Suggest one"), self._suggest, name="flat", picture="shuffle")
        self.inside.addWidget(holder(row(self.seen, self.suggest, None, gap=16)))
        self.inside.addWidget(self.strength)
        self.first.textChanged.connect(lambda _text: self._judge())
        live(self, self._judge)

    def enter(self) -> None:
        self.first.setFocus()

    def wrong(self) -> str:
        if strength_of(self.first.text()) is Strength.SHORT:
            return _("The passphrase is too short. Use at least eight letters; several words are best.")
        if self.first.text() != self.second.text():
            return _("The two passphrases differ. Type them again.")
        return ""

    def _suggest(self) -> None:
        """Put a new passphrase in both fields, to be read and written down."""
        made = suggested(language())
        self.seen.setChecked(True)
        self.first.setText(made)
        self.second.setText(made)

    def _show(self, on: bool) -> None:
        for each in (self.first, self.second):
            each.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def _judge(self) -> None:
        strength = strength_of(self.first.text())
        colour, sentence = _HOLDS.get(strength, ("quiet", ""))
        least = _("At least {count} letters.", count=digits(SHORTEST))
        self.strength.become(colour)
        self.strength.show_text(_(sentence) if sentence else least)


def form(fields: tuple[tuple[Say, QWidget], ...]) -> QGridLayout:
    """Labels at the left, what is filled in at the right."""
    made = QGridLayout()
    made.setHorizontalSpacing(theme.px(12))
    made.setVerticalSpacing(theme.px(8))
    made.setColumnMinimumWidth(0, theme.px(_LABEL_WIDTH))
    made.setColumnStretch(1, 1)
    for place, (say, control) in enumerate(fields):
        label = Label(say, "label", wrap=True)
        label.setBuddy(control)
        named(control, say)
        made.addWidget(label, place, 0)
        made.addWidget(control, place, 1)
    return made
