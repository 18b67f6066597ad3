"""Which key a Khmer letter stands on (NiDA layout), so that keys work in either layout of the keyboard."""

from cso_desk.khmer.digits import to_latin_digits

_PLAIN = dict(zip("ឆឹេរតយុិោផាសដថងហ្កលឋខចវបនម", "qwertyuiopasdfghjklzxcvbnm", strict=True))
_WITH_SHIFT = dict(zip("ឈឺែឬទួូីៅភៃឌធអះញគឡឍឃជពណំ", "qweRtyuiopsdfghjklzxcbnm".lower(), strict=True))
_KEYS = _WITH_SHIFT | _PLAIN
_TWO_LETTERS = {"ាំ": "a", "េះ": "v", "ោះ": ":"}  # with shift, these keys type two at once
_SIGNS = {"ឥ": "-", "៊": "/"}


def latin_key(text: str) -> str:
    """The Latin letter, in lower case, on whose key `text` was typed; other texts as they are."""
    return _KEYS.get(text, text.lower())


def scanned(text: str) -> str:
    """What a scanner typed while the keyboard stood in Khmer, as the label says it; other texts as they are.

    A scanner presses keys: "BTB-C0001" arrives as ពទពឥជ០០០១. Letters come in lower case.
    """
    if text.isascii():
        return text
    for typed, key in _TWO_LETTERS.items():
        text = text.replace(typed, key)
    return to_latin_digits("".join(_SIGNS.get(each) or latin_key(each) for each in text))
