"""The table of each record type, made from its fields."""

from collections.abc import Iterable

from sqlalchemy import Column, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from cso_desk.records.kinds import Flag, Number
from cso_desk.records.record_type import Field, RecordType

_SQL_TYPES: dict[type, type[TypeEngine[object]]] = {Flag: Integer, Number: Integer}  # type: ignore[dict-item]


def column_type(field: Field) -> type:
    return _SQL_TYPES.get(type(field.kind), Text)


def tables_of(types: Iterable[RecordType]) -> dict[str, Table]:
    """A table for every record type, by the type's name; the table has that name too."""
    metadata = MetaData()
    return {kind.name: _table(kind, metadata) for kind in types}


def _table(kind: RecordType, metadata: MetaData) -> Table:
    columns: list[Column[object]] = [Column(field.name, column_type(field)) for field in kind.fields.values()]
    return Table(kind.name, metadata, Column("id", Text, primary_key=True), *columns)


def create_statement(kind: RecordType) -> str:
    """The SQL that makes the table: what a migration freezes when a record type is new."""
    parts = ["id TEXT PRIMARY KEY"]
    for field in kind.fields.values():
        sql_type = "INTEGER" if column_type(field) is Integer else "TEXT"
        default = field.default if isinstance(field.default, int) else f"'{field.default}'"
        filled = "" if field.default is None else f" NOT NULL DEFAULT {default}"
        parts.append(f"{field.name} {sql_type}{filled}")
    return f"CREATE TABLE {kind.name}({', '.join(parts)})"
