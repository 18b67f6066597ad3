"""`titles`: takes titles out of files of other library programs, and writes such files."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cso_desk.commands.naming import record_named
from cso_desk.commands.opening import opened
from cso_desk.commands.result import Result
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service.interchange import (
    format_of,
    read_titles,
    sort_titles,
    take_titles,
    write_titles,
)
from cso_desk.wording import _, ngettext

_FILE = ".mrc .xml .ris .bib"


def add_arguments(parser: ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="act", required=True)
    read = verbs.add_parser("import", help=_("take over the titles of a file"))
    read.add_argument("file", metavar="FILE", help=_FILE)
    read.add_argument("--dry-run", action="store_true", help=_("only say what would come in"))
    write = verbs.add_parser("export", help=_("write titles for another program"))
    write.add_argument("codes", metavar="CODE", nargs="*", help=_("only these; without a code all"))
    write.add_argument("--out", required=True, metavar="FILE", help=_FILE)


def run(args: Namespace) -> Result:
    return _import(args) if args.act == "import" else _export(args)


def _import(args: Namespace) -> Result:
    path = Path(args.file).expanduser()
    titles = read_titles(path)
    with opened(args) as store:
        taken = sort_titles(store, titles) if args.dry_run else take_titles(store, titles)
    count = len(taken.added)
    lines = [ngettext("{count} new title", "{count} new titles", count)]
    if taken.known:
        lines.append(ngettext("{count} is here already.", "{count} are here already.", taken.known))
    if taken.nameless:
        lines.append(
            ngettext(
                "{count} record has no title and is left out.",
                "{count} records have no title and are left out.",
                taken.nameless,
            )
        )
    data = {"new": count, "known": taken.known, "without_title": taken.nameless, "taken": not args.dry_run}
    return Result(data, lines)


def _export(args: Namespace) -> Result:
    out = Path(args.out).expanduser()
    format_of(out)
    with opened(args) as store, store.reading() as reading:
        order = [reading.table(LibraryTitle).c.code]
        titles = reading.all(LibraryTitle, order_by=order)
        if args.codes:
            chosen = {record_named(reading, code, "library_title")[1].id for code in args.codes}
            titles = [each for each in titles if each.id in chosen]
    write_titles(titles, out)
    said = ngettext(
        "{count} title was written: {file}", "{count} titles were written: {file}", len(titles), file=out
    )
    return Result({"file": str(out), "titles": len(titles)}, [said])
