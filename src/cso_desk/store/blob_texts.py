"""What was read from the files of a store: text page by page, a small picture, and how good the text is.

All of it is derived from the files and from the corrections people made (`page_correction`, journalled):
losing it loses nothing. `blob_stale` names files whose text is other than when it was last indexed; whoever
keeps an index takes names from there with `stale_texts` and, in the same transaction, `texts_indexed`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

LAYER, OCR, CORRECTED = "layer", "ocr", "corrected"
"""Where the text of a page comes from: from within the file, read by machine, put right by a person."""

GOOD, MISSING, BROKEN, UNREAD, REFUSED = "good", "missing", "broken", "unread", "refused"
"""What was found of the text within a file. `UNREAD`: no kind of file of which the text can be read."""

NO_TEXT = (MISSING, BROKEN)
"""Verdicts on files that people can read and this program cannot: for OCR and for correcting."""


@dataclass(frozen=True)
class PageText:
    """The text of one page, counted from 1; files without pages have one."""

    page: int
    text: str
    source: str = LAYER


@dataclass(frozen=True)
class BlobFound:
    """What was found out about a file. `refused` is a code, see `extraction.refusals`; `thumbnail` a PNG."""

    sha256: str
    reader: int
    kind: str
    pages: int = 0
    verdict: str = UNREAD
    refused: str = ""
    thumbnail: bytes = b""


def texts_of(connection: Connection, sha256: str, *, untrusted: bool = False) -> list[PageText]:
    """The best text of each page that has one: corrected, else read by machine, else from within the file.

    The text within a file counts only where it is good; with `untrusted` also where it is broken.
    """
    run = connection.exec_driver_sql
    verdict = run("SELECT verdict FROM blob_found WHERE sha256 = ?", (sha256,)).scalar()
    found: dict[int, PageText] = {}
    rows = run("SELECT page, source, text FROM blob_text WHERE sha256 = ? ORDER BY page, source", (sha256,))
    for page, source, text in rows:  # "layer" comes before "ocr"
        if source == OCR and (verdict == GOOD and int(page) in found):
            continue
        if source == OCR or verdict == GOOD or untrusted:
            found[int(page)] = PageText(int(page), str(text), str(source))
    found |= {each.page: each for each in corrections_of(connection, sha256)}
    return [found[page] for page in sorted(found)]


def corrections_of(connection: Connection, sha256: str) -> list[PageText]:
    """The pages that people put right; where two hubs did, the later one counts."""
    rows = connection.exec_driver_sql(
        "SELECT page, text FROM page_correction WHERE file = ? AND deleted = 0 AND page IS NOT NULL"
        " ORDER BY id",
        (sha256,),
    )
    last = {int(page): PageText(int(page), str(text), CORRECTED) for page, text in rows}
    return [last[page] for page in sorted(last)]


def put_text(
    connection: Connection, sha256: str, pages: Iterable[tuple[int, str]], source: str = LAYER
) -> None:
    """Keep the text of a file instead of what this source gave before; blank pages are not kept."""
    run = connection.exec_driver_sql
    run("DELETE FROM blob_text WHERE sha256 = ? AND source = ?", (sha256, source))
    rows = [(sha256, page, source, text) for page, text in pages if text.strip()]
    if rows:
        run("INSERT INTO blob_text(sha256, page, source, text) VALUES (?, ?, ?, ?)", rows)


def put_found(connection: Connection, found: BlobFound) -> None:
    """Keep what was found out about a file."""
    connection.exec_driver_sql(
        "INSERT INTO blob_found(sha256, reader, kind, pages, verdict, refused, thumbnail)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT(sha256) DO UPDATE SET reader = excluded.reader,"
        " kind = excluded.kind, pages = excluded.pages, verdict = excluded.verdict,"
        " refused = excluded.refused, thumbnail = excluded.thumbnail",
        (
            found.sha256, found.reader, found.kind, found.pages, found.verdict, found.refused,
            found.thumbnail,
        ),
    )  # fmt: skip


def found_of(connection: Connection, sha256: str) -> BlobFound | None:
    """What was found out about a file; None where it was not read yet."""
    row = connection.exec_driver_sql(
        "SELECT sha256, reader, kind, pages, verdict, refused, thumbnail FROM blob_found WHERE sha256 = ?",
        (sha256,),
    ).first()
    return None if row is None else BlobFound(*row)


def unread_files(connection: Connection, tables: Sequence[str], reader: int) -> list[str]:
    """Files that records of these tables name and that no reader of this number has read, by SHA-256.

    `tables` are record types with a field `files`. What records in the trash name is left for later.
    """
    named = " UNION ".join(
        f"SELECT json_extract(f.value, '$[0]') AS sha256 FROM {table} t, json_each(t.files) f"
        " WHERE t.deleted = 0 AND t.files <> '' AND json_valid(t.files)"
        for table in tables
    )
    rows = connection.exec_driver_sql(
        f"SELECT n.sha256 FROM ({named}) n LEFT JOIN blob_found b ON b.sha256 = n.sha256"
        " WHERE n.sha256 IS NOT NULL AND (b.sha256 IS NULL OR b.reader < ?) ORDER BY n.sha256",
        (reader,),
    )
    return [str(sha256) for (sha256,) in rows]


def stale_texts(connection: Connection, limit: int = 100) -> list[str]:
    """Files whose text changed since it was indexed, by SHA-256; also those that have no text any more."""
    rows = connection.exec_driver_sql("SELECT sha256 FROM blob_stale LIMIT ?", (limit,))
    return [str(sha256) for (sha256,) in rows]


def texts_indexed(connection: Connection, sha256s: Iterable[str]) -> None:
    """Say that the index has the text of these files as it is now."""
    names = [(sha256,) for sha256 in sha256s]
    if names:
        connection.exec_driver_sql("DELETE FROM blob_stale WHERE sha256 = ?", names)
