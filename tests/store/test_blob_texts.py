"""What was read from files: the best text of each page counts, and an index learns of every change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.features.library.record import LibraryTitle, PageCorrection
from cso_desk.journal.undo import undo
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blob_texts import (
    BROKEN,
    GOOD,
    LAYER,
    OCR,
    BlobFound,
    PageText,
    found_of,
    put_found,
    put_text,
    stale_texts,
    texts_indexed,
    texts_of,
    unread_files,
)
from cso_desk.store.store import Store

ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    yield made
    made.close()


def _texts(store: Store, sha256: str, *, untrusted: bool = False) -> list[tuple[int, str, str]]:
    with store.reading() as reading:
        found = texts_of(reading.connection, sha256, untrusted=untrusted)
    return [(each.page, each.text, each.source) for each in found]


def _stale(store: Store) -> list[str]:
    with store.writing() as connection:
        found = stale_texts(connection)
        texts_indexed(connection, found)
    return found


def test_good_text_of_a_file_counts_before_what_was_read_by_machine(store: Store) -> None:
    with store.writing() as connection:
        put_found(connection, BlobFound(ONE, 1, "pdf", 3, GOOD))
        put_text(connection, ONE, [(1, "ច្បាប់"), (2, "  ")])
        put_text(connection, ONE, [(1, "ច្បាប"), (3, "ផែនទី")], OCR)
    assert _texts(store, ONE) == [(1, "ច្បាប់", LAYER), (3, "ផែនទី", OCR)]


def test_broken_text_is_not_trusted_and_gives_way_to_machine_and_people(store: Store) -> None:
    with store.writing() as connection:
        put_found(connection, BlobFound(ONE, 1, "pdf", 2, BROKEN))
        put_text(connection, ONE, [(1, "fjrm"), (2, "garbage")])
    assert _texts(store, ONE) == []
    assert _texts(store, ONE, untrusted=True) == [(1, "fjrm", LAYER), (2, "garbage", LAYER)]
    with store.writing() as connection:
        put_text(connection, ONE, [(1, "ខ្មែរ")], OCR)
    with store.transaction("Correct") as t:
        title = t.add(LibraryTitle(title_km="ច្បាប់"))
        t.add(PageCorrection(title=title.id, file=ONE, page=2, text="ត្រឹមត្រូវ"))
    assert _texts(store, ONE) == [(1, "ខ្មែរ", OCR), (2, "ត្រឹមត្រូវ", "corrected")]


def test_an_index_learns_of_what_was_read_corrected_and_taken_back(store: Store) -> None:
    with store.writing() as connection:
        put_text(connection, ONE, [(1, "ក")])
        put_text(connection, TWO, [(1, "ខ")])
    assert _stale(store) == [ONE, TWO]
    assert _stale(store) == []
    with store.transaction("Add") as t:
        title = t.add(LibraryTitle(title_km="ច្បាប់"))
    with store.transaction("Correct") as t:
        t.add(PageCorrection(title=title.id, file=ONE, page=1, text="គ"))
    assert _stale(store) == [ONE]
    undo(store)
    assert _stale(store) == [ONE]
    assert _texts(store, ONE, untrusted=True) == [(1, "ក", LAYER)]
    with store.writing() as connection:
        put_text(connection, TWO, [])
    assert _stale(store) == [TWO]


def test_files_that_no_reader_has_read_wait_and_those_read_by_an_old_one_wait_again(store: Store) -> None:
    files = (StoredFile(TWO, 3, "b.pdf"), StoredFile(ONE, 3, "a.pdf"))
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_km="ច្បាប់", files=files))
        t.add(LibraryTitle(title_km="ទៀត", files=(files[0],)))
        t.add(LibraryTitle(title_km="ទទេ"))
    tables = ("library_title", "title_version")
    with store.writing() as connection:
        assert unread_files(connection, tables, 1) == [ONE, TWO]
        put_found(connection, BlobFound(ONE, 1, "pdf", 1, GOOD, thumbnail=b"png"))
        assert unread_files(connection, tables, 1) == [TWO]
        assert unread_files(connection, tables, 2) == [ONE, TWO]
        assert found_of(connection, ONE) == BlobFound(ONE, 1, "pdf", 1, GOOD, thumbnail=b"png")
        assert found_of(connection, TWO) is None


def test_of_two_corrections_of_a_page_the_later_one_counts(store: Store) -> None:
    with store.transaction("Correct") as t:
        title = t.add(LibraryTitle(title_km="ច្បាប់"))
        t.add(PageCorrection(id="a" * 32, title=title.id, file=ONE, page=1, text="មុន"))
        t.add(PageCorrection(id="b" * 32, title=title.id, file=ONE, page=1, text="ក្រោយ"))
    with store.reading() as reading:
        assert texts_of(reading.connection, ONE) == [PageText(1, "ក្រោយ", "corrected")]
