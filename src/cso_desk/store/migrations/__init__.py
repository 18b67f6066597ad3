"""Brings a database to the version this program knows, one numbered step after the other.

Each step is a module `mNNNN_…` with STATEMENTS, frozen once released; all run in one transaction. A database
of a newer version is refused with a sentence and left as it is.
"""

from importlib import import_module

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.wording import _

MODULES = (
    "m0001_journal",
    "m0002_first_records",
    "m0003_belonging",
    "m0004_printed_sheets",
    "m0005_minutes",
    "m0006_library",
    "m0007_quarters",
    "m0008_file_texts",
    "m0009_lending",
    "m0010_text_index",
    "m0011_shares_and_allowances",
    "m0012_listed_institutions",
    "m0013_text_index_pieces",
    "m0014_entry_counts",
    "m0015_lines_counted",
    "m0016_erasures",
    "m0017_name_parts",
    "m0018_set_promises",
    "m0019_counted_copies",
    "m0020_retention",
)
VERSION = len(MODULES)


def version_of(connection: Connection) -> int:
    """The version written in the database; 0 for an empty one."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def statements(number: int) -> tuple[str, ...]:
    """The SQL of one step, counted from 1."""
    module = import_module(f"{__name__}.{MODULES[number - 1]}")
    return tuple(module.STATEMENTS)


def migrate(connection: Connection) -> tuple[int, int]:
    """Run what is missing inside the caller's transaction; gives the version before and after.

    Raises UserError where the database was written by a newer program.
    """
    before = version_of(connection)
    if before > VERSION:
        raise UserError(
            _(
                "This store was written by a newer version of CSO Desk. "
                "Install that version on this computer, then open the store again. Nothing was changed."
            )
        )
    for number in range(before + 1, VERSION + 1):
        for statement in statements(number):
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
    return before, VERSION
