"""Reads the cells of a block that was copied from a spreadsheet as values of fields, as the editors do."""

import csv
import io
from typing import Any

from cso_desk.fields.exact import read_exact
from cso_desk.fields.reading import WrongInputError
from cso_desk.records.record_type import Field, RecordType
from cso_desk.widgets.host import Host


def cells_of(text: str) -> list[list[str]]:
    """The cells of a text that a spreadsheet put on the clipboard; rows are made equally long."""
    rows = list(csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), dialect="excel-tab"))
    width = max((len(each) for each in rows), default=0)
    return [each + [""] * (width - len(each)) for each in rows if width]


class CellReader:
    """Reads cells as values of the fields of one record type; every text is looked up once."""

    def __init__(self, host: Host, kind: RecordType) -> None:
        self._host, self.kind = host, kind
        self._read: dict[tuple[str, str], Any] = {}

    def read(self, field: Field, text: str) -> Any:
        """The value of a cell. Raises WrongInputError where the text is no value of the field."""
        key = (field.name, text)
        if key not in self._read:
            try:
                self._read[key] = read_exact(field.kind, text, self._record)
            except WrongInputError as error:
                self._read[key] = error
        found = self._read[key]
        if isinstance(found, WrongInputError):
            raise found
        return found

    def _record(self, kind: str, text: str) -> str:
        from cso_desk.store.record_meant import record_meant  # noqa: PLC0415  see RecordModel.load

        return record_meant(self._host.store, kind or self.kind.name, text)
