"""Makes a database open again whose list of tables stands on a broken page: that page comes from a backup.

A backup is a copy of the file, with the same salt, and the list of tables changes with upgrades alone: such a
page is the same in both. Pages of data are never taken so: they would be those of an earlier day.
"""

from contextlib import closing
from pathlib import Path

from cso_desk.errors import UserError
from cso_desk.store.cipher import broken_pages, connector
from cso_desk.store.files import DATABASE

_PAGE, _SALT = 4096, 16
_MOST = 400
"""Broken pages that are looked at one by one."""


def opens(path: Path, key: bytes | None) -> bool:
    """Whether the database opens with its key."""
    try:
        with closing(connector(path, key)()):
            return True
    except UserError:
        return False


def patch_schema(database: Path, key: bytes, backup: Path) -> bool:
    """Make a database open by as few pages of the backup as it needs; whether that worked. Raises OSError.

    `database` is a copy that may be written to; `backup` the folder of the backup.
    """
    good = (backup / DATABASE).read_bytes()
    raw = bytearray(database.read_bytes())
    if raw[:_SALT] != good[:_SALT]:
        # Without its salt no page can be told from another.
        raw[:_SALT] = good[:_SALT]
        database.write_bytes(raw)
    pages = [page for page in broken_pages(database, key) if page * _PAGE <= min(len(raw), len(good))]
    before = {page: bytes(raw[(page - 1) * _PAGE : page * _PAGE]) for page in pages[:_MOST]}
    _write(database, {page: good[(page - 1) * _PAGE : page * _PAGE] for page in before})
    if not opens(database, key):
        return False
    for page, broken in before.items():
        _write(database, {page: broken})
        if not opens(database, key):
            _write(database, {page: good[(page - 1) * _PAGE : page * _PAGE]})
    return opens(database, key)


def _write(database: Path, pages: dict[int, bytes]) -> None:
    with database.open("rb+") as file:
        for page, data in pages.items():
            file.seek((page - 1) * _PAGE)
            file.write(data)
