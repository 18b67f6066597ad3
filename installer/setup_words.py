"""The sentences of the Windows set-up, each in Khmer and English, in the forms that NSIS and C read."""

import csv
from pathlib import Path

from installer.release import BuildError

_FILE = Path(__file__).resolve().parent / "windows_setup" / "words.tsv"
_SHORT = 30  # letters: both languages fit on one line
_FILLED = {"{version}": "${VERSION}", "{there}": "$0"}


def setup_words(path: Path = _FILE) -> dict[str, tuple[str, str]]:
    """Key -> English and Khmer. Raises BuildError where one of the two is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    incomplete = [row["key"] for row in rows if not (row["English"] and row["Khmer"])]
    if incomplete:
        raise BuildError(f"words of the set-up are missing: {incomplete}")
    return {row["key"]: (row["English"], row["Khmer"]) for row in rows}


def _both(english: str, khmer: str, line_end: str) -> str:
    """Khmer first; what is short stands on one line."""
    return f"{khmer} / {english}" if len(english) < _SHORT else f"{khmer}{line_end}{line_end}{english}"


def for_nsis(words: dict[str, tuple[str, str]]) -> str:
    """Definitions WORD_KEY for the script of the set-up."""
    lines = []
    for key, (english, khmer) in words.items():
        text = _both(english, khmer, "\n").replace("$", "$$").replace('"', '$\\"').replace("\n", "$\\r$\\n")
        for name, value in _FILLED.items():
            text = text.replace(name, value)
        lines.append(f'!define WORD_{key.upper()} "{text}"')
    return "\n".join(lines) + "\n"


def for_c(words: dict[str, tuple[str, str]]) -> str:
    """Macros WORD_KEY (both languages) and WORD_KEY_EN, as wide strings in plain ASCII."""
    lines = []
    for key, (english, khmer) in words.items():
        for name, text in ((key, _both(english, khmer, "\n")), (f"{key}_en", english)):
            units = "".join(f"\\x{unit:04x}" for unit in _utf16(text))
            lines.append(f'#define WORD_{name.upper()} L"{units}"')
    return "\n".join(lines) + "\n"


def _utf16(text: str) -> list[int]:
    data = text.encode("utf-16-le")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
