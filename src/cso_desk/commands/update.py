"""`update`: takes a new version of the program out of a file, says what it brings, or goes back."""

from argparse import ArgumentParser, Namespace
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from cso_desk import __version__
from cso_desk.commands.opening import opened, store_folder
from cso_desk.commands.result import Result
from cso_desk.commands.speaking import Ticker
from cso_desk.errors import UserError
from cso_desk.store.files import has_store
from cso_desk.updates.place import Place, installed_place
from cso_desk.updates.release_root import own_root
from cso_desk.updates.starting import go_back, version_before
from cso_desk.updates.taking import refuse_unfit, take_update
from cso_desk.updates.update_file import Update, read_update
from cso_desk.wording import _, language


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", help=_("the update; without it: what is here now"))
    parser.add_argument("--check", action="store_true", help=_("only say what it is and whether it fits"))
    parser.add_argument("--back", action="store_true", help=_("go back to the version before"))
    parser.add_argument(
        "--closed", action="store_true", help=_("leave the store closed: no backup is made first")
    )


def run(args: Namespace) -> Result:
    place = installed_place()
    if args.back:
        return _back(_installed(place))
    if args.file is None:
        return _now(place)
    update = read_update(Path(args.file).expanduser(), own_root())
    refuse_unfit(update, _installed(place))
    if args.check:
        return Result(_plain(update) | {"taken": False}, _told(update))
    with_store = has_store(store_folder(args)) and not args.closed
    with opened(args) if with_store else nullcontext() as store:
        take_update(update, _installed(place), store, Ticker(quiet=args.json))
    lines = [*_told(update), _("It is started from the next time on. The version before is kept beside it.")]
    return Result(_plain(update) | {"taken": True}, lines)


def _installed(place: Place | None) -> Place:
    if place is None:
        raise UserError(
            _("This program runs from its source and takes no updates. Updates are for what was installed.")
        )
    return place


def _now(place: Place | None) -> Result:
    before = version_before(place) if place else ""
    lines = [_("This is version {version}.", version=__version__)]
    if before:
        lines.append(_("Version {version} can be gone back to: cso-desk update --back", version=before))
    release = place.running.sequence if place else 0
    return Result({"version": __version__, "release": release, "before": before}, lines)


def _back(place: Place) -> Result:
    before = version_before(place)
    go_back(place)
    line = _("Version {version} is started from the next time on.", version=before)
    return Result({"version": __version__, "release": place.running.sequence, "before": before}, [line])


def _told(update: Update) -> list[str]:
    facts = update.facts
    size = max(1, round(update.path.stat().st_size / 1_000_000))
    lines = [_("Version {version}, {size} MB. What it changes:", version=facts.version, size=size)]
    return lines + [f"- {said}" for said in facts.changes[language()]]


def _plain(update: Update) -> dict[str, Any]:
    facts = update.facts
    return {
        "version": facts.version, "release": facts.sequence, "kind": facts.kind, "changes": facts.changes,
        "bytes": update.path.stat().st_size,
    }  # fmt: skip
