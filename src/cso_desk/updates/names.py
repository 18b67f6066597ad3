"""Which names a file of an update may have: a place below the program on every system, never elsewhere."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

_MOST_LENGTH = 180
_MOST_PARTS = 12
# Letters, digits and a few signs; no dot at the beginning, no dot or blank at the end, which Windows drops.
_PART = re.compile(r"[A-Za-z0-9_+@(-](?:[A-Za-z0-9_+@,() .-]*[A-Za-z0-9_+@)-])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin|conout|clock)(?:\..*)?", re.IGNORECASE)


def is_name(name: str) -> bool:
    """Whether this is a name that means one place below a folder, on Windows as well."""
    parts = name.split("/")
    return (
        len(name) <= _MOST_LENGTH
        and len(parts) <= _MOST_PARTS
        and all(_PART.fullmatch(part) and not _DEVICE.fullmatch(part) for part in parts)
    )


def are_names(names: Iterable[str]) -> bool:
    """Whether these can stand side by side: none twice, also where A is a; none both a file and a folder."""
    seen = [name.lower() for name in names]
    folders = {str(parent) for name in seen for parent in PurePosixPath(name).parents}
    return all(map(is_name, seen)) and len(set(seen)) == len(seen) and not folders & set(seen)
