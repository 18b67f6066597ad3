"""`look-over`: what the rules of the work doubt, for example after a merge; or says that it is right so."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from cso_desk.catalog import RULES
from cso_desk.commands.naming import called, referred
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.errors import UserError
from cso_desk.store.reading import Reading
from cso_desk.store.rules import Finding, approve_finding, findings
from cso_desk.store.search import refresh
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext

_LEAST_OF_KEY = 8
_LABELS = {rule.name: rule.label for rule in RULES}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("action", metavar="right", nargs="?", choices=("right",),
                        help=_("say that something is right so"))  # fmt: skip
    parser.add_argument("key", metavar="KEY", nargs="?", help=_("its key, or the beginning of it"))
    parser.add_argument("--reason", default="", help=_("why it is right, in a few words"))


def run(args: Namespace) -> Result:
    with opened(args) as store:
        refresh(store)
        found = findings(store, RULES, Ticker(quiet=args.json))
        if args.action is None:
            return _listed(store, found)
        finding = _named(found, args.key or "")
        approve_finding(store, finding, args.reason)
        said = _("Remembered. Every hub that holds these records will know it.")
        return Result({"key": finding.key, "right": True, "reason": args.reason}, [said])


def _listed(store: Store, found: Sequence[Finding]) -> Result:
    with store.reading() as reading:
        told = [_told(reading, each) for each in found]
    lines = [line for each in told for line in _lines(each)]
    lines.append(
        ngettext("{count} thing should be looked over.", "{count} things should be looked over.", len(found))
    )
    if found:
        lines.append(_("If it is right so: cso-desk look-over right KEY --reason TEXT"))
    return Result({"count": len(found), "doubts": told}, lines)


def _told(reading: Reading, each: Finding) -> dict[str, Any]:
    records = []
    for kind, record in each.records:
        held = referred(reading, record, kind)
        title = called(*held) if held else ""
        records.append({"type": kind, "id": record, "code": held[1].code if held else "", "title": title})
    return {"key": each.key, "rule": each.rule, "sentence": _(each.message, **each.values),
            "records": records}  # fmt: skip


def _lines(told: dict[str, Any]) -> list[str]:
    names = (f"    {each['code']}  {each['title']}".rstrip() for each in told["records"])
    return [f"{told['key'][:_LEAST_OF_KEY]}  {_(_LABELS[told['rule']])}: {told['sentence']}", *names]


def _named(found: Sequence[Finding], key: str) -> Finding:
    fitting = [each for each in found if len(key) >= _LEAST_OF_KEY and each.key.startswith(key)]
    if len(fitting) != 1:
        raise UserError(
            _("Nothing to look over has the key {key}. Say cso-desk look-over to see the keys.", key=key)
        )
    return fitting[0]
