"""Makes bundles: what is new for a hub, signed, encrypted for its devices, written once and read again."""

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.bundles.blocks import Writer
from cso_desk.bundles.chain import Journal, chain_at, seal_of, seal_own
from cso_desk.bundles.file_writing import ENDING, write_bundle
from cso_desk.bundles.manifest import FORMAT, KINDS, Manifest, StreamPart
from cso_desk.bundles.network_part import out_of_use, part_of, receivers
from cso_desk.bundles.opening import vector_for
from cso_desk.errors import UserError
from cso_desk.journal.streams import Stream
from cso_desk.places.gazetteer import place
from cso_desk.store.store import NATIONAL, Store
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.devices import own_certificate
from cso_desk.trust.keeping import known_devices, network_of
from cso_desk.trust.network import Network
from cso_desk.trust.rights import hub_name, is_hub
from cso_desk.wording import _

OUTBOX = "outbox"
NUMBER = ""
"""The `held` row with this replica and scope holds the number of the file that said what a device holds."""

_REPORTED_BUNDLES = 50

Progress = Callable[[int, int], None]
"""Is called with steps done and steps in all; it stops the work by raising CancelledError."""


@dataclass(frozen=True)
class Made:
    """A bundle that was written. `why_plain` says in the user's language why it is not encrypted."""

    path: Path
    uid: str
    kind: str
    changes: int
    streams: int
    bytes: int
    encrypted: bool
    why_plain: str


@dataclass(frozen=True)
class Chance:
    """What is different in every bundle: tests fix it. `now`: UTC milliseconds."""

    uid: str
    now: int

    @classmethod
    def take(cls) -> "Chance":
        return cls(secrets.token_hex(16), time.time_ns() // 1_000_000)


def make_bundle(
    store: Store,
    to_hub: str,
    out: Path | None = None,
    *,
    kind: str = "delta",
    allow_plain: bool = False,
    folder: Path | None = None,
    answers: str = "",
    progress: Progress | None = None,
    chance: Chance | None = None,
) -> Made:
    """Write a bundle for a hub to `out`, or under a new name into `folder` (default: the store's outbox).

    `kind`: "delta" (what the hub is not proved to hold), "full", "request" and "receipt" (what is held here,
    no changes) or "hello" (certificates only, for anybody; `to_hub` may be ""). A receipt `answers` a bundle.
    Raises UserError; nothing is written then.
    """
    chance = chance or Chance.take()
    if kind not in KINDS:
        raise ValueError(f"no such kind of bundle: {kind}")
    if not is_hub(to_hub) and not (kind == "hello" and not to_hub):
        raise UserError(
            _("There is no hub with the code {code}. Use 01 to 25, or 00 for the national hub.", code=to_hub)
        )
    with store.writing() as connection:
        own = own_certificate(connection)
        known = known_devices(connection)
        recipients = _recipients(connection, to_hub, kind)
        why_plain = _why_plain(recipients, to_hub, kind)
        if why_plain and not allow_plain and kind != "hello":
            raise UserError(why_plain)
        number = _next_number(connection)
        manifest, blocks = _manifest(connection, own, known, to_hub, kind, number, answers, chance, progress)
        key = connection.exec_driver_sql(
            "SELECT sign_key FROM secret WHERE replica = ?", (own.replica,)
        ).scalar_one()
        path = out or _free_path(folder or store.folder / OUTBOX, manifest)
        _remember(connection, manifest, path, number)
        length = write_bundle(path, [manifest.head(bytes(key)), blocks], [one.age for one in recipients])
    return Made(
        path,
        manifest.uid,
        kind,
        manifest.changes,
        len(manifest.streams),
        length,
        bool(recipients),
        why_plain,
    )


def _recipients(connection: Connection, to_hub: str, kind: str) -> list[Certificate]:
    """The devices that can open the bundle: those of that hub that are in order, but not this one itself."""
    return [] if kind == "hello" else receivers(connection, to_hub)


def _why_plain(recipients: list[Certificate], to_hub: str, kind: str) -> str:
    if recipients:
        return ""
    if kind == "hello":
        return _("An introduction holds no data, so everybody may read it.")
    return _(
        "No computer of {hub} is known here yet, so the bundle cannot be encrypted: whoever finds the stick "
        "could read it. Take in an introduction file of {hub} first, or allow an open bundle this once.",
        hub=hub_name(to_hub),
    )


def _manifest(
    connection: Connection,
    own: Certificate,
    known: Mapping[str, Certificate],
    to_hub: str,
    kind: str,
    number: int,
    answers: str,
    chance: Chance,
    progress: Progress | None,
) -> tuple[Manifest, bytes]:
    seal_own(Journal(connection))
    journal = Journal(connection)
    vector = [] if kind == "hello" else vector_for(connection, own.hub, to_hub)
    base = proved(connection, known, to_hub) if kind == "delta" else {}
    carried = []
    if kind in ("delta", "full"):
        carried = [(s, no, base.get(s, 0), last) for s, no, last in vector if last > base.get(s, 0)]
    writer = _written(journal, carried, progress)
    parts = [_part(journal, *each) for each in carried]
    blocks = b"".join(writer.blocks)
    network = network_of(connection)
    referred = [journal.streams[no] for no in list(writer.streams)[len(carried) :]]
    manifest = Manifest(
        format=FORMAT,
        min_reader=FORMAT,
        uid=chance.uid,
        kind=kind,
        number=number,
        made_at=chance.now,
        from_hub=own.hub,
        from_device=own.replica,
        to_hub=to_hub,
        to_devices=[one.replica for one in _recipients(connection, to_hub, kind)],
        devices=_introduced(own, known, {s.replica for s, *_ in carried}, network),
        streams=parts,
        referred=[(stream.replica, stream.scope) for stream in referred],
        names=list(writer.names),
        vector=[(stream.replica, stream.scope, last) for stream, _no, last in vector],
        taken=[answers] if answers else _taken_from(connection, to_hub),
        changes=sum(count for *_, count in writer.sizes),
        records=len(writer.records),
        steps=len(writer.steps),
        blocks=writer.sizes,
        blocks_sha256=hashlib.sha256(blocks).hexdigest(),
        trust=part_of(network, kind),
    )
    return manifest, blocks


def _written(
    journal: Journal, carried: list[tuple[Stream, int, int, int]], progress: Progress | None
) -> Writer:
    writer = Writer(journal, {number: place for place, (_s, number, *_rest) in enumerate(carried)})
    total, done = sum(last - base for *_, base, last in carried), 0
    for _stream, number, base, last in carried:
        for lines in journal.lines(number, base + 1, last):
            writer.add(number, lines)
            done += len(lines)
            if progress is not None:
                progress(done, total)
    writer.flush()
    return writer


def _part(journal: Journal, stream: Stream, number: int, base: int, last: int) -> StreamPart:
    seal = seal_of(journal.connection, number, last)
    if seal is None:
        # Streams of others are held to a seal and never beyond; own ones were sealed a moment ago.
        raise RuntimeError(f"no seal at {stream} {last}")
    chain, signature = seal
    return StreamPart(
        stream.replica, stream.scope, base, chain_at(journal, number, base).hex(), last, chain.hex(),
        signature.hex(),
    )  # fmt: skip


def _introduced(
    own: Certificate, known: Mapping[str, Certificate], authors: set[str], network: Network
) -> list[str]:
    """The certificates that travel: the authors', those of this hub, and from the national hub all.

    Those that the directory has come with it.
    """
    wanted = {
        replica
        for replica, one in known.items()
        if replica in authors or (own.hub in (one.hub, NATIONAL) and replica not in network.entries)
    } | {own.replica}
    return [known[replica].text.decode() for replica in sorted(wanted)]


def proved(connection: Connection, known: Mapping[str, Certificate], hub: str) -> dict[Stream, int]:
    """How far a hub is proved to hold each stream: what all of its devices that ever reported hold.

    A device that was replaced counts no more, unless it was heard of since: then it lives on beside a copy.
    Nothing is known of one that never reported.
    """
    replaced = _replaced(connection, known) | out_of_use(connection)
    said: dict[str, dict[Stream, int]] = {}
    for device, replica, scope, seq in connection.exec_driver_sql(
        "SELECT device, replica, scope, seq FROM held"
    ):
        if device in known and known[device].hub == hub and device not in replaced:
            said.setdefault(device, {})[Stream(replica, scope)] = seq
    if not said:
        return {}
    every = {stream for vector in said.values() for stream in vector} - {Stream(NUMBER, NUMBER)}
    return {stream: min(vector.get(stream, 0) for vector in said.values()) for stream in every}


def _replaced(connection: Connection, known: Mapping[str, Certificate]) -> set[str]:
    """Devices that became another one, which was met after their last word."""
    run = connection.exec_driver_sql
    met = {replica: int(at) for replica, at in run("SELECT replica, met_at FROM device")}
    words = run("SELECT device, max(at) FROM bundle WHERE direction = 'in' GROUP BY device")
    last_word = {device: int(at) for device, at in words}
    successors = [one for one in known.values() if one.previous]
    return {one.previous for one in successors if met[one.replica] >= last_word.get(one.previous, 0)}


def _taken_from(connection: Connection, hub: str) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT uid FROM bundle WHERE direction = 'in' AND hub = ? AND status = 'taken'"
        " ORDER BY at DESC LIMIT ?",
        (hub, _REPORTED_BUNDLES),
    )
    return [uid for (uid,) in rows]


def _next_number(connection: Connection) -> int:
    connection.exec_driver_sql(
        "INSERT INTO meta VALUES ('bundle_number', '1')"
        " ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
    return int(connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'bundle_number'").scalar_one())


def _free_path(folder: Path, manifest: Manifest) -> Path:
    day = datetime.fromtimestamp(manifest.made_at / 1000, UTC).date().isoformat()
    to = manifest.to_hub or "all"
    what = "" if manifest.kind in ("delta", "full") else f"_{manifest.kind}"
    stem = f"{_place_name(manifest.from_hub)}{what}_to_{to}_{day}"
    number = manifest.number
    while (path := folder / f"{stem}_{number:04d}{ENDING}").exists():
        number += 1
    return path


def _place_name(hub: str) -> str:
    if hub == NATIONAL:
        return "KH00-national"
    found = place(hub)
    latin = re.sub(r"[^a-z]+", "-", found.name_en.lower()).strip("-") if found else ""
    return f"KH{hub}-{latin}" if latin else f"KH{hub}"


def _remember(connection: Connection, manifest: Manifest, path: Path, number: int) -> None:
    summary = {"changes": manifest.changes, "number": number}
    connection.exec_driver_sql(
        "INSERT INTO bundle VALUES (?, 'out', ?, ?, '', ?, ?, ?, 'made', ?)",
        (
            manifest.uid,
            manifest.kind,
            manifest.to_hub,
            path.name,
            manifest.made_at,
            manifest.made_at,
            json.dumps(summary),
        ),
    )
