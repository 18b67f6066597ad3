"""The papers and pictures of a store: named by what is in them, encrypted by age, never whole in memory.

A blob is the content of one file, whatever people call it: `files/ab/<SHA-256>`, an age file for the store's
own key, which stands in the database. Equal contents are kept once. Parts of a file that came in several
volumes wait in `files/pieces` until all are here. What people call a file is data of a record, never a path.
"""

import contextlib
import hashlib
import io
import math
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.store.age_digests import AgeDigests
from cso_desk.store.age_files import AT_ONCE, PART, NewFile, decrypted, no_room, plain_size
from cso_desk.store.photos import HEAD, is_photo, without_location
from cso_desk.store.store import Store
from cso_desk.wording import _

FOLDER = "files"
LEFT_FREE = 64 << 20
"""Bytes that stay free on the disk whatever comes: the database needs room to note it."""

_TOGETHER = 4  # files that are checked at once
_PIECES, _DAMAGED = "pieces", "damaged"
_SHA256 = re.compile("[0-9a-f]{64}")
_PIECE = re.compile(r"([0-9a-f]{64})\.(\d{1,12})\.(\d{1,12})\.(\d{1,12})")
_FORGOTTEN_AFTER = 600  # seconds

Progress = Callable[[int, int], None]
Tick = Callable[[int], None]


@dataclass(frozen=True, order=True)
class Blob:
    """The content of a file: its SHA-256 in hexadecimal and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, order=True)
class Piece:
    """The bytes from `at` on, `length` of them, of a blob that is not here as a whole."""

    sha256: str
    size: int
    at: int
    length: int

    def is_of(self, blob: Blob) -> bool:
        return (self.sha256, self.size) == (blob.sha256, blob.size)

    @property
    def name(self) -> str:
        return f"{self.sha256}.{self.size}.{self.at}.{self.length}"


def blobs_of(store: Store) -> "Blobs":
    """The blobs of a store; it is given the key for them where it has none yet."""
    find = "SELECT identity FROM file_key"
    with store.reading() as reading:
        identity = reading.connection.exec_driver_sql(find).scalar()
    if identity is None:
        from pyrage import x25519  # noqa: PLC0415  loaded only where a file is kept or read

        with store.writing(derived=True) as connection:
            connection.exec_driver_sql(
                "INSERT INTO file_key SELECT ? WHERE NOT EXISTS (SELECT 1 FROM file_key)",
                (str(x25519.Identity.generate()),),
            )
            identity = connection.exec_driver_sql(find).scalar_one()
    return Blobs(store.folder, str(identity))


class Blobs:
    """The blobs in the folder of a store. Without the key only questions that need none can be asked."""

    def __init__(self, store_folder: Path, identity: str = "") -> None:
        self.folder = store_folder / FOLDER
        self._identity = identity

    def has(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Bytes of the content, told from the length of the encrypted file. Raises DamagedFileError."""
        try:
            return plain_size(self._path(sha256))
        except (OSError, ValueError) as error:
            raise _damaged() from error

    def held(self) -> list[str]:
        """The names of all blobs here."""
        return sorted(path.name for path in self.folder.glob("[0-9a-f][0-9a-f]/*") if _is_name(path.name))

    def add(self, source: BinaryIO, progress: Progress | None = None, size: int = 0) -> Blob:
        """Keep what `source` holds. Raises UserError where there is no room; nothing stays then."""
        with self.new() as new:
            while data := source.read(AT_ONCE):
                new.write(data)
                if progress is not None:
                    progress(new.size, max(size, new.size))
            return self.keep(new)

    def add_file(self, path: Path, progress: Progress | None = None) -> Blob:
        """Keep a copy of somebody's file, a photo without its position.

        Raises UserError where it cannot be read or kept.
        """
        try:
            with path.open("rb") as source:
                size = os.fstat(source.fileno()).st_size
                self.refuse_without_room(size)
                head = source.read(HEAD)
                source.seek(0)
                if is_photo(head):
                    clean = without_location(source.read(), path.name)
                    return self.add(io.BytesIO(clean), progress, len(clean))
                return self.add(source, progress, size)
        except OSError as error:
            reason = error.strerror or error
            raise UserError(
                _("The file {file} cannot be read: {reason}.", file=path.name, reason=reason)
            ) from error

    def new(self) -> NewFile:
        """A file on its way in: `with blobs.new() as new: new.write(…); blobs.keep(new)`."""
        return NewFile(self.folder / f"{secrets.token_hex(8)}{PART}", self._identity)

    def keep(self, new: NewFile) -> Blob:
        """Keep what was written as a blob, unless there is an equal one already."""
        new.finish()
        blob = Blob(new.sha256, new.size)
        if not self.has(blob.sha256):
            new.move_to(self._path(blob.sha256))
        return blob

    def keep_piece(self, new: NewFile, piece: Piece) -> None:
        """Keep what was written as a piece of a blob."""
        new.move_to(self._piece_path(piece))

    def content(self, sha256: str, at: int = 0, length: int | None = None) -> Iterator[bytes]:
        """What a blob holds, bit by bit; all of it is compared with its name.

        Raises DamagedFileError where it is not what its name says; the blob is put aside then, so that it
        is missing and others are asked for it.
        """
        end = math.inf if length is None else at + length
        digest, seen = hashlib.sha256(), 0
        for data in decrypted(self._path(sha256), self._identity):
            begin, seen = seen, seen + len(data)
            digest.update(data)
            if seen > at and begin < end:
                yield data[max(0, at - begin) : int(min(len(data), end - begin))]
            if seen >= end:
                break
        whole = length is None
        if (whole and digest.hexdigest() != sha256) or (not whole and seen < end):
            self.put_aside(sha256)
            raise _damaged()

    def save_copy(self, sha256: str, path: Path) -> None:
        """Write the content to a file that anybody can read. Raises UserError; no half file stays."""
        part = path.with_name(f"{path.name}{PART}")
        try:
            with part.open("wb") as file:
                for data in self.content(sha256):
                    file.write(data)
            part.replace(path)
        except OSError as error:
            raise no_room(error) from error
        finally:
            part.unlink(missing_ok=True)

    def remove(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def beside(self, place: Path) -> "Blobs":
        """The blobs of this store in another place, such as that of its backups."""
        return Blobs(place, self._identity)

    def path_of(self, sha256: str) -> Path:
        """Where the locked file of a blob stands, to be copied as it is."""
        return self._path(sha256)

    def put_aside(self, sha256: str) -> None:
        """Move a damaged blob away: from now on it is missing here."""
        aside = self.folder / _DAMAGED
        with contextlib.suppress(OSError):
            aside.mkdir(parents=True, exist_ok=True)
            self._path(sha256).replace(aside / sha256)

    def check(self, progress: Progress | None = None) -> list[str]:
        """Read every blob; gives the names of those that were damaged, which are put aside."""
        every, bad = self.held(), []
        digests = AgeDigests(self._identity)
        beside = ThreadPoolExecutor(_TOGETHER)
        try:
            found = beside.map(lambda sha256: digests.sha256_in(self._path(sha256)), every)
            for number, (sha256, digest) in enumerate(zip(every, found, strict=True)):
                if progress is not None:
                    progress(number, len(every))
                if digest != sha256 and self._is_damaged(sha256):
                    bad.append(sha256)
        finally:
            beside.shutdown(cancel_futures=True)
        return bad

    def _is_damaged(self, sha256: str) -> bool:
        """Read a blob as everybody does who wants its content; it is put aside where it is damaged."""
        try:
            for _data in self.content(sha256):
                pass
        except DamagedFileError:
            return True
        return False

    def refuse_without_room(self, size: int) -> None:
        """Raise UserError where the disk of the store has no room for `size` bytes more."""
        free = shutil.disk_usage(self.folder.parent).free - LEFT_FREE
        if size > free:
            raise UserError(
                _(
                    "The files need {needed} MB, and this computer has only {free} MB free. "
                    "Free some space, then do it again. Nothing was changed.",
                    needed=_megabytes(size),
                    free=_megabytes(max(0, free)),
                )
            )

    def pieces(self, sha256: str = "") -> list[Piece]:
        """The pieces that wait for others, all or those of one blob, in order."""
        found = []
        for path in (self.folder / _PIECES).glob(f"{sha256}*"):
            told = _PIECE.fullmatch(path.name)
            if told is not None:
                found.append(Piece(told[1], *map(int, told.groups()[1:])))
        return sorted(found)

    def put_together(
        self, new: NewFile, blob: Blob, arrived: Mapping[Piece, Path], tick: Tick | None = None
    ) -> bool:
        """Write into `new` what pieces give, those that wait and those that just arrived.

        Gives whether that is the blob. The pieces stay where they are. `tick` is told how many bytes were
        written; it may raise to stop.
        """
        paths = {piece: self._piece_path(piece) for piece in self.pieces(blob.sha256)} | dict(arrived)
        for piece in sorted(piece for piece in paths if piece.is_of(blob)):
            skipped = new.size - piece.at
            if skipped < piece.length:
                for data in decrypted(paths[piece], self._identity):
                    new.write(data[max(0, skipped) :])
                    skipped -= len(data)
                    if tick is not None:
                        tick(len(data))
        new.finish()
        return new.sha256 == blob.sha256

    def covered(self, blob: Blob, arrived: Iterable[Piece]) -> bool:
        """Whether the pieces that wait and those that just arrived leave no gap in a blob."""
        every = {*self.pieces(blob.sha256), *arrived}
        return _covers(
            (one for one in every if (one.sha256, one.size) == (blob.sha256, blob.size)), blob.size
        )

    def drop_pieces(self, blob: Blob) -> None:
        """Remove the pieces of a blob: it is whole, or they do not give what its name says."""
        for piece in self.pieces(blob.sha256):
            if piece.is_of(blob):
                self._piece_path(piece).unlink(missing_ok=True)

    def _piece_path(self, piece: Piece) -> Path:
        return self.folder / _PIECES / piece.name

    def forget_unfinished(self) -> None:
        """Remove what a killed process left half-written; a living one writes at least every few minutes."""
        for path in self.folder.glob(f"*{PART}"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _FORGOTTEN_AFTER:
                    path.unlink()

    def _path(self, sha256: str) -> Path:
        if not _is_name(sha256):
            raise ValueError("a blob is named by 64 hexadecimal digits")
        return self.folder / sha256[:2] / sha256


def _is_name(text: str) -> bool:
    return _SHA256.fullmatch(text) is not None


def _covers(pieces: Iterable[Piece], size: int) -> bool:
    """Whether pieces leave no gap."""
    end = 0
    for piece in sorted(pieces):
        if piece.at > end:
            return False
        end = max(end, piece.at + piece.length)
    return end >= size > 0


def _megabytes(size: int) -> int:
    return math.ceil(size / 1_000_000)


def _damaged() -> DamagedFileError:
    return DamagedFileError(
        _("A file of this store was damaged and has been put aside. Other hubs will be asked for it again.")
    )
