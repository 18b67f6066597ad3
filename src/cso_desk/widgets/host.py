"""What a page may ask of the window around it; the desk provides it, tests provide a small one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from cso_desk.records.kinds import Stored
from cso_desk.widgets.operation import Failure, Runner

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    # The store is opened behind the first paint; its imports must not come before that.
    from cso_desk.journal.timeline import Event
    from cso_desk.records.base import Record
    from cso_desk.records.record_type import RecordType
    from cso_desk.store.store import Store
    from cso_desk.store.transaction import Transaction


_MOMENT = 500  # milliseconds; a column is pulled wider in many small steps


class Changes(QObject):
    """Tells in the thread of the window what a committed step touched, and that lists remember more."""

    changed = Signal(object)
    lists = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.lists)

    def lists_remember(self) -> None:
        """Say that `Host.lists` has changed: `lists` comes once, when that has been so for a moment."""
        self._soon.start(_MOMENT)


class Doubles(QObject):
    """How many pairs of records may be one; the desk has them counted beside the window."""

    counted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, int] = {}

    @property
    def total(self) -> int:
        return sum(self.found.values())

    def ask(self) -> None:
        """Say that somebody wants to know the number; `counted` tells it and whenever it has changed."""


@dataclass(frozen=True)
class Alike:
    """A record that may be the same as one that is being entered: what it is called, and why in words."""

    record: str
    name: str
    why: str


@dataclass(frozen=True)
class HistoryLine:
    """One change of one field of a record. `at`: UTC milliseconds."""

    who: str
    at: int
    step: str
    field: str
    before: Stored
    after: Stored


@dataclass(frozen=True)
class Paper:
    """A paper that can be looked at, saved and printed.

    `make(language, suffix)` gives the bytes of the file; the suffixes are "pdf", "xlsx", "docx", "vcf" or
    "ics", the languages "km", "en" or "both". Runs in a thread. `remark(suffix)` is said after such a file
    was saved. `used` is called in the thread of the window each time the paper was saved or printed.
    `of_size` gives the same paper in one of `sizes`: codes, the usual one first, with their message ids.
    """

    title: Callable[[], str]
    file_name: str
    make: Callable[[str, str, Callable[[int, int], None]], bytes]
    suffixes: tuple[str, ...] = ("pdf",)
    languages: tuple[str, ...] = ("km", "en", "both")
    details: Mapping[str, Any] = field(default_factory=dict)
    remark: Callable[[str], str] = lambda _suffix: ""
    sizes: tuple[tuple[str, str], ...] = ()
    of_size: "Callable[[str], Paper] | None" = None
    used: Callable[[], object] = lambda: None


class Host(Protocol):
    """The window as a page sees it."""

    changes: Changes
    doubles: Doubles
    runner: Runner
    lists: dict[str, Any]
    """What each list remembers on this computer, by its name: columns, widths, views. Values are JSON."""

    @property
    def store(self) -> "Store":
        """The open store."""
        ...

    def change(self, label: str, act: Callable[["Transaction"], object], **details: Any) -> bool:
        """Run one labelled step. False where it failed; the person was told why."""
        ...

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something that may raise a UserError; False where it did, and the person was told."""
        ...

    def work(
        self,
        title: str,
        act: Callable[..., Any],
        done: Callable[[Any], object],
        *,
        ended: Callable[[], object] | None = None,
    ) -> None:
        """Run `act(progress)` beside the window, then `done(result)` in it; `ended` follows in any case."""
        ...

    def complain(self, failure: Failure) -> None:
        """Tell why something that ran beside the window did not work."""
        ...

    def notify(self, text: str, *, undo: bool = False) -> None:
        """Show a notice, with an Undo button where `undo`."""
        ...

    def go(self, page: str, record: str = "") -> None:
        """Open a page, and a record on it."""
        ...

    def go_to_record(self, kind: str, record: str, field: str = "") -> None:
        """Open a record on the page that shows its kind, with the keyboard in a field of it."""
        ...

    def show_paper(self, paper: Paper) -> None:
        """Show a paper page by page, with buttons to save and print it."""
        ...

    def show_over(self, page: "QWidget") -> None:
        """Lay a page over the one that is open, with Back above; it has a `title` and may say `finished`."""
        ...

    def import_list(self, target: str, meeting: str = "") -> None:
        """Open the import of a list; `target` is "members", "meetings", "attendance" or "library".

        `meeting` is the one that an attendance list belongs to, "" where that is to be chosen.
        """
        ...

    def show_duplicates(self, kind: str = "", pair: tuple[str, str] | None = None) -> None:
        """Open what may have been entered twice, of one kind only or with these two records first."""
        ...

    def alike(self, kind: str, record: "Record") -> list[Alike]:
        """Records that are there already and may be the same, the surest first; none before anybody knows."""
        ...

    def choose_files(self, parent: "QWidget", title: str, done: Callable[[list[Path]], object]) -> object:
        """Ask for one file or several of this computer; `done` comes when there is an answer."""
        ...

    def choose_where(
        self, parent: "QWidget", title: str, name: str, done: Callable[[Path], object]
    ) -> object:
        """Ask where to write a file; `name` is offered."""
        ...

    def timeline(self, kind: "RecordType", record: str, count: int) -> "list[Event]":
        """The latest events about a record, at most so many."""
        ...

    def history(self, record: str) -> list[HistoryLine]:
        """Every change of a record, newest first."""
        ...
