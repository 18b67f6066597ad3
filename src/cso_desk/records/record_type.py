"""A record type: what journal, search, bundles, lists, forms and papers need to know of a kind of record."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, get_type_hints

from cso_desk.errors import UserError
from cso_desk.records.base import Record
from cso_desk.records.kinds import Kind, Stored, Text
from cso_desk.wording import _


@dataclass(frozen=True)
class Field:
    """One field of a record type: its code name, its kind and its default as stored."""

    name: str
    kind: Kind
    default: Stored


ABOUT = frozenset({"scope", "deleted", "merged_into"})
"""The fields of every record that say where it is held and whether it stands: nothing about anybody."""


@dataclass(frozen=True)
class Personal:
    """What of a record goes when a person is erased: every field, but those that `stays` names.

    `by` names the field that refers to the person, "" where the record is the person. A `whole` record is in
    the trash from then on; another one goes on to be counted. Once released this never changes: hubs that
    erase different fields would no longer hold the same. `instead` is what stands in the fields that are
    `called` of a person who was erased, in Khmer and in English: what refers to them goes on to be read.
    `until` names the field with the day on which what the record says of the person ended.
    """

    by: str
    stays: frozenset[str]
    whole: bool = True
    instead: tuple[str, str] | None = None
    until: str = ""


@dataclass(frozen=True)
class RecordType:
    """One kind of record.

    `name` and the names of the fields are written into journals and bundles: once released they never
    change their meaning. `letter` stands in codes ("M" in BTB-M0007, "" for organisations); None: no codes.
    `columns` are the fields a list shows first. `parent` names the field that refers to the record this one
    is a part of. `dates` are the fields that place it in time; a part without any stands on its parent's
    first day. `title` gives what people call one record, in Khmer and in English. `consent` names the flag
    by which a record is shared with the network: its scope follows that flag. `called` are the two halves of
    its name, in Khmer and in English, of which one stays once it has one. `found_by` gives further words by
    which the search finds a record, such as the forms in which its number is written. What is `private`
    never leaves the laptops of its hub, whatever is agreed to or shared. `personal` says what of it goes with
    a person who is erased; None where nothing does.
    """

    name: str
    record: type[Record]
    label: str
    plural: str
    columns: tuple[str, ...]
    title: Callable[[Any], tuple[str, str]]
    letter: str | None = None
    parent: str | None = None
    dates: tuple[str, ...] = ()
    consent: str | None = None
    called: tuple[str, ...] = ()
    found_by: Callable[[Any], Iterable[str]] = lambda _record: ()
    private: bool = False
    personal: Personal | None = None

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every journalled field by its name, in the order of the record class; `id` is not one of them."""
        hints = get_type_hints(self.record, include_extras=True)
        blank = self.record()
        found = {}
        for each in fields(self.record):
            kind = next(
                (m for m in getattr(hints[each.name], "__metadata__", ()) if isinstance(m, Kind)), None
            )
            if kind is not None:
                found[each.name] = Field(each.name, kind, kind.to_stored(getattr(blank, each.name)))
        return found

    @cached_property
    def searched(self) -> tuple[str, ...]:
        """The fields whose words the search finds."""
        return tuple(f.name for f in self.fields.values() if f.kind.searched or f.name == "code")

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """The fields that people type, in order."""
        return tuple(f.name for f in self.fields.values() if f.kind.typed)

    @cached_property
    def prose(self) -> tuple[str, ...]:
        """The fields that hold running text of several lines."""
        return tuple(f.name for f in self.fields.values() if isinstance(f.kind, Text) and f.kind.long)

    def takes_name(self, before: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
        """Whether new values would take the only name of a record: nobody could find it again.

        One that never had a name, as a new one or one of an old list, may go without.
        """
        if not any(name in values for name in self.called):
            return False
        after = {**before, **values}
        return any(before[name] for name in self.called) and not any(after[name] for name in self.called)

    def keep_called(self, before: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Raises UserError where new values would take the only name of a record."""
        if self.takes_name(before, values):
            label = getattr(self.fields[self.called[0]].kind, "both", "")
            raise UserError(
                _(
                    "{field} in Khmer or in English is needed: the old one stays until there is another.",
                    field=_(label),
                )
            )

    def to_stored(self, record: Record) -> dict[str, Stored]:
        """Every field as stored."""
        return {name: f.kind.to_stored(getattr(record, name)) for name, f in self.fields.items()}

    def from_stored(self, row: Mapping[str, Any]) -> Record:
        """The record of one table row; `row` has `id` and every field."""
        values = {name: f.kind.from_stored(row[name]) for name, f in self.fields.items()}
        return self.record(id=row["id"], **values)
