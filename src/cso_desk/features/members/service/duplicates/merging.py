"""Makes one record of several: chosen values for the one that is kept, `merged_into` on each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import Any

from sqlalchemy import or_

from cso_desk.errors import UserError
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates.finding import KINDS, KindName
from cso_desk.records.base import NETWORK, NOBODY, RecordId
from cso_desk.records.kinds import Reference, References, Several, Text
from cso_desk.records.record_type import Field
from cso_desk.store.aliases import refers_to, survivor_of, survivors
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import N_, _

_DECIDED_ALONE = frozenset({"consent", "sensitivity"})
"""What a person agreed to is never taken over from another record by itself."""

_TWO: Mapping[KindName, str] = {
    "organisation": N_("Merge two institutions"),
    "person": N_("Merge two people"),
}
_SEVERAL: Mapping[KindName, str] = {
    "organisation": N_("Merge several institutions"),
    "person": N_("Merge several people"),
}
_APART: Mapping[KindName, str] = {
    "organisation": N_("Separate two institutions again"),
    "person": N_("Separate two people again"),
}


@dataclass(frozen=True)
class Side:
    """One field of several records side by side: `values` in their order, that of the kept one first.

    `together` is what is taken where nobody chooses.
    """

    field: Field
    values: tuple[Any, ...]
    together: Any

    @property
    def kept(self) -> Any:
        return self.values[0]

    @property
    def other(self) -> Any:
        """What the one says that is not kept, of two."""
        return self.values[1]

    @property
    def differs(self) -> bool:
        return any(value != self.kept for value in self.values)


def side_by_side(store: Store, kind: KindName, keep: str, *others: str) -> list[Side]:
    """Every field that people type and in which one of these records says something.

    Where only one says something that is taken, lists of values and notes are put together, and else the
    record that is kept has its way, then those that are named first.
    """
    with store.reading() as reading:
        records = _apart(reading, kind, keep, others)
        fields = reading.shelves.type_of(KINDS[kind]).fields
    sides = []
    for name, field in ((name, field) for name, field in fields.items() if field.kind.typed):
        values = tuple(getattr(record, name) for record in records)
        blank = field.kind.from_stored(field.default)
        if any(value not in (blank, "", None, ()) for value in values):
            together = reduce(partial(_together, field), values)
            sides.append(Side(field, values, together))
    return sides


def _together(field: Field, kept: Any, other: Any) -> Any:
    if field.name in _DECIDED_ALONE:
        return kept
    if isinstance(field.kind, Several) and isinstance(kept, tuple) and isinstance(other, tuple):
        return (*kept, *(each for each in other if each not in kept))
    if kept and other and _is_prose(field) and other not in kept:
        return f"{kept}\n{other}"
    return other if kept in ("", None, False) else kept


def _is_prose(field: Field) -> bool:
    return isinstance(field.kind, Text) and field.kind.long and not field.name.endswith(("_km", "_en"))


def merge(
    store: Store,
    kind: KindName,
    keep: str,
    *others: str,
    values: Mapping[str, Any] | None = None,
    initiator: object = None,
) -> None:
    """Make one record of several, as one step that can be undone.

    `values` are fields that were chosen; of all others `side_by_side` says what is taken. Nothing else is
    changed: what refers to another record shows the one that is kept. Raises UserError where any two are one
    already, or where hubs hold another that would not get the one that is kept.
    """
    told = {side.field.name: side.together for side in side_by_side(store, kind, keep, *others)}
    label = (_TWO if len(others) == 1 else _SEVERAL)[kind]
    with store.transaction(label, initiator=initiator) as t:
        _apart(t, kind, keep, others)
        t.change(KINDS[kind], keep, **(told | dict(values or {})))
        for other in others:
            t.change(KINDS[kind], other, merged_into=RecordId(keep))


def separate(store: Store, kind: KindName, record: str, other: str, *, initiator: object = None) -> None:
    """Take a merge apart: each of the two stands for itself again, as one step that can be undone.

    Where two hubs merged them into each other at once, both words are taken back. What one took over from the
    other stays there. Raises UserError where they are not one.
    """
    with store.reading() as reading:
        if survivor_of(reading, record) != survivor_of(reading, other):
            raise UserError(_("These two are not merged any more."))
    with store.transaction(_APART[kind], initiator=initiator) as t:
        table = t.table(KINDS[kind])
        into: dict[str, str] = {
            each.id: each.merged_into for each in t.all(KINDS[kind], table.c.merged_into > "")
        }
        for each in (record, other):
            now = survivors(into)
            if each in into and now.get(record, record) == now.get(other, other):
                t.change(KINDS[kind], each, merged_into=NOBODY)
                del into[each]


def references(store: Store, kind: KindName, *records: str) -> dict[str, int]:
    """How many living records of each type, by its name, refer to any of these or to one merged into them."""
    found: dict[str, int] = {}
    with store.reading() as reading:
        for type_ in reading.shelves.types.values():
            table = reading.table(type_.record)
            told = [
                table.c[name].contains(record)
                if isinstance(field.kind, References)
                else refers_to(table.c[name], record)
                for name, field in type_.fields.items()
                if isinstance(field.kind, Reference | References)
                and (field.kind.to or type_.name) == kind
                and name != "merged_into"
                for record in records
            ]
            count = reading.count(type_.record, or_(*told)) if told else 0
            if count:
                found[type_.name] = count
    return found


def which_to_keep(store: Store, kind: KindName, *records: str) -> tuple[str, ...]:
    """The ids, the one to keep first: what the network holds, then what says more, then the older one."""
    with store.reading() as reading:
        found = [reading.get(KINDS[kind], each) for each in records]
        fields = reading.shelves.type_of(KINDS[kind]).typed
    said = {
        record.id: (record.scope == NETWORK, sum(bool(getattr(record, f)) for f in fields))
        for record in found
        if record
    }
    return tuple(sorted(sorted(records), key=lambda each: said.get(RecordId(each), (False, 0)), reverse=True))


def _apart(reading: Reading, kind: KindName, keep: str, others: Sequence[str]) -> list[Organisation | Person]:
    """The records, the kept one first. Raises UserError where they cannot be merged."""
    ids = (keep, *others)
    records = [reading.get(KINDS[kind], each, trash=False) for each in ids]
    found = [record for record in records if record is not None]
    if len(found) < len(ids):
        raise UserError(_("One of these records is not there any more. Look at the list again."))
    stand_for = {each: survivor_of(reading, each) for each in ids}
    if not others or len(set(stand_for.values())) < len(ids):
        raise UserError(_("Two of these are one record already."))
    if any(survivor != each for each, survivor in stand_for.items()):
        raise UserError(_("One of these was merged with another record. Look at the list again."))
    if found[0].scope != NETWORK and any(each.scope == NETWORK for each in found):
        raise UserError(
            _(
                "The whole network holds a record that would go into one of your hub alone. "
                "Keep that of the network, or share the other one first."
            )
        )
    return found
