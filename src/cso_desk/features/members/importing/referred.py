"""Finds the records that cells of our lists refer to, by code, id or whole name; each type is read once."""

from collections import defaultdict
from typing import NamedTuple

from cso_desk.fields.exact import code_or_id
from cso_desk.fields.reading import WrongInputError
from cso_desk.khmer.normalise import fold
from cso_desk.records.record_type import RecordType
from cso_desk.store.aliases import aliases
from cso_desk.store.reading import Reading
from cso_desk.wording import _

_WRITTEN = str.maketrans({"⟨": "(", "⟩": ")", ";": ",", ",": " "})
"""What `exact_reference` and `exact_references` write in place of signs that part."""


class _Named(NamedTuple):
    """Who stands for each id, who has each code, and who bears each name."""

    ids: dict[str, str]
    codes: dict[str, str]
    names: dict[str, set[str]]


class Referred:
    """The records that lists of one type refer to; those that were merged into others are these."""

    def __init__(self, reading: Reading, kind: RecordType) -> None:
        self._reading, self._kind = reading, kind
        self._known: dict[str, _Named] = {}
        self.into = aliases(reading)

    def find(self, kind: str, text: str) -> str:
        """The id that a cell means, "" for none. Raises WrongInputError where code and name disagree."""
        known = self._of(kind or self._kind.name)
        code, record = code_or_id(text)
        if record in known.ids:
            return known.ids[record]
        here = known.codes.get(fold(code), "")
        name = text.strip().rpartition(" ")[0] if record else text.strip().partition(" ")[2]
        # Another hub gave this record another code, and there may be one here that has the same.
        bearing = known.names.get(_key(name)) or known.names.get(_key(text)) or set()
        if here and bearing and here not in bearing:
            raise WrongInputError(
                _("“{text}” has the code of one record and the name of another.", text=text)
            )
        return here or (next(iter(bearing)) if len(bearing) == 1 else "")

    def _of(self, name: str) -> _Named:
        if name not in self._known:
            self._known[name] = self._learn(self._reading.shelves.types[name])
        return self._known[name]

    def _learn(self, kind: RecordType) -> _Named:
        ids: dict[str, str] = {}
        codes: dict[str, str] = {}
        names: defaultdict[str, set[str]] = defaultdict(set)
        for record in self._reading.all(kind.record):
            here = ids[record.id] = self.into.get(record.id, record.id)
            if record.code:
                codes[fold(record.code)] = here
            for title in filter(None, kind.title(record)):
                names[_key(title)].add(here)
        return _Named(ids, codes, names)


def _key(title: str) -> str:
    return fold(" ".join(title.translate(_WRITTEN).split()))
