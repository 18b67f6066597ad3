"""After an erasure: files in the store's folder that still hold somebody erased are made anew or let go of.

What waits in the outbox is locked for other hubs and made again in a moment, without the person. What was set
aside cannot be made again, so it stays as long as a backup would.
"""

import contextlib
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

from cso_desk.bundles.file_writing import ENDING
from cso_desk.bundles.packing import OUTBOX, make_bundle
from cso_desk.bundles.set_aside import files_set_aside, lines_set_aside
from cso_desk.errors import UserError
from cso_desk.journal.erasing import FILES_DUE
from cso_desk.store.backups import ERASED_FOR
from cso_desk.store.erasures import all_erased
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext

_WITHOUT_CHANGES = re.compile(r"_(hello|request|receipt|files)_to_")


@dataclass(frozen=True)
class Cleared:
    """Names of files: `gone` from the outbox, made `anew` in it; set aside and `kept`, or `dropped`."""

    gone: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def clear_files(store: Store) -> Cleared:
    """Let no file of the outbox hold whom an erasure took away, and none set aside beyond 90 days.

    What was interrupted is done when it is called the next time; where nothing is due, nothing is done.
    """
    due = kept_fact(store, FILES_DUE)
    if not due:
        return Cleared()
    gone, anew = _make_outbox_anew(store) if due != _ASIDE else ((), ())
    kept, dropped = _look_at_what_was_set_aside(store)
    keep_fact(store, FILES_DUE, _ASIDE if kept else "")
    return Cleared(gone, anew, kept, dropped)


def told_of_cleared(cleared: Cleared) -> list[str]:
    """What became of files, as sentences."""
    said = []
    if cleared.gone:
        said.append(
            ngettext(
                "{count} file in the outbox held what was erased and was removed.",
                "{count} files in the outbox held what was erased and were removed.",
                len(cleared.gone),
            )
        )
    if cleared.anew:
        said.append(_("Made anew for carrying: {files}.", files=", ".join(cleared.anew)))
    said += [
        _(
            "The file {file} with withdrawn changes may still hold what was erased. It goes 90 days after it "
            "was made; delete it in the folder “set-aside” if nothing of it is needed any more.",
            file=name,
        )
        for name in cleared.kept
    ]
    return said


_ASIDE = "aside"
"""That only files that were set aside wait for their day."""


def _make_outbox_anew(store: Store) -> tuple[tuple[str, ...], tuple[str, ...]]:
    folder = store.folder / OUTBOX
    old = [path for path in sorted(folder.glob(f"*{ENDING}")) if not _WITHOUT_CHANGES.search(path.name)]
    anew = []
    # First the new ones: where the power fails, nothing that waits to be carried is forgotten.
    for hub, kind in _waiting(store, {path.name for path in old}):
        with contextlib.suppress(UserError):  # no computer of that hub is believed any more
            made = make_bundle(store, hub, kind=kind)
            anew += [path.name for path in (made.path, *made.further)]
    for path in old:
        path.unlink(missing_ok=True)
    return tuple(path.name for path in old), tuple(anew)


def _waiting(store: Store, files: set[str]) -> list[tuple[str, str]]:
    """For which hubs, and of which kind, the newest of these files waits to be carried."""
    newest: dict[str, tuple[str, str]] = {}
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT hub, kind, file, status, summary FROM bundle WHERE direction = 'out'"
            " AND kind IN ('delta', 'full') ORDER BY at, made_at"
        )
        for hub, kind, file, status, summary in rows:
            waits = file in files and status == "made" and not json.loads(summary).get("way")
            newest[str(hub)] = (str(kind), str(file)) if waits else ("", "")
    return [(hub, kind) for hub, (kind, _file) in newest.items() if kind]


def _look_at_what_was_set_aside(store: Store) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with store.reading() as reading:
        gone = all_erased(reading.connection)
    kept, dropped = [], []
    for path in files_set_aside(store.folder):
        if not _holds(store, path, gone):
            continue
        if _age(path) > ERASED_FOR:
            path.unlink(missing_ok=True)
            dropped.append(path.name)
        else:
            kept.append(path.name)
    return tuple(kept), tuple(dropped)


def _holds(store: Store, path: Path, gone: frozenset[str]) -> bool:
    """Whether a file says anything of these records; one that cannot be read may."""
    try:
        return any(line.record in gone and line.value is not None for line in lines_set_aside(store, path))
    except UserError:
        return True


def _age(path: Path) -> int:
    """Milliseconds since a file was written."""
    return time.time_ns() // 1_000_000 - path.stat().st_mtime_ns // 1_000_000
