"""Makes names of files of what people and other hubs wrote: never a path, and a name on every system."""

import re

_MOST = 200  # bytes, of which a Khmer letter takes three; a name may have 255
_LONGEST_ENDING = 10
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)


def file_name_for(text: str, otherwise: str) -> str:
    """`text` as the name of a file, with its ending; `otherwise` where nothing of it is left.

    It names nothing outside its folder, no device and no stream of another file, and hides no ending.
    """
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    name = _cut(" ".join(_FORBIDDEN.sub("_", plain).split()).lstrip(".").rstrip(". "))
    if not name.strip("_ "):
        return otherwise
    return f"_{name}" if _DEVICES.fullmatch(name) else name


def _cut(name: str) -> str:
    if len(name.encode()) <= _MOST:
        return name
    stem, dot, ending = name.rpartition(".")
    kept = f"{dot}{ending}" if stem and len(ending) <= _LONGEST_ENDING else ""
    return name.encode()[: _MOST - len(kept.encode())].decode(errors="ignore").rstrip(". ") + kept
