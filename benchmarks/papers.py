"""Papers and workbooks against what they are made of, side by side in one process.

An attendance sheet of 600 people against the same table drawn by reportlab's own canvas without shaping, one
of 60 against LibreOffice, a directory of 5,000 against a hand-written canvas that shapes its words, the words
found again by PDFium, and a workbook of 100,000 rows against openpyxl's streaming writer.
"""

import io
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, shapeStr
from reportlab.pdfgen.canvas import Canvas

from cso_desk.documents import text
from cso_desk.documents.letter import write_docx
from cso_desk.documents.paper import Column, Paper, Table
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.documents.workbook import Sheet, SheetColumn, write_workbook
from cso_desk.resources import resource

SYLLABLES = "សុខ ចាន់ វិរៈ ដារ៉ា សុភា ស្រី ម៉ុម ពៅ ហេង គឹម លី ជា កែវ លឹម នួន ប្រាក់ ទេព អ៊ឹង យិន រិទ្ធ".split()  # noqa: SIM905
PLACES = ["អង្គការសុខភាពសហគមន៍", "សមាគមស្ត្រីខ្មែរ", "បណ្តាញយុវជនកម្ពុជា", "អង្គការអភិវឌ្ឍន៍ជនបទ"]
HEAD = ["ល.រ", "គោត្តនាម-នាម", "ភេទ", "អាយុ", "តួនាទី", "ស្ថាប័ន", "លេខទូរស័ព្ទ", "ហត្ថលេខា"]
WIDTHS = [28, 90, 30, 30, 60, 130, 75, 75]
MEMORY = 80
"""MB that the paper of a directory may need above what it is given."""


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


def sheet(rows: list[list[str]]) -> Paper:
    columns = [Column(title, width / 2.83) for title, width in zip(HEAD, WIDTHS, strict=True)]
    return Paper("បញ្ជីវត្តមាន", [Table(columns, rows, 9)])


def ours(rows: list[list[str]]) -> int:
    return len(pdf_bytes(sheet(rows)))


def plain(rows: list[list[str]], written: Callable[[str], Any] = str) -> int:
    """The same table by hand; `written` makes of a text what is drawn."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    for start in range(0, len(rows), 27):
        canvas.setFont("Plain", 9)
        y, ys = 800.0, [800.0]
        for row in [HEAD, *rows[start : start + 27]]:
            x = 30.0
            for cell, width in zip(row, WIDTHS, strict=True):
                if cell:
                    canvas.drawString(x + 3, y - 16, written(cell))
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


def register_face() -> None:
    file = str(resource("fonts", "CSODeskKhmer-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Plain", file, shapable=True))


def attendance_sheet() -> dict[str, Any]:
    register_face()
    ours(people(5, 0))
    plain(people(5, 0))
    measured = []
    for seed in range(7):
        rows = people(600, seed)
        measured.append((seconds(lambda rows=rows: cold(rows)), seconds(lambda rows=rows: plain(rows))))
    note = "600 people, no word shaped before, against unshaped reportlab; goal: at most 2"
    return told("attendance-sheet-600", measured, note)


def beside_libreoffice() -> dict[str, Any]:
    office = shutil.which("soffice")
    name, rows = "attendance-sheet-libreoffice", people(60, 1)
    if office is None:
        return {"name": name, "note": "LibreOffice is not on this computer: nothing to compare with"}
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        letter = Path(folder) / "sheet.docx"
        write_docx(sheet(rows), letter)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(letter)]
        for _ in range(4):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            theirs, start = time.perf_counter() - start, time.perf_counter()
            cold(rows)
            measured.append((time.perf_counter() - start, theirs))
    # The first run makes LibreOffice's own profile.
    return told(name, measured[1:], "60 people, wall time, no word shaped before; goal: at most 0.15")


def directory() -> list[dict[str, Any]]:
    register_face()
    cold(people(5, 0)), plain(people(5, 0))
    measured = []
    for seed in range(3):
        rows = people(5000, seed)
        by_hand = seconds(lambda rows=rows: plain(rows, lambda cell: shapeStr(cell, "Plain", 9)))
        measured.append((seconds(lambda rows=rows: cold(rows)), by_hand))
    doubled = []
    for count in (2500, 5000, 10_000):
        rows, twice = people(count, count), people(2 * count, count)
        once = seconds(lambda rows=rows: cold(rows))
        doubled.append((seconds(lambda rows=twice: cold(rows)), once))
    return [
        told("directory-5000", measured, "5,000 rows against a canvas by hand that shapes; goal: at most 1"),
        told("directory-doubled", doubled, "twice as many rows, up to 20,000; goal: at most 2.2"),
        words_found(),
    ]


_ALONE = """
import gc, json, papers
def most(what):
    status = open("/proc/self/status").read().split("\\n")
    return int(next(line for line in status if line.startswith(what)).split()[1]) / 1024
papers.ours(papers.people(5, 0))
paper = papers.sheet(papers.people(5000, 1))
gc.collect()
open("/proc/self/clear_refs", "w").write("5")
before = most("VmRSS")
papers.pdf_bytes(paper)
print(most("VmHWM") - before)
"""


def directory_memory() -> dict[str, Any]:
    """What laying out and drawing needs above the rows it is given, in a process of its own (Linux)."""
    run = subprocess.run(
        [sys.executable, "-c", _ALONE], cwd=Path(__file__).parent, check=True, capture_output=True, text=True
    )
    most = float(run.stdout)
    return {
        "name": "directory-memory", "ratio": round(most / MEMORY, 2), "ours": round(most, 1), "limit": MEMORY,
        "unit": "MB above the rows", "note": "5,000 rows",
    }  # fmt: skip


def words_found() -> dict[str, Any]:
    """How many of the words that were put in PDFium finds again."""
    rows = people(600, 3)
    document = pypdfium2.PdfDocument(pdf_bytes(sheet(rows)))
    said = "".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    words = [word for row in rows for cell in row for word in cell.split()]
    share = sum(word in said for word in words) / len(words)
    note = "share of words found by PDFium; goal: at least 0.99"
    return {"name": "words-found", "ratio": round(share, 4), "unit": "of words", "note": note}


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


MEASURES = {
    "attendance-sheet-600": attendance_sheet,
    "attendance-sheet-libreoffice": beside_libreoffice,
    "directory-5000": directory,
    "directory-doubled": directory,
    "words-found": directory,
    "directory-memory": directory_memory,
    "export-100k": export,
}
