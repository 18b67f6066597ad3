"""Makes one record of two: chosen values for the one that is kept, `merged_into` on the other."""

from collections.abc import Mapping
from dataclasses import dataclass
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

_LABELS: Mapping[KindName, str] = {
    "organisation": N_("Merge two institutions"),
    "person": N_("Merge two people"),
}


_APART: Mapping[KindName, str] = {
    "organisation": N_("Separate two institutions again"),
    "person": N_("Separate two people again"),
}


@dataclass(frozen=True)
class Side:
    """One field of two records side by side. `together` is what is taken where nobody chooses."""

    field: Field
    kept: Any
    other: Any
    together: Any

    @property
    def differs(self) -> bool:
        return bool(self.kept != self.other)


def side_by_side(store: Store, kind: KindName, keep: str, other: str) -> list[Side]:
    """Every field that people type and in which one of two records says something.

    Where only one says something that is taken, lists of values and notes are put together, and else the
    record that is kept has its way.
    """
    with store.reading() as reading:
        first, second = _two(reading, kind, keep, other)
        fields = reading.shelves.type_of(KINDS[kind]).fields
    sides = []
    for name in (name for name, field in fields.items() if field.kind.typed):
        kept, theirs = getattr(first, name), getattr(second, name)
        blank = fields[name].kind.from_stored(fields[name].default)
        if kept not in (blank, "", None, ()) or theirs not in (blank, "", None, ()):
            sides.append(Side(fields[name], kept, theirs, _together(fields[name], kept, theirs)))
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
    other: str,
    values: Mapping[str, Any] | None = None,
    *,
    initiator: object = None,
) -> None:
    """Make one record of two, as one step that can be undone.

    `values` are fields that were chosen; of all others `side_by_side` says what is taken. Nothing else is
    changed: what refers to the other record shows the one that is kept. Raises UserError where they are one
    already, or where hubs hold the other that would not get the one that is kept.
    """
    told = {side.field.name: side.together for side in side_by_side(store, kind, keep, other)} | dict(
        values or {}
    )
    with store.transaction(_LABELS[kind], initiator=initiator) as t:
        _two(t, kind, keep, other)
        record = KINDS[kind]
        t.change(record, keep, **told)
        t.change(record, other, merged_into=RecordId(keep))


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


def references(store: Store, kind: KindName, record: str) -> dict[str, int]:
    """How many living records of each type, by its name, refer to a record or to one merged into it."""
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
            ]
            count = reading.count(type_.record, or_(*told)) if told else 0
            if count:
                found[type_.name] = count
    return found


def which_to_keep(store: Store, kind: KindName, one: str, other: str) -> tuple[str, str]:
    """The two ids, the one to keep first: what the network holds, else what says more, else the older one."""
    with store.reading() as reading:
        found = [reading.get(KINDS[kind], each) for each in (one, other)]
        fields = reading.shelves.type_of(KINDS[kind]).typed
    said = [
        (record.scope == NETWORK, sum(bool(getattr(record, f)) for f in fields)) for record in found if record
    ]
    return (other, one) if len(said) > 1 and said[1] > said[0] else (one, other)


def _two(reading: Reading, kind: KindName, keep: str, other: str) -> tuple[Organisation | Person, ...]:
    """The two records. Raises UserError where they cannot be merged."""
    record = KINDS[kind]
    first, second = reading.get(record, keep, trash=False), reading.get(record, other, trash=False)
    if first is None or second is None:
        raise UserError(_("One of the two is not there any more. Look at the list again."))
    if keep == other or survivor_of(reading, keep) == survivor_of(reading, other):
        raise UserError(_("These two are one record already."))
    if survivor_of(reading, keep) != keep or survivor_of(reading, other) != other:
        raise UserError(_("One of the two was merged with another record. Look at the list again."))
    if second.scope == NETWORK and first.scope != NETWORK:
        raise UserError(
            _(
                "The whole network holds the second record, so that one must be kept. "
                "Keep it, or share the first."
            )
        )
    return first, second
