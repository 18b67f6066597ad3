"""The open store: look with `reading()`, change with `transaction("…")`, listen with `on_changed`."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from sqlalchemy import Connection, Engine, exc

from cso_desk.errors import BusyError, DamagedFileError
from cso_desk.records.base import hub_scope
from cso_desk.store.cipher import DiskFailedError, begun, disk_trouble
from cso_desk.store.holds import HeldError, Hold
from cso_desk.store.outside import count_commit
from cso_desk.store.reading import Reading, Shelves
from cso_desk.store.transaction import Changed, Recorder, Step, Transaction, refuse_unseen_changes
from cso_desk.store.users import Role, User, refusal, refuse_unless
from cso_desk.wording import _

_LITTLE = 1 << 20  # bytes

NATIONAL = "00"
"""The hub code of the national hub; provincial hubs have their province's code."""


class Store:
    """One hub's store. Safe to use from several threads: writers wait for each other."""

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        shelves: Shelves,
        recorder: Recorder,
        user: User | None = None,
        hold: Hold | None = None,
    ) -> None:
        self.folder = folder
        self.hold = hold
        """Why nobody may write here, None where that follows from the role alone."""
        self.engine = engine
        self.shelves = shelves
        self._recorder = recorder
        self.become_opened_by(user)
        self._writing = Lock()
        self._writer: int | None = None
        self.commits = 0
        """How often this program has written, see `outside`."""
        self._listeners: list[Callable[[Changed], None]] = []
        self._when_closed: list[Callable[[], None]] = []
        self._when_held: list[Callable[[], None]] = []
        self._before_commit: list[Callable[[Connection], None]] = []
        refuse_unseen_changes(engine, shelves)
        with self.reading() as reading:
            self.hub = reading.meta("hub")
            self.abbreviation = reading.meta("abbreviation")
            self.practice = reading.meta("practice") == "yes"
            self.replica = reading.meta("replica")

    @property
    def role(self) -> Role:
        """What whoever opened it may do."""
        return self.user.role if self.user else Role.COORDINATOR

    def why_not(self, needed: Role = Role.SECRETARY) -> str:
        """Why whoever opened it may not write what needs this role, as a sentence; "" where they may."""
        return str(HeldError(self.hold)) if self.hold else refusal(self.role, needed)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """A look at the store that does not change while the block runs."""
        with sentences(), self.engine.connect() as connection, connection.begin():
            yield Reading(connection, self.shelves, self.user)

    @contextmanager
    def transaction(self, label: str, *, initiator: object = None, **details: Any) -> Iterator[Transaction]:
        """Do everything inside the block or nothing. `label` is what Undo will say, a message id.

        Raises UserError where the disk is full or the store is busy elsewhere; nothing is changed then.
        """
        with self.stepping(Step(label, details), initiator=initiator) as transaction:
            yield transaction

    @contextmanager
    def stepping(self, step: Step, *, initiator: object = None) -> Iterator[Transaction]:
        """A transaction of any kind of step; undo, import and resolving say their own kind."""
        with self.writing() as connection:
            transaction = Transaction(
                connection, self.shelves, self._recorder, step, hub_scope(self.hub), self.abbreviation,
                self.user,
            )  # fmt: skip
            yield transaction
            transaction.flush()
        if transaction.touched:
            self.announce(
                Changed(
                    frozenset(kind for kind, _ in transaction.touched),
                    frozenset(record for _, record in transaction.touched),
                    initiator,
                )
            )

    @contextmanager
    def writing(self, *, wait: bool = True, derived: bool = False) -> Iterator[Connection]:
        """A bare connection inside one database transaction, for the journal and for exchange.

        Without `wait` it raises BusyError at once where another thread or program is writing. Raises
        NotAllowedError for a viewer, unless only what is `derived` or a fact of this computer is written;
        HeldError, which is both, where nothing at all may be written, as after the disk has failed once.
        """
        if self.hold:
            raise HeldError(self.hold)
        if not derived:
            refuse_unless(self.role, Role.SECRETARY)
        try:
            with self._turn(wait=wait), sentences(), begun(self.engine, wait=wait) as connection:
                yield connection
                for action in self._before_commit:
                    action(connection)
                count_commit(connection)
        except DiskFailedError:
            # The system may have dropped what it could not write, and say that the next write went well.
            if _has_room(self.folder):
                self.fail()
            raise
        self.commits += 1

    def fail(self) -> None:
        """The disk failed in writing: nothing more is written until the store is opened anew."""
        self.hold = Hold.FAILED
        for listener in list(self._when_held):
            listener()

    def on_held(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` in the thread in which the disk fails; the result stops that."""
        self._when_held.append(listener)
        return lambda: self._when_held.remove(listener)

    @contextmanager
    def _turn(self, *, wait: bool) -> Iterator[None]:
        """Let one thread write at a time."""
        if self._writer == get_ident() and wait:
            raise RuntimeError("a transaction inside another one would wait for itself")
        if not self._writing.acquire(blocking=wait):
            raise _busy()
        self._writer = get_ident()
        try:
            yield
        finally:
            self._writer = None
            self._writing.release()

    def before_commit(self, action: Callable[[Connection], None]) -> None:
        """Run `action` at the end of every transaction that writes."""
        self._before_commit.append(action)

    def on_changed(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call `listener` after every committed step, in the thread that made it; the result stops that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announce(self, changed: Changed) -> None:
        for listener in list(self._listeners):
            listener(changed)

    def become_opened_by(self, user: User | None) -> None:
        """Note who opened it: their name stands beside every change from now on, and their role holds.

        Nobody where the store needs no passphrase, or where the recovery code opened it.
        """
        self.user = user
        self._recorder.actor = user.name if user else ""

    def become(self, replica: str) -> None:
        """Record as another replica from now on: the store was given a new identity while it was open."""
        self.replica = self._recorder.replica = replica

    def on_close(self, act: Callable[[], None]) -> None:
        """Call `act` when the store is closed."""
        self._when_closed.append(act)

    def close(self) -> None:
        """Let go of the files."""
        self.engine.dispose()
        for act in self._when_closed:
            act()


@contextmanager
def sentences() -> Iterator[None]:
    """Say in the user's language what the database cannot do now."""
    try:
        yield
    except exc.DatabaseError as error:
        text = str(error.orig)
        if (trouble := disk_trouble(error.orig)) is not None:
            raise trouble from error
        if "locked" in text or "busy" in text:
            raise _busy() from error
        if "malformed" in text or "not a database" in text:
            raise DamagedFileError(
                _("The store's file is damaged. Restore the store from its last backup.")
            ) from error
        raise


def _has_room(folder: Path) -> bool:
    """Whether the disk has any room left; a full one also fails where the log is shared between programs."""
    try:
        return shutil.disk_usage(folder).free > _LITTLE
    except OSError:
        return True


def _busy() -> BusyError:
    return BusyError(_("The store is busy in another window. Wait a moment, then try again."))


def details_text(details: dict[str, Any]) -> str:
    """Details of a step as the journal keeps them."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
