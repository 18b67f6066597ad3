"""The manifest of a bundle: what it says of itself, signed by its sender, and whether that can be at all."""

import re
import struct
from itertools import pairwise

import msgspec

from cso_desk.bundles.blocks import MOST_RAW_BLOCK
from cso_desk.bundles.envelope import MOST_BYTES, damaged, too_new
from cso_desk.bundles.network_part import NetworkPart
from cso_desk.journal.recorder import MOST_TIME
from cso_desk.journal.streams import Stream
from cso_desk.trust.certificates import BadCertificateError, Certificate, read_certificate
from cso_desk.trust.rights import is_hub, is_scope
from cso_desk.trust.signing import sign, strict_json, verifies

FORMAT = 1
ERASED_FORMAT = 2
"""The format of a bundle of which values were erased: a reader of format 1 would take it for damaged."""
MANIFEST = "application/vnd.cso-desk.manifest+json"
KINDS = ("delta", "full", "files", "request", "receipt", "hello")
MOST_NUMBER = 1 << 62
MOST_BLOCKS = 256 << 20
"""Bytes of compressed blocks that a reader holds in memory: some ten million changes."""
MOST_FILES = 65_536
MAGIC = b"CSOI"
HEAD = struct.Struct("<4sI")
SIGNATURE = 64
MOST_MANIFEST = 16 << 20
_MOST_VOLUMES = 10_000
_MOST_NAMES = 4096
_MOST_STREAMS = 8192
_MOST_TAKEN = 1000
_CHAIN_START = re.compile(r"[0-9a-f]{16}")
_HEX32 = re.compile(r"[0-9a-f]{32}")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}\.[a-z][a-z0-9_]{0,49}")


class StreamPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """The changes base+1..last of one stream, the chain before and after them, and the author's seal.

    `branch` is the name under which others refer to it where the author's history split. Just before a split
    there may be no seal ("" then): those of the branches prove what comes before them.
    """

    replica: str
    scope: str
    base: int
    base_chain: str
    last: int
    chain: str
    signature: str
    branch: str = ""

    @property
    def stream(self) -> Stream:
        """The stream under the name that references use."""
        return Stream(self.branch or self.replica, self.scope)

    def goes_on(self, other: "StreamPart") -> bool:
        """Whether this part begins where the other one ends, so that its seal proves the other one too."""
        return (self.sealed_as, self.base, self.base_chain) == (other.sealed_as, other.last, other.chain)

    @property
    def sealed_as(self) -> Stream:
        """The stream under the name that its author signed."""
        return Stream(self.replica, self.scope)


class FilePart(msgspec.Struct, frozen=True):
    """`length` bytes of a file from `at` on, and their digest; `sha256` and `size` are the whole file's."""

    sha256: str
    size: int
    at: int
    length: int
    digest: str

    @property
    def whole(self) -> bool:
        return self.length == self.size


class Volume(msgspec.Struct, frozen=True):
    """Which of several bundles that belong together this is; `set` is the uid of the first."""

    set: str
    number: int
    of: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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
    vector: list[tuple[str, str, int, str]]
    taken: list[str]
    changes: int
    records: int
    steps: int
    blocks: list[tuple[int, int, int]]
    blocks_sha256: str
    trust: NetworkPart | None = None
    files: list[FilePart] = []
    wants: list[str] = []
    volume: Volume | None = None
    practice: bool = False
    update: str = ""

    @property
    def blocks_size(self) -> int:
        return sum(size for size, _raw, _count in self.blocks)

    def head(self, key: bytes) -> bytes:
        """What stands before the blocks, signed with a raw private key."""
        text = msgspec.json.encode(self)
        return HEAD.pack(MAGIC, len(text)) + text + sign(key, MANIFEST, text)


def read_manifest(text: bytes, signature: bytes) -> tuple[Manifest, list[Certificate]]:
    """The manifest and its certificates, after every check that needs no store. Raises UserError."""
    manifest = _parse(text)
    certificates = _certificates(manifest)
    sender = next((c for c in certificates if c.replica == manifest.from_device), None)
    if sender is None or sender.hub != manifest.from_hub:
        raise damaged()
    if not verifies(sender.key, MANIFEST, text, signature):
        raise damaged()
    return manifest, certificates


def _parse(text: bytes) -> Manifest:
    try:
        raw = strict_json(text)
    except ValueError as error:
        raise damaged() from error
    if isinstance(raw, dict) and isinstance(raw.get("min_reader"), int) and raw["min_reader"] > ERASED_FORMAT:
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
    return (
        m.kind in KINDS
        and is_hub(m.from_hub)
        and (is_hub(m.to_hub) or (m.to_hub == "" and m.kind == "hello"))
        and _are_forms_right(m)
        and all(map(_NAME.fullmatch, m.names))
        and len(m.names) == len(set(m.names)) <= _MOST_NAMES
        and _are_changes_right(m)
        and _are_files_right(m)
    )


def _are_forms_right(m: Manifest) -> bool:
    """Whether integers, ids and scopes are of their form, wherever they stand."""
    numbers = [m.number, m.made_at, m.changes, m.records, m.steps]
    numbers += [n for part in m.streams for n in (part.base, part.last)] + [each[2] for each in m.vector]
    numbers += [n for block in m.blocks for n in block]
    numbers += [n for file in m.files for n in (file.size, file.at, file.length)]
    ids = [m.uid, m.from_device, *m.to_devices, *m.taken, *(replica for replica, *_ in m.vector)]
    ids += [part.replica for part in m.streams] + [part.stream.replica for part in m.streams]
    ids += [replica for replica, _scope in m.referred]
    ids += [m.volume.set] if m.volume else []
    scopes = [part.scope for part in m.streams] + [scope for _replica, scope in m.referred]
    scopes += [scope for _replica, scope, *_rest in m.vector]
    hashes = [
        *m.wants,
        *filter(None, [m.update]),
        *(digest for file in m.files for digest in (file.sha256, file.digest)),
    ]
    return (
        all(0 <= n < MOST_NUMBER for n in numbers)
        and all(map(_HEX32.fullmatch, ids))
        and all(map(is_scope, scopes))
        and all(_CHAIN_START.fullmatch(chain) for *_rest, chain in m.vector)
        and all(map(_HEX64.fullmatch, hashes))
        and m.made_at < MOST_TIME
        and len({told[:2] for told in m.vector}) == len(m.vector) <= _MOST_STREAMS
        and len(m.taken) <= _MOST_TAKEN
        and (m.volume is None or 1 <= m.volume.number <= m.volume.of <= _MOST_VOLUMES)
    )


def _are_changes_right(m: Manifest) -> bool:
    """Whether streams and blocks say the same, and no more than a reader can hold."""
    keys = [part.stream for part in m.streams] + [Stream(*pair) for pair in m.referred]
    return (
        len(keys) == len(set(keys)) <= _MOST_STREAMS
        and all(_is_part(part) for part in m.streams)
        and (m.kind in ("delta", "full") or not m.streams)
        and sum(part.last - part.base for part in m.streams) == m.changes
        and sum(count for _size, _raw, count in m.blocks) == m.changes
        and all(raw <= MOST_RAW_BLOCK for _size, raw, _count in m.blocks)
        and sum(size for size, _raw, _count in m.blocks) <= MOST_BLOCKS
    )


def _are_files_right(m: Manifest) -> bool:
    """Whether each file has one size, its pieces do not overlap, and a whole one is what its name says."""
    sizes = {file.sha256: file.size for file in m.files}
    inside = all(
        file.size == sizes[file.sha256]
        and file.at + file.length <= file.size
        and (file.length > 0 or file.size == 0)
        and (not file.whole or file.digest == file.sha256)
        for file in m.files
    )
    ordered = sorted((file.sha256, file.at, file.length) for file in m.files)
    apart = all(a[0] != b[0] or (a[2] > 0 and a[1] + a[2] <= b[1]) for a, b in pairwise(ordered))
    return (
        inside
        and apart
        and (m.kind in ("delta", "full", "files") or not m.files)
        and sum(file.length for file in m.files) <= MOST_BYTES
        and max(len(m.files), len(m.wants)) <= MOST_FILES
        and len(m.wants) == len(set(m.wants))
    )


def _is_part(part: StreamPart) -> bool:
    return (
        part.base < part.last < 1 << 40
        and _HEX64.fullmatch(part.base_chain) is not None
        and _HEX64.fullmatch(part.chain) is not None
        and re.fullmatch("(?:[0-9a-f]{128})?", part.signature) is not None
    )


def _certificates(manifest: Manifest) -> list[Certificate]:
    try:
        found = [read_certificate(text.encode()) for text in manifest.devices]
    except BadCertificateError as error:
        raise damaged() from error
    if len({one.replica for one in found}) != len(found):
        raise damaged()
    return found
