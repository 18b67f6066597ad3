"""The outside of a bundle file: magic, length, the age layer, digest; written so that a stick can be pulled.

    magic 8 | version 1 | encrypted 1 | reserved 2 | length of the whole file 8 | body | SHA-256 32 | end 8

Length and end tell a copy that stopped early from a damaged one, without any key.
"""

import errno
import hashlib
import io
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.wording import _

MAGIC = b"\x89CSOB\r\n\x1a"
END = b"CSOB-END"
VERSION = 1
MOST_BYTES = 512 * 1024 * 1024
"""The longest file that is read: it is held in memory."""

_HEADER = struct.Struct("<8sBBHQ")
_DIGEST = 32
_TAIL = _DIGEST + len(END)


def wrap(body: bytes, *, encrypted: bool) -> bytes:
    """The bytes of the file."""
    length = _HEADER.size + len(body) + _TAIL
    head = _HEADER.pack(MAGIC, VERSION, int(encrypted), 0, length) + body
    return head + hashlib.sha256(head).digest() + END


def unwrap(data: bytes) -> tuple[bytes, bool]:
    """The body and whether it is encrypted. Raises DamagedFileError with a sentence for each case."""
    if not data or not MAGIC.startswith(data[: len(MAGIC)]):
        raise not_a_bundle()
    if len(data) < _HEADER.size + _TAIL:
        raise incomplete()
    _magic, version, encrypted, _reserved, length = _HEADER.unpack_from(data)
    whole = data.endswith(END) and len(data) == length
    if not whole and (len(data) < length or not data.endswith(END)):
        raise incomplete()
    if not whole or hashlib.sha256(data[:-_TAIL]).digest() != data[-_TAIL : -len(END)]:
        raise damaged()
    if version != VERSION or encrypted not in (0, 1):
        raise too_new()
    return data[_HEADER.size : -_TAIL], bool(encrypted)


def encrypt(inner: bytes, recipients: Iterable[str]) -> bytes:
    """The age file of `inner` for some recipients ("age1…")."""
    from pyrage import encrypt_io, x25519  # noqa: PLC0415  loaded only where a bundle is made or read

    out = io.BytesIO()
    encrypt_io(io.BytesIO(inner), out, [x25519.Recipient.from_str(one) for one in recipients])
    return out.getvalue()


def decrypt(body: bytes, age_keys: Iterable[str]) -> bytes:
    """What the age file holds. Raises UserError where it is for somebody else, DamagedFileError else."""
    from pyrage import DecryptError, decrypt_io, x25519  # noqa: PLC0415

    out = io.BytesIO()
    try:
        decrypt_io(io.BytesIO(body), out, [x25519.Identity.from_str(key) for key in age_keys])
    except DecryptError as error:
        if "no matching" in str(error).lower():
            raise UserError(
                _(
                    "This bundle is encrypted for somebody else, so it cannot be opened here. "
                    "Ask its sender for one made for your hub."
                )
            ) from error
        raise damaged() from error
    except (OSError, ValueError) as error:
        raise damaged() from error
    return out.getvalue()


def read_file(path: Path) -> bytes:
    """The bytes of a bundle file. Raises UserError where there is none or it is too big to be one."""
    try:
        with path.open("rb") as file:
            data = file.read(len(MAGIC))
            if data and MAGIC.startswith(data):
                data += file.read(MOST_BYTES)
    except OSError as error:
        raise UserError(
            _("The file {file} cannot be read: {reason}.", file=path.name, reason=error.strerror or error)
        ) from error
    if len(data) >= MOST_BYTES:
        raise UserError(_("The file {file} is too big to be a bundle.", file=path.name))
    return data


def write_file(path: Path, data: bytes) -> None:
    """Write, flush to the disk, rename, read again. Raises UserError; nothing half-written stays.

    A file of that name is replaced only where it is a bundle too.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    if path.exists() and not _is_bundle(path):
        raise UserError(_("There is another file named {file} already. Choose another name.", file=path.name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
        again = path.read_bytes()
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _not_written(path, error) from error
    if again != data:
        raise UserError(
            _(
                "The file {file} was written but reads back differently. Use another stick or folder.",
                file=path.name,
            )
        )


def sync_folder(folder: Path) -> None:
    """Make a rename last; Windows has no such thing and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


def _is_bundle(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _not_written(path: Path, error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return UserError(
            _("There is no room for {file}. Free some space or choose another place.", file=path.name)
        )
    return UserError(
        _(
            "The file {file} cannot be written: {reason}. Choose another place.",
            file=path.name,
            reason=error.strerror or error,
        )
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
