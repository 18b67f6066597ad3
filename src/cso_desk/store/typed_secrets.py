"""What people type to open something: passphrases as bytes, and codes of digits that show slips."""

import re
import secrets
import unicodedata

from cso_desk.khmer.digits import to_latin_digits

GROUPS = 8
"""Groups of six digits in a recovery code: 128 bits."""

_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u17b4\u17b5]")


def normalised(passphrase: str) -> bytes:
    """Version 1 of how a passphrase becomes bytes; it never changes, a better one gets another number."""
    text = to_latin_digits(unicodedata.normalize("NFKC", passphrase))
    return " ".join(_UNSEEN.sub("", text).split()).encode()


def new_recovery_code() -> str:
    """A recovery code as it is shown and printed."""
    return show_code(secrets.token_bytes(GROUPS * 2))


def show_code(code: bytes) -> str:
    """The recovery code as people copy it: 8 groups of 6 digits, each a multiple of 11."""
    return "-".join(f"{int.from_bytes(code[i : i + 2], 'big') * 11:06d}" for i in range(0, len(code), 2))


def read_code(text: str, groups: int = GROUPS) -> bytes:
    """A code of so many groups that somebody typed; b"" where it is none. Khmer digits are digits too."""
    digits = _digits(text)
    if len(digits) != groups * 6 or not digits.isascii() or not digits.isdigit():
        return b""
    numbers = [int(digits[i : i + 6]) for i in range(0, len(digits), 6)]
    if any(number % 11 or number // 11 > 0xFFFF for number in numbers):
        return b""
    return b"".join((number // 11).to_bytes(2, "big") for number in numbers)


def wrong_group(text: str) -> int:
    """Which group of a recovery code was copied wrong, from 1 on; 0 where it is right or no code at all."""
    digits = _digits(text)
    if len(digits) != GROUPS * 6 or not digits.isascii() or not digits.isdigit():
        return 0
    groups = [digits[i : i + 6] for i in range(0, len(digits), 6)]
    return next((place for place, group in enumerate(groups, 1) if not read_code(group, 1)), 0)


def _digits(text: str) -> str:
    return re.sub(r"[\s-]", "", to_latin_digits(text))
