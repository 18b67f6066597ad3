"""The golden stores: how they were made, and how they are laid out again to be opened."""

import datetime as dt
import shutil
from pathlib import Path

import zstandard
from bundle_hubs import one_file
from golden_hubs import PASSPHRASE, shown
from replicas import ERASED, Clock

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.members.record import Organisation, Person
from cso_desk.journal.forgetting import erase_person
from cso_desk.journal.identity import replica_here, take_identity
from cso_desk.journal.recorder import JournalRecorder
from cso_desk.settings import home_folder
from cso_desk.store.cipher import engine_for
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import FILE_NAME, create_keyslots
from cso_desk.store.migrations import statements
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_certificate

RECOVERY = "000011-000022-000033-000044-000055-000066-000077-000088"
_FACTS = {"store": "60" * 16, "hub": "00", "abbreviation": "NAT", "actor": "មាស", "practice": "no"}


def make_stores(folder: Path, out: Path) -> dict:
    """Write both stores; gives what they show."""
    practice, _code = create_store(folder / "practice", "02", passphrase=None, actor="មាស", clock=Clock())
    _erase_somebody(practice)  # not in number 1
    _fill(practice)
    told = {"practice": shown(practice)}
    practice.close()
    packed = zstandard.ZstdCompressor(level=19).compress((folder / "practice" / "store.db").read_bytes())
    (out / "practice.db.zst").write_bytes(packed)
    source, _code = create_store(
        folder / "source", "02", passphrase=PASSPHRASE, actor="មាស", cost=CHEAP, clock=Clock()
    )
    _fill(source)
    first = _first_migration(folder / "encrypted")
    receive_bundle(first, one_file(source, "00"), backup=False)
    source.close()
    first.close()
    shutil.copy(folder / "encrypted" / "store.db", out / "encrypted.db")
    shutil.copy(folder / "encrypted" / FILE_NAME, out / FILE_NAME)
    now = open_store(folder / "encrypted", PASSPHRASE)
    told["encrypted"] = shown(now)
    now.close()
    return told


def _erase_somebody(store: Store) -> None:
    with store.transaction("Add member") as t:
        person = t.add(Person(name_km="មុនី", phones=("+85512998877",), scope="network")).id
    erase_person(store, person, dt.date(2026, 11, 23))


def _fill(store: Store) -> None:
    with store.transaction("Add organisation") as t:
        sok = t.add(Organisation(name_km="អង្គការសុខ", name_en="Sok", scope="network")).id
        t.add(LibraryTitle(title_km="សៀវភៅ", scope="network"))
    with store.transaction("Edit") as t:
        t.change(Organisation, sok, name_en="Sok Association")


def _first_migration(folder: Path) -> Store:
    """An encrypted store as it was before there were record types; what passed through it waits in there."""
    folder.mkdir()
    key, _code = create_keyslots(folder, PASSPHRASE, CHEAP, RECOVERY)
    engine = engine_for(folder / "store.db", key)
    with engine.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        for statement in (*statements(1), *ERASED):
            connection.exec_driver_sql(statement)
        for fact in _FACTS.items():
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", fact)
        connection.exec_driver_sql("PRAGMA user_version = 1")
        take_identity(connection, folder, home_folder())
        own_certificate(connection)
        replica = replica_here(connection)
    return Store(folder, engine, Shelves(()), JournalRecorder(replica, Clock()))


def laid_out(golden: Path, name: str, folder: Path) -> Path:
    """A copy of a golden store in a folder in which it can be opened."""
    folder.mkdir(parents=True)
    if name == "practice":
        data = zstandard.ZstdDecompressor().decompress((golden / "practice.db.zst").read_bytes())
        (folder / "store.db").write_bytes(data)
    else:
        shutil.copy(golden / "encrypted.db", folder / "store.db")
        shutil.copy(golden / FILE_NAME, folder / FILE_NAME)
    return folder
