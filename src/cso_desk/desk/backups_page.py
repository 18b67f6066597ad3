"""The backups of a store: what there is, a copy elsewhere, a look before one is restored, the check."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from cso_desk.catalog import RECORD_TYPES
from cso_desk.desk.attention import attention
from cso_desk.desk.backups_cards import CARD, asking_card, outlook_card, rows_of, size_of
from cso_desk.desk.backups_look import BackupLook, backup_look
from cso_desk.desk.file_dialogs import ask_folder
from cso_desk.desk.reopening import reopen
from cso_desk.desk.session import Session
from cso_desk.journal.mending import make_anew
from cso_desk.rescue.backup_keys import SecretNeededError
from cso_desk.rescue.bringing_over import BroughtOver, bring_over
from cso_desk.rescue.checking import Checked, check
from cso_desk.rescue.files_back import bring_files_back
from cso_desk.rescue.outlook import Outlook, outlook
from cso_desk.rescue.restoring import forget_restored, prepare
from cso_desk.rescue.telling import told_of_check
from cso_desk.settings import home_folder, load_settings, save_settings
from cso_desk.store.backing_up import back_up, is_due
from cso_desk.store.backups import ASKED, Backup, own_place
from cso_desk.store.search import refresh
from cso_desk.store.second_place import Copied, copy_elsewhere, place_in
from cso_desk.store.upkeep import note_upkeep
from cso_desk.widgets.controls import Label, button, column, frame
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import _, ngettext

_SHOWN = 12


class BackupsPage(ScrollPage):
    """Lies over the desk; nothing here changes records but bringing over what was entered since."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, frozenset())
        self.session = session
        self.seen: Outlook | None = None
        self.found: Checked | None = None
        self._asking: Backup | None = None
        self._all = False
        self.secret = QLineEdit()
        self.setProperty("help", "backups")
        self.load()

    def title(self) -> str:
        return _("Backups")

    def cards(self) -> list[QWidget]:
        look = backup_look(self.session.store)
        shown = [*self._kept(look), self._now(look), self._elsewhere(look)]
        if self._asking is not None:
            shown.insert(0, self._ask(self._asking))
        if self.seen is not None:
            shown.insert(0, outlook_card(self.seen, self.restore, self.close_look))
        return [*shown, self._list(look)]

    # --- what can be done ---

    def make(self) -> None:
        """Make a backup now."""
        self._work(_("Making a backup…"), partial(self._made_by), self._made)

    def _made_by(self, progress: Any) -> Backup:
        return back_up(self.session.store, ASKED, progress=progress)

    def _made(self, made: Backup) -> None:
        self.session.notify(_("The backup was made and verified: {size}.", size=size_of(made.size)))

    def check(self) -> None:
        """Check the whole store."""
        store = self.session.store
        self._work(_("Checking the store…"), lambda progress: check(store, progress), self._checked)

    def _checked(self, found: Checked) -> None:
        self.found = found
        note_upkeep(
            self.session.store.folder,
            checked_at=time.time_ns() // 1_000_000,
            found="" if found.sound else " ".join(told_of_check(found)),
        )

    def mend(self) -> None:
        """Make anew what is shown, and fetch files that are missing from the backups."""
        store = self.session.store
        places = [own_place(store.folder), *(place for place, _every in backup_look(store).elsewhere)]

        def work(progress: Any) -> Checked:
            with store.writing() as connection:
                make_anew(connection, store.shelves.types.values())
            refresh(store)
            bring_files_back(store, places)
            return check(store, progress)

        self._work(_("Making everything anew…"), work, self._checked)

    def choose_place(self) -> None:
        """Ask for a second place."""
        ask_folder(self, _("A second place for backups"), self.keep_place)

    def keep_place(self, folder: Path) -> None:
        """Copy backups to this folder from now on."""
        settings = load_settings(home_folder())
        settings.backup_folder = str(folder)
        save_settings(settings, home_folder())
        self.copy(place_in(folder, self.session.store))

    def copy(self, place: Path) -> None:
        """Copy the newest backup to a second place, made now where something changed since."""
        store = self.session.store

        def work(progress: Any) -> Copied:
            return copy_now(store, place, progress)

        def done(copied: Copied) -> None:
            self.session.notify(_("The copy is whole: {size}.", size=size_of(copied.bytes)))

        self._work(_("Copying to the second place…"), work, done)

    def look_at(self, backup: Backup, secret: str = "") -> None:
        """Show what restoring a backup would change."""
        store = self.session.store

        def work(progress: Any) -> Outlook | SecretNeededError:
            try:
                return outlook(backup, RECORD_TYPES, store=store, secret=secret, progress=progress)
            except SecretNeededError as error:
                return error

        def done(found: Outlook | SecretNeededError) -> None:
            self.seen = found if isinstance(found, Outlook) else None
            self._asking = backup if isinstance(found, SecretNeededError) else None
            self.verticalScrollBar().setValue(0)

        self._work(_("Comparing…"), work, done)

    def restore(self) -> None:
        """Restore the backup that is looked at; the window then opens the store anew."""
        if self.seen is None:
            return
        store, backup, secret = self.session.store, self.seen.backup, self.secret.text()

        def work(progress: Any) -> object:
            return prepare(store.folder, backup, store=store, secret=secret, progress=progress)

        self._work(_("Restoring the backup…"), work, lambda _aside: reopen(self))

    def bring_over(self) -> None:
        """Take over what was entered since the backup that was restored."""
        store, kept = self.session.store, backup_look(self.session.store).kept
        if kept is None:
            return

        def work(progress: Any) -> BroughtOver:
            return bring_over(store, kept, progress=progress)

        self._work(_("Taking it over…"), work, self._brought)

    def _brought(self, over: BroughtOver) -> None:
        self.session.notify(
            ngettext(
                "{number} change was taken over.",
                "{number} changes were taken over.",
                over.changes + over.retold,
                number=digits(over.changes + over.retold),
            )
        )

    def leave_it(self) -> None:
        """Do not bring over what was entered since; it stays among the backups."""
        self.session.attempt(lambda: forget_restored(self.session.store))
        self.draw()

    def close_look(self) -> None:
        """Restore nothing."""
        self.seen = self._asking = None
        self.secret.clear()
        self.draw()

    def show_all(self) -> None:
        """Show the older backups too."""
        self._all = True
        self.draw()

    def _work(self, title: str, act: Callable[[Any], Any], done: Callable[[Any], object]) -> None:
        self.session.work(title, act, done, alone=True, ended=self.draw)

    # --- cards ---

    def _now(self, look: BackupLook) -> QWidget:
        newest = next((each for each in look.own if each.is_sound), None)
        said = (
            _("The last backup was made on {when}.", when=clock_time(newest.at))
            if newest
            else _("There is no backup yet. One is made by itself when the window is closed.")
        )
        make = button(
            lambda: _("Back up now"), self.make, name="primary", picture="floppy-disk", writes="folder"
        )
        look_over = button(lambda: _("Check the store"), self.check, picture="shield-check", writes="folder")
        inside = column(Label(_("On this computer"), "heading"), Label(said, wrap=True), gap=6, margins=CARD)
        inside.addWidget(Label(self._of_check(look), "quiet", wrap=True))
        for each in told_of_check(self.found) if self.found else ():
            inside.addWidget(Label(each, "good" if self.found and self.found.sound else "bad", wrap=True))
        acts = [make, look_over]
        if self.found is not None and self.found.journal_sound and not self.found.sound:
            acts.append(button(lambda: _("Make it anew"), self.mend, picture="wrench", writes="data"))
        inside.addWidget(flowing(*acts))
        return frame("card", inside)

    def _of_check(self, look: BackupLook) -> str:
        if not look.upkeep.checked_at:
            return _("The whole store has not been checked yet. It is checked every week by itself.")
        return _("The whole store was checked on {when}.", when=clock_time(look.upkeep.checked_at))

    def _elsewhere(self, look: BackupLook) -> QWidget:
        inside = column(Label(_("In a second place"), "heading"), gap=6, margins=CARD)
        said = (
            _(
                "The last copy went to {folder} on {when}.",
                folder=look.upkeep.where,
                when=clock_time(look.upkeep.elsewhere_at),
            )
            if look.upkeep.elsewhere_at
            else _("No copy stands elsewhere. If this computer is lost or breaks, everything is lost.")
        )
        overdue = bool(look.due_elsewhere) or not look.upkeep.elsewhere_at
        inside.addWidget(Label(said, "bad" if overdue else "", wrap=True))
        inside.addWidget(
            Label(
                _(
                    "Choose a stick or a folder on another computer. The copy is locked like the store and "
                    "made by itself whenever the stick is plugged in."
                ),
                "quiet",
                wrap=True,
            )
        )
        acts = [
            button(
                partial(_, "Copy to {folder}", folder=place.parent.parent),
                partial(self.copy, place),
                name="primary",
                writes="folder",
            )
            for place, _every in look.elsewhere
        ]
        acts.append(
            button(
                lambda: _("Choose a second place…"), self.choose_place, picture="hard-drive", writes="folder"
            )
        )
        inside.addWidget(flowing(*acts))
        return frame("card", inside)

    def _kept(self, look: BackupLook) -> list[QWidget]:
        if look.kept is None:
            return []
        said = _(
            "The store was restored from a backup. What was entered since, until {when}, is kept and can be "
            "taken over.",
            when=clock_time(look.kept.at),
        )
        take = button(lambda: _("Take it over"), self.bring_over, name="primary", writes="data")
        leave = button(lambda: _("Leave it"), self.leave_it, name="flat", writes="data")
        return [attention("clock-counter-clockwise", said, take, leave)]

    def _ask(self, backup: Backup) -> QWidget:
        """Ask for the passphrase of that time."""
        self.secret = QLineEdit()
        go = partial(self._try, backup)
        self.secret.returnPressed.connect(go)
        return asking_card(backup, self.secret, go, self.close_look)

    def _try(self, backup: Backup) -> None:
        self.look_at(backup, self.secret.text())

    def _list(self, look: BackupLook) -> QWidget:
        inside = column(Label(_("All backups"), "heading"), gap=2, margins=CARD)
        rows_of(inside, look.own[: None if self._all else _SHOWN], self.look_at)
        if not self._all and len(look.own) > _SHOWN:
            inside.addWidget(button(lambda: _("Show the older ones"), self.show_all, name="flat"))
        for place, every in look.elsewhere:
            inside.addWidget(Label(str(place.parent.parent), "label", wrap=True))
            rows_of(inside, every[:_SHOWN], self.look_at)
        return frame("card", inside)


def copy_now(store: Any, place: Path, progress: Any = None) -> Copied:
    """Copy to a second place what the store holds now: a backup is made first where one is due."""
    if is_due(store):
        back_up(store, ASKED, progress=progress, elsewhere=[place])
    return copy_elsewhere(store, place, progress)
