"""What a newer version knows: a note with further fields, and a kind of record that the older one lacks."""

from dataclasses import dataclass
from typing import Annotated

from bundle_hubs import reopened
from replicas import NOTE

from cso_desk.journal.heads import rebuild_all
from cso_desk.records.base import Record
from cso_desk.records.kinds import Flag, Number, Text
from cso_desk.records.record_type import RecordType
from cso_desk.store.cipher import engine_for
from cso_desk.store.store import Store
from cso_desk.store.tables import create_statement


@dataclass(kw_only=True, slots=True)
class NewerNote(Record):
    title: Annotated[str, Text("Title", searched=True)] = ""
    body: Annotated[str, Text("Body", long=True)] = ""
    size: Annotated[int | None, Number("Size")] = None
    colour: Annotated[str, Text("Colour")] = ""
    weight: Annotated[int | None, Number("Weight")] = None
    urgent: Annotated[bool, Flag("Urgent")] = False


@dataclass(kw_only=True, slots=True)
class Plan(Record):
    aim: Annotated[str, Text("Aim", searched=True)] = ""


NEWER_NOTE = RecordType(
    "note", NewerNote, "Note", "Notes", ("title",), lambda n: (n.title, n.title), letter="N"
)
PLAN = RecordType("plan", Plan, "Plan", "Plans", ("aim",), lambda p: (p.aim, p.aim), letter="P")
OLDER = (NOTE,)
NEWER = (NEWER_NOTE, PLAN)


def upgraded(store: Store, types: tuple[RecordType, ...] = NEWER, clock=None) -> Store:
    """The store, opened by a version that knows these types: what `assembly` does after a migration."""
    store.close()
    engine = engine_for(store.folder / "store.db", None)
    with engine.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        for kind in types:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind.name}")
            connection.exec_driver_sql(create_statement(kind))
            rebuild_all(connection, kind)
    engine.dispose()
    return reopened(store.folder, clock, types)
