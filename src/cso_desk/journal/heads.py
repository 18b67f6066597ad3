"""Heads and rows: what is shown is a pure function of the changes nobody superseded.

Everything here is set-based SQL over whole ranges of changes: record by record it would be hundreds of times
slower, and a merge of 25 hubs happens in front of everybody.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from cso_desk.journal.streams import DELETED, MASK, all_names, listed, name_numbers
from cso_desk.records.kinds import Flag, Number
from cso_desk.records.record_type import RecordType
from cso_desk.store.erasures import PEOPLE

Range = tuple[int, int]
"""First and last local number of consecutive changes of one stream."""

_MANY = 20_000
_SHARE = 3
_CHUNK = 500

_SCRATCH = (
    "CREATE TEMP TABLE IF NOT EXISTS incoming(first INTEGER PRIMARY KEY, last INTEGER NOT NULL)",
    "CREATE TEMP TABLE IF NOT EXISTS several(record TEXT, name INTEGER, PRIMARY KEY(record, name))"
    " WITHOUT ROWID",
    "CREATE TEMP TABLE IF NOT EXISTS touched(record TEXT PRIMARY KEY) WITHOUT ROWID",
)
_NEW = "incoming g CROSS JOIN change i ON i.cid >= g.first AND i.cid <= g.last"

_DROP_SUPERSEDED = (
    f"DELETE FROM head WHERE (record, name, cid) IN (SELECT i.record, i.name, i.prev FROM {_NEW}"
    " WHERE i.prev IS NOT NULL)",
    f"DELETE FROM head WHERE (record, name, cid) IN (SELECT i.record, i.name, p.parent FROM {_NEW}"
    " CROSS JOIN parent p ON p.cid = i.cid)",
)
# A change supersedes only within its own cell: a `prev` that names another cell hides nothing.
_ADD_HEADS = (
    f"INSERT INTO head(record, name, cid, clock) SELECT i.record, i.name, i.cid, i.clock FROM {_NEW}"
    " WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.prev = i.cid AND c.record = i.record"
    " AND c.name = i.name)"
    " AND NOT EXISTS (SELECT 1 FROM parent p CROSS JOIN change c ON c.cid = p.cid"
    " WHERE p.parent = i.cid AND c.record = i.record AND c.name = i.name) ORDER BY i.record, i.name"
)
_CURRENT = (
    "INSERT INTO head(record, name, cid, clock) SELECT i.record, i.name, i.cid, i.clock FROM change i"
    " WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.prev = i.cid AND c.record = i.record"
    " AND c.name = i.name)"
    " AND NOT EXISTS (SELECT 1 FROM parent p CROSS JOIN change c ON c.cid = p.cid"
    " WHERE p.parent = i.cid AND c.record = i.record AND c.name = i.name)"
)
_SEVERAL_OF_MANY = (
    "INSERT INTO several SELECT record, name FROM head GROUP BY record, name"
    " HAVING count(*) > 1 OR min(win) = 0"
)
_SEVERAL_OF_FEW = (
    f"INSERT INTO several SELECT h.record, h.name FROM (SELECT DISTINCT i.record, i.name FROM {_NEW}) x"
    " CROSS JOIN head h ON h.record = x.record AND h.name = x.name GROUP BY h.record, h.name"
    " HAVING count(*) > 1 OR min(h.win) = 0"
)
_CHOOSE = (
    "UPDATE head SET win = (cid = (SELECT h.cid FROM head h"
    " JOIN stream s ON s.no = h.cid >> 40 WHERE h.record = head.record AND h.name = head.name"
    " ORDER BY h.clock DESC, s.replica DESC, s.scope DESC, h.cid DESC LIMIT 1))"
    " WHERE (record, name) IN (SELECT record, name FROM several)"
)


def settle(connection: Connection, types: Iterable[RecordType], ranges: Sequence[Range]) -> None:
    """Bring heads, rows and the list of stale entries up to date with changes just inserted.

    Call it inside the transaction that inserted them, with a connection that may write records.
    """
    count = _load(connection, ranges)
    told = _told(connection, types)
    for statement in (*_DROP_SUPERSEDED, _ADD_HEADS):
        connection.exec_driver_sql(statement)
    _finish(connection, told, many=_is_most(connection, count))


def withdraw(connection: Connection, types: Iterable[RecordType], ranges: Sequence[Range]) -> None:
    """Remove changes again as if they had never come, and show what their predecessors say."""
    count = _load(connection, ranges)
    told = _told(connection, types)
    run = connection.exec_driver_sql
    run(f"INSERT OR IGNORE INTO touched SELECT DISTINCT i.record FROM {_NEW}")
    run(f"DELETE FROM head WHERE (record, name, cid) IN (SELECT i.record, i.name, i.cid FROM {_NEW})")
    # What the removed changes had superseded are heads again, unless something that stays superseded it too.
    run(
        "CREATE TEMP TABLE IF NOT EXISTS freed(cid INTEGER PRIMARY KEY)",
    )
    run("DELETE FROM freed")
    run(f"INSERT OR IGNORE INTO freed SELECT i.prev FROM {_NEW} WHERE i.prev IS NOT NULL")
    run(f"INSERT OR IGNORE INTO freed SELECT p.parent FROM {_NEW} CROSS JOIN parent p ON p.cid = i.cid")
    run(f"DELETE FROM parent WHERE cid IN (SELECT i.cid FROM {_NEW})")
    run(f"DELETE FROM meant WHERE cid IN (SELECT i.cid FROM {_NEW})")
    cells = f"SELECT DISTINCT i.record, i.name FROM {_NEW}"
    run(f"INSERT OR IGNORE INTO several {cells}")
    for first, last in ranges:
        run("DELETE FROM change WHERE cid >= ? AND cid <= ?", (first, last))
    run(
        "INSERT INTO head(record, name, cid, clock) SELECT i.record, i.name, i.cid, i.clock"
        " FROM freed f CROSS JOIN change i ON i.cid = f.cid"
        " WHERE NOT EXISTS (SELECT 1 FROM head h WHERE h.record = i.record AND h.name = i.name"
        " AND h.cid = i.cid)"
        " AND NOT EXISTS (SELECT 1 FROM change c WHERE c.prev = i.cid AND c.record = i.record"
        " AND c.name = i.name)"
        " AND NOT EXISTS (SELECT 1 FROM parent p CROSS JOIN change c ON c.cid = p.cid"
        " WHERE p.parent = i.cid AND c.record = i.record AND c.name = i.name)"
    )
    run(_CHOOSE)
    _rows_of_touched(connection, told, many=_is_most(connection, count))


def settle_records(connection: Connection, types: Iterable[RecordType], records: Iterable[str]) -> None:
    """Make heads and rows of some records anew, where what their changes point to became another.

    What `settle` has just touched stays among the touched.
    """
    some = [(record,) for record in records]
    if not some:
        return
    run = connection.exec_driver_sql
    for statement in _SCRATCH:
        run(statement)
    run("CREATE TEMP TABLE IF NOT EXISTS anew(record TEXT PRIMARY KEY) WITHOUT ROWID")
    for table in ("anew", "several"):
        run(f"DELETE FROM {table}")
    run("INSERT OR IGNORE INTO anew VALUES (?)", some)
    run("DELETE FROM head WHERE record IN (SELECT record FROM anew)")
    run(f"{_CURRENT} AND i.record IN (SELECT record FROM anew)")
    run(
        "INSERT INTO several SELECT h.record, h.name FROM anew a CROSS JOIN head h ON h.record = a.record"
        " GROUP BY h.record, h.name HAVING count(*) > 1"
    )
    run(_CHOOSE)
    run("INSERT OR IGNORE INTO touched SELECT record FROM anew")
    _rows_of_touched(connection, types, many=False)


def rebuild_heads(connection: Connection) -> None:
    """Find anew what nobody superseded and which of it is shown: from the journal alone, after damage."""
    run = connection.exec_driver_sql
    for statement in (
        *_SCRATCH,
        "DELETE FROM several",
        "DELETE FROM head",
        _CURRENT,
        _SEVERAL_OF_MANY,
        _CHOOSE,
    ):
        run(statement)


def rebuild_rows(connection: Connection, kind: RecordType, records: Sequence[str]) -> None:
    """Write the rows of some records anew from their heads, after local edits."""
    for start in range(0, len(records), _CHUNK):
        some = tuple(records[start : start + _CHUNK])
        marks = ",".join("?" * len(some))
        connection.exec_driver_sql(
            "UPDATE head SET win = (cid = (SELECT h.cid FROM head h JOIN stream s ON s.no = h.cid >> 40"
            " WHERE h.record = head.record AND h.name = head.name"
            " ORDER BY h.clock DESC, s.replica DESC, s.scope DESC, h.cid DESC LIMIT 1))"
            f" WHERE record IN ({marks}) AND (win = 0 OR (SELECT count(*) FROM head h"
            " WHERE h.record = head.record AND h.name = head.name) > 1)",
            some,
        )
        numbers = name_numbers(connection, (f"{kind.name}.{field}" for field in kind.fields))
        source = f"head h CROSS JOIN change c ON c.cid = h.cid WHERE h.win = 1 AND h.record IN ({marks})"
        connection.exec_driver_sql(_upsert(kind, numbers, source), some)
        which = f"id IN ({marks})"
        connection.exec_driver_sql(_keep_the_edited(kind, numbers[f"{kind.name}.{DELETED}"], which), some)
        for statement in _keep_the_erased(kind, which):
            connection.exec_driver_sql(statement, some)


def rebuild_all(connection: Connection, kind: RecordType) -> None:
    """Write every row of one record type from its heads: after an upgrade that knows more fields."""
    numbers = name_numbers(connection, (f"{kind.name}.{field}" for field in kind.fields))
    connection.exec_driver_sql(_upsert(kind, numbers, _of_names(numbers)))
    connection.exec_driver_sql(_keep_the_edited(kind, numbers[f"{kind.name}.{DELETED}"], "1 = 1"))
    for statement in _keep_the_erased(kind, "1 = 1"):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        f"INSERT INTO stale SELECT id, '{kind.name}' FROM {kind.name} WHERE 1 = 1 ON CONFLICT DO NOTHING"
    )


def numbers_told(connection: Connection, kind: RecordType) -> dict[str, int]:
    """The numbers of a record type's fields; one that nobody ever told has a number that nothing else has."""
    known = all_names(connection)
    names = (f"{kind.name}.{field}" for field in kind.fields)
    return {name: known.get(name, -place) for place, name in enumerate(names, 1)}


def rows_told(kind: RecordType, numbers: dict[str, int], which: str = "1 = 1") -> str:
    """A SELECT of the rows of one record type as `rebuild_all` would write them: id, then each field.

    `which` chooses heads `h`; all of a record or none.
    """
    columns = [f"{told} AS {name}" for name, told in zip(kind.fields, _values(kind, numbers), strict=True)]
    edited = unseen("a.id", numbers[f"{kind.name}.{DELETED}"])
    deleted = f"CASE WHEN a.deleted = 1 AND {edited} THEN 0 ELSE a.deleted END"
    if kind.personal is not None and kind.personal.whole:
        deleted = f"CASE WHEN a.id IN ({_whole(kind)}) THEN 1 ELSE {deleted} END"
    shown = {name: f"a.{name}" for name in kind.fields} | {DELETED: deleted}
    for name, words in _instead(kind).items():
        shown[name] = f"CASE WHEN a.id IN ({PEOPLE}) THEN {words} ELSE a.{name} END"
    told = ", ".join(f"{value} AS {name}" for name, value in shown.items())
    return (
        f"SELECT a.id, {told} FROM (SELECT h.record AS id, {', '.join(columns)}"
        f" FROM {_of_names(numbers)} AND {which} GROUP BY h.record) a"
    )


def _of_names(numbers: dict[str, int]) -> str:
    ours = listed(numbers.values())
    return f"head h CROSS JOIN change c ON c.cid = h.cid WHERE h.win = 1 AND h.name IN ({ours})"


def _load(connection: Connection, ranges: Sequence[Range]) -> int:
    for statement in _SCRATCH:
        connection.exec_driver_sql(statement)
    for table in ("incoming", "several", "touched"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    if ranges:
        connection.exec_driver_sql("INSERT INTO incoming VALUES (?, ?)", list(ranges))
    return sum(last - first + 1 for first, last in ranges)


def _is_most(connection: Connection, count: int) -> bool:
    """Whether to go through everything that is held is cheaper than to look up what these changes touch.

    Twenty-five hubs deliver one after the other: what the tenth brings is much, and little beside the rest.
    """
    if count <= _MANY:
        return False
    held = connection.exec_driver_sql(
        "SELECT sum(coalesce((SELECT max(cid) FROM change WHERE cid > no << 40 AND cid < (no + 1) << 40), 0)"
        f" & {MASK}) FROM stream"
    ).scalar_one()
    return count * _SHARE > int(held or 0)


def _told(connection: Connection, types: Iterable[RecordType]) -> list[RecordType]:
    """The record types that the incoming changes say anything of; rows of others stay as they are."""
    rows = connection.exec_driver_sql(
        f"SELECT n.name FROM name n WHERE n.no IN (SELECT DISTINCT i.name FROM {_NEW})"
    )
    told = {str(name).partition(".")[0] for (name,) in rows}
    return [kind for kind in types if kind.name in told]


def _finish(connection: Connection, types: Iterable[RecordType], *, many: bool) -> None:
    connection.exec_driver_sql(_SEVERAL_OF_MANY if many else _SEVERAL_OF_FEW)
    connection.exec_driver_sql(_CHOOSE)
    connection.exec_driver_sql(f"INSERT OR IGNORE INTO touched SELECT DISTINCT i.record FROM {_NEW}")
    _rows_of_touched(connection, types, many=many)


def _rows_of_touched(connection: Connection, types: Iterable[RecordType], *, many: bool) -> None:
    for kind in types:
        numbers = name_numbers(connection, (f"{kind.name}.{field}" for field in kind.fields))
        ours = listed(numbers.values())
        if many:
            source = _of_names(numbers)
        else:
            source = (
                "touched t CROSS JOIN head h ON h.record = t.record CROSS JOIN change c ON c.cid = h.cid"
                f" WHERE h.win = 1 AND h.name IN ({ours})"
            )
        run = connection.exec_driver_sql
        run(_upsert(kind, numbers, source))
        touched = "id IN (SELECT record FROM touched)"
        run(_keep_the_edited(kind, numbers[f"{kind.name}.{DELETED}"], touched))
        for statement in _keep_the_erased(kind, touched):
            run(statement)
        # What a newer version alone told of a record is no row of it here.
        run(
            f"DELETE FROM {kind.name} WHERE {touched} AND NOT EXISTS"
            f" (SELECT 1 FROM head h WHERE h.record = {kind.name}.id AND h.name IN ({ours}))"
        )
        run(
            f"DELETE FROM entry WHERE record IN (SELECT record FROM touched) AND +kind = '{kind.name}'"
            f" AND NOT EXISTS (SELECT 1 FROM {kind.name} k WHERE k.id = entry.record)"
        )
        run(
            f"INSERT INTO stale SELECT t.record, '{kind.name}' FROM touched t JOIN {kind.name} k"
            " ON k.id = t.record WHERE 1 = 1 ON CONFLICT DO NOTHING"
        )


def _upsert(kind: RecordType, numbers: dict[str, int], source: str) -> str:
    columns = ["id", *kind.fields]
    values = ["h.record", *_values(kind, numbers)]
    updates = ", ".join(f"{name} = excluded.{name}" for name in kind.fields)
    return (
        f"INSERT INTO {kind.name}({', '.join(columns)}) SELECT {', '.join(values)} FROM {source}"
        f" GROUP BY h.record ON CONFLICT(id) DO UPDATE SET {updates}"
    )


def _values(kind: RecordType, numbers: dict[str, int]) -> list[str]:
    """What each field of a record shows, where its winning heads are one group."""
    values = []
    for field in kind.fields.values():
        number = numbers[f"{kind.name}.{field.name}"]
        # A version that did not know this field could not refuse a text where a number belongs.
        fits = " AND typeof(c.value) <> 'text'" if isinstance(field.kind, (Number, Flag)) else ""
        told = f"max(c.value) FILTER (WHERE h.name = {number}{fits})"
        default = field.default if isinstance(field.default, int) else f"'{field.default}'"
        values.append(told if field.default is None else f"coalesce({told}, {default})")
    return values


def _keep_the_edited(kind: RecordType, deleted: int, which: str) -> str:
    """A delete covers only what its author saw: a record with another head stays, for somebody to decide."""
    edited = unseen(f"{kind.name}.id", deleted)
    return f"UPDATE {kind.name} SET deleted = 0 WHERE deleted = 1 AND {which} AND {edited}"


def _keep_the_erased(kind: RecordType, which: str) -> tuple[str, ...]:
    """Nobody brings back what was erased, whatever was said of it without knowing that."""
    if kind.personal is None or not kind.personal.whole:
        return ()
    erased = f"id IN ({_whole(kind)})"
    statements = [f"UPDATE {kind.name} SET deleted = 1 WHERE deleted = 0 AND {which} AND {erased}"]
    if called := ", ".join(f"{name} = {words}" for name, words in _instead(kind).items()):
        statements.append(f"UPDATE {kind.name} SET {called} WHERE {which} AND id IN ({PEOPLE})")
    return tuple(statements)


def _whole(kind: RecordType) -> str:
    """SQL for the records of a type of which nothing is shown any more."""
    return f"SELECT record FROM erased WHERE whole = 1 AND kind = '{kind.name}'"


def _instead(kind: RecordType) -> dict[str, str]:
    """What stands in which fields of a person who was erased, as SQL."""
    words = (kind.personal and kind.personal.instead) or ()
    return {name: f"'{word}'" for name, word in zip(kind.called, words, strict=False)}


def unseen(record: str, deleted: int | str) -> str:
    """SQL that is true where a record has a head that no delete saw. `deleted` is that field's number."""
    return (
        f"EXISTS (SELECT 1 FROM head e WHERE e.record = {record} AND e.name <> {deleted} AND NOT EXISTS"
        " (SELECT 1 FROM head d JOIN change dc ON dc.cid = d.cid AND dc.value = 1"
        f" WHERE d.record = e.record AND d.name = {deleted}"
        " AND (EXISTS (SELECT 1 FROM parent p WHERE p.cid = d.cid AND p.parent = e.cid)"
        " OR EXISTS (SELECT 1 FROM parent p WHERE p.cid = e.cid AND p.parent = d.cid))))"
    )
