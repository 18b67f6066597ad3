"""Reads lists kept as text (.csv, .tsv, .txt, and pages saved as .xls): which encoding, which delimiter."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from charset_normalizer import from_bytes

from cso_desk.importers.child import MAX_COLUMNS, MAX_ROWS, RefusedError
from cso_desk.importers.pasted_text import pasted_rows

DELIMITERS = (",", ";", "\t", "|")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 200_000
_USUAL_LATIN = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ACCENTS = "éèêëàâçùûüôöîïœ°ñáíóúäÉÈÀÇ’"
_MAX_FIELD = 100_000
_LONG_LINE = 200_000
_MAX_SPANNED = 1_000_000


@dataclass(frozen=True)
class Decoded:
    """The text of a file, the name of its encoding, and whether some letters could not be read."""

    text: str
    encoding: str
    damaged: bool = False


def _plausible(text: str) -> float:
    """The share of characters one expects in a list: ASCII, Latin with accents, Khmer, usual punctuation."""
    if not text:
        return 0.0
    good = 0
    for letter, count in Counter(text).items():
        point = ord(letter)
        usual = 0x20 <= point < 0x7F or letter in "\t\r\n" or 0xA0 <= point < 0x250
        if usual or 0x1780 <= point <= 0x17F9 or 0x2000 <= point <= 0x206F or letter in "€™✓✔☑☐✗✘№":
            good += count
    return good / len(text)


def _as_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without its mark: only where one byte order gives nearly only usual characters."""
    if len(data) < 4 or len(data) % 2:
        return None
    best: tuple[float, str] = (0.0, "")
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:_SAMPLE].decode(encoding, "replace")
        ascii_marks = sum(sample.count(mark) for mark in ",;\t|\n ")
        best = max(best, (_plausible(sample) if ascii_marks else 0.0, encoding))
    if best[0] < 0.9:
        return None
    return Decoded(data.decode(best[1], "replace"), best[1])


def _as_nearly_utf8(data: bytes) -> Decoded | None:
    """A UTF-8 file that was cut or damaged in a few places is still UTF-8."""
    text = data.decode("utf-8", "replace")
    strange = text.count("�")
    beyond_ascii = sum(1 for letter in text if ord(letter) > 0x7F)
    if beyond_ascii and strange <= beyond_ascii // 20 + (1 if beyond_ascii > 3 else 0):
        return Decoded(text, "utf-8", damaged=True)
    return None


def decode(data: bytes) -> Decoded | None:
    """The text of `data`, or None where no encoding gives a plausible one."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            return Decoded(text.removeprefix("\ufeff"), encoding, damaged="�" in text)
    has_nul = b"\x00" in data[:_SAMPLE]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and not has_nul:
        # Khmer in UTF-16 is hardly ever valid UTF-8, so this is certain enough.
        return Decoded(text, "utf-8") if _plausible(text[:_SAMPLE]) > 0.5 else _as_utf16(data)
    found = _as_utf16(data) or (None if has_nul else _as_nearly_utf8(data))
    return found or (None if has_nul else _as_old_encoding(data))


def _reads_better(text: str, other: str) -> bool:
    """Whether a text holds more of the accents that French and its neighbours use, and fewer odd signs."""
    usual, theirs = (sum(one.count(sign) for sign in _ACCENTS) for one in (text, other))
    return usual > theirs


def _as_old_encoding(data: bytes) -> Decoded | None:
    """Windows-1252 where it reads well, otherwise the best guess of charset-normalizer if that does."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _reads_better(data.decode("mac_roman"), text):
        return Decoded(data.decode("mac_roman"), "mac_roman")
    letters = sum(1 for letter in text if ord(letter) > 0x7F and letter.isalpha())
    others = sum(1 for letter in text if ord(letter) > 0x7F) - letters
    if text and _plausible(text[:_SAMPLE]) > 0.97 and others <= letters + 3:
        return Decoded(text, "cp1252")
    guess = from_bytes(data[:_SAMPLE]).best()
    if guess is not None:
        text = data.decode(guess.encoding, "replace")
        readable = len(_USUAL_LATIN.findall(text[:_SAMPLE])) / max(len(text[:_SAMPLE]), 1)
        if readable > 0.95:
            return Decoded(text, guess.encoding, damaged="�" in text)
    return Decoded(data.decode("cp1252", "replace"), "cp1252", damaged=True) if letters else None


def _records(text: str, delimiter: str, limit: int | None) -> list[list[str]]:
    lines = _bounded_lines(text, delimiter)
    return _bounded_rows(csv.reader(lines, delimiter=delimiter, skipinitialspace=False), limit)


def _bounded_rows(found: Iterable[list[str]], limit: int | None) -> list[list[str]]:
    """The first `limit` rows, or all of them where a list can have so many."""
    rows: list[list[str]] = []
    filled = 0
    for row in found:
        rows.append(row)
        filled += any(row)
        if limit is not None and len(rows) >= limit:
            break
        if filled > MAX_ROWS:
            raise RefusedError("too_many_rows")
    return rows


def _bounded_lines(text: str, delimiter: str) -> Iterator[str]:
    """The lines of a text; one with far too many cells is refused before it is taken apart."""
    for line in io.StringIO(text, newline=""):
        if len(line) > _LONG_LINE and line.count(delimiter) > MAX_COLUMNS:
            raise RefusedError("too_many_columns")
        yield line


def _evenness(rows: list[list[str]]) -> float:
    """How much a delimiter looks like the real one: rows of one width, and that width more than one."""
    widths = Counter(len(row) for row in rows if any(row))
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    share = count / sum(widths.values())
    split = sum(wide.values()) / sum(widths.values())
    return share * 2 + split + min(width, 10) / 20


def sniff_delimiter(text: str) -> str:
    """The delimiter that splits the first rows most evenly, quotes respected; a comma where none splits."""
    sample = text[:_SAMPLE]
    scores: dict[str, float] = {}
    for delimiter in DELIMITERS:
        if delimiter in sample:
            try:
                scores[delimiter] = _evenness(_records(sample, delimiter, 300))
            except csv.Error:
                scores[delimiter] = 0.0
    return max(scores, key=lambda mark: scores[mark]) if any(scores.values()) else ","


def _cells_of_line(line: str, delimiter: str) -> list[str]:
    return [cell[:_MAX_FIELD].strip().strip('"') for cell in line.rstrip("\r\n").split(delimiter)]


def split_rows(text: str) -> tuple[list[list[Any]], str]:
    """The rows of a delimited text and its delimiter; a quote that is never closed does not eat the rest.

    Raises RefusedError where the text has more rows or columns than a list can have.
    """
    text = text.replace("\x00", "")
    if (pasted := pasted_rows(text)) is not None:
        return [list(row) for row in pasted], ""
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"\ufeff?\"?sep=(.)\"?\r?", first, re.IGNORECASE)
    delimiter = named[1] if named else sniff_delimiter(text)
    body = rest if named else text
    try:
        rows = _records(body, delimiter, None)
        swallowed = any(len(cell) > 2_000 and cell.count("\n") > 20 for row in rows for cell in row)
    except csv.Error:
        swallowed = True
    if swallowed:
        lines = _bounded_lines(body, delimiter)
        rows = _bounded_rows((_cells_of_line(line, delimiter) for line in lines), None)
    return [list(row) for row in rows], delimiter


class _TableReader(HTMLParser):
    """The cells of the tables of a page; sites often offer such a page under the name .xls."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self._cell: list[str] | None = None
        self._taken: set[tuple[int, int]] = set()
        self._spanned = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
            self._cell = None
        elif tag in {"td", "th"} and self.rows:
            self._place(dict(attrs))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def _place(self, attributes: dict[str, str | None]) -> None:
        row_number, row = len(self.rows) - 1, self.rows[-1]
        while (row_number, len(row)) in self._taken:
            row.append("")
        down, right = (_span(attributes.get(name)) for name in ("rowspan", "colspan"))
        column = len(row)
        self._spanned += down * right
        if self._spanned > _MAX_SPANNED or row_number > MAX_ROWS:
            raise RefusedError("too_big")
        if down > 1 or right > 1:
            self.merges.append((row_number, column, row_number + down - 1, column + right - 1))
            self._taken.update(
                (row_number + below, column + beside) for below in range(1, down) for beside in range(right)
            )
        row.extend([""] * right)
        self._cell, self._at = [], (row_number, column)

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None:
            row, column = self._at
            self.rows[row][column] = re.sub(r"[ \t\r\n]+", " ", "".join(self._cell)).strip()
            self._cell = None


def _span(value: str | None) -> int:
    return min(int(value), 1000) if value and value.strip().isdecimal() and int(value) > 0 else 1


def looks_like_a_page(text: str) -> bool:
    head = text[:2_000].lower()
    return "<table" in text[:_SAMPLE].lower() and ("<html" in head or head.lstrip().startswith("<"))


def page_rows(text: str) -> tuple[list[list[Any]], list[tuple[int, int, int, int]]]:
    """The rows and merged ranges of the tables of an HTML page."""
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    return [list(row) for row in reader.rows], reader.merges
