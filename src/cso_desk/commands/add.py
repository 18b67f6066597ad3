"""`add`: keeps one new record, its fields given as FIELD=VALUE."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any, cast

from cso_desk.commands.naming import called, kind_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.shaping import plain
from cso_desk.commands.typed_values import Typed
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Action, AgendaItem, Decision, Meeting, MinutesEntry
from cso_desk.features.meetings.service import add_action, add_decision, add_minutes_entry
from cso_desk.features.meetings.service.planning import plan_meeting, set_agenda
from cso_desk.features.members.record import (
    GroupMembership,
    Membership,
    Organisation,
    Person,
    Position,
    Relation,
)
from cso_desk.features.members.service import add_membership, add_organisation, add_person_with_position
from cso_desk.records.base import Record
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store
from cso_desk.wording import N_, _

_TIES = (Position, Relation, GroupMembership)
"""What has no name of its own: it is told by those whom it joins."""

KINDS = ("organisation", "person", "position", "series", "meeting", "decision", "action", "library")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", help=_("one of: {kinds}", kinds=", ".join(KINDS)))
    parser.add_argument("assignments", metavar="FIELD=VALUE", nargs="+", help=_("a field and its value"))


def run(args: Namespace) -> Result:
    with opened(args) as store:
        with store.reading() as reading:
            kind = kind_named(reading, args.kind)
            typed = Typed(reading, store.hub)
            record = kind.record(**typed.assignments(kind, args.assignments))
        kept = keep(store, kind, record)
        name = " ".join(text for text in (kept.code or kept.id, called(kind, kept)) if text)
        lines = [_("Added: {name}", name=name)]
        return Result({"record": plain(kind, kept)}, lines, typed.notes)


def keep(store: Store, kind: RecordType, record: Record) -> Record:
    """Keep a new record through the service of its kind. Raises UserError where something is missing."""
    _check_parent(kind, record)
    service = _SERVICES.get(type(record))
    if service is not None:
        return service(store, record)
    if kind.name in ("attendance", "hub_profile"):
        raise UserError(_("Records of the kind “{kind}” are not added one by one.", kind=_(kind.label)))
    if not isinstance(record, _TIES) and not any(text.strip() for text in kind.title(record)):
        raise UserError(_("Give the record a name or title in Khmer or in English."))
    with store.transaction(N_("Add a record")) as t:
        return t.add(record)


def _check_parent(kind: RecordType, record: Record) -> None:
    needed = ("person", "organisation") if isinstance(record, Position) else (kind.parent,)
    for name in needed:
        if name and not getattr(record, name):
            raise UserError(
                _(
                    "Say which “{field}”: {example}",
                    field=_(kind.fields[name].kind.label),
                    example=f"{name}=CODE",
                )
            )


def _add_agenda_item(store: Store, item: AgendaItem) -> Record:
    with store.reading() as reading:
        table = reading.table(AgendaItem)
        order = [table.c.number, table.c.id]
        agenda = reading.all(AgendaItem, table.c.meeting == item.meeting, order_by=order)
    kept = set_agenda(store, item.meeting, [*agenda, item])
    return cast("Record", next(each for each in kept if each.id == item.id))


_SERVICES: dict[type[Record], Callable[[Store, Any], Record]] = {
    Organisation: add_organisation,
    Person: lambda store, person: add_person_with_position(store, person)[0],
    Membership: add_membership,
    Meeting: plan_meeting,
    Decision: add_decision,
    Action: add_action,
    MinutesEntry: add_minutes_entry,
    AgendaItem: _add_agenda_item,
}
"""What keeps a new record of these kinds; others are kept as they are."""
