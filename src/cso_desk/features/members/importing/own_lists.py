"""Lists that this program wrote and that come back from a spreadsheet: known by their headings and codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cso_desk.features.members.record import ORGANISATION, PERSON, Organisation, Person
from cso_desk.fields.exact import NOT_HERE, REFERRING, read_exact
from cso_desk.fields.reading import WrongInputError
from cso_desk.khmer.normalise import fold
from cso_desk.records.record_type import RecordType
from cso_desk.wording import LANGUAGES, _, words

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

_SHARE = 0.8  # of the headings must be names of fields
_CODE = "code"


@dataclass(frozen=True)
class OwnList:
    """The record type that a list of ours is of, and the field of each of its columns, by letter."""

    kind: RecordType
    columns: Mapping[str, str]

    def read(self, values: Mapping[str, Any]) -> tuple[Organisation | Person, tuple[str, ...], list[str]]:
        """The record that a row says, the fields it says but for the code, and what is wrong in its cells."""
        said: dict[str, Any] = {}
        problems: list[str] = []
        for letter, name in self.columns.items():
            field = self.kind.fields[name]
            try:
                said[name] = read_exact(field.kind, str(values.get("_cells", {}).get(letter, "")))
            except WrongInputError as error:
                problems.append(_("Column {letter}: {problem}", letter=letter, problem=str(error)))
        record = self.kind.record(**said)
        assert isinstance(record, (Organisation, Person))  # noqa: S101  there are only these two
        return record, tuple(name for name in said if name != _CODE), problems


def own_list(reading: "SheetReading") -> OwnList | None:
    """What a list of ours says in which column, None where somebody else made it."""
    headings = {column.letter: fold(column.header) for column in reading.columns if column.header}
    for kind in (ORGANISATION, PERSON):
        names = _labels(kind)
        columns = {letter: names[heading] for letter, heading in headings.items() if heading in names}
        if (
            _CODE in columns.values()
            and len(columns) >= max(2, _SHARE * len(headings))
            and len(set(columns.values())) == len(columns)
        ):
            return OwnList(kind, columns)
    return None


def _labels(kind: RecordType) -> dict[str, str]:
    """The names of the fields that a cell can hold, by their headings in every language."""
    return {
        fold(words(language)(field.kind.label)): name
        for name, field in kind.fields.items()
        if not isinstance(field.kind, (*NOT_HERE, *REFERRING))
        for language in LANGUAGES
    }
