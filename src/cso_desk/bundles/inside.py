"""The inside of a bundle file, taken bit by bit: the signed manifest, the blocks it names, then the files.

magic 4 | length of the manifest 4 | manifest (JSON) | signature 64 | blocks | files
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Sequence

from cso_desk.bundles.envelope import Outside, damaged, pour
from cso_desk.bundles.manifest import (
    HEAD,
    MAGIC,
    MOST_MANIFEST,
    SIGNATURE,
    FilePart,
    Manifest,
    read_manifest,
)
from cso_desk.trust.certificates import Certificate


class Inside:
    """Manifest, certificates and blocks of a bundle; the files behind them are left alone."""

    manifest: Manifest
    certificates: list[Certificate]

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.complete = False
        self.files_at = 0
        self._waiting = bytearray()
        self._parts = self._read()
        self._needed = next(self._parts)

    def write(self, data: bytes) -> None:
        """Take more of the body. Raises UserError; stops the reading where only files follow."""
        if self.complete:
            return
        self._waiting += data
        while not self.complete and len(self._waiting) >= self._needed:
            part, self._waiting = bytes(self._waiting[: self._needed]), self._waiting[self._needed :]
            try:
                self._needed = self._parts.send(part)
            except StopIteration:
                self.complete = True
        if self.complete and self.manifest.files:
            raise _EnoughError

    def _read(self) -> Generator[int, bytes, None]:
        """Says how many bytes come next, and is given them."""
        magic, length = HEAD.unpack((yield HEAD.size))
        if magic != MAGIC or length > MOST_MANIFEST:
            raise damaged()
        text = yield length
        self.manifest, self.certificates = read_manifest(text, (yield SIGNATURE))
        self.files_at = HEAD.size + length + SIGNATURE + self.manifest.blocks_size
        digest = hashlib.sha256()
        for size, _raw, _count in self.manifest.blocks:
            block = yield size
            digest.update(block)
            self.blocks.append(block)
        if digest.hexdigest() != self.manifest.blocks_sha256:
            raise damaged()


class _EnoughError(Exception):
    """Everything before the files was read."""


def read_inside(outside: Outside, age_keys: Iterable[str]) -> Inside:
    """Read a bundle up to its files; where it has none, to its clean end. Raises UserError."""
    inside = Inside()
    try:
        pour(outside, age_keys, inside.write)
    except _EnoughError:
        return inside
    if not inside.complete:
        raise damaged()
    return inside


def read_files(
    outside: Outside,
    age_keys: Iterable[str],
    start: int,
    parts: Sequence[FilePart],
    take: Callable[[FilePart, bytes], object],
) -> None:
    """Read the files behind the blocks, to the clean end of the bundle; `take` gets them bit by bit.

    It gets b"" at the end of each. Raises DamagedFileError where they are not what the manifest says.
    """
    files = _Files(start, parts, take)
    pour(outside, age_keys, files.write)
    if not files.complete:
        raise damaged()


class _Files:
    """Cuts the body into files and compares the digest of each."""

    def __init__(
        self, start: int, parts: Sequence[FilePart], take: Callable[[FilePart, bytes], object]
    ) -> None:
        self.complete = False
        self._skip = start
        self._parts = iter(parts)
        self._take = take
        self._next()

    def write(self, data: bytes) -> None:
        view = memoryview(data)[self._skip :]
        self._skip -= min(self._skip, len(data))
        while view and not self.complete:
            some, view = bytes(view[: self._left]), view[self._left :]
            self._left -= len(some)
            self._digest.update(some)
            self._take(self._part, some)
            if not self._left:
                self._end()

    def _end(self) -> None:
        if self._digest.hexdigest() != self._part.digest:
            raise damaged()
        self._take(self._part, b"")
        self._next()

    def _next(self) -> None:
        part = next(self._parts, None)
        if part is None:
            self.complete = True
            return
        self._part, self._left, self._digest = part, part.length, hashlib.sha256()
        if not part.length:
            self._end()
