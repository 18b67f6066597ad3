"""The cards of Today on the library: books that should be back, readers whose book is here now."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cso_desk.desk.session import Session
from cso_desk.desk.today_look import Look
from cso_desk.features.library.service import LoanLine, Tellable, tell_in
from cso_desk.features.members.record import Person
from cso_desk.khmer.phones import show_phone
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import N_, _, ngettext

_CARD = (20, 12, 20, 12)
_MOST = 4


def library_cards(session: Session, found: Look) -> list[QWidget]:
    """What the library asks for today; nothing where all is well."""
    return [*_overdue(session, found), *_tellable(session, found)]


def _overdue(session: Session, found: Look) -> list[QWidget]:
    """The books that are overdue the longest, and the letters about them."""
    if not found.overdue:
        return []
    heading = ngettext(
        "{number} book is overdue", "{number} books are overdue", len(found.overdue),
        number=digits(len(found.overdue)),
    )  # fmt: skip
    unwritten = sum(not each.loan.reminded_on for each in found.overdue)
    said = ngettext(
        "No letter was written about {number} of them yet.",
        "No letters were written about {number} of them yet.",
        unwritten,
        number=digits(unwritten),
    )
    look = button(lambda: _("Copies and loans"), partial(session.go, "library", "lending"))
    letters = button(
        lambda: _("Overdue letters"), partial(session.go, "library", "letters"), picture="envelope-simple"
    )
    rows = [_loan(session, each) for each in found.overdue[:_MOST]]
    return [_card(heading, said if unwritten else "", (letters, look), rows)]


def _tellable(session: Session, found: Look) -> list[QWidget]:
    """Who waits for a book that stands on the shelf now, with the telephone."""
    if not found.tellable:
        return []
    count = len(found.tellable)
    heading = ngettext(
        "{number} reader can be told that a book is here",
        "{number} readers can be told that a book is here",
        count,
        number=digits(count),
    )
    return [_card(heading, "", (), [_reader(session, each) for each in found.tellable[:_MOST]])]


def _card(heading: str, said: str, acts: tuple[QWidget, ...], rows: list[QWidget]) -> QWidget:
    head = row(Label(heading, "heading"), *acts)
    head.setStretch(0, 1)
    inside = column(gap=2, margins=_CARD)
    inside.addLayout(head)
    if said:
        inside.addWidget(Label(said, "quiet", wrap=True))
    for each in rows:
        inside.addWidget(line())
        inside.addWidget(each)
    return frame("card", inside)


def _loan(session: Session, each: LoanLine) -> QWidget:
    title = title_of((each.title.title_km, each.title.title_en), each.title.code)
    late = ngettext("{number} day late", "{number} days late", each.late, number=digits(each.late))
    said = Label(f"{title}   ·   {_name(each.person)}   ·   {late}", wrap=True)
    inside = row(said, button(lambda: _("Open"), partial(session.go_to_record, "loan", each.loan.id)))
    inside.setStretch(0, 1)
    return holder(inside)


def _reader(session: Session, each: Tellable) -> QWidget:
    title = title_of((each.title.title_km, each.title.title_en), each.title.code)
    phones = ", ".join(digits(show_phone(one)) for one in each.person.phones) if each.person else ""
    said = Label("   ·   ".join(filter(None, (_name(each.person), phones, title))), wrap=True)
    told = button(
        lambda: _("They have been told"),
        lambda: session.change(N_("Tell a waiting reader"), lambda t: tell_in(t, each.reader.id)),
        picture="check",
        writes="data",
    )
    inside = row(said, told)
    inside.setStretch(0, 1)
    return holder(inside)


def _name(person: Person | None) -> str:
    return title_of((person.name_km, person.name_en), person.code) if person else "—"
