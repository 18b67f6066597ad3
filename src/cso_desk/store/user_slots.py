"""The users of a store: how they are let in, renamed, given another passphrase or left out."""

import os
from pathlib import Path

from cso_desk.errors import UserError
from cso_desk.store.key_cost import Cost, calibrated
from cso_desk.store.keyslots import FILE_NAME, fill_slot, keks_of, put_code, refuse_empty, user_of
from cso_desk.store.slots import (
    MOST_SLOTS,
    KeyFile,
    Slot,
    cost_of,
    edited,
    hand,
    kek_of,
    passphrase_slot,
    raw,
    read_file,
    refuse_altered,
    tell,
    told_in,
    unwrap,
    write_file,
)
from cso_desk.store.typed_secrets import normalised, read_code
from cso_desk.store.users import Role, User
from cso_desk.wording import _

_LONGEST_NAME = 200


def users(folder: Path, key: bytes) -> list[User]:
    """Who may open the store, in the order in which they were added. Raises DamagedFileError."""
    file = read_file(folder / FILE_NAME)
    refuse_altered(file, key)
    return [user for _slot, user, _told in _told(file, key)]


def add_user(folder: Path, key: bytes, name: str, role: Role, passphrase: str) -> User:
    """Let another person in. Raises UserError where the name or the passphrase cannot be taken."""
    refuse_empty(passphrase)
    with edited(folder, key) as file:
        clean = _free_name(file, key, name)
        if len(file["slots"]) >= MOST_SLOTS:
            raise UserError(_("No more users fit into this store. Remove one who left."))
        slot = _slot_like_others(file)
        kek = _untaken(file, slot, passphrase)
        user = User(slot["id"], clean, role)
        fill_slot(file, slot, kek, key, user)
        file["slots"].insert(_passphrases(file), slot)
    return user


def describe_user(folder: Path, key: bytes, slot: str, *, name: str = "", role: Role | None = None) -> User:
    """Give a user another name or role. Raises UserError where no coordinator would be left."""
    with edited(folder, key) as file:
        place, user, told = _entry(file, key, slot)
        clean = _free_name(file, key, name, slot) if name else user.name
        now = User(slot, clean, role or user.role)
        others = [each for _slot, each, _said in _told(file, key) if each.slot != slot]
        refuse_headless([*others, now])
        tell(file, place, told | {"name": now.name, "role": now.role}, key)
    return now


def change_passphrase(folder: Path, key: bytes, slot: str, passphrase: str, cost: Cost | None = None) -> None:
    """Give a user another passphrase; the old one holds until the new one is on the disk.

    Only this slot is written anew. For the only user what a try costs is chosen anew for this computer,
    or `cost`.
    """
    refuse_empty(passphrase)
    with edited(folder, key) as file:
        place, user, _said = _entry(file, key, slot)
        if _passphrases(file) == 1:
            fresh = passphrase_slot(cost or calibrated(), os.urandom(16)) | {"id": slot}
            kek = kek_of(fresh, normalised(passphrase))
            file["slots"][file["slots"].index(place)] = place = fresh
        else:
            kek = _untaken(file, place, passphrase)
        fill_slot(file, place, kek, key, user)


def renew_recovery_code(folder: Path, key: bytes, code: str) -> None:
    """Let this recovery code open the store from now on, and the earlier one no more."""
    with edited(folder, key) as file:
        put_code(file, read_code(code), key)


def write_next(folder: Path, path: Path, old: bytes, new: bytes, leaving: str, code: str) -> None:
    """Write the key file of a store that gets a new key and a new recovery code, without one of its users.

    The others need not be there: the new key is handed to each, for whoever knows the passphrase. Raises
    UserError where somebody has not opened the store since it was made with an earlier version.
    """
    file = read_file(folder / FILE_NAME)
    refuse_altered(file, old)
    staying = [each for each in _told(file, old) if each[1].slot != leaving]
    refuse_headless([user for _slot, user, _said in staying])
    for slot, _user, told in staying:
        if not told.get("public"):
            raise UserError(
                _("Somebody has not opened this store since the program was renewed. That has to come first.")
            )
        hand(file, slot, raw(told["public"]), new)
        tell(file, slot, told, new)
    file["slots"] = [slot for slot, _user, _said in staying]
    put_code(file, read_code(code), new)
    write_file(path, file, new)


def refuse_headless(left: list[User]) -> None:
    """Raises UserError where nobody of these could decide who may open the store."""
    if not any(user.role is Role.COORDINATOR for user in left):
        raise UserError(
            _("A store needs a coordinator. Make another user a coordinator first, then change this one.")
        )


def _untaken(file: KeyFile, slot: Slot, passphrase: str) -> bytes:
    """The key made from a passphrase. Raises UserError where it opens the store already.

    A passphrase tells who somebody is, so no two people may have the same.
    """
    given = normalised(passphrase)
    for other, kek in keks_of(file, b"", given):
        if other is not slot and unwrap(file, other, kek) is not None:
            raise UserError(_("This passphrase cannot be used here. Choose another one."))
    return kek_of(slot, given)


def _slot_like_others(file: KeyFile) -> Slot:
    """A slot that shares what a try costs, and the salt, with the newest passphrase slot."""
    last = file["slots"][_passphrases(file) - 1]
    return passphrase_slot(cost_of(last), raw(last["kdf"]["salt"]))


def _passphrases(file: KeyFile) -> int:
    return sum(slot["type"] == "passphrase" for slot in file["slots"])


def _told(file: KeyFile, key: bytes) -> list[tuple[Slot, User, dict[str, str]]]:
    found = []
    for slot in file["slots"]:
        if slot["type"] == "passphrase":
            told = told_in(file, slot, key)
            found.append((slot, user_of(slot, told), told))
    return found


def _entry(file: KeyFile, key: bytes, slot: str) -> tuple[Slot, User, dict[str, str]]:
    for each in _told(file, key):
        if each[1].slot == slot:
            return each
    raise UserError(_("This user is no longer there. Look at the list again."))


def _free_name(file: KeyFile, key: bytes, name: str, own: str = "") -> str:
    clean = " ".join(name.split())[:_LONGEST_NAME]
    if not clean:
        raise UserError(_("Write the name of the person; it stands beside every change they make."))
    others = [user.name for _slot, user, _said in _told(file, key) if user.slot != own]
    if clean.casefold() in map(str.casefold, others):
        raise UserError(_("There is a user called {name} already. Write the name another way.", name=clean))
    return clean
