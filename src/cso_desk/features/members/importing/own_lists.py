"""Rows of lists that this program wrote: each cell says the value of one field, exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cso_desk.features.members.importing.plan import NOTHING, PlannedRow, news_of
from cso_desk.features.members.record import ORGANISATION, PERSON
from cso_desk.fields.exact import Finding, read_exact
from cso_desk.fields.reading import WrongInputError
from cso_desk.fields.showing import Manner, named_by, show
from cso_desk.importers.own_tables import OwnColumns
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.wording import _, language

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

_COMPARED = frozenset((ORGANISATION.name, PERSON.name))
"""The types of which lists of ours are compared with all that is known, as other lists are."""


@dataclass(frozen=True)
class OwnRow:
    """The record that a row says, the fields it says but for the code, and what is wrong in its cells."""

    record: Record
    names: tuple[str, ...]
    problems: list[str]


def read_own_row(own: OwnColumns, values: Mapping[str, Any], find: Finding | None = None) -> OwnRow:
    """What a row of a list of ours says; a cell that cannot be read says nothing and is told."""
    said: dict[str, Any] = {}
    problems: list[str] = []
    cells: Mapping[str, str] = values["_cells"]
    for letter, name in own.columns.items():
        field = own.kind.fields[name]
        try:
            said[name] = read_exact(field.kind, cells.get(letter, ""), find)
        except WrongInputError as error:
            problems.append(_("Column {letter}: {problem}", letter=letter, problem=str(error)))
    names = tuple(name for name in said if name != "code")
    return OwnRow(own.kind.record(**said), names, problems)


def is_of_other_type(reading: "SheetReading") -> bool:
    """Whether this program wrote the list, of a type that is read as it is: of neither members nor people."""
    return reading.own is not None and reading.own.kind.name not in _COMPARED


def emptied_by(
    row: PlannedRow,
    kind: RecordType,
    before: Record,
    said: Record,
    names: Sequence[str],
    titles: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    """Say in a row of a list of ours what its empty cells take away: nobody may overlook that.

    `titles` are what records are called to which `before` refers.
    """
    news = news_of(before, said, names, "replace", whole=True, called=kind.called)
    manner, named = Manner(language()), named_by(titles or {}, language())
    row.emptied = {
        name: show(kind.fields[name].kind, getattr(before, name), manner, named)
        for name, value in news.items()
        if value in NOTHING
    }
    if row.emptied:
        labels = ", ".join(_(kind.fields[name].kind.label) for name in row.emptied)
        row.problems.append(_("Its empty cells empty these fields: {fields}.", fields=labels))
    called = {name: getattr(said, name) for name in kind.called if name in names}
    if kind.takes_name({name: getattr(before, name) for name in kind.called}, called):
        row.problems.append(_("Its name stays as it is: nobody could find the record again without one."))
