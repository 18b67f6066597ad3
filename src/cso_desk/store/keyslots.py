"""The key of a store, wrapped once per passphrase and once for the recovery code.

The database is encrypted with a random 32-byte key. The keyslot file beside it holds that key, sealed with
ChaCha20-Poly1305 under a key made from a passphrase by Argon2id (RFC 9106) or from the 48-digit recovery code
by HKDF-SHA256; a MAC under the store's key covers the whole file, so that nobody adds a slot.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.wording import _

FILE_NAME = "keyslots.json"
_MAGIC = "csodesk-keyslots"
_VERSION = 1
_LARGEST_FILE = 256 * 1024
_GROUPS = 8
# A tampered file must not make this computer work for hours: memory in KiB, rounds, lanes.
_LIMITS = {"memory": (19 * 1024, 1024 * 1024), "rounds": (2, 16), "lanes": (1, 8)}
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u17b4\u17b5]")


@dataclass(frozen=True)
class Cost:
    """What one try of a passphrase costs: memory in KiB, rounds, lanes (Argon2id)."""

    memory: int = 128 * 1024
    rounds: int = 3
    lanes: int = 4


CHEAP = Cost(19 * 1024, 2, 1)
"""The least the file format allows; for tests and examples."""


def new_recovery_code() -> str:
    """A recovery code for a store that is still to be made, as it is shown and printed."""
    return show_code(secrets.token_bytes(_GROUPS * 2))


def create_keyslots(
    folder: Path, passphrase: str, cost: Cost | None = None, recovery_code: str = ""
) -> tuple[bytes, str]:
    """Write the keyslot file of a new store; gives the key and the recovery code to be printed.

    `recovery_code` is one of `new_recovery_code` that the person holds already; without it one is made.
    """
    if not normalised(passphrase):
        raise UserError(_("A passphrase is needed. Choose several words that only you know."))
    key, code = secrets.token_bytes(32), read_code(recovery_code or new_recovery_code())
    if not code:
        raise ValueError("that is no recovery code")
    store = secrets.token_hex(8)
    cost = cost or Cost()
    argon = {"name": "argon2id", "memory": cost.memory, "rounds": cost.rounds, "lanes": cost.lanes}
    slots = [
        _sealed(store, {"type": "passphrase", "normal": 1, "kdf": argon | {"salt": _b64(os.urandom(16))}},
                normalised(passphrase), key),
        _sealed(store, {"type": "recovery", "kdf": {"name": "hkdf-sha256", "salt": _b64(os.urandom(16))}},
                code, key),
    ]  # fmt: skip
    _write(folder / FILE_NAME, {"magic": _MAGIC, "version": _VERSION, "store": store, "slots": slots}, key)
    return key, show_code(code)


def unlock(folder: Path, secret: str) -> bytes:
    """The key of the store, by passphrase or recovery code.

    Raises UserError where neither fits, DamagedFileError where the file was altered.
    """
    found = _read(folder / FILE_NAME)
    try:
        key = _key_in(found, secret)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise _damaged() from error
    if key is None:
        raise UserError(
            _("The passphrase does not fit this store. Type it again; look at the keyboard's language.")
        )
    return key


def _key_in(found: dict[str, Any], secret: str) -> bytes | None:
    code = read_code(secret)
    for slot in found["slots"]:
        given = code if slot.get("type") == "recovery" else normalised(secret)
        if not given:
            continue
        try:
            key = ChaCha20Poly1305(_derived(given, slot["kdf"])).decrypt(
                _raw(slot["nonce"]), _raw(slot["wrapped"]), _bound(found["store"], slot)
            )
        except InvalidTag:
            continue
        if not hmac.compare_digest(_raw(found["mac"]), _mac(found, key)):
            raise _damaged()
        return key
    return None


def show_code(code: bytes) -> str:
    """The recovery code as people copy it: 8 groups of 6 digits, each a multiple of 11."""
    return "-".join(f"{int.from_bytes(code[i : i + 2], 'big') * 11:06d}" for i in range(0, len(code), 2))


def read_code(text: str, groups: int = _GROUPS) -> bytes:
    """A code of so many groups that somebody typed; b"" where it is none. Khmer digits are digits too."""
    digits = re.sub(r"[\s-]", "", to_latin_digits(text))
    if len(digits) != groups * 6 or not digits.isascii() or not digits.isdigit():
        return b""
    numbers = [int(digits[i : i + 6]) for i in range(0, len(digits), 6)]
    if any(number % 11 or number // 11 > 0xFFFF for number in numbers):
        return b""
    return b"".join((number // 11).to_bytes(2, "big") for number in numbers)


def normalised(passphrase: str) -> bytes:
    """Version 1 of how a passphrase becomes bytes; it never changes, a better one gets another number."""
    text = to_latin_digits(unicodedata.normalize("NFKC", passphrase))
    return " ".join(_UNSEEN.sub("", text).split()).encode()


def _derived(secret: bytes, kdf: dict[str, Any]) -> bytes:
    if kdf.get("name") == "hkdf-sha256":
        return HKDF(SHA256(), 32, _raw(kdf["salt"]), b"csodesk/recovery/v1").derive(secret)
    if kdf.get("name") != "argon2id":
        raise _damaged()
    for name, (least, most) in _LIMITS.items():
        if not isinstance(kdf.get(name), int) or not least <= kdf[name] <= most:
            raise _damaged()
    return Argon2id(
        salt=_raw(kdf["salt"]),
        length=32,
        iterations=kdf["rounds"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory"],
    ).derive(secret)


def _sealed(store: str, slot: dict[str, Any], secret: bytes, key: bytes) -> dict[str, Any]:
    nonce = os.urandom(12)
    wrapped = ChaCha20Poly1305(_derived(secret, slot["kdf"])).encrypt(nonce, key, _bound(store, slot))
    return slot | {"nonce": _b64(nonce), "wrapped": _b64(wrapped)}


def _bound(store: str, slot: dict[str, Any]) -> bytes:
    told = {name: value for name, value in slot.items() if name not in ("nonce", "wrapped")}
    return _canonical({"magic": _MAGIC, "version": _VERSION, "store": store, "slot": told})


def _mac(found: dict[str, Any], key: bytes) -> bytes:
    told = {name: value for name, value in found.items() if name != "mac"}
    mac_key = HKDF(SHA256(), 32, None, b"csodesk/keyslots-mac/v1").derive(key)
    return hmac.digest(mac_key, _canonical(told), hashlib.sha256)


def _write(path: Path, found: dict[str, Any], key: bytes) -> None:
    text = msgspec.json.format(_canonical(found | {"mac": _b64(_mac(found, key))}), indent=1)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _damaged()
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.MsgspecError) as error:
        raise _damaged() from error
    good = found.get("magic") == _MAGIC and isinstance(found.get("slots"), list) and len(found["slots"]) <= 32
    if not good or found.get("version") != _VERSION:
        raise _damaged()
    return found


def _damaged() -> UserError:
    return DamagedFileError(
        _("The key file of this store is damaged or was changed. Restore it from a backup of the store.")
    )


def _canonical(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _raw(value: object) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except ValueError as error:
        raise _damaged() from error
