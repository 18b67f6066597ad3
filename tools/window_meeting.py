"""The merge meeting in scenes: the board, differences, what to look over, the shared folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from cso_desk.bundles.hub_states import HubState, Parcel
from cso_desk.bundles.merge_meeting import MergeMeeting
from cso_desk.desk.board_view import BoardView
from cso_desk.desk.conflict_page import ConflictPage
from cso_desk.desk.doubts_page import DoubtsPage
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.places.gazetteer import children
from cso_desk.remotes.keeping import Remote
from cso_desk.store.store import NATIONAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from window_stage import Room

    from cso_desk.desk.shots import Shown


def board(room: Room) -> Iterator[Shown]:
    """A stick with the files of several hubs, before and after taking them in; the protocol."""
    desk = room.desk(NATIONAL)
    page: Any = desk.page("exchange")
    page.look_at_folder(room.stick)
    yield "before", desk
    page.stick.take_in()
    yield "after", desk
    page.stick.write_answers()
    yield "answered", desk
    desk.notice.hide()
    page.stick.ask_back(ask=True)
    yield "take-back", desk
    page.stick.ask_back(ask=False)
    page.stick.show_protocol()
    yield "protocol", desk
    desk.close_over()
    page.leave_stick()
    yield "goes-on", desk


def board_of_25(room: Room) -> Iterator[Shown]:
    """The board in front of all hubs: delivered, to decide, missing, shut out."""
    desk = room.desk(NATIONAL)
    page: Any = desk.page("exchange")
    page.open_board()
    came = Parcel("", 1, 1, 1540)
    page.stick.view = BoardView(
        tuple(
            HubState(
                hub.code,
                "suspended" if hub.code == "24" else "active",
                1,
                came=came if int(hub.code) % 3 else None,
                conflicts=int(hub.code) if int(hub.code) % 7 == 1 else 0,
            )
            for hub in children("")
        ),
        MergeMeeting(1),
        16,
        38,
        5,
    )
    page.draw()
    yield "hubs", desk


def shared_folder(room: Room) -> Iterator[Shown]:
    """Naming a shared folder, and one that is in use."""
    desk = room.desk()
    page: Any = desk.page("exchange")
    page.folder.ask(ask=True)
    page.ensureWidgetVisible(page.findChildren(QLineEdit)[-1], 0, 300)
    yield "asked", desk
    (room.folder / "shared").mkdir()
    page.folder.use(Remote(str(room.folder / "shared")))
    page.folder.send()
    desk.notice.hide()
    yield "in-use", desk


def looking_over(room: Room) -> Iterator[Shown]:
    """What looks wrong after a merge, a reason being given, and nothing left."""
    desk = room.desk(NATIONAL)
    desk.open_doubts()
    yield "nothing", desk
    desk.close_over()
    store = desk.session.store
    with store.transaction("Add") as t:
        first = t.all(Organisation, limit=1)[0]
        people = t.all(Person, limit=2)
        for person in people:
            t.add(Position(person=person.id, organisation=first.id, role="head"))
        meeting = t.all(Meeting, limit=1)[0]
        for _number in range(2):
            t.add(Attendance(meeting=meeting.id, person=people[0].id))
        t.add(Organisation(name_km=first.name_km, name_en=first.name_en))
    desk.open_doubts()
    yield "several", desk
    over: Any = desk.stack.currentWidget()
    page = over.findChild(DoubtsPage)
    page._ask(page._found[0].key)
    yield "reason", desk


def differences(room: Room) -> Iterator[Shown]:
    """The review of differences, until everybody agrees."""
    desk = room.desk(NATIONAL)
    desk.open_conflicts()
    yield "first", desk
    over: Any = desk.stack.currentWidget()
    page = over.findChild(ConflictPage)
    page.open_batch()
    page.batch.how.setCurrentIndex(1)
    page.batch.preview()
    yield "many", desk
    page.close_batch()
    for found in page.records():
        page.choose_all(found, shown=True)
    yield "none", desk


SCENES = {each.__name__: each for each in (board, board_of_25, shared_folder, looking_over, differences)}
"""Every scene under its name."""
