"""Age files of a store, written and read bit by bit: a thread at one end of a pipe does the encryption."""

import contextlib
import errno
import hashlib
import math
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self

from cso_desk.errors import UserError
from cso_desk.store.files import sync_folder
from cso_desk.wording import _

AT_ONCE = 1 << 16
PART = ".part"

# The age format: after the header 16 bytes of nonce, then chunks of 64 KiB with a tag of 16 bytes each.
_NONCE, _CHUNK, _TAG = 16, 1 << 16, 16
_LONGEST_HEADER = 1 << 14


class NewFile:
    """A file on its way into the store, encrypted while it is written; `move_to` gives it its name.

    Leaving the `with` block without that removes it. `identity` is the key it will be read with.
    """

    def __init__(self, part: Path, identity: str) -> None:
        self.size = 0
        self._part = part
        self._digest = hashlib.sha256()
        self._error: BaseException | None = None
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = part.open("wb")
        except OSError as error:
            raise no_room(error) from error
        reading, writing = os.pipe()
        self._end: BinaryIO = os.fdopen(writing, "wb", buffering=0)
        self._thread = threading.Thread(target=self._encrypt, args=(reading, identity), daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path:
        """Where it stands until it gets its name."""
        return self._part

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        """Take more of the file. Raises UserError where there is no room."""
        self._digest.update(data)
        self.size += len(data)
        try:
            view = memoryview(data)
            while view:
                view = view[self._end.write(view) :]
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        """Wait until everything is on the disk. Raises UserError where it could not be written."""
        with contextlib.suppress(OSError):
            self._end.close()
        self._thread.join()
        try:
            if self._error is None and not self._file.closed:
                self._file.flush()
                os.fsync(self._file.fileno())
        except OSError as error:
            self._error = error
        with contextlib.suppress(OSError):
            self._file.close()
        if self._error is not None:
            raise no_room(self._error) from self._error

    def move_to(self, path: Path) -> None:
        """Give the finished file its name. Raises UserError where it could not be written."""
        self.finish()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._part.replace(path)
            sync_folder(path.parent)
        except OSError as error:
            raise no_room(error) from error

    def close(self) -> None:
        """Let go; what has no name yet is removed."""
        with contextlib.suppress(UserError):
            self.finish()
        # What a failing disk keeps is cleared later, as after a power cut.
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _encrypt(self, reading: int, identity: str) -> None:
        from pyrage import encrypt_io, x25519  # noqa: PLC0415  loaded only where a file is kept or read

        with os.fdopen(reading, "rb", buffering=0) as end:
            try:
                encrypt_io(end, self._file, [x25519.Identity.from_str(identity).to_public()])
            except BaseException as error:  # noqa: BLE001  told by whoever waits for this thread
                self._error = error


def decrypted(path: Path, identity: str) -> Iterator[bytes]:
    """The plain bytes of an age file; they end early where it is damaged or gone."""
    reading, writing = os.pipe()
    thread = threading.Thread(target=_decrypt_into, args=(path, identity, writing), daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb", buffering=0) as end:
            while data := end.read(AT_ONCE):
                yield data
    finally:
        thread.join()


def _decrypt_into(path: Path, identity: str, writing: int) -> None:
    from pyrage import DecryptError, decrypt_io, x25519  # noqa: PLC0415

    # Whoever reads sees the end too early and tells by the digest.
    with (
        contextlib.suppress(OSError, ValueError, DecryptError),
        os.fdopen(writing, "wb", AT_ONCE) as end,
        path.open("rb") as file,
    ):
        decrypt_io(file, end, [x25519.Identity.from_str(identity)])


def plain_size(path: Path) -> int:
    """How many bytes an age file holds, told from its length alone. Raises OSError or ValueError."""
    with path.open("rb") as file:
        start = file.read(_LONGEST_HEADER)
        length = file.seek(0, os.SEEK_END)
    header = start.index(b"\n", start.index(b"\n--- ") + 1) + 1
    payload = length - header - _NONCE
    return payload - _TAG * math.ceil(payload / (_CHUNK + _TAG))


def no_room(error: BaseException) -> UserError:
    """The sentence for a file that could not be written into the store."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
    if full or "No space" in str(error) or "File too large" in str(error):
        return UserError(_("The disk is full, so nothing was saved. Free some space, then do it again."))
    reason = getattr(error, "strerror", None) or error
    return UserError(_("The file could not be kept: {reason}. Nothing was changed.", reason=reason))
