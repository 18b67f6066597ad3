"""What looks after an open desk: keeps what is typed, locks it when nobody works, checks the store."""
# ruff: noqa: PLC0415  the desk stands before anything of this is read

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cso_desk.settings import Settings, told_of_set_aside

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from cso_desk.desk.drafts import DraftKeeper
    from cso_desk.desk.idle import IdleWatch
    from cso_desk.desk.system_lock import SystemLock
    from cso_desk.desk.upkeep_watch import UpkeepWatch


class Watching:
    """Begins with a desk and ends before its store is closed; `lock` is called where the desk has to lock."""

    def __init__(self, window: "QMainWindow", settings: Settings, lock: Callable[[], object]) -> None:
        self._window, self._settings, self._lock = window, settings, lock
        self.drafts: DraftKeeper | None = None
        self.upkeep: UpkeepWatch | None = None
        self.idle: IdleWatch | None = None
        self.system: SystemLock | None = None

    def begin(self, desk: Any) -> None:
        """Look after this desk; a store that is only looked at is left as it is."""
        from cso_desk.desk.idle import IdleWatch
        from cso_desk.desk.system_lock import system_lock

        if desk.session.store.hold is None:
            self._keep(desk)
        if self.idle is None:
            self.idle = IdleWatch(self._settings.lock_minutes)
            self.idle.idle.connect(self._lock)
        if self.system is None:
            self.system = system_lock(self._window)
            self.system.locked.connect(self._lock)
        if self._settings.set_aside:
            desk.tell(told_of_set_aside(self._settings), undo=False)
            self._settings.set_aside = ""

    def _keep(self, desk: Any) -> None:
        from cso_desk.desk.drafts import DraftKeeper, DraftOffer
        from cso_desk.desk.upkeep_watch import UpkeepWatch

        self.upkeep = UpkeepWatch(desk.session)
        self.drafts = DraftKeeper(desk.session, desk)
        if self.drafts.offered:
            self._window.setMenuWidget(DraftOffer(desk.session, self.drafts, self._no_offer))

    def end(self) -> None:
        """The desk is about to be closed: keep what is typed, and look after it no more."""
        if self.drafts is not None:
            self.drafts.look()
            self.drafts.stop()
        if self.upkeep is not None:
            self.upkeep.stop()
        self.drafts = self.upkeep = None
        self._no_offer()

    def stop(self) -> None:
        """The window is closed for good."""
        if self.idle is not None:
            self.idle.stop()
        if self.system is not None:
            self.system.stop()

    def follow(self, settings: Settings) -> None:
        """Take on after how many minutes the desk locks."""
        if self.idle is not None:
            self.idle.minutes = settings.lock_minutes

    def _no_offer(self) -> None:
        if (offer := self._window.menuWidget()) is not None:
            offer.hide()
