"""Hubs with fixed keys and clock: they made the files in tests/golden, and they read them again."""

from dataclasses import asdict
from pathlib import Path

import msgspec
from bundle_hubs import key_of, open_hub
from replicas import NOTE, Clock, Note
from test_bundle_attachments import PAPER, Paper

from cso_desk.bundles.composing import Chance
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.catalog import RECORD_TYPES
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store
from cso_desk.trust.registrar import approve, find_device, found

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PASSPHRASE = "five golden words for tests"
ROOT_KEYS = [key_of("golden root 1"), key_of("golden root 2")]
# Keys made for these tests and used for nothing else.
AGE_KEYS = {
    "00": "AGE-SECRET-KEY-1YJ6US96T3T3SZEW0U9EJ5D2GXVL7KJYCUQT6DMV82TD8AAUFTHKSMDTKSF",
    "02": "AGE-SECRET-KEY-130N8SQYZ7G2P906JMUDSX8Q9NKVZJEC5LHZ93XX30EVWTMV2X3EQZKVC4Q",
}
CONTENT = b"a paper of the golden hub\n" * 100
NOW = 1_700_000_100_000
ORDER = ("hello", "delta", "files", "receipt", "encrypted", "trust")
"""In which order the bundles were made and are read."""


def golden_hub(folder: Path, hub: str) -> Store:
    """The nation or the province, as it was when nothing had happened yet."""
    name = f"golden {hub}"
    return open_hub(folder, hub, name, Clock(), (NOTE, PAPER), str(AGE_KEYS[hub]))


def chance(number: int) -> Chance:
    return Chance(f"{number:032x}", NOW + number)


def make_bundles(folder: Path, out: Path) -> None:
    """Everything that goes between the two, in order; all of it is written to `out`."""
    nation, province = golden_hub(folder, "00"), golden_hub(folder, "02")

    def made(name: str, source: Store, to_hub: str, **more) -> Path:
        path = out / f"{name}.csobundle"
        return make_bundle(
            source, to_hub, path, allow_plain=True, chance=chance(ORDER.index(name)), **more
        ).path

    hello = made("hello", province, "", kind="hello")
    with province.transaction("Add {count}", count=2) as t:
        note = t.add(Note(title="អង្គការ", body="text", size=42, scope="network")).id
        t.add(Note(title="second"))
    with province.transaction("Edit") as t:
        t.change(Note, note, title="អង្គការថ្មី", size=None)
    made("delta", province, "00")
    with (folder / "content").open("w+b") as file:
        file.write(CONTENT)
        file.seek(0)
        blob = blobs_of(province).add(file)
    with province.transaction("Add") as t:
        t.add(Paper(title="minutes", files=((blob.sha256, blob.size, "minutes.pdf", "text/plain"),)))
    made("files", province, "00")
    receive_bundle(nation, hello)
    made("receipt", province, "00", kind="receipt")
    receive_bundle(province, make_bundle(nation, "", kind="hello").path)
    with province.transaction("Trash") as t:
        t.change(Note, note, deleted=True)
    made("encrypted", province, "00")
    register(nation, lambda c: found(c, ROOT_KEYS, 2, NOW))
    digits = check_bundle(nation, hello).signed_by
    register(nation, lambda c: approve(c, find_device(c, digits), label="the first", issued=NOW))
    made("trust", nation, "02")
    for store in (nation, province):
        store.close()


def read_bundles(folder: Path, golden: Path) -> dict:
    """What the two say of the bundles and show after all of them, in words for JSON."""
    nation, province = golden_hub(folder, "00"), golden_hub(folder, "02")
    told = {}
    for name in ORDER:
        path, store = golden / f"{name}.csobundle", province if name == "trust" else nation
        checked = check_bundle(store, path)
        received = receive_bundle(store, path, accept=checked.root, backup=False)
        told[name] = {
            "kind": checked.kind, "from": checked.from_hub, "to": checked.to_hub, "made_at": checked.made_at,
            "changes": checked.changes, "encrypted": checked.encrypted, "signed_by": checked.signed_by,
            "root": checked.root, "file_bytes": checked.file_bytes, "new": received.changes,
            "records": received.records, "files": received.files,
        }  # fmt: skip
    told["shown"] = shown(nation, (NOTE, PAPER))
    told["content"] = b"".join(blobs_of(nation).content(blobs_of(nation).held()[0])).decode()
    for store in (nation, province):
        store.close()
    return told


def shown(store: Store, types=RECORD_TYPES) -> dict:
    """Every record of a store, in words for JSON; what nobody filled is left out."""
    with store.reading() as reading:
        found = {}
        for kind in types:
            records = sorted(reading.all(kind.record, trash=True), key=lambda one: one.id)
            defaults = {name: field.default for name, field in kind.fields.items()}
            found[kind.name] = [
                {
                    name: value
                    for name, value in msgspec.to_builtins(asdict(record)).items()
                    if name == "id"
                    or kind.fields[name].kind.to_stored(getattr(record, name)) != defaults[name]
                }
                for record in records
            ]
        journal = reading.connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one()
    return {"changes": journal, "records": {name: told for name, told in found.items() if told}}
