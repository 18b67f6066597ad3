"""The waiting list of a title: who asked first is the next reader."""

import datetime as dt
from dataclasses import dataclass

from cso_desk.errors import UserError
from cso_desk.features.library.record import LibraryTitle, WaitingReader
from cso_desk.features.library.service.copies import free_counts_in
from cso_desk.features.members.record import Person
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import aliases, refers_to, survivor_of
from cso_desk.store.reading import Reading
from cso_desk.store.transaction import Transaction
from cso_desk.wording import _

_STILL = ("waiting", "told")


def waiting_in(reading: Reading, title: str) -> list[WaitingReader]:
    """Those who still wait for a title, in the order in which they asked."""
    table = reading.table(WaitingReader)
    order = [table.c.asked_on, table.c.id]
    return reading.all(WaitingReader, table.c.title == title, table.c.state.in_(_STILL), order_by=order)


@dataclass(frozen=True)
class Tellable:
    """A reader who waits for a title of which a copy is on the shelf now, and was not told so yet."""

    reader: WaitingReader
    title: LibraryTitle
    person: Person | None


def tellable_in(reading: Reading) -> list[Tellable]:
    """Who can be told that their book is here: of each such title as many as there are free copies.

    The number of statements is fixed.
    """
    table = reading.table(WaitingReader)
    order = [table.c.asked_on, table.c.id]
    waiting = reading.all(WaitingReader, table.c.state.in_(_STILL), order_by=order)
    if not waiting:
        return []
    free, stand_for = free_counts_in(reading, {each.title for each in waiting}), aliases(reading)
    found = []
    for each in waiting:
        free[each.title] = free.get(each.title, 0) - 1  # also those who were told have one put by
        if free[each.title] >= 0 and each.state == "waiting":
            found.append(each)
    titles, people = reading.table(LibraryTitle), reading.table(Person)
    meant = {stand_for.get(each.person, each.person) for each in found}
    named = {each.id: each for each in reading.all(LibraryTitle, titles.c.id.in_({e.title for e in found}))}
    known = {each.id: each for each in reading.all(Person, people.c.id.in_(meant))}
    return [
        Tellable(each, named[each.title], known.get(stand_for.get(each.person, each.person)))
        for each in found
        if each.title in named
    ]


def wait_in(t: Transaction, title: str, person: str, *, day: str = "") -> WaitingReader:
    """Put somebody on the list of a title, on `day` (today). Raises UserError for those who wait already."""
    if not person:
        raise UserError(_("Choose who waits for it: somebody who is in the list of people."))
    if _of(t, title, person):
        raise UserError(_("This person waits for this title already."))
    asked = day or dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
    return t.add(WaitingReader(title=RecordId(title), person=RecordId(person), asked_on=asked))


def tell_in(t: Transaction, reader: str) -> None:
    """The next reader was told that the book is there."""
    t.change(WaitingReader, reader, state="told")


def serve_in(t: Transaction, title: str, person: str) -> None:
    """Somebody borrows a title: they wait for it no longer."""
    for each in _of(t, title, person):
        t.change(each, state="served")


def _of(reading: Reading, title: str, person: str) -> list[WaitingReader]:
    table = reading.table(WaitingReader)
    mine = refers_to(table.c.person, survivor_of(reading, person))
    return reading.all(WaitingReader, table.c.title == title, table.c.state.in_(_STILL), mine)
