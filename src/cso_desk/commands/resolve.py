"""`resolve`: decides what stands against each other after an exchange."""

from argparse import ArgumentParser, Namespace

from cso_desk.commands.conflicts import plain_conflict
from cso_desk.commands.counting import number
from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.typed_values import Typed, field_named
from cso_desk.errors import UserError
from cso_desk.journal.reviews import (
    Conflict,
    Way,
    as_hub_says,
    as_newest,
    as_shown,
    conflict,
    conflicts,
    resolve,
    settled_by,
    where_others_are_empty,
)
from cso_desk.records.kinds import Stored
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", nargs="?", help=_("the code or the id of a record"))
    parser.add_argument("field", metavar="FIELD", nargs="?", help=_("the field that waits for a decision"))
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--keep", metavar="N", help=_("keep the side with this number"))
    how.add_argument("--value", metavar="VALUE", help=_("give it this value instead"))
    how.add_argument("--all-shown", action="store_true", help=_("keep everywhere what is shown now"))
    how.add_argument("--all-of", metavar="HUB", help=_("take everywhere what this hub wrote"))
    how.add_argument("--all-newest", action="store_true", help=_("take everywhere what was written last"))
    how.add_argument("--all-filled", action="store_true", help=_("take the other side where one is empty"))


def run(args: Namespace) -> Result:
    with opened(args) as store:
        with store.reading() as reading:
            notes: list[str] = []
            choices = _choices(args, store, reading, notes)
            settled = [plain_conflict(reading, each) | {"chosen": value} for each, value in choices]
        if choices:
            resolve(store, choices)
        with store.reading() as reading:
            left = len(conflicts(reading.connection, store.shelves))
        lines = [
            ngettext("{count} decision was made.", "{count} decisions were made.", len(choices)),
            ngettext("{count} decision waits.", "{count} decisions wait.", left),
        ]
        return Result({"resolved": settled, "count": len(choices), "left": left}, lines, notes)


def _choices(
    args: Namespace, store: Store, reading: Reading, notes: list[str]
) -> list[tuple[Conflict, Stored]]:
    way = _way(args)
    if way is not None:
        found = conflicts(reading.connection, store.shelves)
        if args.code:
            record = record_named(reading, args.code)[1]
            found = [each for each in found if each.record == record.id and args.field in (None, each.field)]
        return settled_by(found, way)
    if not args.code or not args.field:
        raise UserError(_("Say which record and which field: cso-desk resolve CODE FIELD --keep N"))
    kind, record = record_named(reading, args.code)
    name = args.field if args.field in kind.fields else field_named(kind, args.field).name
    each = conflict(reading.connection, store.shelves, record.id, name)
    if args.keep is not None:
        side = number(args.keep)
        if not 1 <= side <= len(each.sides):
            raise UserError(_("There are sides 1 to {count}. Say one of them.", count=len(each.sides)))
        return [(each, each.sides[side - 1].value)]
    typed = Typed(reading, store.hub)
    field = kind.fields[name]
    value = field.kind.to_stored(typed.value(kind, field, args.value))
    notes += typed.notes
    return [(each, value)]


def _way(args: Namespace) -> Way | None:
    """One way for many differences, None where a single one is decided."""
    if args.all_of:
        return as_hub_says(args.all_of)
    if args.all_newest:
        return as_newest
    if args.all_filled:
        return where_others_are_empty
    return as_shown if args.all_shown else None
