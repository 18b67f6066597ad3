"""Age files that are not as they should be, made by hand from the specification (age-encryption.org/v1).

The cases are those of the C2SP age test vectors that apply to X25519 recipients without armor, built anew.
All readers of the program get them: the one of bundles, the one of files in the store, and the one that only
tells digests of these.
"""

import base64
import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import x25519

from cso_desk.bundles.envelope import HEADER, TAIL, Outside, pour
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.store.age_digests import AgeDigests
from cso_desk.store.age_files import decrypted
from cso_desk.wording import use_language

FILE_KEY = b"YELLOW SUBMARINE"
SHARE = X25519PrivateKey.from_private_bytes(b"\1" * 32)
CHUNK = 65_536
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def key_of(text: str) -> bytes:
    """The 32 bytes of an AGE-SECRET-KEY (bech32)."""
    bits = "".join(f"{LETTERS.index(letter):05b}" for letter in text.lower().split("1", 1)[1][:-6])
    return int(bits[:256], 2).to_bytes(32, "big")


IDENTITY = str(x25519.Identity.generate())
PRIVATE = X25519PrivateKey.from_private_bytes(key_of(IDENTITY))
RECIPIENT = PRIVATE.public_key().public_bytes_raw()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(key)


def wrapped(file_key: bytes = FILE_KEY, recipient: bytes = RECIPIENT) -> bytes:
    share = SHARE.public_key().public_bytes_raw()
    shared = SHARE.exchange(X25519PrivateKey.from_private_bytes(b"\2" * 32).public_key())
    if recipient == RECIPIENT:
        shared = SHARE.exchange(PRIVATE.public_key())
    key = derived(shared, share + recipient, b"age-encryption.org/v1/X25519")
    return ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)


def stanza(share: str = "", body: str = "", name: str = "X25519", more: str = "") -> str:
    told = share or b64(SHARE.public_key().public_bytes_raw())
    return f"-> {name} {told}{more}\n{body or b64(wrapped())}\n"


def sealed(text: str, file_key: bytes = FILE_KEY) -> bytes:
    """A header with its MAC."""
    start = f"age-encryption.org/v1\n{text}---".encode()
    mac = hmac.digest(derived(file_key, b"", b"header"), start, hashlib.sha256)
    return start + b" " + b64(mac).encode() + b"\n"


def payload(data: bytes, last=None, nonce: bytes = b"n" * 16) -> bytes:
    """The chunks of a file; `last` says for each number whether it is marked as the last one."""
    key = ChaCha20Poly1305(derived(FILE_KEY, nonce, b"payload"))
    chunks = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)] or [b""]
    out = nonce
    for number, chunk in enumerate(chunks):
        final = number == len(chunks) - 1 if last is None else last(number)
        out += key.encrypt(number.to_bytes(11, "big") + bytes([final]), chunk, None)
    return out


def by_bundles(tmp_path, data: bytes) -> bytes:
    path = tmp_path / "body"
    path.write_bytes(bytes(HEADER.size) + data + bytes(TAIL))
    out = bytearray()
    pour(Outside(path, HEADER.size + len(data) + TAIL, encrypted=True), [IDENTITY], out.extend)
    return bytes(out)


def by_store(tmp_path, data: bytes) -> bytes:
    path = tmp_path / "file"
    path.write_bytes(data)
    return b"".join(decrypted(path, IDENTITY))


def digest_by_store(tmp_path, data: bytes) -> str:
    path = tmp_path / "file"
    path.write_bytes(data)
    return AgeDigests(IDENTITY).sha256_in(path)


SECOND = "two recipients"
GOOD = {
    "one line": (sealed(stanza()), b"hello"),
    "empty": (sealed(stanza()), b""),
    "one chunk": (sealed(stanza()), bytes(CHUNK)),
    "one byte more": (sealed(stanza()), bytes(CHUNK + 1)),
    "two chunks": (sealed(stanza()), bytes(2 * CHUNK)),
    "a stanza of another kind first": (sealed("-> stranger a b\nAAAA\n" + stanza()), b"hello"),
    "a stanza of another kind after": (sealed(stanza() + "-> grease\n\n"), b"hello"),
    SECOND: (sealed(stanza(body=b64(wrapped(recipient=b"\3" * 32))) + stanza()), b"hello"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_right_age_file_is_read(tmp_path, name):
    header, data = GOOD[name]
    assert by_bundles(tmp_path, header + payload(data)) == data
    assert by_store(tmp_path, header + payload(data)) == data
    told = digest_by_store(tmp_path, header + payload(data))
    # What the store writes has one recipient; others are left to the reader that knows all of it.
    assert told == ("" if name == SECOND else hashlib.sha256(data).hexdigest())


HELLO = payload(b"hello")
MARKED = stanza()
BAD = {
    "nothing": b"",
    "another version": sealed(MARKED).replace(b"org/v1", b"org/v2") + HELLO,
    "carriage returns": sealed(MARKED).replace(b"\n", b"\r\n") + HELLO,
    "no MAC": sealed(MARKED).rsplit(b" ", 1)[0] + b"\n" + HELLO,
    "a wrong MAC": sealed(MARKED, b"another file key") + HELLO,
    "a MAC cut off": sealed(MARKED)[:-5] + b"\n" + HELLO,
    "a space after the MAC": sealed(MARKED)[:-1] + b" \n" + HELLO,
    "a share that is too short": sealed(stanza(share=b64(b"\1" * 31))) + HELLO,
    "a share that is too long": sealed(stanza(share=b64(b"\1" * 33))) + HELLO,
    "a share of low order": sealed(stanza(share=b64(bytes(32)))) + HELLO,
    "one more argument": sealed(stanza(more=" 1234")) + HELLO,
    "a small letter in the kind": sealed(stanza(name="x25519")) + HELLO,
    "a key that is too long": sealed(stanza(body=b64(wrapped(b"k" * 17))), b"k" * 17) + HELLO,
    "a key that is too short": sealed(stanza(body=b64(wrapped(b"k" * 15))), b"k" * 15) + HELLO,
    "a wrong tag": sealed(stanza(body=b64(wrapped()[:-1] + b"x"))) + HELLO,
    "padding": sealed(stanza(body=b64(wrapped()) + "=")) + HELLO,
    "no recipient of ours": sealed(stanza(body=b64(wrapped(recipient=b"\3" * 32)))) + HELLO,
    "no recipient at all": sealed("") + HELLO,
    "no nonce": sealed(MARKED),
    "a short nonce": sealed(MARKED) + b"n" * 15,
    "no chunk": sealed(MARKED) + b"n" * 16,
    "a chunk cut off": sealed(MARKED) + payload(bytes(100))[:-1],
    "the last chunk gone": sealed(MARKED) + payload(bytes(CHUNK + 100))[: 16 + CHUNK + 16],
    "the last chunk not marked": sealed(MARKED) + payload(bytes(CHUNK + 100), lambda _number: False),
    "marked too early": sealed(MARKED) + payload(bytes(2 * CHUNK), lambda _number: True),
    "an empty last chunk": sealed(MARKED)
    + payload(bytes(CHUNK), lambda _number: False)
    + ChaCha20Poly1305(derived(FILE_KEY, b"n" * 16, b"payload")).encrypt(bytes(10) + b"\1\1", b"", None),
    "something behind": sealed(MARKED) + HELLO + b"more",
    "a flipped bit": sealed(MARKED) + HELLO[:-3] + bytes([HELLO[-3] ^ 1]) + HELLO[-2:],
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_age_file_is_told_and_never_read_to_its_end(tmp_path, name):
    use_language("en")
    with pytest.raises(UserError) as told:
        by_bundles(tmp_path, BAD[name])
    for_others = "for somebody else" in str(told.value)
    assert for_others or isinstance(told.value, DamagedFileError)
    # The store tells by the digest of what came: no more than the chunks that are sound, and never the end.
    assert len(by_store(tmp_path, BAD[name])) <= 2 * CHUNK
    assert not digest_by_store(tmp_path, BAD[name])
