"""After an erasure: files in the store's folder that still hold somebody erased are made anew or let go of.

What waits in the outbox is locked for other hubs: it goes at once, and is made again in a moment, without the
person. What was set aside cannot be made again, so it stays as long as a backup would.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cso_desk.bundles.aside_days import days_left
from cso_desk.bundles.file_writing import ENDING
from cso_desk.bundles.network_part import receivers
from cso_desk.bundles.packing import OUTBOX, make_bundle
from cso_desk.bundles.set_aside import files_set_aside, lines_set_aside
from cso_desk.errors import UserError
from cso_desk.journal.erasing import FILES_DUE, OUTBOX_DUE, are_files_due
from cso_desk.journal.forgetting import Plan, erase_person
from cso_desk.khmer.dates import show_date
from cso_desk.khmer.digits import in_digits_of
from cso_desk.store.backing_up import back_up_before
from cso_desk.store.backups import ASKED
from cso_desk.store.erasures import all_erased
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.store import Store
from cso_desk.trust.rights import hub_name
from cso_desk.wording import N_, _, digits_of, language, ngettext

_WITHOUT_CHANGES = re.compile(r"_(hello|request|receipt|files)_to_")


@dataclass(frozen=True)
class Cleared:
    """Names of files: `gone` from the outbox, made `anew` in it; set aside and `dropped`.

    `kept`: those set aside that stay, each with the last day it may. `waiting`: hubs whose files could not be
    made anew yet. `why`: a sentence, where something is left to do; it is tried again at the next start.
    """

    gone: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    kept: Mapping[str, dt.date] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    why: str = ""
    no_backup: str = ""


def erase_with_files(store: Store, record: str, day: dt.date) -> tuple[Plan, Cleared]:
    """Erase a person here and in the files of the store, and keep a backup that holds the person no more.

    Raises UserError as `erase_person`. What fails after the erasure itself is told in what it gives:
    `no_backup` is why there is no new backup.
    """
    plan = erase_person(store, record, day)
    cleared = clear_files(store, day)
    try:
        back_up_before(store, ASKED)
    except (UserError, OSError) as error:
        cleared = replace(cleared, no_backup=_said(error))
    return plan, cleared


def clear_files(store: Store, today: dt.date | None = None) -> Cleared:
    """Let no file of the outbox hold whom an erasure took away, and none set aside beyond 90 days.

    What was interrupted is done when it is called the next time; where nothing is due, nothing is done. What
    cannot be done now is told in `why`, never raised: the erasure itself is done by then.
    """
    try:
        if not are_files_due(store):
            return Cleared()
        due = kept_fact(store, FILES_DUE)
        gone = _empty_outbox(store) if due not in ("", _ASIDE) else ()
        kept, dropped = _look_at_what_was_set_aside(store, today or _today()) if due else ({}, ())
        keep_fact(store, FILES_DUE, _ASIDE if kept else "")
        anew, waiting, why = _make_anew(store)
    except (UserError, OSError) as error:
        return Cleared(why=_said(error))
    return Cleared(gone, anew, kept, dropped, waiting, why)


def is_outbox_due(store: Store) -> bool:
    """Whether the outbox may still hold somebody erased, or files of it still have to be made anew."""
    return kept_fact(store, FILES_DUE) not in ("", _ASIDE) or bool(_owed(store))


def last_aside(cleared: Cleared) -> str:
    """The last day on which a file that was set aside may hold somebody erased, ISO; "" for none."""
    return max(cleared.kept.values()).isoformat() if cleared.kept else ""


def told_of_cleared(cleared: Cleared) -> list[str]:
    """What became of files, as sentences."""
    return [*done_of_cleared(cleared), *left_of_cleared(cleared)]


def done_of_cleared(cleared: Cleared) -> list[str]:
    """What was done to files, as sentences."""
    said = []
    if cleared.gone:
        said.append(
            ngettext(
                "{number} file in the outbox held what was erased and was removed.",
                "{number} files in the outbox held what was erased and were removed.",
                len(cleared.gone),
                number=in_digits_of(digits_of(), len(cleared.gone)),
            )
        )
    if cleared.anew:
        said.append(_("Made anew for carrying: {files}.", files=", ".join(cleared.anew)))
    return said


def left_of_cleared(cleared: Cleared) -> list[str]:
    """What files still hold, or what could not be done to them, as sentences."""
    said = []
    if cleared.waiting:
        hubs = ", ".join(hub_name(hub) for hub in cleared.waiting)
        said.append(_("No new file could be made for {hubs}: {why}", hubs=hubs, why=cleared.why))
    elif cleared.why:
        said.append(_("The outbox could not be looked through: {why}", why=cleared.why))
    if cleared.why:
        said.append(_(AGAIN))
    said += [
        _(ASIDE, file=name, day=show_date(day.isoformat(), language())) for name, day in cleared.kept.items()
    ]
    if cleared.no_backup:
        said.append(_("No backup without this person could be made yet: {why}", why=cleared.no_backup))
    return said


ASIDE = N_(
    "The file {file} with withdrawn changes may still hold what was erased, until {day} at the latest. "
    "Delete it in the folder “set-aside” if nothing of it is needed any more."
)
"""What becomes of a file that was set aside; {day} is the last day."""
AGAIN = N_("It is tried again whenever the desk is opened, and Today reminds of it until it is done.")
_ASIDE = "aside"
"""That only files that were set aside wait for their day."""


def _said(error: UserError | OSError) -> str:
    return str(error) if isinstance(error, UserError) else _("The disk did not take or give a file.")


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011  the day on the wall


# --- the outbox ---


def _empty_outbox(store: Store) -> tuple[str, ...]:
    """Remove what may hold somebody erased, and remember for whom it has to be made again."""
    folder = store.folder / OUTBOX
    old = [path for path in sorted(folder.glob(f"*{ENDING}")) if not _WITHOUT_CHANGES.search(path.name)]
    # Before anything goes: where the power fails, nothing that waits to be carried is forgotten.
    _owe(store, dict(_waiting(store, {path.name for path in old})) | _owed(store))
    for path in old:
        path.unlink(missing_ok=True)
    return tuple(path.name for path in old)


def _make_anew(store: Store) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Make what is owed; gives the new files, the hubs that still wait, and why."""
    owed, anew, why = _owed(store), [], ""
    for hub, kind in list(owed.items()):
        try:
            made = make_bundle(store, hub, kind=kind)
        except (UserError, OSError) as error:
            why = _said(error)
        else:
            anew += [path.name for path in (made.path, *made.further)]
            del owed[hub]
    _owe(store, owed)
    return tuple(anew), tuple(owed), why


def _owe(store: Store, owed: Mapping[str, str]) -> None:
    told = json.dumps(owed) if owed else ""
    if told != kept_fact(store, OUTBOX_DUE):
        keep_fact(store, OUTBOX_DUE, told)


def _owed(store: Store) -> dict[str, str]:
    """For which hubs a file has to be made anew, and of which kind.

    Nobody waits where somebody made one by hand since, or where no computer of that hub is believed any more.
    """
    owed: dict[str, str] = json.loads(kept_fact(store, OUTBOX_DUE) or "{}")
    if not owed:
        return {}
    made = dict(_waiting(store, {path.name for path in (store.folder / OUTBOX).glob(f"*{ENDING}")}))
    with store.reading() as reading:
        return {
            hub: kind for hub, kind in owed.items() if hub not in made and receivers(reading.connection, hub)
        }


def _waiting(store: Store, files: set[str]) -> Iterable[tuple[str, str]]:
    """For which hubs, and of which kind, the newest of these files waits to be carried."""
    newest: dict[str, str] = {}
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT hub, kind, file, status, summary FROM bundle WHERE direction = 'out'"
            " AND kind IN ('delta', 'full') ORDER BY at, made_at"
        )
        for hub, kind, file, status, summary in rows:
            waits = file in files and status == "made" and not json.loads(summary).get("way")
            newest[str(hub)] = str(kind) if waits else ""
    return [(hub, kind) for hub, kind in newest.items() if kind]


# --- what was set aside ---


def _look_at_what_was_set_aside(store: Store, today: dt.date) -> tuple[dict[str, dt.date], tuple[str, ...]]:
    with store.reading() as reading:
        gone = all_erased(reading.connection)
    held = {path.name: path for path in files_set_aside(store.folder) if _holds(store, path, gone)}
    left = days_left(store, held, today)
    dropped = tuple(name for name in held if left[name] < 0)
    for name in dropped:
        held[name].unlink(missing_ok=True)
    return {name: today + dt.timedelta(days=days) for name, days in left.items() if days >= 0}, dropped


def _holds(store: Store, path: Path, gone: frozenset[str]) -> bool:
    """Whether a file says anything of these records; one that cannot be read may."""
    try:
        return any(line.record in gone and line.value is not None for line in lines_set_aside(store, path))
    except UserError:
        return True
