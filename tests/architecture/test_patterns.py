"""Patterns that mean the same in every Python that the program runs with, also in Debian's 3.11.2."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the reader of patterns
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "src"
_POSSESSIVE_GROUP = re.compile(r"\)[*+?]\+")


def inside(parsed: Any) -> Iterator[tuple[str, Any]]:
    """Every part of a pattern, with what is in its groups."""
    for operation, value in parsed:
        yield str(operation), value
        for part in value if isinstance(value, (tuple, list)) else (value,):
            for each in part if isinstance(part, list) else (part,):
                if isinstance(each, _parser.SubPattern):
                    yield from inside(each)


def is_misread(pattern: str) -> bool:
    """Whether a repeat that gives nothing back holds a look around: before 3.11.4 it goes on after a no."""
    return any(
        operation == "POSSESSIVE_REPEAT"
        and any(name.startswith("ASSERT") for name, _value in inside(value[2]))
        for operation, value in inside(_parser.parse(pattern))
    )


def test_no_repeat_that_gives_nothing_back_holds_a_look_around() -> None:
    assert is_misread("a(?:(?!b)[a-c])*+")
    assert is_misread("(?:x|(?:(?<=b)c)++)*")
    assert not is_misread("(?>(?:(?!b)[a-c])*)[a-c]++")
    looked_at = 0
    for path in SOURCE.rglob("*.py"):
        if _POSSESSIVE_GROUP.search(path.read_text("utf-8")):
            name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
            for each in vars(import_module(name)).values():
                if isinstance(each, re.Pattern):
                    looked_at += 1
                    assert not is_misread(each.pattern), f"{name}: {each.pattern}"
    assert looked_at
