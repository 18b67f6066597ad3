"""Who may open the store: the users, their roles, names and passphrases, and the recovery sheet."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QLayout, QLineEdit, QWidget

from cso_desk.desk.first_steps import PassphraseStep, form
from cso_desk.desk.recovery_steps import CodeStep
from cso_desk.desk.session import Session
from cso_desk.desk.start_card import secret_line
from cso_desk.features.hub.service import profile
from cso_desk.store.access import (
    give_passphrase,
    give_recovery_code,
    give_role,
    let_in,
    rename,
    users_of,
)
from cso_desk.store.typed_secrets import new_recovery_code
from cso_desk.store.users import ROLE_MEANING, ROLE_WORDS, Role, User
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.widgets.controls import Say

_ROLE_WIDTH = 190

Leave = Callable[[str, User], object]


class UsersPage(ScrollPage):
    """Asks for the passphrase first; what may be done then is what the role of its owner covers.

    `leave(own, user)` closes the desk and leaves a user out.
    """

    def __init__(self, session: Session, leave: Leave) -> None:
        self.session, self._leave = session, leave
        self.users: list[User] = []
        self.roles: dict[str, CalmComboBox] = {}
        self._own, self._after = "", ""  # the passphrase that was typed, and the one that comes in its place
        self._open: tuple[str, str] = ("", "")  # what is being done, and to which user
        super().__init__(session)
        self.setProperty("help", "settings")
        self.load()

    def title(self) -> str:
        return _("Users")

    def cards(self) -> list[QWidget]:
        self.roles = {}
        if not self._own:
            return [self._ask()]
        if self._open[0]:
            return [self._doing()]
        return [self._list(), *([self._add(), self._recovery()] if self.deciding else [])]

    @property
    def deciding(self) -> bool:
        """Whether whoever opened the store decides about the others."""
        return self.session.store.role.covers(Role.COORDINATOR)

    def look(self) -> None:
        """Show the users to whoever typed a right passphrase."""
        own, folder = self.secret.text(), self.session.store.folder

        def done(found: list[User]) -> None:
            self._own, self.users = own, found
            self.draw()

        self.session.work(_("Looking…"), lambda _progress: users_of(folder, own), done)

    def begin(self, what: str, slot: str = "") -> None:
        """Open the card for "add", "passphrase", "name", "remove" or "code"; "" closes it."""
        self._open = (what, slot)
        if what == "code":
            # Made once: a page that is drawn anew must not show another one than was printed.
            self._code = new_recovery_code()
        self.draw()

    def add(self) -> None:
        """Let in whoever was entered."""
        wrong = self.passphrase.wrong()
        if wrong:
            self._say(wrong)
            return
        name, role, new = self.name.text(), Role(self.role.currentData()), self.passphrase.first.text()
        self._act(
            lambda folder: let_in(folder, self._own, name, role, new),
            lambda: _("{name} may open the store now.", name=" ".join(name.split())),
        )

    def change_passphrase(self) -> None:
        """Give the user whose card is open the passphrase that was typed."""
        wrong = self.passphrase.wrong()
        if wrong:
            self._say(wrong)
            return
        slot, new = self._open[1], self.passphrase.first.text()
        if self._is_own(slot):
            self._after = new
        self._act(
            lambda folder: give_passphrase(folder, self._own, slot, new),
            lambda: _("The new passphrase holds from now on."),
        )

    def change_name(self) -> None:
        """Give the user whose card is open the name that was typed."""
        slot, name = self._open[1], self.name.text()

        def done(user: User) -> None:
            if self._is_own(slot):
                self.session.store.become_opened_by(user)

        self._act(
            lambda folder: rename(folder, self._own, slot, name),
            lambda: _("The name stands beside every change from now on."),
            done,
        )

    def change_role(self, slot: str, role: Role) -> None:
        self._act(
            lambda folder: give_role(folder, self._own, slot, role),
            lambda: _("The new role holds from the next time they open the desk."),
        )

    def renew_code(self) -> None:
        """Let the code that was shown and printed hold from now on."""
        code = self._code
        self._act(
            lambda folder: give_recovery_code(folder, self._own, code),
            lambda: _("The new recovery sheet holds from now on. Tear the earlier one up."),
        )

    # --- the cards ---

    def _ask(self) -> QWidget:
        self.secret = secret_line(lambda: _("Passphrase"))
        self.secret.returnPressed.connect(self.look)
        said = Label(
            lambda: _("Type your passphrase once more. So nobody changes this at a desk that was left open."),
            "quiet",
            wrap=True,
        )
        go = button(lambda: _("Go on"), self.look, name="primary")
        return _card(lambda: _("Who may open the desk"), said, _narrow(self.secret), holder(row(go, None)))

    def _list(self) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(2, 1)
        for place, user in enumerate(self.users):
            own = self._is_own(user.slot)
            name = _("{name} (this is you)", name=user.name) if own else user.name
            grid.addWidget(Label(name, "tile", wrap=True), place, 0)
            grid.addWidget(self._role_of(user), place, 1)
            if own or self.deciding:
                grid.addWidget(flowing(*self._acts(user, own=own)), place, 2)
        meaning = [Label(partial(_meaning, role), "quiet", wrap=True) for role in Role]
        inside = _holding(grid)
        return _card(lambda: _("Who may open the desk"), inside, *meaning)

    def _role_of(self, user: User) -> QWidget:
        if not self.deciding:
            return Label(_(ROLE_WORDS[user.role]), "badge")
        box = self.roles[user.slot] = role_box(user.role)
        box.setAccessibleName(_("Role of {name}", name=user.name))
        box.activated.connect(lambda _place: self.change_role(user.slot, Role(box.currentData())))
        return box

    def _acts(self, user: User, *, own: bool) -> list[QWidget]:
        made: list[QWidget] = [
            button(lambda: _("New passphrase…"), partial(self.begin, "passphrase", user.slot), picture="key"),
            button(lambda: _("Rename…"), partial(self.begin, "name", user.slot), name="flat"),
        ]
        if self.deciding and not own:
            made.append(button(lambda: _("Remove…"), partial(self.begin, "remove", user.slot), name="flat"))
        return made

    def _add(self) -> QWidget:
        return _offer(
            lambda: _("Another person"),
            lambda: _(
                "Everybody who works here has an own passphrase, and an own name beside their changes."
            ),
            button(lambda: _("Add a person…"), partial(self.begin, "add"), picture="user-plus"),
        )

    def _recovery(self) -> QWidget:
        return _offer(
            lambda: _("Recovery sheet"),
            lambda: _(
                "The sheet opens the data when a passphrase is forgotten. A new one makes the earlier void."
            ),
            button(lambda: _("New recovery sheet…"), partial(self.begin, "code"), picture="lifebuoy"),
        )

    def _doing(self) -> QWidget:
        what, slot = self._open
        user = next((each for each in self.users if each.slot == slot), None)
        self.said = Label("", "bad", wrap=True)
        self.said.hide()
        made: dict[str, Callable[[], tuple[list[QWidget], Say, Callable[[], object]]]] = {
            "add": self._adding, "passphrase": partial(self._new_passphrase, user),
            "name": partial(self._renaming, user), "remove": partial(self._removing, user),
            "code": self._new_code,
        }  # fmt: skip
        widgets, label, act = made[what]()
        go = button(label, act, name="primary")
        back = button(lambda: _("Cancel"), partial(self.begin, ""), name="flat")
        inner = column(*widgets, self.said, holder(row(go, back, None)), gap=12, margins=(20, 16, 20, 20))
        return frame("card", inner)

    def _adding(self) -> tuple[list[QWidget], "Say", Callable[[], object]]:
        self.name, self.role = QLineEdit(), role_box(Role.SECRETARY)
        fields = _holding(form(((lambda: _("Name"), self.name), (lambda: _("Role"), self.role))))
        self.passphrase = PassphraseStep(
            lambda: _("Their passphrase"),
            lambda: _("Let the person type it, or suggest one and let them change it when they begin."),
            on_page=True,
        )
        heading = Label(lambda: _("Another person"), "heading")
        return [heading, fields, self.passphrase], lambda: _("Let them in"), self.add

    def _new_passphrase(self, user: User | None) -> tuple[list[QWidget], "Say", Callable[[], object]]:
        name = user.name if user else ""
        self.passphrase = PassphraseStep(
            lambda: _("A new passphrase for {name}", name=name),
            lambda: _("The earlier one opens the desk until the new one is kept."),
            on_page=True,
        )
        return [self.passphrase], lambda: _("Keep the new passphrase"), self.change_passphrase

    def _renaming(self, user: User | None) -> tuple[list[QWidget], "Say", Callable[[], object]]:
        self.name = QLineEdit(user.name if user else "")
        fields = _holding(form(((lambda: _("Name"), self.name),)))
        return [fields], lambda: _("Keep the name"), self.change_name

    def _removing(self, user: User | None) -> tuple[list[QWidget], "Say", Callable[[], object]]:
        name = user.name if user else ""
        said = (
            lambda: _(
                "{name} cannot open the desk any more. Everybody else keeps their passphrase.", name=name
            ),
            lambda: _("The data get a new key: that takes a minute, and the desk is closed meanwhile."),
            lambda: _("A new recovery sheet is printed afterwards; the earlier one is void."),
            lambda: _(
                "Backups made before still open with the passphrase of {name}. Make a new one, and destroy "
                "those that are within reach of other people.",
                name=name,
            ),
        )
        heading = Label(lambda: _("Remove {name}?", name=name), "heading")
        return (
            [heading, *(Label(each, wrap=True) for each in said)],
            lambda: _("Remove {name}", name=name),
            lambda: self._leave(self._own, user) if user else None,
        )

    def _new_code(self) -> tuple[list[QWidget], "Say", Callable[[], object]]:
        hub = profile(self.session.store)
        return (
            [CodeStep(self._code, lambda: hub, on_page=True)],
            lambda: _("I have it on paper: let it hold"),
            self.renew_code,
        )

    # --- doing ---

    def _act(
        self, act: Callable[[Any], Any], told: "Say", done: Callable[[Any], object] = lambda _result: None
    ) -> None:
        """Do something to the key file beside the window, and show the users anew."""
        folder, after = self.session.store.folder, self._after
        self._after = ""

        def work(_progress: object) -> tuple[Any, list[User]]:
            result = act(folder)
            return result, users_of(folder, after or self._own)

        def finished(found: tuple[Any, list[User]]) -> None:
            self._own, self.users = after or self._own, found[1]
            done(found[0])
            self.begin("")
            self.session.notify(told())

        self.session.work(_("One moment…"), work, finished, ended=self.draw_roles)

    def draw_roles(self) -> None:
        """Show the roles as they are, also where a change of one was refused."""
        for user in self.users:
            box = self.roles.get(user.slot)
            if box is not None:
                box.setCurrentIndex(box.findData(str(user.role)))

    def _say(self, sentence: str) -> None:
        self.said.show_text(sentence)
        self.said.show()

    def _is_own(self, slot: str) -> bool:
        own = self.session.store.user
        return own is not None and own.slot == slot


def _meaning(role: Role) -> str:
    return f"{_(ROLE_WORDS[role])}: {_(ROLE_MEANING[role])}"


def role_box(role: Role) -> CalmComboBox:
    """A choice of the roles."""
    made = CalmComboBox()
    for each in Role:
        made.addItem(_(ROLE_WORDS[each]), str(each))
    made.setCurrentIndex(made.findData(str(role)))
    made.setMinimumWidth(theme.px(_ROLE_WIDTH))
    named(made, lambda: _("Role"))
    return made


def _holding(layout: QLayout) -> QWidget:
    made = QWidget()
    layout.setContentsMargins(0, 0, 0, 0)
    made.setLayout(layout)
    return made


def _narrow(widget: QWidget) -> QWidget:
    widget.setMaximumWidth(theme.px(420))
    return widget


def _card(say: "Say", *widgets: QWidget) -> QWidget:
    return frame("card", column(Label(say, "heading"), *widgets, gap=12, margins=(20, 16, 20, 20)))


def _offer(say: "Say", why: "Say", go: QWidget) -> QWidget:
    return _card(say, Label(why, "quiet", wrap=True), holder(row(go, None)))
