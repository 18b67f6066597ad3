"""The states of the window that belong to backups: the page, the look before a restore, closing, damage."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from window_stage import Room

from cso_desk.assembly import open_store
from cso_desk.demo.folder import PASSPHRASE, STORE
from cso_desk.desk.backups_page import BackupsPage
from cso_desk.desk.closing import ClosingPage
from cso_desk.desk.rescue_page import RescuePage
from cso_desk.features.members.record import Organisation
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import BEFORE_BUNDLE, EXIT
from cso_desk.store.files import DATABASE
from cso_desk.store.upkeep import note_upkeep
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.wording import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cso_desk.desk.shots import Shown
    from cso_desk.widgets.operation import Operation

_LONG_AGO = 1_700_000_000_000


class _Unfinished:
    """Starts an operation that gets as far as the middle and stays there."""

    def start(self, operation: Operation) -> None:
        operation.progressed.emit(120, 300)


def backups(room: Room) -> Iterator[Shown]:
    """The page of backups, what a restore would change; Today asks for a copy."""
    desk = room.desk()
    session = desk.session
    note_upkeep(session.store.folder, begun=_LONG_AGO)
    desk.open_page("today")
    desk.page("today").draw()
    yield "nag", desk
    made = back_up(session.store, EXIT)
    back_up(session.store, BEFORE_BUNDLE)
    with session.store.transaction(N_("Put {count} records into the trash"), count=2) as t:
        for each in t.all(Organisation, trash=False, limit=2):
            t.trash(each)
        t.add(Organisation(name_km="ក្រុមស្រូវ", name_en="Rice group"))
    page = BackupsPage(session)
    session.show_over(page)
    yield "page", desk
    page.check()
    yield "checked", desk
    page.look_at(made)
    yield "look", desk


def closing(room: Room) -> Iterator[Shown]:
    """The backup that is made while the window is closed."""
    desk = room.desk()
    page = room.keep(ClosingPage(desk.session.store, _Unfinished(), lambda: None))
    page.back_up()
    yield "backup", page


def damaged(room: Room) -> Iterator[Shown]:
    """A store of which pages are broken: the question at the start, what can be done, what was done."""
    store = open_store(room.folder / STORE, PASSPHRASE)
    back_up(store, EXIT)
    store.close()
    path = room.folder / STORE / DATABASE
    raw = bytearray(path.read_bytes())
    chance = random.Random(7)
    for _ in range(3):
        start = chance.randrange(len(raw) // 8192, len(raw) // 4096) * 4096
        raw[start : start + 64] = bytes(64)
    path.write_bytes(raw)
    page = room.keep(RescuePage(room.folder / STORE, PASSPHRASE, RunnerAtOnce(), lambda: None))
    yield "found", page
    page.rescue()
    QApplication.processEvents()
    yield "mended", page


SCENES: dict[str, Callable[[Room], Iterator[Shown]]] = {
    each.__name__: each for each in (backups, closing, damaged)
}
