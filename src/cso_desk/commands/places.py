"""`places`: finds a place of Cambodia by any spelling. It needs no store."""

from argparse import ArgumentParser, Namespace

from cso_desk.commands.counting import number
from cso_desk.commands.result import Result
from cso_desk.places.finding import find_places
from cso_desk.places.gazetteer import LEVELS, show_place
from cso_desk.wording import _, language, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="+", help=_("a name in Khmer or Latin letters"))
    parser.add_argument("--level", choices=LEVELS, help=_("only places of this level"))
    parser.add_argument("--within", metavar="CODE", help=_("only inside the place with this code"))
    parser.add_argument("--limit", metavar="N", default="20", help=_("at most so many"))


def run(args: Namespace) -> Result:
    found = find_places(" ".join(args.text), level=args.level, within=args.within, limit=number(args.limit))
    lines = [f"{each.code}  {show_place(each.code, language())}" for each in found]
    lines.append(ngettext("{count} place", "{count} places", len(found)))
    data = [
        {"code": each.code, "level": each.level, "kind": each.kind, "name_km": each.name_km,
         "name_en": each.name_en,
         "path_km": show_place(each.code, "km"), "path_en": show_place(each.code, "en")}
        for each in found
    ]  # fmt: skip
    return Result({"count": len(found), "places": data}, lines)
