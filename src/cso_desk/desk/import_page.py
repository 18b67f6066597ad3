"""From a list file to records: the sheet is found, columns and rows are checked, then it is taken over."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cso_desk.catalog import RECORD_TYPES
from cso_desk.desk.import_head import ImportHead
from cso_desk.desk.import_old_fonts import OldFonts
from cso_desk.desk.import_preview import TO_CHECK
from cso_desk.desk.import_rows import ImportRows
from cso_desk.desk.import_start import ImportStart, ask_list
from cso_desk.desk.import_words import OURS, go_said, taken_of
from cso_desk.desk.import_work import Found, Wanted, plan_again, read_wanted, take_over
from cso_desk.desk.session import Session
from cso_desk.features.members.importing import Choices, Existing, ImportPlan, ImportReport, note_choices
from cso_desk.importers.list_purposes import Purpose
from cso_desk.importers.preview import SheetReading
from cso_desk.widgets.controls import Label, button, frame, row
from cso_desk.widgets.live import live
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_PAGE_OF = {"members": "members", "people": "members", "library": "library"} | {
    kind.name: kind.record.__module__.split(".")[2]
    for kind in RECORD_TYPES  # that of its feature
}
_LONG = 2_000  # rows; comparing them takes a moment
_LOW, _NARROW = 440, 960  # pixels of the page below which rows come first


class ImportPage(QWidget):
    """One list file on its way into the store. Nothing is written before the last button."""

    finished = Signal()
    _glimpsed = Signal(int, object)

    def __init__(self, session: Session, target: str, meeting: str = "") -> None:
        super().__init__()
        self.setProperty("help", "import")
        self._session = session
        self._target, self._meeting = target, meeting
        self._path: Path | None = None
        self._readings: list[SheetReading] = []
        self._reading: SheetReading | None = None
        self._corrections: dict[str, str] = {}
        self._kept_fonts: set[str] = set()
        self._turn = 0  # what an earlier turn brings is late
        self._plan: Any = None
        self._choices: Choices = {}
        self._only = ""
        self.rows = ImportRows(session, self._other_meaning)
        self.model, self.table = self.rows.model, self.rows.table
        self._stack = QStackedWidget()
        self._build()
        self._glimpsed.connect(self._show_glimpse)
        live(self, self._say_again)

    def title(self) -> str:
        return _("Import a list")

    # --- the way of a list ---

    def read(
        self,
        path: Path,
        *,
        sheet: str | None = None,
        purpose: Purpose | None = None,
        table: int | None = None,
    ) -> None:
        """Read a list file and show what would be taken over; the first rows of a long one at once."""
        self._path = path
        # Whoever comes from a meeting brings its attendance list.
        purpose = purpose or ("attendance" if self._target == "attendance" and self._meeting else None)
        kept = frozenset(self._kept_fonts)
        wanted = Wanted(path, sheet, purpose, table, dict(self._corrections), kept)
        turn = self._next_turn()

        def work(progress: Any) -> tuple[int, Found]:
            def glimpse(reading: SheetReading) -> None:
                self._glimpsed.emit(turn, reading)

            return turn, read_wanted(self._session.store, wanted, glimpse, progress)

        self._session.work(
            _("Reading the list…"), work, self._show_readings, ended=lambda: self._forget_glimpse(turn)
        )

    def press_go(self) -> None:
        """Take over what there is; where there is nothing, be done."""
        if self._plan is not None and not self._taken():
            self.finished.emit()
        else:
            self.take_over()

    def take_over(self) -> None:
        """Write what is ticked, as one step that can be undone."""
        reading, plan = self._reading, self._plan
        if reading is None or plan is None:
            return

        def work(progress: Any) -> ImportReport:
            return take_over(self._session.store, reading, plan, progress)

        self._session.work(_("Taking over the list…"), work, self._taken_over, alone=True)

    # --- within ---

    def _build(self) -> None:
        self.head = ImportHead(self._session, self._meeting, self._ask)
        self.sheet, self.purpose, self.known = self.head.sheet, self.head.purpose, self.head.known
        self.meeting, self.to_check = self.head.meeting, self.head.chips[TO_CHECK]
        self.sheet.activated.connect(self._other_sheet)
        self.purpose.activated.connect(self._other_purpose)
        self.known.activated.connect(lambda _place: self._make_plan())
        self.meeting.committed.connect(self._other_meeting)
        self.head.narrowed.connect(self._narrow)
        self.head.unfolded.connect(self._fold)
        self.go = button(lambda: "", self.press_go, name="primary", picture="check", writes="data")
        shown = QWidget()
        whole = QVBoxLayout(shown)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.old_fonts = OldFonts(self._other_font)
        whole.addWidget(self.head)
        whole.addWidget(self.old_fonts)
        whole.addWidget(self.rows, 1)
        hint = Label(lambda: _("Nothing is written before you press this button."), "quiet")
        self._foot_line = row(None, hint, self.go, gap=12, margins=(16, 8, 16, 8))
        self._foot = frame("foot", self._foot_line)
        whole.addWidget(self._foot)
        self._start = ImportStart(self._ask)
        self.setFocusProxy(self._start.choose)  # whoever opens the page chooses a file first
        self._stack.addWidget(self._start)
        self._stack.addWidget(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.model.counted.connect(self._say_count)

    def _ask(self) -> None:
        ask_list(self, self._read_new)

    def _read_new(self, path: Path) -> None:
        self._corrections, self._kept_fonts, self._readings = {}, set(), []
        self._choices, self._plan = {}, None
        self.read(path)

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn

    def _show_glimpse(self, turn: int, reading: SheetReading) -> None:
        """The first rows of a long list, to look at while the rest is read."""
        if turn != self._turn or self._path is None:
            return
        self.head.name_file(self._path.name)
        self.model.show_glimpse(reading)
        self._turn_to_rows()
        self.rows.place_boxes(folded=self.head.is_folded)
        self.go.setEnabled(False)
        self.head.say(_("These are the first rows; the rest is being read."))

    def _turn_to_rows(self) -> None:
        """Whoever chose a file goes on among its rows: Return must not ask for another one."""
        focused = self.window().focusWidget()
        chose = focused is not None and self._start.isAncestorOf(focused)
        self.setFocusProxy(self.table)
        self._stack.setCurrentIndex(1)
        if chose:
            self.table.setFocus()

    def _forget_glimpse(self, turn: int) -> None:
        """Whoever stopped the reading sees what was there before."""
        if not self.model.is_glimpse or turn != self._turn:
            return
        if self._reading is None or self._plan is None:
            self._stack.setCurrentIndex(0)
            return
        self.model.show_plan(self._reading, self._plan)
        self.rows.place_boxes(folded=self.head.is_folded)
        self._say_count()

    def _show_readings(self, result: tuple[int, Found]) -> None:
        turn, found = result
        chosen = found.chosen
        if turn != self._turn:
            return
        # A sheet that was read once more stands where it stood.
        fresh = {each.name: each for each in found.readings}
        known = [fresh.pop(each.name, each) for each in self._readings]
        self._readings = [*known, *(each for each in found.readings if each.name in fresh)]
        self._reading = chosen
        self._corrections = self._corrections or dict(found.remembered)
        first = not known
        self._fill_boxes()
        if first and chosen.own is not None:
            # Whoever changed a list of ours in a spreadsheet wants what it says now.
            self.known.setCurrentIndex(self.known.findData("update"))
        self.old_fonts.show_columns(chosen.old_fonts)
        if first:
            # What becomes of old letters has to be looked at, however low the window is.
            self.head.open_columns(bool(chosen.old_fonts))
        self._fold()
        self._turn_to_rows()
        self._make_plan()

    def _fill_boxes(self) -> None:
        if self._reading is not None and self._path is not None:
            self.head.fill(self._path.name, self._readings, self._reading)

    def _make_plan(self) -> None:
        reading = self._reading
        if reading is None:
            return
        if self._plan is not None:
            note_choices(self._plan, self._choices)
        self._plan = None
        if reading.purpose == "attendance" and not self._meeting:
            self._say_count()
            return
        turn, choices = self._next_turn(), dict(self._choices)
        existing: Existing = self.known.currentData() or "fill"
        meeting = self._meeting

        def work(progress: Any) -> ImportPlan:
            return plan_again(self._session.store, reading, choices, meeting, existing, progress)

        def show(plan: ImportPlan) -> None:
            if turn == self._turn:
                self._plan = plan
                self.model.show_plan(reading, plan)
                self.rows.hide_doubt()
                self.rows.place_boxes(folded=self.head.is_folded)
                self._say_count()

        if reading.records > _LONG:
            self.model.show_glimpse(reading)
            self.rows.place_boxes(folded=self.head.is_folded)
            self.head.say(_("Comparing the list with what is known…"))
        self._session.work(
            _("Comparing the list with what is known…"),
            work,
            show,
            ended=lambda: self._forget_glimpse(turn),
        )

    def _taken(self) -> int:
        return taken_of(self._plan) if self._plan else 0

    def _say_count(self) -> None:
        reading, plan = self._reading, self._plan
        if reading is None:
            return
        self.head.say_plan(reading, plan, self.model.emptied())
        label = go_said(plan)
        self.go.setText(label)
        self.go.setAccessibleName(label)
        self.go.setEnabled(plan is not None)
        counts = {"": len(plan.rows), **plan.states(), TO_CHECK: self.model.to_check()} if plan else {}
        self.head.count(counts, self._only)

    def _narrow(self, what: str) -> None:
        self._only = what
        self.model.only(what)
        self.rows.place_boxes(folded=self.head.is_folded)
        self._say_count()
        if what == "doubtful":
            self.rows.go_to_row(1)

    def _fold(self) -> None:
        low = self.height() < theme.px(_LOW)
        self.head.become_low(low, self.go)
        if not low:
            self._foot_line.addWidget(self.go)
        self._foot.setVisible(not low)
        self.rows.fold(self.head.is_folded, small=low or self.width() < theme.px(_NARROW))
        self.old_fonts.setVisible(bool(self.old_fonts.boxes) and not self.head.is_folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _other_sheet(self, _place: int) -> None:
        self._corrections, self._kept_fonts = {}, set()
        self._choices, self._plan = {}, None
        name, table = self.sheet.currentData()
        chosen = next((each for each in self._readings if each.name == name), self._reading)
        if self._path is not None and chosen is not None and chosen.table != table:
            self.read(self._path, sheet=name, table=table)
            return
        self._reading = chosen
        self._fill_boxes()
        self.old_fonts.show_columns(chosen.old_fonts if chosen else [])
        self._make_plan()

    def _other_purpose(self, _place: int) -> None:
        chosen = self.purpose.currentData()
        self._read_again(None if chosen == OURS else chosen, ours=chosen == OURS)

    def _other_meaning(self, letter: str, meaning: str) -> None:
        self._corrections[letter] = meaning
        self._read_again()

    def _other_font(self, letter: str, convert: bool) -> None:
        self._kept_fonts = self._kept_fonts - {letter} if convert else self._kept_fonts | {letter}
        self._read_again()

    def _read_again(self, purpose: Purpose | None = None, *, ours: bool = False) -> None:
        """Read the same table with what was chosen now; `ours`: as a list that this program wrote."""
        reading = self._reading
        if self._path is not None and reading is not None:
            purpose = None if ours or (reading.own and not purpose) else purpose or reading.purpose
            self.read(self._path, sheet=reading.name, purpose=purpose, table=reading.table)

    def _other_meeting(self, meeting: str) -> None:
        self._meeting = meeting
        self._make_plan()

    def _taken_over(self, report: Any) -> None:
        self.finished.emit()
        purpose = self._plan.purpose
        if purpose == "attendance" and self._meeting:
            self._session.go_to_record("attendance", self._meeting)  # the tab of that meeting
        else:
            self._session.go(_PAGE_OF.get(purpose, "meetings"))
        self._session.notify(report.sentence(), undo=report.anything)

    def _say_again(self) -> None:
        self._fill_boxes()
        if self._plan is not None:
            self._make_plan()
