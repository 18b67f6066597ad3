"""Loans in the words of the window: a row of the list, and who is the next reader."""

from cso_desk.features.library.record import LibraryCopy, LibraryTitle, WaitingReader
from cso_desk.features.library.service import LoanLine
from cso_desk.features.members.record import Person
from cso_desk.khmer.phones import show_phone
from cso_desk.store.aliases import survivor_of
from cso_desk.widgets.host import Host
from cso_desk.widgets.register_table import Head, Row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.wording import N_, _, ngettext

HEADS = (
    Head(N_("Due"), 180),
    Head(N_("Number"), 130),
    Head(N_("Title"), 0),
    Head(N_("Borrower"), 170),
    Head(N_("Lent on"), 120),
)


def row_of(line: LoanLine) -> Row:
    """One loan."""
    title = title_of((line.title.title_km, line.title.title_en), line.title.code)
    who = reader_name(line.person) if line.person else "—"
    tone = "good" if line.loan.returned_on else "bad" if line.late > 0 else "" if line.late < 0 else "warn"
    cells = (_standing(line), line.copy.code, title, who, short_date(line.loan.lent_on))
    return Row(line.loan.id, cells, (0, tone))


def _standing(line: LoanLine) -> str:
    if line.loan.returned_on:
        return _("back on {day}", day=short_date(line.loan.returned_on))
    if line.late > 0:
        return ngettext("{number} day late", "{number} days late", line.late, number=digits(line.late))
    return _("due today") if line.late == 0 else _("until {day}", day=short_date(line.loan.due_on))


def reader_name(person: Person) -> str:
    """What a person is called, by their code where they have no name."""
    return title_of((person.name_km, person.name_en), person.code)


def title_name(host: Host, copy: str) -> str:
    """The title of a copy, with the number on its label."""
    with host.store.reading() as reading:
        found = reading.get(LibraryCopy, copy) or LibraryCopy()
        title = reading.get(LibraryTitle, found.title) or LibraryTitle()
    return f"{title_of((title.title_km, title.title_en), title.code)} ({found.code})"


def said_of_next(host: Host, reader: WaitingReader) -> str:
    """Who waits for a book that came back, and how to reach them."""
    with host.store.reading() as reading:
        person = reading.get(Person, survivor_of(reading, reader.person)) or Person()
    phones = ", ".join(digits(show_phone(each)) for each in person.phones)
    if not phones:
        return _("Next reader: {name}.", name=reader_name(person))
    return _("Next reader: {name}, {phones}.", name=reader_name(person), phones=phones)
