"""The pages of which a person has to say what they say: without text, with broken text, read by machine."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from cso_desk.features.library.service.file_texts import TABLES
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blob_texts import NO_TEXT, OCR
from cso_desk.store.blobs import Blobs
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store

SEEN = ("pdf", "picture")
"""The kinds of files whose pages can be seen here: nobody puts a page right that they cannot compare."""

_TITLE = {"library_title": "id", "title_version": "title"}


@dataclass(frozen=True)
class DoubtedFile:
    """A file with pages that nobody has put right yet: those, and how many it has in all.

    `machine`: its pages were read by machine, so that they need only be compared.
    """

    title: RecordId
    file: StoredFile
    verdict: str
    open: tuple[int, ...]
    pages: int
    machine: bool


@dataclass(frozen=True)
class DoubtedPage:
    """One page to be put right."""

    of: DoubtedFile
    page: int

    @property
    def key(self) -> tuple[str, int]:
        """What names it, whatever else of its file changes."""
        return self.of.file.sha256, self.page


@dataclass(frozen=True)
class Doubted:
    """All that is to be put right, what was read by machine first; `done` pages of these files are right."""

    files: tuple[DoubtedFile, ...]
    done: int

    @property
    def pages(self) -> list[DoubtedPage]:
        """The open pages in the order in which they are worked through."""
        return [DoubtedPage(each, page) for each in self.files for page in each.open]

    @property
    def left(self) -> int:
        """How many pages are open."""
        return sum(len(each.open) for each in self.files)


def doubted(store: Store) -> Doubted:
    """The pages of files of the library that are here and of which the program has no text it may trust.

    A page that a person put right, or said to have no text, is done.
    """
    blobs = Blobs(store.folder)
    with store.reading() as reading:
        files = list(_files(reading.connection))
        right = _right_in(reading)
    here = [each for each in files if blobs.has(each.file.sha256)]
    done = sum(len(right.get(each.file.sha256, frozenset())) for each in here)
    left = [_without(each, right.get(each.file.sha256, frozenset())) for each in here]
    waiting = sorted((each for each in left if each.open), key=lambda each: not each.machine)
    return Doubted(tuple(waiting), done)


def _without(each: DoubtedFile, right: frozenset[int]) -> DoubtedFile:
    pages = tuple(page for page in range(1, each.pages + 1) if page not in right)
    return DoubtedFile(each.title, each.file, each.verdict, pages, each.pages, each.machine)


def _files(connection: Connection) -> Iterator[DoubtedFile]:
    """Files with untrusted text that titles name, each once, by the codes of their titles."""
    named = " UNION ALL ".join(
        f"SELECT o.{_TITLE[table]} AS title, f.value AS file FROM {table} o, json_each(o.files) f"
        " WHERE o.deleted = 0 AND o.files <> '' AND json_valid(o.files)"
        for table in TABLES
    )
    rows = connection.exec_driver_sql(
        "SELECT t.id, n.file, b.verdict, b.pages,"
        " EXISTS (SELECT 1 FROM blob_text x WHERE x.sha256 = b.sha256 AND x.source = ?)"
        f" FROM ({named}) n JOIN library_title t ON t.id = n.title AND t.deleted = 0"
        " JOIN blob_found b ON b.sha256 = json_extract(n.file, '$[0]')"
        " WHERE b.verdict IN (?, ?) AND b.kind IN (?, ?) AND b.pages > 0 ORDER BY t.code, t.id, b.sha256",
        (OCR, *NO_TEXT, *SEEN),
    )
    seen: set[str] = set()
    for title, told, verdict, pages, machine in rows:
        file = _file(told)
        if file is not None and file.sha256 not in seen:
            seen.add(file.sha256)
            yield DoubtedFile(RecordId(title), file, str(verdict), (), int(pages), bool(machine))


def _file(told: str) -> StoredFile | None:
    """A file as a record names it; None for what another hub wrote in a way nobody understands."""
    try:
        return msgspec.json.decode(told, type=StoredFile)
    except msgspec.DecodeError:
        return None


def _right_in(reading: Reading) -> dict[str, frozenset[int]]:
    """The pages that people put right, by file."""
    rows = reading.connection.exec_driver_sql(
        "SELECT file, page FROM page_correction WHERE deleted = 0 AND page IS NOT NULL"
    )
    found: dict[str, set[int]] = {}
    for sha256, page in rows:
        found.setdefault(str(sha256), set()).add(int(page))
    return {sha256: frozenset(pages) for sha256, pages in found.items()}
