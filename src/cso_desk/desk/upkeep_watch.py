"""Looks after the open store in the background: the weekly check, copies to a stick that is plugged in."""
# ruff: noqa: PLC0415  what checks the store is much to read: in the thread that works, not while the desk opens

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from cso_desk.desk.session import Session
from cso_desk.errors import UserError
from cso_desk.settings import home_folder, load_settings
from cso_desk.store.backing_up import back_up, is_due
from cso_desk.store.backups import ASKED, newest_in, own_place
from cso_desk.store.second_place import Copied, copy_elsewhere, places_elsewhere
from cso_desk.store.upkeep import note_upkeep, upkeep_of
from cso_desk.widgets.operation import Operation
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.rescue.checking import Checked

_WEEK = 7 * 86_400_000
_FIRST = 120_000  # milliseconds after the start: nobody waits for it
_EVERY = 15_000


class UpkeepWatch(QObject):
    """Works for one session until `stop`. After a window that was not closed as it should be it checks."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._folder = session.store.folder
        self._operation: Operation | None = None
        self._tried: set[tuple[str, int]] = set()
        before = upkeep_of(self._folder)
        self.check_is_due = before.is_open or not 0 <= _now() - before.checked_at < _WEEK
        note_upkeep(self._folder, is_open=True)
        self._checking = QTimer(self)
        self._checking.setSingleShot(True)
        self._checking.timeout.connect(self.check)
        self._looking = QTimer(self)
        self._looking.timeout.connect(self.look)
        QTimer.singleShot(0, self, self._note_start)
        if not session.store.practice:
            self._looking.start(_EVERY)
            if self.check_is_due:
                self._checking.start(_FIRST)

    def _note_start(self) -> None:
        """The desk is open, so this version of the program works."""
        self._start(self._told_of_start, self._say)

    def _told_of_start(self, _progress: Any) -> str:
        from cso_desk.desk.updates_told import told_of_start

        return told_of_start(self._session.store)

    def _say(self, told: str) -> None:
        if told:
            self._session.notify(told)

    def stop(self, *, for_good: bool = True) -> None:
        """The window is closed as it should be."""
        self._checking.stop()
        self._looking.stop()
        if self._operation is not None:
            self._operation.cancel()
        if for_good:
            note_upkeep(self._folder, is_open=False)

    def check(self) -> None:
        """Check the whole store beside the window, and tell where something has to be done."""
        if self._operation is None:
            self._start(self._check, self._checked)

    def _check(self, progress: Any) -> "Checked":
        from cso_desk.rescue.checking import check

        return check(self._session.store, progress)

    def _checked(self, found: "Checked") -> None:
        from cso_desk.rescue.telling import told_of_check

        said = "" if found.sound else " ".join(told_of_check(found))
        note_upkeep(self._folder, checked_at=_now(), found=said)
        if said:
            self._session.notify(said)

    def look(self) -> None:
        """Copy the newest backup to a second place that was plugged in and does not have it."""
        if self._operation is not None:
            return
        store = self._session.store
        for place in places_elsewhere(load_settings(home_folder()).backup_folder, store):
            own, there = newest_in(own_place(store.folder)), newest_in(place)
            old = there is None or own is None or there.told != own.told
            key = (str(place), own.number if own else 0)
            # Once for each backup: a stick without room must not be asked every few seconds.
            if old and key not in self._tried:
                self._tried.add(key)
                self._start(lambda progress, place=place: self._copy(place, progress), self._copied)
                return

    def _copy(self, place: Any, progress: Any) -> Copied:
        store = self._session.store
        if newest_in(own_place(store.folder)) is None and is_due(store):
            back_up(store, ASKED, progress=progress)
        return copy_elsewhere(store, place, progress)

    def _copied(self, _copied: Copied) -> None:
        self._session.notify(_("The backup was copied to the second place."))

    def _start(self, act: Any, done: Any) -> None:
        operation = self._operation = Operation("", act)
        operation.done.connect(done)
        operation.failed.connect(self._failed)
        operation.ended.connect(self._ended)
        self._session.runner.start(operation)

    def _failed(self, failure: Any) -> None:
        # Who works must not be stopped by it; the page of backups and Today tell what is missing.
        if isinstance(failure.cause, UserError) and not failure.cancelled:
            self._session.say(failure.sentence)

    def _ended(self) -> None:
        self._operation = None


def _now() -> int:
    return time.time_ns() // 1_000_000
