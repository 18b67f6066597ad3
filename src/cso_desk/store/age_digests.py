"""Tells the SHA-256 of what an age file of a store holds, in a quarter of the work that reading it takes.

The format is that of age-encryption.org/v1 with an X25519 recipient, put together from `cryptography`. A blob
is whole where this digest is its name, which SHA-256 decides; where it is another or none, `age_files` reads
the file before anything is called damaged.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"age-encryption.org/v1\n"
_STANZA, _END = b"-> X25519 ", b"---"
_LINE, _LINES = 1 << 10, 64  # longest line of a header that is read, and most of them
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHUNK, _TAG, _NONCE = 1 << 16, 16, 16


class _UnsureError(Exception):
    """The file is not one that this reader knows whole."""


class AgeDigests:
    """Tells digests of files that one key opens. Safe to use from several threads."""

    def __init__(self, identity: str) -> None:
        self._private = X25519PrivateKey.from_private_bytes(_key_of(identity))
        self._public = self._private.public_key().public_bytes_raw()

    def sha256_in(self, path: Path) -> str:
        """The SHA-256 of the plain content in hexadecimal; "" where the file is not sure to be whole."""
        digest = hashlib.sha256()
        try:
            with path.open("rb") as file:
                for data in _opened(file, self._file_key(file)):
                    digest.update(data)
        except (OSError, ValueError, LookupError, InvalidTag, _UnsureError):
            return ""
        return digest.hexdigest()

    def _file_key(self, file: BinaryIO) -> bytes:
        """The key in the header, whose MAC fits; the file stands behind the header then."""
        header, mac = _header(file)
        for place, line in enumerate(header):
            if line.startswith(_STANZA):
                share, body = _bytes_of(line[len(_STANZA) :]), _bytes_of(header[place + 1])
                break
        else:
            raise _UnsureError
        shared = self._private.exchange(X25519PublicKey.from_public_bytes(share))
        wrapping = _derived(shared, share + self._public, b"age-encryption.org/v1/X25519")
        key = ChaCha20Poly1305(wrapping).decrypt(bytes(12), body, None)
        told = hmac.digest(_derived(key, b"", b"header"), b"".join(header) + _END, "sha256")
        if len(key) != 16 or not hmac.compare_digest(told, mac):
            raise _UnsureError
        return key


def _header(file: BinaryIO) -> tuple[list[bytes], bytes]:
    """The lines of a header up to its end, and its MAC."""
    if file.readline(_LINE) != _VERSION:
        raise _UnsureError
    header = [_VERSION]
    for _number in range(_LINES):
        line = file.readline(_LINE)
        if line.startswith(_END + b" "):
            return header, _bytes_of(line[len(_END) + 1 :])
        header.append(line)
    raise _UnsureError


def _opened(file: BinaryIO, file_key: bytes) -> Iterator[bytes]:
    """The plain chunks behind the header. Raises InvalidTag where one is not as it was written."""
    nonce = file.read(_NONCE)
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    sealed, number = file.read(_CHUNK + _TAG), 0
    while True:
        following = file.read(_CHUNK + _TAG)
        plain = cipher.decrypt(number.to_bytes(11, "big") + (b"\0" if following else b"\1"), sealed, None)
        if not plain and number:
            raise _UnsureError  # only an empty file has an empty last chunk
        yield plain
        if not following:
            return
        sealed, number = following, number + 1


def _bytes_of(line: bytes) -> bytes:
    """What a line of base64 without padding holds; it must have been written in the one way there is."""
    text = line.removesuffix(b"\n")
    data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if base64.b64encode(data).rstrip(b"=") + b"\n" != line:
        raise _UnsureError
    return data


def _key_of(identity: str) -> bytes:
    """The 32 bytes of an AGE-SECRET-KEY-1…, which pyrage has made."""
    letters = identity.lower().rpartition("1")[2][:-6]
    bits = "".join(f"{_LETTERS.index(letter):05b}" for letter in letters)
    return int(bits[:256], 2).to_bytes(32, "big")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)
