"""The states of the window in which a person is erased: what will happen, and what is left to do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from window_stage import Room

from cso_desk.desk.erasure_page import ErasurePage
from cso_desk.features.meetings.record import Meeting, MinutesEntry
from cso_desk.features.members.record import Person
from cso_desk.journal.forgetting import plan_erasure
from cso_desk.wording import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cso_desk.desk.shots import Shown

_DAY = dt.date(2026, 11, 23)


def erasure(room: Room) -> Iterator[Shown]:
    """Somebody who asked for it: the page before, the code typed, the page after with a text to go over."""
    desk = room.desk()
    session = desk.session
    with session.store.reading() as reading:
        person, meeting = (reading.all(kind, limit=1)[0] for kind in (Person, Meeting))
    with session.store.transaction(N_("Add a record")) as t:
        t.add(MinutesEntry(meeting=meeting.id, text_km=f"{person.name_km} {person.name_en}"))
    page = ErasurePage(session, person.id, plan_erasure(session.store, person.id, _DAY), _DAY)
    session.show_over(page)
    yield "told", desk
    page.typed.setText(page.code)
    yield "typed", desk
    page.erase()
    yield "done", desk


SCENES: dict[str, Callable[[Room], Iterator[Shown]]] = {"erasure": erasure}
