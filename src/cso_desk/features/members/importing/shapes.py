"""What people chose for the columns of a list is remembered by its headings, for the next such list."""

import json
from typing import TYPE_CHECKING, TypedDict

from cso_desk.importers.vocabulary import key
from cso_desk.store.store import Store
from cso_desk.wording import N_

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

_META = "shapes of lists"
_MOST = 100
_ALIKE = 0.6
"""So much of all headings of two lists must be the same: a column may be new, another gone, all may move."""


class _Shape(TypedDict):
    """The headings of a list in the order of the alphabet, and the meanings chosen for some of them."""

    headings: list[str]
    meanings: dict[str, str]


def remembered(store: Store, reading: "SheetReading") -> dict[str, str]:
    """The meanings chosen for the most similar list so far, by the letters of this one; {} where none is."""
    headings = {column.letter: key(column.header) for column in reading.columns}
    own = {heading for heading in headings.values() if heading}
    best: tuple[float, dict[str, str]] = (0.0, {})
    for shape in _shapes(store):
        theirs = set(shape["headings"])
        alike = len(own & theirs) / max(len(own | theirs), 1)
        if alike > best[0]:
            best = (alike, shape["meanings"])
    if best[0] < _ALIKE:
        return {}
    return {letter: best[1][heading] for letter, heading in headings.items() if heading in best[1]}


def remember(store: Store, reading: "SheetReading") -> None:
    """Keep what was chosen for the columns of a list; where nothing was, all stays as it is."""
    chosen = {key(each.header): each.meaning for each in reading.columns if each.corrected}
    chosen.pop("", None)
    if not chosen:
        return
    headings = sorted({key(each.header) for each in reading.columns} - {""})
    others = [shape for shape in _shapes(store) if shape["headings"] != headings]
    shapes = [_Shape(headings=headings, meanings=chosen), *others][:_MOST]
    with store.transaction(N_("Remember columns")) as transaction:
        transaction.set_meta(_META, json.dumps(shapes, ensure_ascii=False))


def _shapes(store: Store) -> list[_Shape]:
    with store.reading() as look:
        return list(json.loads(look.meta(_META, "[]")))
