"""`rescue`: answers a damaged store with what its journal and its backups hold."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from cso_desk.commands.backup import plain
from cso_desk.commands.opening import passphrase_for, store_folder
from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.rescue.rescuing import rescue
from cso_desk.rescue.telling import told_of_rescue
from cso_desk.settings import home_folder, load_settings
from cso_desk.store.files import needs_passphrase
from cso_desk.store.second_place import known_places
from cso_desk.wording import _


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--from", metavar="FOLDER", dest="place", default="",
                        help=_("a second place: a folder or a stick"))  # fmt: skip


def run(args: Namespace) -> Result:
    folder = store_folder(args)
    chosen = args.place or load_settings(home_folder()).backup_folder
    places = known_places(folder, str(Path(chosen).expanduser()) if chosen else "")
    secret = passphrase_for(args) if needs_passphrase(folder) else ""
    done = rescue(folder, secret, places, Ticker(quiet=args.json))
    data: dict[str, Any] = {"way": done.way.value, "aside": plain(done.aside), "brought": done.brought,
                            "backup": plain(done.backup) if done.backup else None,
                            "retold": done.retold, "lost": done.lost}  # fmt: skip
    return Result(data, told_of_rescue(done))
