"""Shapes records for output: an object with stable English keys, and lines in the user's language."""

from typing import Any

from cso_desk.commands.naming import called, referred
from cso_desk.fields.showing import Manner, Naming, show
from cso_desk.records.base import Record
from cso_desk.records.kinds import Stored
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
    if field is None:
        return ""
    manner = Manner(language(), long_days=True, whole_places=True, between="; ", no=True)
    return show(field.kind, value, manner, _naming(reading, kind))


def shown_stored(reading: Reading, kind: RecordType, name: str, stored: Stored) -> str:
    """As `shown`, for a value as the journal keeps it."""
    field = kind.fields.get(name)
    return str(stored) if field is None else shown(reading, kind, name, field.kind.from_stored(stored))


def _naming(reading: Reading, own: RecordType) -> Naming:
    def name(record_id: str, to: str) -> str:
        found = referred(reading, record_id, to or own.name)
        if found is None:
            return record_id
        kind, record = found
        return " ".join(text for text in (record.code, called(kind, record)) if text) or record_id

    return name
