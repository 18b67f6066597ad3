"""The key of a store, wrapped once for each user's passphrase and once for the recovery code.

The database is encrypted with a random 32-byte key that nobody types. The keyslot file beside it (`slots`)
lets each user in with an own passphrase; the recovery code on paper lets the hub in when one is forgotten.
"""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cso_desk.errors import UserError
from cso_desk.store.files import KEYSLOTS
from cso_desk.store.key_cost import KEY_BYTES, Cost, are_bearable, calibrated
from cso_desk.store.slots import (
    KeyFile,
    Slot,
    b64,
    cost_of,
    damaged,
    edited,
    kek_of,
    new_file,
    passphrase_slot,
    public_of,
    read_file,
    recovery_slot,
    refuse_altered,
    tell,
    told_in,
    unwrap,
    wrap,
    write_file,
)
from cso_desk.store.typed_secrets import new_recovery_code, normalised, read_code, show_code, wrong_group
from cso_desk.store.users import Role, User
from cso_desk.wording import _

FILE_NAME = KEYSLOTS


class WrongPassphraseError(UserError):
    """No slot opens with what was typed."""


@dataclass(frozen=True)
class Identified:
    """Who typed what opened the key file. `user` is None for the recovery code, which is nobody's.

    `settled`: the slot is as this version makes it; `settle_slot` does that where it is not.
    """

    key: bytes = field(repr=False)
    user: User | None
    settled: bool = True
    kek: bytes = field(default=b"", repr=False)


def create_keyslots(
    folder: Path, passphrase: str, cost: Cost | None = None, recovery_code: str = "", name: str = ""
) -> tuple[bytes, str]:
    """Write the keyslot file of a new store, whose first user is a coordinator; gives the key and the code.

    `recovery_code` is one of `new_recovery_code` that the person holds already; without it one is made.
    Without `cost` a try costs about a second of this computer.
    """
    refuse_empty(passphrase)
    key, code = secrets.token_bytes(KEY_BYTES), read_code(recovery_code or new_recovery_code())
    if not code:
        raise ValueError("that is no recovery code")
    file = new_file()
    first = passphrase_slot(cost or calibrated(), os.urandom(16))
    user = User(first["id"], name, Role.COORDINATOR)
    fill_slot(file, first, kek_of(first, normalised(passphrase)), key, user)
    file["slots"].append(first)
    put_code(file, code, key)
    write_file(folder / FILE_NAME, file, key)
    return key, show_code(code)


def unlock(folder: Path, secret: str) -> bytes:
    """The key of the store, by a passphrase or the recovery code. Raises as `identified`."""
    return identified(folder, secret).key


def identified(folder: Path, secret: str) -> Identified:
    """Whose passphrase this is, with the key that it opens.

    Raises WrongPassphraseError where nothing fits, DamagedFileError where the file was altered.
    """
    file = read_file(folder / FILE_NAME)
    try:
        found = _identified(file, secret)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise damaged() from error
    if found is not None:
        return found
    group = wrong_group(secret)
    if group:
        raise WrongPassphraseError(
            _("Group {number} of the recovery code is wrong. Compare it with the paper.", number=group)
        )
    raise WrongPassphraseError(
        _("The passphrase does not fit this store. Type it again; look at the keyboard's language.")
    )


def settle_slot(folder: Path, found: Identified, name: str) -> Identified:
    """Give the slot of whoever opened the store the form of this version; `name` where it has none yet.

    So slots of the first version get a name, and one handed to its owner gets wrapped by the passphrase.
    """
    user = found.user
    if found.settled or user is None:
        return found
    named = User(user.slot or os.urandom(6).hex(), user.name or name, user.role)
    with edited(folder, found.key) as file:
        slot = next(each for each in file["slots"] if is_of(each, user))
        slot["id"] = named.slot
        fill_slot(file, slot, found.kek, found.key, named)
    return Identified(found.key, named)


def refuse_empty(passphrase: str) -> None:
    if not normalised(passphrase):
        raise UserError(_("A passphrase is needed. Choose several words that only you know."))


def _identified(file: KeyFile, secret: str) -> Identified | None:
    code, passphrase = read_code(secret), normalised(secret)
    for slot, kek in keks_of(file, code, passphrase):
        key = unwrap(file, slot, kek)
        if key is None:
            continue
        refuse_altered(file, key)
        if slot["type"] == "recovery":
            return Identified(key, None)
        told = told_in(file, slot, key)
        settled = bool(told) and "handed" not in slot
        return Identified(key, user_of(slot, told), settled, kek)
    return None


def keks_of(file: KeyFile, code: bytes, passphrase: bytes) -> Iterator[tuple[Slot, bytes]]:
    """Each slot with the key that would open it; what is alike is derived once. Limits come first."""
    slots = file["slots"]
    kinds = {str(slot["kdf"]): cost_of(slot) for slot in slots if slot["type"] == "passphrase"}
    if not are_bearable(kinds.values()):
        raise damaged()
    made: dict[str, bytes] = {}
    for slot in slots:
        if slot["type"] == "recovery":
            if code:
                yield slot, kek_of(slot, code)
        elif passphrase and slot.get("normal") == 1:
            kind = str(slot["kdf"])
            if kind not in made:
                made[kind] = kek_of(slot, passphrase)
            yield slot, made[kind]


def fill_slot(file: KeyFile, slot: Slot, kek: bytes, key: bytes, user: User) -> None:
    """Let a user in with the key made from the passphrase."""
    wrap(file, slot, kek, key)
    said = {"name": user.name, "role": str(user.role), "public": b64(public_of(kek))}
    tell(file, slot, said, key)


def put_code(file: KeyFile, code: bytes, key: bytes) -> None:
    slot = recovery_slot()
    wrap(file, slot, kek_of(slot, code), key)
    file["slots"] = [each for each in file["slots"] if each["type"] != "recovery"] + [slot]


def user_of(slot: Slot, told: dict[str, str]) -> User:
    """A slot of the first version belongs to the only user there was."""
    role = told.get("role", Role.COORDINATOR)
    return User(str(slot.get("id", "")), told.get("name", ""), Role(role))


def is_of(slot: Slot, user: User) -> bool:
    return bool(slot["type"] == "passphrase" and slot.get("id", "") == user.slot)
