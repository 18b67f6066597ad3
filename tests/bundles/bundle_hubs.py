"""Hubs with small stores and keys that are the same in every run, for tests of exchange."""

import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "journal"))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyrage import x25519
from replicas import ERASED, NOTE, Clock, Note, state

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.journal.branches import written_as
from cso_desk.journal.identity import replica_of
from cso_desk.journal.recorder import JournalRecorder
from cso_desk.journal.streams import MASK, SHIFT, streams
from cso_desk.store.blobs import blobs_of
from cso_desk.store.cipher import engine_for
from cso_desk.store.migrations import statements
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.store.tables import create_statement
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.overview import network_state
from cso_desk.trust.registrar import approve, find_device, found
from cso_desk.trust.rights import may_hold
from cso_desk.wording import use_language

__all__ = [
    "NOTE",
    "Note",
    "approved",
    "changes_of",
    "copied",
    "exchange",
    "hubs_in",
    "introduce",
    "introduced",
    "one_file",
    "open_hub",
    "reopened",
    "snapshot",
]


@contextmanager
def hubs_in(folder: Path, *codes: str) -> Iterator[list[Store]]:
    """Hubs with whole stores that know each other."""
    made = [create_store(folder / code, code, passphrase=None)[0] for code in codes]
    introduce(*made)
    yield made
    for store in made:
        store.close()


def key_of(name: str) -> bytes:
    return hashlib.sha256(f"key of {name}".encode()).digest()


def open_hub(folder: Path, hub: str, name: str = "", clock=None, types=(NOTE,), age="") -> Store:
    """A store of this hub with one small record type, open, with a key made from its name."""
    name = name or f"hub {hub}"
    path = folder / name.replace(" ", "-")
    path.mkdir(parents=True)
    engine = engine_for(path / "store.db", None)
    private = Ed25519PrivateKey.from_private_bytes(key_of(name))
    replica = replica_of(private.public_key().public_bytes_raw())
    with engine.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        for statement in (*statements(1), *ERASED):
            connection.exec_driver_sql(statement)
        for kind in (kind for kind in types if kind.name != "erasure"):
            connection.exec_driver_sql(create_statement(kind))
        facts = {"hub": hub, "abbreviation": "BTB", "actor": name, "replica": replica, "device": name}
        for fact in facts.items():
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", fact)
        secret = (replica, private.private_bytes_raw(), age or str(x25519.Identity.generate()))
        connection.exec_driver_sql("INSERT INTO secret VALUES (?, ?, ?)", secret)
    return Store(path, engine, Shelves(types), JournalRecorder(replica, clock or Clock()))


def reopened(path: Path, clock=None, types=(NOTE,)) -> Store:
    """The store in this folder, opened without the protection that notices copies."""
    engine = engine_for(path / "store.db", None)
    with engine.connect() as connection:
        replica = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'replica'").scalar_one()
    return Store(path, engine, Shelves(types), JournalRecorder(replica, clock or Clock()))


def copied(store: Store, name: str, clock=None) -> Store:
    """A copy of the store as it is now, which believes to be the same device."""
    path = store.folder.parent / name
    # Nobody holds the files then; the store opens them again by itself.
    store.engine.dispose()
    shutil.copytree(store.folder, path)
    return reopened(path, clock, tuple(store.shelves.types.values()))


def introduce(*stores: Store) -> None:
    """Everybody meets everybody by introduction files."""
    for source in stores:
        hello = make_bundle(source, "", kind="hello").path
        for reader in stores:
            if reader is not source:
                receive_bundle(reader, hello)


@contextmanager
def approved(folder: Path, *hubs: str) -> Iterator[list[Store]]:
    """The nation, which founded the network, and hubs whose devices it approved; all believe its root."""
    use_language("en")
    nation, *others = (open_hub(folder, hub) for hub in ("00", *hubs))
    register(nation, lambda c: found(c, [key_of("root")], 1, 1000))
    for hub in others:
        receive_bundle(nation, make_bundle(hub, "", kind="hello").path)
        digits = own_fingerprint(hub)
        register(nation, lambda c, digits=digits: approve(c, find_device(c, digits)))
    for hub in others:
        receive_bundle(hub, make_bundle(nation, hub.hub).path, accept=network_state(nation).root)
    yield [nation, *others]
    for one in (nation, *others):
        one.close()


@contextmanager
def introduced(folder: Path, *hubs: str, types=(NOTE,)) -> Iterator[list[Store]]:
    """Hubs that met by introduction files and keep papers and scans."""
    use_language("en")
    stores = [open_hub(folder, hub, types=types) for hub in hubs]
    introduce(*stores)
    for store in stores:
        blobs_of(store)
    yield stores
    for store in stores:
        store.close()


def one_file(source: Store, to_hub: str, **more) -> Path:
    """A bundle with what is new for a hub; open where the hub is not known."""
    return make_bundle(source, to_hub, allow_plain=True, **more).path


def exchange(source: Store, reader: Store, **more):
    return receive_bundle(reader, one_file(source, reader.hub, **more), backup=False)


def changes_of(store: Store) -> dict:
    """Every change held, in words that do not depend on local numbers."""
    with store.reading() as reading:
        connection = reading.connection
        known, written = streams(connection), written_as(connection)

        def told(cid):
            return (
                None if cid is None else (known[cid >> SHIFT].replica, known[cid >> SHIFT].scope, cid & MASK)
            )

        parents: dict = {}
        for cid, parent in connection.exec_driver_sql("SELECT cid, parent FROM parent"):
            parents.setdefault(cid, set()).add(told(written.get((cid, parent), parent)))
        rows = connection.exec_driver_sql(
            "SELECT c.cid, c.clock, c.record, n.name, c.value, c.prev, c.salt, s.uid, s.kind, s.label,"
            " s.details, s.actor, s.at, s.undoes FROM change c JOIN name n ON n.no = c.name"
            " JOIN step s ON s.no = c.step"
        ).all()
    return {
        told(cid): (
            clock,
            record,
            name,
            value,
            told(written.get((cid, prev), prev)),
            salt,
            frozenset(parents.get(cid, ())),
            *step,
        )
        for cid, clock, record, name, value, prev, salt, *step in rows
    }


def check_that_all_hold_the_same(stores) -> None:
    """Every store holds all that any other holds and it may hold, and nothing else."""
    every = [changes_of(store) for store in stores]
    for store, mine in zip(stores, every, strict=True):
        for other, theirs in zip(stores, every, strict=True):
            shared = {
                key: change
                for key, change in theirs.items()
                if may_hold(store.hub, key[1]) and may_hold(other.hub, key[1])
            }
            assert shared.items() <= mine.items()
        assert all(may_hold(store.hub, scope) for _replica, scope, _seq in mine)


def check_that_all_show_the_same(stores) -> None:
    """Stores of one hub and one version that hold the same show the same."""
    shown: dict = {}
    for store in stores:
        held = (store.hub, frozenset(changes_of(store)))
        assert shown.setdefault(held, state(store)) == state(store)


def snapshot(store: Store) -> dict:
    """Everything that the database keeps: what nothing-was-changed means. It also counts what was written."""
    with store.reading() as reading:
        connection = reading.connection
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words%'"
        ).all()
        found = {name: connection.exec_driver_sql(f"SELECT * FROM {name}").all() for (name,) in tables}
    return found | {"meta": [row for row in found["meta"] if row[0] != "commits"]}
