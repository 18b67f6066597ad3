"""Looks for damage in the database file: pages, indexes, and the seal of every encrypted page."""

from sqlalchemy import Connection

_MOST = 20


def damage(connection: Connection) -> list[str]:
    """What SQLite and SQLCipher complain of, in their own words; empty for a sound file.

    SQLite's own check reads every page that is in use, and SQLCipher verifies the seal of each page that it
    reads: going over all seals besides is needed only for pages that wait to be used again.
    """
    run = connection.exec_driver_sql
    # What this connection holds in memory is read from the disk again.
    run("PRAGMA shrink_memory")
    complaints = [str(row[0]) for row in run(f"PRAGMA integrity_check({_MOST})")]
    if int(run("PRAGMA freelist_count").scalar_one()):
        seals = run("PRAGMA cipher_integrity_check")
        # Without a key there is nothing to check, and SQLCipher says nothing.
        complaints += [str(row[0]) for row in seals] if seals.returns_rows else []
    return [complaint for complaint in complaints if complaint != "ok"][:_MOST]


def versions(connection: Connection) -> tuple[str, str]:
    """The versions of SQLite and of SQLCipher."""
    lite = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    cipher = connection.exec_driver_sql("PRAGMA cipher_version").scalar()
    return str(lite), str(cipher or "")
