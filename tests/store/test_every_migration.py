"""A full store of every earlier version is brought to this one, and nothing in it is lost or wrong."""

import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from cso_desk.assembly import open_store
from cso_desk.catalog import RECORD_TYPES
from cso_desk.demo.practice import open_practice_hub
from cso_desk.features.members.record import Organisation
from cso_desk.rescue.checking import check
from cso_desk.store.files import DATABASE
from cso_desk.store.migrations import MODULES, VERSION, statements, version_of
from cso_desk.store.search import search
from cso_desk.store.store import Store

FROZEN = Path(__file__).resolve().parents[1] / "golden" / "migrations.json"
PARTS = ("_data", "_idx", "_content", "_docsize", "_config")
"""The ends of the names of tables in which a text index keeps its words."""


def shown(store: Store) -> dict[str, list[Any]]:
    """Every record of every type, in the order of their ids."""
    with store.reading() as reading:
        return {
            type_.name: sorted(reading.all(type_.record), key=lambda each: each.id) for type_ in RECORD_TYPES
        }


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[Any]]]:
    """The practice hub, which has records of most types, as this version writes it; and what it shows."""
    store = open_practice_hub(dt.date(2026, 11, 23), lambda _done, _total: None)
    folder = tmp_path_factory.mktemp("now")
    told = shown(store)
    source = store.folder / DATABASE
    store.close()
    shutil.copyfile(source, folder / DATABASE)
    assert sum(bool(records) for records in told.values()) >= 10
    return folder / DATABASE, told


def as_of(version: int, source: Path, target: Path) -> None:
    """Write what `source` holds as a store of an earlier version: its tables, its columns, full of rows."""
    database = sqlcipher.connect(target, isolation_level=None)
    database.execute("BEGIN")
    for number in range(1, version + 1):
        for statement in statements(number):
            database.execute(statement)
    database.execute("COMMIT")
    database.execute("ATTACH ? AS full", (str(source),))
    database.execute("BEGIN")
    for (name,) in (*_plain_tables(database), *_parts_of_the_same_indexes(database)):
        columns = _columns(database, "main", name)
        common = ", ".join(f'"{each}"' for each in columns if each in _columns(database, "full", name))
        if common:
            database.execute(
                f'INSERT OR REPLACE INTO main."{name}" ({common}) SELECT {common} FROM full."{name}"'
            )
    database.execute(f"PRAGMA user_version = {version}")
    database.execute("COMMIT")
    database.close()


def _plain_tables(database: Any) -> list[tuple[str]]:
    """The tables of the database, without those that belong to a text index."""
    every = database.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall()
    parts = {f"{name}{end}" for name in _indexes(database, "main") for end in ("", *PARTS)}
    return [(name,) for (name,) in every if name not in parts and not name.startswith("sqlite_")]


def _parts_of_the_same_indexes(database: Any) -> list[tuple[str]]:
    """The tables in which those text indexes keep their words that are made as they are today."""
    then, today = _indexes(database, "main"), _indexes(database, "full")
    return [
        (f"{name}{end}",)
        for name, sql in then.items()
        for end in PARTS
        if today.get(name) == sql and _columns(database, "full", f"{name}{end}")
    ]


def _indexes(database: Any, schema: str) -> dict[str, str]:
    """The text indexes, and how each is made."""
    found = database.execute(f"SELECT name, sql FROM {schema}.sqlite_schema WHERE type = 'table'").fetchall()
    return {name: sql for name, sql in found if sql and sql.upper().startswith("CREATE VIRTUAL")}


def _columns(database: Any, schema: str, table: str) -> list[str]:
    return [row[1] for row in database.execute(f'PRAGMA {schema}.table_info("{table}")')]


@pytest.mark.parametrize(
    "version",
    # The first and the last always; all of them take half a minute.
    [1, *(pytest.param(each, marks=pytest.mark.long) for each in range(2, VERSION - 1)), VERSION - 1],
)
def test_a_full_store_of_this_version_is_brought_to_the_present_one(
    now: tuple[Path, dict[str, list[Any]]], tmp_path: Path, version: int
) -> None:
    source, told = now
    as_of(version, source, tmp_path / DATABASE)
    store = open_store(tmp_path)
    with store.reading() as reading:
        assert version_of(reading.connection) == VERSION
    assert shown(store) == told
    assert check(store).sound
    name = told["organisation"][0].name_km
    assert any(each.title_km == name for each in search(store, name))
    with store.transaction("Add a record") as t:
        t.add(Organisation(name_en="After the upgrade"))
    store.close()


def test_a_migration_that_was_released_is_never_changed() -> None:
    frozen = json.loads(FROZEN.read_text("utf-8"))
    assert list(frozen) == list(MODULES[: len(frozen)])
    now = {
        name: hashlib.sha256("\0".join(statements(number)).encode()).hexdigest()
        for number, name in enumerate(MODULES[: len(frozen)], 1)
    }
    assert now == frozen, "add a migration; until the first release: python tools/make_goldens.py"
