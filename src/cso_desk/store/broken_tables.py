"""Reads what can still be read of a database with broken pages: every row that stands on a sound page."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

Connect = Callable[[], Any]
"""Opens a bare connection, see `cipher.connector`."""

_FARTHEST = 1 << 62
_MOST_GAPS = 5_000


@dataclass
class Table:
    """What is read of one table, in the order of its key.

    `gaps` are pairs of keys between which rows may be missing, as far as the key is a number; `torn` says
    that something could not be read.
    """

    connect: Connect
    name: str
    key: str
    gaps: list[tuple[int, int]] = field(default_factory=list)
    torn: bool = False

    def by_number(self) -> Iterator[tuple[Any, ...]]:
        """The rows of a table whose key is a number, broken pages left out. A row may come twice."""
        start, place = -_FARTHEST, 0
        while True:
            last = None
            # A connection that met a broken page gives nothing more.
            with closing(self.connect()) as connection:
                try:
                    rows = connection.execute(
                        f"SELECT * FROM {self.name} WHERE {self.key} >= ? ORDER BY {self.key}", (start,)
                    )
                    place = [column[0] for column in rows.description].index(self.key)
                    for row in rows:
                        last = row[place]
                        yield row
                    return  # noqa: TRY300
                except sqlcipher.DatabaseError:
                    self.torn = True
            low = start if last is None else last
            following = self._readable_from(low + 1)
            self.gaps.append((low, _FARTHEST if following is None else following))
            if following is None or len(self.gaps) >= _MOST_GAPS:
                return
            start = following

    def by_text(self) -> list[tuple[Any, ...]]:
        """The rows of a small table whose key is a text: from the front and from the back."""
        found: dict[tuple[Any, ...], None] = {}
        for order in ("ASC", "DESC"):
            with closing(self.connect()) as connection:
                try:
                    for row in connection.execute(f"SELECT * FROM {self.name} ORDER BY {self.key} {order}"):
                        found[row] = None
                    return list(found)
                except sqlcipher.DatabaseError:
                    self.torn = True
        return list(found)

    def _readable_from(self, low: int) -> int | None:
        """The smallest key from `low` on from which the table can be read again, None where there is none."""
        step = 1
        while not self._opens_at(low + step - 1):
            step *= 2
            if low + step > _FARTHEST:
                return None
        closed, opens = low + step // 2 - 1, low + step - 1
        while opens - closed > 1:
            middle = (closed + opens) // 2
            if self._opens_at(middle):
                opens = middle
            else:
                closed = middle
        return opens

    def _opens_at(self, key: int) -> bool:
        with closing(self.connect()) as connection:
            try:
                connection.execute(
                    f"SELECT {self.key} FROM {self.name} WHERE {self.key} >= ? ORDER BY {self.key} LIMIT 1",
                    (key,),
                ).fetchone()
            except sqlcipher.DatabaseError:
                return False
        return True
