"""The settings: this computer, the person who works here, and what the hub says of itself on its papers."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from cso_desk import __version__
from cso_desk.desk.file_dialogs import ask_open
from cso_desk.desk.handover import handover_card
from cso_desk.desk.retention import retention_card
from cso_desk.desk.session import Session
from cso_desk.desk.settings_grid import put, settings_card, settings_grid
from cso_desk.desk.today_others import show_backups
from cso_desk.features.hub.printing.logo import logo_of, save_logo
from cso_desk.features.hub.record import HUB_PROFILE
from cso_desk.features.hub.service import profile, save_profile
from cso_desk.settings import OFFERED, Settings
from cso_desk.store.files import needs_passphrase
from cso_desk.store.person import name_person, person
from cso_desk.store.users import ROLE_WORDS, User
from cso_desk.widgets.controls import Label, Say, button, holder, row
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, language

_LOGO_SIDE = 72


class SettingsPage(ScrollPage):
    """Every choice is kept at once. `chosen(name)` is called after a setting of this computer changed.

    `practise` opens the practice hub, `leave` leaves a user out of the store.
    """

    def __init__(
        self,
        session: Session,
        settings: Settings,
        chosen: Callable[[str], object],
        practise: Callable[[], object] = lambda: None,
        leave: Callable[[str, User], object] = lambda _own, _user: None,
    ) -> None:
        self._session, self._settings, self._chosen, self._practise = session, settings, chosen, practise
        self._leave = leave
        self.boxes: dict[str, CalmComboBox] = {}
        self.fields: dict[str, Any] = {}
        super().__init__(session)
        self.setProperty("help", "settings")
        self.load()

    def title(self) -> str:
        return _("Settings")

    def cards(self) -> list[QWidget]:
        practice = [] if self._session.store.practice else [self._practice()]
        groups = dict.fromkeys(offered.group for offered in OFFERED.values())
        shown = [*map(self._computer, groups), *self._backups(), self._person()]
        shown += [handover_card(self._session), self._hub()]
        shown.append(retention_card(self._session))
        return [*shown, *practice, self._program()]

    def save_now(self) -> None:
        """Keep what is being typed."""
        for editor in self.fields.values():
            editor.commit_now()
        self._keep_person()

    def _computer(self, group: str) -> QWidget:
        """The settings of this computer that belong together."""
        grid = settings_grid()
        own = [(name, offered) for name, offered in OFFERED.items() if offered.group == group]
        for place, (name, offered) in enumerate(own):
            box = CalmComboBox()
            for value in offered.choices:
                box.addItem(offered.said(value, digits(value)), value)
            box.setCurrentIndex(box.findData(self._now(name)))
            box.activated.connect(lambda _place, name=name: self._choose(name))
            self.boxes[name] = box
            put(grid, 2 * place, partial(_, offered.label), box)
            if offered.explanation:
                box.setAccessibleDescription(_(offered.explanation))
                grid.addWidget(Label(partial(_, offered.explanation), "quiet", wrap=True), 2 * place + 1, 1)
        return settings_card(partial(_, group), grid)

    def _now(self, name: str) -> Any:
        # The bar above sets these as well.
        shown = {"language": language(), "palette": theme.palette.name, "text_size": theme.size}
        return shown.get(name, getattr(self._settings, name))

    def _person(self) -> QWidget:
        if needs_passphrase(self._session.store.folder):
            return self._who_may()
        self.person = QLineEdit(person(self._session.store))
        self.person.editingFinished.connect(self._keep_person)
        grid = settings_grid()
        put(grid, 0, lambda: _("Your name"), self.person)
        note = Label(
            lambda: _(
                "It stands beside every change you make. Write another name when somebody else works here."
            ),
            "quiet",
            wrap=True,
        )
        grid.addWidget(note, 1, 1)
        return settings_card(lambda: _("Who works here"), grid)

    def _backups(self) -> list[QWidget]:
        if self._session.store.practice:
            return []
        self.backups = button(
            lambda: _("Open the backups"), partial(show_backups, self._session), picture="floppy-disk"
        )
        said = lambda: _(  # noqa: E731
            "A backup is made by itself whenever the window is closed. Look at them, put one on a stick, "
            "or restore one after a look at what would change."
        )
        return [_offer(lambda: _("Backups"), said, self.backups)]

    def _who_may(self) -> QWidget:
        """Whoever opened the store with an own passphrase, and the way to all users."""
        user, grid = self._session.store.user, settings_grid()
        name = user.name if user else _("The recovery code opened it.")
        role = _(ROLE_WORDS[user.role]) if user else ""
        put(grid, 0, lambda: _("You are"), Label(", ".join(filter(None, (name, role))), "tile", wrap=True))
        self.users = button(lambda: _("Users and passphrases…"), self.show_users, picture="users")
        grid.addWidget(holder(row(self.users, None)), 1, 1)
        return settings_card(lambda: _("Who works here"), grid)

    def show_users(self) -> None:
        """Show the page of those who may open the store."""
        from cso_desk.desk.users_page import UsersPage  # noqa: PLC0415  few look at it, and it draws papers

        self._session.show_over(UsersPage(self._session, self._leave))

    def _practice(self) -> QWidget:
        self.practise = button(lambda: _("Open the practice hub"), self._practise, picture="student")
        said = lambda: _(  # noqa: E731
            "A hub with invented members and meetings, to try out everything. Your own data are closed "
            "meanwhile and stay as they are."
        )
        return _offer(lambda: _("Practice"), said, self.practise)

    def _program(self) -> QWidget:
        grid = settings_grid()
        put(grid, 0, lambda: _("Version"), Label(__version__, "tile"))
        self.updates = button(lambda: _("About and updates…"), self.show_updates, picture="info")
        grid.addWidget(holder(row(self.updates, None)), 1, 1)
        return settings_card(lambda: _("This program"), grid)

    def show_updates(self) -> None:
        """Show the page of this program and its updates."""
        from cso_desk.desk.updates_page import UpdatesPage  # noqa: PLC0415  few look at it

        self._session.show_over(UpdatesPage(self._session))

    def _hub(self) -> QWidget:
        hub = profile(self._session.store)
        grid = settings_grid()
        self._put_logo(grid, logo_of(hub))
        for place, name in enumerate(HUB_PROFILE.typed, start=1):
            if name in ("sensitivity", "verified_by", "verified_on"):
                continue
            field = HUB_PROFILE.fields[name]
            editor = editor_for(field, HUB_PROFILE, self._session)
            editor.show_value(getattr(hub, name))
            editor.committed.connect(lambda value, name=name: self._save(name, value))
            editor.name(partial(_, field.kind.label))
            self.fields[name] = editor
            put(grid, place, partial(_, field.kind.label), editor, editor.control())
        return settings_card(lambda: _("Our hub on its papers"), grid)

    def _put_logo(self, grid: QGridLayout, logo: bytes) -> None:
        choose = button(lambda: _("Choose a picture…"), self._ask_logo, picture="image", writes="data")
        shown: list[QWidget] = [choose]
        picture = QPixmap()
        if logo and picture.loadFromData(logo):
            seen = Label()
            side = theme.px(_LOGO_SIDE)
            seen.setPixmap(picture.scaledToHeight(side))
            seen.setAccessibleName(_("Logo"))
            take = button(lambda: _("Take it away"), lambda: self.keep_logo(b""), name="flat", writes="data")
            shown = [seen, choose, take]
        put(grid, 0, lambda: _("Logo"), holder(row(*shown, None)), choose)

    def _ask_logo(self) -> None:
        pictures = _("Pictures") + " (*.png *.jpg *.jpeg)"
        ask_open(self, _("Logo"), pictures, self.keep_logo)

    def keep_logo(self, chosen: Path | bytes) -> None:
        """Keep the picture in this file as the logo; b"" takes it away."""

        def act() -> None:
            save_logo(self._session.store, chosen if isinstance(chosen, bytes) else chosen.read_bytes())

        if self._session.attempt(act):
            self.draw()

    def _on_changed(self, changed: Any) -> None:
        # Drawn anew, the field that has the keyboard would lose it.
        if HUB_PROFILE.name in changed.kinds:
            hub = profile(self._session.store)
            for name, editor in self.fields.items():
                if not editor.is_typing():
                    editor.show_value(getattr(hub, name))

    def _choose(self, name: str) -> None:
        setattr(self._settings, name, self.boxes[name].currentData())
        self._chosen(name)

    def _keep_person(self) -> None:
        if not hasattr(self, "person"):
            return
        store, name = self._session.store, self.person.text()
        if name.split() != person(store).split():
            self._session.attempt(lambda: name_person(store, name))

    def _save(self, name: str, value: Any) -> None:
        if not self._session.attempt(lambda: save_profile(self._session.store, **{name: value})):
            self.fields[name].show_value(getattr(profile(self._session.store), name))


def _offer(title: Say, said: Say, press: QPushButton) -> QWidget:
    """A card that says something in a sentence and has one button for it."""
    grid = settings_grid()
    grid.addWidget(Label(said, "quiet", wrap=True), 0, 0, 1, 2)
    grid.addWidget(holder(row(press, None)), 1, 0, 1, 2)
    return settings_card(title, grid)
