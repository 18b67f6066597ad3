"""About this program: its version, a new one out of a file, what that changes, and the one before."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from cso_desk import __version__
from cso_desk.bundles.program_update import (
    forget_offer,
    offered,
    offered_file,
    send_along,
    sent_along,
    stop_sending,
)
from cso_desk.desk.file_dialogs import ask_open
from cso_desk.desk.session import Session
from cso_desk.desk.updates_restart import restart
from cso_desk.errors import UserError
from cso_desk.file_types import UPDATE_ENDING
from cso_desk.store.private_folder import PassingFolder
from cso_desk.store.store import NATIONAL
from cso_desk.updates.place import Place, Version, installed_place, version_of
from cso_desk.updates.release_root import ReleaseRoot, own_root
from cso_desk.updates.starting import go_back, version_before
from cso_desk.updates.taking import refuse_unfit, take_update
from cso_desk.updates.update_file import FULL, Update, read_update
from cso_desk.widgets.controls import Label, button, column, frame, line
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits
from cso_desk.wording import N_, _, words

_CARD = (20, 14, 20, 16)


class UpdatesPage(ScrollPage):
    """Lies over the desk. `place`: where this program lies, None where it runs from its source."""

    def __init__(
        self,
        session: Session,
        place: Place | None = None,
        root: Callable[[], ReleaseRoot] = own_root,
    ) -> None:
        super().__init__(session, frozenset())
        self.session, self.place, self._root = session, place or installed_place(), root
        self.seen: Update | None = None
        self.ready: Version | None = None
        self._passing: PassingFolder | None = None
        self.setProperty("help", "settings")
        self.load()

    def title(self) -> str:
        return _("About and updates")

    def cards(self) -> list[QWidget]:
        if self.ready is not None:
            return [self._taken(self.ready), self._about()]
        seen = [] if self.seen is None else [self._seen(self.seen)]
        return [*seen, self._about(), *self._offer(), *self._before()]

    # --- what can be done ---

    def look_at(self, path: Path) -> None:
        """Read an update and show what it changes; nothing is taken yet."""

        def work(_progress: Any) -> Update:
            update = read_update(path, self._root())
            refuse_unfit(update, self._installed())
            return update

        self._work(_("Looking at the update…"), work, self._look)

    def look_at_offer(self) -> None:
        """Look at the update that came with a bundle; one that is of no use here is forgotten."""
        store = self.session.store
        self._passing = PassingFolder()
        folder = self._passing.path

        def work(_progress: Any) -> Update:
            update = read_update(offered_file(store, folder), self._root())
            if update.facts.sequence <= self._installed().newest().sequence:
                forget_offer(store)
            refuse_unfit(update, self._installed())
            return update

        self._work(_("Looking at the update…"), work, self._look)

    def _look(self, update: Update) -> None:
        self.seen = update

    def take(self, update: Update) -> None:
        """Take an update that was looked at: a backup first, then it tries itself out."""
        store = self.session.store

        def work(progress: Any) -> Version:
            version = take_update(update, self._installed(), store, progress)
            if self._passing is not None and update.path.is_relative_to(self._passing.path):
                forget_offer(store)
            return version

        self._work(_("The update tries itself out…"), work, self._ready)

    def _ready(self, version: Version) -> None:
        self.seen, self.ready = None, version

    def leave(self) -> None:
        """Look at nothing any more; nothing was changed."""
        self.seen, self._passing = None, None
        self.draw()

    def go_back(self) -> None:
        """Let the version before be started from the next time on."""
        place = self._installed()
        before = version_before(place)
        if self.session.attempt(lambda: go_back(place)):
            self.session.notify(_("Version {version} is started from the next time on.", version=before))
            self.draw()

    def send(self, update: Update) -> None:
        """Let an update go with bundles to the hubs."""
        store = self.session.store
        self._work(
            _("Keeping the update…"),
            lambda _progress: send_along(store, update.path),
            lambda _done: self.session.notify(_("It goes with every bundle on a stick from now on.")),
        )

    def stop_sending(self) -> None:
        self.session.attempt(lambda: stop_sending(self.session.store))
        self.draw()

    def _installed(self) -> Place:
        """Where this program lies. Raises UserError where it runs from its source."""
        if self.place is None:
            raise UserError(_not_installed())
        return self.place

    def _work(self, title: str, work: Callable[[Any], Any], done: Callable[[Any], object]) -> None:
        self.session.work(title, work, done, alone=True, ended=self.draw)

    # --- the cards ---

    def _about(self) -> QWidget:
        inside = column(Label(f"CSO Desk {__version__}", "heading"), gap=6, margins=_CARD)
        if self.place is None:
            inside.addWidget(Label(_not_installed(), "quiet", wrap=True))
            return frame("card", inside)
        release = _("Release {number}", number=digits(self.place.running.sequence))
        said = _(
            "A new version comes in one file, on a stick or with a bundle of the national hub. It is looked "
            "at first, the store is backed up, and the version of today stays beside the new one."
        )
        inside.addWidget(Label(release, "quiet"))
        inside.addWidget(Label(said, "quiet", wrap=True))
        choose = button(
            lambda: _("Take an update from a file…"), self._ask, picture="file-arrow-down", writes="data"
        )
        acts = [choose]
        if self.session.store.hub == NATIONAL and sent_along(self.session.store):
            acts.append(button(lambda: _("Send no update with bundles"), self.stop_sending, writes="data"))
        inside.addWidget(flowing(*acts))
        return frame("card", inside)

    def _ask(self) -> None:
        title = _("Take an update from a file…")
        ask_open(self, title, _("Updates") + f" (*{UPDATE_ENDING})", self.look_at, on_stick=True)

    def _offer(self) -> list[QWidget]:
        if self.place is None or self.seen is not None or not offered(self.session.store):
            return []
        heading = Label(_("The national hub sent a new version with a bundle"), "heading", wrap=True)
        look = button(lambda: _("Look at it"), self.look_at_offer, name="primary")
        return [frame("caution", column(heading, flowing(look), gap=8, margins=_CARD))]

    def _seen(self, update: Update) -> QWidget:
        facts = update.facts
        size = update.path.stat().st_size / 1_000_000
        megabytes = digits(f"{size:.1f}" if size < 10 else round(size))
        heading = Label(_("Version {version}", version=facts.version), "heading")
        kind = _("The program and all its parts") if facts.kind == FULL else _("The program alone")
        about = f"{kind}   ·   {_('{megabytes} MB', megabytes=megabytes)}   ·   "
        about += _("Release {number}", number=digits(facts.sequence))
        inside = column(heading, Label(about, "quiet", wrap=True), gap=6, margins=_CARD)
        inside.addWidget(Label(_("What it changes"), "label"))
        for code, name in (("km", N_("Khmer")), ("en", N_("English"))):
            inside.addWidget(line())
            inside.addWidget(Label(words(code)(name), "quiet"))
            for said in facts.changes[code]:
                inside.addWidget(Label(f"•  {said}", wrap=True))
        inside.addWidget(line())
        take = button(
            lambda: _("Take this version"), partial(self.take, update), name="primary", writes="data"
        )
        acts = [take, button(lambda: _("Leave everything as it is"), self.leave, name="flat")]
        if self.session.store.hub == NATIONAL:
            acts.insert(
                1,
                button(
                    lambda: _("Send it with bundles to the hubs"), partial(self.send, update), writes="data"
                ),
            )
        inside.addWidget(flowing(*acts))
        return frame("caution", inside)

    def _taken(self, version: Version) -> QWidget:
        heading = Label(_("Version {version} is ready", version=version_of(version.name)), "heading")
        said = Label(
            _("It works on this computer and is started from the next time on. What is being typed is kept."),
            wrap=True,
        )
        now = button(lambda: _("Start it now"), partial(restart, self), name="primary")
        later = button(lambda: _("Later"), self._later, name="flat")
        return frame("caution", column(heading, said, flowing(now, later), gap=8, margins=_CARD))

    def _later(self) -> None:
        self.ready = None
        self.draw()

    def _before(self) -> list[QWidget]:
        before = version_before(self.place) if self.place else ""
        if not before:
            return []
        heading = Label(_("The version before"), "heading")
        said = Label(
            _(
                "Version {version} is still here, for when this one gives trouble. What this one has kept in "
                "a new form the other may not open; then restore the backup that was made before the update.",
                version=before,
            ),
            "quiet",
            wrap=True,
        )
        back = button(lambda: _("Go back to version {version}", version=before), self.go_back, writes="data")
        return [frame("card", column(heading, said, flowing(back), gap=8, margins=_CARD))]


def _not_installed() -> str:
    return _("This program runs from its source and takes no updates. Updates are for what was installed.")
