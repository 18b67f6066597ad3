"""From a list file to records: the sheet is found, columns and rows are checked, then it is taken over."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTableView, QVBoxLayout, QWidget

from cso_desk.desk.file_dialogs import ask_open
from cso_desk.desk.import_old_fonts import OldFonts
from cso_desk.desk.import_preview import BEFORE, DOUBTS, PreviewModel, meaning_box, tables_of
from cso_desk.desk.import_words import PURPOSES
from cso_desk.desk.session import Session
from cso_desk.features.library import importing as library
from cso_desk.features.meetings import importing as meetings
from cso_desk.features.members import importing as members
from cso_desk.importers.columns import Purpose
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.store.search import refresh
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.picking import PickEditor
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.table_view import dense
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, ngettext

_FEATURES: Mapping[str, Any] = {
    "members": members,
    "people": members,
    "meetings": meetings,
    "attendance": meetings,
    "library": library,
}
_PAGE_OF = {"members": "members", "people": "members", "library": "library"}
_LONG = 2_000  # rows; comparing them takes a moment
_KNOWN = {
    "fill": N_("Known already: fill what is empty"),
    "update": N_("Known already: the list is right"),
    "skip": N_("Known already: leave them out"),
}


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
        self.model = PreviewModel()
        self.table = QTableView()
        self.table.setModel(self.model)
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
        corrections = dict(self._corrections)
        # Whoever comes from a meeting brings its attendance list.
        purpose = purpose or ("attendance" if self._target == "attendance" and self._meeting else None)
        choices: dict[str, Any] = {"purpose": purpose, "table": table, "kept_fonts": tuple(self._kept_fonts)}
        turn = self._next_turn()

        def work(progress: Any) -> Any:
            def glimpse(reading: SheetReading) -> None:
                self._glimpsed.emit(turn, reading)

            readings = read_list(
                path, sheet=sheet, corrections=corrections, glimpse=glimpse, progress=progress, **choices
            )
            chosen = _likeliest(readings)
            found = {} if corrections else members.remembered(self._session.store, chosen)
            if found:
                readings = [
                    *(each for each in readings if each is not chosen),
                    *read_list(path, sheet=chosen.name, corrections=found, progress=progress, **choices),
                ]
                chosen = readings[-1]
            return turn, readings, chosen, found

        self._session.work(
            _("Reading the list…"), work, self._show_readings, ended=lambda: self._forget_glimpse(turn)
        )

    def take_over(self) -> None:
        """Write what is ticked, as one step that can be undone."""
        reading, plan = self._reading, self._plan
        if reading is None or plan is None:
            return
        feature = _FEATURES[reading.purpose]

        def work(progress: Any) -> Any:
            report = feature.run_import(self._session.store, plan, progress)
            # What lists sort by is made here, beside the window, not by the first page that looks.
            refresh(self._session.store)
            members.remember(self._session.store, reading)
            return report

        self._session.work(_("Taking over the list…"), work, self._taken_over, alone=True)

    # --- within ---

    def _build(self) -> None:
        self.sheet, self.purpose, self.known = CalmComboBox(), CalmComboBox(), CalmComboBox()
        for box, say in (
            (self.sheet, lambda: _("Sheet")),
            (self.purpose, lambda: _("What the list is")),
            (self.known, lambda: _("What is known already")),
        ):
            named(box, say)
            box.setMinimumContentsLength(26)
        self.sheet.activated.connect(self._other_sheet)
        self.purpose.activated.connect(self._other_purpose)
        self.known.activated.connect(lambda _place: self._make_plan())
        suggest, name_of = record_finder(self._session, "meeting")
        self.meeting = PickEditor(suggest, name_of)
        self.meeting.name(lambda: _("Meeting"))
        self.meeting.setMinimumWidth(theme.px(240))
        line = self.meeting.control()
        live(line, lambda: line.setPlaceholderText(_("Choose the meeting")))
        self.meeting.show_value(self._meeting)
        self.meeting.committed.connect(self._other_meeting)
        self._for_meeting = holder(row(Label(lambda: _("Meeting"), "quiet"), self.meeting))
        self._file = Label("", "heading")
        self._summary = Label("", "quiet", wrap=True)
        self.to_check = button(lambda: "", self._narrow, checkable=True, picture="warning")
        self.go = button(lambda: "", self.take_over, name="primary", picture="check")
        another = button(lambda: _("Another file…"), self._ask)
        dense(self.table)
        named(self.table, lambda: _("Rows of the list"))
        head = column(gap=6, margins=(16, 10, 16, 10))
        head.addLayout(row(self._file, None, another))
        head.addWidget(flowing(self.sheet, self.purpose, self._for_meeting, self.known, self.to_check))
        head.addWidget(self._summary)
        shown = QWidget()
        whole = QVBoxLayout(shown)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.old_fonts = OldFonts(self._other_font)
        whole.addWidget(frame("bar", head))
        whole.addWidget(self.old_fonts)
        whole.addWidget(self.table, 1)
        hint = Label(lambda: _("Nothing is written before you press this button."), "quiet")
        whole.addWidget(frame("foot", row(None, hint, self.go, gap=12, margins=(16, 8, 16, 8))))
        self._stack.addWidget(self._first_step())
        self._stack.addWidget(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.model.counted.connect(self._say_count)

    def _first_step(self) -> EmptyPage:
        self._choose = button(lambda: _("Choose a file…"), self._ask, name="primary", picture="folder-open")
        self.setFocusProxy(self._choose)  # whoever opens the page chooses a file first
        return EmptyPage(
            "table",
            lambda: _("Choose the file of your list"),
            lambda: _(
                "Excel, LibreOffice or CSV, as it is: titles above, several header rows, totals and "
                "signatures below are understood. You will see every row before anything is written."
            ),
            self._choose,
        )

    def _ask(self) -> None:
        lists = _("Lists") + " (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt *.vcf)"
        ask_open(self, _("Choose the file of your list"), lists, self._read_new)

    def _read_new(self, path: Path) -> None:
        self._corrections, self._kept_fonts, self._readings = {}, set(), []
        self.read(path)

    def _next_turn(self) -> int:
        self._turn += 1
        return self._turn

    def _show_glimpse(self, turn: int, reading: SheetReading) -> None:
        """The first rows of a long list, to look at while the rest is read."""
        if turn != self._turn or self._path is None:
            return
        self._file.show_text(self._path.name)
        self.model.show_glimpse(reading)
        self._stack.setCurrentIndex(1)
        self._place_boxes()
        self.go.setEnabled(False)
        self._summary.show_text(_("These are the first rows; the rest is being read."))

    def _forget_glimpse(self, turn: int) -> None:
        """Whoever stopped the reading sees what was there before."""
        if not self.model.is_glimpse or turn != self._turn:
            return
        if self._reading is None or self._plan is None:
            self._stack.setCurrentIndex(0)
            return
        self.model.show_plan(self._reading, self._plan)
        self._place_boxes()
        self._say_count()

    def _show_readings(self, result: tuple[int, list[SheetReading], SheetReading, dict[str, str]]) -> None:
        turn, readings, chosen, remembered = result
        if turn != self._turn:
            return
        # A sheet that was read once more stands where it stood.
        fresh = {each.name: each for each in readings}
        known = [fresh.pop(each.name, each) for each in self._readings]
        self._readings = [*known, *(each for each in readings if each.name in fresh)]
        self._reading = chosen
        self._corrections = self._corrections or dict(remembered)
        first = not known
        self._fill_boxes()
        if first and members.own_list(chosen) is not None:
            # Whoever changed a list of ours in a spreadsheet wants what it says now.
            self.known.setCurrentIndex(self.known.findData("update"))
        self.old_fonts.show_columns(chosen.old_fonts)
        self.setFocusProxy(self.table)
        self._stack.setCurrentIndex(1)
        self._make_plan()

    def _fill_boxes(self) -> None:
        reading = self._reading
        if reading is None or self._path is None:
            return
        self._file.show_text(self._path.name)
        tables = tables_of(self._readings)
        self.sheet.clear()
        for label, name, table in tables:
            self.sheet.addItem(label, (name, table))
        here = [name == reading.name and table == reading.table for _label, name, table in tables]
        self.sheet.setCurrentIndex(here.index(True) if True in here else 0)
        self.sheet.setVisible(len(tables) > 1)
        for box, words, now in ((self.purpose, PURPOSES, reading.purpose), (self.known, _KNOWN, None)):
            chosen = now or box.currentData() or "fill"
            box.clear()
            for code, label in words.items():
                box.addItem(_(label), code)
            box.setCurrentIndex(max(0, box.findData(chosen)))
        self._for_meeting.setVisible(reading.purpose == "attendance")

    def _make_plan(self) -> None:
        reading = self._reading
        if reading is None:
            return
        options: dict[str, Any] = {"existing": self.known.currentData() or "fill"}
        if reading.purpose in ("meetings", "attendance"):
            options["meeting"] = self._meeting
        self._plan = None
        if reading.purpose == "attendance" and not self._meeting:
            self._say_count()
            return
        turn, feature = self._next_turn(), _FEATURES[reading.purpose]

        def work(progress: Any) -> Any:
            if feature is members:
                options["progress"] = progress
            return feature.plan_import(self._session.store, reading, **options)

        def show(plan: Any) -> None:
            if turn == self._turn:
                self._plan = plan
                self.model.show_plan(reading, plan)
                self._place_boxes()
                self._say_count()

        if reading.records > _LONG:
            self.model.show_glimpse(reading)
            self._place_boxes()
            self._summary.show_text(_("Comparing the list with what is known…"))
        self._session.work(
            _("Comparing the list with what is known…"),
            work,
            show,
            ended=lambda: self._forget_glimpse(turn),
        )

    def _place_boxes(self) -> None:
        self.table.setRowHeight(0, theme.px(44))
        self.table.setColumnWidth(0, theme.px(140))
        self.table.setColumnWidth(1, theme.px(64))
        self.table.setColumnWidth(DOUBTS, theme.px(288))
        self.table.setColumnHidden(DOUBTS, not self.model.has_remarks())
        for place, each in enumerate(self.model.columns()):
            box = meaning_box(each, self._other_meaning)
            self.table.setIndexWidget(self.model.index(0, place + BEFORE), box)
            # The meaning in full, beside the arrow and the paddings of the box.
            wanted = box.fontMetrics().horizontalAdvance(box.currentText()) + theme.px(64)
            self.table.setColumnWidth(place + BEFORE, min(max(wanted, theme.px(176)), theme.px(288)))

    def _say_count(self) -> None:
        reading, plan = self._reading, self._plan
        if reading is None:
            return
        new, known, out = (plan.count(a) if plan else 0 for a in ("create", "update", "skip"))
        said = [
            ngettext(
                "{number} row found", "{number} rows found", reading.records, number=digits(reading.records)
            ),
            _("new: {count}", count=digits(new)),
            _("known already: {count}", count=digits(known)),
            _("left out: {count}", count=digits(out)),
        ]
        above = [problem.message for problem in reading.problems if not problem.column][:2]
        needs = [_("Choose the meeting to which this attendance list belongs.")] if plan is None else []
        self._summary.show_text("  ·  ".join(said) + "".join(f"\n{each}" for each in (*above, *needs)))
        taken = new + known
        label = ngettext("Take over {number} row", "Take over {number} rows", taken, number=digits(taken))
        self.go.setText(label)
        self.go.setAccessibleName(label)
        self.go.setEnabled(taken > 0)
        doubts = _("To check: {count}", count=digits(self.model.doubtful()))
        self.to_check.setText(doubts)
        self.to_check.setAccessibleName(doubts)
        self.to_check.setEnabled(bool(self.model.doubtful()))

    def _narrow(self) -> None:
        self.model.only_to_check(self.to_check.isChecked())
        self._place_boxes()

    def _other_sheet(self, _place: int) -> None:
        self._corrections, self._kept_fonts = {}, set()
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
        self._read_again(self.purpose.currentData())

    def _other_meaning(self, letter: str, meaning: str) -> None:
        self._corrections[letter] = meaning
        self._read_again()

    def _other_font(self, letter: str, convert: bool) -> None:
        self._kept_fonts = self._kept_fonts - {letter} if convert else self._kept_fonts | {letter}
        self._read_again()

    def _read_again(self, purpose: Purpose | None = None) -> None:
        """Read the same table with what was chosen now."""
        reading = self._reading
        if self._path is not None and reading is not None:
            self.read(self._path, sheet=reading.name, purpose=purpose or reading.purpose, table=reading.table)

    def _other_meeting(self, meeting: str) -> None:
        self._meeting = meeting
        self._make_plan()

    def _taken_over(self, report: Any) -> None:
        self.finished.emit()
        purpose = self._reading.purpose if self._reading else self._target
        if purpose == "attendance":
            self._session.go_to_record("attendance", self._meeting)  # the tab of that meeting
        else:
            self._session.go(_PAGE_OF.get(purpose, "meetings"))
        self._session.notify(report.sentence(), undo=report.anything)

    def _say_again(self) -> None:
        self._fill_boxes()
        if self._plan is not None:
            self._make_plan()


def _likeliest(readings: list[SheetReading]) -> SheetReading:
    """The sheet with the most rows, an open one before a hidden one."""
    return max(readings, key=lambda each: (not each.hidden, each.records))
