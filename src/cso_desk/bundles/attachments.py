"""Which files travel with a bundle, which are asked for, and how they are shared out over volumes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.bundles.manifest import MOST_FILES
from cso_desk.journal.streams import MASK, SHIFT, Stream, all_names, streams
from cso_desk.records.kinds import Files
from cso_desk.records.record_type import RecordType
from cso_desk.store.blobs import Blob, Blobs
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.rights import may_travel

FILES = ("all", "asked", "none")
_ENTRY = 320
"""Bytes that a file takes in the manifest, and some more."""
_MOST_IN_A_VOLUME = 20_000


@dataclass(frozen=True)
class Profile:
    """By which way a bundle goes. `volume`: bytes of one file at most; `files`: "all", "asked" or "none"."""

    volume: int
    files: str


STICK = Profile(2 << 30, "all")
MAIL = Profile(10_000_000, "none")
"""What mail servers and messengers take."""


@dataclass(frozen=True)
class Naming:
    """A change, not overwritten, by which a record has a file."""

    sha256: str
    record: str
    stream: Stream
    seq: int


@dataclass(frozen=True)
class Cut:
    """A part of a blob that goes into one volume."""

    blob: Blob
    at: int
    length: int


def namings(connection: Connection, types: Mapping[str, RecordType]) -> list[Naming]:
    """The files of all records, those of conflicting values and of records in the trash included."""
    known = all_names(connection)
    kinds = {
        known[name]: field.kind
        for kind in types.values()
        for field in kind.fields.values()
        if isinstance(field.kind, Files) and (name := f"{kind.name}.{field.name}") in known
    }
    if not kinds:
        return []
    rows = connection.exec_driver_sql(
        "SELECT h.cid, h.record, h.name, c.value FROM head h CROSS JOIN change c ON c.cid = h.cid"
        f" WHERE h.name IN ({','.join(map(str, kinds))}) AND c.value <> ''"
    ).all()
    every = streams(connection)
    found = []
    for cid, record, name, value in rows:
        files = kinds[name].from_stored(value)
        if not isinstance(files, str):
            stream = every[cid >> SHIFT]
            found += [Naming(file.sha256, record, stream, cid & MASK) for file in files]
    return found


def wanted(
    connection: Connection, types: Mapping[str, RecordType], blobs: Blobs, from_hub: str, to_hub: str
) -> list[str]:
    """The files that records name and that are missing here, as far as the other hub may know of them."""
    named = {
        each.sha256
        for each in namings(connection, types)
        if may_travel(from_hub, to_hub, each.stream.scope) and not blobs.has(each.sha256)
    }
    return sorted(named)[:MOST_FILES]


@dataclass(frozen=True)
class Choice:
    """For whom files are chosen. `base`: how far that hub is proved to hold each stream."""

    own_hub: str
    to_hub: str
    known: Mapping[str, Certificate]
    base: Mapping[Stream, int]
    which: str
    records: Collection[str] = ()
    """The records whose files are meant, whether the hub has them or not; none of them: all records."""
    promised: Collection[str] = ()
    """Records whose files go, as far as the hub is not known to have them, also by a way that takes none."""


def chosen(
    connection: Connection, types: Mapping[str, RecordType], blobs: Blobs, choice: Choice
) -> list[Blob]:
    """The files that go to a hub: named where it may look, here, and not known to be there."""
    if choice.which == "none" and not choice.promised:
        return []
    asked = {
        sha256
        for device, sha256 in connection.exec_driver_sql("SELECT device, sha256 FROM wanted")
        if device in choice.known and choice.known[device].hub == choice.to_hub
    }
    found = set()
    for each in namings(connection, types):
        if choice.records:
            lacking = each.record in choice.records
        else:
            meant = choice.which == "all" or each.record in choice.promised
            there = choice.base.get(each.stream, 0) >= each.seq
            by_asking = each.sha256 in asked and (meant or choice.which == "asked")
            lacking = by_asking or (meant and not there)
        if lacking and _may_have(connection, choice, each):
            found.add(each.sha256)
    return sorted(Blob(sha256, blobs.size(sha256)) for sha256 in found if blobs.has(sha256))


def _may_have(connection: Connection, choice: Choice, naming: Naming) -> bool:
    """Whether a hub may have a file because of this change.

    A hub that only names a file gets nothing by it: whoever overhears the hash of another hub's paper must
    not be given the paper. What it brought itself it may have again.
    """
    if not may_travel(choice.own_hub, choice.to_hub, naming.stream.scope):
        return False
    author = choice.known.get(naming.stream.replica)
    if choice.own_hub == choice.to_hub or (author is not None and author.hub != choice.to_hub):
        return True
    row = connection.exec_driver_sql(
        "SELECT 1 FROM brought WHERE sha256 = ? AND hub = ?", (naming.sha256, choice.to_hub)
    ).first()
    return row is not None


def shared_out(blobs: Iterable[Blob], first_room: int, room: int) -> list[list[Cut]]:
    """Files by volume: the first has room for `first_room` bytes, each further one for `room`.

    Only what is longer than a volume is cut. The first list may be empty; no other one is.
    """
    volumes: list[list[Cut]] = [[]]
    left = [first_room]
    for blob in sorted(blobs, key=lambda each: (-each.size, each.sha256)):
        at = 0
        while at < blob.size or not blob.size:
            length = min(blob.size - at, room - _ENTRY)
            place = _place_for(length, left, volumes)
            if place == len(left):
                volumes.append([])
                left.append(room)
            volumes[place].append(Cut(blob, at, length))
            left[place] -= length + _ENTRY
            at += length
            if not blob.size:
                break
    return volumes


def _place_for(length: int, left: Sequence[int], volumes: Sequence[Sequence[Cut]]) -> int:
    """The first volume in which there is room."""
    places = (
        place
        for place, room in enumerate(left)
        if room >= length + _ENTRY and len(volumes[place]) < _MOST_IN_A_VOLUME
    )
    return next(places, len(left))


def room_in(volume: int, recipients: int, head: int) -> int:
    """How many bytes of files a volume has room for beside `head` bytes and what encryption adds."""
    # The header of an age file has some 100 bytes for each recipient, and a line of noise.
    outside = 2048 + 200 * recipients + head
    return max(0, volume - outside) * (1 << 16) // ((1 << 16) + 16)
