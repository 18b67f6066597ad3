"""What was typed into fields and is not saved yet, kept in the store itself for the case of a power cut.

Drafts are a fact of this computer like the others in `meta`: encrypted with the store, in no journal and no
bundle.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import msgspec

from cso_desk.errors import BusyError
from cso_desk.store.facts import keep_fact, kept_fact
from cso_desk.store.store import Store

_KEY = "draft"


@dataclass(frozen=True)
class Draft:
    """Text in a field of a record, as the person typed it."""

    kind: str
    record: str
    field: str
    text: str


def keep_drafts(store: Store, drafts: Sequence[Draft]) -> bool:
    """Keep these drafts instead of the last ones, none to forget them.

    False where somebody else is writing just now.
    """
    text = msgspec.json.encode([asdict(each) for each in drafts]).decode() if drafts else ""
    try:
        keep_fact(store, _KEY, text, wait=False)
    except BusyError:
        return False
    return True


def kept_drafts(store: Store) -> tuple[Draft, ...]:
    """What was typed and not saved when the program ended without being closed; empty where nothing was."""
    text = kept_fact(store, _KEY)
    try:
        # The first versions kept a single one.
        found = msgspec.json.decode(text, type=Draft | list[Draft]) if text else []
    except msgspec.DecodeError:
        return ()
    return (found,) if isinstance(found, Draft) else tuple(found)
