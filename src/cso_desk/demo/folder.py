"""The folder of the demonstration: what lies where, and that nothing of anybody else is touched."""

import shutil
from pathlib import Path

from cso_desk.errors import UserError
from cso_desk.wording import N_, _, words

PASSPHRASE = "tonle sap lotus 2026"  # noqa: S105
"""Opens the example stores. It is no secret: their data are invented."""

MARKER = ".cso-desk-demo"
README = "README.txt"
STORE, STORES, LISTS, PAPERS, BUNDLES, PICTURES = (
    "store",
    "stores",
    "lists",
    "papers",
    "bundles",
    "screenshots",
)
FAULT = "fault.txt"
_OURS = (STORE, STORES, LISTS, PAPERS, BUNDLES, PICTURES, README, FAULT)
# What the program keeps for a user of this folder: marks of replicas, settings of the window, faults.
_OF_THE_USER = ("replicas", "settings.json", "desk.log", "desk.log.old", "faults.log")

_STORE_FOLDERS = {"02": Path(STORE), "17": Path(STORES, "17-siem-reap"), "00": Path(STORES, "00-national")}

_EXPLAINED = (
    N_("This folder was made by the demonstration of CSO Desk. Every person in it is invented."),
    N_("Running the demonstration here again deletes what it made and makes it anew."),
    N_("The passphrase of every store is: {passphrase}"),
    N_("store: the hub of Battambang, which the window opens; stores: Siem Reap and the national hub"),
    N_("lists: the lists that were taken over; bundles: the files that hubs exchanged"),
    N_("papers: everything that was printed; screenshots: pictures of the pages"),
)


def prepare_folder(folder: Path) -> None:
    """Make the folder, without what an earlier demonstration left. Raises UserError where it is not ours."""
    marker = folder / MARKER
    try:
        if folder.exists() and not marker.is_file() and any(folder.iterdir()):
            raise UserError(
                _(
                    "There are other things in {folder}. Name an empty or a new folder for the demo.",
                    folder=folder,
                )
            )
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*_OURS, *_OF_THE_USER):
            _remove(folder / name)
        marker.write_text("CSO Desk\n", encoding="utf-8")
        for name in (LISTS, PAPERS, BUNDLES):
            (folder / name).mkdir()
        (folder / README).write_text(_readme(), encoding="utf-8")
    except OSError as error:
        raise UserError(
            _(
                "The folder {folder} cannot be used: {reason}. Name another one.",
                folder=folder,
                reason=error.strerror,
            )
        ) from error


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _readme() -> str:
    parts = []
    for language in ("km", "en"):
        say = words(language)
        parts += [*(say(line).format(passphrase=PASSPHRASE) for line in _EXPLAINED), ""]
    return "\n".join(parts)


def store_folder(folder: Path, hub: str) -> Path:
    return folder / _STORE_FOLDERS[hub]
