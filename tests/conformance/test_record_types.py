"""What must hold for every record type, today's and tomorrow's."""

import re
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from cso_desk.catalog import RECORD_TYPES
from cso_desk.records.base import Record
from cso_desk.records.kinds import Kind, Reference, References, Text
from cso_desk.records.record_type import Field, RecordType
from cso_desk.store.migrations import VERSION, statements
from cso_desk.store.tables import create_statement

NAMES = {kind.name for kind in RECORD_TYPES}
each_type = pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda kind: kind.name)


def migrated() -> Any:
    connection = dbapi2.connect(":memory:")
    for number in range(1, VERSION + 1):
        for statement in statements(number):
            connection.execute(statement)
    return connection


def columns(connection: Any, table: str) -> list[tuple[object, ...]]:
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return sorted((name, sql_type, filled, default) for _, name, sql_type, filled, default, _ in rows)


@each_type
def test_the_table_after_migrating_is_the_one_the_record_type_asks_for(kind: RecordType) -> None:
    wanted = dbapi2.connect(":memory:")
    wanted.execute(create_statement(kind))
    found = migrated()
    assert columns(found, kind.name) == columns(wanted, kind.name)
    found.close()
    wanted.close()


@each_type
def test_codes_and_parents_are_indexed(kind: RecordType) -> None:
    connection = migrated()
    text = " ".join(
        row[0]
        for row in connection.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
            (kind.name,),
        )
    )
    connection.close()
    wanted = [kind.parent] if kind.parent else []
    wanted += ["code"] if kind.letter is not None else []
    assert all(f"({name})" in text for name in wanted)


def test_no_two_types_share_a_name_or_a_letter() -> None:
    letters = [kind.letter for kind in RECORD_TYPES if kind.letter is not None]
    assert len(NAMES) == len(RECORD_TYPES)
    assert len(set(letters)) == len(letters)


@each_type
def test_names_are_plain_words_that_a_bundle_can_carry(kind: RecordType) -> None:
    assert all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in (kind.name, *kind.fields))


@each_type
def test_every_attribute_is_a_field_with_a_label_and_an_empty_or_chosen_default(kind: RecordType) -> None:
    attributes = set(kind.record.__dataclass_fields__) - {"id"}
    assert attributes == set(kind.fields)
    assert all(field.kind.label for field in kind.fields.values())


@each_type
def test_a_blank_record_survives_storing_and_reading(kind: RecordType) -> None:
    blank = kind.record()
    assert kind.from_stored(kind.to_stored(blank) | {"id": blank.id}) == blank


@each_type
def test_a_filled_record_survives_storing_and_reading(kind: RecordType) -> None:
    record = filled(kind)
    assert kind.from_stored(kind.to_stored(record) | {"id": record.id}) == record


@each_type
def test_what_a_type_names_is_there(kind: RecordType) -> None:
    assert set(kind.columns) <= set(kind.fields)
    assert kind.parent is None or kind.parent in kind.fields
    assert len(kind.title(kind.record())) == 2
    targets = {f.kind.to for f in kind.fields.values() if isinstance(f.kind, Reference | References)}
    assert targets <= NAMES | {""}


@each_type
def test_khmer_and_english_come_in_pairs_except_in_lists(kind: RecordType) -> None:
    halves = {name[:-3] for name in kind.fields if name.endswith(("_km", "_en"))}
    assert all(f"{half}_km" in kind.fields and f"{half}_en" in kind.fields for half in halves)


@each_type
def test_what_has_a_code_or_a_title_can_be_found(kind: RecordType) -> None:
    if kind.letter is not None:
        assert len(kind.searched) > 1


def filled(kind: RecordType) -> Record:
    def value(field: Field) -> object:
        sample: dict[type[Kind], object] = {Text: "ខ្មែរ and 'Latin'"}
        if type(field.kind) in sample:
            return sample[type(field.kind)]
        stored = field.kind.to_stored(field.kind.from_stored(field.default))
        if isinstance(stored, int) or stored is None:
            return field.kind.from_stored(1)
        return ("one", "two") if field.kind.from_stored('["x"]') == ("x",) else "2026"

    return kind.record(**{name: value(field) for name, field in kind.fields.items()})
