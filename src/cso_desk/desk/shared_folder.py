"""The shared folder in the window: named and tried once, then files are sent and fetched by two buttons."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QLineEdit

from cso_desk.bundles.hub_states import CARRY, MAKE, hub_states
from cso_desk.desk.exchange_cards import PADDING
from cso_desk.desk.promises import hubs_lacking_sets
from cso_desk.desk.session import Session
from cso_desk.features.library.service.sets import promised_records
from cso_desk.remotes.exchange import Posted, collect, post, use_remote
from cso_desk.remotes.keeping import Remote, keep_remote, kept_remote
from cso_desk.widgets.controls import Label, button, column, frame, named
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits
from cso_desk.wording import N_, _, ngettext

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage


class SharedFolder:
    """The card of the shared folder on the Exchange page; what was fetched opens on the board."""

    def __init__(self, page: "ExchangePage", session: Session) -> None:
        self._page, self._session = page, session
        self.asking = False
        self._typed = Remote("")

    # --- what can be done ---

    def use(self, remote: Remote) -> None:
        """Try a shared folder, and use it from now on where it answers."""
        self._typed, store = remote, self._session.store
        self._session.work(
            _("Trying the shared folder…"),
            lambda _progress: use_remote(store, remote),
            self._used,
            alone=True,
        )

    def send(self) -> None:
        """Leave a file for every hub that lacks something."""
        store = self._session.store

        def work(progress: Any) -> list[Posted]:
            hubs = [state.hub for state in hub_states(store) if state.step in (MAKE, CARRY)]
            hubs += [hub for hub in hubs_lacking_sets(store) if hub not in hubs]
            return post(store, hubs, progress, promised=promised_records) if hubs else []

        self._session.work(_("Sending to the shared folder…"), work, self._sent, alone=True)

    def fetch(self) -> None:
        """Fetch what lies there for this hub, and show it on the board."""
        store = self._session.store
        self._session.work(
            _("Fetching from the shared folder…"),
            lambda progress: collect(store, progress),
            self._fetched,
            alone=True,
        )

    def forget(self) -> None:
        """Use no shared folder any more; its password is forgotten too."""
        keep_remote(self._session.store, None)
        self.ask(ask=False)

    def ask(self, *, ask: bool) -> None:
        """Ask for the address."""
        self.asking = ask
        self._typed = kept_remote(self._session.store) or Remote("")
        self._page.draw()

    # --- the card ---

    def card(self) -> QFrame:
        """The card as things stand."""
        inside = column(Label(_("Shared folder"), "heading"), gap=8, margins=PADDING)
        remote = kept_remote(self._session.store)
        if self.asking:
            self._ask_for(inside, remote)
        elif remote is None:
            said = _(
                "Hubs with a connection can leave their files in a folder they share: on the office network, "
                "in Nextcloud or on a server. The files there are locked as on a stick."
            )
            inside.addWidget(Label(said, "quiet", wrap=True))
            choose = button(
                lambda: _("Name a shared folder…"),
                lambda: self.ask(ask=True),
                picture="cloud-arrow-up",
                writes="folder",
            )
            inside.addWidget(flowing(choose))
        else:
            inside.addWidget(Label(remote.address, "quiet", wrap=True))
            send = button(
                lambda: _("Send"), self.send, name="primary", picture="cloud-arrow-up", writes="data"
            )
            fetch = button(lambda: _("Fetch"), self.fetch, picture="cloud-arrow-down", writes="data")
            change = button(lambda: _("Change…"), lambda: self.ask(ask=True), name="flat", writes="folder")
            inside.addWidget(flowing(send, fetch, change))
        return frame("card", inside)

    def _ask_for(self, inside: Any, kept: Remote | None) -> None:
        address, user, secret = QLineEdit(self._typed.address), QLineEdit(self._typed.user), QLineEdit()
        secret.setEchoMode(QLineEdit.EchoMode.Password)
        address.setPlaceholderText("https://…   sftp://…   \\\\server\\folder")
        same = kept is not None and kept.secret
        asked = (
            (N_("Where the folder is: its path or its address"), address),
            (N_("User name, where one is needed"), user),
            (N_("Password; it is kept in the locked store of this computer"), secret),
        )
        for label, line in asked:
            named(line, partial(_, label))
            inside.addWidget(Label(_(label), "label"))
            inside.addWidget(line)
        if same:
            secret.setPlaceholderText(_("as before"))

        def use() -> None:
            told = secret.text() or (kept.secret if kept and address.text() == kept.address else "")
            self.use(Remote(address.text().strip(), user.text().strip(), told))

        secret.returnPressed.connect(use)
        buttons = [
            button(lambda: _("Try it and keep it"), use, name="primary", picture="check", writes="folder"),
            button(lambda: _("Not now"), lambda: self.ask(ask=False)),
        ]
        if kept is not None:
            buttons.append(button(lambda: _("Use none any more"), self.forget, name="flat", writes="folder"))
        inside.addWidget(flowing(*buttons))

    # --- answers ---

    def _used(self, _remote: Remote) -> None:
        self.asking = False
        self._session.notify(_("The shared folder answers. Files can be sent and fetched now."))
        self._page.draw()

    def _sent(self, posted: list[Posted]) -> None:
        said = ngettext(
            "{number} file was left in the shared folder.",
            "{number} files were left in the shared folder.",
            len(posted),
            number=digits(len(posted)),
        )
        self._session.notify(said if posted else _("No hub lacks anything; nothing was sent."))
        self._page.draw()

    def _fetched(self, paths: list[Path]) -> None:
        if paths:
            self._page.look_at_many(paths)
        else:
            self._session.notify(_("Nothing new lies in the shared folder for this hub."))
