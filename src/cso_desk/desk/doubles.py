"""Watches beside the window for what was entered twice: how many pairs wait, and who is there already."""
# ruff: noqa: PLC0415  the window is set up before anybody compares names

from typing import TYPE_CHECKING, Any

from cso_desk.desk.beside import Beside
from cso_desk.places.gazetteer import show_place
from cso_desk.records.base import Record
from cso_desk.widgets.host import Alike, Doubles
from cso_desk.widgets.operation import Operation, Progress
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import _, language

if TYPE_CHECKING:
    from cso_desk.desk.session import Session
    from cso_desk.features.members.service.duplicates import KindName, Pair, Reason

KINDS: "tuple[KindName, ...]" = ("organisation", "person")
_SOON = 1500  # milliseconds after a change, or after the window stands
_TOUCHED = frozenset((*KINDS, "approval"))


class DoublesWatch(Doubles):
    """Counts in a thread when somebody wants to know, and again a moment after what was changed."""

    def __init__(self, session: "Session") -> None:
        super().__init__()
        self._session = session
        self._warming: set[KindName] = set()
        self._work = Beside(session, self._look, self._counted, pause=_SOON)
        session.changes.changed.connect(self._on_changed)

    def ask(self) -> None:
        if not self.found:
            self._work.ask()

    def count(self) -> None:
        """Count now, beside the window; where that goes wrong no number is shown."""
        self._work.now()

    def _look(self, progress: Progress) -> dict[str, int]:
        from cso_desk.features.members.service.duplicates import known_duplicates

        return {kind: len(known_duplicates(self._session.store, kind, progress)) for kind in KINDS}

    def alike(self, kind: str, record: Record) -> list[Alike]:
        """Who is there already and may be the same as `record`; begins to read where that takes a while."""
        from cso_desk.features.members.record import Organisation, Person
        from cso_desk.features.members.service.duplicates import likely, reasons_of

        if not isinstance(record, Organisation | Person):
            return []
        name: KindName = "person" if isinstance(record, Person) else "organisation"
        if not self._is_ready(name):
            return []
        store = self._session.store
        title = store.shelves.types[kind].title
        found = []
        with store.reading() as reading:
            for each in likely(store, record):
                other = reading.get(type(record), each.record, trash=False)
                if other is not None:
                    why = [reason_said(reason) for reason in reasons_of(record, other, each.reasons[:2])]
                    name_said = title_of(title(other), other.code)
                    found.append(Alike(each.record, name_said, "; ".join(why)))
        return found

    def _is_ready(self, kind: "KindName") -> bool:
        from cso_desk.features.members.service.duplicates import is_warm, warm_up

        store = self._session.store
        if not is_warm(store, kind) and kind not in self._warming:
            self._warming.add(kind)
            operation = Operation("", lambda progress: warm_up(store, kind, progress))
            operation.ended.connect(lambda: self._warming.discard(kind))
            self._session.runner.start(operation)
        return is_warm(store, kind)

    def stop(self) -> None:
        """Count no more; the store is about to be closed."""
        self._work.stop()

    def _on_changed(self, changed: Any) -> None:
        if self.found and changed.kinds & _TOUCHED:
            self._work.soon()

    def _counted(self, found: dict[str, int]) -> None:
        if found != self.found:
            self.found = found
            self.counted.emit()


def reason_said(reason: "Reason") -> str:
    """One reason as people read it: "the same telephone: 012 345 678"."""
    detail = reason.detail
    if reason.sort == "number":
        detail = digits(detail)
    elif reason.sort == "place":
        detail = show_place(detail, language())
    return f"{_(reason.message)}: {detail}" if detail else _(reason.message)


def pairs_now(session: "Session", progress: Any = None) -> "list[Pair]":
    """Every pair of both kinds that may be one, the surest first."""
    from cso_desk.features.members.service.duplicates import known_duplicates

    found = [pair for kind in KINDS for pair in known_duplicates(session.store, kind, progress)]
    return sorted(found, key=lambda pair: -pair.score)
