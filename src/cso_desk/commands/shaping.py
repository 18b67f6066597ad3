"""Shapes records for output: an object with stable English keys, and lines in the user's language."""

from collections.abc import Mapping
from typing import Any

from cso_desk.commands.naming import called, referred
from cso_desk.khmer.dates import show_date
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.phones import show_phone
from cso_desk.places.gazetteer import show_place
from cso_desk.records.base import Record
from cso_desk.records.kinds import (
    Choice,
    Date,
    Flag,
    Kind,
    Number,
    Phones,
    Place,
    Places,
    Reference,
    References,
    Stored,
    Tags,
)
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading
from cso_desk.wording import _, language

_HIDDEN = frozenset({"sensitivity", "scope", "deleted", "merged_into"})


def plain(kind: RecordType, record: Record) -> dict[str, Any]:
    """A record as an object: its type, id and every field, lists as lists."""
    values = {name: getattr(record, name) for name in kind.fields}
    flat = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    km, en = kind.title(record)
    return {"type": kind.name, "id": record.id, "title_km": km, "title_en": en} | flat


def line(reading: Reading, kind: RecordType, record: Record) -> str:
    """A record in one line: its code, then the filled columns of its list."""
    said = [shown(reading, kind, name, getattr(record, name)) for name in kind.columns if name != "code"]
    title = called(kind, record)
    if title not in said:
        said.insert(0, title)
    return "  ".join([record.code or record.id, " · ".join(text for text in said if text)]).rstrip()


def page(reading: Reading, kind: RecordType, record: Record) -> list[str]:
    """A record field by field, without the empty ones."""
    head = f"{_(kind.label)} {record.code or record.id}"
    lines = [f"{head}  {called(kind, record)}".rstrip()]
    if record.deleted:
        lines.append(_("In the trash"))
    for name, each in kind.fields.items():
        value = getattr(record, name)
        usual = name not in kind.columns and each.kind.to_stored(value) == each.default
        if name in _HIDDEN or name == "code" or usual or value in ("", (), None, False):
            continue
        lines.append(f"  {_(each.kind.label)} [{name}]: {shown(reading, kind, name, value)}")
    return lines


def shown(reading: Reading, kind: RecordType, name: str, value: Any) -> str:
    """The value of a field as people read it."""
    field = kind.fields.get(name)
    return "" if field is None else _shown(reading, field.kind, value, kind.name)


def shown_stored(reading: Reading, kind: RecordType, name: str, stored: Stored) -> str:
    """As `shown`, for a value as the journal keeps it."""
    field = kind.fields.get(name)
    return (
        str(stored)
        if field is None
        else _shown(reading, field.kind, field.kind.from_stored(stored), kind.name)
    )


def _shown(reading: Reading, kind: Kind, value: Any, own: str) -> str:  # noqa: C901, PLR0911  one line a kind
    if value in ("", (), None):
        return ""
    match kind:
        case Choice(choices=choices):
            return _label(choices, value)
        case Flag():
            return _("Yes") if value else _("No")
        case Date():
            return show_date(value, language())
        case Number():
            return to_khmer_digits(str(value)) if language() == "km" else str(value)
        case Place():
            return show_place(value, language())
        case Places():
            return "; ".join(show_place(each, language()) for each in value)
        case Phones():
            return ", ".join(show_phone(each) for each in value)
        case Tags(choices=choices):
            return ", ".join(_label(choices, each) for each in value)
        case Reference(to=to):
            return _reference(reading, value, to or own)
        case References(to=to):
            return "; ".join(_reference(reading, each, to or own) for each in value)
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _label(choices: Mapping[str, str], code: str) -> str:
    return _(choices[code]) if code in choices else code


def _reference(reading: Reading, record_id: str, to: str) -> str:
    found = referred(reading, record_id, to)
    if found is None:
        return record_id
    kind, record = found
    return " ".join(text for text in (record.code, called(kind, record)) if text) or record_id
