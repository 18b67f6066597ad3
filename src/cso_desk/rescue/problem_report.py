"""What whoever helps needs to know of a problem, in one text that the person can read before giving it away.

It holds versions, sizes, counts, whether each check is in order, and the log: no names, no paths, no texts.
"""

import json
import locale
import os
import platform
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cso_desk import __version__
from cso_desk.documents.saving import save_bytes
from cso_desk.errors import CancelledError
from cso_desk.log import last_lines, lines_of
from cso_desk.rescue.checking import Checked, Progress, check
from cso_desk.settings import OFFERED, home_folder, load_settings
from cso_desk.store.backups import backups_in, own_place
from cso_desk.store.files import DATABASE
from cso_desk.store.migrations import VERSION, version_of
from cso_desk.store.soundness import versions
from cso_desk.store.store import Store

FORMAT = 1
FILE_NAME = "cso-desk-problem.json"
_PACKAGES = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "sqlcipher3",
    "cryptography",
    "pyrage",
    "pypdfium2",
    "reportlab",
)
_MEGABYTE = 1024 * 1024


def problem_report(store: Store | None, progress: Progress | None = None) -> str:
    """The report as text: JSON with one thing a line. `store` is the open one, None where none opens.

    Checks the store, which may take a minute. What fails while it is gathered is told in its place; only
    `progress` may end it by a CancelledError.
    """
    told = {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "program": _asked(_program),
        "computer": _asked(_computer),
        "settings": _asked(_settings),
        "store": _asked(lambda: _store(store, progress)) if store is not None else None,
        "log": last_lines(),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def save_problem_report(path: Path, store: Store | None) -> None:
    """Write the report to `path`. Raises UserError where that cannot be written."""
    save_bytes(path, problem_report(store).encode())


def _asked(find: Any) -> Any:
    try:
        return find()
    except CancelledError:
        raise
    except Exception as error:  # noqa: BLE001  a report of a problem is made where things fail
        return {"failed": lines_of(error)}


def _program() -> Mapping[str, Any]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return {"cso-desk": __version__, "python": platform.python_version(), **found}


def _computer() -> Mapping[str, Any]:
    """The system and its room; never the name of the computer or of its user."""
    home = next(each for each in (home_folder(), *home_folder().absolute().parents) if each.exists())
    return {
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "language": locale.getlocale()[0],
        "free_megabytes": shutil.disk_usage(home).free // _MEGABYTE,
    }


def _settings() -> Mapping[str, Any]:
    """What was chosen among offered values: nothing that was typed, no folders."""
    settings = load_settings(home_folder())
    return {
        name: value
        for name, offered in OFFERED.items()
        if (value := getattr(settings, name)) in offered.choices
    }


def _store(store: Store, progress: Progress | None) -> Mapping[str, Any]:
    with store.reading() as reading:
        sqlite, cipher = versions(reading.connection)
        number = version_of(reading.connection)
    counts = {}
    for name, type_ in store.shelves.types.items():
        with store.reading() as reading:
            counts[name] = reading.count(type_.record)
    return {
        "format": number,
        "format_of_program": VERSION,
        "sqlite": sqlite,
        "sqlcipher": cipher,
        "practice": store.practice,
        "megabytes": (store.folder / DATABASE).stat().st_size // _MEGABYTE,
        "records": counts,
        "backups": len(backups_in(own_place(store.folder))),
        "checks": _asked(lambda: _checks(check(store, progress))),
    }


def _checks(found: Checked) -> Mapping[str, Any]:
    return {
        "sound": found.sound,
        "pages": len(found.pages),
        "faults_of_journal": len(found.faults),
        "shown_wrongly": not found.shown_sound,
        "index": found.index,
        "files": found.files,
        "damaged": len(found.damaged),
        "missing": len(found.missing),
    }
