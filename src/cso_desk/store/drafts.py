"""What is being typed into a field and not saved yet, kept in the store itself for the case of a power cut.

A draft is a fact of this computer like the others in `meta`: encrypted with the store, in no journal and no
bundle.
"""

from dataclasses import asdict, dataclass

import msgspec

from cso_desk.errors import BusyError
from cso_desk.store.store import Store

_KEY = "draft"


@dataclass(frozen=True)
class Draft:
    """Text in a field of a record, as the person typed it."""

    kind: str
    record: str
    field: str
    text: str


def keep_draft(store: Store, draft: Draft) -> bool:
    """Keep this draft instead of the last one; False where somebody else is writing just now."""
    return _write(store, "INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEY, _text(draft)))


def forget_draft(store: Store) -> bool:
    """Forget the draft; False where somebody else is writing just now."""
    return _write(store, "DELETE FROM meta WHERE key = ?", (_KEY,))


def kept_draft(store: Store) -> Draft | None:
    """What was being typed when the program ended without being closed; None where nothing was."""
    with store.reading() as reading:
        text = reading.meta(_KEY)
    try:
        return msgspec.json.decode(text, type=Draft) if text else None
    except msgspec.DecodeError:
        return None


def _text(draft: Draft) -> str:
    return msgspec.json.encode(asdict(draft)).decode()


def _write(store: Store, statement: str, values: tuple[str, ...]) -> bool:
    try:
        with store.writing(wait=False) as connection:
            connection.exec_driver_sql(statement, values)
    except BusyError:
        return False
    return True
