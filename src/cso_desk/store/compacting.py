"""Writes a database anew without what was deleted from it, so that no page or log holds it any more."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.store.cipher import connector_like


def compact(engine: Engine, database: Path) -> bool:
    """Write the database anew and empty its log. False where somebody reads or writes, or the disk is full.

    Deleted bytes are overwritten anyway; what moved between pages can leave copies behind, this does not.
    """
    try:
        with closing(connector_like(engine, database)()) as connection:
            # The authorizer refuses ATTACH, which is how SQLite writes a database anew.
            connection.set_authorizer(None)
            connection.execute("VACUUM")
            busy, _log, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (sqlcipher.DatabaseError, OSError):
        return False
    return not busy
