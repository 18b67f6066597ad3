"""The question at the end of a sheet: what became of those of whom nothing was said."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from cso_desk.widgets.controls import Label, button, column, part
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext


class EndQuestion(QFrame):
    """Shown when it is asked; the answer is `absent` or `leave`, Enter answers absent."""

    absent = Signal()
    leave = Signal()

    def __init__(self) -> None:
        super().__init__()
        part(self, "caution")
        self._asked = Label()
        self._absent = button(lambda: _("They were absent"), self.absent.emit, name="primary", writes="data")
        leave = button(lambda: _("Leave them open"), self.leave.emit)
        for each in (self._absent, leave):
            each.setAutoDefault(True)
        self.setLayout(column(flowing(self._asked, self._absent, leave), gap=4, margins=(16, 8, 16, 8)))
        self.hide()

    def ask(self, waiting: int) -> None:
        """Ask about so many people."""
        self._asked.show_text(
            ngettext(
                "{number} person on the list has no mark.",
                "{number} people on the list have no mark.",
                waiting,
                number=digits(waiting),
            )
        )
        self.show()
        self._absent.setFocus(Qt.FocusReason.OtherFocusReason)
