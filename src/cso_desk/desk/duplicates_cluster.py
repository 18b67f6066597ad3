"""Three or more records side by side that may be one: what ties every two, who goes in, which values stay."""

from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cso_desk.desk.doubles import reason_said
from cso_desk.desk.duplicates_pair import keyed
from cso_desk.desk.duplicates_values import Choice, Values
from cso_desk.desk.exchange_cards import caution
from cso_desk.desk.session import Session
from cso_desk.features.members.service.duplicates import (
    Cluster,
    Tie,
    how_sure,
    left_out_first,
    reasons_of,
    ties,
    which_to_keep,
)
from cso_desk.khmer.phones import show_phone
from cso_desk.places.gazetteer import show_place
from cso_desk.records.base import Record, RecordId
from cso_desk.store.aliases import survivor_of
from cso_desk.widgets.controls import Label, button, column, frame, holder, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits, title_of
from cso_desk.widgets.theme import theme
from cso_desk.widgets.wrapped_link import WrappedLink
from cso_desk.wording import N_, _, language

MERGE, LATER = 9, 0  # keys; 1 to 8 are the records
_CARD = (20, 12, 20, 16)
_LABELS = 132
_BESIDE = 4  # records, and three values, in one line
_ASKED = {
    "organisation": N_("Are these one institution, entered several times?"),
    "person": N_("Are these one person, entered several times?"),
}


class Acting(Protocol):
    """What the page does when a button is pressed."""

    def merge(self) -> None: ...
    def tell_apart(self, record: RecordId) -> None: ...
    def close(self) -> None: ...


class ClusterView:
    """One cluster; what is chosen stands in `choice`, which outlives it."""

    def __init__(self, session: Session, cluster: Cluster, choice: Choice, page: Acting) -> None:
        self.cluster, self.choice = cluster, choice
        self._session, self._page = session, page
        self._kind = session.store.shelves.types[cluster.kind]
        with session.store.reading() as reading:
            found = [reading.get(self._kind.record, each, trash=False) for each in cluster.records]
            found = [each for each in found if each and survivor_of(reading, each.id) == each.id]
        self._records: dict[RecordId, Any] = {each.id: each for each in found if each is not None}
        self.ties: list[Tie] = ties(session.store, cluster)
        self._values = Values(session, cluster, choice)
        self._keeps: list[QPushButton] = []
        self._outs: list[QPushButton] = []
        self._decide, self._fields = column(gap=8), column(gap=12)
        if self.is_there() and choice.kept is None:
            choice.out = left_out_first(cluster.records, self.ties)
            self._keep_the_best()

    def is_there(self) -> bool:
        """Whether all records are there still, and stand for themselves."""
        return len(self._records) == len(self.cluster.records)

    def taken(self) -> list[RecordId]:
        """Who becomes one, the kept one first."""
        inside = [each for each in self.cluster.records if each not in self.choice.out]
        return sorted(inside, key=lambda each: each != self.choice.kept)

    def name(self, record: RecordId) -> str:
        found: Record = self._records[record]
        return title_of(self._kind.title(found), found.code)

    def keep(self, place: int) -> None:
        """Let the record at a place survive; one that was left out is taken in."""
        if place < len(self.cluster.records):
            self.choice.kept = self.cluster.records[place]
            self.choice.out.discard(self.choice.kept)
            self._show()

    def leave_out(self, place: int) -> None:
        """Leave the record at a place out of the merge, or take it in again."""
        if place >= len(self.cluster.records):
            return
        record = self.cluster.records[place]
        self.choice.out ^= {record}
        if record == self.choice.kept:
            self._keep_the_best()
        self._show()

    def values(self) -> dict[str, Any]:
        """The value of every field in which those that go in differ, as it is chosen now."""
        return self._values.chosen(self.taken())

    def _keep_the_best(self) -> None:
        inside = [each for each in self.cluster.records if each not in self.choice.out]
        best = which_to_keep(self._session.store, self.cluster.kind, *inside)
        self.choice.kept = RecordId(best[0]) if best else self.cluster.records[0]

    # --- what is shown ---

    def cards(self) -> list[QWidget]:
        """The records side by side; what ties them and what can be done; their values."""
        heads = QGridLayout()
        heads.setHorizontalSpacing(theme.px(20))
        heads.setVerticalSpacing(theme.px(16))
        beside = min(len(self.cluster.records), _BESIDE)
        for place in range(len(self.cluster.records)):
            heads.addWidget(self._head(place), place // beside, place % beside)
            heads.setColumnStretch(place % beside, 1)
        asked = flowing(
            Label(_(_ASKED[self.cluster.kind]), "heading"),
            Label(_(how_sure(self.cluster.pairs[0].score)), "badge"),
            gap=12,
        )
        who = column(asked, gap=12, margins=_CARD)
        who.addLayout(heads)
        why = column(self._between(), gap=12, margins=_CARD)
        why.addLayout(self._decide)
        inside = column(gap=12, margins=_CARD)
        inside.addLayout(self._fields)
        self._show()
        return [frame("card", who), frame("card", why), frame("card", inside)]

    def _head(self, place: int) -> QWidget:
        record = self._records[self.cluster.records[place]]
        name = self.name(record.id)
        keep = button(keyed(N_("Keep"), place + 1), partial(self.keep, place), name="choice", checkable=True)
        keep.setAccessibleName(_("Keep “{name}”", name=name))
        out = button(lambda: _("Leave out"), partial(self.leave_out, place), name="choice", checkable=True)
        out.setAccessibleName(_("Leave “{name}” out", name=name))
        out.setToolTip(f"Ctrl+{place + 1}")
        apart = button(
            lambda: _("Not the same"),
            partial(self._page.tell_apart, record.id),
            name="flat",
            picture="x",
            writes="data",
        )
        apart.setAccessibleName(_("“{name}” is none of the others", name=name))
        self._keeps.append(keep)
        self._outs.append(out)
        link = WrappedLink(name, lambda: self._session.go_to_record(self.cluster.kind, record.id))
        link.setToolTip(_("Open the record"))
        said = Label("  ·  ".join(filter(None, self._said_of(record, name))), "quiet", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignTop)
        number = Label(digits(place + 1), "key")
        top = row(number, link)
        top.setStretch(1, 1)
        top.setAlignment(number, Qt.AlignmentFlag.AlignTop)
        inside = column(gap=4)
        inside.addLayout(top)
        inside.addWidget(said, 1)  # the buttons of records side by side stand in one line
        inside.addWidget(flowing(keep, out, apart, gap=4))
        return holder(inside)

    def _said_of(self, record: Any, name: str) -> list[str]:
        others = [each for each in self._kind.title(record) if each and each != name][:1]
        phones = [digits(show_phone(each)).replace(" ", "\u00a0") for each in record.phones[:1]]
        place = [show_place(record.place, language())] if record.place else []
        return [*others, record.code, *place, *phones]

    def _between(self) -> QWidget:
        lines = QGridLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(theme.px(12))
        lines.setColumnStretch(2, 1)
        place = {record: number for number, record in enumerate(self.cluster.records, 1)}
        for number, tie in enumerate(self.ties):
            one, other = sorted((tie.pair.one, tie.pair.other), key=place.__getitem__)
            said = f"{digits(place[one])} – {digits(place[other])}"
            top = Qt.AlignmentFlag.AlignTop
            lines.addWidget(Label(said, "quiet"), number, 0, top)
            lines.addWidget(Label(_sure(tie), "warn" if tie.is_weak else "badge"), number, 1, top)
            lines.addWidget(self._reasons(tie), number, 2, top)
        return holder(lines)  # type: ignore[arg-type]

    def _reasons(self, tie: Tie) -> QLabel:
        one, other = (self._records[each] for each in (tie.pair.one, tie.pair.other))
        told = [reason_said(each) for each in reasons_of(one, other, tie.pair.reasons)]
        return Label(
            "; ".join(told) or _("Nothing speaks for it."), "quiet" if tie.is_weak else "", wrap=True
        )

    # --- what follows from what is chosen ---

    def _show(self) -> None:
        for place, record in enumerate(self.cluster.records):
            self._keeps[place].setChecked(record == self.choice.kept)
            self._outs[place].setChecked(record in self.choice.out)
        _fill(self._decide, *self._warnings(), self._buttons())
        _fill(self._fields, *self._values.lines(self.taken()))

    def _warnings(self) -> list[QFrame]:
        inside = set(self.taken())
        return [
            caution(
                "warning",
                _(
                    "Somebody said that “{one}” and “{other}” are not the same. "
                    "Merge them only if that was wrong.",
                    one=self.name(tie.pair.one),
                    other=self.name(tie.pair.other),
                ),
            )
            for tie in self.ties
            if tie.distinct and {tie.pair.one, tie.pair.other} <= inside
        ]

    def _buttons(self) -> QWidget:
        count = len(self.taken())
        merge = button(
            lambda: _("Merge {count} records ({key})", count=digits(count), key=digits(MERGE)),
            self._page.merge,
            name="primary",
            picture="git-merge",
            writes="data",
        )
        merge.setEnabled(count > 1)
        later = button(keyed(N_("Decide later"), LATER), self._page.close, picture="clock")
        return flowing(merge, later)


def _sure(tie: Tie) -> str:
    if tie.distinct:
        return _("Said not to be the same")
    return _("Little speaks for it") if tie.is_weak else _(how_sure(tie.pair.score))


def _fill(layout: QVBoxLayout, *widgets: QWidget) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (before := item.widget()) is not None:
            before.hide()
            before.deleteLater()
    for each in widgets:
        layout.addWidget(each)
