"""Finds records by words, names in either script, phones and numbers; keeps what lists are sorted by.

Entries are derived: made anew from the rows when somebody looks, never exchanged; losing them loses nothing.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection

from cso_desk.khmer.breaking import word_tokens
from cso_desk.khmer.law_numbers import keys as number_keys
from cso_desk.khmer.law_numbers import parse as parse_number
from cso_desk.khmer.names import name_key
from cso_desk.khmer.sorting import sort_key
from cso_desk.khmer.tokens import clusters, match_query, words_for_ranking
from cso_desk.records.kinds import Files, Phones, StoredFile
from cso_desk.records.record_type import RecordType
from cso_desk.store.derived import made_anew
from cso_desk.store.reading import Reading, Shelves
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction

_BATCH = 2000
_LEAST_SOUND = 3  # consonants by which a name is looked for beside its letters
_LONGEST_NAME = 64  # letters of a title that is a name; sentences are not found by their sound
_MERGED = 2  # in place of 1, which stands for the trash
_SHORTEST_PART = 3  # digits of a telephone number
_CODE = re.compile(r"[^\W\d_].*\d|\d.*[^\W\d_]")  # letters and digits in one word


@dataclass(frozen=True)
class Found:
    """A record that a search found, with what people call it."""

    kind: str
    record: str
    code: str
    title_km: str
    title_en: str
    trash: bool = False


def refresh(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Make stale entries anew; gives how many. `progress(done, total)` may raise to stop between batches.

    Entries stay stale while somebody else writes: who looks for something must not wait for a long import.
    """
    with store.reading() as reading:
        total = int(reading.connection.exec_driver_sql("SELECT count(*) FROM stale").scalar_one())
    return made_anew(store, total, partial(_refresh_some, shelves=store.shelves), progress)


def refresh_within(transaction: Transaction) -> None:
    """Make stale entries anew at the end of a step: no list then makes a thousand of them in the window."""
    transaction.flush()
    while _refresh_some(transaction.connection, transaction.shelves):
        pass


def forget_words(connection: Connection) -> None:
    """Take out of the search what its deleted entries said: they are only marked as deleted until then."""
    for table in ("words", "page_words"):
        connection.exec_driver_sql(f"INSERT INTO {table}({table}) VALUES ('optimize')")


def search(
    store: Store,
    text: str,
    kinds: Sequence[str] = (),
    *,
    limit: int = 50,
    typing: bool = False,
    alike: bool = False,
    trash: bool = False,
) -> list[Found]:
    """Records that have every word of `text`, best first; `kinds` narrows to some record types.

    With `trash` also those that were put away, after the others.

    A name is also found by its sound, in the other script. With `typing` the last word may be unfinished;
    with `alike` also names of short words are compared by sound, where one too many does less harm than one
    too few.
    """
    refresh(store)
    queries = [*number_queries(text), *match_queries(text, typing=typing, alike=alike)]
    with store.reading() as reading:
        look = partial(_search, reading, kinds=kinds, limit=limit, trash=trash)
        # A short name such as Keo leaves one consonant, which says too little beside better answers.
        return look(queries) or look(_sounding(_sound_of(text), typing=False))


def _search(
    reading: Reading, queries: Sequence[str], kinds: Sequence[str], limit: int, *, trash: bool
) -> list[Found]:
    found: dict[str, Found] = {}
    for query in queries:
        for hit in _matching(reading, query, kinds, limit, trash=trash):
            found.setdefault(hit.record, hit)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def number_queries(text: str) -> list[str]:
    """What finds the legal text whose number `text` is, in whatever form it is written here and there."""
    law = parse_number(text)
    return [f'clusters : "{number_keys(law)[-1]}"'] if law else []


def match_queries(text: str, *, typing: bool, alike: bool = False) -> list[str]:
    """What to ask of `words`, the surest first: the words as typed, then names that sound like them."""
    queries = []
    exact = match_query(text, typing=typing)
    if exact:
        queries.append(exact)
    keys = _sound_of(text)
    if not exact or (alike and len(keys) > 1) or sum(map(len, keys)) >= _LEAST_SOUND:
        queries += _sounding(keys, typing=typing)
    return queries


def _sound_of(text: str) -> list[str]:
    """What a name sounds like, word by word; the number of a label or of a law would sound like many."""
    law = parse_number(text)
    if (law is not None and law.kind) or any(_CODE.search(word) for word in text.split()):
        return []
    return name_key(text).split()


def _sounding(keys: list[str], *, typing: bool) -> list[str]:
    """What asks for names by their sound; with `typing` the last one may go on."""
    parts = [f'keys : "{key}"' for key in keys]
    return [" AND ".join(parts) + (" *" if typing else "")] if parts else []


def _matching(reading: Reading, query: str, kinds: Sequence[str], limit: int, *, trash: bool) -> list[Found]:
    wanted = f"e.trash <> {_MERGED}" if trash else "e.trash = 0"
    narrowed = f" AND e.kind IN ({','.join('?' * len(kinds))})" if kinds else ""
    rows = reading.connection.exec_driver_sql(
        "SELECT e.kind, e.record, e.code, e.title_km, e.title_en, e.trash FROM words w"
        " CROSS JOIN entry e ON e.no = w.rowid"
        f" WHERE words MATCH ? AND {wanted}{narrowed} ORDER BY e.trash, w.rank LIMIT ?",
        (query, *kinds, limit),
    )
    return [Found(kind, record, code, km, en, bool(gone)) for kind, record, code, km, en, gone in rows]


def _refresh_some(connection: Connection, shelves: Shelves) -> int:
    rows = connection.exec_driver_sql("SELECT record, kind FROM stale LIMIT ?", (_BATCH,)).all()
    by_kind: dict[str, list[str]] = {}
    for record, kind in rows:
        by_kind.setdefault(kind, []).append(record)
    for name, records in by_kind.items():
        if name in shelves.types:
            _make_entries(connection, shelves.types[name], records)
    connection.exec_driver_sql("DELETE FROM stale WHERE record = ?", [(row[0],) for row in rows] or [("",)])
    return len(rows)


def _rows(connection: Connection, kind: RecordType, records: Sequence[str]) -> list[Any]:
    marks = ",".join("?" * len(records))
    found = connection.exec_driver_sql(f"SELECT * FROM {kind.name} WHERE id IN ({marks})", tuple(records))
    return list(found.mappings())


def _stand_for(connection: Connection, records: Sequence[str]) -> dict[str, str]:
    """Who stands for whom, of all that were merged into one with these records."""
    marks = ",".join("?" * len(records))
    rows = connection.exec_driver_sql(
        f"WITH ends(id) AS (SELECT survivor FROM alias WHERE record IN ({marks})"
        f" UNION SELECT survivor FROM alias WHERE survivor IN ({marks}))"
        " SELECT record, survivor FROM alias WHERE survivor IN (SELECT id FROM ends)",
        (*records, *records),
    )
    return {str(record): str(survivor) for record, survivor in rows}


def _make_entries(connection: Connection, kind: RecordType, records: list[str]) -> None:
    run = connection.exec_driver_sql
    stand_for = _stand_for(connection, records)
    # Whoever was merged is called as the survivor is, who is found by what the merged ones were called.
    records = list(dict.fromkeys((*records, *stand_for, *stand_for.values())))
    marks = ",".join("?" * len(records))
    rows = {row["id"]: row for row in _rows(connection, kind, records)}
    _own_files(connection, kind, list(rows.values()))
    entries, words = [], []
    for record, row in rows.items():
        survivor = stand_for.get(record, record)
        merged = [rows[one] for one, other in stand_for.items() if other == record and one in rows]
        entry, tokens = _entry(kind, rows.get(survivor, row), merged)
        if survivor != record:
            # What refers to it shows the survivor, under whose name it is found.
            entry, tokens = (record, *entry[1:-1], _MERGED), ("", "", "")
        entries.append(entry)
        words.append(tokens)
    run(f"DELETE FROM words WHERE rowid IN (SELECT no FROM entry WHERE record IN ({marks}))", tuple(records))
    run(f"DELETE FROM entry WHERE record IN ({marks})", tuple(records))
    if entries:
        run(
            "INSERT INTO entry(record, kind, code, sort, title_km, title_en, trash) VALUES (?,?,?,?,?,?,?)",
            entries,
        )
        run(
            "INSERT INTO words(rowid, clusters, ranked, keys) SELECT no, ?, ?, ? FROM entry WHERE record = ?",
            [(*tokens, entry[0]) for entry, tokens in zip(entries, words, strict=True)],
        )


def _own_files(connection: Connection, kind: RecordType, rows: Sequence[Any]) -> None:
    """Keep which records name a file: a hit in its text is shown as one of theirs."""
    named = [name for name, field in kind.fields.items() if isinstance(field.kind, Files)]
    if not (named and rows):
        return
    owned = [
        (file.sha256, row["id"])
        for row in rows
        for name in named
        for file in kind.fields[name].kind.from_stored(row[name])
        if isinstance(file, StoredFile)
    ]
    connection.exec_driver_sql("DELETE FROM file_owner WHERE record = ?", [(row["id"],) for row in rows])
    if owned:
        connection.exec_driver_sql("INSERT INTO file_owner VALUES (?, ?) ON CONFLICT DO NOTHING", owned)


def _entry(
    kind: RecordType, row: Any, merged: Sequence[Any] = ()
) -> tuple[tuple[Any, ...], tuple[str, str, str]]:
    """What is kept of a record; it is also found by what was said of those `merged` into it."""
    record = kind.from_stored(row)
    km, en = kind.title(record)
    every = [record, *map(kind.from_stored, merged)]
    said = [str(text) for each in every for name in kind.searched for text in _texts(kind, name, each)]
    words = " . ".join((*said, *(form for each in every for form in kind.found_by(each))))
    # Khmer names of institutions are written without spaces: each word of them is heard by itself too.
    titles = [title for each in every for title in kind.title(each)]
    names = [name for name in (" ".join(word_tokens(km)), *titles) if len(name) <= _LONGEST_NAME]
    keys = " ".join(dict.fromkeys(name_key(" ".join(names)).split()))
    ranked = words_for_ranking(" ".join(said)) if kind.searched else ""
    entry = (record.id, kind.name, record.code, sort_key(km or en), km, en, int(record.deleted))
    return entry, (clusters(words), ranked, keys)


def _phone_forms(phone: str) -> list[str]:
    """As it is stored, +85512 …, as it is dialled here, 012 …, and each end of it: any part is remembered."""
    dialled = "0" + phone.removeprefix("+855")
    ends = [dialled[start:] for start in range(1, len(dialled) - _SHORTEST_PART + 1)]
    return [phone, dialled, *ends]


def _texts(kind: RecordType, name: str, record: object) -> list[str]:
    value = getattr(record, name)
    if isinstance(kind.fields[name].kind, Phones):
        return [form for phone in value for form in _phone_forms(phone)]
    return [str(item) for item in value] if isinstance(value, tuple) else [str(value)]
