"""What stands in the window when the store's file is damaged: what happened, and what can be done."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cso_desk.desk.file_dialogs import ask_folder
from cso_desk.desk.languages import language_switch
from cso_desk.desk.start_card import StartPage
from cso_desk.rescue.rescuing import Rescued, rescue
from cso_desk.rescue.telling import told_of_rescue
from cso_desk.settings import home_folder, load_settings, save_settings
from cso_desk.store.backups import backups_in
from cso_desk.store.second_place import known_places
from cso_desk.widgets.controls import IconLabel, Label, button, holder, line, row
from cso_desk.widgets.operation import Failure, Runner
from cso_desk.widgets.showing import clock_time
from cso_desk.wording import _

_WIDTH = 560


class RescuePage(StartPage):
    """Mends a store that cannot be opened. `secret` is the passphrase that was typed; `again` opens it."""

    def __init__(self, folder: Path, secret: str, runner: Runner, again: Callable[[], object]) -> None:
        super().__init__(runner)
        self._folder, self._secret = folder, secret
        self.setProperty("help", "backups")
        self.said = Label(self._found, wrap=True)
        self.mend = button(lambda: _("Mend the store"), self.rescue, name="primary", picture="first-aid-kit")
        self.place = button(
            lambda: _("There is a copy in another place…"), self.ask_place, name="flat", picture="hard-drive"
        )
        self.open = button(lambda: _("Open the desk"), again, name="primary")
        self.open.hide()
        self.in_the_middle(
            IconLabel("first-aid-kit", 40, "warn"),
            Label(lambda: _("The store's file is damaged"), "title"),
            self.said,
            self.mend,
            self.place,
            self.open,
            foot=[line(), holder(row(language_switch(), None))],
            width=_WIDTH,
        )

    def _found(self) -> str:
        """What can be done, before it is done."""
        newest = max(
            (each for place in self._places() for each in backups_in(place) if each.is_sound),
            key=lambda each: each.number,
            default=None,
        )
        said = _(
            "The computer was perhaps switched off while it was writing, or the disk is wearing out. Nothing "
            "is thrown away: the damaged file is put aside, and what can be read of it is taken over."
        )
        if newest is None:
            return f"{said} " + _("There is no backup here.")
        return f"{said} " + _(
            "Where that is not enough, the backup of {when} is restored and what is readable since is added.",
            when=clock_time(newest.at),
        )

    def _places(self) -> list[Path]:
        return known_places(self._folder, load_settings(home_folder()).backup_folder)

    def rescue(self) -> None:
        """Do it."""

        def work(progress: Any) -> Rescued:
            return rescue(self._folder, self._secret, self._places(), progress)

        self.run(work, self._done)

    def _done(self, done: Rescued) -> None:
        day = clock_time(done.backup.at) if done.backup else ""
        self.said.show_text("\n\n".join(told_of_rescue(done, day)))
        self.mend.hide()
        self.place.hide()
        self.open.show()
        self.open.setFocus()

    def _failed(self, failure: Failure) -> None:
        super()._failed(failure)
        self.mend.setFocus()

    def ask_place(self) -> None:
        """Ask where copies stand."""
        ask_folder(self, _("A second place for backups"), self.look_in)

    def look_in(self, folder: Path) -> None:
        """Look for backups in this folder too."""
        settings = load_settings(home_folder())
        settings.backup_folder = str(folder)
        save_settings(settings, home_folder())
        self.said.show_text(self._found())
