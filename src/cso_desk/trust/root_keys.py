"""The keys of a root as people keep them: digits on paper or a file under a passphrase, never in a store."""

import re
import secrets

from cso_desk.errors import UserError
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.store.passphrases import Strength, strength_of
from cso_desk.store.typed_secrets import normalised, read_code, show_code
from cso_desk.wording import _

GROUPS = 16
LOCKED_ENDING = ".csokey"
MOST_BYTES = 4096  # of a file that holds one key, locked or not
_QR = "CSO-DESK-ROOT-KEY"
_AGE = b"age-encryption.org/v1\n"


def new_root_key() -> bytes:
    """A new private Ed25519 key."""
    return secrets.token_bytes(2 * GROUPS)


def show_root_key(key: bytes) -> str:
    """A private key as people copy it: 16 groups of 6 digits, each a multiple of 11, so that slips show."""
    return show_code(key)


def root_key_qr(key: bytes) -> str:
    """What the square code beside the digits says."""
    return f"{_QR} {show_code(key)}"


def read_root_key(text: str) -> bytes:
    """The private key that somebody typed or scanned. Raises UserError naming the group that is wrong."""
    said = to_latin_digits(text).upper().replace(_QR, " ")
    key = read_code(said, GROUPS)
    if key:
        return key
    digits = re.sub(r"\D", "", said)
    groups = [digits[at : at + 6] for at in range(0, len(digits), 6)]
    wrong = next((at for at, g in enumerate(groups, 1) if len(g) < 6 or not read_code(g, 1)), 0)
    if len(digits) == GROUPS * 6 and wrong:
        raise UserError(
            _("Group {number} of the root key is wrong: {group}. Compare it with the paper.",
              number=wrong, group=groups[wrong - 1])
        )  # fmt: skip
    raise UserError(
        _("A root key has {groups} groups of 6 digits; here are {count} digits. Type all of it.",
          groups=GROUPS, count=len(digits))
    )  # fmt: skip


def lock_root_key(key: bytes, passphrase: str) -> bytes:
    """A file that holds a root key under a passphrase: age with scrypt, so that any age program opens it.

    Takes a second or two. Raises UserError where the passphrase is too short.
    """
    if strength_of(passphrase) is Strength.SHORT:
        raise UserError(_("This passphrase is too short. Choose several words that only you know."))
    from pyrage import passphrase as age  # noqa: PLC0415  loaded only where a root changes

    return bytes(age.encrypt(root_key_qr(key).encode(), normalised(passphrase).decode()))


def is_locked(data: bytes) -> bool:
    """Whether a file holds something under a passphrase."""
    return data.startswith(_AGE)


def unlock_root_key(data: bytes, passphrase: str) -> bytes:
    """The root key in a locked file. Raises UserError where the passphrase does not fit it."""
    from pyrage import DecryptError  # noqa: PLC0415  see above
    from pyrage import passphrase as age  # noqa: PLC0415

    try:
        text = bytes(age.decrypt(data[:MOST_BYTES], normalised(passphrase).decode())).decode()
    except (DecryptError, UnicodeDecodeError) as error:
        raise UserError(
            _("The passphrase does not open this root key, or its file is damaged. Type it again.")
        ) from error
    return read_root_key(text)
