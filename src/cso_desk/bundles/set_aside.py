"""Keeps what is withdrawn in a file beside the store, encrypted to this device, for people to look at."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.bundles.blocks import Reader
from cso_desk.bundles.chain import Journal
from cso_desk.bundles.composing import part_of_stream, written
from cso_desk.bundles.file_writing import ENDING, write_bundle
from cso_desk.bundles.manifest import ERASED_FORMAT, FORMAT, Manifest
from cso_desk.bundles.opening import open_bundle
from cso_desk.bundles.progress import Steps
from cso_desk.journal.heads import Range
from cso_desk.journal.streams import MASK, SHIFT
from cso_desk.records.kinds import Stored
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_certificate
from cso_desk.trust.keeping import known_devices

FOLDER = "set-aside"


@dataclass(frozen=True)
class AsideLine:
    """One change that was set aside. `at`: UTC milliseconds by its author's clock."""

    record: str
    kind: str
    field: str
    value: Stored
    actor: str
    at: int


def set_aside(store: Store, connection: Connection, ranges: list[Range], hub: str) -> Path:
    """Write changes that are held here into a bundle for this device alone. Raises UserError."""
    own = own_certificate(connection)
    journal = Journal(connection)
    carried = [
        (journal.streams[first >> SHIFT], first >> SHIFT, (first & MASK) - 1, last & MASK)
        for first, last in ranges
    ]
    writer = written(journal, carried, Steps(None))
    parts = [part_of_stream(journal, *each) for each in carried]
    known = known_devices(connection)
    authors = {part.replica for part in parts} | {own.replica}
    blocks = b"".join(writer.blocks)
    now = time.time_ns() // 1_000_000
    referred = [journal.streams[number] for number in list(writer.streams)[len(carried) :]]
    manifest = Manifest(
        format=ERASED_FORMAT if writer.erased else FORMAT,
        min_reader=ERASED_FORMAT if writer.erased else FORMAT,
        uid=secrets.token_hex(16),
        kind="full",
        number=0,
        made_at=now,
        from_hub=own.hub,
        from_device=own.replica,
        to_hub=own.hub,
        to_devices=[own.replica],
        devices=[known[one].text.decode() for one in sorted(authors) if one in known],
        streams=parts,
        referred=[(stream.replica, stream.scope) for stream in referred],
        names=list(writer.names),
        vector=[],
        taken=[],
        changes=sum(count for *_, count in writer.sizes),
        records=len(writer.records),
        steps=len(writer.steps),
        blocks=writer.sizes,
        blocks_sha256=hashlib.sha256(blocks).hexdigest(),
    )
    key = connection.exec_driver_sql(
        "SELECT sign_key FROM secret WHERE replica = ?", (own.replica,)
    ).scalar_one()
    path = _free_path(store.folder / FOLDER, now, hub)
    write_bundle(path, [manifest.head(bytes(key)), blocks], [own.age])
    return path


def files_set_aside(folder: Path) -> list[Path]:
    """The files with what was withdrawn from the store in a folder, oldest first."""
    return sorted((folder / FOLDER).glob(f"*{ENDING}"))


def lines_set_aside(store: Store, path: Path) -> Iterator[AsideLine]:
    """What stands in such a file. Raises UserError where it cannot be read."""
    with store.reading() as reading:
        opened = open_bundle(reading.connection, path)
    manifest = opened.manifest
    reader = Reader(len(manifest.streams) + len(manifest.referred), len(manifest.names))
    for packed, (_size, raw, count) in zip(opened.blocks, manifest.blocks, strict=True):
        columns = reader.read(packed, raw, count)
        rows = zip(columns.record, columns.name, columns.value, columns.step, strict=True)
        for at_place, (record, name, value, step) in enumerate(rows):
            if at_place in columns.erased:
                continue
            kind, _dot, field = manifest.names[name].partition(".")
            _uid, _kind, _label, _details, actor, at, _undoes = reader.steps[step]
            yield AsideLine(record, kind, field, value, actor, at)


def _free_path(folder: Path, now: int, hub: str) -> Path:
    moment = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y-%m-%d_%H%M%S")
    number = 1
    while (path := folder / f"{moment}_KH{hub or 'xx'}_revoked_{number}{ENDING}").exists():
        number += 1
    return path
