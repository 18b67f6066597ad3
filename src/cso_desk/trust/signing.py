"""Signing in one form only: Ed25519 over a DSSE pre-authentication encoding; and digits to read aloud."""

import hashlib
import json
from typing import Any, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cso_desk.journal.streams import Stream

SEAL = "application/vnd.cso-desk.seal+msgpack"
MOST_SIGNATURES = 32
MOST_KEYS = 16
_DIGITS = 24
_MOST_DEPTH = 32

T = TypeVar("T")


class BadTrustError(Exception):
    """A signed text that is not of its form, or does not prove what it says."""


class _Envelope(msgspec.Struct, frozen=True):
    body: str
    signatures: list[tuple[str, str]]


def pre_authentication(kind: str, body: bytes) -> bytes:
    """The bytes that are signed (DSSE v1): type and length are part of them."""
    name = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(body), body)


def sign(key: bytes, kind: str, body: bytes) -> bytes:
    """The signature of a raw Ed25519 private key: 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(key).sign(pre_authentication(kind, body))


def verifies(key: bytes, kind: str, body: bytes, signature: bytes) -> bool:
    return is_signed(key, pre_authentication(kind, body), signature)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a raw Ed25519 public key signed exactly these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def digits_for(domain: bytes, data: bytes) -> str:
    """24 digits (80 bits) in six groups, for reading aloud; `domain` says of what kind of thing."""
    number = int.from_bytes(hashlib.sha256(domain + data).digest(), "big") % 10**_DIGITS
    digits = f"{number:0{_DIGITS}d}"
    return " ".join(digits[i : i + 4] for i in range(0, _DIGITS, 4))


def seal_text(stream: Stream, seq: int, chain: bytes) -> bytes:
    """What the author of a stream signs to seal it up to a change."""
    return msgspec.msgpack.encode((stream.replica, stream.scope, seq, chain))


def is_sealed(key: bytes, stream: Stream, seq: int, chain: bytes, signature: bytes) -> bool:
    return verifies(key, SEAL, seal_text(stream, seq, chain), signature)


def signed_by(kind: str, body: bytes, keys: list[bytes]) -> bytes:
    """A text with the signatures of some raw private keys: `{"body": …, "signatures": [[key, hex]…]}`."""
    signatures = [(public_key(key).hex(), sign(key, kind, body).hex()) for key in keys]
    return msgspec.json.encode(_Envelope(body.decode(), signatures))


def gathered(kind: str, texts: list[bytes], counting: frozenset[bytes]) -> bytes:
    """One text with the signatures that hold, by the keys `counting`, on several copies of it."""
    body, found = "", dict[str, str]()
    for text in texts:
        envelope = read_strictly(text, _Envelope)
        body = envelope.body
        for key_text, signature in envelope.signatures:
            key = from_hex(key_text, 32)
            if key in counting and verifies(key, kind, body.encode(), from_hex(signature, 64)):
                found[key_text] = signature
    return msgspec.json.encode(_Envelope(body, sorted(found.items())))


def signers_of(kind: str, text: bytes, most: int) -> tuple[bytes, frozenset[bytes]]:
    """The body of a signed text of at most `most` bytes, and the public keys whose signatures hold.

    A key counts once, however often it signed. Raises BadTrustError.
    """
    if len(text) > most:
        raise BadTrustError("too long")
    envelope = read_strictly(text, _Envelope)
    if len(envelope.signatures) > MOST_SIGNATURES:
        raise BadTrustError("too many signatures")
    body = envelope.body.encode()
    found = set()
    for key_text, signature_text in envelope.signatures:
        key, signature = from_hex(key_text, 32), from_hex(signature_text, 64)
        if verifies(key, kind, body, signature):
            found.add(key)
    return body, frozenset(found)


def named_keys(texts: list[str]) -> frozenset[bytes]:
    """The public keys that a text names. Raises BadTrustError where there is none, too many, or one twice."""
    keys = frozenset(from_hex(text, 32) for text in texts)
    if not 1 <= len(keys) == len(texts) <= MOST_KEYS:
        raise BadTrustError("no sound keys")
    return keys


def are_enough(signers: frozenset[bytes], keys: frozenset[bytes], threshold: int) -> bool:
    """Whether at least `threshold` of `keys` are among the signers; a stranger's signature does no harm."""
    return 1 <= threshold <= len(keys & signers)


def from_hex(text: str, size: int) -> bytes:
    """Bytes from lower-case hexadecimal digits. Raises BadTrustError where they are not `size` bytes."""
    try:
        data = bytes.fromhex(text)
    except ValueError as error:
        raise BadTrustError("not hexadecimal") from error
    if len(data) != size or data.hex() != text:
        raise BadTrustError("not hexadecimal")
    return data


def read_strictly(text: bytes, kind: type[T]) -> T:
    """JSON as a struct. Keys that the struct does not know are ignored. Raises BadTrustError."""
    try:
        return msgspec.convert(strict_json(text), kind, strict=True)
    except (ValueError, msgspec.ValidationError) as error:
        raise BadTrustError(str(error)) from error


def strict_json(text: bytes) -> Any:
    """What a JSON text says, which has one meaning only. Raises ValueError.

    A key that stands twice, fractions, exponents, NaN, infinities and numbers of more than 20 digits are
    refused, and so are a NUL, half a surrogate pair and nesting deeper than 32.
    """
    try:
        said = text.decode("utf-8")
        found = json.loads(
            said,
            object_pairs_hook=_once,
            parse_constant=_refuse,
            parse_float=_refuse,
            parse_int=_whole,
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    _refuse_depth(found)
    if "\\" in said:
        _check_texts(found)
    return found


def _refuse_depth(found: Any) -> None:
    """How deep Python can read depends on who calls it: what is kept must be readable from everywhere."""
    level = [found]
    for _depth in range(_MOST_DEPTH + 1):
        level = [one for one in level if isinstance(one, (dict, list))]
        if not level:
            return
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
    raise ValueError("nested too deeply")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(text: str) -> Any:
    raise ValueError(f"no such number: {text}")


def _whole(text: str) -> int:
    if len(text) > 20:
        raise ValueError("a number is too big")
    return int(text)


def _check_texts(found: Any) -> None:
    if isinstance(found, str):
        # Raises UnicodeEncodeError, which is a ValueError, where half a surrogate pair was escaped.
        if b"\0" in found.encode():
            raise ValueError("a text has a NUL")
    elif isinstance(found, list):
        for one in found:
            _check_texts(one)
    elif isinstance(found, dict):
        for key, value in found.items():
            _check_texts(key)
            _check_texts(value)
