"""What the pages ask for, done with an open store: steps, undo, history, long work, papers."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from cso_desk import log
from cso_desk.desk.doubles import DoublesWatch
from cso_desk.desk.file_dialogs import ask_open_many, ask_save
from cso_desk.desk.file_readings import FileReadings
from cso_desk.desk.outside import OutsideChanges
from cso_desk.desk.retention_watch import RetentionWatch
from cso_desk.journal import undo as undoing
from cso_desk.journal.history import history
from cso_desk.journal.timeline import Event, timeline
from cso_desk.places.gazetteer import show_place
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import NATIONAL, Store
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.host import Alike, Changes, Doubles, HistoryLine, Paper
from cso_desk.widgets.operation import Failure, Operation, Runner, failure_of, in_window
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, language, ngettext


class Shell(Protocol):
    """The window around the pages, as the session needs it."""

    def tell(self, text: str, *, undo: bool) -> None: ...
    def complain(self, failure: Failure) -> None: ...
    def say_status(self, text: str) -> None: ...
    def watch(self, operation: Operation, *, alone: bool) -> None: ...
    def open_page(self, name: str, record: str) -> None: ...
    def open_record(self, kind: str, record: str, field: str = "") -> None: ...
    def open_paper(self, paper: Paper) -> None: ...
    def open_import(self, target: str, meeting: str = "") -> None: ...
    def show_over(self, widget: QWidget, place: str | None = "") -> None: ...
    def open_conflicts(self) -> None: ...
    def open_doubts(self) -> None: ...
    def open_duplicates(self, kind: str, pair: tuple[str, str] | None) -> None: ...
    def save_typing(self) -> None: ...


class Session:
    """An open store and the window in which it is worked on; what pages know as their `Host`."""

    def __init__(self, store: Store, runner: Runner, shell: Shell) -> None:
        self.store = store
        self.runner = runner
        self.changes = Changes()
        self.lists: dict[str, Any] = {}
        self.paper_language = ""  # in which papers are shown first; "" as each usually is
        self._shell = shell
        self._when_detached: list[Callable[[], object]] = []
        self._stop = store.on_changed(lambda changed: in_window(lambda: self.changes.changed.emit(changed)))
        self.outside = OutsideChanges(self)
        self._doubles = DoublesWatch(self)
        self.doubles: Doubles = self._doubles
        self.retention = RetentionWatch(self)
        self.file_readings = FileReadings(self)
        log.note(log.Event.DESK_OPENED)

    def detach(self) -> None:
        """Stop listening to the store, which stays open."""
        while self._when_detached:
            self._when_detached.pop()()
        self._doubles.stop()
        self.retention.stop()
        self.file_readings.stop()
        self._stop()
        self.outside.stop()
        log.note(log.Event.DESK_CLOSED)

    def on_detach(self, act: Callable[[], object]) -> None:
        """Call `act` when this ends to listen to the store."""
        self._when_detached.append(act)

    def say(self, text: str) -> None:
        """Say something in the line at the foot."""
        self._shell.say_status(text)

    # --- changing ---

    def change(self, label: str, act: Callable[[Transaction], object], **details: Any) -> bool:
        def step() -> None:
            with self.store.transaction(label, **details) as transaction:
                act(transaction)

        return self.attempt(step) and self._saved()

    def attempt(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Exception as error:  # noqa: BLE001  a fault of ours must not take the window down
            self._shell.complain(failure_of(error))
            return False
        return True

    def _saved(self) -> bool:
        now = dt.datetime.now(tz=dt.UTC).astimezone()
        self._shell.say_status(_("Saved {time}", time=digits(now.strftime("%H:%M"))))
        return True

    def undo(self) -> None:
        """Take back the newest step."""
        self._shell.save_typing()
        if self._take_back_bundle():
            return
        if self.undo_name():
            self.attempt(lambda: self._tell_undone(undoing.undo(self.store)))

    def _take_back_bundle(self) -> bool:
        """Where the newest step took a bundle in, take that one back; whether it was one."""
        with self.store.reading() as reading:
            line = undoing.undoable(reading.connection)
        if line is None or line.kind != undoing.RECEIVE:
            return False
        # Exchange is heavy to import, and most sessions take nothing in.
        from cso_desk.bundles.listing import bundles_of  # noqa: PLC0415
        from cso_desk.bundles.receiving import undo_receive  # noqa: PLC0415

        uid = next(each.uid for each in bundles_of(self.store) if each.step == line.uid)
        self.work(
            _("Taking it back…"),
            lambda _progress: undo_receive(self.store, uid),
            self._taken_back,
            alone=True,
        )
        return True

    def _taken_back(self, count: int) -> None:
        self._saved()
        self.notify(
            ngettext(
                "{number} change was taken back.",
                "{number} changes were taken back.",
                count,
                number=digits(count),
            )
        )

    def redo(self) -> None:
        """Do again what was taken back."""
        if self.redo_name():
            self.attempt(lambda: self._tell_undone(undoing.redo(self.store)))

    def undo_name(self) -> str:
        """What Undo would take back, "" for nothing and where nothing may be changed."""
        if self.store.why_not():
            return ""
        with self.store.reading() as reading:
            line = undoing.undoable(reading.connection)
        return line.text if line else ""

    def redo_name(self) -> str:
        """What Redo would do again, "" for nothing and where nothing may be changed."""
        if self.store.why_not():
            return ""
        with self.store.reading() as reading:
            line = undoing.redoable(reading.connection)
        return line.taken_back if line else ""

    def _tell_undone(self, undone: undoing.Undone) -> None:
        self._saved()
        if undone.left_alone:
            self.notify(
                _(
                    "Done, except for {count} fields that were changed again since; they stay as they are.",
                    count=digits(undone.left_alone),
                )
            )

    # --- the window ---

    def work(
        self,
        title: str,
        act: Callable[..., Any],
        done: Callable[[Any], object],
        *,
        alone: bool = False,
        ended: Callable[[], object] | None = None,
    ) -> None:
        """Run `act(progress)` beside the window; with `alone` the page waits until it has ended.

        `ended` is called in any case, after `done` or after what failed was told.
        """
        operation = Operation(title, act)
        operation.done.connect(lambda result: self.attempt(lambda: done(result)))
        operation.failed.connect(self._failed)
        if ended is not None:
            operation.ended.connect(ended)
        self._shell.watch(operation, alone=alone)
        self.runner.start(operation)

    def _failed(self, failure: Failure) -> None:
        if failure.cancelled:
            self._shell.tell(failure.sentence, undo=False)
        else:
            self.complain(failure)

    def complain(self, failure: Failure) -> None:
        self._shell.complain(failure)

    def notify(self, text: str, *, undo: bool = False) -> None:
        self._shell.tell(text, undo=undo)

    def go(self, page: str, record: str = "") -> None:
        self._shell.open_page(page, record)

    def go_to_record(self, kind: str, record: str, field: str = "") -> None:
        self._shell.open_record(kind, record, field)

    def show_paper(self, paper: Paper) -> None:
        self._shell.open_paper(paper)

    def show_over(self, page: QWidget) -> None:
        self._shell.show_over(page, None)

    def import_list(self, target: str, meeting: str = "") -> None:
        self._shell.open_import(target, meeting)

    def choose_files(self, parent: QWidget, title: str, done: Callable[[list[Path]], object]) -> object:
        return ask_open_many(parent, title, _("All files") + " (*)", done)

    def choose_where(self, parent: QWidget, title: str, name: str, done: Callable[[Path], object]) -> object:
        return ask_save(parent, title, name, _("All files") + " (*)", done)

    def review(self) -> None:
        """Open the review of differences between hubs."""
        self._shell.open_conflicts()

    def look_over(self) -> None:
        """Open what looks wrong after a merge."""
        self._shell.open_doubts()

    def show_duplicates(self, kind: str = "", pair: tuple[str, str] | None = None) -> None:
        self._shell.open_duplicates(kind, pair)

    # --- knowing ---

    def alike(self, kind: str, record: Record) -> list[Alike]:
        return self._doubles.alike(kind, record)

    def timeline(self, kind: RecordType, record: str, count: int) -> list[Event]:
        return timeline(self.store, kind, record, count=count)

    def history(self, record: str) -> list[HistoryLine]:
        with self.store.reading() as reading:
            lines = history(reading.connection, record)
        return [
            HistoryLine(
                self.who(line.step.actor, line.hub),
                line.step.at,
                line.step.text,
                line.field,
                line.before,
                line.after,
            )
            for line in lines
        ]

    def who(self, actor: str, hub: str) -> str:
        """A person at a hub: "Sok Chantha, Battambang Province"."""
        return ", ".join(part for part in (actor, hub_name(hub or self.store.hub)) if part)


def hub_name(hub: str) -> str:
    """What a hub code is called in the language of the window."""
    return _("National hub") if hub == NATIONAL else show_place(hub, language())
