"""The language a command answers in, and how it writes to the terminal on every system."""

import json
import locale
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from cso_desk.commands.result import Result


def usual_language(environment: Mapping[str, str] = os.environ) -> str:
    """The language where no --lang is said: CSO_DESK_LANG, else the system's if it is Khmer, else English."""
    own = environment.get("CSO_DESK_LANG", "").strip().lower()
    if own in ("km", "en"):
        return own
    system = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    if not system and os.name == "nt":
        system = locale.getlocale()[0] or ""
    return "km" if system.lower().startswith(("km", "khmer")) else "en"


def speak_utf8() -> None:
    """Write UTF-8 whatever the system's code page is; what cannot be written is escaped, never a crash."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us, or a program without a console
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  until the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(result: Result, *, as_json: bool) -> None:
    """Print a result: one JSON object, or lines for people with doubts on stderr."""
    if as_json:
        data = dict(result.data)
        if result.notes:
            data["notes"] = list(result.notes)
        print(json.dumps(data, ensure_ascii=False))
        return
    for line in result.lines:
        print(harmless(line))
    sys.stdout.flush()
    for note in result.notes:
        print(harmless(note), file=sys.stderr)


def harmless(text: str) -> str:
    """A text without signs that a terminal would obey: what others wrote may hold any but NUL."""
    return text.translate(_OBEYED)


_OBEYED = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)])
"""Control characters of the first and the second set, but tabs and ends of lines."""


def tell_problem(sentence: str, *, as_json: bool) -> None:
    """Print why nothing was done: on stderr, or as {"error": …} on stdout."""
    if as_json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    else:
        print(harmless(sentence), file=sys.stderr)


class Ticker:
    """Shows on a terminal how far a long action is; says nothing elsewhere."""

    def __init__(self, *, quiet: bool, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = "" if not quiet and self._stream.isatty() else None

    def __call__(self, done: int, total: int, *_more: Any) -> None:
        if self._shown is None or not total:
            return
        text = f"\r{min(100, 100 * done // total):3} %"
        if text != self._shown:
            self._shown = text
            self._stream.write("\r      \r" if done >= total else text)
            self._stream.flush()
