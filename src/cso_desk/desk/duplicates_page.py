"""What may have been entered twice, by pairs or several at once: merged, told apart, or left for later."""

from collections.abc import Callable
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from cso_desk.desk.doubles import KINDS, pairs_now
from cso_desk.desk.duplicates_merged import merged_card, name_of
from cso_desk.desk.duplicates_pair import PairView
from cso_desk.desk.duplicates_together import Together
from cso_desk.desk.session import Session
from cso_desk.features.members.service.duplicates import (
    Cluster,
    Pair,
    is_warm,
    merge,
    say_distinct,
    separate,
)
from cso_desk.journal.merged import Merged, merged, take_apart
from cso_desk.widgets.controls import Label, button, holder, row
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits
from cso_desk.wording import N_, _

TOGETHER, MERGED = "together", "merged"
_SIDES = {
    "": N_("Everything"),
    "organisation": N_("Institutions"),
    "person": N_("People"),
    TOGETHER: N_("Three or more"),
    MERGED: N_("Merged"),
}
_LOWEST = 360


class DuplicatesPage(ScrollPage):
    """One pair at a time, the surest first; on other sides what hangs together by pairs, and what was merged.

    Keys: 1 and 2 say which record is kept, 3 merges, 4 says that they are not the same, 0 leaves the pair for
    later. Of several records 1 to 8 are kept, with Ctrl left out, 9 merges. `pair` is shown first.
    """

    finished = Signal()

    def __init__(self, session: Session, kind: str = "", pair: tuple[str, str] | None = None) -> None:
        super().__init__(session)
        self.setProperty("help", "duplicates")
        self._session = session
        self.side = kind if kind in _SIDES else ""
        self._found: list[Pair] = []
        self._later: list[Pair] = []
        self._wanted = _wanted(kind, pair)
        self._place = 0
        self._looking = self._stopped = self._looked = False
        self.view: PairView | None = None
        self.together = Together(session, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look_again)
        for number in range(10):
            self._add_key(str(number), partial(self.press, number))
            self._add_key(f"Ctrl+{number}", partial(self.together.leave_out, number))
        self.load()
        self.look_again()

    def _add_key(self, keys: str, act: Callable[[], None]) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    def title(self) -> str:
        return _("Entered twice")

    # --- what can be done ---

    def press(self, number: int) -> None:
        """Do what the key with this number stands for."""
        acts = {3: self.merge, 4: self.say_distinct, 0: self.leave}
        if self.side == TOGETHER:
            self.together.press(number)
        elif self.view is not None and number in (1, 2):
            self.view.keep(number - 1)
        elif number in acts:
            acts[number]()

    def merge(self) -> None:
        """Make one record of the two that are shown, with the values that are chosen."""
        view = self.view
        if view is None:
            return
        pair, kept, other = view.pair, view.kept, view.other

        def act() -> None:
            merge(self._session.store, pair.kind, kept, other, values=view.values())
            said = _("Merged: “{kept}” stands for both now.", kept=view.name_of_kept())
            self._done_with(pair, said)

        self._session.attempt(act)

    def say_distinct(self) -> None:
        """Remember at every hub that the two are not the same."""
        if self.view is not None:
            pair = self.view.pair

            def act() -> None:
                say_distinct(self._session.store, pair)
                self._done_with(pair, _("Remembered: these two are not the same."))

            self._session.attempt(act)

    def leave(self) -> None:
        """Decide later: the pair goes behind all others."""
        if self.view is not None and len(self.pairs()) > 1:
            self._later = [each for each in self._later if each != self.view.pair] + [self.view.pair]
            self._wanted = None
            self.show_anew()

    def go(self, steps: int) -> None:
        """Go to another pair."""
        self._place += steps
        self.show_anew()

    def choose(self, side: str) -> None:
        """Show pairs of one kind, "" for all; or what hangs together, or what was merged."""
        self.side, self._place, self._wanted = side, 0, None
        self.together.close()

    def cluster_of(self, pair: Pair) -> Cluster | None:
        """The three or more records among which the two of a pair are."""
        return self.together.of_pair(pair)

    def open_cluster(self, cluster: Cluster) -> None:
        """Show three or more records at once."""
        self.side = TOGETHER
        self.together.open(cluster)

    def decided(self, said: str) -> None:
        """Go on after something was decided, and say what."""
        self.look_again()
        self.show_anew()
        self._session.notify(said, undo=True)

    def separate(self, each: Merged) -> None:
        """Take a merge apart, however long ago it was made."""
        kind = next(kind for kind in KINDS if kind == each.kind.name)

        def act() -> None:
            store = self._session.store
            if not take_apart(store, each):
                separate(store, kind, each.record.id, each.survivor.id)
            self._session.notify(
                _("“{name}” stands for itself again.", name=name_of(each, each.record)), undo=True
            )

        self._session.attempt(act)

    def pairs(self) -> list[Pair]:
        """The pairs of the side that is open, those left for later behind the others."""
        found = [pair for pair in self._found if self.side in ("", pair.kind)]
        found.sort(key=lambda pair: self._later.index(pair) if pair in self._later else -1)
        wanted = self._wanted
        if wanted is not None:
            same = [pair for pair in found if {pair.one, pair.other} == {wanted.one, wanted.other}]
            found = [*(same or [wanted]), *(pair for pair in found if pair not in same)]
        return found

    # --- looking ---

    def _on_changed(self, _changed: Any) -> None:
        # When everybody has heard of it: what keeps up with the store is told in no fixed order.
        self._soon.start(0)

    def look_again(self) -> None:
        """Look through the records again: at once where little was changed, else beside the window."""
        if self._looking:
            return
        if all(is_warm(self._session.store, kind) for kind in KINDS):
            self._seen(pairs_now(self._session))
            return
        self._looking = True
        self._stopped = True  # unless a result comes
        self._session.work(
            _("Looking for what was entered twice…"),
            partial(pairs_now, self._session),
            self._seen,
            ended=self._ended,
        )

    def _seen(self, found: list[Pair]) -> None:
        if shiboken6.isValid(self):
            self._found, self._stopped, self._looked = found, False, True
            self.together.see(found)
            self.draw()

    def _ended(self) -> None:
        self._looking = False
        if shiboken6.isValid(self):
            self.draw()

    def _done_with(self, pair: Pair, said: str) -> None:
        if self._wanted is not None and {pair.one, pair.other} == {self._wanted.one, self._wanted.other}:
            self._wanted = None
        self.decided(said)

    def show_anew(self) -> None:
        """Draw the page and begin at its top."""
        self.draw()
        self.verticalScrollBar().setValue(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is shown ---

    def cards(self) -> list[QWidget]:
        self.view = None
        with self._session.store.reading() as reading:
            gone = [each for each in merged(reading) if each.kind.name in KINDS]
        if (self.side == MERGED and not gone) or (
            self.side == TOGETHER and self._looked and not self.together.found
        ):
            self.side = ""
        if self.side == MERGED:
            return [self._head(gone), merged_card(self._session, gone, self.separate)]
        if self.side == TOGETHER and self.together.found:
            cards = self.together.cards()
            return [self._head(gone), *cards]
        found = self.pairs()
        self._place = max(0, min(self._place, len(found) - 1))
        while found:
            view = PairView(self._session, found[self._place], self)
            if view.is_there():
                self.view = view
                return [self._head(gone), *view.cards()]
            found.remove(view.pair)
            self._found = [pair for pair in self._found if pair != view.pair]
            self._wanted = None
            self._place = max(0, min(self._place, len(found) - 1))
        return [*([self._head(gone)] if gone or self._found else []), self._nothing()]

    def _head(self, gone: list[Merged]) -> QWidget:
        made: list[QPushButton] = []
        there = {TOGETHER: bool(self.together.found), MERGED: bool(gone)}
        for name, label in _SIDES.items():
            if there.get(name, True):
                each = button(partial(_, label), partial(self.choose, name), name="tab", checkable=True)
                each.setChecked(name == self.side)
                made.append(each)
        count = len(self.pairs())
        if self.side == TOGETHER and self.together.view is not None:
            return flowing(*made, self.together.back(), gap=0)
        if self.side in there or not count:
            return flowing(*made, gap=0)
        said = _("Pair {number} of {count}", number=digits(self._place + 1), count=digits(count))
        back = button(lambda: _("Previous"), lambda: self.go(-1), picture="caret-left")
        on = button(lambda: _("Next"), lambda: self.go(1), picture="caret-right")
        back.setEnabled(self._place > 0)
        on.setEnabled(self._place < count - 1)
        inside = row(flowing(*made, gap=0), Label(said, "quiet"), back, on)
        inside.setStretch(0, 1)
        return holder(inside)

    def _nothing(self) -> QWidget:
        if self._looking:
            made = EmptyPage(
                "users-three",
                lambda: _("Looking for what was entered twice…"),
                lambda: _(
                    "Names in both scripts, former names, acronyms, telephones and places are compared."
                ),
            )
        elif self._stopped:
            again = button(lambda: _("Look again"), self.look_again, name="primary")
            made = EmptyPage(
                "users-three",
                lambda: _("The search was stopped"),
                lambda: _("Nothing was changed. It can be started again at any time."),
                again,
            )
        else:
            made = EmptyPage(
                "check-circle",
                lambda: _("Nothing was entered twice"),
                lambda: _("As far as the program sees, every institution and every person stands here once."),
                button(lambda: _("Back"), self.finished.emit, name="primary"),
            )
        made.setMinimumHeight(_LOWEST)
        return made


def _wanted(kind: str, pair: tuple[str, str] | None) -> Pair | None:
    for each in KINDS:
        if pair is not None and each == kind:
            return Pair(each, *sorted(pair), score=0.0, reasons=())  # type: ignore[misc,arg-type]
    return None
