"""One update in one file (`.csoupdate`): a signed list of what is in it, then all files as one stream.

magic 8 | version of the layout 1 | reserved 3 | length of the head 4 | head (JSON) | files, one zstd stream

The head holds the signed text and roots that follow the one of older programs. Nothing behind it is looked at
before the signatures hold; no file has a date by which it ends, because clocks of computers are wrong.
"""

import hashlib
import os
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec
import zstandard

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.file_types import UPDATE_ENDING
from cso_desk.trust.signing import BadTrustError, gathered, read_strictly, signed_by, signers_of
from cso_desk.updates.names import are_names
from cso_desk.updates.release_root import ReleaseRoot, newest_root
from cso_desk.wording import _

UPDATE = "application/vnd.cso-desk.update+json"
APP, FULL = "app", "full"
LANGUAGES = ("km", "en")
MOST_HEAD = 8 << 20
MOST_FILES = 20_000
MOST_BYTES = {APP: 128 << 20, FULL: 1 << 30}
"""How much an update may unpack to."""

MAGIC = b"\x89CSOU\r\n\x1a"
_LAYOUT = 1
_FORMAT = 1
_START = struct.Struct("<8sB3xI")
_AT_ONCE = 1 << 20
_WINDOW = 1 << 27
_MOST_SEQUENCE = 10**9
_MOST_CHANGES = 200
_MOST_SENTENCE = 2000

Tick = Callable[[int], None]


class _Head(msgspec.Struct, frozen=True):
    update: str
    roots: list[str]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a signed update says of itself. Keys that a version does not know are ignored.

    `sequence` counts releases; `fits` names the Python and packages that an app needs, or that a full update
    brings; `platform` is "" for an app, which runs on all; `changes`: language -> sentences; `files`: name,
    bytes, SHA-256; `packed`: bytes of the stream.
    """

    format: int
    product: str
    kind: str
    version: str
    sequence: int
    fits: str
    platform: str
    changes: dict[str, list[str]]
    files: list[tuple[str, int, str]]
    packed: int


class _Format(msgspec.Struct, frozen=True):
    format: int
    product: str


@dataclass(frozen=True)
class Update:
    """An update whose signatures held. `at`: where its files begin."""

    path: Path
    facts: Facts
    at: int

    @property
    def size(self) -> int:
        """Bytes it unpacks to."""
        return sum(size for _name, size, _digest in self.facts.files)

    @property
    def name(self) -> str:
        """The folder it is unpacked to."""
        return f"{self.facts.kind}-{self.facts.version}-{self.facts.sequence}"


def write_update(
    path: Path,
    folder: Path,
    facts: Mapping[str, object],
    signing: Sequence[bytes],
    roots: Sequence[bytes] = (),
) -> None:
    """Write what stands in `folder` as an update, signed by these private keys. Raises ValueError.

    `facts`: kind, version, sequence, fits, platform and changes.
    """
    every = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    files = []
    stream = path.with_name(path.name + ".stream")
    try:
        packer = zstandard.ZstdCompressor(
            compression_params=zstandard.ZstdCompressionParameters.from_level(19, window_log=27)
        )
        with stream.open("wb") as out, packer.stream_writer(out, closefd=False) as packed:
            for name in every:
                data = (folder / name).read_bytes()
                files.append((name, len(data), hashlib.sha256(data).hexdigest()))
                packed.write(data)
        body = msgspec.json.encode(
            {
                **facts,
                "format": _FORMAT,
                "product": "cso-desk",
                "files": files,
                "packed": stream.stat().st_size,
            }
        )
        if not _is_sound(read_strictly(body, Facts)):
            raise ValueError(
                "no update that a program would take: a name, a number or the size is not allowed"
            )
        _write(path, signed_by(UPDATE, body, list(signing)), roots, stream)
    finally:
        stream.unlink(missing_ok=True)


def add_signatures(path: Path, signing: Sequence[bytes]) -> None:
    """Sign an update once more, by further private keys. Raises UserError where it is none."""
    with path.open("rb") as file:
        head, at = _head(file)
        body, signers = signers_of(UPDATE, head.update.encode(), MOST_HEAD)
        mine = signed_by(UPDATE, body, list(signing))
        counting = signers | signers_of(UPDATE, mine, MOST_HEAD)[1]
        text = gathered(UPDATE, [head.update.encode(), mine], frozenset(counting))
        rest = path.with_name(path.name + ".rest")
        try:
            file.seek(at)
            with rest.open("wb") as out:
                while data := file.read(_AT_ONCE):
                    out.write(data)
            _write(path, text, [root.encode() for root in head.roots], rest)
        finally:
            rest.unlink(missing_ok=True)


def read_update(path: Path, root: ReleaseRoot) -> Update:
    """The update in a file, after its signatures were found to hold; its files are not looked at yet.

    Raises UserError where nobody who may release signed it, or a newer program made it, and DamagedFileError
    where it is none or not complete.
    """
    try:
        with path.open("rb") as file:
            head, at = _head(file)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UserError(
            _("The file {file} cannot be read: {reason}.", file=path.name, reason=error.strerror or error)
        ) from error
    try:
        now = newest_root(root, [text.encode() for text in head.roots])
        body, signers = signers_of(UPDATE, head.update.encode(), MOST_HEAD)
    except BadTrustError as error:
        raise _unsigned() from error
    if not now.is_satisfied_by(signers):
        raise _unsigned()
    facts = _facts(body)
    if size != at + facts.packed:
        raise _damaged()
    return Update(path, facts, at)


def unpack(update: Update, folder: Path, tick: Tick | None = None) -> None:
    """Write the files of an update into a new folder; each is what its signed digest says.

    `tick` is told bytes as they are written. Raises DamagedFileError, and OSError where the disk fails.
    """
    try:
        with update.path.open("rb") as file:
            file.seek(update.at)
            pieces = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
                file, read_across_frames=False
            )
            for name, size, digest in update.facts.files:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if _write_file(path, pieces.read, size, tick) != digest:
                    raise _damaged()
            if pieces.read(1):
                raise _damaged()
    except (zstandard.ZstdError, EOFError) as error:
        raise _damaged() from error


def _write_file(path: Path, read: Callable[[int], bytes], size: int, tick: Tick | None) -> str:
    counted = hashlib.sha256()
    with path.open("xb") as out:
        while size:
            data = read(min(size, _AT_ONCE))
            if not data:
                raise EOFError
            size -= len(data)
            counted.update(data)
            out.write(data)
            if tick is not None:
                tick(len(data))
        out.flush()
        if os.name != "posix":  # elsewhere all files go to the disk at once, in a tenth of the time
            os.fsync(out.fileno())
    return counted.hexdigest()


def _write(path: Path, text: bytes, roots: Sequence[bytes], stream: Path) -> None:
    head = msgspec.json.encode(_Head(text.decode(), [root.decode() for root in roots]))
    part = path.with_name(path.name + ".part")
    with part.open("wb") as out, stream.open("rb") as packed:
        out.write(_START.pack(MAGIC, _LAYOUT, len(head)) + head)
        while data := packed.read(_AT_ONCE):
            out.write(data)
    part.replace(path)


def _head(file: BinaryIO) -> tuple[_Head, int]:
    """The head of a file and where its files begin. Raises UserError."""
    start = file.read(_START.size)
    if start[: len(MAGIC)] != MAGIC:
        raise UserError(
            _("This file is no update of CSO Desk. Updates end in {ending}.", ending=UPDATE_ENDING)
        )
    if len(start) != _START.size:
        raise _damaged()
    _magic, layout, length = _START.unpack(start)
    if layout != _LAYOUT:
        raise _too_new()
    if length > MOST_HEAD:
        raise _damaged()
    text = file.read(length)
    try:
        return read_strictly(text, _Head), _START.size + length
    except BadTrustError as error:
        raise _damaged() from error


def _facts(body: bytes) -> Facts:
    try:
        told = read_strictly(body, _Format)
        if told.product != "cso-desk":
            raise _unsigned()
        if told.format != _FORMAT:
            raise _too_new()
        facts = read_strictly(body, Facts)
    except BadTrustError as error:
        raise _damaged() from error
    if not _is_sound(facts):
        raise _damaged()
    return facts


def _is_sound(facts: Facts) -> bool:
    """Whether names, numbers and sizes are what this program would unpack."""
    names = [name for name, _size, _digest in facts.files]
    return (
        facts.kind in (APP, FULL)
        and _is_version(facts.version)
        and 0 < facts.sequence < _MOST_SEQUENCE
        and 0 < facts.packed <= MOST_BYTES[facts.kind]
        and len(names) <= MOST_FILES
        and are_names(names)
        and all(size >= 0 for _name, size, _digest in facts.files)
        and sum(size for _name, size, _digest in facts.files) <= MOST_BYTES[facts.kind]
        and _is_whole(facts.kind, names, facts.platform)
        and set(LANGUAGES) <= facts.changes.keys()
        and all(len(each) <= _MOST_CHANGES for each in facts.changes.values())
        and all(len(said) <= _MOST_SENTENCE for each in facts.changes.values() for said in each)
    )


def _is_version(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts)


def _is_whole(kind: str, names: Sequence[str], platform: str) -> bool:
    """Whether what cannot be missing is there, and an app brings nothing beside the program."""
    if kind == APP:
        inside = all(name.startswith("cso_desk/") for name in names)
        return inside and not platform and "cso_desk/__main__.py" in names
    parts = {name.split("/")[0] for name in names}
    return bool(platform) and {"start.py", "current.txt", "runtime", "packages"} <= parts


def _unsigned() -> UserError:
    return UserError(
        _(
            "This update is not signed by the people who make CSO Desk, so it was not taken. Ask where the "
            "file came from. Nothing was changed."
        )
    )


def _damaged() -> DamagedFileError:
    return DamagedFileError(
        _(
            "This update is damaged or not complete. Copy it once more, or ask for it again. Nothing was "
            "changed."
        )
    )


def _too_new() -> UserError:
    return UserError(
        _("This update is for newer versions of CSO Desk. Take an earlier update first. Nothing was changed.")
    )
