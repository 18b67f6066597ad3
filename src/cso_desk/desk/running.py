"""Runs the window as a program of its own, and starts it once more when it is locked."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess

from cso_desk.desk.application import Desk
from cso_desk.desk.qt import application, colour_first
from cso_desk.settings import default_store_folder, home_folder, load_settings
from cso_desk.wording import use_language, use_latin_digits


def run_desk(folder: Path | None = None) -> int:
    """Open the window on the store in `folder`, by default this user's own; gives the exit code."""
    from cso_desk.desk.faults import tell_faults  # noqa: PLC0415  what stands before the first paint is light

    made = application()
    settings = load_settings(home_folder())
    use_language(settings.language)
    use_latin_digits(settings.digits == "latin")
    colour_first(made, settings)
    window = Desk(folder or default_store_folder(), settings, home_folder())
    window.anew = start_anew
    tell_faults(window)
    window.show()
    code = made.exec()
    window.wait()
    return int(code)


def start_anew() -> bool:
    """Start this program once more, as it was started; False where the system does not let us."""
    started = QProcess.startDetached(sys.executable, sys.orig_argv[1:])
    return bool(started[0] if isinstance(started, tuple) else started)
