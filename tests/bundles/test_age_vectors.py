"""The published vectors of the age format (age_vectors/README.md): both readers tell right from wrong."""

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from cso_desk.bundles.envelope import HEADER, TAIL, Outside, pour
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.store.age_files import decrypted
from cso_desk.wording import use_language

FOLDER = Path(__file__).with_name("age_vectors")
NAMES = sorted(path.name for path in FOLDER.iterdir() if not path.suffix)
UNFINISHED = {"stanza_missing_body", "stanza_missing_final_line"}
"""The library reads them all the same, for files of years ago; the header's MAC still holds. No stranger can
put a file into a store, so only bundles are looked at more closely."""


@dataclass(frozen=True)
class Vector:
    """One vector. `payload`: the SHA-256 of what may be released, in hexadecimal; "" where it is nothing."""

    expect: str
    identity: str
    payload: str
    age_file: bytes


def vector(name):
    text, _blank, body = (FOLDER / name).read_bytes().partition(b"\n\n")
    told = dict(line.split(": ", 1) for line in text.decode().splitlines())
    compressed = told.get("compressed") == "zlib"
    # The empty file is meant for whoever has any key at all.
    identity = told.get("identity", "") or vector("x25519").identity
    return Vector(
        told["expect"], identity, told.get("payload", ""), zlib.decompress(body) if compressed else body
    )


def nothing_or(data, payload):
    return hashlib.sha256(data).hexdigest() == payload if payload else not data


def test_all_vectors_are_here():
    assert len(NAMES) == 67


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_is_read_as_the_vector_says(tmp_path, name):
    use_language("en")
    told, out = vector(name), bytearray()
    path = tmp_path / "body"
    path.write_bytes(bytes(HEADER.size) + told.age_file + bytes(TAIL))
    outside = Outside(path, HEADER.size + len(told.age_file) + TAIL, encrypted=True)
    if told.expect == "success":
        pour(outside, [told.identity], out.extend)
    else:
        with pytest.raises(UserError) as refused:
            pour(outside, [told.identity], out.extend)
        assert ("for somebody else" in str(refused.value)) == (told.expect == "no match")
        assert isinstance(refused.value, DamagedFileError) == (told.expect != "no match")
    assert nothing_or(bytes(out), told.payload)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_the_store_is_read_as_the_vector_says(tmp_path, name):
    """What is not sound ends early there, and the digest in the file's name tells."""
    told = vector(name)
    path = tmp_path / "file"
    path.write_bytes(told.age_file)
    if name in UNFINISHED:
        assert b"".join(decrypted(path, told.identity))
        return
    assert nothing_or(b"".join(decrypted(path, told.identity)), told.payload)
