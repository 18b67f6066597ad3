"""The line above a record that was just added: perhaps it is there already, and can be opened instead."""

from PySide6.QtWidgets import QFrame

from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import Label, button, column, part
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Alike, Host
from cso_desk.widgets.putting_away import put_away
from cso_desk.wording import _


class AlikeLine(QFrame):
    """Asks the host after every change of a new record, and hides where nothing is like it."""

    def __init__(self, host: Host, kind: RecordType) -> None:
        super().__init__()
        part(self, "bar")
        self._host, self._kind = host, kind
        self._new: set[str] = set()
        self._record: Record | None = None
        self.found: Alike | None = None
        self._said = Label("", wrap=True)
        self._why = Label("", "quiet", wrap=True)
        instead = button(lambda: _("Open that one instead"), self.open_instead, picture="arrow-square-out")
        compare = button(lambda: _("Compare…"), self.compare, picture="columns")
        self.setLayout(
            column(self._said, self._why, flowing(instead, compare), gap=2, margins=(16, 8, 16, 8))
        )
        self.hide()

    def expect(self, record: str) -> None:
        """Say that this record is new: others are not asked about."""
        self._new.add(record)

    def show_record(self, record: Record) -> None:
        """Look whether a new record is there already; nothing is shown of one that is not new."""
        self._record = record
        found = self._host.alike(self._kind.name, record) if record.id in self._new else []
        self.found = found[0] if found and not record.deleted else None
        if self.found is not None:
            self._said.show_text(_("Perhaps already there: {name}", name=self.found.name))
            self._why.show_text(self.found.why)
            self._why.setVisible(bool(self.found.why))
        self.setVisible(self.found is not None)

    def open_instead(self) -> None:
        """Put the new record away and open the one that was there."""
        record, other = self._record, self.found
        if record is None or other is None:
            return
        if put_away(self._host, self._kind, record.id, record.code):
            self._host.go_to_record(self._kind.name, other.record)
            self._host.notify(
                _("The new record is in the trash; “{name}” was there already.", name=other.name), undo=True
            )

    def compare(self) -> None:
        """See both side by side, where they can be merged."""
        if self._record is not None and self.found is not None:
            self._host.show_duplicates(self._kind.name, (self._record.id, self.found.record))
