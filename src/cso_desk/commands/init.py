"""`init`: makes a store for a hub, and prints its recovery code once."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from cso_desk.assembly import create_store
from cso_desk.commands.opening import ask_new_passphrase, on_terminal, read_passphrase, store_folder
from cso_desk.commands.result import Result
from cso_desk.errors import UserError
from cso_desk.features.hub.service import name_hub
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.khmer.normalise import canonical
from cso_desk.places.finding import resolve_place
from cso_desk.store.files import DATABASE, has_store
from cso_desk.store.keyslots import FILE_NAME
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import _


def add_arguments(parser: ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--hub", metavar="02", help=_("the code or the name of the hub's province"))
    which.add_argument("--national", action="store_true", help=_("make the store of the national hub"))
    parser.add_argument("--name-km", default="", metavar="NAME", help=_("the hub's name in Khmer"))
    parser.add_argument("--name-en", default="", metavar="NAME", help=_("the hub's name in English"))
    parser.add_argument("--user", default="", metavar="NAME", help=_("who works with this store"))
    parser.add_argument(
        "--practice",
        action="store_true",
        help=_("a store for practice, without passphrase and not encrypted"),
    )


def run(args: Namespace) -> Result:
    folder = store_folder(args)
    hub = NATIONAL if args.national else _hub(args.hub)
    names = {"name_km": canonical(args.name_km), "name_en": canonical(args.name_en)}
    if not any(names.values()):
        raise UserError(_("Give the hub a name in Khmer or in English."))
    if has_store(folder):
        raise UserError(_("There is a store in {folder} already. Choose another folder.", folder=folder))
    passphrase = _passphrase(args)
    store, code = _create(folder, hub, passphrase, canonical(args.user), names)
    try:
        return _told(store, folder, code, names)
    finally:
        store.close()


def _hub(text: str) -> str:
    digits = to_latin_digits(text).strip()
    if digits.isdecimal():
        return digits.zfill(2)
    found = resolve_place(text, level="province")
    if found is None:
        raise UserError(
            _("There is no province called “{text}”. Say its name or its code, for example 02.", text=text)
        )
    return found.code


def _passphrase(args: Namespace) -> str | None:
    if args.passphrase_file and args.practice:
        raise UserError(_("A practice store has no passphrase. Leave one of the two options out."))
    if args.passphrase_file:
        return read_passphrase(Path(args.passphrase_file).expanduser())
    # A script that says nothing of a passphrase gets a practice store, and is told so.
    return ask_new_passphrase() if on_terminal() and not args.practice else None


def _create(
    folder: Path, hub: str, passphrase: str | None, user: str, names: dict[str, str]
) -> tuple[Store, str]:
    ours = [folder / (name + end) for name in (DATABASE, FILE_NAME) for end in ("", "-wal", "-shm")]
    before = {path for path in ours if path.exists()}
    was_there = folder.exists()
    store = None
    try:
        store, code = create_store(folder, hub, passphrase=passphrase, actor=user)
        name_hub(store, **names)
    except BaseException:
        # A store without its hub's name would be half a store, and would stand in the way of the next try.
        if store is not None:
            store.close()
        for path in ours:
            if path not in before:
                path.unlink(missing_ok=True)
        if not was_there and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise
    return store, code


def _told(store: Store, folder: Path, code: str, names: dict[str, str]) -> Result:
    lines = [
        _("A store for hub {hub} ({abbreviation}) was made in {folder}.", hub=store.hub,
          abbreviation=store.abbreviation, folder=folder)
    ]  # fmt: skip
    if store.practice:
        lines.append(
            _(
                "It is a practice store: it has no passphrase and is not encrypted. "
                "For real data make one with --passphrase-file FILE."
            )
        )
    else:
        lines += [
            _("Recovery code: {code}", code=code),
            _("Write this code on paper and lock it away. It opens the store without the passphrase, "
              "and is shown only this once."),
        ]  # fmt: skip
    data = {
        "store": str(folder), "hub": store.hub, "abbreviation": store.abbreviation, **names,
        "practice": store.practice, "encrypted": not store.practice, "replica": store.replica,
        "recovery_code": code,
    }  # fmt: skip
    return Result(data, lines)
