"""`erase`: tells what erasing a person would do, and does it where the code is typed once more."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Any

from cso_desk.bundles.erased_files import Cleared, erase_with_files, last_aside, told_of_cleared
from cso_desk.commands.naming import called, record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.paper_files import PAPER_LANGUAGES, paper_language
from cso_desk.commands.result import Result
from cso_desk.documents.pdf import write_pdf
from cso_desk.errors import UserError
from cso_desk.features.hub.printing.erasure import erasure_paper
from cso_desk.features.hub.service import profile
from cso_desk.features.members.record import PERSON, Person
from cso_desk.journal.forgetting import Plan, plan_erasure
from cso_desk.journal.retention import suggestions
from cso_desk.khmer.dates import show_date
from cso_desk.store.erasures import BACKUPS, ELSEWHERE, GOES
from cso_desk.store.listing import codes, titles
from cso_desk.store.store import Store
from cso_desk.wording import _, language


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", metavar="CODE", help=_("the code or the id of a person"))
    parser.add_argument(
        "--list", action="store_true", help=_("only list whom nobody met for the years of the settings")
    )
    parser.add_argument("--confirm", metavar="CODE", help=_("the code once more: the person is erased then"))
    parser.add_argument("--paper", metavar="FILE", help=_("where the confirmation goes, a PDF file"))
    parser.add_argument(
        "--paper-lang",
        choices=PAPER_LANGUAGES,
        help=_("the language of the paper; without it that of --lang"),
    )


def run(args: Namespace) -> Result:
    day = dt.date.today()  # noqa: DTZ011  the day on the wall
    with opened(args) as store:
        if args.list:
            return _suggested(store, day)
        if args.code is None:
            raise UserError(_("Say who: cso-desk erase CODE, or cso-desk erase --list."))
        with store.reading() as reading:
            kind, record = record_named(reading, args.code)
        if kind is not PERSON:
            raise UserError(_("Only people can be erased. Put other records into the trash."))
        code, name = record.code or record.id, called(kind, record)
        if args.confirm is None:
            plan = plan_erasure(store, record.id, day)
            head = _("{name} would be erased. Nothing was changed yet.", name=f"{code} {name}")
            last = _("To do it: cso-desk erase {code} --confirm {code}", code=code)
            return Result(_plain(plan, code, erased=False), [head, *_said(store, plan), last])
        if args.confirm.strip().upper() != code.upper():
            raise UserError(_("That is another code. Nothing was changed."))
        plan, cleared = erase_with_files(store, record.id, day)
        lines = [_("{code} was erased.", code=code), *_said(store, plan), *told_of_cleared(cleared)]
        if args.paper:
            path = Path(args.paper).expanduser()
            write_pdf(_paper(store, plan, cleared, code, day, paper_language(args)), path)
            lines.append(_("Written to {file}.", file=path))
        return Result(_plain(plan, code, erased=True), lines)


def _suggested(store: Store, day: dt.date) -> Result:
    found = suggestions(store, day, profile(store).retain_years)
    with store.reading() as reading:
        people = {each.person: reading.get(Person, each.person) for each in found}
    told = [
        {"code": record.code, "person": each.person, "last": each.last}
        for each in found
        if (record := people[each.person]) is not None
    ]
    lines = [f"{each['code']}  {show_date(each['last'], language())}" for each in told]
    return Result({"suggested": told}, lines or [_("Nobody is due. Nothing has to be done here.")])


def _said(store: Store, plan: Plan) -> list[str]:
    types = store.shelves.types
    lines = [_(each) for each in GOES]
    lines += [f"{_(types[kind].plural)}: {count}" for kind, count in plan.parts.items()]
    lines += [_(each) for each in ELSEWHERE]
    lines.append(_(BACKUPS, day=show_date(plan.until.isoformat(), language())))
    texts = _texts(store, plan)
    if texts:
        lines.append(_("Texts that seem to name the person and stay, to be gone over"))
        lines += [f"  {_(kind)}: {name}" for kind, name in texts]
    return lines


def _texts(store: Store, plan: Plan) -> list[tuple[str, str]]:
    some = [each.record for each in plan.mentions]
    with store.reading() as reading:
        named, coded = titles(reading, some), codes(reading, some)
    types = store.shelves.types
    return [
        (
            types[each.kind].label,
            next(filter(None, [*named.get(each.record, ()), coded.get(each.record)]), "–"),
        )
        for each in plan.mentions
    ]


def _paper(store: Store, plan: Plan, cleared: Cleared, code: str, day: dt.date, chosen: str) -> Any:
    texts = Counter(store.shelves.types[each.kind].label for each in plan.mentions)
    return erasure_paper(
        store, chosen, code=code, day=day.isoformat(), until=plan.until.isoformat(), texts=texts,
        aside=last_aside(cleared),
    )  # fmt: skip


def _plain(plan: Plan, code: str, *, erased: bool) -> dict[str, Any]:
    return {
        "code": code,
        "erased": erased,
        "people": list(plan.people),
        "parts": dict(plan.parts),
        "shared": plan.shared,
        "until": plan.until.isoformat(),
        "texts": [{"kind": one.kind, "record": one.record, "field": one.field} for one in plan.mentions],
    }
