"""Lists in and out: reading, importing and exporting against the bare libraries, and what encryption costs.

Reading 50,000 rows is measured against python-calamine in this process, as wall time because our reading goes
on in a process of its own; exporting 100,000 rows against openpyxl's write_only. The limit of an import puts
the rows that it left (records, changes, heads, the step) into a second store of the same kind with
`executemany`, in one transaction. An encrypted store is measured against an open one that does the same work.
Times are CPU seconds of this process where nothing else is said.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

from cso_desk.assembly import create_store, open_store
from cso_desk.documents.workbook import Sheet, SheetColumn, write_workbook
from cso_desk.features.members.importing import plan_import
from cso_desk.features.members.record import Organisation
from cso_desk.importers.preview import read_list
from cso_desk.importers.reading import read_workbook
from cso_desk.places.gazetteer import children
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.search import refresh, search
from cso_desk.store.store import Store

ROWS = 20_000
REPEATS = 3
SECRET = "three practice words"
WORDS = ["អង្គការ", "សមាគម", "ស្ត្រី", "យុវជន", "សហគមន៍", "កសិករ", "ព្រៃឈើ", "អប់រំ", "ពន្លឺ", "ផ្កាឈូក"]
TABLES = ("stream", "name", "step", "span", "change", "head", "organisation", "stale", "counter")


def institutions() -> list[Organisation]:
    """What a list says of an institution: names, telephone, kind, place, sectors; another id each time."""
    chance = random.Random(1)
    places = [place.code for place in children("02")]
    return [
        Organisation(
            name_km="".join(chance.choices(WORDS, k=4)),
            name_en=f"Organisation {i} of {chance.choice(['Hope', 'Light', 'Rice'])}",
            acronym=f"A{i}",
            phones=(f"+8551200{i % 10_000:04d}",),
            kind="local_ngo",
            place=chance.choice(places),
            sectors=("health", "education"),
        )
        for i in range(ROWS)
    ]


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def take_in(store: Store) -> None:
    with store.transaction("Import") as t:
        t.add_all(institutions())


def made(folder: Path, *, encrypted: bool) -> Store:
    return create_store(folder, "02", passphrase=SECRET if encrypted else None, cost=CHEAP)[0]


def insert_the_same(source: Store, target: Store) -> float:
    """CPU seconds to put every row of the source's tables into the target."""
    with source.reading() as reading:
        rows = {
            table: [tuple(row) for row in reading.connection.exec_driver_sql(f"SELECT * FROM {table}")]
            for table in TABLES
        }
    with target.writing() as connection:
        connection.execution_options(journalled=True)
        for table in TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")

    def insert() -> None:
        with target.writing() as connection:
            connection.execution_options(journalled=True)
            for table, some in rows.items():
                if some:
                    marks = ",".join("?" * len(some[0]))
                    connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", some)

    return cpu(insert)


def import_20k() -> dict[str, Any]:
    ours, limits = [], []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as name:
            store, bare = (made(Path(name) / part, encrypted=True) for part in ("ours", "bare"))
            making = cpu(institutions)
            ours.append(cpu(lambda store=store: take_in(store)) - making)
            limits.append(insert_the_same(store, bare))
            with store.reading() as reading:
                changes = reading.connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one()
            store.close()
            bare.close()
    note = f"{ROWS} institutions, {changes} changes, encrypted; their making left out; goal: at most 3"
    return line("import-20k", ours, limits, note)


def encryption(work: Callable[[Store], object], name: str, note: str, *, fresh: bool) -> dict[str, Any]:
    """The same work on an encrypted store and on an open one, in turns; `fresh` begins without records."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(REPEATS):
        for encrypted, taken in times.items():
            with tempfile.TemporaryDirectory() as folder:
                store = made(Path(folder) / "store", encrypted=encrypted)
                if not fresh:
                    take_in(store)
                    refresh(store)
                    store.close()
                    store = open_store(Path(folder) / "store", SECRET if encrypted else None)
                taken.append(cpu(lambda store=store: work(store)))
                store.close()
    return line(name, times[True], times[False], note)


def read_all(store: Store) -> None:
    with store.reading() as reading:
        assert len(reading.all(Organisation)) == ROWS


def search_some(store: Store) -> None:
    for first in WORDS:
        for second in WORDS:
            search(store, f"{first} {second}")


def encrypted_read() -> dict[str, Any]:
    return encryption(read_all, "encrypted-read", f"{ROWS} institutions read just after opening", fresh=False)


def encrypted_import() -> dict[str, Any]:
    return encryption(take_in, "encrypted-import", f"{ROWS} institutions in one step", fresh=True)


def encrypted_search() -> dict[str, Any]:
    note = f"100 pairs of Khmer words in {ROWS} institutions just after opening"
    return encryption(search_some, "encrypted-search", note, fresh=False)


def list_of(rows: int) -> tuple[list[str], list[list[str]]]:
    """The headings and rows of a list of members, the same each time."""
    chance = random.Random(2)
    heads = ["ល.រ", "ឈ្មោះអង្គការ", "Name in English", "អក្សរកាត់", "អ្នកទំនាក់ទំនង", "លេខទូរស័ព្ទ", "ខេត្ត"]
    body = [
        [
            str(i + 1),
            "".join(chance.choices(WORDS, k=4)),
            f"Organisation {i}",
            f"A{i}",
            "".join(chance.choices(WORDS, k=2)),
            f"012{chance.randrange(10**6):06}",
            chance.choice(["បាត់ដំបង", "កំពត", "កណ្តាល"]),
        ]
        for i in range(rows)
    ]
    return heads, body


def write_ours(path: Path, heads: list[str], body: list[list[str]]) -> None:
    write_workbook([Sheet("list", [SheetColumn(head) for head in heads], body, len(body))], path)


def write_openpyxl(path: Path, heads: list[str], body: list[list[str]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("list")
    for row in (heads, *body):
        sheet.append(row)
    book.save(path)


def wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_50k() -> dict[str, Any]:
    ours, limits = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_ours(path, *list_of(50_000))
        for _ in range(5):
            limits.append(wall(lambda: CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()))
            ours.append(wall(lambda: read_workbook(path)))
    note = "50,000 rows of 7 columns, best of 5; goal: at most 1.3"
    return line("read-50k", [min(ours)], [min(limits)], note) | {"unit": "seconds"}


def preview_50k() -> dict[str, Any]:
    """Until the first rows of a long list can be shown, and until all of it is understood."""
    firsts, wholes = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_ours(path, *list_of(50_000))
        for _ in range(REPEATS):
            start = time.perf_counter()
            seen: list[float] = []
            read_list(path, glimpse=lambda _reading, s=start, f=seen: f.append(time.perf_counter() - s))
            wholes.append(time.perf_counter() - start)
            firsts.append(seen[0])
    note = "first rows (ours) and the whole preview (limit) of 50,000 rows"
    return line("preview-50k", firsts, wholes, note) | {"unit": "seconds"}


def plan_50k() -> dict[str, Any]:
    """What comparing a row of a long list with 10,000 institutions costs, against a row of a short list."""
    longs, shorts = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = made(folder / "store", encrypted=True)
        with store.transaction("Import") as t:
            t.add_all(institutions()[:10_000])
        refresh(store)
        for rows, taken in ((10_000, shorts), (50_000, longs)):
            write_ours(folder / "list.xlsx", *list_of(rows))
            reading = read_list(folder / "list.xlsx")[0]
            for _ in range(REPEATS):
                taken.append(cpu(lambda reading=reading: plan_import(store, reading)) / rows * 1000)
        store.close()
    note = (
        "1,000 rows of a list of 50,000 (ours) and of 10,000 (limit) planned; at most 1: nothing superlinear"
    )
    return line("plan-50k", longs, shorts, note)


def export_100k() -> dict[str, Any]:
    ours, limits = [], []
    heads, body = list_of(100_000)
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(REPEATS):
            ours.append(cpu(lambda: write_ours(Path(folder) / "ours.xlsx", heads, body)))
            limits.append(cpu(lambda: write_openpyxl(Path(folder) / "theirs.xlsx", heads, body)))
    return line("export-100k", ours, limits, "100,000 rows of 7 columns; goal: at most 0.2")


def line(name: str, ours: list[float], limits: list[float], note: str) -> dict[str, Any]:
    middle, limit = statistics.median(ours), statistics.median(limits)
    return {
        "name": name, "ratio": round(middle / limit, 3), "ours": round(middle, 3), "limit": round(limit, 3),
        "unit": "CPU seconds", "note": note,
    }  # fmt: skip


MEASURES = {
    "read-50k": read_50k,
    "preview-50k": preview_50k,
    "plan-50k": plan_50k,
    "export-100k": export_100k,
    "import-20k": import_20k,
    "encrypted-read": encrypted_read,
    "encrypted-import": encrypted_import,
    "encrypted-search": encrypted_search,
}
