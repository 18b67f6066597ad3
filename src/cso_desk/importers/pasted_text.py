"""Finds the rows of lists pasted from messages: numbered lines, "label: value", names with their mail."""

import re
from collections import Counter
from collections.abc import Sequence

from cso_desk.importers import vocabulary
from cso_desk.wording import _

_MOST, _LONGEST = 3_000, 2_000
"""A message has fewer lines, and shorter ones; other texts are files of other programs."""
_SHARE, _LEAST_LABELS = 0.6, 3
_MARK = re.compile(r"\s*(?:\(?([0-9០-៩]{1,3})\s*[.)\-/៖។]|[-•*–▪●✅👉])\s+(?=\S)")
_LABEL = re.compile(r"[\s•*–▪●-]*([^:៖\n]{1,60}?)\s*[:៖]\s*(.*\S)\s*")
_MAIL = re.compile(r'"?([^<>";\n]*?)"?\s*<([^<>@\s]+@[^<>\s]+)>[\s,;]*')
_PHONE = re.compile(r"[0-9០-៩ ()+.\-/]{8,}")
_PHONE_AT_END = re.compile(r"(.*\S)[\s,;:(]+((?:\+|0|០|855)[0-9០-៩ ().\-/]{7,}[0-9០-៩])[\s).]*")
_BETWEEN = (r"\s+[-–—]\s+", r"\s*\|\s*", r"\t+", r"\s*;\s*", r"\s*,\s+", r"\s*/\s*")
_FILES = (",", ";", "\t", "|")


def pasted_rows(text: str) -> list[list[str]] | None:
    """The rows of a pasted list, None where the text is no such list."""
    if text.count("\n") > 2 * _MOST:
        return None
    lines = [line.strip() for line in text.splitlines()]
    filled = [line for line in lines if line]
    if not filled or len(filled) > _MOST or max(map(len, filled)) > _LONGEST or _has_heads(filled[0]):
        return None
    return _people_with_mail(text) or _labelled(lines, filled) or _numbered(filled)


def _has_heads(line: str) -> bool:
    """Whether the first line names columns, as files of other programs do."""
    return any(sum(map(vocabulary.is_header_word, line.split(mark))) >= 2 for mark in _FILES if mark in line)


def _people_with_mail(text: str) -> list[list[str]] | None:
    """Dara <dara@x.org>; Ny <ny@x.org>, as mail programs write whom a letter goes to."""
    bare = re.sub(r"^\s*(?:to|cc|bcc|from)\s*:", "", text, flags=re.IGNORECASE | re.MULTILINE)
    found = _MAIL.findall(bare)
    if len(found) < 2 or _MAIL.sub("", bare).strip():
        return None
    return [[_("Name"), _("E-mail")], *([" ".join(re.split(r"[,\s]+", name)), mail] for name, mail in found)]


def _labelled(lines: Sequence[str], filled: Sequence[str]) -> list[list[str]] | None:
    """The rows of a text in which most lines say what they tell: "Phone: 012 345 678"."""
    found = [match for line in filled if (match := _LABEL.fullmatch(line))]
    known = [match for match in found if vocabulary.is_header_word(match[1])]
    if len({vocabulary.key(match[1]) for match in known}) < _LEAST_LABELS or len(known) < _SHARE * len(
        filled
    ):
        return None
    rows = []
    for line in lines:
        match = _LABEL.fullmatch(line)
        rows.append([match[1], match[2]] if match else [line] if line else [])
    return rows


def _numbered(lines: Sequence[str]) -> list[list[str]] | None:
    """The rows of lines that are counted or marked, each part of a line a cell."""
    marked = [match for line in lines if (match := _MARK.match(line))]
    bare = [line[match.end() :] for line in lines if (match := _MARK.match(line))]
    if len(marked) < max(2, _SHARE * len(lines)):
        if any(mark in "\n".join(lines) for mark in _FILES):
            return None
        marked, bare = [], list(lines)
    between = _separator(bare)
    if between is None and not marked:
        return None
    numbers = any(match[1] for match in marked)
    rows = []
    for line in lines:
        match = _MARK.match(line)
        if marked and match is None:
            rows.append([line])
            continue
        cells = _cells(line[match.end() :] if match else line, between)
        rows.append([match[1] or "" if match else "", *cells] if numbers else cells)
    return rows


def _separator(lines: Sequence[str]) -> str | None:
    """What stands between the parts of most lines, the same number of times."""
    for between in _BETWEEN:
        counts = Counter(len(re.split(between, line)) for line in lines)
        parts, often = max(counts.items(), key=lambda item: (item[1], item[0]))
        if parts > 1 and often >= _SHARE * len(lines):
            return between
    return None


def _cells(line: str, between: str | None) -> list[str]:
    cells = re.split(between, line) if between else [line]
    if not any(map(_is_phone, cells)) and (found := _PHONE_AT_END.fullmatch(cells[-1])):
        cells[-1:] = [found[1].rstrip(" ,;:("), found[2]]
    return cells


def _is_phone(cell: str) -> bool:
    return _PHONE.fullmatch(cell) is not None
