"""Finds the record that a person named on the command line, and says how records are called."""

from collections.abc import Iterable

from cso_desk.errors import UserError
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading
from cso_desk.wording import _, language, words

KINDS = {
    "members": "organisation", "institutions": "organisation", "institution": "organisation",
    "organisations": "organisation", "organisation": "organisation",
    "member": "organisation", "people": "person", "person": "person", "persons": "person",
    "positions": "position", "position": "position", "meetings": "meeting", "meeting": "meeting",
    "series": "series", "agenda": "agenda_item", "attendance": "attendance", "minutes": "minutes_entry",
    "decisions": "decision", "decision": "decision", "actions": "action", "action": "action",
    "library": "library_title", "titles": "library_title", "hubs": "hub_profile", "hub": "hub_profile",
}  # fmt: skip
"""What people say for a kind of record, and its record type."""

LISTED = (
    "members", "people", "positions", "meetings", "series", "agenda", "attendance", "minutes", "decisions",
    "actions", "library", "hubs",
)  # fmt: skip


def kind_named(reading: Reading, text: str) -> RecordType:
    """The record type that `text` means. Raises UserError with the kinds there are."""
    name = KINDS.get(text.lower().strip(), text.lower().strip())
    found = reading.shelves.types.get(name)
    if found is None:
        raise UserError(
            _("There is no kind “{name}”. Say one of: {kinds}.", name=text, kinds=", ".join(LISTED))
        )
    return found


def record_named(reading: Reading, text: str, kind: str = "") -> tuple[RecordType, Record]:
    """The record with this code or id; `kind` is the record type it must have.

    Raises UserError where there is none, or it is of another type.
    """
    wanted = to_latin_digits(text).strip()
    found = reading.by_code(wanted.upper()) or reading.by_code(wanted.lower())
    if found is None:
        raise UserError(
            _(
                "There is no record with the code {code} here. Look for it with: cso-desk search TEXT",
                code=text,
            )
        )
    if kind and found[0].name != kind:
        raise UserError(
            _(
                "{code} is of the kind “{kind}”; here a “{wanted}” is needed.",
                code=text,
                kind=_(found[0].label),
                wanted=_(reading.shelves.types[kind].label),
            )
        )
    return found


def records_named(reading: Reading, texts: Iterable[str], kind: str) -> list[Record]:
    """The records with these codes or ids, in order; each text may hold several, parted by commas."""
    parted = [part.strip() for text in texts for part in text.replace(";", ",").split(",")]
    return [record_named(reading, part, kind)[1] for part in parted if part]


def called(kind: RecordType, record: Record) -> str:
    """What people call a record, in the language of the command, else in the other one; "" = no title."""
    return words(language()).pick(*kind.title(record))


def referred(reading: Reading, record_id: str, to: str) -> tuple[RecordType, Record] | None:
    """The record that a reference names; None where it is not here."""
    kind = reading.shelves.types.get(to)
    found = reading.get(kind.record, record_id) if kind and record_id else None
    return (kind, found) if kind and found else None
