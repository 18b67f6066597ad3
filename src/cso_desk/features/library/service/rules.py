"""Rules of the library: what can look wrong after hubs or desks were merged."""

from collections.abc import Iterator

from sqlalchemy import func, select

from cso_desk.features.library.record import LibraryCopy, Loan
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.rules import Finding, Rule
from cso_desk.wording import N_


def lent_twice(reading: Reading) -> Iterator[Finding]:
    """Copies that two desks lent at the same time."""
    loans = reading.table(Loan)
    rows = reading.rows(
        select(loans.c.copy)
        .where(loans.c.deleted == 0, loans.c.returned_on == "")
        .group_by(loans.c.copy)
        .having(func.count() > 1)
        .order_by(loans.c.copy)
    )
    for (copy,) in rows:
        both = reading.all(Loan, loans.c.copy == copy, loans.c.returned_on == "", order_by=[loans.c.id])
        told = (("library_copy", RecordId(copy)), *(("loan", each.id) for each in both))
        yield Finding("lent_twice", _LENT, told)


_LENT = N_(
    "This copy is lent to two people at once: two desks lent it. Ask who has it, and end the other loan."
)


def one_copy_number_twice(reading: Reading) -> Iterator[Finding]:
    """Copies that carry one number: two laptops gave it before they knew of each other."""
    copies = reading.table(LibraryCopy)
    shared = (
        select(copies.c.code)
        .where(copies.c.deleted == 0, copies.c.code > "")
        .group_by(copies.c.code)
        .having(func.count() > 1)
    )
    found: dict[str, list[RecordId]] = {}
    rows = reading.rows(
        select(copies.c.code, copies.c.id)
        .where(copies.c.deleted == 0, copies.c.code.in_(shared))
        .order_by(copies.c.code, copies.c.id)
    )
    for code, record in rows:
        found.setdefault(str(code), []).append(RecordId(record))
    for code, records in found.items():
        told = tuple(("library_copy", record) for record in records)
        yield Finding("one_copy_number_twice", _NUMBER, told, {"number": code})


_NUMBER = N_("Two copies carry the number {number}. Give one of them a new number, and print its label.")

RULES = (
    Rule("lent_twice", N_("One copy lent twice"), lent_twice),
    Rule("one_copy_number_twice", N_("One number on two copies"), one_copy_number_twice),
)
"""What can look wrong."""
