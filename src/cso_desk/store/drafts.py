"""What is being typed into a field and not saved yet, kept in the store itself for the case of a power cut.

A draft is a fact of this computer like the others in `meta`: encrypted with the store, in no journal and no
bundle.
"""

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


def keep_draft(store: Store, draft: Draft) -> bool:
    """Keep this draft instead of the last one; False where somebody else is writing just now."""
    return _keep(store, msgspec.json.encode(asdict(draft)).decode())


def forget_draft(store: Store) -> bool:
    """Forget the draft; False where somebody else is writing just now."""
    return _keep(store, "")


def kept_draft(store: Store) -> Draft | None:
    """What was being typed when the program ended without being closed; None where nothing was."""
    text = kept_fact(store, _KEY)
    try:
        return msgspec.json.decode(text, type=Draft) if text else None
    except msgspec.DecodeError:
        return None


def _keep(store: Store, text: str) -> bool:
    try:
        keep_fact(store, _KEY, text, wait=False)
    except BusyError:
        return False
    return True
