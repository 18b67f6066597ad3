"""Lists of positions, memberships and ties of the whole hub, to be worked on in Excel and brought back."""
# Drawing papers is heavy to import, and the page is open long before somebody saves a list.
# ruff: noqa: PLC0415

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from cso_desk.features.hub.form import paper
from cso_desk.features.members.record import MEMBERSHIP, POSITION, RELATION, Organisation, Person
from cso_desk.features.members.service import may_leave
from cso_desk.fields.exact import NOT_HERE, REFERRING
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.store.listing import Listing, codes
from cso_desk.store.store import Store
from cso_desk.widgets.host import Paper
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.documents import paper as described
    from cso_desk.documents.workbook import Sheet
    from cso_desk.features.hub.printing.seen import SeenList

PARTS = (POSITION, MEMBERSHIP, RELATION)


def parts_list(store: Store, kind: RecordType, *, outside: bool = False) -> Paper:
    """All records of one of `PARTS`; the workbook has every field and comes back through the import.

    `outside`: only those of which everybody named agreed to be shared.
    """

    def rows() -> Iterator[tuple[list[Record], dict[str, tuple[str, str]]]]:
        left_out = _not_shared(store) if outside else frozenset()
        for found, titles in Listing(store, kind, order=kind.parent or "").finish().records():
            yield [each for each in found if not _named(kind, each) & left_out], titles

    def found(records: Iterable[str]) -> Mapping[str, str]:
        with store.reading() as reading:
            return codes(reading, records)

    def seen(columns: tuple[str, ...]) -> "SeenList":
        from cso_desk.features.hub.printing.seen import SeenList

        count = sum(len(some) for some, _titles in rows())
        return SeenList(kind, columns, "", rows, count, found)

    def pdf(language: str) -> "described.Paper":
        from cso_desk.features.hub.printing.seen import seen_paper

        return seen_paper(store, seen(kind.columns), language)

    def workbook(language: str) -> "list[Sheet]":
        from cso_desk.features.hub.printing.seen import seen_workbook

        whole = tuple(name for name in kind.typed if not isinstance(kind.fields[name].kind, NOT_HERE))
        return seen_workbook(seen(whole), language, practice=store.practice)

    return paper(lambda: _(kind.plural), kind.name.replace("_", "-"), pdf, workbook)


def _named(kind: RecordType, record: Record) -> set[str]:
    """The ids of whom a part names."""
    return {getattr(record, name) for name in kind.typed if isinstance(kind.fields[name].kind, REFERRING)}


def _not_shared(store: Store) -> frozenset[str]:
    with store.reading() as reading:
        everybody: list[Organisation | Person] = [*reading.all(Organisation), *reading.all(Person)]
    return frozenset(each.id for each in everybody if not may_leave(each))


PART_LISTS = tuple((kind.plural, partial(parts_list, kind=kind)) for kind in PARTS)
"""Message id of each list, and what makes it."""
