"""Runs the window as a program of its own, and starts it once more when it is locked."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess

from cso_desk.desk.application import Desk
from cso_desk.desk.qt import application, colour_first
from cso_desk.settings import default_store_folder, home_folder, load_settings
from cso_desk.wording import use_language, use_latin_digits


class ArrivingDesk(Desk):
    """A desk that looks at the bundle `arrived` as soon as it is open: a double click on a file begins so."""

    arrived: Path | None = None

    def _watch(self) -> None:
        super()._watch()
        if self.arrived is not None:
            path, self.arrived = self.arrived, None
            self.desk.open_page("exchange")
            self.desk.page("exchange").check(path)


def run_desk(folder: Path | None = None, arrived: Path | None = None) -> int:
    """Open the window on the store in `folder`, by default this user's own; gives the exit code.

    A bundle that `arrived` is looked at as soon as the desk is open.
    """
    from cso_desk.desk.faults import tell_faults  # noqa: PLC0415  what stands before the first paint is light

    made = application()
    settings = load_settings(home_folder())
    use_language(settings.language)
    use_latin_digits(settings.digits == "latin")
    colour_first(made, settings)
    window = ArrivingDesk(folder or default_store_folder(), settings, home_folder())
    window.anew = start_anew
    window.arrived = arrived
    tell_faults(window)
    window.show()
    code = made.exec()
    window.wait()
    return int(code)


def start_anew() -> bool:
    """Start this program once more, as it was started; False where the system does not let us."""
    started = QProcess.startDetached(sys.executable, sys.orig_argv[1:])
    return bool(started[0] if isinstance(started, tuple) else started)
