"""What may have been entered twice, pair by pair: merge the two, say that they are not the same, or wait."""

from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from cso_desk.desk.doubles import KINDS, pairs_now
from cso_desk.desk.duplicates_pair import PairView
from cso_desk.desk.session import Session
from cso_desk.features.members.service.duplicates import (
    KindName,
    Pair,
    is_warm,
    merge,
    say_distinct,
    separate,
)
from cso_desk.journal.merged import Merged, merged, take_apart
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import clock_time, digits, title_of
from cso_desk.wording import N_, _

MERGED = "merged"
_SIDES = {
    "": N_("Everything"),
    "organisation": N_("Institutions"),
    "person": N_("People"),
    MERGED: N_("Merged"),
}
_MOST = 60  # merged records that are listed
_LOWEST = 360


class DuplicatesPage(ScrollPage):
    """One pair at a time, the surest first; on another side what was merged, to be separated again.

    Keys: 1 and 2 say which record is kept, 3 merges, 4 says that they are not the same, 0 leaves the pair for
    later. `pair` are two records that are shown first.
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
        self._looking = self._stopped = False
        self.view: PairView | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look_again)
        for number in range(5):
            keys = QShortcut(QKeySequence(str(number)), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(partial(self.press, number))
        self.load()
        self.look_again()

    def title(self) -> str:
        return _("Entered twice")

    # --- what can be done ---

    def press(self, number: int) -> None:
        """Do what the key with this number stands for."""
        view = self.view
        if view is None:
            return
        if number in (1, 2):
            view.keep(number - 1)
        else:
            {3: self.merge, 4: self.say_distinct, 0: self.leave}[number]()

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
            self._show()

    def go(self, steps: int) -> None:
        """Go to another pair."""
        self._place += steps
        self._show()

    def choose(self, side: str) -> None:
        """Show pairs of one kind, "" for all; or what was merged."""
        self.side, self._place, self._wanted = side, 0, None
        self.draw()

    def separate(self, each: Merged, kind: KindName) -> None:
        """Take a merge apart, however long ago it was made."""

        def act() -> None:
            store = self._session.store
            if not take_apart(store, each):
                separate(store, kind, each.record.id, each.survivor.id)
            self._session.notify(
                _("“{name}” stands for itself again.", name=_name(each, each.record)), undo=True
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
            ended=self._looked,
        )

    def _seen(self, found: list[Pair]) -> None:
        if shiboken6.isValid(self):
            self._found, self._stopped = found, False
            self.draw()

    def _looked(self) -> None:
        self._looking = False
        if shiboken6.isValid(self):
            self.draw()

    def _done_with(self, pair: Pair, said: str) -> None:
        if self._wanted is not None and {pair.one, pair.other} == {self._wanted.one, self._wanted.other}:
            self._wanted = None
        self.look_again()
        self._show()
        self._session.notify(said, undo=True)

    def _show(self) -> None:
        self.draw()
        self.verticalScrollBar().setValue(0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is shown ---

    def cards(self) -> list[QWidget]:
        self.view = None
        with self._session.store.reading() as reading:
            gone = [each for each in merged(reading) if each.kind.name in KINDS]
        if self.side == MERGED and not gone:
            self.side = ""
        if self.side == MERGED:
            return [self._head(gone), self._merged(gone)]
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
        for name, label in _SIDES.items():
            if name != MERGED or gone:
                each = button(partial(_, label), partial(self.choose, name), name="tab", checkable=True)
                each.setChecked(name == self.side)
                made.append(each)
        count = len(self.pairs())
        if self.side == MERGED or not count:
            return flowing(*made, gap=0)
        said = _("Pair {number} of {count}", number=digits(self._place + 1), count=digits(count))
        back = button(lambda: _("Previous"), lambda: self.go(-1), picture="caret-left")
        on = button(lambda: _("Next"), lambda: self.go(1), picture="caret-right")
        back.setEnabled(self._place > 0)
        on.setEnabled(self._place < count - 1)
        inside = row(flowing(*made, gap=0), Label(said, "quiet"), back, on)
        inside.setStretch(0, 1)
        return holder(inside)

    def _merged(self, gone: list[Merged]) -> QFrame:
        told = _("These records were merged. Lists, papers and the search show the one that was kept.")
        inside = column(Label(told, "quiet", wrap=True), gap=2, margins=(20, 12, 20, 16))
        for each in gone[:_MOST]:
            inside.addWidget(line())
            inside.addWidget(self._merged_line(each))
        if len(gone) > _MOST:
            inside.addWidget(Label(_("and {count} more", count=digits(len(gone) - _MOST)), "quiet"))
        return frame("card", inside)

    def _merged_line(self, each: Merged) -> QWidget:
        kind = next(kind for kind in KINDS if kind == each.kind.name)
        names = {"other": _name(each, each.record), "kept": _name(each, each.survivor)}
        said = [" / ".join(filter(None, (each.record.code, each.survivor.code)))]
        if each.at:
            who = self._session.who(each.actor, each.hub)
            said.append(_("{who}, {when}", who=who, when=clock_time(each.at)))
        texts = column(
            Label(_("“{other}” was merged with “{kept}”.", **names), wrap=True),
            Label("  ·  ".join(filter(None, said)), "quiet", wrap=True),
            gap=0,
        )
        apart = button(lambda: _("Separate again"), lambda: self.separate(each, kind), picture="link-break")
        apart.setAccessibleName(_("Separate “{other}” and “{kept}” again", **names))
        inside = row(holder(texts), apart, gap=12)
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


def _name(each: Merged, record: Any) -> str:
    return title_of(each.kind.title(record), record.code)
