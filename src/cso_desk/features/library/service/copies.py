"""Copies of titles: many are typed in at once, found by what a scanner reads, and counted.

The number of copies that a list told of a title stays as it was told; it counts until there are copies.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select

from cso_desk.errors import UserError
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, Loan
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.keyboard import scanned
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Progress, Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, N_plural, _

MOST_AT_ONCE = 500
"""Copies of one title that are added in one step; more is a slip of the finger."""

GONE = ("lost", "withdrawn")
"""The states of copies that are not on the shelves."""


@dataclass(frozen=True)
class CopyCount:
    """Copies of one title: all that were not lost or withdrawn, and of these the lent ones."""

    held: int = 0
    lent: int = 0
    gone: int = 0

    @property
    def there(self) -> int:
        """Those that stand on the shelf."""
        return self.held - self.lent


def add_copies(
    store: Store, title: str, count: int, *, initiator: object = None, **values: Any
) -> list[LibraryCopy]:
    """Keep `count` new copies of a title; each gets a number. `values` are fields of all."""
    label = N_plural("Add {count} copy", "Add {count} copies")
    with store.transaction(label, initiator=initiator, count=count) as t:
        return add_copies_in(t, title, count, **values)


def add_copies_in(t: Transaction, title: str, count: int, **values: Any) -> list[LibraryCopy]:
    """As `add_copies`, inside a step. Raises UserError for a number that cannot be meant."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise UserError(_("Write how many copies there are: a number from 1 to {most}.", most=MOST_AT_ONCE))
    found = t.get(LibraryTitle, title)
    if found is None:
        raise UserError(_("Choose the title of which these are copies."))
    shelf = values.pop("shelf", "") or found.shelf
    return [t.add(LibraryCopy(title=found.id, shelf=shelf, **values)) for _number in range(count)]


def untold_copies(reading: Reading, title: str = "") -> dict[RecordId, int]:
    """How many copies are told of each title (or of one) and have no number of their own yet."""
    titles, copies = reading.table(LibraryTitle), reading.table(LibraryCopy)
    numbered = select(copies.c.title).where(copies.c.deleted == 0)
    which = [titles.c.id == title] if title else []
    rows = reading.rows(
        select(titles.c.id, titles.c.copies)
        .where(titles.c.deleted == 0, titles.c.copies > 0, titles.c.id.not_in(numbered), *which)
        .order_by(titles.c.id)
    )
    return {RecordId(title): min(int(told), MOST_AT_ONCE) for title, told in rows}


def number_told_copies(
    store: Store,
    titles: Collection[str] | None = None,
    progress: Progress | None = None,
    *,
    initiator: object = None,
) -> int:
    """Make a copy with its own number of each one that lists told of; gives how many, in one step.

    Titles that have copies are left alone; `titles` are those to look at, all without.
    """
    with store.reading() as reading:
        told = untold_copies(reading)
    wanted = {title: count for title, count in told.items() if titles is None or title in titles}
    total = sum(wanted.values())
    if not total:
        return 0
    label = N_plural("Number {count} copy of a list", "Number {count} copies of lists")
    with store.transaction(label, initiator=initiator, count=total) as t:
        done = 0
        for title, count in wanted.items():
            done += len(add_copies_in(t, title, count))
            if progress is not None:
                progress(done, total)
    return total


def copy_counts_in(reading: Reading, titles: Collection[str] | None = None) -> dict[str, CopyCount]:
    """The copies of each title that has any; of `titles` only where they are given."""
    copies, loans = reading.table(LibraryCopy), reading.table(Loan)
    # A copy that was lent at two desks at once is still one copy.
    lent = select(loans.c.copy).where(loans.c.deleted == 0, loans.c.returned_on == "").distinct().subquery()
    here = copies.c.state.not_in(GONE)
    which = [copies.c.title.in_(titles)] if titles is not None else []
    rows = reading.rows(
        select(
            copies.c.title,
            func.sum(case((here, 1), else_=0)),
            func.sum(case((and_(here, lent.c.copy.is_not(None)), 1), else_=0)),
            func.sum(case((here, 0), else_=1)),
        )
        .select_from(copies.outerjoin(lent, lent.c.copy == copies.c.id))
        .where(copies.c.deleted == 0, *which)
        .group_by(copies.c.title)
    )
    return {str(title): CopyCount(int(held), int(out), int(gone)) for title, held, out, gone in rows}


def copies_of(title: LibraryTitle, counts: dict[str, CopyCount]) -> int | None:
    """How many copies of a title there are: counted where copies are kept, else as told."""
    return counts[title.id].held if title.id in counts else title.copies


def copies_there_in(reading: Reading, title: str) -> list[LibraryCopy]:
    """The copies of a title that may be lent now, by their numbers."""
    copies, loans = reading.table(LibraryCopy), reading.table(Loan)
    out = select(loans.c.copy).where(loans.c.deleted == 0, loans.c.returned_on == "")
    may = (copies.c.title == title, copies.c.state == "here", copies.c.id.not_in(out))
    return reading.all(LibraryCopy, *may, order_by=[copies.c.code, copies.c.id])


def free_counts_in(reading: Reading, titles: Collection[str]) -> dict[str, int]:
    """How many copies of these titles may be lent now; titles without such a copy are left out."""
    copies, loans = reading.table(LibraryCopy), reading.table(Loan)
    out = select(loans.c.copy).where(loans.c.deleted == 0, loans.c.returned_on == "")
    may = (copies.c.title.in_(titles), copies.c.state == "here", copies.c.id.not_in(out))
    rows = reading.rows(
        select(copies.c.title, func.count()).where(copies.c.deleted == 0, *may).group_by(copies.c.title)
    )
    return {str(title): int(count) for title, count in rows}


def copy_meant(reading: Reading, said: str) -> LibraryCopy | None:
    """The copy whose label says this: its number, or that of an older register. None for none or several.

    Works in whatever layout the keyboard stood while the scanner typed, with Khmer digits and small letters.
    """
    table = reading.table(LibraryCopy)
    for text in scanned_as(said):
        for column in (table.c.code, table.c.accession):
            found = reading.all(LibraryCopy, func.upper(column) == text, limit=2)
            if found:
                return found[0] if len(found) == 1 else None
    return None


def scanned_as(said: str) -> Iterable[str]:
    """What may have been meant, the likeliest first."""
    plain = " ".join(to_latin_digits(said).split()).upper()
    return dict.fromkeys(each for each in (plain, scanned(said).upper()) if each)


def mark_copies(store: Store, copies: Collection[str], state: str, *, initiator: object = None) -> None:
    """Give copies another state ("lost", "here", …) in one step."""
    label = N_plural("Change the state of {count} copy", "Change the state of {count} copies")
    with store.transaction(label, initiator=initiator, count=len(copies)) as t:
        for each in copies:
            t.change(LibraryCopy, each, state=state)


def renumber_copy(store: Store, copy: str, *, initiator: object = None) -> str:
    """Give a copy a new number, where two laptops gave the same one; gives the number for its new label."""
    with store.transaction(N_("Give a copy a new number"), initiator=initiator) as t:
        return t.new_code(LibraryCopy, copy)
