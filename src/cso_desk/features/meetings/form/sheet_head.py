"""The head of the page on which a sheet is typed in: which meeting, which print of its sheet, which keys."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cso_desk.features.hub.record import ASKED
from cso_desk.features.meetings.form.sheet_table import TICK_KEYS
from cso_desk.features.meetings.record import Meeting, PrintedSheet
from cso_desk.widgets.controls import Label, button, column, named, part, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.wording import _


class SheetHead(QFrame):
    """Says what is typed in; `chosen`: another print was chosen, `scan`: the scan is to be shown or not."""

    chosen = Signal()
    scan = Signal()

    def __init__(self, days: int) -> None:
        super().__init__()
        part(self, "bar")
        self._days = days
        self._meeting = Meeting()
        self._sheets: Sequence[PrintedSheet] = ()
        self.sheet = CalmComboBox()
        named(self.sheet, lambda: _("Printed sheet"))
        self.sheet.setMinimumContentsLength(18)
        self.sheet.activated.connect(lambda _place: self.chosen.emit())
        self._about = Label("", "heading", wrap=True)
        self.keys = Label("", "quiet", wrap=True)
        self.show_scan = button(
            lambda: _("Scan of the sheet"), self.scan.emit, picture="paperclip", checkable=True
        )
        top = row(self._about, self.sheet, self.show_scan)
        top.setStretch(0, 1)
        inside = column(gap=2, margins=(16, 6, 16, 6))
        inside.addLayout(top)
        inside.addWidget(self.keys)
        self.setLayout(inside)
        live(self, self._say)

    def show_meeting(self, meeting: Meeting, sheets: Sequence[PrintedSheet]) -> None:
        """Say which meeting it is, and offer its prints, the newest first."""
        same = [each.id for each in sheets] == [each.id for each in self._sheets] and meeting == self._meeting
        self._meeting, self._sheets = meeting, sheets
        if not same:
            self._say()

    def choose(self, sheet: str) -> None:
        """Take the print with this id, as if it had been chosen."""
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(sheet)))

    def print_chosen(self) -> PrintedSheet | None:
        """The print whose rows are typed in; None where none was made."""
        return next((each for each in self._sheets if each.id == self.sheet.currentData()), None)

    def _say(self) -> None:
        meeting = self._meeting
        title = title_of((meeting.title_km, meeting.title_en), meeting.code)
        self._about.show_text("   ·   ".join(filter(None, (title, short_date(meeting.starts)))))
        chosen = self.sheet.currentData()
        self.sheet.clear()
        for each in self._sheets:
            said = _(
                "Sheet {code}, printed {day}",
                code=f"{meeting.code}/{each.number}",
                day=short_date(each.printed_on),
            )
            self.sheet.addItem(said, each.id)
        self.sheet.setVisible(len(self._sheets) > 1)
        self.choose(chosen)
        self.keys.show_text("   ".join(self._keys()))

    def _keys(self) -> list[str]:
        """What each key says of a row."""
        said = [
            _("Space: present"), _("A: absent"), _("E: excused"), _("R: somebody else came instead"),
            _("H: other institution"), _("Backspace: no mark"),
        ]  # fmt: skip
        if self._days > 1:
            said.insert(1, _("1 to {days}: days present", days=digits(self._days)))
        asked = [each for each in TICK_KEYS if each in self._meeting.asked]
        return said + [_("{key}: {word}", key=TICK_KEYS[each].upper(), word=_(ASKED[each])) for each in asked]
