"""The vectors of Wycheproof (wycheproof/README.md): signatures, and the key exchange of age files."""

import hmac
import json
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cso_desk.store.age_files import decrypted
from cso_desk.trust.signing import is_signed

FOLDER = Path(__file__).with_name("wycheproof")
SIGNATURES = json.loads((FOLDER / "ed25519.json").read_text("utf-8"))
EXCHANGES = json.loads((FOLDER / "x25519.json").read_text("utf-8"))
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_FACTORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_PLAIN = b"what only the right key opens"


def test_all_vectors_are_here() -> None:
    assert (len(SIGNATURES), len(EXCHANGES)) == (144, 79)


@pytest.mark.parametrize("vector", SIGNATURES, ids=lambda each: f"{each[0]}-{each[5]}")
def test_a_signature_holds_exactly_where_the_vector_says(vector: list[str]) -> None:
    _number, key, message, signature, verdict, _flag = vector
    found = is_signed(*map(bytes.fromhex, (key, message, signature)))
    assert found == (verdict == "valid")


@pytest.mark.parametrize("vector", EXCHANGES, ids=lambda each: str(each[0]))
def test_a_file_opens_with_the_shared_secret_of_the_vector(vector: list[str], tmp_path: Path) -> None:
    """Secrets that are zero, which a forger can bring about without any key, open nothing."""
    _number, public, private, shared, flags = vector
    key = bytes.fromhex(private)
    path = tmp_path / "file.age"
    path.write_bytes(age_file(key, bytes.fromhex(public), bytes.fromhex(shared)))
    expected = b"" if "ZeroSharedSecret" in flags else _PLAIN
    assert b"".join(decrypted(path, identity(key))) == expected


def age_file(private: bytes, share: bytes, shared: bytes) -> bytes:
    """An age file for a key, made with a given share: written from the format's document alone."""
    recipient = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    file_key, nonce = bytes(range(16)), bytes(range(100, 116))
    wrapping = derived(shared, share + recipient, b"age-encryption.org/v1/X25519")
    body = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> X25519 %s\n%s\n---" % (bare(share), bare(body))
    seal = hmac.digest(derived(file_key, b"", b"header"), header, "sha256")
    content = ChaCha20Poly1305(derived(file_key, nonce, b"payload")).encrypt(bytes(11) + b"\1", _PLAIN, None)
    return header + b" " + bare(seal) + b"\n" + nonce + content


def derived(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(secret)


def bare(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def identity(private: bytes) -> str:
    """A raw key as age writes it (Bech32)."""
    name = "age-secret-key-"
    bits = int.from_bytes(private, "big") << 4  # 256 bits are 52 letters of 5 bits
    data = [bits >> 5 * place & 31 for place in reversed(range(52))]
    spread = [*(ord(letter) >> 5 for letter in name), 0, *(ord(letter) & 31 for letter in name)]
    check = remainder([*spread, *data, *[0] * 6]) ^ 1
    data += [check >> 5 * place & 31 for place in reversed(range(6))]
    return f"{name}1{''.join(_LETTERS[each] for each in data)}".upper()


def remainder(values: Iterable[int]) -> int:
    found = 1
    for value in values:
        top, found = found >> 25, (found & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_FACTORS):
            found ^= factor if top >> place & 1 else 0
    return found
