"""The inside of a bundle file: the signed manifest, and the blocks it names.

magic 4 | length of the manifest 4 | manifest (JSON) | signature 64 | blocks, one after the other
"""

import hashlib
import re
import struct

import msgspec

from cso_desk.bundles.envelope import damaged, too_new
from cso_desk.journal.streams import Stream
from cso_desk.trust.certificates import BadCertificateError, Certificate, read_certificate
from cso_desk.trust.rights import is_hub, is_scope
from cso_desk.trust.signing import sign, strict_json, verifies

FORMAT = 1
MANIFEST = "application/vnd.cso-desk.manifest+json"
KINDS = ("delta", "full", "request", "receipt", "hello")
MOST_NUMBER = 1 << 62
MOST_RAW_BLOCK = 16 << 20
_MAGIC = b"CSOI"
_HEADER = struct.Struct("<4sI")
_SIGNATURE = 64
_MOST_MANIFEST = 16 << 20
_MOST_NAMES = 4096
_MOST_STREAMS = 65_536
_HEX32 = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}\.[a-z][a-z0-9_]{0,49}")


class StreamPart(msgspec.Struct, frozen=True):
    """The changes base+1..last of one stream, the chain before and after them, and the author's seal."""

    replica: str
    scope: str
    base: int
    base_chain: str
    last: int
    chain: str
    signature: str

    @property
    def stream(self) -> Stream:
        return Stream(self.replica, self.scope)


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of itself. Keys that a version does not know are ignored."""

    format: int
    min_reader: int
    uid: str
    kind: str
    number: int
    made_at: int
    from_hub: str
    from_device: str
    to_hub: str
    to_devices: list[str]
    devices: list[str]
    streams: list[StreamPart]
    referred: list[tuple[str, str]]
    names: list[str]
    vector: list[tuple[str, str, int]]
    taken: list[str]
    changes: int
    records: int
    steps: int
    blocks: list[tuple[int, int, int]]
    blocks_sha256: str


def pack(manifest: Manifest, blocks: bytes, key: bytes) -> bytes:
    """The inside of a bundle, signed with a raw private key."""
    text = msgspec.json.encode(manifest)
    return _HEADER.pack(_MAGIC, len(text)) + text + sign(key, MANIFEST, text) + blocks


def unpack(inner: bytes) -> tuple[Manifest, list[Certificate], list[bytes]]:
    """Manifest, certificates and blocks, after every check that needs no store. Raises UserError."""
    if len(inner) < _HEADER.size:
        raise damaged()
    magic, length = _HEADER.unpack_from(inner)
    start = _HEADER.size + length
    if magic != _MAGIC or length > _MOST_MANIFEST or len(inner) < start + _SIGNATURE:
        raise damaged()
    text = inner[_HEADER.size : start]
    manifest = _parse(text)
    certificates = _certificates(manifest)
    sender = next((c for c in certificates if c.replica == manifest.from_device), None)
    if sender is None or sender.hub != manifest.from_hub:
        raise damaged()
    if not verifies(sender.key, MANIFEST, text, inner[start : start + _SIGNATURE]):
        raise damaged()
    return manifest, certificates, _cut(manifest, inner[start + _SIGNATURE :])


def _parse(text: bytes) -> Manifest:
    try:
        raw = strict_json(text)
    except ValueError as error:
        raise damaged() from error
    if isinstance(raw, dict) and isinstance(raw.get("min_reader"), int) and raw["min_reader"] > FORMAT:
        raise too_new()
    try:
        manifest = msgspec.convert(raw, Manifest, strict=True)
    except msgspec.ValidationError as error:
        raise damaged() from error
    if not _is_sound(manifest):
        raise damaged()
    return manifest


def _is_sound(m: Manifest) -> bool:
    """Whether every number, name and id is of its form; meaning is judged later."""
    numbers = [m.number, m.made_at, m.changes, m.records, m.steps]
    numbers += [n for part in m.streams for n in (part.base, part.last)] + [seq for *_, seq in m.vector]
    numbers += [n for block in m.blocks for n in block]
    ids = [m.uid, m.from_device, *m.to_devices, *m.taken, *(replica for replica, *_ in m.vector)]
    ids += [part.replica for part in m.streams] + [replica for replica, _scope in m.referred]
    scopes = [part.scope for part in m.streams] + [scope for _replica, scope in m.referred]
    scopes += [scope for _replica, scope, _seq in m.vector]
    keys = [part.stream for part in m.streams] + [Stream(*pair) for pair in m.referred]
    return (
        m.kind in KINDS
        and is_hub(m.from_hub)
        and (is_hub(m.to_hub) or (m.to_hub == "" and m.kind == "hello"))
        and all(0 <= n < MOST_NUMBER for n in numbers)
        and all(map(_HEX32.fullmatch, ids))
        and all(map(is_scope, scopes))
        and all(map(_NAME.fullmatch, m.names))
        and len(m.names) == len(set(m.names)) <= _MOST_NAMES
        and len(keys) == len(set(keys)) <= _MOST_STREAMS
        and all(_is_part(part) for part in m.streams)
        and sum(part.last - part.base for part in m.streams) == m.changes
        and sum(count for _size, _raw, count in m.blocks) == m.changes
        and all(raw <= MOST_RAW_BLOCK for _size, raw, _count in m.blocks)
    )


def _is_part(part: StreamPart) -> bool:
    return (
        part.base < part.last < 1 << 40
        and re.fullmatch("[0-9a-f]{64}", part.base_chain) is not None
        and re.fullmatch("[0-9a-f]{64}", part.chain) is not None
        and re.fullmatch("[0-9a-f]{128}", part.signature) is not None
    )


def _certificates(manifest: Manifest) -> list[Certificate]:
    try:
        found = [read_certificate(text.encode()) for text in manifest.devices]
    except BadCertificateError as error:
        raise damaged() from error
    if len({one.replica for one in found}) != len(found):
        raise damaged()
    return found


def _cut(manifest: Manifest, data: bytes) -> list[bytes]:
    """The blocks. What stands behind them belongs to parts that a newer version names."""
    sizes = [size for size, _raw, _count in manifest.blocks]
    if sum(sizes) > len(data) or hashlib.sha256(data[: sum(sizes)]).hexdigest() != manifest.blocks_sha256:
        raise damaged()
    blocks, at = [], 0
    for size in sizes:
        blocks.append(data[at : at + size])
        at += size
    return blocks
