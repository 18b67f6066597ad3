"""`list`: the records of one kind, in the order of their names."""

from argparse import ArgumentParser, Namespace
from typing import Any

from cso_desk.commands.counting import number
from cso_desk.commands.naming import LISTED, kind_named, record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.shaping import line, plain
from cso_desk.commands.typed_values import Typed
from cso_desk.errors import UserError
from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import Record
from cso_desk.records.kinds import Place
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading
from cso_desk.wording import _, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help=_("one of: {kinds}", kinds=", ".join(LISTED)))
    parser.add_argument("--place", metavar="PLACE", help=_("only in this place: its code or its name"))
    parser.add_argument("--meeting", metavar="CODE", help=_("only what belongs to this meeting"))
    parser.add_argument("--limit", metavar="N", help=_("at most so many"))
    parser.add_argument("--trash", action="store_true", help=_("what is in the trash"))


def run(args: Namespace) -> Result:
    with opened(args) as store, store.reading() as reading:
        kind = kind_named(reading, args.kind)
        conditions = _conditions(args, reading, kind, store.hub)
        records = reading.all(kind.record, *conditions, trash=args.trash)
        records.sort(key=lambda record: _order(kind, record))
        total = len(records)
        if args.limit:
            records = records[: number(args.limit)]
        lines = [line(reading, kind, record) for record in records]
        lines.append(ngettext("{count} record", "{count} records", total))
        data = {"type": kind.name, "count": total, "records": [plain(kind, record) for record in records]}
        return Result(data, lines)


def _conditions(args: Namespace, reading: Reading, kind: RecordType, hub: str) -> list[Any]:
    table = reading.table(kind.record)
    found = [table.c.deleted == 1] if args.trash else []
    if args.place:
        field = next((name for name, each in kind.fields.items() if isinstance(each.kind, Place)), None)
        if field is None:
            raise UserError(_("“{kind}” has no place.", kind=_(kind.plural)))
        found.append(table.c[field].startswith(Typed(reading, hub).place(args.place)))
    if args.meeting:
        if kind.parent != "meeting":
            raise UserError(_("“{kind}” does not belong to a meeting.", kind=_(kind.plural)))
        found.append(table.c.meeting == record_named(reading, args.meeting, "meeting")[1].id)
    return found


def _order(kind: RecordType, record: Record) -> tuple[Any, ...]:
    """Meetings by day, numbered things by number, everything else by name."""
    km, en = kind.title(record)
    first = [
        getattr(record, name) for name in ("meeting", "starts", "number", "sheet_row") if name in kind.fields
    ]
    keys = [
        (value is None, str(value).rjust(12) if isinstance(value, int) else str(value)) for value in first
    ]
    return (*keys, sort_key(km or en), record.id)
