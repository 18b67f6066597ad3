"""Figures with how exact they are, and amounts of money, as people type them in Khmer or Latin digits."""

import re
from decimal import Decimal

from cso_desk.khmer.digits import parse_number, to_latin_digits
from cso_desk.khmer.normalise import canonical

_BEFORE = {
    "exact": ("=", "exactly", "គត់", "ពិតប្រាកដ", "ចំនួនពិត"),
    "about": ("~", "≈", "about", "around", "approximately", "approx", "circa", "ca", "roughly", "nearly",
              "ប្រហែលជា", "ប្រហែល", "ប្រមាណជា", "ប្រមាណ"),
    "at_least": ("≥", ">=", "at least", "min", "minimum", "យ៉ាងតិច", "យ៉ាងហោចណាស់"),
    "at_most": ("≤", "<=", "at most", "up to", "max", "maximum", "យ៉ាងច្រើន"),
    "more_than": (">", "more than", "over", "ច្រើនជាង", "លើសពី", "ជាង", "លើស"),
    "estimated": ("estimated", "estimate", "est", "ប៉ាន់ស្មាន", "ប៉ាន់ប្រមាណ", "តាមការប៉ាន់ស្មាន"),
    "planned": ("planned", "plan", "គ្រោងទុក", "គ្រោង", "តាមផែនការ", "ផែនការ"),
}  # fmt: skip
_AFTER = _BEFORE | {"at_least": (*_BEFORE["at_least"], "+"), "about": (*_BEFORE["about"], "or so")}

_CURRENCY_WORDS = {
    "KHR": ("khr", "៛", "រៀល", "riels", "riel"),
    "USD": ("usd", "us$", "$us", "$", "ដុល្លារអាមេរិក", "ដុល្លារ", "dollars", "dollar", "us dollars", "us dollar"),
}


def parse_figure(text: str) -> tuple[int, str] | None:
    """A whole number and how exact it is said to be, "" where nothing is said; None where it is no figure."""
    plain = _plain(text)
    for qualifier, word in _words(_BEFORE):
        rest = _without_start(plain, word)
        if rest is not None and (count := _count(rest)) is not None:
            return count, qualifier
    for qualifier, word in _words(_AFTER):
        if plain.endswith(word) and (count := _count(plain.removesuffix(word))) is not None:
            return count, qualifier
    count = _count(plain)
    return None if count is None else (count, "")


def parse_money(text: str) -> tuple[Decimal, str] | None:
    """An exact amount and the code of its currency, "" where none is said; None where it is no amount."""
    plain = _plain(text)
    for currency, word in _words(_CURRENCY_WORDS):
        for rest in (_without_start(plain, word), plain.removesuffix(word) if plain.endswith(word) else None):
            amount = parse_number(rest) if rest else None
            if amount is not None:
                return Decimal(amount), currency
    amount = parse_number(plain)
    return None if amount is None else (Decimal(amount), "")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[()\[\]:]", " ", to_latin_digits(canonical(text)).lower()).split())


def _words(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Longest words first, so that "more than" is not taken for what only begins like it."""
    pairs = [(meaning, word) for meaning, words in table.items() for word in words]
    return sorted(pairs, key=lambda pair: -len(pair[1]))


def _without_start(text: str, word: str) -> str | None:
    return text[len(word) :].lstrip(" .") if text.startswith(word) else None


def _count(text: str) -> int | None:
    number = parse_number(text.strip(" ."))
    return number if isinstance(number, int) and number >= 0 else None
