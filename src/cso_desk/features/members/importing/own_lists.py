"""Rows of lists that this program wrote: each cell says the value of one field, exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cso_desk.features.members.record import ORGANISATION, PERSON
from cso_desk.fields.exact import Finding, read_exact
from cso_desk.fields.reading import WrongInputError
from cso_desk.importers.own_tables import OwnColumns
from cso_desk.records.base import Record
from cso_desk.wording import _

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
