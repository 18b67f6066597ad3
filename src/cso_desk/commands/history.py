"""`history`: who changed what and when, of one record or of the store."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import Any

from cso_desk.commands.counting import number
from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.shaping import shown_stored
from cso_desk.journal.history import Line, StepLine, history, steps
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading
from cso_desk.wording import _


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "code", metavar="CODE", nargs="?", help=_("the code or the id of a record; without it the last steps")
    )
    parser.add_argument("--limit", metavar="N", default="50", help=_("at most so many"))


def run(args: Namespace) -> Result:
    most = number(args.limit)
    with opened(args) as store, store.reading() as reading:
        if not args.code:
            made = steps(reading.connection, most)
            return Result({"steps": [_step(step) for step in made]}, [_step_line(step) for step in made])
        kind, record = record_named(reading, args.code)
        changes = history(reading.connection, record.id)[:most]
        data = {
            "type": kind.name,
            "id": record.id,
            "code": record.code,
            "history": [_change(c) for c in changes],
        }
        return Result(data, _told(reading, kind, changes))


def when(milliseconds: int) -> str:
    """A moment, UTC milliseconds, as this computer's clock on the wall shows it."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def _step(step: StepLine) -> dict[str, Any]:
    at = datetime.fromtimestamp(step.at / 1000, UTC).isoformat(timespec="milliseconds")
    return {"step": step.uid, "kind": step.kind, "label": step.text, "actor": step.actor, "at": at}


def _step_line(step: StepLine) -> str:
    return "  ".join(text for text in (when(step.at), step.text, step.actor) if text)


def _change(change: Line) -> dict[str, Any]:
    return _step(change.step) | {
        "hub": change.hub, "replica": change.replica, "field": change.field, "before": change.before,
        "after": change.after,
    }  # fmt: skip


def _told(reading: Reading, kind: RecordType, changes: list[Line]) -> list[str]:
    lines, last = [], ""
    for change in changes:
        if change.step.uid != last:
            last = change.step.uid
            lines.append(_step_line(change.step))
        # A record that moves to other holders is told anew to them, with the values it has already.
        if change.field in ("scope", "code") or change.before == change.after:
            continue
        field = kind.fields.get(change.field)
        label = _(field.kind.label) if field else change.field
        before, after = (shown_stored(reading, kind, change.field, v) for v in (change.before, change.after))
        lines.append(f"    {label}: {before or '—'} → {after or '—'}")
    return lines
