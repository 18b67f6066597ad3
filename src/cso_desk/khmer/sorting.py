"""The order of a Khmer dictionary, as bytes that a database column can hold and sort by."""

import threading

import icu

from cso_desk.khmer.normalise import canonical

_of_this_thread = threading.local()


def sort_key(text: str) -> bytes:
    """Compare keys, not texts: Khmer and Latin each in their order, letter case aside, 9 before 10."""
    collator = getattr(_of_this_thread, "collator", None)
    if collator is None:
        collator = icu.Collator.createInstance(icu.Locale("km"))
        collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
        _of_this_thread.collator = collator
    plain = canonical(text)
    if not plain.isascii():
        # ICU refuses a lone surrogate, which is no character at all.
        plain = plain.encode("utf-16-le", "replace").decode("utf-16-le")
    key: bytes = collator.getSortKey(plain)
    return key
