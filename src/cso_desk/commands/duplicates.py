"""`duplicates`: what was entered twice; makes one of several, or remembers that two are not the same."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from cso_desk.commands.naming import called, record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.errors import UserError
from cso_desk.features.members.service.duplicates import (
    KindName,
    Pair,
    duplicates,
    merge,
    say_distinct,
)
from cso_desk.records.base import Record, RecordId
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext

_KINDS: tuple[KindName, ...] = ("organisation", "person")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "action", metavar="ACTION", nargs="?", choices=("merge", "distinct"), help=_("merge or distinct")
    )
    parser.add_argument("codes", metavar="CODE", nargs="*", help=_("the codes; the first is kept"))
    parser.add_argument("--kind", choices=_KINDS, help=_("only records of this kind"))


def run(args: Namespace) -> Result:
    with opened(args) as store:
        if args.action is None:
            return _listed(args, store)
        if len(args.codes) < 2:
            raise UserError(_("Say the codes of two records: cso-desk duplicates merge CODE CODE"))
        kind, one, *others = _named(store, args.codes)
        if args.action == "merge":
            return _merged(store, kind, one, others)
        if len(others) > 1:
            raise UserError(_("Say of two records at a time that they are not the same."))
        other = others[0]
        first, second = sorted((one.id, other.id))
        say_distinct(store, Pair(kind, first, second, score=0.0, reasons=()))
        data = {"distinct": [one.id, other.id]}
        said = _("Remembered: {one} and {other} are not the same.", one=one.code, other=other.code)
        return Result(data, [said])


def _listed(args: Namespace, store: Store) -> Result:
    ticker = Ticker(quiet=args.json)
    kinds = [args.kind] if args.kind else _KINDS
    pairs = [pair for kind in kinds for pair in duplicates(store, kind, progress=ticker)]
    with store.reading() as reading:
        told = [_told(reading, pair) for pair in pairs]
    lines = [line for each in told for line in _lines(each)]
    lines.append(ngettext("{count} pair may be one", "{count} pairs may be one", len(pairs)))
    return Result({"count": len(pairs), "pairs": told}, lines)


def _told(reading: Reading, pair: Pair) -> dict[str, Any]:
    kind = reading.shelves.types[pair.kind]
    sides = [_side(reading, kind, record) for record in (pair.one, pair.other)]
    return {
        "kind": pair.kind,
        "score": round(pair.score, 3),
        "reasons": [_(each) for each in pair.reasons],
    } | dict(zip(("one", "other"), sides, strict=True))


def _side(reading: Reading, kind: RecordType, record_id: RecordId) -> dict[str, str]:
    record = reading.get(kind.record, record_id)
    title = kind.title(record) if record else ("", "")
    return {
        "id": record_id,
        "code": record.code if record else "",
        "title_km": title[0],
        "title_en": title[1],
    }


def _lines(told: dict[str, Any]) -> list[str]:
    heads = [
        "  ".join(filter(None, (side["code"], side["title_km"], side["title_en"])))
        for side in (told["one"], told["other"])
    ]
    why = _("{percent} %: {reasons}", percent=round(100 * told["score"]), reasons=", ".join(told["reasons"]))
    return [heads[0], heads[1], f"    {why}", ""]


def _named(store: Store, codes: list[str]) -> tuple[KindName, Record, *tuple[Record, ...]]:
    with store.reading() as reading:
        kind, one = record_named(reading, codes[0])
        others = [record_named(reading, code, kind.name)[1] for code in codes[1:]]
    for each in _KINDS:
        if each == kind.name:
            return each, one, *others
    raise UserError(_("Only institutions or people can be merged."))


def _merged(store: Store, kind: KindName, keep: Record, others: Sequence[Record]) -> Result:
    merge(store, kind, keep.id, *(other.id for other in others))
    with store.reading() as reading:
        known = reading.shelves.types[kind]
        name = called(known, keep)
    data = {"kept": keep.id, "merged": [other.id for other in others]}
    said = ngettext(
        "{other} is now one with {kept} ({name}). Undo takes it back.",
        "{other} are now one with {kept} ({name}). Undo takes it back.",
        len(others),
        other=", ".join(other.code for other in others),
        kept=keep.code,
        name=name,
    )
    return Result(data, [said])
