"""Decides which records the network may hold: those that agreed, and parts whose every side it may hold."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from cso_desk.records.base import NETWORK, RecordId, private_to
from cso_desk.records.kinds import Reference, Stored
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Shelves

_KEPT = "hub"
"""The sensitivity of what never leaves its hub, whatever was agreed to."""


class Sharing:
    """The scopes of one transaction. `home` is the scope of this hub; what was looked up is remembered.

    A part is a record of a type with a parent. It is held as widely as the narrowest of its parent and of
    all that it names and that can agree to be shared: a position is the network's where the person and the
    institution are. A record that was merged into another one is held no wider than that one. Records of a
    private type stay with this hub; those that were told more widely before come home when they are changed.
    """

    def __init__(self, connection: Connection, shelves: Shelves, home: str) -> None:
        self._connection = connection
        self._shelves = shelves
        self._home = home
        self._known: dict[str, str] = {}
        self._ties: dict[str, dict[str, RecordType]] = {}

    def remember(self, record: str, scope: str) -> None:
        """Note the scope of a record that may not be written yet; "" where it has to be looked up again."""
        if scope:
            self._known[record] = scope
        else:
            self._known.pop(record, None)

    def of_new(self, kind: RecordType, wanted: str, values: Mapping[str, Stored]) -> str:
        """The scope of a new record for which somebody named `wanted`, or "" for none."""
        if kind.private:
            return private_to(self._home)
        if wanted not in ("", NETWORK):
            return wanted
        agreed = wanted == NETWORK or self._agreed(kind, values)
        return NETWORK if agreed and self._may_be_wide(kind, values) else self._home

    def after(self, kind: RecordType, before: Mapping[str, Stored], fresh: Mapping[str, Stored]) -> str:
        """The scope of a record with new values; a private one stays private."""
        now, values = str(before["scope"]), {**before, **fresh}
        is_ours = now in (self._home, NETWORK) or now.startswith("private/")
        if kind.private and is_ours:
            return now if now.startswith("private/") else private_to(self._home)
        if "scope" in fresh:
            asked = str(fresh["scope"])
            narrow = asked == NETWORK and kind.parent and not self._may_be_wide(kind, values)
            return (self._home if now == NETWORK else now) if narrow else asked
        deciding = {kind.consent, "sensitivity", *self._ties_of(kind)} & fresh.keys()
        is_wide_part = now == NETWORK and kind.parent is not None
        if not (deciding or is_wide_part) or now.startswith("private/"):
            return now
        if now == NETWORK and kind.consent is None and kind.parent is None:
            return self._home if values["sensitivity"] == _KEPT else now
        # Who did not agree and is shared all the same, by somebody's word, is not asked anew by a merge.
        shared = now == NETWORK and not {kind.consent, "sensitivity"} & fresh.keys()
        agreed = shared or self._agreed(kind, values)
        if agreed and self._may_be_wide(kind, values):
            return NETWORK
        return self._home if now == NETWORK else now

    def following(self, kind: RecordType, record: str) -> Iterator[tuple[RecordType, RecordId, str]]:
        """Records whose scope is another one since this record moved: type, id, new scope."""
        for other in self._shelves.types.values():
            names = [name for name, to in self._ties_of(other).items() if to is kind]
            if not names:
                continue
            columns = ", ".join(other.fields)
            where = " OR ".join(f"{name} = ?" for name in names)
            rows = self._connection.exec_driver_sql(
                f"SELECT id, {columns} FROM {other.name} WHERE ({where}) AND scope IN (?, ?)",
                (*[record] * len(names), NETWORK, self._home),
            ).all()
            for one, *values in rows:
                held = dict(zip(other.fields, values, strict=True))
                agreed = self._agreed(other, held) or held["scope"] == NETWORK
                scope = NETWORK if agreed and self._may_be_wide(other, held) else self._home
                if scope != held["scope"]:
                    yield other, RecordId(str(one)), scope

    def _agreed(self, kind: RecordType, values: Mapping[str, Stored]) -> bool:
        """Whether it was agreed to; nobody is asked for a part, and for other types nobody agrees."""
        return bool(values[kind.consent]) if kind.consent else kind.parent is not None

    def _may_be_wide(self, kind: RecordType, values: Mapping[str, Stored]) -> bool:
        if values["sensitivity"] == _KEPT or (kind.parent and not values[kind.parent]):
            return False
        return all(
            self._scope_of(to, str(values[name])) == NETWORK
            for name, to in self._ties_of(kind).items()
            if values[name]
        )

    def _scope_of(self, kind: RecordType, record: str) -> str:
        """The scope of a record; "" where it is not here."""
        if record not in self._known:
            found = self._connection.exec_driver_sql(
                f"SELECT scope FROM {kind.name} WHERE id = ?", (record,)
            ).scalar()
            self._known[record] = str(found or "")
        return self._known[record]

    def _ties_of(self, kind: RecordType) -> dict[str, RecordType]:
        """The fields that name records on which the scope of this type depends, with their types."""
        if kind.name not in self._ties:
            types = self._shelves.types
            told = {
                name: types.get(field.kind.to or kind.name)
                for name, field in kind.fields.items()
                if isinstance(field.kind, Reference)
            }
            self._ties[kind.name] = {
                name: to for name, to in told.items() if to is not None and _decides(kind, name, to)
            }
        return self._ties[kind.name]


def _decides(kind: RecordType, name: str, to: RecordType) -> bool:
    """Whether the scope of a record depends on what this field names."""
    if name == "merged_into" or kind.parent is None:
        return name == "merged_into" and kind.consent is not None
    return name == kind.parent or to.consent is not None
