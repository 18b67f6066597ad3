"""The outside of a bundle file: magic, length, the age layer, digest; read without holding it in memory.

    magic 8 | version 1 | encrypted 1 | reserved 2 | length of the whole file 8 | body | SHA-256 32 | end 8

Length and end tell a copy that stopped early from a damaged one, without any key.
"""

import hashlib
import itertools
import os
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.wording import _

MAGIC = b"\x89CSOB\r\n\x1a"
END = b"CSOB-END"
VERSION = 1
MOST_BYTES = (1 << 32) - 1
"""The longest file there is: sticks that any computer reads (FAT32) hold no longer one."""

HEADER = struct.Struct("<8sBBHQ")
TAIL = 32 + len(END)
_MOST_AGE_HEADER, _MOST_AGE_LINES, _MOST_AGE_LINE = 1 << 15, 400, 1000
_AGE_LINE = 64
"""Characters of a full line of what stands below a recipient; a shorter one is its last."""
AT_ONCE = 1 << 18

Tick = Callable[[int], None]
"""Is told how many bytes were read or written just now; it stops the work by raising CancelledError."""


@dataclass(frozen=True)
class Outside:
    """A file that is whole and undamaged. What stands in its body is not known yet."""

    path: Path
    length: int
    encrypted: bool


def look_at(path: Path, tick: Tick | None = None) -> Outside:
    """Look at the outside of a file and compare its digest.

    Raises UserError where it cannot be read, DamagedFileError with a sentence for each other case.
    """
    _refuse_unsayable(path)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            head = file.read(HEADER.size)
            if not head or not MAGIC.startswith(head[: len(MAGIC)]):
                raise not_a_bundle()
            if size > MOST_BYTES:
                raise UserError(_("The file {file} is too big to be a bundle.", file=path.name))
            return Outside(path, size, _checked(file, head, size, tick))
    except OSError as error:
        raise _unreadable(path, error) from error


def _refuse_unsayable(path: Path) -> None:
    """Some systems let a file have a name that no text can hold, so it could neither be shown nor kept."""
    try:
        path.name.encode()
    except UnicodeEncodeError as error:
        name = path.name.encode(errors="replace").decode()
        raise UserError(
            _("The name of the file {file} cannot be read. Rename it first.", file=name)
        ) from error


def _checked(file: BinaryIO, head: bytes, size: int, tick: Tick | None) -> bool:
    """Whether the body is encrypted, after everything else was found right."""
    if size < HEADER.size + TAIL:
        raise incomplete()
    _magic, version, encrypted, _reserved, length = HEADER.unpack(head)
    file.seek(size - TAIL)
    tail = file.read(TAIL)
    if size < length or not tail.endswith(END):
        raise incomplete()
    file.seek(0)
    if size != length or digest_of(file, size - TAIL, tick) != tail[: -len(END)]:
        raise damaged()
    if version != VERSION or encrypted not in (0, 1):
        raise too_new()
    return bool(encrypted)


def digest_of(file: BinaryIO, length: int, tick: Tick | None = None) -> bytes:
    """The SHA-256 of the next `length` bytes of a file."""
    digest, left = hashlib.sha256(), length
    while left and (data := file.read(min(AT_ONCE, left))):
        digest.update(data)
        left -= len(data)
        if tick is not None:
            tick(len(data))
    return digest.digest()


def pour(outside: Outside, age_keys: Iterable[str], sink: Callable[[bytes], object]) -> None:
    """Give the body, decrypted, to `sink` bit by bit; what `sink` raises comes out.

    Nothing is proved before the end: sink must use nothing that it has not verified itself. Raises UserError
    where the file is for somebody else or cannot be read, DamagedFileError where it is not what it should be.
    """
    try:
        with outside.path.open("rb", buffering=AT_ONCE) as file:
            file.seek(HEADER.size)
            body = _Body(file, outside.length - HEADER.size - TAIL)
            if outside.encrypted:
                _refuse_odd_age_header(file)
                _decrypt(body, age_keys, sink)
            else:
                while data := body.read(AT_ONCE):
                    sink(data)
    except OSError as error:
        raise _unreadable(outside.path, error) from error


def _refuse_odd_age_header(file: BinaryIO) -> None:
    """A header of some thousand lines would keep age busy for hours, and nothing could stop it.

    Recipients whose last line is missing are let pass by the library, but not by the format.
    """
    start = file.read(_MOST_AGE_HEADER)
    file.seek(HEADER.size)
    header, end, _body = start.partition(b"\n--- ")
    lines = header.split(b"\n")
    if not end or len(lines) > _MOST_AGE_LINES or max(map(len, lines)) > _MOST_AGE_LINE:
        raise damaged()
    for line, following in itertools.pairwise([*lines[1:], b"-> "]):
        unfinished = line.startswith(b"-> ") or len(line) >= _AGE_LINE
        if unfinished and following.startswith(b"-> "):
            raise damaged()


def _decrypt(body: "_Body", age_keys: Iterable[str], sink: Callable[[bytes], object]) -> None:
    from pyrage import DecryptError, decrypt_io, x25519  # noqa: PLC0415  loaded only where a bundle is read

    into = _Into(sink)
    try:
        decrypt_io(body, into, [x25519.Identity.from_str(key) for key in age_keys])
    except BaseException as error:
        ours = into.error or body.error
        if ours is not None:
            raise ours from None
        if isinstance(error, DecryptError) and "no matching" in str(error).lower():
            raise UserError(
                _(
                    "This bundle is encrypted for somebody else, so it cannot be opened here. "
                    "Ask its sender for one made for your hub."
                )
            ) from error
        if isinstance(error, (DecryptError, OSError, ValueError)):
            raise damaged() from error
        raise


class _Body:
    """Some bytes of a file, for pyrage to read. It wraps what we raise, so that is remembered."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self.error: BaseException | None = None
        self._file = file
        self._left = left

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read(min(size, self._left))
        except OSError as error:
            self.error = error
            raise
        self._left -= len(data)
        return data


class _Into:
    """What pyrage writes into; remembers what the sink raises."""

    def __init__(self, sink: Callable[[bytes], object]) -> None:
        self.error: BaseException | None = None
        self._sink = sink

    def write(self, data: bytes) -> int:
        if self.error is not None:  # pyrage may go on after an error
            raise self.error
        try:
            self._sink(data)
        except BaseException as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        pass


def _unreadable(path: Path, error: OSError) -> UserError:
    return UserError(
        _("The file {file} cannot be read: {reason}.", file=path.name, reason=error.strerror or error)
    )


def not_a_bundle() -> DamagedFileError:
    return DamagedFileError(_("This file is not a bundle. Choose a file whose name ends with .csobundle."))


def incomplete() -> DamagedFileError:
    return DamagedFileError(
        _("The copy of this bundle is incomplete. Copy the file again and wait until it has finished.")
    )


def damaged() -> DamagedFileError:
    return DamagedFileError(
        _("This bundle is damaged or was altered, so nothing of it was used. Copy it again from its sender.")
    )


def too_new() -> UserError:
    return UserError(
        _("This bundle was made by a newer version of CSO Desk. Install that version, then take it in again.")
    )
