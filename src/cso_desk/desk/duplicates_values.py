"""Which value of each field stays when several records become one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from cso_desk.desk.duplicates_pair import referred
from cso_desk.desk.session import Session
from cso_desk.features.members.service.duplicates import Cluster, Side, references, side_by_side
from cso_desk.records.base import RecordId
from cso_desk.store.listing import Titles, titles
from cso_desk.widgets.choice import ChoiceButton
from cso_desk.widgets.controls import Label
from cso_desk.widgets.showing import digits, show
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_LABELS = 132
_BESIDE = 2  # values in one line: an address must fit where there is least room


@dataclass
class Choice:
    """What was chosen for a cluster so far: who is kept, who is left out, which values."""

    kept: RecordId | None = None
    out: set[RecordId] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)


class Values:
    """The values of those of a cluster that go in; what is chosen stands in `choice`."""

    def __init__(self, session: Session, cluster: Cluster, choice: Choice) -> None:
        self._session, self._cluster, self._choice = session, cluster, choice

    def chosen(self, taken: Sequence[RecordId]) -> dict[str, Any]:
        """The value of every field in which those that go in differ, as it is chosen now."""
        return {side.field.name: self._chosen(side) for side in self._sides(taken) if side.differs}

    def lines(self, taken: Sequence[RecordId]) -> list[QWidget]:
        """A line for every field in which they differ, what is the same in all, and what follows."""
        sides = self._sides(taken)
        if not sides:
            told = _("Nothing is left to merge with. Take a record in, or decide later.")
            return [Label(told, "quiet", wrap=True)]
        with self._session.store.reading() as reading:
            named = titles(reading, [each for side in sides for each in referred(side)])
        values = QGridLayout()
        values.setContentsMargins(0, 0, 0, 0)
        values.setHorizontalSpacing(theme.px(12))
        values.setVerticalSpacing(theme.px(8))
        values.setColumnMinimumWidth(0, theme.px(_LABELS))
        for each in range(_BESIDE):
            values.setColumnStretch(1 + each, 1)
        for side in (each for each in sides if each.differs):
            self._add_line(values, side, taken, named)
        same = [
            f"{_(each.field.kind.label)}: {show(each.field.kind, each.kept, named)}"
            for each in sides
            if not each.differs
        ]
        said = [_("The same in all: {values}", values="; ".join(same))] if same else []
        said += self._follows(taken)
        lines = QWidget()
        lines.setLayout(values)
        return [lines, *(Label(each, "quiet", wrap=True) for each in said)]

    def _sides(self, taken: Sequence[RecordId]) -> list[Side]:
        return side_by_side(self._session.store, self._cluster.kind, *taken) if len(taken) > 1 else []

    def _chosen(self, side: Side) -> Any:
        chosen = self._choice.values.get(side.field.name, side.together)
        return chosen if chosen in _options(side) else side.together

    def _follows(self, taken: Sequence[RecordId]) -> list[str]:
        types = self._session.store.shelves.types
        counts = references(self._session.store, self._cluster.kind, *taken[1:])
        what = ", ".join(f"{_(types[name].plural)}: {digits(count)}" for name, count in counts.items())
        if not what:
            return []
        return [_("What belongs to those that go in shows the kept one from then on: {what}.", what=what)]

    def _add_line(
        self, values: QGridLayout, side: Side, taken: Sequence[RecordId], named: dict[str, Titles]
    ) -> None:
        label = _(side.field.kind.label)
        line = values.rowCount()
        values.addWidget(Label(label, "label", wrap=True), line, 0)
        group = QButtonGroup(values)
        chosen = self._chosen(side)
        for number, value in enumerate(_options(side)):
            shown = show(side.field.kind, value, named, no=True) or _("(empty)")
            if value in side.values:
                text = f"{shown}  ·  {self._who(side, taken, value)}"
            else:
                text = _("All together: {value}", value=shown)
            made = ChoiceButton(text, f"{label}: {text}")
            made.setChecked(value == chosen)
            group.addButton(made, number)
            made.clicked.connect(partial(self._choice.values.__setitem__, side.field.name, value))
            if value in side.values:
                values.addWidget(made, line + number // _BESIDE, 1 + number % _BESIDE)
            else:
                values.addWidget(made, line + -(-number // _BESIDE), 1, 1, _BESIDE)

    def _who(self, side: Side, taken: Sequence[RecordId], value: Any) -> str:
        """The numbers of those that say a value."""
        number = {record: number for number, record in enumerate(self._cluster.records, 1)}
        told = [number[each] for each, said in zip(taken, side.values, strict=True) if said == value]
        return ", ".join(map(digits, sorted(told)))


def _options(side: Side) -> list[Any]:
    """Every value once, that of the kept one first, then all of them together where that is another."""
    found: list[Any] = []
    for value in (*side.values, side.together):
        if value not in found:
            found.append(value)
    return found
