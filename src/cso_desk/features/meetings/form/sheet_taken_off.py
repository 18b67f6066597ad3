"""The line below the rows of a sheet for somebody who signed it and was taken off the list since."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from cso_desk.features.meetings.service import SheetRow
from cso_desk.widgets.controls import Label, button, column, part
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import title_of
from cso_desk.wording import _


class TakenOff(QFrame):
    """Shown while the cursor is on such a row; its button puts the row back."""

    def __init__(self, put_back: Callable[[], object]) -> None:
        super().__init__()
        part(self, "caution")
        self._said = Label()
        self.back = button(
            lambda: _("Put back on the list"), put_back, picture="arrow-u-up-left", writes="data"
        )
        self.setLayout(column(flowing(self._said, self.back), gap=4, margins=(16, 6, 16, 6)))
        self.hide()

    def show_row(self, row: SheetRow | None) -> None:
        """Say whose row it is where it was taken off; else hide."""
        gone = row is not None and row.row.attendance.deleted
        self.setVisible(gone)
        if row is not None and gone:
            person = row.row.person
            name = title_of((person.name_km, person.name_en), person.code)
            self._said.show_text(_("{name} was taken off the list after the sheet was printed.", name=name))
