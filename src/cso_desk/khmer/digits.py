"""Khmer and Latin digits, and numbers as people type them."""

import re
from decimal import Decimal

from cso_desk.khmer.normalise import canonical

_TO_LATIN = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_TO_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([, .'])\d{3})+(?:[.,]\d+)?")


def to_latin_digits(text: str) -> str:
    return text.translate(_TO_LATIN)


def to_khmer_digits(text: str) -> str:
    return text.translate(_TO_KHMER)


def in_digits_of(language: str, value: object) -> object:
    """A whole number as text in the digits of a language ("km" or "en"); anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    return to_khmer_digits(str(value)) if language == "km" else str(value)


def parse_number(text: str) -> int | Decimal | None:
    """The number that `text` is, or None. Thousands may be parted by a comma, a space or a full stop.

    "1.234" is one and a bit, "1.234.567" more than a million: one full stop alone is the decimal sign.
    """
    plain = to_latin_digits(canonical(text)).replace("\u2212", "-")
    if not plain.isascii():
        return None
    if not _PLAIN.fullmatch(plain):
        plain = _ungrouped(plain)
        if not plain:
            return None
    return Decimal(plain) if "." in plain else int(plain)


def _ungrouped(text: str) -> str:
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        mark = grouped.group(1)
        whole, _, decimals = text.partition("," if mark == "." else ".")
        whole = whole.replace(mark, "")
        joined = f"{whole}.{decimals}" if decimals else whole
        return joined if _PLAIN.fullmatch(joined) else ""
    decimal_comma = text.replace(",", ".")
    return decimal_comma if text.count(",") == 1 and _PLAIN.fullmatch(decimal_comma) else ""
