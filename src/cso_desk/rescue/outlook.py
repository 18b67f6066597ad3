"""What restoring a backup would change: what would be lost from now, what would come back, what differs."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.errors import DamagedFileError
from cso_desk.records.record_type import RecordType
from cso_desk.rescue.backup_keys import opener_for
from cso_desk.store.backups import Backup
from cso_desk.store.store import Store
from cso_desk.wording import _

Progress = Callable[[int, int], None]

_MOST_NAMED = 5


@dataclass(frozen=True)
class Differing:
    """Records of one type. `lost` are seen now and not in the backup, `back` the other way round.

    `titles` name some of each, in Khmer and English as lists show them.
    """

    kind: str
    lost: int
    back: int
    changed: int
    lost_titles: tuple[tuple[str, str], ...] = ()
    back_titles: tuple[tuple[str, str], ...] = ()
    changed_titles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outlook:
    """What restoring would do. `records` are in the backup; `steps` were made since, the last at `last_step`.

    `compared` is False where the store as it is now cannot be read. Times are UTC milliseconds.
    """

    backup: Backup
    records: int
    kinds: tuple[Differing, ...]
    steps: int
    last_step: int
    compared: bool

    @property
    def lost(self) -> int:
        return sum(each.lost for each in self.kinds)

    @property
    def back(self) -> int:
        return sum(each.back for each in self.kinds)

    @property
    def changed(self) -> int:
        return sum(each.changed for each in self.kinds)


def outlook(
    backup: Backup,
    types: Iterable[RecordType],
    *,
    store: Store | None = None,
    secret: str = "",
    progress: Progress | None = None,
) -> Outlook:
    """Compare a backup with the store as it is now; nothing is changed.

    Without an open `store` only what the backup holds is told. Raises SecretNeededError, UserError.
    """
    opener = opener_for(backup, store, secret)
    kinds = list(types)
    try:
        with closing(opener.backup(backup)()) as connection:
            if store is None:
                records = sum(len(_rows(connection, kind.name)[0]) for kind in kinds)
                return Outlook(backup, records, (), 0, 0, compared=False)
            with store.reading() as reading:
                driver = reading.connection.connection.driver_connection
                return _compared(backup, driver, connection, kinds, progress)
    except sqlcipher.DatabaseError as error:
        raise DamagedFileError(
            _(
                "The backup {name} is damaged and cannot be restored. Choose another backup.",
                name=backup.folder.name,
            )
        ) from error


def _compared(
    backup: Backup, now: Any, then: Any, kinds: list[RecordType], progress: Progress | None
) -> Outlook:
    found, records = [], 0
    for place, kind in enumerate(kinds):
        before, columns = _rows(then, kind.name)
        records += len(before)
        after, _columns = _rows(now, kind.name, columns)
        lost, back = sorted(after.keys() - before.keys()), sorted(before.keys() - after.keys())
        changed = sorted(one for one in after.keys() & before.keys() if after[one] != before[one])
        if lost or back or changed:
            found.append(
                Differing(
                    kind.name, len(lost), len(back), len(changed),
                    _titles(now, kind, lost), _titles(then, kind, back), _titles(now, kind, changed),
                )
            )  # fmt: skip
        if progress is not None:
            progress(place + 1, len(kinds))
    steps, last = _steps(now, then)
    return Outlook(backup, records, tuple(found), steps, last, compared=True)


def _rows(
    connection: Any, kind: str, like: tuple[str, ...] = ()
) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """The records of a type that are seen, each with a hash of its fields; and the names of these fields.

    A backup of an earlier version has fewer fields, or not even the table.
    """
    own = tuple(str(row[1]) for row in connection.execute(f"PRAGMA table_info({kind})"))
    columns = tuple(name for name in like if name in own) if like else own
    if not own:
        return {}, ()
    rows = connection.execute(
        f"SELECT id, {', '.join(columns or own)} FROM {kind} WHERE deleted = 0 ORDER BY id"
    )
    return {row[0]: hash(row) for row in rows}, columns


def _titles(connection: Any, kind: RecordType, records: list[str]) -> tuple[tuple[str, str], ...]:
    """What some of these records are called; fields that a backup of an earlier version lacks are empty."""
    some = records[:_MOST_NAMED]
    marks = ",".join("?" * len(some))
    rows = connection.execute(f"SELECT * FROM {kind.name} WHERE id IN ({marks}) ORDER BY id", some)
    columns = [column[0] for column in rows.description]
    empty = {name: field.default for name, field in kind.fields.items()}
    found = []
    for row in rows.fetchall():
        record = kind.from_stored(empty | dict(zip(columns, row, strict=True)))
        km, en = kind.title(record)
        found.append((km or en or record.code, en or km or record.code))
    return tuple(found)


def _steps(now: Any, then: Any) -> tuple[int, int]:
    """How many steps were made since, and when the last was, UTC milliseconds."""
    known = {row[0] for row in then.execute("SELECT uid FROM step")}
    fresh = [row[1] for row in now.execute("SELECT uid, at FROM step") if row[0] not in known]
    return len(fresh), max(fresh, default=0)
