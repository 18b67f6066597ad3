"""`restore`: a record out of the trash, or with --backup the whole store from a backup."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import Any

from cso_desk.assembly import open_store
from cso_desk.catalog import RECORD_TYPES
from cso_desk.commands import trash
from cso_desk.commands.backup import every_backup, line, plain
from cso_desk.commands.opening import passphrase_for, store_folder
from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.errors import UserError
from cso_desk.rescue.bringing_over import bring_over, what_was_kept
from cso_desk.rescue.files_back import bring_files_back
from cso_desk.rescue.outlook import Outlook, outlook
from cso_desk.rescue.restoring import restore
from cso_desk.store.backups import Backup
from cso_desk.store.files import has_store, needs_passphrase
from cso_desk.store.store import Store
from cso_desk.wording import _, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", nargs="?", help=_("the code or the id of a record"))
    parser.add_argument("--backup", metavar="NAME", default="", help=_("a backup, or “newest”"))
    parser.add_argument("--from", metavar="FOLDER", dest="place", default="",
                        help=_("a second place: a folder or a stick"))  # fmt: skip
    parser.add_argument("--preview", action="store_true", help=_("only show what would change"))
    parser.add_argument("--since", action="store_true",
                        help=_("bring over again what was entered since the backup"))  # fmt: skip


def run(args: Namespace) -> Result:
    if args.code and not args.backup:
        return trash.run(args)
    if args.code or not (args.backup or args.since):
        raise UserError(_("Say the code of a record, or --backup with the name of a backup."))
    if not args.backup:
        return _bring_over(args)
    backup = _named(args)
    folder = store_folder(args)
    secret = passphrase_for(args) if needs_passphrase(backup.folder) else None
    store = _as_it_is(args, secret)
    try:
        if args.preview:
            seen = outlook(backup, RECORD_TYPES, store=store, secret=secret or "")
            return Result({"preview": _plain(seen)}, _lines(seen))
        aside = restore(folder, backup, store=store, secret=secret or "", progress=Ticker(quiet=args.json))
    finally:
        if store is not None:
            store.close()
    return _opened_again(args, backup, aside, secret)


def _opened_again(args: Namespace, backup: Backup, aside: Backup | None, secret: str | None) -> Result:
    restored = open_store(store_folder(args), secret)
    try:
        came, missing = bring_files_back(
            restored, {each.folder.parent for each in every_backup(args, args.place)}
        )
        lines = [_("The store is as it was in the backup {name}.", name=backup.folder.name)]
        if aside is not None:
            lines.append(_("What it was before is kept as {name}.", name=aside.folder.name))
        data: dict[str, Any] = {"backup": plain(backup), "aside": plain(aside) if aside else None,
                                "files": {"came": came, "missing": missing}}  # fmt: skip
        if args.since and aside is not None:
            over = bring_over(restored, aside, secret=secret or "")
            data["over"] = asdict(over)
            lines.append(_over(over.changes))
        return Result(data, lines)
    finally:
        restored.close()


def _bring_over(args: Namespace) -> Result:
    folder = store_folder(args)
    store = open_store(folder, passphrase_for(args) if needs_passphrase(folder) else None)
    try:
        aside = what_was_kept(store)
        if aside is None:
            raise UserError(_("Nothing waits to be brought over: the store was not restored."))
        over = bring_over(store, aside, progress=Ticker(quiet=args.json))
    finally:
        store.close()
    return Result({"over": asdict(over)}, [_over(over.changes)])


def _as_it_is(args: Namespace, secret: str | None) -> Store | None:
    """The store that shall be replaced; None where there is none, or none that opens."""
    folder = store_folder(args)
    if not has_store(folder):
        return None
    try:
        return open_store(folder, secret if needs_passphrase(folder) else None)
    except UserError:
        return None


def _named(args: Namespace) -> Backup:
    every = every_backup(args, args.place)
    for each in every:
        if each.folder.name == args.backup or (args.backup == "newest" and each.is_sound):
            return each
    raise UserError(
        _(
            "There is no backup called {name}. There are: {names}.",
            name=args.backup,
            names=", ".join(each.folder.name for each in every) or "–",
        )
    )


def _lines(seen: Outlook) -> list[str]:
    lines = [line(seen.backup)]
    if not seen.compared:
        return [*lines, ngettext("It holds {count} record.", "It holds {count} records.", seen.records)]
    for each in seen.kinds:
        label = next(_(kind.plural) for kind in RECORD_TYPES if kind.name == each.kind)
        lines.append(
            _(
                "{kind}: {lost} would be lost, {back} would come back, {changed} would be as they were",
                kind=label, lost=each.lost, back=each.back, changed=each.changed,
            )
        )  # fmt: skip
    if not seen.kinds:
        lines.append(_("Nothing would change: the store is as it was then."))
    lines.append(ngettext("{count} step was made since.", "{count} steps were made since.", seen.steps))
    return lines


def _plain(seen: Outlook) -> dict[str, Any]:
    kinds = {
        each.kind: {"lost": each.lost, "back": each.back, "changed": each.changed} for each in seen.kinds
    }
    return {"backup": plain(seen.backup), "records": seen.records, "compared": seen.compared,
            "kinds": kinds, "steps": seen.steps, "last_step": seen.last_step}  # fmt: skip


def _over(changes: int) -> str:
    return ngettext(
        "{count} change since then was brought over.",
        "{count} changes since then were brought over.",
        changes,
    )
