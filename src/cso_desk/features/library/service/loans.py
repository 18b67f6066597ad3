"""Lending: a copy goes out to a person, comes back, or is lent for longer, by the rule of the hub."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func

from cso_desk.errors import UserError
from cso_desk.features.hub.record import LENDING
from cso_desk.features.hub.service import profile_in
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, Loan, WaitingReader
from cso_desk.features.library.service.copies import scanned_as
from cso_desk.features.library.service.waiting import serve_in, waiting_in
from cso_desk.features.members.record import Person
from cso_desk.khmer.dates import show_date
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.aliases import refers_to, survivor_of
from cso_desk.store.reading import Reading
from cso_desk.store.transaction import Transaction
from cso_desk.wording import _, language, ngettext, words


@dataclass(frozen=True)
class LendingRule:
    """For how many days a copy is lent, how often that is renewed, how many one person may have at once."""

    days: int
    renewals: int
    items: int


@dataclass(frozen=True)
class Returned:
    """A loan that ended; `next` are those who wait for the title, who asked first comes first."""

    loan: Loan
    copy: LibraryCopy
    title: LibraryTitle
    next: tuple[WaitingReader, ...]


def today() -> str:
    """The day on the wall."""
    return dt.date.today().isoformat()  # noqa: DTZ011


def lending_rule_in(reading: Reading) -> LendingRule:
    """The rule of this store's hub; what it did not say is as usual."""
    hub = profile_in(reading, reading.meta("hub"))
    said = (hub.loan_days, hub.loan_renewals, hub.loan_items)
    return LendingRule(*(usual if own is None else own for own, usual in zip(said, LENDING, strict=True)))


def open_loans_in(reading: Reading, *, copy: str = "", person: str = "") -> list[Loan]:
    """What is lent now: all of it, of one copy, or to one person with whom others may have been merged."""
    table = reading.table(Loan)
    which = [table.c.copy == copy] if copy else []
    which += [refers_to(table.c.person, survivor_of(reading, person))] if person else []
    return reading.all(Loan, table.c.returned_on == "", *which, order_by=[table.c.due_on, table.c.id])


def lend_in(t: Transaction, copy: str, person: str, *, organisation: str = "", day: str = "") -> Loan:
    """Give a copy to a person from `day` (today) on. Raises UserError where it may not be lent to them."""
    found = lendable_in(t, copy)
    reader = _person_in(t, person)
    rule, day = lending_rule_in(t), day or today()
    has = open_loans_in(t, person=reader.id)
    if len(has) >= rule.items:
        raise UserError(
            ngettext(
                "{name} has {count} book already, which is as many as one person may have. "
                "Take one back first, or change the number in the settings.",
                "{name} has {count} books already, which is as many as one person may have. "
                "Take one back first, or change the number in the settings.",
                len(has),
                name=called(reader.name_km, reader.name_en),
            )
        )
    serve_in(t, found.title, reader.id)
    t.change(LibraryCopy, found.id, state="here", seen_on=max(day, found.seen_on), counted_in=NOBODY)
    return t.add(
        Loan(
            copy=found.id,
            person=reader.id,
            organisation=RecordId(organisation),
            lent_on=day,
            due_on=_days_after(day, rule.days),
        )
    )


def lendable_in(reading: Reading, copy: str) -> LibraryCopy:
    """The copy, which may go out. Raises UserError that says why not, and what to do."""
    found = reading.get(LibraryCopy, copy, trash=False)
    if found is None:
        raise UserError(_("This copy is in the trash. Restore it first, then it can be lent."))
    if found.state == "lost":
        raise UserError(_("This copy is marked as lost. If it is in your hand, press “It is here again”."))
    if found.state == "withdrawn":
        raise UserError(
            _("This copy was withdrawn from the library. Give it another state before it is lent.")
        )
    if found.state == "reading_room":
        raise UserError(
            _("This copy is for the reading room only. Offer another copy, or let it be read here.")
        )
    lent = open_loans_in(reading, copy=found.id)
    if lent:
        reader = reading.get(Person, survivor_of(reading, lent[0].person))
        raise UserError(
            _(
                "This copy is lent to {name} until {day}. Take it back first, or put the reader on the "
                "waiting list.",
                name=called(reader.name_km, reader.name_en) if reader else "—",
                day=show_date(lent[0].due_on, language()),
            )
        )
    return found


def give_back_in(t: Transaction, copy: str, *, day: str = "") -> Returned:
    """A copy came back: every open loan of it ends on `day` (today). Raises UserError where none is open."""
    day = day or today()
    loans = open_loans_in(t, copy=copy)
    if not loans:
        raise UserError(_("This copy is not lent, so it cannot come back. Choose who borrows it."))
    for loan in loans:
        t.change(Loan, loan.id, returned_on=day)
    found = t.get(LibraryCopy, copy)
    if found is None:
        raise KeyError(copy)
    # Whoever brings a book back that was given up as lost has settled that as well.
    t.change(found, seen_on=max(day, found.seen_on), **({"state": "here"} if found.state == "lost" else {}))
    title = t.get(LibraryTitle, found.title) or LibraryTitle()
    return Returned(loans[-1], found, title, tuple(waiting_in(t, found.title)))


def renew_in(t: Transaction, loan: str, *, day: str = "") -> Loan:
    """Lend for as long again, counted from `day` (today). Raises UserError where the rule forbids it."""
    found = t.get(Loan, loan, trash=False)
    if found is None or found.returned_on:
        raise UserError(_("This loan has ended. Lend the copy anew."))
    rule, day = lending_rule_in(t), day or today()
    before = found.renewed or 0
    if before >= rule.renewals:
        raise UserError(
            ngettext(
                "A loan is renewed at most {count} time. Take the copy back, or change the rule in the "
                "settings.",
                "A loan is renewed at most {count} times. Take the copy back, or change the rule in the "
                "settings.",
                rule.renewals,
            )
        )
    copy = t.get(LibraryCopy, found.copy)
    if copy is not None and waiting_in(t, copy.title):
        raise UserError(_("Somebody waits for this title, so the loan is not renewed. Take the copy back."))
    t.change(found, due_on=max(found.due_on, _days_after(day, rule.days)), renewed=before + 1)
    t.flush()
    return t.get(Loan, loan) or found


def called(name_km: str, name_en: str) -> str:
    """A name in the language of the window, the other one where that is empty."""
    return words(language()).pick(name_km, name_en)


def reader_meant(reading: Reading, said: str) -> Person | None:
    """The person whose card says this; None for none or several. In whatever layout the keyboard stood."""
    table = reading.table(Person)
    for text in scanned_as(said):
        found = reading.all(Person, func.upper(table.c.code) == text, limit=2)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _person_in(reading: Reading, person: str) -> Person:
    found = reading.get(Person, survivor_of(reading, person), trash=False) if person else None
    if found is None:
        raise UserError(_("Choose who borrows it: somebody who is in the list of people."))
    return found


def _days_after(day: str, days: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=days)).isoformat()
