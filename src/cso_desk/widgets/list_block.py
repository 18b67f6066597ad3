"""Some rows of a list: stored values, made into texts when a row is first painted."""

from collections.abc import Mapping, Sequence
from typing import Any

from cso_desk.fields.showing import named_by, show
from cso_desk.records.record_type import RecordType
from cso_desk.store.borrowed import Counted, Lend, borrows
from cso_desk.widgets.showing import manner
from cso_desk.wording import language


class ListBlock:
    """The texts of some rows, (id, stored value, …), in the language in which the block was made.

    `lent` are the cells, (row, column), whose values come from others by `borrow`, see `store.borrowed`.
    """

    def __init__(
        self,
        kind: RecordType,
        columns: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
        titles: Mapping[str, tuple[str, str]],
        borrow: Mapping[str, Lend],
    ) -> None:
        self._kinds = [kind.fields[name].kind for name in columns]
        self._rows = rows
        self._texts: list[list[str] | None] = [None] * len(rows)
        self._manner, self._name = manner(), named_by(titles, language())
        self._empty = [""] * len(columns)
        self.lent: dict[tuple[int, int], Any] = {}
        self._counted: dict[tuple[int, int], Any] = {}
        for column, name in enumerate(columns):
            if name in borrow:
                self._lend(column, borrow[name])

    def id_of(self, row: int) -> str:
        """The id of a record, "" where it is gone."""
        return str(self._rows[row][0]) if row < len(self._rows) else ""

    def texts(self, row: int) -> list[str]:
        """What stands in the cells of a row; all are empty where its record is gone."""
        if row >= len(self._rows):
            return self._empty
        found = self._texts[row]
        if found is None:
            manner, name = self._manner, self._name
            found = [
                show(kind, kind.from_stored(stored), manner, name)
                for kind, stored in zip(self._kinds, self._rows[row][1:], strict=True)
            ]
            for (place, column), value in (*self.lent.items(), *self._counted.items()):
                if place == row:
                    found[column] = show(self._kinds[column], value, manner, name)
            self._texts[row] = found
        return found

    def _lend(self, column: int, lend: Lend) -> None:
        without = {row[0]: place for place, row in enumerate(self._rows) if borrows(lend, row[column + 1])}
        kept = self._counted if isinstance(lend, Counted) else self.lent
        for record, value in lend(list(without)).items() if without else ():
            if value or kept is self._counted:
                kept[without[record], column] = value
