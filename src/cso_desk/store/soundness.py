"""Looks for damage in the database file: pages, indexes, and the seal of every encrypted page."""

from sqlalchemy import Connection

_MOST = 20


def damage(connection: Connection) -> list[str]:
    """What SQLite and SQLCipher complain of, in their own words; empty for a sound file."""
    pages = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})").all()
    # Without a key there is nothing to check, and SQLCipher says nothing.
    seals = connection.exec_driver_sql("PRAGMA cipher_integrity_check")
    complaints = [str(row[0]) for row in (*pages, *(seals.all() if seals.returns_rows else ()))]
    return [complaint for complaint in complaints if complaint != "ok"][:_MOST]


def versions(connection: Connection) -> tuple[str, str]:
    """The versions of SQLite and of SQLCipher."""
    lite = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    cipher = connection.exec_driver_sql("PRAGMA cipher_version").scalar()
    return str(lite), str(cipher or "")
