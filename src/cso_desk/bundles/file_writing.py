"""Writes bundle files so that a stick can be pulled: encrypted bit by bit, read again, named at the end."""

import contextlib
import errno
import os
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from cso_desk.bundles.envelope import AT_ONCE, END, HEADER, MAGIC, MOST_BYTES, TAIL, VERSION, digest_of
from cso_desk.errors import UserError
from cso_desk.file_types import BUNDLE_ENDING
from cso_desk.store.files import put_in_place
from cso_desk.wording import _

ENDING = BUNDLE_ENDING
_PART = ".part"
_FORGOTTEN_AFTER = 600  # seconds


def write_bundle(path: Path, inner: Iterable[bytes], recipients: Sequence[str]) -> int:
    """Write a bundle with this inside, flush it to the disk, read it again, rename; gives its length.

    It is encrypted for `recipients` ("age1…"), and open where there are none. A file of that name is replaced
    only where it is a bundle too. Raises UserError; nothing half-written stays.
    """
    if path.exists() and not _is_bundle(path):
        raise UserError(_("There is another file named {file} already. Choose another name.", file=path.name))
    part = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _forget_unfinished(path.parent)
        with part.open("w+b", buffering=AT_ONCE) as file:
            file.write(bytes(HEADER.size))
            body = _Written(file)
            _write_body(body, inner, recipients)
            length = _close(file, body, path, encrypted=bool(recipients))
        put_in_place(part, path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return length


def _write_body(body: "_Written", inner: Iterable[bytes], recipients: Sequence[str]) -> None:
    if not recipients:
        for data in inner:
            body.write(data)
        return
    from pyrage import encrypt_io, x25519  # noqa: PLC0415  loaded only where a bundle is made

    source = _Source(iter(inner))
    try:
        encrypt_io(source, body, [x25519.Recipient.from_str(one) for one in recipients])
    except BaseException as error:  # noqa: BLE001  pyrage says in its own words what came from us
        raise source.error or body.error or error from None


def _close(file: BinaryIO, body: "_Written", path: Path, *, encrypted: bool) -> int:
    """Put length and digest in their places, after everything was read back as it was written."""
    length = file.tell() + TAIL
    if length > MOST_BYTES:
        raise UserError(_("The file {file} would be too big for a stick.", file=path.name))
    file.seek(0)
    file.write(HEADER.pack(MAGIC, VERSION, int(encrypted), 0, length))
    _flush(file)
    if hasattr(os, "posix_fadvise"):
        # What is read again should come from the stick and not from memory, where the system lets us say so.
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    file.seek(HEADER.size)
    checksum = 0
    while data := file.read(AT_ONCE):
        checksum = zlib.crc32(data, checksum)
    if checksum != body.checksum:
        raise UserError(
            _(
                "The file {file} was written but reads back differently. Use another stick or folder.",
                file=path.name,
            )
        )
    file.seek(0)
    digest = digest_of(file, length - TAIL)
    file.seek(length - TAIL)
    file.write(digest + END)
    return length


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


class _Source:
    """What pyrage reads from: pieces of any length. It wraps what they raise, so that is remembered."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.error: BaseException | None = None
        self._pieces = pieces
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                self._rest = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        data, self._rest = self._rest[:size], self._rest[size:]
        return bytes(data)


class _Written:
    """Counts a checksum of what is written, to be compared with what is read again."""

    def __init__(self, file: BinaryIO) -> None:
        self.error: BaseException | None = None
        self.checksum = 0
        self._file = file

    def write(self, data: bytes) -> int:
        if self.error is not None:  # pyrage may go on after an error
            raise self.error
        try:
            self._file.write(data)
        except OSError as error:
            self.error = error
            raise
        self.checksum = zlib.crc32(data, self.checksum)
        return len(data)

    def flush(self) -> None:
        pass


def _is_bundle(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _forget_unfinished(folder: Path) -> None:
    """Remove what a killed process left half-written; a living one writes all the time."""
    for path in folder.glob(f"*{ENDING}.*{_PART}"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _FORGOTTEN_AFTER:
                path.unlink()


def _not_written(path: Path, error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return no_room_for(path.name)
    return UserError(
        _(
            "The file {file} cannot be written: {reason}. Choose another place.",
            file=path.name,
            reason=error.strerror or error,
        )
    )


def no_room_for(name: str) -> UserError:
    return UserError(_("There is no room for {file}. Free some space or choose another place.", file=name))
