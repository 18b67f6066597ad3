"""`backup` and `backups`: make a backup of the store, copy it to a second place, list what there is."""

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cso_desk.commands.opening import opened, store_folder
from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.settings import home_folder, load_settings
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED, REASONS, Backup, backups_in
from cso_desk.store.second_place import copy_elsewhere, known_places, place_in
from cso_desk.wording import _, ngettext


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--to", metavar="FOLDER", default="", help=_("a second place: a folder or a stick"))


def run(args: Namespace) -> Result:
    return {"backup": _make, "backups": _list}[args.verb](args)


def _make(args: Namespace) -> Result:
    ticker = Ticker(quiet=args.json)
    with opened(args) as store:
        made = back_up(store, ASKED, progress=ticker)
        lines = [_("The backup {name} was made and verified.", name=made.folder.name)]
        data: dict[str, Any] = {"backup": plain(made)}
        if args.to:
            place = place_in(Path(args.to).expanduser(), store)
            copied = copy_elsewhere(store, place, ticker)
            lines.append(_("A copy of it stands in {folder}.", folder=place))
            data["copy"] = {"folder": str(place), "files": copied.files, "bytes": copied.bytes}
    return Result(data, lines)


def _list(args: Namespace) -> Result:
    found = every_backup(args, args.to)
    lines = [line(each) for each in found]
    return Result({"backups": [plain(each) for each in found]}, lines or [_("There is no backup yet.")])


def every_backup(args: Namespace, elsewhere: str = "") -> list[Backup]:
    """The backups beside the store and in second places, those beside it first, each the newest first."""
    chosen = elsewhere or load_settings(home_folder()).backup_folder
    places = known_places(store_folder(args), str(Path(chosen).expanduser()) if chosen else "")
    return [each for place in places for each in backups_in(place)]


def line(backup: Backup) -> str:
    """A backup in one line: its name, when and why it was made, how big it is."""
    at = datetime.fromtimestamp(backup.at / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    reason = _(REASONS.get(backup.reason, backup.reason))
    files = len(backup.told.files)
    size = _("{megabytes} MB", megabytes=round(backup.size / 1e6, 1))
    counted = ngettext("{count} file", "{count} files", files) if files else ""
    return "  ".join(filter(None, [backup.folder.name, at, reason, size, counted]))


def plain(backup: Backup) -> dict[str, Any]:
    """A backup for programs."""
    return {"name": backup.folder.name, "folder": str(backup.folder), "number": backup.number,
            "at": backup.at, "reason": backup.reason, "bytes": backup.size,
            "files": len(backup.told.files), "changes": backup.told.changes}  # fmt: skip
