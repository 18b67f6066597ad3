"""Two records that may be one, side by side: why, which of them is kept, and which value of each field."""

from functools import partial
from typing import Any, Protocol

from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QPushButton, QWidget

from cso_desk.desk.doubles import reason_said
from cso_desk.desk.session import Session
from cso_desk.features.members.service.duplicates import (
    Cluster,
    Pair,
    Side,
    how_sure,
    reasons_of,
    references,
    side_by_side,
    which_to_keep,
)
from cso_desk.records.base import Record
from cso_desk.store.aliases import survivor_of
from cso_desk.store.listing import titles
from cso_desk.widgets.choice import ChoiceButton
from cso_desk.widgets.controls import Label, button, column, frame, holder
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits, show, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_CARD = (20, 12, 20, 16)
_LABELS = 132
ONE, OTHER, BOTH = 0, 1, 2
_ASKED = {
    "organisation": N_("Is this one institution, entered twice?"),
    "person": N_("Is this one person, entered twice?"),
}


class Acting(Protocol):
    """What the page does when a button is pressed."""

    def merge(self) -> None: ...
    def say_distinct(self) -> None: ...
    def leave(self) -> None: ...
    def pairs(self) -> list[Pair]: ...
    def cluster_of(self, pair: Pair) -> Cluster | None: ...
    def open_cluster(self, cluster: Cluster) -> None: ...


class PairView:
    """One pair, and what was chosen for it so far."""

    def __init__(self, session: Session, pair: Pair, page: Acting) -> None:
        self.pair = pair
        self._session, self._page = session, page
        self._ids = (pair.one, pair.other)
        self._kind = session.store.shelves.types[pair.kind]
        with session.store.reading() as reading:
            found = [reading.get(self._kind.record, each, trash=False) for each in self._ids]
            merged = {survivor_of(reading, each) for each in self._ids} != set(self._ids)
        self._records: list[Any] = [each for each in found if each is not None and not merged]
        self.kept, self.other = pair.one, pair.other
        self._sides: list[Side] = []
        self._chosen: dict[str, int] = {}
        self._groups: dict[str, QButtonGroup] = {}
        self._heads: list[QPushButton] = []
        self._follows = Label("", wrap=True)
        if self.is_there():
            self.kept, self.other = which_to_keep(session.store, pair.kind, *self._ids)  # type: ignore[assignment]

    def is_there(self) -> bool:
        """Whether both records are there still, and stand for themselves."""
        return len(self._records) == len(self._ids)

    def name_of_kept(self) -> str:
        return self._name(self._records[self._ids.index(self.kept)])

    def keep(self, place: int) -> None:
        """Let the first or the second record survive; values that were not chosen go with it."""
        self.kept, self.other = self._ids[place], self._ids[1 - place]
        for number, each in enumerate(self._heads):
            each.setChecked(number == place)
        self._sides = self._told()
        for side in self._sides:
            if side.field.name in self._groups and side.field.name not in self._chosen:
                self._groups[side.field.name].button(self._usual(side)).setChecked(True)
        self._say_follows()

    def values(self) -> dict[str, Any]:
        """The value of every field in which the two differ, as it is chosen now."""
        return {
            side.field.name: self._value(side, self._groups[side.field.name].checkedId())
            for side in self._sides
            if side.field.name in self._groups
        }

    # --- what is shown ---

    def cards(self) -> list[QWidget]:
        """Why and what can be done; the two records; their values."""
        self._sides = self._told()
        first, second = (self._head(place) for place in (ONE, OTHER))
        values = QGridLayout()
        values.setHorizontalSpacing(theme.px(12))
        values.setVerticalSpacing(theme.px(8))
        values.setColumnMinimumWidth(0, theme.px(_LABELS))
        for place in (1, 2):
            values.setColumnStretch(place, 1)
        values.addWidget(Label(_("Which one is kept"), "label", wrap=True), 0, 0)
        values.addWidget(first, 0, 1)
        values.addWidget(second, 0, 2)
        with self._session.store.reading() as reading:
            named = titles(reading, [each for side in self._sides for each in referred(side)])
        for number, side in enumerate((each for each in self._sides if each.differs), 1):
            self._add_line(values, number, side, named)
        inside = column(gap=12, margins=_CARD)
        inside.addLayout(values)
        same = [side for side in self._sides if not side.differs]
        if same:
            inside.addWidget(self._same(same, named))
        inside.addWidget(self._follows)
        self.keep(self._ids.index(self.kept))
        return [self._why(), frame("card", inside)]

    def _why(self) -> QFrame:
        asked = [Label(_(_ASKED[self.pair.kind]), "heading")]
        if self.pair.reasons:
            asked.append(Label(_(how_sure(self.pair.score)), "badge"))
        inside = column(flowing(*asked, gap=12), gap=4, margins=_CARD)
        one, other = self._records
        for reason in reasons_of(one, other, self.pair.reasons):
            inside.addWidget(Label(f"•  {reason_said(reason)}", wrap=True))
        others = self._others()
        if others:
            inside.addWidget(
                Label(_("May be the same, too: {names}", names=", ".join(others)), "quiet", wrap=True)
            )
        merge = button(
            keyed(N_("Merge"), 3), self._page.merge, name="primary", picture="git-merge", writes="data"
        )
        distinct = button(keyed(N_("Not the same"), 4), self._page.say_distinct, picture="x", writes="data")
        later = button(keyed(N_("Decide later"), 0), self._page.leave, picture="clock")
        later.setEnabled(len(self._page.pairs()) > 1)
        buttons = [merge, distinct, later]
        cluster = self._page.cluster_of(self.pair)
        if cluster is not None:
            count = digits(len(cluster.records))
            all_of_them = button(
                lambda: _("Compare all {count} at once…", count=count),
                lambda: self._page.open_cluster(cluster),
            )
            buttons.append(all_of_them)
        inside.addWidget(flowing(*buttons))
        return frame("card", inside)

    def _others(self) -> list[str]:
        """What else either of the two may be."""
        ids = {
            each
            for pair in self._page.pairs()
            if {pair.one, pair.other} & set(self._ids)
            for each in (pair.one, pair.other)
        }
        with self._session.store.reading() as reading:
            named = titles(reading, sorted(ids - set(self._ids)))
        return [title_of(each) for each in named.values()]

    def _head(self, place: int) -> QWidget:
        record = self._records[place]
        other_words = next(
            (each for each in self._kind.title(record) if each and each != self._name(record)), ""
        )
        said = "  ·  ".join(filter(None, (other_words, record.code)))
        choose = button(
            keyed(N_("Keep this one"), place + 1), partial(self.keep, place), name="choice", checkable=True
        )
        choose.setAccessibleName(_("Keep “{name}”", name=self._name(record)))
        self._heads.append(choose)
        name = button(
            lambda: self._name(record),
            lambda: self._session.go_to_record(self.pair.kind, record.id),
            name="link",
            hint=lambda: _("Open the record"),
        )
        return holder(column(flowing(name), Label(said, "quiet", wrap=True), choose, gap=4))

    def _add_line(self, values: QGridLayout, number: int, side: Side, named: Any) -> None:
        label = _(side.field.kind.label)
        values.addWidget(Label(label, "label", wrap=True), 2 * number, 0)
        group = self._groups[side.field.name] = QButtonGroup(values)
        options = [ONE, OTHER, *([BOTH] if self._together(side) is not None else [])]
        for each in options:
            shown = show(side.field.kind, self._value(side, each), named, no=True) or _("(empty)")
            text = _("Both: {value}", value=shown) if each == BOTH else shown
            made = ChoiceButton(text, f"{label}: {text}")
            group.addButton(made, each)
            if each == BOTH:
                values.addWidget(made, 2 * number + 1, 1, 1, 2)
            else:
                values.addWidget(made, 2 * number, each + 1)
        group.button(self._usual(side)).setChecked(True)
        group.idClicked.connect(partial(self._chosen.__setitem__, side.field.name))

    def _same(self, same: list[Side], named: Any) -> QLabel:
        told = (f"{_(each.field.kind.label)}: {show(each.field.kind, each.kept, named)}" for each in same)
        return Label(_("The same in both: {values}", values="; ".join(told)), "quiet", wrap=True)

    def _say_follows(self) -> None:
        gone = self._records[self._ids.index(self.other)]
        types = self._session.store.shelves.types
        told = [
            f"{_(types[name].plural)}: {digits(count)}"
            for name, count in references(self._session.store, self.pair.kind, self.other).items()
        ]
        name, what = self._name(gone), ", ".join(told)
        self._follows.show_text(
            _(
                "What belongs to “{other}” shows the one that is kept from then on: {what}.",
                other=name,
                what=what,
            )
            if told
            else _("Nothing refers to “{other}” yet. Its names still find the one that is kept.", other=name)
        )

    # --- values ---

    def _told(self) -> list[Side]:
        return side_by_side(self._session.store, self.pair.kind, self.kept, self.other)

    def _value(self, side: Side, choice: int) -> Any:
        if choice == BOTH:
            return self._together(side)
        return side.kept if self._ids[choice] == self.kept else side.other

    def _together(self, side: Side) -> Any:
        """The two values as one, where that is something else than either."""
        return side.together if side.together not in (side.kept, side.other) else None

    def _usual(self, side: Side) -> int:
        """What is taken where nobody chooses."""
        if self._together(side) is not None:
            return BOTH
        return self._ids.index(self.kept if side.together == side.kept else self.other)

    def _name(self, record: Record) -> str:
        return title_of(self._kind.title(record), record.code)


def referred(side: Side) -> list[str]:
    """The ids of records that stand in the values of a field."""
    every = [each for value in side.values for each in (value if isinstance(value, tuple) else (value,))]
    return [each for each in every if isinstance(each, str) and each]


def keyed(label: str, number: int) -> Any:
    """Words with the key that does the same."""
    return lambda: f"{_(label)} ({digits(number)})"
