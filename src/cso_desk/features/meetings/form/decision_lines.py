"""The decisions of a meeting as its tab lists them, each by the number that it is called by everywhere."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from cso_desk.features.meetings.form.layout import DECISION_GROUPS
from cso_desk.features.meetings.record import DECISION
from cso_desk.features.meetings.service import shared_numbers
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.host import Host
from cso_desk.widgets.related import RelatedRecords
from cso_desk.widgets.showing import digits
from cso_desk.widgets.table_model import RecordModel

_ID = Qt.ItemDataRole.UserRole


class DecisionLines(RelatedRecords):
    """The tab of a meeting with what was decided."""

    def __init__(self, host: Host) -> None:
        super().__init__(host, DECISION, "meeting", groups=DECISION_GROUPS)

    def make_model(self, host: Host, kind: RecordType, columns: Sequence[str]) -> RecordModel:
        return _Numbered(host, kind, columns)


class _Numbered(RecordModel):
    """Shows numbers in the digits of the window; where two laptops gave the same one, what it is called."""

    def __init__(self, host: Host, kind: RecordType, columns: Sequence[str]) -> None:
        super().__init__(host, kind, columns)
        self._store, self._names = host.store, dict[str, str]()
        self._place = self.columns.index("number")
        self.modelReset.connect(self._read_names)

    def look_of(self, row: int, column: int) -> tuple[str, bool, bool]:
        text, ends, lent = super().look_of(row, column)
        if column == self._place:
            text = digits(self._names.get(self.data(self.index(row, 0), _ID), text))
        return text, ends, lent

    def _read_names(self) -> None:
        with self._store.reading() as reading:
            self._names = {str(record): name for record, name in shared_numbers(reading).items()}
