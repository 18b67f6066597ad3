"""Has the files of the library read, page by page, and keeps what people put right."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Self

from cso_desk.errors import BusyError, DamagedFileError
from cso_desk.extraction.contents import RefusedError
from cso_desk.extraction.machine_reading import WIDTH, read_by_machine
from cso_desk.extraction.reading import READER, FileReader, FileTexts
from cso_desk.features.library.record import PageCorrection
from cso_desk.records.base import RecordId
from cso_desk.store.blob_texts import (
    LAYER,
    OCR,
    BlobFound,
    PageText,
    found_of,
    put_found,
    put_text,
    texts_of,
    unread_files,
)
from cso_desk.store.blobs import Blobs, blobs_of
from cso_desk.store.reading import Progress
from cso_desk.store.search_texts import refresh_texts
from cso_desk.store.store import Store
from cso_desk.wording import N_

TABLES = ("library_title", "title_version")
"""The record types whose files are read."""

_AT_ONCE, _LETTERS_AT_ONCE = 32, 2_000_000  # files in one transaction, and letters of them in memory


@dataclass(frozen=True)
class FileText:
    """What is known of one file: what was found, and the best text of its pages."""

    found: BlobFound | None
    pages: tuple[PageText, ...]

    @property
    def page_count(self) -> int:
        last = max((each.page for each in self.pages), default=0)
        return max(last, self.found.pages if self.found else 0)

    def text(self, page: int) -> PageText | None:
        return next((each for each in self.pages if each.page == page), None)


def file_text(store: Store, sha256: str) -> FileText:
    """What is known of a file; broken text is given too, for people to look at."""
    with store.reading() as reading:
        found = found_of(reading.connection, sha256)
        return FileText(found, tuple(texts_of(reading.connection, sha256, untrusted=True)))


def waiting_files(store: Store) -> list[str]:
    """Files that the library names, that are here and that were not read yet, by SHA-256.

    Nothing else is noted of what is to be done: after a power cut the same question has the same answer.
    """
    blobs = Blobs(store.folder)
    with store.reading() as reading:
        named = unread_files(reading.connection, TABLES, READER)
    return [sha256 for sha256 in named if blobs.has(sha256)]


def read_waiting(store: Store, progress: Progress | None = None) -> int:
    """Read what waits and index it; gives how many files were read.

    `progress` may raise to stop: what was read is kept, and indexed the next time.
    """
    waiting = waiting_files(store)
    count = _read(store, waiting, progress) if waiting else 0
    refresh_texts(store, progress)
    return count


def _read(store: Store, waiting: list[str], progress: Progress | None) -> int:
    blobs, keeping = blobs_of(store), KeptTexts(store)
    with FileReader() as reader, keeping:
        for done, sha256 in enumerate(waiting):
            tick = None
            if progress is not None:
                progress(done, len(waiting))
                tick = partial(progress, done, len(waiting))
            with suppress(DamagedFileError):  # it was put aside and other hubs are asked for it
                keeping.add(sha256, reader.read(blobs.content(sha256), blobs.size(sha256), tick))
    return keeping.count


class KeptTexts:
    """Keeps what was read from files, some at a time: `with KeptTexts(store) as kept: kept.add(...)`.

    What was added is kept also where the block ends by an error. Where somebody else writes for long, it is
    not, and the files wait for the next time.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[str, FileTexts]] = []
        self._letters = self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._keep()

    def add(self, sha256: str, found: FileTexts) -> None:
        """Keep what was read from a file, with the next ones."""
        self._waiting.append((sha256, found))
        self._letters += sum(map(len, found.texts))
        if len(self._waiting) >= _AT_ONCE or self._letters >= _LETTERS_AT_ONCE:
            self._keep()

    def _keep(self) -> None:
        """One transaction for several files: each costs a wait for the disk."""
        some, self._waiting, self._letters = self._waiting, [], 0
        if not some:
            return
        with suppress(BusyError), self._store.writing(derived=True) as connection:
            for sha256, found in some:
                put_text(connection, sha256, enumerate(found.texts, 1), LAYER)
                put_found(connection, _noted(sha256, found))
            self.count += len(some)


def _noted(sha256: str, found: FileTexts) -> BlobFound:
    return BlobFound(sha256, READER, found.kind, found.pages, found.verdict, found.refused, found.thumbnail)


# --- where there is no text: read by machine, put right by people ---


def read_file_by_machine(store: Store, sha256: str, progress: Progress | None = None) -> int:
    """Read the pages of a file with Tesseract; gives how many have text now.

    Raises UserError where it is not installed. `progress` may raise to stop; nothing is kept then.
    """
    known = file_text(store, sha256)
    blobs = blobs_of(store)
    pages: list[tuple[int, str]] = []
    with FileReader() as reader:
        reader.open(blobs.content(sha256), blobs.size(sha256))
        for page in range(1, known.page_count + 1):
            if progress is not None:
                progress(page - 1, known.page_count)
            try:
                image = reader.draw(page, WIDTH)
            except RefusedError:
                break
            tick = None if progress is None else lambda: progress(0, 0)
            pages.append((page, read_by_machine(image, tick)))
    with store.writing() as connection:
        put_text(connection, sha256, pages, OCR)
    return sum(1 for _page, text in pages if text)


def correct_page(
    store: Store, title: RecordId, sha256: str, page: int, text: str, *, initiator: object = None
) -> None:
    """Keep the text of a page as a person read it: a journalled step, shared as its title is."""
    with store.transaction(N_("Correct the text of a page"), initiator=initiator) as t:
        table = t.table(PageCorrection)
        before = t.all(PageCorrection, table.c.file == sha256, table.c.page == page, order_by=[table.c.id])
        if before:
            t.change(before[-1], text=text.strip())
        else:
            t.add(PageCorrection(title=title, file=sha256, page=page, text=text.strip()))
