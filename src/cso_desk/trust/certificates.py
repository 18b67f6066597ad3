"""Certificates of devices, and signing in one form only: Ed25519 over a DSSE pre-authentication encoding."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cso_desk.journal.identity import replica_of
from cso_desk.trust.rights import is_hub

CERTIFICATE = "application/vnd.cso-desk.certificate+json"
VOUCH = "application/vnd.cso-desk.vouch+json"
_FINGERPRINT = b"cso-desk fingerprint 1"
_DIGITS = 24


class BadCertificateError(Exception):
    """A certificate that does not prove what it says."""


class _Body(msgspec.Struct, frozen=True):
    key: str
    age: str
    hub: str
    name: str
    previous: str = ""


class _Signed(msgspec.Struct, frozen=True):
    body: str
    signature: str
    vouch: str = ""


@dataclass(frozen=True)
class Certificate:
    """A device: its hub, its keys, and the replica it was before, which vouches for it where it can."""

    text: bytes
    key: bytes
    age: str
    hub: str
    name: str
    previous: str
    signature: bytes
    vouch: bytes
    body: bytes

    @cached_property
    def replica(self) -> str:
        return replica_of(self.key)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.key)

    def vouched_by(self, other: "Certificate") -> bool:
        """Whether `other` is the earlier self of this device and signed for it."""
        return (
            other.replica == self.previous
            and other.hub == self.hub
            and verifies(other.key, VOUCH, self.body, self.vouch)
        )


def pre_authentication(kind: str, body: bytes) -> bytes:
    """The bytes that are signed (DSSE v1): type and length are part of them."""
    name = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(body), body)


def sign(key: bytes, kind: str, body: bytes) -> bytes:
    """The signature of a raw Ed25519 private key: 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(key).sign(pre_authentication(kind, body))


def verifies(key: bytes, kind: str, body: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, pre_authentication(kind, body))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def fingerprint(key: bytes) -> str:
    """24 digits (80 bits) of a public key, in six groups, for reading aloud."""
    number = int.from_bytes(hashlib.sha256(_FINGERPRINT + key).digest(), "big") % 10**_DIGITS
    digits = f"{number:0{_DIGITS}d}"
    return " ".join(digits[i : i + 4] for i in range(0, _DIGITS, 4))


def make_certificate(
    private: bytes, age: str, hub: str, name: str, previous: tuple[str, bytes] | None = None
) -> Certificate:
    """A certificate signed by its own key. `previous`: the earlier replica and its private key."""
    before = previous[0] if previous else ""
    body = msgspec.json.encode(_Body(public_key(private).hex(), age, hub, name, before))
    vouch = sign(previous[1], VOUCH, body) if previous else b""
    signed = _Signed(body.decode(), sign(private, CERTIFICATE, body).hex(), vouch.hex())
    return read_certificate(msgspec.json.encode(signed))


def read_certificate(text: bytes) -> Certificate:
    """The certificate in `text`, its own signature checked. Raises BadCertificateError."""
    try:
        signed = msgspec.json.decode(text, type=_Signed)
        body = msgspec.json.decode(signed.body, type=_Body)
        key, signature = bytes.fromhex(body.key), bytes.fromhex(signed.signature)
        vouch = bytes.fromhex(signed.vouch)
    except (msgspec.DecodeError, ValueError) as error:
        raise BadCertificateError from error
    certificate = Certificate(
        text, key, body.age, body.hub, body.name, body.previous, signature, vouch, signed.body.encode()
    )
    if not is_hub(body.hub) or len(body.name) > 100 or not body.name.isprintable():
        raise BadCertificateError
    if not verifies(key, CERTIFICATE, certificate.body, signature):
        raise BadCertificateError
    return certificate
