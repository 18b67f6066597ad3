"""Tries out stores: their encryption, undo and search, backups, and a bundle there and back."""

import contextlib
from pathlib import Path

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.errors import UserError
from cso_desk.features.hub.service import save_profile
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import add_organisation
from cso_desk.journal.undo import redo, undo
from cso_desk.places.gazetteer import children, show_place
from cso_desk.records.base import Record
from cso_desk.rescue.checking import check as check_store
from cso_desk.rescue.restoring import restore
from cso_desk.self_test.trial import FailedError, check
from cso_desk.self_test.words import HUB, names
from cso_desk.settings import home_folder
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP, FLOOR
from cso_desk.store.search import search
from cso_desk.store.store import NATIONAL, Store

_PASSPHRASE = "self-test of this installation"  # noqa: S105  opens stores that live for a second
_ONE = "one"


def encrypted_store(folder: Path) -> None:
    """A store opens with its passphrase and its recovery code alone; nothing in its files can be read."""
    name = names()[0]
    store, code = create_store(folder / _ONE, HUB, passphrase=_PASSPHRASE, cost=FLOOR)
    with contextlib.closing(store):
        save_profile(store, name_km=show_place(HUB, "km"), name_en=show_place(HUB, "en"))
        add_organisation(store, Organisation(name_km=name, place=children(HUB)[0].code))
    for secret in (_PASSPHRASE, code):
        with contextlib.closing(open_store(folder / _ONE, secret)) as again:
            check(_organisation(again, name), "the record is not there again")
    try:
        open_store(folder / _ONE, "another passphrase").close()
    except UserError:
        pass
    else:
        raise FailedError("a wrong passphrase opened the store")
    for path in (folder / _ONE).glob(f"{DATABASE}*"):
        check(name.encode() not in path.read_bytes(), "the store is not encrypted")
    check(home_folder().is_relative_to(folder), "the trial left its folder")


def steps(folder: Path) -> None:
    """Undo, redo, and finding a Khmer name, also while it is typed."""
    name = names()[1]
    with contextlib.closing(open_store(folder / _ONE, _PASSPHRASE)) as store:
        add_organisation(store, Organisation(name_km=name))
        undo(store)
        check(_organisation(store, name) is None, "undo did not take the record back")
        redo(store)
        check(_organisation(store, name), "redo did not bring the record back")
        for text in (name, name[:4]):
            found = [each.title_km for each in search(store, text, typing=True)]
            check(name in found, f"the search for {text} finds {found}")


def backup(folder: Path) -> None:
    """A backup brings back what was there when it was made, and nothing that came later."""
    before, later = names()[0], names()[2]
    with contextlib.closing(open_store(folder / _ONE, _PASSPHRASE)) as store:
        made = back_up(store, ASKED)
        check(made.is_sound, "the backup is not sound")
        add_organisation(store, Organisation(name_km=later))
        restore(folder / _ONE, made, store=store, secret=_PASSPHRASE)
    with contextlib.closing(open_store(folder / _ONE, _PASSPHRASE)) as again:
        check(_organisation(again, before), "the backup did not bring the record back")
        check(_organisation(again, later) is None, "the store is still as it was after the backup")
        check(check_store(again).sound, "the store that came back is not sound")


def exchange(folder: Path) -> None:
    """An encrypted bundle arrives, is taken in once, is taken back; the receipt comes home."""
    ours = open_store(folder / _ONE, _PASSPHRASE)
    nation, _code = create_store(folder / "nation", NATIONAL, passphrase=_PASSPHRASE, cost=CHEAP)
    name = names()[3]
    with contextlib.closing(ours), contextlib.closing(nation):
        for source, target in ((ours, nation), (nation, ours)):
            receive_bundle(target, make_bundle(source, "", kind="hello", folder=folder).path)
        add_organisation(ours, Organisation(name_km=name, consent=True))
        made = make_bundle(ours, NATIONAL, folder / "to-nation.csobundle")
        check(name.encode() not in made.path.read_bytes(), "the bundle is not encrypted")
        done = receive_bundle(nation, made.path)
        check(done.changes and _organisation(nation, name), "the record did not arrive")
        check(not receive_bundle(nation, made.path).changes, "a bundle was taken in twice")
        receive_bundle(ours, make_bundle(nation, HUB, kind="receipt", folder=folder).path)
        undo_receive(nation, done.uid)
        check(_organisation(nation, name) is None, "the bundle was not taken back")


def _organisation(store: Store, name: str) -> Record | None:
    with store.reading() as reading:
        found = reading.all(Organisation, reading.table(Organisation).c.name_km == name)
        return found[0] if found else None
