"""Which key a Khmer letter stands on (NiDA layout), so that keys work in either layout of the keyboard."""

_PLAIN = dict(zip("ឆឹេរតយុិោផាសដថងហ្កលឋខចវបនម", "qwertyuiopasdfghjklzxcvbnm", strict=True))
_WITH_SHIFT = dict(zip("ឈឺែឬទួូីៅភៃឌធអះញគឡឍឃជពណំ", "qweRtyuiopsdfghjklzxcbnm".lower(), strict=True))
_KEYS = _WITH_SHIFT | _PLAIN


def latin_key(text: str) -> str:
    """The Latin letter, in lower case, on whose key `text` was typed; other texts as they are."""
    return _KEYS.get(text, text.lower())
