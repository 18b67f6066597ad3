"""`conflicts`: what people must decide after an exchange, side by side."""

from argparse import ArgumentParser, Namespace
from typing import Any

from cso_desk.commands.history import when
from cso_desk.commands.naming import called, referred
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.shaping import shown_stored
from cso_desk.journal.reviews import Conflict, conflicts
from cso_desk.store.reading import Reading
from cso_desk.wording import _, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    """It takes no arguments of its own."""


def run(args: Namespace) -> Result:
    with opened(args) as store, store.reading() as reading:
        found = conflicts(reading.connection, store.shelves)
        lines = [line for each in found for line in _told(reading, each)]
        lines.append(ngettext("{count} decision waits.", "{count} decisions wait.", len(found)))
        if found:
            lines.append(
                _("To decide: cso-desk resolve CODE FIELD --keep N, or cso-desk resolve --all-shown")
            )
        data = {"count": len(found), "conflicts": [plain_conflict(reading, each) for each in found]}
        return Result(data, lines)


def plain_conflict(reading: Reading, each: Conflict) -> dict[str, Any]:
    """A conflict as an object; sides are numbered from 1, the one that is shown now comes first."""
    found = referred(reading, each.record, each.kind)
    title = found[0].title(found[1]) if found else ("", "")
    return {
        "type": each.kind, "id": each.record, "code": found[1].code if found else "", "title_km": title[0],
        "title_en": title[1], "field": each.field,
        "sides": [
            {"n": n, "value": side.value, "hub": side.hub, "actor": side.actor, "device": side.device,
             "at": side.at, "shown": side.shown}
            for n, side in enumerate(each.sides, start=1)
        ],
    }  # fmt: skip


def _told(reading: Reading, each: Conflict) -> list[str]:
    kind = reading.shelves.types[each.kind]
    found = referred(reading, each.record, each.kind)
    name = f"{found[1].code or each.record}  {called(*found)}" if found else each.record
    label = _(kind.fields[each.field].kind.label) if each.field in kind.fields else each.field
    lines = [f"{name} — {label} [{each.field}]"]
    for n, side in enumerate(each.sides, start=1):
        value = shown_stored(reading, kind, each.field, side.value) or "—"
        who = ", ".join(text for text in (side.hub, side.actor, when(side.at)) if text)
        mark = "*" if side.shown else " "
        lines.append(f"  {mark} {n}  {value}  ({who})")
    return lines
