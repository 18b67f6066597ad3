"""Papers and workbooks against what they are made of, side by side in one process.

An attendance sheet of 600 people against the same table drawn by reportlab's own canvas without shaping, and
a workbook of 100,000 rows against openpyxl's streaming writer.
"""

import io
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cso_desk.documents import text
from cso_desk.documents.paper import Column, Paper, Table
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.documents.workbook import Sheet, SheetColumn, write_workbook
from cso_desk.resources import resource

SYLLABLES = "សុខ ចាន់ វិរៈ ដារ៉ា សុភា ស្រី ម៉ុម ពៅ ហេង គឹម លី ជា កែវ លឹម នួន ប្រាក់ ទេព អ៊ឹង យិន រិទ្ធ".split()  # noqa: SIM905
PLACES = ["អង្គការសុខភាពសហគមន៍", "សមាគមស្ត្រីខ្មែរ", "បណ្តាញយុវជនកម្ពុជា", "អង្គការអភិវឌ្ឍន៍ជនបទ"]
HEAD = ["ល.រ", "គោត្តនាម-នាម", "ភេទ", "អាយុ", "តួនាទី", "ស្ថាប័ន", "លេខទូរស័ព្ទ", "ហត្ថលេខា"]
WIDTHS = [28, 90, 30, 30, 60, 130, 75, 75]


def people(count: int, seed: int) -> list[list[str]]:
    pick = random.Random(seed)
    return [
        [
            str(i + 1),
            pick.choice(SYLLABLES) + pick.choice(SYLLABLES) + " " + pick.choice(SYLLABLES),
            pick.choice(["ស្រី", "ប្រុស"]),
            str(pick.randint(18, 70)),
            "សមាជិក",
            pick.choice(PLACES) + pick.choice(SYLLABLES),
            f"0{pick.randint(10, 99)} {pick.randint(100000, 999999)}",
            "",
        ]
        for i in range(count)
    ]


def ours(rows: list[list[str]]) -> int:
    table = Table([Column(title, width / 2.83) for title, width in zip(HEAD, WIDTHS, strict=True)], rows, 9)
    return len(pdf_bytes(Paper("បញ្ជីវត្តមាន", [table])))


def plain(rows: list[list[str]]) -> int:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    for start in range(0, len(rows), 27):
        canvas.setFont("Plain", 9)
        y, ys = 800.0, [800.0]
        for row in [HEAD, *rows[start : start + 27]]:
            x = 30.0
            for cell, width in zip(row, WIDTHS, strict=True):
                if cell:
                    canvas.drawString(x + 3, y - 16, cell)
                x += width
            y -= 25.5
            ys.append(y)
        xs = [30.0]
        for width in WIDTHS:
            xs.append(xs[-1] + width)
        canvas.grid(xs, ys)
        canvas.showPage()
    canvas.save()
    return len(stream.getvalue())


def cold(rows: list[list[str]]) -> int:
    for cached in (text._shape, text.line, text._wrapped):
        cached.cache_clear()
    return ours(rows)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def workbook_rows(count: int) -> list[list[object]]:
    return [[i, *row[1:7], i * 1.5] for i, row in enumerate(people(count, 5))]


def our_workbook(rows: list[list[object]], folder: Path) -> None:
    columns = [SheetColumn(title, "number" if i in (0, 7) else "text") for i, title in enumerate(HEAD)]
    write_workbook([Sheet("s", columns, rows)], folder / "ours.xlsx")


def their_workbook(rows: list[list[object]], folder: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEAD, *rows]:
        sheet.append(row)
    book.save(folder / "theirs.xlsx")


def attendance_sheet() -> dict[str, Any]:
    pdfmetrics.registerFont(TTFont("Plain", str(resource("fonts", "CSODeskKhmer-Regular.ttf"))))
    ours(people(5, 0))
    plain(people(5, 0))
    measured = []
    for seed in range(7):
        rows = people(600, seed)
        measured.append((seconds(lambda rows=rows: cold(rows)), seconds(lambda rows=rows: plain(rows))))
    note = "600 people, no word shaped before, against unshaped reportlab; goal: at most 2.5"
    return told("attendance-sheet-600", measured, note)


def export() -> dict[str, Any]:
    rows = workbook_rows(100_000)
    measured = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(3):
            reference = seconds(lambda: their_workbook(rows, folder))
            measured.append((seconds(lambda: our_workbook(rows, folder)), reference))
    return told("export-100k", measured, "100,000 rows against openpyxl write_only; goal: at most 0.2")


def told(name: str, measured: list[tuple[float, float]], note: str) -> dict[str, Any]:
    """The pair with the median ratio."""
    mine, limit = sorted(measured, key=lambda pair: pair[0] / pair[1])[len(measured) // 2]
    return {
        "name": name,
        "ratio": round(mine / limit, 2),
        "ours": round(mine, 3),
        "limit": round(limit, 3),
        "unit": "s of CPU",
        "note": note,
    }


MEASURES = {"attendance-sheet-600": attendance_sheet, "export-100k": export}
