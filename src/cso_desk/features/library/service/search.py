"""Finds titles by the words of their files, page by page; narrowed as a list of titles is."""

from dataclasses import dataclass

from cso_desk.features.library.record import LIBRARY_TITLE, LibraryTitle, TitleVersion
from cso_desk.khmer.law_numbers import LawNumber, parse, written
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import StoredFile
from cso_desk.store.narrowing import Filters, Narrowing, rows_of
from cso_desk.store.reading import Reading
from cso_desk.store.search import refresh
from cso_desk.store.search_snippets import Snippet
from cso_desk.store.search_texts import PageHit, index_behind, pages_with, refresh_texts
from cso_desk.store.store import Store

_PAGES_OF_A_TITLE = 4  # pages found for each title that is wanted, on average
_OWNED = (
    "SELECT o.sha256 AS sha256, coalesce(a.survivor, o.title) AS title FROM"
    " (SELECT f.sha256, f.record AS title FROM file_owner f JOIN library_title t ON t.id = f.record"
    " WHERE t.deleted = 0"
    " UNION SELECT f.sha256, v.title FROM file_owner f JOIN title_version v ON v.id = f.record"
    " WHERE v.deleted = 0) o LEFT JOIN alias a ON a.record = o.title"
)


@dataclass(frozen=True)
class TextHit:
    """A title whose file has the words: the best page, what stands there, and the other pages found.

    `source` is where the text of the page comes from, see `store.blob_texts`.
    """

    title: LibraryTitle
    sha256: str
    page: int
    source: str
    snippet: Snippet
    others: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class TextHits:
    """What was found, best first; `behind` files have a text that is not indexed yet."""

    hits: tuple[TextHit, ...]
    behind: int = 0


def find_texts(
    store: Store, text: str, *, filters: Filters | None = None, limit: int = 30, typing: bool = False
) -> TextHits:
    """Titles with a page that has every word of `text`. `filters` are those of a list of titles.

    What was written lately is indexed first, as much of it as takes no time that a person notices.
    """
    refresh(store)
    refresh_texts(store, once=True)
    with store.reading() as reading:
        chosen = _narrowed(filters or {})
        some = limit * _PAGES_OF_A_TITLE
        pages = pages_with(reading, text, limit=some, typing=typing, only=chosen)
        for other in () if pages else _as_in_the_other_script(text):
            pages = pages or pages_with(reading, other, limit=some, only=chosen)
        return TextHits(tuple(_by_title(reading, pages, filters or {}))[:limit], index_behind(reading))


def _as_in_the_other_script(text: str) -> list[str]:
    """How a legal text whose kind and number were typed is named in Khmer and in English papers."""
    law = parse(text)
    if law is None or not law.kind:
        return []
    return [written(law if law.month else LawNumber(law.kind, law.number), each) for each in ("km", "en")]


def file_called(reading: Reading, hit: TextHit) -> StoredFile | None:
    """The file that was found as its title or one of its versions names it."""
    versions = reading.table(TitleVersion)
    named = reading.all(TitleVersion, versions.c.title == hit.title.id)
    files = [*hit.title.files, *(file for each in named for file in each.files)]
    return next((each for each in files if isinstance(each, StoredFile) and each.sha256 == hit.sha256), None)


def _narrowed(filters: Filters) -> tuple[str, tuple[object, ...]]:
    """The files of the titles that are chosen; nothing where all are."""
    if not any(filters.values()):
        return "", ()
    source, values = rows_of(LIBRARY_TITLE, Narrowing(filters=filters))
    return f"SELECT sha256 FROM ({_OWNED}) WHERE title IN (SELECT e.record {source})", values


def _by_title(reading: Reading, pages: list[PageHit], filters: Filters) -> list[TextHit]:
    """One hit for each title, in the order of its best page."""
    owners = _owners(reading, {hit.sha256 for hit in pages}, filters)
    table = reading.table(LibraryTitle)
    wanted = {title for titles in owners.values() for title in titles}
    titles = {each.id: each for each in reading.all(LibraryTitle, table.c.id.in_(wanted))}
    best: dict[RecordId, list[PageHit]] = {}
    for hit in pages:
        for title in owners.get(hit.sha256, ()):
            best.setdefault(title, []).append(hit)
    return [
        TextHit(
            titles[title],
            hits[0].sha256,
            hits[0].page,
            hits[0].source,
            hits[0].snippet,
            tuple((each.sha256, each.page) for each in hits[1:]),
        )
        for title, hits in best.items()
        if title in titles
    ]


def _owners(reading: Reading, files: set[str], filters: Filters) -> dict[str, list[RecordId]]:
    """The titles that have each of these files and are chosen."""
    marks = ",".join("?" * len(files))
    chosen, values = "", tuple[object, ...]()
    if any(filters.values()):
        source, values = rows_of(LIBRARY_TITLE, Narrowing(filters=filters))
        chosen = f" AND title IN (SELECT e.record {source})"
    rows = reading.connection.exec_driver_sql(
        f"SELECT sha256, title FROM ({_OWNED}) WHERE sha256 IN ({marks}){chosen} ORDER BY title",
        (*sorted(files), *values),
    )
    found: dict[str, list[RecordId]] = {}
    for sha256, title in rows:
        found.setdefault(str(sha256), []).append(RecordId(title))
    return found
