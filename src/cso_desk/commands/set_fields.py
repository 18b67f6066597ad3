"""`set`: gives fields of one record new values, in one step that can be undone."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import Any

from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.shaping import page, plain
from cso_desk.commands.typed_values import Typed
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service.planning import check_days, check_status
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading
from cso_desk.wording import N_, _


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help=_("the code or the id of a record"))
    parser.add_argument(
        "assignments",
        metavar="FIELD=VALUE",
        nargs="+",
        help=_("a field and its new value; nothing empties it"),
    )


def run(args: Namespace) -> Result:
    with opened(args) as store:
        with store.reading() as reading:
            kind, record = record_named(reading, args.code)
            typed = Typed(reading, store.hub)
            values = typed.assignments(kind, args.assignments)
            check(reading, kind, record, values)
        before = kind.to_stored(record)
        with store.transaction(N_("Change a record")) as t:
            t.change(record, **values)
        with store.reading() as reading:
            now = reading.get(kind.record, record.id)
            assert now is not None  # noqa: S101  a record is never removed
            after = kind.to_stored(now)
            changed = [name for name in values if before[name] != after[name] and name != "scope"]
            lines = page(reading, kind, now) if changed else [_("Nothing to change: it is so already.")]
        return Result({"record": plain(kind, now), "changed": changed}, lines, typed.notes)


def check(reading: Reading, kind: RecordType, record: Record, values: dict[str, Any]) -> None:
    """Raise UserError where the new values do not go together or may not be changed any more."""
    if record.deleted:
        raise UserError(_("This record is in the trash. Restore it first."))
    after = replace(record, **values)
    if not any(text.strip() for text in kind.title(after)) and any(
        text.strip() for text in kind.title(record)
    ):
        raise UserError(_("This would leave the record without a name. Give it one in Khmer or in English."))
    if isinstance(after, Meeting):
        check_days(after)
        assert isinstance(record, Meeting)  # noqa: S101  they are of one kind
        check_status(reading, record, after.status)
        if "minutes_state" in values:
            raise UserError(
                _("The state of the minutes has a command of its own: cso-desk meeting state CODE STATE")
            )
    meeting = getattr(record, "meeting", "") if kind.name in ("minutes_entry", "decision") else ""
    held = reading.get(Meeting, meeting) if meeting else None
    if held is not None and held.minutes_state == "locked":
        raise UserError(_("These minutes are locked. Unlock them first and say why."))
