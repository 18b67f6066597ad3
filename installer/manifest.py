"""Names every file of a tree with its size and SHA-256, and signs what is handed out."""

import base64
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MANIFEST = "manifest.json"


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below `folder`, in the order of its path."""
    yield from sorted(
        (p for p in folder.rglob("*") if p.is_file()), key=lambda p: p.relative_to(folder).as_posix()
    )


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, facts: Mapping[str, object]) -> Path:
    """Write manifest.json into `folder`: the facts, and path, bytes and SHA-256 of every other file."""
    path = folder / MANIFEST
    path.unlink(missing_ok=True)
    files = {
        each.relative_to(folder).as_posix(): [each.stat().st_size, sha256(each)] for each in files_of(folder)
    }
    text = json.dumps({**facts, "files": files}, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", "utf-8", newline="\n")
    return path


def differing(folder: Path) -> list[str]:
    """What differs from the manifest: files that are missing, changed or strange."""
    told = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
    there = {p.relative_to(folder).as_posix(): p for p in files_of(folder)}
    there.pop(MANIFEST, None)
    changed = [
        name
        for name, (size, digest) in told.items()
        if name in there and (there[name].stat().st_size != size or sha256(there[name]) != digest)
    ]
    return sorted({*changed, *(told.keys() ^ there.keys())})


def release_key(path: Path | None, development: Path) -> tuple[Ed25519PrivateKey, bool]:
    """The key that signs (32 bytes in base64), and whether it is only one for development.

    Without `path` a key is kept in `development`: it proves that two builds come from one computer, no more.
    """
    if path is not None:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(path.read_text("ascii"))), False
    if not development.exists():
        development.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(development, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(base64.b64encode(os.urandom(32)) + b"\n")
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(development.read_text("ascii"))), True


def sign(path: Path, key: Ed25519PrivateKey, *, development: bool) -> tuple[Path, Path]:
    """Write FILE.sha256 (as sha256sum reads it) and FILE.sig; the signature is over the line of the first."""
    checksum, signature = Path(f"{path}.sha256"), Path(f"{path}.sig")
    line = f"{sha256(path)}  {path.name}\n".encode()
    checksum.write_bytes(line)
    told = {
        "algorithm": "Ed25519",
        "signed": checksum.name,
        "key": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        "purpose": "development" if development else "release",
        "signature": base64.b64encode(key.sign(line)).decode(),
    }
    signature.write_text(json.dumps(told, indent=1) + "\n", "utf-8", newline="\n")
    return checksum, signature


def is_signed(path: Path, public: bytes) -> bool:
    """Whether `public` (32 bytes) signed the checksum of this very file."""
    try:
        line = Path(f"{path}.sha256").read_bytes()
        told = json.loads(Path(f"{path}.sig").read_text("utf-8"))
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(told["signature"]), line)
    except Exception:  # noqa: BLE001  whatever is wrong with it: it is not signed
        return False
    return line == f"{sha256(path)}  {path.name}\n".encode()
