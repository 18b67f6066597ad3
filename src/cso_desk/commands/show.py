"""`show`: one record with its fields and what belongs to it."""

from argparse import ArgumentParser, Namespace
from typing import Any

from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.shaping import line, page, plain
from cso_desk.records.base import Record
from cso_desk.records.kinds import Reference
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading
from cso_desk.wording import _


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help=_("the code or the id of a record"))


def run(args: Namespace) -> Result:
    with opened(args) as store, store.reading() as reading:
        kind, record = record_named(reading, args.code)
        lines = page(reading, kind, record)
        related: dict[str, Any] = {}
        for other, records in _belonging(reading, kind, record):
            related[other.name] = [plain(other, each) for each in records]
            lines += ["", _(other.plural), *(f"  {line(reading, other, each)}" for each in records)]
        return Result({"record": plain(kind, record), "related": related}, lines)


def _belonging(reading: Reading, kind: RecordType, record: Record) -> list[tuple[RecordType, list[Record]]]:
    """The records that refer to this one as what they are a part of, and positions in an organisation."""
    found = []
    for other in reading.shelves.types.values():
        if other.parent is None:
            continue
        table = reading.table(other.record)
        fields = [
            name
            for name, field in other.fields.items()
            if isinstance(field.kind, Reference)
            and field.kind.to == kind.name
            and (name == other.parent or other.name == "position")
        ]
        for name in fields:
            order = [table.c[key] for key in ("number", "sheet_row", "id") if key in table.c]
            records = reading.all(other.record, table.c[name] == record.id, order_by=order)
            if records:
                found.append((other, records))
    return found
