"""A row of a list beside the record that it may be: why, what differs, and the choice between the two."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from cso_desk.desk.doubles import reason_said
from cso_desk.desk.import_words import CHOICES, SORTS, change_said, row_said
from cso_desk.desk.session import Session
from cso_desk.features.members.importing import (
    Choice,
    ImportPlan,
    PlannedRow,
    doubts_like,
    other_record,
    record_of,
)
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service.duplicates import reasons_of
from cso_desk.records.base import Record
from cso_desk.records.record_type import Field
from cso_desk.store.listing import titles
from cso_desk.widgets.controls import Label, button, column, frame, holder, icon_button, line, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, show, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_ASKED = {
    "organisation": N_("Is this institution here already?"),
    "person": N_("Is this person here already?"),
    "library_title": N_("Is this title here already?"),
}
_BLANK = ("", None, (), False)
_LABELS = 96
Act = Callable[[Choice, bool], object]


class DoubtPane(ScrollPage):
    """What is asked about one row. `act` gets the choice and whether it is for all of this kind of doubt."""

    def __init__(self, session: Session, act: Act, close: Callable[[], object]) -> None:
        super().__init__(session)
        self._session, self._act, self._close = session, act, close
        self._plan: ImportPlan | None = None
        self.row: PlannedRow | None = None
        self.setAccessibleName(_("Is it here already?"))

    def show_row(self, plan: ImportPlan, row: PlannedRow) -> None:
        """Ask about this row."""
        self._plan, self.row = plan, row
        self.draw()
        self.verticalScrollBar().setValue(0)

    def cards(self) -> list[QWidget]:
        planned, plan = self.row, self._plan
        if planned is None or plan is None or planned.doubt is None:
            return []
        said = record_of(planned)
        with self._session.store.reading() as reading:
            other = other_record(reading, plan, planned)
        if said is None or other is None:
            return []
        inside = column(gap=8, margins=(16, 12, 16, 16))
        close = icon_button("x", lambda: _("Back to the rows"), self._close)
        head = row(Label(_(_ASKED[planned.doubt.kind]), "heading", wrap=True), close)
        head.setStretch(0, 1)
        inside.addLayout(head)
        for reason in _reasons(said, other, planned.doubt.reasons[:4]):
            inside.addWidget(Label(f"•  {reason}", wrap=True))
        inside.addWidget(self._choices(planned))
        inside.addWidget(Label(self._what_follows(planned), "quiet", wrap=True))
        inside.addWidget(line())
        inside.addLayout(self._side_by_side(planned, said, other))
        inside.addWidget(line())
        inside.addWidget(self._for_all(plan, planned))
        return [frame("card", inside)]

    def _choices(self, planned: PlannedRow) -> QWidget:
        made = []
        for number, (choice, words) in enumerate(CHOICES.items(), 1):
            text = f"{_(words)} ({digits(number)})"
            each = button(
                partial(str, text), partial(self._act, choice, False), name="choice", checkable=True
            )
            each.setChecked(planned.chosen == choice)
            made.append(each)
        return flowing(*made)

    def _what_follows(self, planned: PlannedRow) -> str:
        if not planned.chosen:
            return _(
                "Until you choose, the row is taken over as new: nothing is mixed and nothing is lost, and"
                " the two can be merged later."
            )
        if planned.chosen != "same":
            return ""
        if planned.changes is None:
            return _("What the list says more is added to the record that is here.")
        if not planned.changes:
            return _("The record that is here stays as it is.")
        fields = ", ".join(dict.fromkeys(change_said(each) for each in planned.changes))
        return _("Changes: {fields}.", fields=fields)

    def _side_by_side(self, planned: PlannedRow, said: Record, other: Record) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnMinimumWidth(0, theme.px(_LABELS))
        for place in (1, 3):
            grid.setColumnStretch(place, 1)
        type_ = self._session.store.shelves.type_of(type(other))
        assert planned.doubt is not None  # noqa: S101  only such rows are shown
        above = planned.doubt.further_up
        here = _("Row {row} of the list", row=digits(above)) if above else _("Here already")
        heads = (_("Row {row} of the list", row=row_said(planned.row)), here)
        name = title_of(type_.title(other), other.code)
        for place, head in zip((1, 3), heads, strict=True):
            grid.addWidget(Label(head, "label", wrap=True), 0, place)
        fields = [field for field in type_.fields.values() if field.kind.typed]
        values = [(each, getattr(said, each.name), getattr(other, each.name)) for each in fields]
        values = [each for each in values if {each[1], each[2]} - {*_BLANK, _usual(each[0])}]
        # What differs decides; what the list does not say at all does not.
        values.sort(key=lambda each: (each[1] in _BLANK, each[2] in _BLANK))
        with self._session.store.reading() as reading:
            named = titles(reading, [str(ref) for each in values for ref in _flat(each[2])])
        for at, (field, ours, theirs) in enumerate(values, 1):
            differs = ours != theirs and ours not in _BLANK and theirs not in _BLANK
            grid.addWidget(Label(_(field.kind.label), "label", wrap=True), at, 0, Qt.AlignmentFlag.AlignTop)
            sign = Label("≠" if differs else "=" if ours == theirs else "", "warn" if differs else "quiet")
            sign.setAccessibleName(_("differs") if differs else _("the same") if ours == theirs else "")
            grid.addWidget(sign, at, 2, Qt.AlignmentFlag.AlignTop)
            for place, value in ((1, ours), (3, theirs)):
                shown = show(field.kind, value, named, no=True) if value not in _BLANK else "–"
                told = Label(shown, "" if differs else "quiet", wrap=True)
                told.setAlignment(Qt.AlignmentFlag.AlignTop)
                grid.addWidget(told, at, place)
        grid.setRowMinimumHeight(len(values) + 1, 0)
        self.setAccessibleDescription(name)
        return grid

    def _for_all(self, plan: ImportPlan, planned: PlannedRow) -> QWidget:
        alike = doubts_like(plan, planned)
        assert planned.doubt is not None  # noqa: S101  only such rows are shown
        told = Label(_(SORTS[planned.doubt.sort], count=digits(len(alike))), "label", wrap=True)
        made = []
        for number, (choice, words) in enumerate(CHOICES.items(), 1):
            text = f"{_(words)} (Ctrl+{number})"
            each = button(partial(str, text), partial(self._act, choice, True))
            each.setAccessibleName(f"{told.text_shown()}: {_(words)}")
            made.append(each)
        return holder(column(told, flowing(*made), gap=4))


def _reasons(said: Record, other: Record, messages: Sequence[str]) -> list[str]:
    """Why the two may be one; of members and people with what both have."""
    if isinstance(said, Organisation | Person) and isinstance(other, Organisation | Person):
        return [reason_said(each) for each in reasons_of(said, other, messages)]
    return [_(each) for each in messages]


def _usual(field: Field) -> Any:
    """What a field says where nobody typed anything."""
    return field.kind.from_stored(field.default)


def _flat(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) and value else ()
