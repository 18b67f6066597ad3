"""What is dated about a record, in the order of time: its own days, what refers to it, changes of its name.

Nothing is written for one record type: the fields that place a record in time are named by its `RecordType`,
and what has no days of its own stands on the day of the record that it is a part of.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cso_desk.records.dated import Source, sources
from cso_desk.records.kinds import Choice, Reference, Text
from cso_desk.records.record_type import RecordType
from cso_desk.store.listing import titles
from cso_desk.store.search import refresh
from cso_desk.store.store import Store

PAGE = 50
_SAID = 2  # references and choices of a record that are told with it


@dataclass(frozen=True)
class Event:
    """Something that is dated. `day` is a day, month, year or a range of them, as stored.

    `field` of a record of type `kind` says when; `via` says how it refers to the record on show ("" for that
    one itself). `names` are the titles, in Khmer and English, of what it is about; `choices` are message ids.
    A change of name has `before` and `after` in place of these.
    """

    day: str
    kind: str
    record: str
    field: str
    via: str
    names: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


def timeline(store: Store, own: RecordType, record: str, first: int = 0, count: int = PAGE) -> list[Event]:
    """Some events of a record, the latest first; always the same number of statements."""
    refresh(store)
    types = store.shelves.types
    parts = [_statement(each) for each in sources(types, own)]
    renamed = _renamed(own)
    sql = " UNION ALL ".join([*parts, *([renamed] if renamed else [])])
    if not sql:
        return []
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql(
            f"SELECT * FROM ({sql}) ORDER BY 1 DESC, 2, 3, 4 LIMIT :count OFFSET :first",
            {"record": record, "count": count, "first": first},
        ).all()
        told = titles(reading, [one for row in rows for one in row[2:8] if isinstance(one, str)])
    return [_event(types, record, row, told) for row in rows]


def _told(kind: RecordType, sort: type, apart: str) -> list[str]:
    """The references or the choices of a record that its list shows first."""
    shown = [*([kind.parent] if kind.parent else []), *kind.columns]
    names = (name for name in dict.fromkeys(shown) if type(kind.fields[name].kind) is sort and name != apart)
    return list(names)[:_SAID]


def _statement(source: Source) -> str:
    kind, via = source.kind, source.via
    others = [f"t.{name}" for name in _told(kind, Reference, via)]
    choices = [f"t.{name}" for name in _told(kind, Choice, via)] if via else []
    parent = source.parent
    day = f"{'p' if parent else 't'}.{source.field}"
    joined = f" JOIN {parent.name} p ON p.id = t.{kind.parent} AND p.deleted = 0" if parent else ""
    if not via:
        refers = "t.id = :record"
    elif isinstance(kind.fields[via].kind, Reference):
        refers = f"t.{via} = :record AND t.{via} <> ''"
    else:
        refers = f"instr(t.{via}, '\"' || :record || '\"') > 0"
    named = [*others, "''", "''"][:_SAID] if via else ["''", "''"]
    said = [*choices, "''", "''"][:_SAID]
    return (
        f"SELECT {day}, '{kind.name}', t.id, '{source.field}', '{via}', {', '.join([*named, *said])}, '', ''"
        f" FROM {kind.name} t{joined} WHERE {refers} AND {day} <> ''" + (" AND t.deleted = 0" if via else "")
    )


def _renamed(own: RecordType) -> str:
    """Changes of the text by which a record is called, told by the journal."""
    stem = next((n for n, f in own.fields.items() if isinstance(f.kind, Text) and f.kind.both), "")
    if not stem or own.parent:
        return ""
    names = f"'{own.name}.{stem}', '{own.name}.{stem.removesuffix('_km')}_en'"
    return (
        f"SELECT date(s.at / 1000, 'unixepoch', 'localtime'), '{own.name}', '', n.name, '', '', '', '', '',"
        " b.value, c.value FROM change c JOIN step s ON s.no = c.step JOIN name n ON n.no = c.name"
        f" JOIN change b ON b.cid = c.prev WHERE c.record = :record AND n.name IN ({names})"
        " AND b.value <> '' AND b.value <> c.value"
    )


def _event(types: Mapping[str, RecordType], own: str, row: Any, told: Mapping[str, tuple[str, str]]) -> Event:
    day, kind_name, record, field, via, *rest = row
    kind = types[kind_name]
    if not record:
        return Event(day, kind_name, own, str(field).partition(".")[2], "", before=rest[4], after=rest[5])
    # What has a title of its own is told by it first, a part by what it is a part of.
    about = ([*rest[:2], record] if kind.parent else [record, *rest[:2]]) if via else []
    names = tuple(dict.fromkeys(told[one] for one in about if one in told and any(told[one])))
    labels = [
        kind.fields[name].kind.choices.get(code, code)  # type: ignore[attr-defined]
        for name, code in zip(_told(kind, Choice, via), rest[2:4], strict=False)
        if code
    ]
    return Event(day, kind_name, record, field, via, names, tuple(labels))
