"""What is told of one record, the latest first, a page more whenever it is asked for."""

from PySide6.QtWidgets import QPushButton

from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import button
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.scroll_column import ScrollColumn
from cso_desk.wording import _

_PAGE = 50  # lines or steps that are shown at once


class RecordColumn(ScrollColumn):
    """A kind of it draws the first `shown` of what it knows of its record in `_draw`."""

    def __init__(self, host: Host, kind: RecordType) -> None:
        super().__init__()
        self._host, self._kind = host, kind
        self._record: Record | None = None
        self.shown = _PAGE
        live(self, self._draw)

    def show_record(self, record: Record) -> None:
        if self._record is None or self._record.id != record.id:
            self.shown = _PAGE
        self._record = record
        self._draw()

    def show_more(self) -> None:
        """Show what came before that which is shown; the eye stays where it is."""
        self.shown += _PAGE
        place = self.verticalScrollBar().value()
        self._draw()
        self.verticalScrollBar().setValue(place)

    def _more(self) -> QPushButton:
        return button(lambda: _("Show earlier ones"), self.show_more, name="link")

    def _draw(self) -> None:
        raise NotImplementedError
