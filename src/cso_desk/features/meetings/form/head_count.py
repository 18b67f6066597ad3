"""How many came, where there was no sheet: the total, the women, how exact that is and what it rests on."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from cso_desk.errors import UserError
from cso_desk.features.meetings.record import BASES, Meeting
from cso_desk.features.meetings.service import record_head_count
from cso_desk.khmer.digits import parse_number
from cso_desk.records.amounts import QUALIFIERS
from cso_desk.widgets.controls import Label, button, column, holder, icon_button, named, part, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_WIDTH = 80


class HeadCount(QFrame):
    """A bar that is shown when it is asked for; Enter goes from field to field and keeps the count."""

    asked = Signal(bool)

    def __init__(self, host: Host) -> None:
        super().__init__()
        part(self, "bar")
        self._host = host
        self._meeting: Meeting | None = None
        self.total, self.female = QLineEdit(), QLineEdit()
        self.exact, self.basis = CalmComboBox(), CalmComboBox()
        for each, say in (
            (self.total, lambda: _("Heads counted")),
            (self.female, lambda: _("Women counted")),
            (self.exact, lambda: _("How exact")),
            (self.basis, lambda: _("Basis of the figure")),
        ):
            named(each, say)
        for line, hint in ((self.total, lambda: _("Total")), (self.female, lambda: _("Women"))):
            line.setFixedWidth(theme.px(_WIDTH))
            live(line, lambda line=line, hint=hint: line.setPlaceholderText(hint()))  # type: ignore[misc]
        for box in (self.exact, self.basis):
            box.setMinimumContentsLength(9)
        self.total.returnPressed.connect(self.female.setFocus)
        self.female.returnPressed.connect(self.keep)
        keep = button(lambda: _("Keep the count"), self.keep, name="primary", writes="data")
        close = icon_button("x", lambda: _("Close"), self.hide)
        said = Label(lambda: _("Without a sheet:"), "quiet")
        end = holder(row(keep, close))
        inside = flowing(holder(row(said, self.total)), self.female, self.exact, self.basis, end)
        self.setLayout(column(inside, gap=0, margins=(16, 6, 8, 6)))
        self.hide()

    def ask(self, meeting: Meeting) -> None:
        """Show what was counted at a meeting, to be typed or put right."""
        self._meeting = meeting
        for line, value in ((self.total, meeting.total_counted), (self.female, meeting.female_counted)):
            line.setText("" if value is None else digits(value))
        _fill(self.exact, QUALIFIERS, meeting.counted_qualifier)
        _fill(self.basis, BASES, meeting.counted_basis)
        self.show()
        self.total.setFocus(Qt.FocusReason.OtherFocusReason)
        self.total.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.asked.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():
            self.asked.emit(False)

    def keep(self) -> None:
        """Keep the count with the meeting, which was held then."""
        meeting = self._meeting
        if meeting is not None and self._host.attempt(lambda: self._keep(meeting)):
            self.hide()
            self._host.notify(_("The count is kept."), undo=True)

    def _keep(self, meeting: Meeting) -> None:
        total = _number(self.total)
        if total is None:
            raise UserError(_("Type how many people there were."))
        record_head_count(
            self._host.store,
            meeting.id,
            total,
            _number(self.female),
            qualifier=str(self.exact.currentData()),
            basis=str(self.basis.currentData()),
        )


def _number(line: QLineEdit) -> int | None:
    """The number that was typed, None for none; raises UserError where it is no number."""
    text = line.text().strip()
    number = parse_number(text) if text else None
    if text and not isinstance(number, int):
        raise UserError(_("“{text}” is no number. Type how many people it is.", text=text))
    return number if isinstance(number, int) else None


def _fill(box: CalmComboBox, choices: Mapping[str, str], chosen: str) -> None:
    box.clear()
    for code, label in choices.items():
        box.addItem(_(label), code)
    box.setCurrentIndex(max(0, box.findData(chosen)))
