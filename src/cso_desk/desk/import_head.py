"""Above the rows of a list: its file, what it is, and how many rows become what."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cso_desk.desk.import_columns import tables_of
from cso_desk.desk.import_preview import TO_CHECK
from cso_desk.desk.import_words import (
    COUNTS,
    KNOWN,
    KNOWN_OF_OURS,
    OURS,
    emptied_said,
    nothing_to_take,
    purposes_of,
    taken_of,
)
from cso_desk.desk.session import Session
from cso_desk.features.members.importing import ImportPlan
from cso_desk.importers.preview import SheetReading
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.picking import PickEditor
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

_PARTS = re.compile(r"([_\-. ])")
_BOX = 26  # letters that a box has room for at least


class ImportHead(QWidget):
    """The choices about a whole list. `narrowed` gets the state of rows to be shown alone, "" for all."""

    narrowed = Signal(str)
    unfolded = Signal()

    def __init__(self, session: Session, meeting: str, another: Callable[[], object]) -> None:
        super().__init__()
        self.sheet, self.purpose, self.known = CalmComboBox(), CalmComboBox(), CalmComboBox()
        for box, say in (
            (self.sheet, lambda: _("Sheet")),
            (self.purpose, lambda: _("What the list is")),
            (self.known, lambda: _("What is known already")),
        ):
            named(box, say)
            box.setMinimumContentsLength(_BOX)
        self.meeting = PickEditor(*record_finder(session, "meeting"))
        self.meeting.name(lambda: _("Meeting"))
        self.meeting.setMinimumWidth(theme.px(240))
        control = self.meeting.control()
        live(control, lambda: control.setPlaceholderText(_("Choose the meeting")))
        self.meeting.show_value(meeting)
        self._for_meeting = holder(row(Label(lambda: _("Meeting"), "quiet"), self.meeting))
        self.file, self.summary = Label("", "heading", wrap=True), Label("", "quiet", wrap=True)
        self.chips: dict[str, QPushButton] = {}
        for what in (*COUNTS, TO_CHECK):
            self.chips[what] = button(
                lambda: "", partial(self._narrow, what), name="tab", checkable=True
            )  # fmt: skip
        self.columns = button(
            lambda: _("Columns"), self._unfold, checkable=True, picture="columns",
            hint=lambda: _("What the list is and what its columns mean"),
        )  # fmt: skip
        self._another = button(lambda: _("Another file…"), another)
        self._first_line = row(self.file, self.columns, self._another)
        self._first_line.setStretch(0, 1)
        self._boxes = flowing(self.sheet, self.purpose, self._for_meeting, self.known)
        self._inside = column()
        self._inside.addLayout(self._first_line)
        self._inside.addWidget(self._boxes)
        self._inside.addWidget(self.summary)
        self.nothing = Label("", "quiet")
        self.nothing.setMinimumHeight(theme.px(36))  # on the line of the counts
        self.nothing.setContentsMargins(theme.px(12), 0, 0, 0)
        self._inside.addWidget(flowing(*self.chips.values(), self.nothing, gap=0))
        self.setLayout(column(frame("bar", self._inside), gap=0))
        self._low, self._needed = False, False
        self._fold()

    @property
    def is_folded(self) -> bool:
        """Whether the boxes, also those above the columns, are put away for more rows."""
        return self._low and not self.columns.isChecked()

    def become_low(self, low: bool, go: QPushButton) -> None:
        """Put away in a low window what is seldom needed, and take in the button that takes over."""
        self._low = low
        if low:
            self._first_line.addWidget(go)
            QWidget.setTabOrder(self._another, go)
        self._fold()

    def open_columns(self, on: bool) -> None:
        """Show what is folded away in a low window."""
        self.columns.setChecked(on)
        self._fold()

    def say(self, text: str, *, needed: bool = False) -> None:
        """One or more sentences about the list; what is `needed` is shown in a low window, too."""
        self._needed = needed
        self.summary.show_text(text)
        self._fold()

    def say_plan(self, reading: SheetReading, plan: ImportPlan | None, emptied: int) -> None:
        """Say what was found in a list, `emptied` fields among it, and what is still to be chosen."""
        told = ngettext(
            "{number} row found", "{number} rows found", reading.records, number=digits(reading.records)
        )
        needs = "" if plan else _("Choose the meeting to which this attendance list belongs.")
        above = [problem.message for problem in reading.problems if not problem.column][:2]
        empties = emptied_said(emptied)
        self.say("\n".join(filter(None, (told, empties, *above, needs))), needed=bool(needs or empties))
        self.say_nothing(nothing_to_take(plan.states()["same"]) if plan and not taken_of(plan) else "")

    def say_nothing(self, text: str) -> None:
        """Say beside the counts why nothing is to be taken over, "" where something is."""
        self.nothing.setText(text)
        self.nothing.setVisible(bool(text))

    def count(self, counts: Mapping[str, int], only: str) -> None:
        """Say how many rows there are of each state; those without rows are not offered."""
        for what, chip in self.chips.items():
            words = _("To check: {count}") if what == TO_CHECK else _(COUNTS[what])
            text = words.replace("{count}", digits(counts.get(what, 0)))
            chip.setText(text)
            chip.setAccessibleName(text)
            chip.setVisible(what == "" or bool(counts.get(what, 0)) or what == only)
            chip.setChecked(what == only)

    def name_file(self, name: str) -> None:
        """Say what the file is called; a long name goes on in the next line."""
        self.file.show_text(_PARTS.sub("\\1\u200b", name))

    def fill(self, name: str, readings: Sequence[SheetReading], reading: SheetReading) -> None:
        """Offer the tables of a file, and say what the one that is shown is."""
        self.name_file(name)
        tables = tables_of(readings)
        self.sheet.clear()
        for label, sheet, table in tables:
            self.sheet.addItem(label, (sheet, table))
        here = [sheet == reading.name and table == reading.table for _label, sheet, table in tables]
        self.sheet.setCurrentIndex(here.index(True) if True in here else 0)
        self.sheet.setVisible(len(tables) > 1)
        known = {code: _(words) for code, words in (KNOWN_OF_OURS if reading.own else KNOWN).items()}
        boxes: tuple[tuple[Any, Mapping[str, str], str | None], ...] = (
            (self.purpose, purposes_of(reading), OURS if reading.own else reading.purpose),
            (self.known, known, None),
        )
        for box, words, now in boxes:
            chosen = now or box.currentData() or "fill"
            box.clear()
            for code, label in words.items():
                box.addItem(label, code)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        self.purpose.setVisible(not reading.format)
        self._for_meeting.setVisible(reading.purpose == "attendance" and not reading.own)

    def _narrow(self, what: str) -> None:
        # Pressed again it shows everything.
        self.narrowed.emit(what if self.chips[what].isChecked() else "")

    def _unfold(self) -> None:
        self._fold()
        self.unfolded.emit()

    def _fold(self) -> None:
        above, below, gap = (4, 0, 0) if self.is_folded else (10, 4, 6)
        self._inside.setContentsMargins(theme.px(16), theme.px(above), theme.px(16), theme.px(below))
        self._inside.setSpacing(theme.px(gap))
        self.columns.setVisible(self._low)
        self._boxes.setVisible(not self.is_folded)
        self.summary.setVisible(bool(self.summary.text()) and (self._needed or not self.is_folded))
