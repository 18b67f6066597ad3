"""Papers into the library: reading PDFs beside bare PDFium, memory of the reader, work of the window.

    python benchmarks/library.py [--files 1000]

The PDFs are papers of this program with a few pages of Khmer. "Bare" is a loop over pypdfium2 in one process
that reads the text of every page; "read" is what happens to the same files in the library: decrypting,
handing over, reading, drawing the first page small, judging the text, keeping it in the encrypted store.
"""

import argparse
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import pypdfium2

from cso_desk.assembly import create_store
from cso_desk.documents.paper import Paper, Paragraph
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.extraction.reading import FileReader
from cso_desk.features.library.service.file_texts import read_waiting, waiting_files
from cso_desk.features.library.service.taking_in import look_at, take_files
from cso_desk.store.store import Store

TEXT = "ច្បាប់ស្តីពីសមាគម និងអង្គការមិនមែនរដ្ឋាភិបាល ត្រូវបានអនុម័តដោយរដ្ឋសភា ដើម្បីគ្រប់គ្រងការចុះបញ្ជីសមាគម។ "
KINDS = 8  # of contents; each file is made its own by a comment behind its end
PARAGRAPHS = 60


def make_papers(folder: Path, count: int) -> list[Path]:
    """So many PDFs that differ, of about four pages each."""
    bodies = [
        pdf_bytes(Paper(f"ឯកសារ {n}", [Paragraph(f"{n}.{m} " + TEXT * 3) for m in range(PARAGRAPHS)], "km"))
        for n in range(KINDS)
    ]
    paths = []
    for number in range(count):
        path = folder / f"paper {number:04}.pdf"
        path.write_bytes(bodies[number % KINDS] + b"\n%% %d\n" % number)
        paths.append(path)
    return paths


def bare(paths: list[Path]) -> tuple[float, int]:
    """Seconds and characters of a loop over pypdfium2."""
    begin, characters = time.perf_counter(), 0
    for path in paths:
        document = pypdfium2.PdfDocument(path.read_bytes())
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            characters += len(text.get_text_range())
            text.close()
            page.close()
        document.close()
    return time.perf_counter() - begin, characters


def resident(pid: int) -> float:
    """Megabytes of a process that were ever in memory at once (Linux only, else 0)."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def worker_memory(paths: list[Path]) -> float:
    with FileReader() as reader:
        most = 0.0
        for path in paths[:150]:
            data = path.read_bytes()
            reader.read([data], len(data))
            assert reader._process is not None
            most = max(most, resident(reader._process.pid))
    return most


class Beat:
    """How late a thread that wants to run every 5 ms runs: what the window would feel."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._on = True
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while self._on:
            before = time.perf_counter()
            time.sleep(0.005)
            self.late.append((time.perf_counter() - before - 0.005) * 1000)

    def stop(self) -> tuple[float, float]:
        """Milliseconds: p99 and the worst."""
        self._on = False
        self._thread.join()
        ordered = sorted(self.late)
        return ordered[int(len(ordered) * 0.99)], ordered[-1]


def measure(store: Store, paths: list[Path]) -> None:
    seconds, characters = bare(paths)
    print(f"bare pypdfium2         {seconds:7.2f} s  {len(paths)} files, {characters:,} characters")
    beat = Beat()
    begin = time.perf_counter()
    seen = look_at(store, paths)
    looked = time.perf_counter() - begin
    print(f"looked at              {looked:7.2f} s  {looked / seconds:.2f} x bare; read, judged, kept, drawn")
    begin = time.perf_counter()
    take_files(store, seen)
    print(f"taken                  {time.perf_counter() - begin:7.2f} s  encrypted, one step")
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM blob_found")
        connection.exec_driver_sql("DELETE FROM blob_text")
    assert len(waiting_files(store)) == len(paths)
    begin = time.perf_counter()
    read_waiting(store)
    again = time.perf_counter() - begin
    p99, worst = beat.stop()
    print(f"read from the store    {again:7.2f} s  {again / seconds:.2f} x bare; decrypted as well")
    print(f"another thread is late {p99:7.1f} ms at p99, {worst:.1f} ms at worst")
    print(f"memory of the process  {worker_memory(paths):7.1f} MB at most")


def _computing() -> float:
    """Seconds of computing of this process and of those it started and that ended."""
    mine, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def measured_reading() -> Iterator[dict[str, Any]]:
    """Computing of reading 200 PDFs beside bare PDFium, and the memory of the process that reads."""
    with tempfile.TemporaryDirectory() as place:
        papers = Path(place) / "papers"
        papers.mkdir()
        paths = make_papers(papers, 200)
        store, _code = create_store(Path(place) / "store", "02", passphrase="a long passphrase of a test")
        try:
            take_files(store, look_at(store, paths))
            with store.writing() as connection:
                connection.exec_driver_sql("DELETE FROM blob_found")
                connection.exec_driver_sql("DELETE FROM blob_text")
            bare(paths[:20])  # what is read from the disk once is read before
            alone, ours = 0.0, 0.0
            for _twice in range(2):  # the computer is not as quick at each moment
                begin = _computing()
                bare(paths)
                alone += (_computing() - begin) / 2
                if not ours:
                    begin = _computing()
                    read_waiting(store)
                    ours = _computing() - begin
        finally:
            store.close()
        note = "read, judged, drawn small, kept encrypted; computing time of both processes"
        yield _line("library.reading", ours / alone, ours, 1.5, "s", note)
        most = worker_memory(paths)
        yield _line("library.reader_memory", most / 80, most, 1.0, "MB", "limit 80 MB")


def _line(name: str, ratio: float, ours: float, limit: float, unit: str, note: str) -> dict[str, Any]:
    told = {"name": name, "ratio": round(ratio, 2), "ours": round(ours, 2)}
    return told | {"limit": limit, "unit": unit, "note": note}


MEASURES = {"library.reading": measured_reading, "library.reader_memory": measured_reading}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--files", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        papers = Path(place) / "papers"
        papers.mkdir()
        paths = make_papers(papers, asked.files)
        store, _code = create_store(Path(place) / "store", "02", passphrase="a long passphrase of a test")
        try:
            measure(store, paths)
        finally:
            store.close()


if __name__ == "__main__":
    main()
