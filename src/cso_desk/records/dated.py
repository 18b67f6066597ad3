"""What can be dated about a record: its own days, and the days of what refers to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cso_desk.records.kinds import Reference, References
from cso_desk.records.record_type import RecordType


@dataclass(frozen=True)
class Source:
    """Records of `kind` that refer by `via`, dated by `field`, which is their own or that of their parent."""

    kind: RecordType
    via: str
    field: str
    parent: RecordType | None = None


def sources(types: Mapping[str, RecordType], own: RecordType) -> tuple[Source, ...]:
    """Everything that can be dated about a record of one type."""
    found = [Source(own, "", name) for name in own.dates]
    for kind in types.values():
        for name, field in kind.fields.items():
            what = field.kind
            if not isinstance(what, (Reference, References)) or not what.typed:
                continue
            if (what.to or kind.name) == own.name:
                found += _referring(types, own, kind, name)
    return tuple(found)


def has_timeline(types: Mapping[str, RecordType], own: RecordType) -> bool:
    """Whether anything dated can refer to such a record that is no part of it."""
    return any(each.via not in ("", each.kind.parent) for each in sources(types, own))


def _referring(
    types: Mapping[str, RecordType], own: RecordType, kind: RecordType, via: str
) -> Iterator[Source]:
    if kind.dates:
        yield from (Source(kind, via, name) for name in kind.dates)
    elif kind.parent and kind.parent != via:
        # A part of the record on show stands on that record's own day: nothing new is told by it.
        target = kind.fields[kind.parent].kind
        parent = types.get(target.to) if isinstance(target, Reference) else None
        if parent is not None and parent.dates and parent.name != own.name:
            yield Source(kind, via, parent.dates[0], parent)
