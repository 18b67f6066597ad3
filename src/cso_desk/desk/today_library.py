"""The card of Today on the library: books that should be back."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cso_desk.desk.session import Session
from cso_desk.desk.today_look import Look
from cso_desk.features.library.service import LoanLine
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import _, ngettext

_CARD = (20, 12, 20, 12)
_MOST = 4


def overdue_card(session: Session, found: Look) -> list[QWidget]:
    """The books that are overdue the longest; nothing where all are back in time."""
    if not found.overdue:
        return []
    heading = ngettext(
        "{number} book is overdue", "{number} books are overdue", len(found.overdue),
        number=digits(len(found.overdue)),
    )  # fmt: skip
    look = button(lambda: _("Copies and loans"), partial(session.go, "library", "lending"))
    head = row(Label(heading, "heading"), look)
    head.setStretch(0, 1)
    inside = column(gap=2, margins=_CARD)
    inside.addLayout(head)
    for each in found.overdue[:_MOST]:
        inside.addWidget(line())
        inside.addWidget(_loan(session, each))
    return [frame("card", inside)]


def _loan(session: Session, each: LoanLine) -> QWidget:
    title = title_of((each.title.title_km, each.title.title_en), each.title.code)
    who = title_of((each.person.name_km, each.person.name_en), each.person.code) if each.person else "—"
    late = ngettext("{number} day late", "{number} days late", each.late, number=digits(each.late))
    said = Label(f"{title}   ·   {who}   ·   {late}", wrap=True)
    inside = row(said, button(lambda: _("Open"), partial(session.go_to_record, "loan", each.loan.id)))
    inside.setStretch(0, 1)
    return holder(inside)
