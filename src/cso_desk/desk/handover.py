"""Handing the desk over to a new secretary: the card in the settings, and what the paper tells."""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from cso_desk.desk.session import Session
from cso_desk.desk.today_look import look
from cso_desk.features.hub.form import paper
from cso_desk.features.hub.service import profile
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import DueAction, due_on
from cso_desk.features.members.record import Organisation, Person
from cso_desk.journal.history import writers
from cso_desk.store.person import person
from cso_desk.store.store import NATIONAL, Store
from cso_desk.store.upkeep import upkeep_of
from cso_desk.widgets.controls import Label, button, column, frame, row
from cso_desk.widgets.host import Paper
from cso_desk.wording import N_, _

if TYPE_CHECKING:
    # Drawing papers is heavy to import, and the settings are mostly opened for something else.
    from cso_desk.documents.paper import Paper as Described
    from cso_desk.features.hub.printing.handover import HandOver, OpenAction

_MOST_ACTIONS = 8
_MOST_WRITERS = 4
_KEPT = (
    (N_("Institutions"), Organisation),
    (N_("People"), Person),
    (N_("Meetings"), Meeting),
    (N_("Titles"), LibraryTitle),
)


def handover_card(session: Session) -> QFrame:
    """What the settings say of handing over, and the button that makes the paper."""
    said = Label(
        lambda: _(
            "When somebody else takes the desk over: one paper with the open work, the state of the data, "
            "and what to do on the first day. Both go through it and sign."
        ),
        "quiet",
        wrap=True,
    )
    make = button(
        lambda: _("Hand-over paper…"), lambda: session.show_paper(handover(session)), picture="handshake"
    )
    layout = column(Label(lambda: _("Hand over"), "heading"), said, gap=12, margins=(20, 16, 20, 20))
    layout.addLayout(row(make, None))
    return frame("card", layout)


def handover(session: Session) -> Paper:
    """The paper, as everything stands when it is made."""
    store = session.store

    def described(language: str) -> "Described":
        from cso_desk.features.hub.printing.handover import handover_paper  # noqa: PLC0415  see above

        today = dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
        return handover_paper(profile(store), language, what_stands(store, today), practice=store.practice)

    return paper(lambda: _("Hand-over to a new secretary"), f"hand-over-{store.hub}", described)


def what_stands(store: Store, day: str) -> "HandOver":
    """What a new secretary has to know of a store on `day`, "2026-09-30"."""
    from cso_desk.features.hub.printing.handover import HandOver, OtherHub  # noqa: PLC0415  see above

    found = look(store, day)
    with store.reading() as reading:
        due = due_on(reading, day, _MOST_ACTIONS)
        kept = [(name, reading.count(kind)) for name, kind in _KEPT]
        wrote = writers(reading.connection)[:_MOST_WRITERS]
    coming = due.coming[0] if due.coming else None
    care = upkeep_of(store.folder)
    return HandOver(
        on=day,
        person=person(store),
        kept=kept,
        meeting=(coming.title_km, coming.title_en) if coming else ("", ""),
        meeting_on=coming.starts if coming else "",
        unrecorded=due.unrecorded_count,
        actions=[_open(each) for each in due.actions],
        action_count=due.action_count,
        overdue=len(found.overdue),
        unreported=found.compliance.unreported_count if found.compliance else 0,
        differences=found.differences,
        backup=_day(found.backup),
        copied=_day(care.elsewhere_at),
        copied_to=care.where,
        hubs=[
            OtherHub(
                each.hub,
                _day(each.made.at) if each.made else "",
                _day(each.came.at) if each.came else "",
                each.lacks,
            )
            for each in found.hubs
            if each.made or each.came or each.hub == NATIONAL
        ],
        writers=[(name, _day(at)) for name, at in wrote],
    )


def _open(each: DueAction) -> "OpenAction":
    from cso_desk.features.hub.printing.handover import OpenAction  # noqa: PLC0415  see above

    return OpenAction((each.action.what_km, each.action.what_en), each.who, each.action.due, each.late)


def _day(milliseconds: int) -> str:
    """The day of a time by the clock of this computer; "" for never."""
    if not milliseconds:
        return ""
    return dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC).astimezone().date().isoformat()
