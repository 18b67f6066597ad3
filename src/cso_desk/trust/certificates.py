"""Certificates: what a device says of itself, signed by its own key and where it can by its earlier self."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import msgspec

from cso_desk.journal.identity import replica_of
from cso_desk.trust.rights import is_hub
from cso_desk.trust.signing import (
    BadTrustError,
    digits_for,
    from_hex,
    public_key,
    read_strictly,
    sign,
    verifies,
)

CERTIFICATE = "application/vnd.cso-desk.certificate+json"
VOUCH = "application/vnd.cso-desk.vouch+json"
_FINGERPRINT = b"cso-desk fingerprint 1"


class BadCertificateError(BadTrustError):
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


def fingerprint(key: bytes) -> str:
    """24 digits of a public key, in six groups, for reading aloud."""
    return digits_for(_FINGERPRINT, key)


def make_certificate(
    private: bytes, age: str, hub: str, name: str, previous: tuple[str, bytes] | None = None
) -> Certificate:
    """A certificate signed by its own key. `previous`: the earlier replica and its private key."""
    before = previous[0] if previous else ""
    body = msgspec.json.encode(_Body(public_key(private).hex(), age, hub, name, before))
    vouch = sign(previous[1], VOUCH, body) if previous else b""
    signed = _Signed(body.decode(), sign(private, CERTIFICATE, body).hex(), vouch.hex())
    return read_certificate(msgspec.json.encode(signed))


@lru_cache(maxsize=2048)
def read_certificate(text: bytes) -> Certificate:
    """The certificate in `text`, its own signature checked. Raises BadCertificateError."""
    try:
        signed = read_strictly(text, _Signed)
        body = read_strictly(signed.body.encode(), _Body)
        key, signature = from_hex(body.key, 32), from_hex(signed.signature, 64)
        vouch = from_hex(signed.vouch, 64) if signed.vouch else b""
    except BadTrustError as error:
        raise BadCertificateError from error
    certificate = Certificate(
        text, key, body.age, body.hub, body.name, body.previous, signature, vouch, signed.body.encode()
    )
    if not is_hub(body.hub) or len(body.name) > 100 or not body.name.isprintable():
        raise BadCertificateError
    if not _is_recipient(body.age):
        raise BadCertificateError
    if not verifies(key, CERTIFICATE, certificate.body, signature):
        raise BadCertificateError
    return certificate


def _is_recipient(text: str) -> bool:
    """Whether bundles can be encrypted for this; otherwise its whole hub would get none any more."""
    from pyrage import RecipientError, x25519  # noqa: PLC0415  loaded only where a certificate is read

    try:
        x25519.Recipient.from_str(text)
    except RecipientError:
        return False
    return True
