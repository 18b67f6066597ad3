"""`search`: finds records by words, names in either script, phone numbers and codes."""

from argparse import ArgumentParser, Namespace

from cso_desk.commands.counting import number
from cso_desk.commands.naming import kind_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.store.search import search
from cso_desk.wording import _, language, ngettext, words


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="+", help=_("words, a name, a phone number or a code"))
    parser.add_argument(
        "--kind", metavar="KIND", action="append", default=[], help=_("only records of this kind")
    )
    parser.add_argument("--limit", metavar="N", default="50", help=_("at most so many"))


def run(args: Namespace) -> Result:
    with opened(args) as store:
        with store.reading() as reading:
            kinds = [kind_named(reading, text).name for text in args.kind]
        found = search(store, " ".join(args.text), kinds, limit=number(args.limit), trash=True)
        say = words(language())
        lines = [
            "  ".join(
                (
                    each.code or each.record,
                    _(store.shelves.types[each.kind].label),
                    say.pick(each.title_km, each.title_en),
                )
            ).rstrip()
            for each in found
        ]
        lines.append(ngettext("{count} record", "{count} records", len(found)))
        return Result(
            {
                "count": len(found),
                "found": [
                    {"type": each.kind, "id": each.record, "code": each.code, "title_km": each.title_km,
                     "title_en": each.title_en}
                    for each in found
                ],
            },
            lines,
        )  # fmt: skip
