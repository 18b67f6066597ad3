"""The side of what was entered twice that shows three or more records together: a list, and one of them."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.doubles import KINDS
from cso_desk.desk.duplicates_cluster import LATER, MERGE, ClusterView
from cso_desk.desk.duplicates_values import Choice
from cso_desk.desk.session import Session
from cso_desk.features.members.service.duplicates import (
    LARGEST,
    Cluster,
    Pair,
    clusters,
    how_sure,
    merge,
    say_distinct,
)
from cso_desk.records.base import RecordId
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import _, ngettext

_MOST = 60  # clusters that are listed
_REASONS = 3


class Page(Protocol):
    """What the page does when something was decided, or another cluster is to be seen."""

    def decided(self, said: str) -> None: ...
    def show_anew(self) -> None: ...


class Together:
    """Which clusters there are, and the one that is open."""

    def __init__(self, session: Session, page: Page) -> None:
        self.found: list[Cluster] = []
        self.view: ClusterView | None = None
        self._session, self._page = session, page
        self._opened: frozenset[RecordId] = frozenset()
        self._choice = Choice()

    def see(self, pairs: Iterable[Pair]) -> None:
        """Take notice of the pairs that there are now."""
        self.found = clusters(pairs)

    def of_pair(self, pair: Pair) -> Cluster | None:
        """The cluster in which both records of a pair are."""
        return next((each for each in self.found if {pair.one, pair.other} <= set(each.records)), None)

    def open(self, cluster: Cluster) -> None:
        self._opened, self._choice = frozenset(cluster.records), Choice()
        self._page.show_anew()

    def close(self) -> None:
        """Go back to the list."""
        self._opened = frozenset()
        self._page.show_anew()

    def press(self, number: int) -> None:
        """Do what the key with this number stands for."""
        if self.view is None:
            return
        if number == MERGE:
            self.merge()
        elif number == LATER:
            self.close()
        else:
            self.view.keep(number - 1)

    def leave_out(self, number: int) -> None:
        """Leave the record with this number out, or take it in again."""
        if self.view is not None:
            self.view.leave_out(number - 1)

    def merge(self) -> None:
        """Make one record of those that are not left out, with the values that are chosen."""
        view = self.view
        if view is None or len(view.taken()) < 2:
            return
        kept, *others = view.taken()
        count = len(others) + 1

        def act() -> None:
            merge(self._session.store, view.cluster.kind, kept, *others, values=view.values())
            said = _(
                "{count} records are one now: “{kept}” stands for all of them.",
                count=digits(count),
                kept=view.name(kept),
            )
            self._page.decided(said)

        self._session.attempt(act)

    def tell_apart(self, record: RecordId) -> None:
        """Remember that a record is none of the others that it is shown with."""
        view = self.view
        if view is None:
            return
        told = [
            tie.pair for tie in view.ties if record in (tie.pair.one, tie.pair.other) and not tie.distinct
        ]

        def act() -> None:
            say_distinct(self._session.store, *told)
            self._page.decided(_("Remembered: “{name}” is none of the others.", name=view.name(record)))

        self._session.attempt(act)

    # --- what is shown ---

    def cards(self) -> list[QWidget]:
        """The open cluster, or what is left of it; else the list."""
        self.view = None
        opened = next((each for each in self.found if self._opened >= set(each.records)), None)
        if opened is not None and self._opened:
            if set(opened.records) != self._opened:
                self._opened, self._choice = frozenset(opened.records), Choice()
            view = ClusterView(self._session, opened, self._choice, self)
            if view.is_there():
                self.view = view
                return view.cards()
        return [self._list()]

    def back(self) -> QWidget:
        """The way from one cluster to all."""
        return button(lambda: _("All that hang together"), self.close, picture="caret-left")

    def _list(self) -> QFrame:
        told = _(
            "Here three or more records hang together: each is like another one of them, "
            "not always like all. They can be made one in a single step."
        )
        shown = self.found[:_MOST]
        named = self._named(shown)
        inside = column(Label(told, "quiet", wrap=True), gap=4, margins=(20, 12, 20, 16))
        for each in shown:
            inside.addWidget(line())
            names = dict.fromkeys(named[record] for record in each.records if record in named)
            inside.addWidget(self._line(each, list(names)))
        if len(self.found) > _MOST:
            inside.addWidget(Label(_("and {count} more", count=digits(len(self.found) - _MOST)), "quiet"))
        return frame("card", inside)

    def _named(self, shown: list[Cluster]) -> dict[RecordId, str]:
        """What the records of these clusters are called; read from themselves, for entries may be behind."""
        found: dict[RecordId, str] = {}
        with self._session.store.reading() as reading:
            for name in KINDS:
                kind = reading.shelves.types[name]
                wanted = [record for each in shown if each.kind == name for record in each.records]
                for record in reading.all(kind.record, reading.table(kind.record).c.id.in_(wanted)):
                    found[record.id] = title_of(kind.title(record), record.code)
        return found

    def _line(self, cluster: Cluster, names: list[str]) -> QWidget:
        best = cluster.pairs[0]
        count = len(cluster.records)
        size = digits(ngettext("{count} record", "{count} records", count))
        why = [size, _(how_sure(best.score)), *(_(each) for each in best.reasons[:_REASONS])]
        if count == LARGEST:
            why.append(_("further ones may follow"))
        texts = column(
            Label(" / ".join(names), wrap=True), Label("  ·  ".join(why), "quiet", wrap=True), gap=0
        )
        look = button(lambda: _("Compare…"), lambda: self.open(cluster))
        look.setAccessibleName(_("Compare {names}", names=", ".join(names)))
        inside = row(holder(texts), look, gap=12)
        inside.setStretch(0, 1)
        return holder(inside)
