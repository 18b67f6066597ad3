"""Decides who may open a store: everything here asks for the passphrase of whoever does it, once more.

So a desk that was left open lets nobody in for good, and no key waits in memory for it.
"""

from pathlib import Path

from cso_desk.errors import UserError
from cso_desk.store.key_copies import keep_copy
from cso_desk.store.keyslots import Identified
from cso_desk.store.passphrases import Strength, strength_of
from cso_desk.store.rekey import Progress, change_key
from cso_desk.store.unlocking import identified_in_time
from cso_desk.store.user_slots import (
    add_user,
    change_passphrase,
    describe_user,
    renew_recovery_code,
    users,
)
from cso_desk.store.users import Role, User, refuse_unless
from cso_desk.wording import _


def users_of(folder: Path, own: str) -> list[User]:
    """Who may open the store. `own` is the passphrase of any of them, or the recovery code."""
    return users(folder, identified_in_time(folder, own).key)


def let_in(folder: Path, own: str, name: str, role: Role, passphrase: str) -> User:
    """Add a user. Raises UserError where the name or the passphrase cannot be taken."""
    refuse_short(passphrase)
    found = _coordinator(folder, own)
    made = add_user(folder, found.key, name, role, passphrase)
    keep_copy(folder)
    return made


def give_role(folder: Path, own: str, slot: str, role: Role) -> User:
    """Give a user another role, which holds from the next time they open the store."""
    found = _coordinator(folder, own)
    now = describe_user(folder, found.key, slot, role=role)
    keep_copy(folder)
    return now


def rename(folder: Path, own: str, slot: str, name: str) -> User:
    """Give oneself or, as a coordinator, another user another name. Changes made before keep the old one."""
    found = _coordinator_or(folder, own, slot)
    now = describe_user(folder, found.key, slot, name=name)
    keep_copy(folder)
    return now


def give_passphrase(folder: Path, own: str, slot: str, passphrase: str) -> None:
    """Give oneself or, as a coordinator, another user a new passphrase; `own` is the present one."""
    refuse_short(passphrase)
    found = _coordinator_or(folder, own, slot)
    change_passphrase(folder, found.key, slot, passphrase)
    keep_copy(folder)


def give_recovery_code(folder: Path, own: str, code: str) -> None:
    """Let this code open the store in place of the earlier one, which is void from now on."""
    found = _coordinator(folder, own)
    renew_recovery_code(folder, found.key, code)
    keep_copy(folder)


def leave_out(folder: Path, own: str, slot: str, progress: Progress | None = None) -> str:
    """Remove a user of a store that is closed, by giving it a new key; gives its new recovery code.

    Backups made before still open with their passphrase. Raises as `change_key`.
    """
    found = _coordinator(folder, own)
    if found.user is not None and found.user.slot == slot:
        raise UserError(_("You cannot remove yourself. Ask another coordinator to do it."))
    _key, code = change_key(folder, found.key, slot, progress)
    return code


def user_called(all_users: list[User], name: str) -> User:
    """The user with this name. Raises UserError, which tells the names there are."""
    wanted = " ".join(name.split()).casefold()
    for each in all_users:
        if each.name.casefold() == wanted:
            return each
    names = ", ".join(each.name for each in all_users)
    raise UserError(_("There is no user called {name}. There are: {names}.", name=name, names=names))


def refuse_short(passphrase: str) -> None:
    """Raises UserError where a passphrase is too short to protect anything."""
    if strength_of(passphrase) is Strength.SHORT:
        raise UserError(_("The passphrase is too short. Use at least eight letters; several words are best."))


def _coordinator(folder: Path, own: str) -> Identified:
    found = identified_in_time(folder, own)
    if found.user is not None:
        refuse_unless(found.user.role, Role.COORDINATOR)
    return found


def _coordinator_or(folder: Path, own: str, slot: str) -> Identified:
    found = identified_in_time(folder, own)
    if found.user is not None and found.user.slot != slot:
        refuse_unless(found.user.role, Role.COORDINATOR)
    return found
