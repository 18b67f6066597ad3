"""Loans as lists: what is out, what is late, what somebody borrowed before; and how that is forgotten."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from cso_desk.features.library.record import LibraryCopy, LibraryTitle, Loan
from cso_desk.features.members.record import Person
from cso_desk.khmer.normalise import fold
from cso_desk.records.base import NOBODY
from cso_desk.store.aliases import aliases, refers_to, survivor_of
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import N_, N_plural


@dataclass(frozen=True)
class LoanLine:
    """A loan with what was lent and who has it; None stands for a borrower who was forgotten.

    `late`: days since it was due on the day of looking, negative before.
    """

    loan: Loan
    copy: LibraryCopy
    title: LibraryTitle
    person: Person | None
    late: int

    @property
    def overdue(self) -> bool:
        """Whether it should be back."""
        return not self.loan.returned_on and self.late > 0


def open_lines_in(reading: Reading, day: str, text: str = "") -> list[LoanLine]:
    """What is lent on `day`, the longest due first; narrowed by words of title, copy or borrower."""
    table = reading.table(Loan)
    lines = _lines(reading, day, table.c.returned_on == "")
    wanted = fold(text)
    return [each for each in lines if wanted in fold(_words(each))] if wanted else lines


def overdue_in(reading: Reading, day: str) -> list[LoanLine]:
    """What should have been back before `day`, the longest overdue first."""
    table = reading.table(Loan)
    return _lines(reading, day, table.c.returned_on == "", table.c.due_on < day)


def overdue_count_in(reading: Reading, day: str) -> int:
    """How many loans are overdue."""
    table = reading.table(Loan)
    return reading.count(Loan, table.c.returned_on == "", table.c.due_on < day, table.c.due_on > "")


def loans_between_in(reading: Reading, first: str, last: str, day: str) -> list[LoanLine]:
    """Everything that was lent from one day to another, for the register of loans."""
    table = reading.table(Loan)
    lines = _lines(reading, day, table.c.lent_on >= first, table.c.lent_on <= last)
    return sorted(lines, key=lambda each: (each.loan.lent_on, each.loan.id))


def history_in(reading: Reading, person: str, day: str) -> list[LoanLine]:
    """What somebody borrowed and gave back, the newest first."""
    table = reading.table(Loan)
    mine = refers_to(table.c.person, survivor_of(reading, person))
    return _lines(reading, day, table.c.returned_on > "", mine)[::-1]


def forget_history(store: Store, person: str, *, initiator: object = None) -> int:
    """Take the name out of the ended loans of somebody; the loans stay to be counted. Gives how many."""
    with store.reading() as reading:
        ended = [each.loan for each in history_in(reading, person, dt.date.min.isoformat())]
    if ended:
        with store.transaction(N_("Forget what somebody borrowed"), initiator=initiator) as t:
            for loan in ended:
                t.change(loan, person=NOBODY, organisation=NOBODY)
    return len(ended)


def note_reminded(store: Store, loans: Collection[str], day: str, *, initiator: object = None) -> None:
    """Letters about these loans were written on `day`."""
    label = N_plural("Remind of {count} loan", "Remind of {count} loans")
    with store.transaction(label, initiator=initiator, count=len(loans)) as t:
        for each in loans:
            t.change(Loan, each, reminded_on=day)


def _lines(reading: Reading, day: str, *conditions: ColumnElement[bool]) -> list[LoanLine]:
    table = reading.table(Loan)
    loans = reading.all(Loan, *conditions, order_by=[table.c.due_on, table.c.id])
    chosen = select(table.c.copy).where(table.c.deleted == 0, *conditions)
    copies = reading.table(LibraryCopy)
    held = reading.all(LibraryCopy, copies.c.id.in_(chosen), trash=True)
    of = {each.id: each for each in held}
    titles = reading.table(LibraryTitle)
    named = select(copies.c.title).where(copies.c.id.in_(chosen))
    title_of = {each.id: each for each in reading.all(LibraryTitle, titles.c.id.in_(named), trash=True)}
    stand_for = aliases(reading)
    people = reading.table(Person)
    wanted = {stand_for.get(each.person, each.person) for each in loans}
    who = {each.id: each for each in reading.all(Person, people.c.id.in_(wanted), trash=True)}
    made = []
    for loan in loans:
        copy = of.get(loan.copy, LibraryCopy())
        title = title_of.get(copy.title, LibraryTitle())
        person = who.get(stand_for.get(loan.person, loan.person))
        made.append(LoanLine(loan, copy, title, person, _late(loan, day)))
    return made


def _late(loan: Loan, day: str) -> int:
    try:
        return (dt.date.fromisoformat(day) - dt.date.fromisoformat(loan.due_on)).days
    except ValueError:
        return 0


def _words(each: LoanLine) -> str:
    names = (each.person.name_km, each.person.name_en, each.person.code) if each.person else ()
    title = each.title
    return " ".join(
        (each.copy.code, each.copy.accession, title.title_km, title.title_en, title.number, *names)
    )
