"""The keyslot file of a store as bytes: its format, its seals, and how it is written whole or not at all.

Each slot wraps the same data key with ChaCha20-Poly1305: under a key made by Argon2id from a passphrase, or
by HKDF-SHA256 from a recovery code. `told` holds the user's name, role and public key, sealed under the data
key, so that no name stands readable beside the store. A slot that was made for somebody who was not there is
`handed`: HPKE (RFC 9180) to that public key, until its owner opens the store the next time. A MAC under the
data key covers the whole file.

All passphrase slots made together share one salt: a try then costs one derivation however many users there
are, and each try may cost the whole second. See docs/decisions/0801.
"""

import base64
import hashlib
import hmac
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cso_desk.errors import BusyError, DamagedFileError, UserError
from cso_desk.store.files import KEYSLOTS, put_in_place
from cso_desk.store.key_cost import KEY_BYTES, Cost, derived
from cso_desk.wording import _


class UnreadableError(UserError):
    """The disk does not give the key file, which may be as it should be."""


Slot = dict[str, Any]
KeyFile = dict[str, Any]

VERSION = 2
MOST_SLOTS = 16
_MAGIC = "csodesk-keyslots"
_READ_VERSIONS = (1, 2)
_LARGEST_FILE = 256 * 1024
_NONCE = 12
_NOT_BOUND = ("nonce", "wrapped", "told", "handed")
_FORGOTTEN_AFTER = 60  # seconds: a part that another program left when it was cut off
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def passphrase_slot(cost: Cost, salt: bytes) -> Slot:
    """A new slot for a passphrase, still without the key."""
    kdf = {"name": "argon2id", "memory": cost.memory, "rounds": cost.rounds, "lanes": cost.lanes}
    return {"id": os.urandom(6).hex(), "type": "passphrase", "normal": 1, "kdf": kdf | {"salt": b64(salt)}}


def recovery_slot() -> Slot:
    """A new slot for a recovery code, still without the key."""
    kdf = {"name": "hkdf-sha256", "salt": b64(os.urandom(16))}
    return {"id": os.urandom(6).hex(), "type": "recovery", "kdf": kdf}


def cost_of(slot: Slot) -> Cost:
    """What a try at a passphrase slot costs. Raises DamagedFileError where it is not told."""
    kdf = slot.get("kdf")
    if not isinstance(kdf, dict) or kdf.get("name") != "argon2id":
        raise damaged()
    return Cost(kdf.get("memory", 0), kdf.get("rounds", 0), kdf.get("lanes", 0))


def kek_of(slot: Slot, secret: bytes) -> bytes:
    """The key that wraps the data key, from the bytes of a passphrase or a recovery code."""
    salt = raw(slot["kdf"]["salt"])
    if slot["type"] == "recovery" and slot["kdf"].get("name") == "hkdf-sha256":
        return HKDF(SHA256(), KEY_BYTES, salt, b"csodesk/recovery/v1").derive(secret)
    try:
        return derived(secret, cost_of(slot), salt)
    except ValueError as error:
        raise damaged() from error


def wrap(file: KeyFile, slot: Slot, kek: bytes, key: bytes) -> None:
    """Put the data key into a slot, in place of the way in that it had."""
    slot.pop("handed", None)
    nonce = os.urandom(_NONCE)
    wrapped = ChaCha20Poly1305(kek).encrypt(nonce, key, _bound(file, slot))
    slot |= {"nonce": b64(nonce), "wrapped": b64(wrapped)}


def hand(file: KeyFile, slot: Slot, public: bytes, key: bytes) -> None:
    """Put the data key into a slot whose passphrase is not known here."""
    slot.pop("nonce", None)
    slot.pop("wrapped", None)
    sealed = _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), info=_bound(file, slot))
    slot["handed"] = b64(sealed)


def unwrap(file: KeyFile, slot: Slot, kek: bytes) -> bytes | None:
    """The data key in a slot, None where it is not under this key."""
    try:
        if "handed" in slot:
            return _SUITE.decrypt(raw(slot["handed"]), _private(kek), info=_bound(file, slot))
        nonce, wrapped = raw(slot["nonce"]), raw(slot["wrapped"])
        return ChaCha20Poly1305(kek).decrypt(nonce, wrapped, _bound(file, slot))
    except InvalidTag:
        return None


def public_of(kek: bytes) -> bytes:
    """The public key of whoever knows the passphrase behind this key."""
    return _private(kek).public_key().public_bytes_raw()


def tell(file: KeyFile, slot: Slot, told: dict[str, str], key: bytes) -> None:
    """Seal what is said of the user of a slot under the data key."""
    nonce = os.urandom(_NONCE)
    sealed = ChaCha20Poly1305(_part(key, b"csodesk/user/v1")).encrypt(
        nonce, msgspec.json.encode(told), _bound(file, slot)
    )
    slot["told"] = b64(nonce + sealed)


def told_in(file: KeyFile, slot: Slot, key: bytes) -> dict[str, str]:
    """What `tell` sealed; empty for a slot of the first version. Raises DamagedFileError."""
    if "told" not in slot:
        return {}
    sealed = raw(slot["told"])
    try:
        text = ChaCha20Poly1305(_part(key, b"csodesk/user/v1")).decrypt(
            sealed[:_NONCE], sealed[_NONCE:], _bound(file, slot)
        )
        return msgspec.json.decode(text, type=dict[str, str])
    except (InvalidTag, ValueError, msgspec.MsgspecError) as error:
        raise damaged() from error


def new_file() -> KeyFile:
    return {"magic": _MAGIC, "version": VERSION, "store": os.urandom(8).hex(), "slots": []}


def read_file(path: Path) -> KeyFile:
    """A keyslot file, checked as far as it can be without the key.

    Raises DamagedFileError, and UnreadableError where the disk does not give it.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise damaged()
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (FileNotFoundError, msgspec.MsgspecError) as error:
        raise damaged() from error
    except OSError as error:
        raise UnreadableError(
            _(
                "The key file of this store cannot be read: {reason}. Look after the disk, then try again.",
                reason=error.strerror or error,
            )
        ) from error
    slots = found.get("slots")
    if found.get("magic") != _MAGIC or found.get("version") not in _READ_VERSIONS:
        raise damaged()
    if not isinstance(slots, list) or not 0 < len(slots) <= MOST_SLOTS:
        raise damaged()
    if not all(isinstance(slot, dict) and slot.get("type") in ("passphrase", "recovery") for slot in slots):
        raise damaged()
    return found


def refuse_altered(file: KeyFile, key: bytes) -> None:
    """Raises DamagedFileError where somebody without the key wrote into the file."""
    if not hmac.compare_digest(raw(file.get("mac")), _mac(file, key)):
        raise damaged()


def write_file(path: Path, file: KeyFile, key: bytes) -> None:
    """Write a keyslot file that was not there. Raises OSError."""
    with _part_of(path) as part:
        _fill(part, path, file, key)


@contextmanager
def edited(folder: Path, key: bytes) -> Iterator[KeyFile]:
    """The keyslot file of a store, written anew when the block ends and left alone where it raises.

    Raises BusyError while another program edits it, UserError where it cannot be written.
    """
    path = folder / KEYSLOTS
    try:
        with _part_of(path) as part:
            file = read_file(path)
            refuse_altered(file, key)
            yield file
            _fill(part, path, file, key)
    except OSError as error:
        raise UserError(
            _(
                "The key file of this store could not be written: {reason}. Nothing was changed.",
                reason=error.strerror or error,
            )
        ) from error


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """An empty file beside `path` that only this program has, to be filled; gone where the block raises."""
    part = path.with_suffix(".part")
    if part.exists() and abs(time.time() - part.stat().st_mtime) > _FORGOTTEN_AFTER:
        part.unlink()
    try:
        part.open("xb").close()
    except FileExistsError as error:
        raise BusyError(_("The store is busy in another window. Wait a moment, then try again.")) from error
    try:
        yield part
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _fill(part: Path, path: Path, file: KeyFile, key: bytes) -> None:
    file["version"] = VERSION
    text = msgspec.json.format(_canonical(file | {"mac": b64(_mac(file, key))}), indent=1)
    part.write_bytes(text)
    put_in_place(part, path)


def damaged() -> UserError:
    return DamagedFileError(
        _("The key file of this store is damaged or was changed. Restore it from a backup of the store.")
    )


def b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def raw(value: object) -> bytes:
    """The bytes of a base64 text. Raises DamagedFileError."""
    try:
        return base64.b64decode(str(value), validate=True)
    except ValueError as error:
        raise damaged() from error


def _bound(file: KeyFile, slot: Slot) -> bytes:
    """What a seal of a slot is good for: this store, this slot, this way of making a key."""
    said = {name: value for name, value in slot.items() if name not in _NOT_BOUND}
    return _canonical({"magic": _MAGIC, "version": 1, "store": file["store"], "slot": said})


def _mac(file: KeyFile, key: bytes) -> bytes:
    said = {name: value for name, value in file.items() if name != "mac"}
    return hmac.digest(_part(key, b"csodesk/keyslots-mac/v1"), _canonical(said), hashlib.sha256)


def _private(kek: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_part(kek, b"csodesk/handing/v1"))


def _part(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, purpose).derive(key)


def _canonical(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted")
