"""Tells in which sheets formulas were saved without their results, as programs do that cannot calculate.

Runs beside `child.py` in the process of its own, so it imports nothing of the program. A workbook whose
formulas have no results has none from its first formula on, so only the beginning of each sheet is looked at.
"""

import re
import zipfile
from collections.abc import Callable
from html import unescape
from typing import BinaryIO

_LOOK_AT = 500_000
# What stands inside is limited: a file made for it could keep an unlimited pattern busy for hours.
_FORMULA = re.compile(
    rb"<(?:\w{1,9}:)?c\b([^>]{0,400})>\s{0,9}"
    rb"<(?:\w{1,9}:)?f\b(?:[^>]{0,400}/>|[^>]{0,400}>[^<]{0,9000}</(?:\w{1,9}:)?f>)\s{0,9}"
    rb"(?:<(?:\w{1,9}:)?v\s?/>|<(?:\w{1,9}:)?v>(0?)</(?:\w{1,9}:)?v>)?\s{0,9}</(?:\w{1,9}:)?c>"
)
_TABLE_OR_FORMULA = re.compile(
    rb'<table:table\b[^>]{0,400}table:name="([^"]{1,400})"|<table:table-cell\b([^>]{0,9000}table:formula=[^>]{0,9000})>'
)

Parts = Callable[[zipfile.ZipFile, set[str]], list[tuple[str, str]]]
"""Tells the name of every sheet of an open XLSX and of its part."""


def sheets_without_results(source: BinaryIO, parts: Parts) -> list[str]:
    """The names of the sheets of an XLSX or ODS workbook whose formulas have no results."""
    with zipfile.ZipFile(source) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            return _in_content(_beginning(archive, "content.xml"))
        if "xl/workbook.xml" not in names:
            return []
        # Some write 0 for every result, and ask whoever opens the workbook to calculate.
        asks = b'fullCalcOnLoad="1"' in _beginning(archive, "xl/workbook.xml")
        return [
            name
            for name, part in parts(archive, names)
            if _lacks_results(_beginning(archive, part), asks=asks)
        ]


def _lacks_results(sheet: bytes, *, asks: bool) -> bool:
    # A formula that comes to an empty text says that it is a text.
    return any(b't="str"' not in cell[1] and (asks or not cell[2]) for cell in _FORMULA.finditer(sheet))


def _in_content(content: bytes) -> list[str]:
    found: list[str] = []
    name = ""
    for each in _TABLE_OR_FORMULA.finditer(content):
        if each[1] is not None:
            name = unescape(each[1].decode("utf-8", "replace"))
        elif b"office:value-type=" not in each[2] and name not in found:
            found.append(name)
    return found


def _beginning(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as source:
        return source.read(_LOOK_AT)
