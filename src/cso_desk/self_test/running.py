"""Runs every trial in a folder that is removed afterwards, and tells how each part did."""

import contextlib
import platform
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from cso_desk import __version__
from cso_desk.commands.result import DONE, OUR_FAULT, Result
from cso_desk.self_test.trial import Trial, tried
from cso_desk.settings import home_in
from cso_desk.store.private_folder import leave_room
from cso_desk.wording import N_, _

TRIALS: Mapping[str, str] = {
    N_("Files of the program"): "installed_files.installed_files",
    N_("Words and places"): "words.words_and_places",
    N_("Letters"): "letters.fonts",
    N_("Joining of Khmer letters"): "letters.shaping",
    N_("Khmer order"): "words.order",
    N_("Khmer paper"): "letters.khmer_paper",
    N_("Reading a list"): "words.list_file",
    N_("Encrypted store"): "stores.encrypted_store",
    N_("Undo, redo and search"): "stores.steps",
    N_("Backup"): "stores.backup",
    N_("Exchange"): "stores.exchange",
    N_("Every page of the window"): "window.every_page",
}
"""Every part that is tried, in this order: message id, and the function of this package that tries it."""


def run(_args: Namespace) -> Result:
    """Try every part; the exit code is that of a fault of ours where one does not do."""
    began = time.monotonic()
    folder = tempfile.TemporaryDirectory(prefix="cso-desk-self-test-", ignore_cleanup_errors=True)
    with folder as made, _home_in(Path(made) / "home"):
        trials = [tried(name, work, Path(made)) for name, work in TRIALS.items()]
    return told(trials, time.monotonic() - began, left=made if Path(made).exists() else "")


def told(trials: Sequence[Trial], seconds: float, *, left: str = "") -> Result:
    """The answer to trials that took so long; `left` is the folder where it could not be removed."""
    ok = all(trial.ok for trial in trials)
    data = {
        "ok": ok,
        "version": __version__,
        "system": platform.platform(),
        "python": platform.python_version(),
        "seconds": round(seconds, 1),
        "trials": [asdict(each) for each in trials],
    }
    # Somebody else, such as a scanner for viruses, may hold a file: that is no fault of this program.
    notes = [_("This folder could not be removed: {folder}", folder=left)] if left else []
    return Result(data, [*map(_line, trials), _said(ok=ok)], notes, code=DONE if ok else OUR_FAULT)


def _line(trial: Trial) -> str:
    return f"{_('works') if trial.ok else _('DOES NOT WORK')}  {_(trial.name)}  {trial.problem}".rstrip()


def _said(*, ok: bool) -> str:
    if ok:
        return _("This installation works.")
    return _("This installation does not work. Install it again.")


@contextlib.contextmanager
def _home_in(folder: Path) -> Iterator[None]:
    """The marks of the trial's stores must not stay in the user's own folder."""
    with home_in(folder):
        try:
            yield
        finally:
            leave_room(folder)  # Windows removes no file that is open
