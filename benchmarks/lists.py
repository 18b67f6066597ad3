"""How fast lists are: opened, narrowed at every key, painted; also with a million and a half rows.

Each measure stands beside Qt's own `QSqlQueryModel`, or beside the same list when it is short.
"""

import gc
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QApplication, QTableView

from cso_desk.assembly import create_store
from cso_desk.features.meetings.record import ATTENDANCE
from cso_desk.features.members.record import ORGANISATION, Organisation
from cso_desk.store.search import refresh
from cso_desk.store.store import Store
from cso_desk.widgets.host import Changes
from cso_desk.widgets.operation import ThreadRunner
from cso_desk.widgets.table_model import RecordModel
from cso_desk.widgets.table_view import RecordTable
from cso_desk.widgets.theme import dress

RECORDS, FEW, MANY = 10_000, 25_000, 1_500_000
COLUMNS = ["name_km", "name_en", "kind", "place", "phones", "code"]
TYPED = ("h", "ho", "hop", "hope", "hope 1", "ស", "សម", "សមា", "9", "99", "r", "ri", "rice", "light 4", "4")
WORDS = ("សមាគម", "អង្គការ", "កសិករ", "ស្ត្រី", "សុខភាព", "ខ្មែរ", "បរិស្ថាន")
TIMES = 25


class SmallHost:
    """As much of a window as a list needs."""

    def __init__(self, store: Store) -> None:
        self.store, self.changes, self.runner = store, Changes(), ThreadRunner()
        self.lists: dict[str, Any] = {}


def application() -> QApplication:
    made = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(made, QApplication)
    dress(made)
    return made


@contextmanager
def members() -> Iterator[tuple[Store, Path]]:
    """A store of 10,000 institutions, and a plain database with the same cells for Qt's own model."""
    with tempfile.TemporaryDirectory() as folder:
        store, _code = create_store(Path(folder) / "store", "02", passphrase=None)
        with store.transaction("Fill") as t:
            t.add_all(
                Organisation(
                    name_km=WORDS[i % 7] + WORDS[i // 7 % 7],
                    name_en=f"Organisation {i} of {('Hope', 'Light', 'Rice')[i % 3]}",
                    kind=("local_ngo", "association")[i % 2],
                    place=("0201", "0203", "1203")[i % 3],
                    phones=(f"+8551200{i:04d}",),
                )
                for i in range(RECORDS)
            )
        refresh(store)
        plain = Path(folder) / "plain.sqlite"
        copy_plainly(store, plain)
        yield store, plain
        store.close()


def copy_plainly(store: Store, path: Path) -> None:
    """Write the texts that the list shows into a plain database, in their order."""
    model = RecordModel(SmallHost(store), ORGANISATION, COLUMNS)  # type: ignore[arg-type]
    model.load()
    places = range(len(COLUMNS))
    rows = [(row, *(model.index(row, place).data() for place in places)) for row in range(model.rowCount())]
    with sqlite3.connect(path) as plain:
        plain.execute(f"CREATE TABLE list(sort INTEGER PRIMARY KEY, {', '.join(COLUMNS)})")
        plain.executemany(f"INSERT INTO list VALUES (?{', ?' * len(COLUMNS)})", rows)
    plain.close()


def shown(view: QTableView) -> QTableView:
    view.resize(1180, 640)
    view.show()
    return view


def opened(store: Store, columns: list[str]) -> RecordTable:
    """The list of institutions with its first rows painted."""
    model = RecordModel(SmallHost(store), ORGANISATION, columns)  # type: ignore[arg-type]
    table = RecordTable(model, lambda: "Institutions")
    model.load()
    shown(table)
    table.viewport().grab()
    return table


def opened_by_qt(plain: Path) -> QTableView:
    """The same by Qt's own model, which reads as many rows as are looked at."""
    database = QSqlDatabase.database("plain")
    if not database.isOpen():
        database = QSqlDatabase.addDatabase("QSQLITE", "plain")
        database.setDatabaseName(str(plain))
        database.open()
    model = QSqlQueryModel()
    model.setQuery(f"SELECT {', '.join(COLUMNS)} FROM list ORDER BY sort", database)
    view = QTableView()
    view.verticalHeader().setDefaultSectionSize(32)
    view.verticalHeader().hide()
    view.setModel(model)
    model.setParent(view)
    for place in range(len(COLUMNS)):
        view.setColumnWidth(place, 190)
    shown(view)
    view.viewport().grab()
    return view


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def line(name: str, ours: float, limit: float, note: str) -> dict[str, Any]:
    return {
        "name": name,
        "ratio": round(ours / limit, 2),
        "ours": round(ours * 1000, 2),
        "limit": round(limit * 1000, 2),
        "unit": "ms",
        "note": note,
    }


def lists_10k() -> Iterator[dict[str, Any]]:
    application()
    with members() as (store, plain):
        ours, theirs = [], []
        for _time in range(9):
            theirs.append(seconds(lambda: opened_by_qt(plain).close()))
            ours.append(seconds(lambda: opened(store, COLUMNS).close()))
        yield line(
            "list-open-10k",
            statistics.median(ours),
            statistics.median(theirs),
            "10,000 institutions to their first painted rows, beside QSqlQueryModel on a plain database",
        )
        table, qt_table = opened(store, COLUMNS), opened_by_qt(plain)
        ours, theirs = [], []
        for _time in range(TIMES):
            theirs.append(seconds(qt_table.viewport().grab))
            ours.append(seconds(table.viewport().grab))
        page = statistics.median(theirs)
        yield line(
            "repaint", statistics.median(ours), page, "one page, beside QSqlQueryModel; goal: at most 1.1"
        )
        keys = [
            seconds(lambda text=text: (table.records.narrow(text), table.viewport().grab()))
            for text in TYPED * 3
        ]
        yield line(
            "filter-keystroke",
            sorted(keys)[int(len(keys) * 0.95)],
            page,
            "one key in the narrowing field, 95th percentile, beside one page painted by QSqlQueryModel;"
            " goal: at most 2",
        )
        table.close()
        qt_table.close()


@contextmanager
def attendances(count: int) -> Iterator[Store]:
    """A store with so many rows of attendance, written past the journal: only reading is measured."""
    with tempfile.TemporaryDirectory() as folder:
        store, _code = create_store(Path(folder) / "store", "02", passphrase=None)
        with store.writing() as connection:
            connection.exec_driver_sql(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                " INSERT INTO attendance(id, role, status, sheet_row)"
                " SELECT printf('%032x', i), 'participant', 'present', i % 60 FROM n",
                (count,),
            )
            connection.exec_driver_sql(
                "INSERT INTO entry(record, kind, code, sort, title_km, title_en, trash)"
                " SELECT id, 'attendance', '', CAST(printf('%04d', rowid % 5000) AS BLOB), '', '', 0"
                " FROM attendance"
            )
        yield store
        store.close()


def opened_attendance(store: Store) -> RecordTable:
    model = RecordModel(SmallHost(store), ATTENDANCE)  # type: ignore[arg-type]
    table = RecordTable(model, lambda: "Attendance")
    model.load()
    shown(table)
    table.viewport().grab()
    return table


def resident() -> float:
    """Megabytes that this process holds in memory, 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


def open_1500k() -> Iterator[dict[str, Any]]:
    made = application()
    with attendances(FEW) as few, attendances(MANY) as many:
        small = opened_attendance(few)
        wait_for_all(small)
        gc.collect()
        before = resident()
        table = opened_attendance(many)
        wait_for_all(table)
        for row in range(0, MANY, 60_000):
            table.records.index(row, 0).data()
        after, count = resident(), table.records.rowCount()
        deep = seconds(lambda: (table.records._block(617_250), table.records._block(1_200_000))) / 2
        yield {
            "name": "list-memory-1500k",
            "ratio": round((after - before) / 25, 2),
            "ours": round(after - before, 1),
            "limit": 25,
            "unit": "MB",
            "note": f"more memory than with 25,000 rows, with {count:,} rows and rows read all over the list;"
            f" a block deep inside takes {deep * 1000:.1f} ms",
        }
        ours, theirs = [], []
        for _time in range(7):
            for store, times in ((few, theirs), (many, ours)):
                tables: list[RecordTable] = []
                times.append(
                    seconds(lambda store=store, tables=tables: tables.append(opened_attendance(store)))
                )
                wait_for_all(tables[0])
                tables[0].close()
                tables[0].deleteLater()
                made.processEvents()
        yield line(
            "list-open-1500k",
            statistics.median(ours),
            statistics.median(theirs),
            "1,500,000 rows of attendance to the first painted rows, beside 25,000; goal: at most 1.2",
        )


def wait_for_all(table: RecordTable) -> None:
    """Let the window work until the list knows all its rows."""
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if table.records.complete else None)
    timer.start(5)
    if not table.records.complete:
        loop.exec()


MEASURES = {
    "list-open-10k": lists_10k,
    "repaint": lists_10k,
    "filter-keystroke": lists_10k,
    "list-open-1500k": open_1500k,
    "list-memory-1500k": open_1500k,
}
