"""What goes into a bundle: the manifest, the blocks of changes, and which files go into which volume."""

import hashlib
import secrets
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.bundles.attachments import STICK, Choice, Cut, Profile, chosen, room_in, shared_out, wanted
from cso_desk.bundles.blocks import Writer
from cso_desk.bundles.chain import Journal, chain_at, chain_start, seal_of, seal_own
from cso_desk.bundles.manifest import ERASED_FORMAT, FORMAT, Manifest, StreamPart
from cso_desk.bundles.network_part import part_of, receivers
from cso_desk.bundles.opening import vector_for
from cso_desk.bundles.practice import is_practice
from cso_desk.bundles.program_update import update_for
from cso_desk.bundles.progress import Steps
from cso_desk.bundles.proof import proved, taken_from
from cso_desk.errors import UserError
from cso_desk.journal.branches import branches_of
from cso_desk.journal.streams import Stream
from cso_desk.records.record_type import RecordType
from cso_desk.store.blobs import Blobs
from cso_desk.store.store import NATIONAL
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.devices import own_certificate
from cso_desk.trust.keeping import known_devices, network_of
from cso_desk.trust.network import Network
from cso_desk.wording import _

_LEAST_ROOM = 1 << 16


@dataclass(frozen=True)
class Order:
    """What somebody wants: for whom, which kind, by which way, and the records whose files are meant.

    `promised`: records whose files go by a way that otherwise takes none, as far as the hub lacks them.
    """

    to_hub: str
    kind: str
    answers: str = ""
    profile: Profile = STICK
    records: Collection[str] = ()
    promised: Collection[str] = ()


@dataclass(frozen=True)
class Chance:
    """What is different in every bundle: tests fix it. `now`: UTC milliseconds."""

    uid: str
    now: int

    @classmethod
    def take(cls) -> "Chance":
        return cls(secrets.token_hex(16), time.time_ns() // 1_000_000)

    def uid_of(self, volume: int) -> str:
        """The id of a volume, counted from 1."""
        told = hashlib.sha256(f"{self.uid} {volume}".encode()).hexdigest()[:32]
        return self.uid if volume == 1 else told


@dataclass(frozen=True)
class Composed:
    """All that is written: the first manifest, without its files; the blocks; the files by volume."""

    own: Certificate
    key: bytes
    recipients: tuple[str, ...]
    first: Manifest
    blocks: bytes
    volumes: list[list[Cut]]
    numbers: list[int]
    update: str = ""
    """The SHA-256 of the one file that is a new version of the program."""

    @property
    def bytes_of_files(self) -> int:
        return sum(cut.length for cuts in self.volumes for cut in cuts)


@dataclass(frozen=True)
class _Carried:
    """The streams a bundle speaks of, and those whose changes it carries: stream, number, base, last."""

    vector: list[tuple[Stream, int, int]]
    parts: list[tuple[Stream, int, int, int]]
    base: Mapping[Stream, int]

    @property
    def changes(self) -> int:
        return sum(last - base for *_, base, last in self.parts)


def recipients_of(connection: Connection, order: Order) -> list[Certificate]:
    """The devices that can open the bundle: those of that hub that are in order, but not this one itself."""
    return [] if order.kind == "hello" else receivers(connection, order.to_hub)


def compose(
    connection: Connection,
    types: Mapping[str, RecordType],
    blobs: Blobs,
    order: Order,
    chance: Chance,
    steps: Steps,
) -> Composed:
    """Put a bundle together inside a writing transaction. Raises UserError."""
    own, known = own_certificate(connection), known_devices(connection)
    seal_own(Journal(connection))
    carried = _carried(connection, own, known, order)
    files, newer = [], None
    if order.kind in ("delta", "full", "files"):
        which = Choice(
            own.hub, order.to_hub, known, carried.base, order.profile.files, order.records, order.promised
        )
        files = chosen(connection, types, blobs, which)
        if order.profile.files == "all" and order.kind != "files":
            newer = update_for(connection, blobs, own.hub, order.to_hub)
            files += [newer] if newer and newer not in files else []
    steps.total += carried.changes
    steps.expect_bytes(sum(blob.size for blob in files))
    wants = [] if order.kind == "hello" else wanted(connection, types, blobs, own.hub, order.to_hub)
    number = _next_number(connection)
    first, blocks = _manifest(connection, own, known, order, carried, wants, chance, number, steps)
    sign_key = connection.exec_driver_sql(
        "SELECT sign_key FROM secret WHERE replica = ?", (own.replica,)
    ).scalar_one()
    recipients = tuple(one.age for one in recipients_of(connection, order))
    head = len(first.head(bytes(sign_key)))
    room = [room_in(order.profile.volume, len(recipients), size) for size in (head + len(blocks), head)]
    if min(room) < _LEAST_ROOM:
        raise _too_big(order, head + len(blocks))
    volumes = shared_out(files, *room)
    numbers = [number, *(_next_number(connection) for _volume in volumes[1:])]
    update = newer.sha256 if newer else ""
    return Composed(own, bytes(sign_key), recipients, first, blocks, volumes, numbers, update)


def _carried(
    connection: Connection, own: Certificate, known: Mapping[str, Certificate], order: Order
) -> _Carried:
    vector = [] if order.kind == "hello" else vector_for(connection, own.hub, order.to_hub)
    journal = Journal(connection)
    base = {} if order.kind == "full" else proved(journal, known, order.to_hub)
    if order.kind not in ("delta", "full"):
        return _Carried(vector, [], base)
    bases = [max(base.get(stream, 0), journal.start(number)[0]) for stream, number, _last in vector]
    parts = [(s, no, at, last) for (s, no, last), at in zip(vector, bases, strict=True) if last > at]
    return _Carried(vector, parts, base)


def _manifest(
    connection: Connection,
    own: Certificate,
    known: Mapping[str, Certificate],
    order: Order,
    carried: _Carried,
    wants: list[str],
    chance: Chance,
    number: int,
    steps: Steps,
) -> tuple[Manifest, bytes]:
    journal, network = Journal(connection), network_of(connection)
    writer = written(journal, carried.parts, steps)
    blocks = b"".join(writer.blocks)
    referred = [journal.streams[no] for no in list(writer.streams)[len(carried.parts) :]]
    manifest = Manifest(
        format=ERASED_FORMAT if writer.erased else FORMAT,
        min_reader=ERASED_FORMAT if writer.erased else FORMAT,
        uid=chance.uid,
        kind=order.kind,
        number=number,
        made_at=chance.now,
        from_hub=own.hub,
        from_device=own.replica,
        to_hub=order.to_hub,
        to_devices=[one.replica for one in recipients_of(connection, order)],
        devices=_introduced(own, known, {journal.authors[no] for _s, no, *_ in carried.parts}, network),
        streams=[part_of_stream(journal, *each) for each in carried.parts],
        referred=[(stream.replica, stream.scope) for stream in referred],
        names=list(writer.names),
        vector=[_word(journal, *each) for each in carried.vector],
        taken=[order.answers] if order.answers else taken_from(connection, order.to_hub),
        changes=sum(count for *_, count in writer.sizes),
        records=len(writer.records),
        steps=len(writer.steps),
        blocks=writer.sizes,
        blocks_sha256=hashlib.sha256(blocks).hexdigest(),
        trust=part_of(network, order.kind),
        wants=wants,
        practice=is_practice(connection),
    )
    return manifest, blocks


def _word(journal: Journal, stream: Stream, number: int, last: int) -> tuple[str, str, int, str]:
    """What this device says of a stream it holds; the chain tells two histories of one name apart."""
    return stream.replica, stream.scope, last, chain_start(chain_at(journal, number, last))


def written(journal: Journal, carried: list[tuple[Stream, int, int, int]], steps: Steps) -> Writer:
    """Blocks of the changes base+1 … last of some streams: name, local number, base, last."""
    writer = Writer(journal, {number: place for place, (_s, number, *_rest) in enumerate(carried)})
    for _stream, number, base, last in carried:
        for lines in journal.lines(number, base + 1, last):
            writer.add(number, lines)
            steps.add(len(lines))
    writer.flush()
    return writer


def part_of_stream(journal: Journal, stream: Stream, number: int, base: int, last: int) -> StreamPart:
    """How a manifest tells of the changes base+1 … last of a stream; the end is sealed, or splits there."""
    seal = seal_of(journal.connection, number, last)
    if seal is None and branches_of(journal.connection, number):
        seal = chain_at(journal, number, last), b""
    if seal is None:
        # Streams of others are held to a seal and never beyond; own ones were sealed a moment ago.
        raise RuntimeError(f"no seal at {stream} {last}")
    chain, signature = seal
    author = journal.authors[number]
    return StreamPart(
        author, stream.scope, base, chain_at(journal, number, base).hex(), last, chain.hex(),
        signature.hex(), "" if author == stream.replica else stream.replica,
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


def _next_number(connection: Connection) -> int:
    connection.exec_driver_sql(
        "INSERT INTO meta VALUES ('bundle_number', '1')"
        " ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
    return int(connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'bundle_number'").scalar_one())


def _too_big(order: Order, size: int) -> UserError:
    return UserError(
        _(
            "The changes alone need {size} MB, and by this way a file may have {most} MB. "
            "Take them over on a stick.",
            size=-(-size // 1_000_000),
            most=order.profile.volume // 1_000_000,
        )
    )
