"""The papers of members by name, and what can be asked of them: one list for the window and the commands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.directory import DirectoryRow, directory, order_of
from cso_desk.store.store import Store
from cso_desk.wording import N_

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Asked:
    """Of which day papers are, and whether they leave the hub: then only those stand there who agreed.

    `kinds` and `place` (a gazetteer code) choose some institutions, where the paper can be narrowed.
    """

    day: date
    outside: bool = False
    kinds: tuple[str, ...] = ()
    place: str = ""


def asked_today() -> Asked:
    """Papers of today for the hub itself."""
    return Asked(date.today())  # noqa: DTZ011  the day on the wall


def institutions_asked(store: Store, asked: Asked, language: str) -> list[DirectoryRow]:
    """The institutions a paper is of, in the order in which it is to be read."""
    found = directory(store, asked.day, kinds=asked.kinds, place=asked.place, outside=asked.outside)
    return in_order(found, language, lambda row: row.organisation)


def in_order(
    rows: Iterable[_Row], language: str, of: Callable[[_Row], Organisation | Person | None]
) -> list[_Row]:
    """Rows as a dictionary has the names that a paper in this language shows; in both, the Khmer ones."""
    return sorted(rows, key=lambda row: order_of(of(row), language))


@dataclass(frozen=True)
class MemberPaper:
    """A paper: its name in commands and files, and its title as a message id.

    `sheets`: it is a workbook too. `narrowed`: it can be of some kinds or of one place alone. `sizes`: what
    it can be printed on, the first one usually, with what that gives as a message id.
    """

    name: str
    title: str
    sheets: bool = False
    narrowed: bool = False
    sizes: tuple[tuple[str, str], ...] = ()


_LIST_SIZES = (("A4", N_("A4, a wide list")), ("A5", N_("A5, a narrow list")))
_BOOKLET_SIZES = (("A5", N_("A5, page by page")), ("A4", N_("A4, both sides, to be folded")))

MEMBER_PAPERS = {
    each.name: each
    for each in (
        MemberPaper(
            "directory", N_("Directory of institutions"), sheets=True, narrowed=True, sizes=_LIST_SIZES
        ),
        MemberPaper("booklet", N_("Directory as a booklet"), narrowed=True, sizes=_BOOKLET_SIZES),
        MemberPaper("labels", N_("Labels"), narrowed=True),
        MemberPaper("contacts-district", N_("Contacts by district"), narrowed=True),
        MemberPaper("contacts-kind", N_("Contacts by kind"), narrowed=True),
        MemberPaper("figures", N_("The network in figures"), sheets=True),
        MemberPaper("networks", N_("Networks and what belongs to them")),
        MemberPaper("compliance", N_("Compliance calendar"), sheets=True),
    )
}
