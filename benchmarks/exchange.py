"""Bundles against raw insertion: the same rows and journal rows into the same kind of encrypted store.

The workload: five replicas make 20,000 institutions (60,000 changes) and edit them apart (40,000 changes, 20
a step, one eighth on rows of others: true conflicts), then one of them makes 1,000 more edits.
Measured is the whole way of a file: read, decrypt, verify, decode, check, merge, settle, commit. Times are
CPU seconds of this process and its children.
"""

import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyrage import x25519

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.journal.identity import replica_of
from cso_desk.journal.streams import Stream, name_numbers, stream_number
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import BEFORE_BUNDLE
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store

FIELDS = ("name_km", "name_en", "phones", "address_km", "notes")
REPLICAS = 5
ROWS = 20_000
EDITS = 8_000
DELTA = 1_000
REPEATS = 3
KHMER = [
    "អង្គការ",
    "សង្គម",
    "ស៊ីវិល",
    "ខេត្ត",
    "ស្រុក",
    "ឃុំ",
    "ភូមិ",
    "សហគមន៍",
    "ប្រជុំ",
    "ត្រីមាស",
    "សមាជិក",
    "បណ្តាញ",
    "លេខាធិការដ្ឋាន",
    "ជាតិ",
    "មូលនិធិ",
    "គម្រោង",
    "អភិវឌ្ឍន៍",
    "សិទ្ធិ",
    "មនុស្ស",
    "ស្ត្រី",
    "កុមារ",
    "យុវជន",
    "កសិករ",
    "ជលផល",
    "ព្រៃឈើ",
    "ដីធ្លី",
    "បរិស្ថាន",
    "សុខភាព",
    "អប់រំ",
    "សាលារៀន",
    "គ្រូបង្រៀន",
    "របាយការណ៍",
    "ថវិកា",
    "ផែនការ",
    "សកម្មភាព",
    "បញ្ហា",
    "ដំណោះស្រាយ",
    "អនុសាសន៍",
    "ការងារ",
    "អ្នកស្រី",
    "លោក",
    "សាលាខេត្ត",
    "អាជ្ញាធរ",
    "មូលដ្ឋាន",
    "តំណាង",
    "ការិយាល័យ",
    "ឯកសារ",
    "បណ្ណាល័យ",
    "វគ្គ",
    "បណ្តុះបណ្តាល",
    "កិច្ចសហប្រតិបត្តិការ",
    "តម្លាភាព",
    "គណនេយ្យភាព",
    "ទីផ្សារ",
    "ទឹកស្អាត",
    "កំពង់ចាម",
    "បាត់ដំបង",
    "សៀមរាប",
    "ព្រះសីហនុ",
    "តាកែវ",
    "ព្រៃវែង",
    "ស្វាយរៀង",
    "ក្រចេះ",
    "មណ្ឌលគិរី",
    "រតនគិរី",
    "ស្ទឹងត្រែង",
    "ពោធិ៍សាត់",
]
ENGLISH = [
    "organisation",
    "network",
    "community",
    "development",
    "rural",
    "women",
    "youth",
    "rights",
    "forest",
    "fishery",
    "land",
    "health",
    "education",
    "provincial",
    "secretariat",
    "meeting",
    "quarterly",
    "report",
    "member",
    "action",
    "plan",
    "committee",
    "association",
    "centre",
    "cooperation",
    "local",
    "authority",
    "council",
    "training",
    "library",
    "resource",
    "water",
    "market",
    "farmers",
    "Khmer",
    "Cambodia",
    "Mekong",
    "Tonle",
    "Sap",
]


@dataclass
class Work:
    """What the replicas did: (replica, number, step, clock, record, field, value, superseded, salt)."""

    edits_a_step: int = 20
    times: int = 1
    """So many times the rows and edits."""
    rng: random.Random = field(default_factory=lambda: random.Random(20260101))
    changes: list[tuple[Any, ...]] = field(default_factory=list)
    steps: list[tuple[Any, ...]] = field(default_factory=list)
    last: list[int] = field(default_factory=lambda: [0] * REPLICAS)
    clock: list[int] = field(default_factory=lambda: [1_767_225_600_000] * REPLICAS)
    shown: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def value(self, which: int) -> str:
        pick = self.rng
        if which == 1:
            return " ".join(pick.choices(ENGLISH, k=pick.randint(2, 5))).title()
        if which == 2:
            return f'["+855{pick.randint(10_000_000, 99_999_999)}"]'
        if which == 3:
            return f"{pick.choice(KHMER)} / {pick.choice(KHMER)}"
        return "".join(pick.choices(KHMER, k=pick.randint(*((2, 4) if which == 0 else (5, 14)))))

    def step(self, kind: str, label: str, replica: int) -> None:
        uid = f"{self.clock[replica]:012x}7{self.rng.getrandbits(76):019x}"
        self.steps.append((uid, kind, label, "{}", f"Secretary {replica}", self.clock[replica], ""))

    def change(
        self, replica: int, record: str, which: int, view: dict, salt: bytes, value: Any = None
    ) -> None:
        self.clock[replica] += self.rng.randint(50, 4000)
        self.last[replica] += 1
        me = (replica, self.last[replica])
        before = view.get((record, which))
        told = self.value(which) if value is None else value
        clock = self.clock[replica] << 16
        self.changes.append((*me, len(self.steps), clock, record, which, told, before, salt))
        view[record, which] = me

    def begin(self) -> None:
        pick = self.rng
        rows = [
            f"{1_767_225_600_000 + i * 37:012x}7{pick.getrandbits(76):019x}" for i in range(ROWS * self.times)
        ]
        for replica in range(REPLICAS):
            self.step("import", "Import", replica)
            for record in rows[replica::REPLICAS]:
                salt = pick.randbytes(12)
                for which in [0, *pick.sample([1, 2, 3, 4], 2)]:
                    self.change(replica, record, which, self.shown, salt)
        self.clock = [max(self.clock) + replica for replica in range(REPLICAS)]
        views = [dict(self.shown) for _ in range(REPLICAS)]
        for replica in range(REPLICAS):
            own = rows[replica::REPLICAS]
            for i in range(EDITS * self.times):
                if i % self.edits_a_step == 0:
                    self.step("edit", "Edit", replica)
                record = pick.choice(own) if i % 8 else pick.choice(rows)
                self.change(replica, record, pick.randrange(5), views[replica], pick.randbytes(12))
        self.view, self.rows = views[0], rows

    def go_on(self) -> None:
        for _ in range(DELTA):
            self.step("edit", "Edit", 0)
            pick = self.rng
            self.change(0, pick.choice(self.rows), pick.randrange(5), self.view, pick.randbytes(12))


def cpu() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


@dataclass
class Bench:
    """The stores and files of one run."""

    folder: Path
    work: Work
    sender: Store
    numbers: list[int]
    count: int = 0

    def store(self, hub: str) -> Store:
        self.count += 1
        return create_store(self.folder / str(self.count), hub, passphrase="bench passphrase", cost=CHEAP)[0]

    def write(self, store: Store, changes: list, steps: list, first_step: int) -> list[tuple]:
        """Put journal rows into a store as they are; gives the rows."""
        with store.writing() as connection:
            rows = journal_rows(connection, self.replicas(), changes)
            connection.exec_driver_sql(
                "INSERT INTO step(no, uid, kind, label, details, actor, at, undoes) VALUES (?,?,?,?,?,?,?,?)",
                [(first_step + i, *step) for i, step in enumerate(steps)],
            )
            connection.exec_driver_sql("INSERT INTO change VALUES (?,?,?,?,?,?,?,?)", rows)
        return rows

    def replicas(self) -> list[str]:
        with self.sender.reading() as reading:
            return [
                r
                for (r,) in reading.connection.exec_driver_sql("SELECT replica FROM secret ORDER BY replica")
            ]


def journal_rows(connection: Any, replicas: list[str], changes: list) -> list[tuple]:
    names = name_numbers(connection, [f"organisation.{name}" for name in FIELDS])
    name = [names[f"organisation.{n}"] for n in FIELDS]
    base = [stream_number(connection, Stream(replica, "network")) << 40 for replica in replicas]
    return sorted(
        (
            base[r] | seq, step, clock, record, name[which], value,
            None if before is None else base[before[0]] | before[1], salt,
        )
        for r, seq, step, clock, record, which, value, before, salt in changes
    )  # fmt: skip


def prepared(times: int = 1) -> Bench:
    """A sender whose five selves wrote the workload, and all of it in its journal."""
    folder = Path(tempfile.mkdtemp(prefix="exchange-"))
    work = Work(times=times)
    work.begin()
    bench = Bench(folder, work, None, [])  # type: ignore[arg-type]
    bench.sender = bench.store("02")
    with bench.sender.writing() as connection:
        for _ in range(REPLICAS - 1):
            key = Ed25519PrivateKey.generate()
            replica = replica_of(key.public_key().public_bytes_raw())
            secret = (replica, key.private_bytes_raw(), str(x25519.Identity.generate()))
            connection.exec_driver_sql("INSERT INTO secret VALUES (?, ?, ?)", secret)
    bench.write(bench.sender, work.changes, work.steps, 1)
    return bench


def heads_and_rows(rows: list[tuple]) -> tuple[list[tuple], dict[str, dict[int, Any]]]:
    """What a reader ends with: heads, and the values shown of each record."""
    over = {row[6] for row in rows}
    heads = sorted((row[3], row[4], row[0], row[2]) for row in rows if row[0] not in over)
    shown: dict[str, dict[int, Any]] = {}
    best: dict[tuple[str, int], int] = {}
    value = {row[0]: row[5] for row in rows}
    for record, name, cid, clock in heads:
        if clock >= best.get((record, name), 0):
            best[record, name] = clock
            shown.setdefault(record, {})[name] = value[cid]
    return heads, shown


def raw_insertion(bench: Bench, store: Store, changes: list, steps: list, first: int) -> float:
    """CPU seconds to insert steps, changes, heads and rows with executemany in one transaction."""
    with store.writing() as connection:
        rows = journal_rows(connection, bench.replicas(), changes)
        heads, shown = heads_and_rows(rows)
        names = list(name_numbers(connection, [f"organisation.{n}" for n in FIELDS]).values())
        records = [(record, *(told.get(n, "") for n in names)) for record, told in shown.items()]
        numbered = [(first + i, *step) for i, step in enumerate(steps)]
        connection.execution_options(journalled=True)
        run = connection.exec_driver_sql
        start = cpu()
        run(
            "INSERT INTO step(no, uid, kind, label, details, actor, at, undoes) VALUES (?,?,?,?,?,?,?,?)",
            numbered,
        )
        run("INSERT INTO change VALUES (?,?,?,?,?,?,?,?)", rows)
        run("INSERT INTO head(record, name, cid, clock) VALUES (?,?,?,?)", heads)
        run(f"INSERT INTO organisation(id, {', '.join(FIELDS)}) VALUES (?,?,?,?,?,?)", records)
    return cpu() - start


def raw_delta(bench: Bench, store: Store, changes: list, steps: list, first: int) -> float:
    """CPU seconds to add some edits to what is there: steps, changes, heads moved on, rows updated."""
    with store.writing() as connection:
        rows = journal_rows(connection, bench.replicas(), changes)
        numbers = name_numbers(connection, [f"organisation.{n}" for n in FIELDS])
        column = {numbers[f"organisation.{n}"]: n for n in FIELDS}
        connection.execution_options(journalled=True)
        run = connection.exec_driver_sql
        numbered = [(first + i, *step) for i, step in enumerate(steps)]
        gone = [(row[3], row[4], row[6]) for row in rows if row[6] is not None]
        heads = heads_and_rows(rows)[0]
        start = cpu()
        run(
            "INSERT INTO step(no, uid, kind, label, details, actor, at, undoes) VALUES (?,?,?,?,?,?,?,?)",
            numbered,
        )
        run("INSERT INTO change VALUES (?,?,?,?,?,?,?,?)", rows)
        run("DELETE FROM head WHERE record = ? AND name = ? AND cid = ?", gone)
        run("INSERT INTO head(record, name, cid, clock) VALUES (?,?,?,?)", heads)
        for number, name in column.items():
            told = [(row[5], row[3]) for row in rows if row[4] == number]
            run(f"UPDATE organisation SET {name} = ? WHERE id = ?", told)
    return cpu() - start


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    start = cpu()
    result = action()
    return cpu() - start, result


@cache
def exchange() -> tuple[dict[str, Any], ...]:
    """All four lines from one run, so that every ratio stands on the same stores."""
    bench = prepared()
    try:
        return tuple(_lines(bench))
    finally:
        bench.sender.close()
        shutil.rmtree(bench.folder, ignore_errors=True)


def _lines(bench: Bench) -> Iterator[dict[str, Any]]:
    work, count = bench.work, len(bench.work.changes)
    before, steps = list(work.changes), list(work.steps)
    first_reader = bench.store("00")
    hello = make_bundle(first_reader, "", bench.folder / "hello.csobundle", kind="hello")
    receive_bundle(bench.sender, hello.path)
    pack, made = timed(lambda: make_bundle(bench.sender, "00", bench.folder / "all.csobundle"))
    # The introduction named one device, so only its store can open the file: each repeat clears it again.
    limits, ours, again = [], [], []
    readers = [first_reader, *(_twin(bench, first_reader) for _ in range(REPEATS - 1))]
    raws = [bench.store("00") for _ in range(REPEATS)]
    for raw, reader in zip(raws, readers, strict=True):
        limits.append(raw_insertion(bench, raw, before, steps, 1))
        seconds, received = timed(lambda reader=reader: receive_bundle(reader, made.path))
        assert received.changes == count, received
        ours.append(seconds)
        seconds, received = timed(lambda reader=reader: receive_bundle(reader, made.path))
        assert received.changes == 0
        again.append(seconds)
    limit = statistics.median(limits)
    note = f"{count} changes, {ROWS} rows, {len(steps)} steps, encrypted stores; median of {REPEATS}"
    yield _line("receive-100k", ours, limit, f"{note}; conflicts and backup included; packing {pack:.2f} s")
    yield _line("receive-again", again, limit, "the same file again, against raw insertion of all")
    size = made.bytes / count
    yield {
        "name": "bundle-bytes-per-change", "ratio": round(size / 24, 3), "ours": round(size, 2), "limit": 24,
        "unit": "bytes", "note": "whole encrypted file, salts and seals included; 20 edits a step",
    }  # fmt: skip
    yield _delta(bench, readers, raws, len(before), len(steps))


def million() -> dict[str, Any]:
    """Ten times the work, a change of it beside a change of the smaller one: 1 is exactly linear."""
    seconds = {}
    for times in (1, 10):
        bench = prepared(times)
        try:
            reader = bench.store("00")
            hello = make_bundle(reader, "", bench.folder / "hello.csobundle", kind="hello")
            receive_bundle(bench.sender, hello.path)
            made = make_bundle(bench.sender, "00", bench.folder / "all.csobundle")
            seconds[times], received = timed(
                lambda reader=reader, made=made: receive_bundle(reader, made.path)
            )
            assert received.changes == len(bench.work.changes)
        finally:
            bench.sender.close()
            shutil.rmtree(bench.folder, ignore_errors=True)
    note = (
        f"{10 * REPLICAS * EDITS + 30 * ROWS} changes in {seconds[10]:.1f} s; the limit of the ratio is 1.2"
    )
    return _line("receive-1m-linear", [seconds[10] / 10], seconds[1], note)


def _delta(bench: Bench, readers: list[Store], raws: list[Store], changes: int, steps: int) -> dict[str, Any]:
    work = bench.work
    receipt = make_bundle(readers[0], "02", bench.folder / "receipt.csobundle", kind="receipt")
    receive_bundle(bench.sender, receipt.path)
    work.go_on()
    new, told = work.changes[changes:], work.steps[steps:]
    bench.write(bench.sender, new, told, steps + 1)
    made = make_bundle(bench.sender, "00", bench.folder / "delta.csobundle")
    assert made.changes == DELTA, made
    limits, ours, backups = [], [], []
    for raw, reader in zip(raws, readers, strict=True):
        limits.append(raw_delta(bench, raw, new, told, steps + 1))
        backups.append(timed(lambda reader=reader: back_up(reader, BEFORE_BUNDLE))[0])
        seconds, received = timed(lambda reader=reader: receive_bundle(reader, made.path, backup=False))
        assert received.changes == DELTA
        ours.append(seconds)
    copying = statistics.median(backups)
    note = f"{DELTA} edits onto {changes} changes; the backup before it costs {copying:.2f} s more"
    return _line("delta-1k", ours, statistics.median(limits), f"{note}; {made.bytes} bytes")


def _twin(bench: Bench, reader: Store) -> Store:
    """Another empty store with the keys of the first, so that it can open the same file."""
    twin = bench.store("00")
    with reader.reading() as reading:
        secrets = reading.connection.exec_driver_sql("SELECT replica, sign_key, age_key FROM secret").all()
    with twin.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO secret VALUES (?, ?, ?)", [tuple(secret) for secret in secrets]
        )
    return twin


def _line(name: str, ours: list[float], limit: float, note: str) -> dict[str, Any]:
    middle = statistics.median(ours)
    return {
        "name": name, "ratio": round(middle / limit, 3), "ours": round(middle, 4), "limit": round(limit, 4),
        "unit": "CPU seconds", "note": note,
    }  # fmt: skip


MEASURES: dict[str, Callable[[], Any]] = {
    **dict.fromkeys(("receive-100k", "receive-again", "bundle-bytes-per-change", "delta-1k"), exchange),
    "receive-1m-linear": million,
}
