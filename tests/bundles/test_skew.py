"""Versions side by side: what an older one does not know passes through it and appears after its upgrade."""

import json
from dataclasses import dataclass
from typing import Annotated

import msgspec
import pytest
from bundle_hubs import NOTE, Note, changes_of, exchange, one_file, open_hub
from forging import altered, with_block, with_raw_manifest

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle, undo_receive
from cso_desk.errors import UserError
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.members.record import Organisation
from cso_desk.journal.heads import rebuild_all
from cso_desk.journal.history import history
from cso_desk.journal.identity import replica_here, take_identity
from cso_desk.journal.recorder import JournalRecorder
from cso_desk.journal.soundness import soundness
from cso_desk.records.base import Record
from cso_desk.records.kinds import Flag, Number, Text
from cso_desk.records.record_type import RecordType
from cso_desk.settings import home_folder
from cso_desk.store.cipher import engine_for
from cso_desk.store.migrations import VERSION, statements, version_of
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.store.tables import create_statement
from cso_desk.trust.devices import own_certificate
from cso_desk.wording import use_language


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
NEWER = (NEWER_NOTE, PLAN)


@pytest.fixture
def hubs(tmp_path):
    """A province and another one with a newer version, and between them a nation with an older one."""
    use_language("en")
    new, old, far = (
        open_hub(tmp_path, hub, types=types) for hub, types in (("02", NEWER), ("00", (NOTE,)), ("03", NEWER))
    )
    yield new, old, far
    for store in (new, old, far):
        store.close()


def rows(store, kind):
    with store.reading() as reading:
        return sorted(reading.all(kind, trash=True), key=lambda record: record.id)


def written(store):
    with store.transaction("Add") as t:
        note = t.add(NewerNote(title="a", colour="red", weight=7, urgent=True, scope="network")).id
        plan = t.add(Plan(aim="ផែនការ", scope="network")).id
    return note, plan


def test_what_an_older_version_does_not_know_passes_through_it(hubs):
    new, old, far = hubs
    note, plan = written(new)
    exchange(new, old)
    assert [each.title for each in rows(old, Note)] == ["a"]
    # The older one edits what it knows of the record; the rest stays as it is.
    with old.transaction("Edit") as t:
        t.change(Note, note, title="b")
    exchange(old, far)
    exchange(old, new)
    for store in (new, far):
        (read,) = rows(store, NewerNote)
        assert (read.title, read.colour, read.weight, read.urgent) == ("b", "red", 7, True)
        assert [each.id for each in rows(store, Plan)] == [plan]
    assert changes_of(far) == changes_of(old) == changes_of(new)


def test_an_older_version_takes_back_what_it_does_not_know(hubs):
    new, old, far = hubs
    written(new)
    received = exchange(new, old)
    assert undo_receive(old, received.uid) == received.changes
    assert changes_of(old) == {}
    exchange(new, old)
    exchange(old, far)
    assert changes_of(far) == changes_of(new)


def test_two_newer_hubs_disagree_through_an_older_one(hubs):
    new, old, far = hubs
    note, _plan = written(new)
    exchange(new, old)
    exchange(old, far)
    for store, colour in ((new, "green"), (far, "blue")):
        with store.transaction("Edit") as t:
            t.change(NewerNote, note, colour=colour)
    for store in (new, far):
        exchange(store, old)
    for store in (new, far):
        exchange(old, store)
    assert rows(new, NewerNote) == rows(far, NewerNote)
    assert changes_of(far) == changes_of(new)


def older_store(folder):
    """A store of a version that knew no record types at all: it was made before the second migration."""
    folder.mkdir()
    engine = engine_for(folder / "store.db", None)
    facts = {"store": "5" * 32, "hub": "00", "abbreviation": "NAT", "actor": "", "practice": "yes"}
    with engine.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        for statement in statements(1):
            connection.exec_driver_sql(statement)
        for fact in facts.items():
            connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", fact)
        connection.exec_driver_sql("PRAGMA user_version = 1")
        take_identity(connection, folder, home_folder())
        own_certificate(connection)
        replica = replica_here(connection)
    return Store(folder, engine, Shelves(()), JournalRecorder(replica))


def test_what_passed_through_appears_after_the_upgrade(tmp_path):
    use_language("en")
    source, _code = create_store(tmp_path / "source", "02", passphrase=None)
    with source.transaction("Add") as t:
        t.add(Organisation(name_km="អង្គការសុខ", name_en="Sok", scope="network"))
        book = t.add(LibraryTitle(title_km="សៀវភៅ", scope="network")).id
    with source.transaction("Edit") as t:
        t.change(LibraryTitle, book, title_en="Book")
    old = older_store(tmp_path / "old")
    receive_bundle(old, one_file(source, "00"), backup=False)
    assert soundness(old).sound
    old.close()
    now = open_store(tmp_path / "old")
    with now.reading() as reading:
        assert version_of(reading.connection) == VERSION
        assert [line.after for line in history(reading.connection, book) if line.field == "title_en"] == [
            "Book"
        ]
    for kind in (Organisation, LibraryTitle):
        assert rows(now, kind) == rows(source, kind) != []
    assert soundness(now).sound
    now.close()
    source.close()


def test_a_text_where_a_number_belongs_is_not_shown_after_the_upgrade(tmp_path):
    """The older version could not refuse it; the newer one must open all the same."""
    use_language("en")
    nation, province = open_hub(tmp_path, "00", types=()), open_hub(tmp_path, "03", types=NEWER)
    note, _plan = written(province)
    for field, value in (("weight", "seven"), ("urgent", "yes"), ("colour", 5), ("title", None)):
        with province.writing() as connection:
            connection.exec_driver_sql(
                "UPDATE change SET value = ? WHERE name = (SELECT no FROM name WHERE name = ?)",
                (value, f"note.{field}"),
            )
    receive_bundle(nation, one_file(province, "00"), backup=False)
    nation.close()
    upgraded = upgraded_to(nation.folder, NEWER)
    (read,) = rows(upgraded, NewerNote)
    assert (read.id, read.weight, read.urgent, read.colour, read.title) == (note, None, False, "5", "")
    assert soundness(upgraded).sound
    with upgraded.transaction("Edit") as t:
        t.change(NewerNote, note, weight=8)
    assert rows(upgraded, NewerNote)[0].weight == 8
    upgraded.close()
    province.close()


def upgraded_to(folder, types):
    """The store opened by a version that knows these types: what `assembly` does after a migration."""
    engine = engine_for(folder / "store.db", None)
    with engine.connect().execution_options(writes=True, journalled=True) as connection, connection.begin():
        for kind in types:
            connection.exec_driver_sql(create_statement(kind))
            rebuild_all(connection, kind)
        replica = replica_here(connection)
    return Store(folder, engine, Shelves(types), JournalRecorder(replica))


def test_a_further_column_and_a_further_kind_of_step_are_read_over(hubs):
    new, old, far = hubs
    written(new)
    with new.writing() as connection:
        connection.exec_driver_sql("UPDATE step SET kind = 'teleport', label = 'Beam {count} up'")
    path = with_block(
        one_file(new, "00"),
        new,
        lambda block: msgspec.msgpack.encode([*msgspec.structs.astuple(block), [1, 2], {"x": 1}]),
    )
    assert receive_bundle(old, path, backup=False).changes == len(changes_of(new))
    exchange(old, far)
    assert changes_of(far) == changes_of(new)


def test_further_keys_everywhere_in_the_manifest_are_read_over(hubs):
    new, old, _far = hubs
    written(new)

    def more(text):
        told = json.loads(text)
        told["newer"] = {"a": [1, {"b": None}]}
        for each in told["streams"]:
            each["newer"] = "x"
        return json.dumps(told).encode()

    path = with_raw_manifest(one_file(new, "00"), new, more)
    assert receive_bundle(old, path, backup=False).changes == len(changes_of(new))


@pytest.mark.parametrize("numbers", [(2, 2), (9, 2), (1, 1 << 40)])
def test_what_only_a_newer_version_can_read_says_so_whatever_else_it_holds(hubs, numbers):
    new, old, _far = hubs
    written(new)
    path = one_file(new, "00")
    newer = altered(path, new, format=numbers[0], min_reader=numbers[1], kind="parcel", made_at=-1)
    for read in (check_bundle, receive_bundle):
        with pytest.raises(UserError, match="newer version"):
            read(old, newer)
    later = altered(path, new, format=2)
    assert receive_bundle(old, later, backup=False).records == 2


def test_an_older_version_makes_a_bundle_again_with_what_it_does_not_know(hubs):
    new, old, far = hubs
    written(new)
    exchange(new, old)
    made = make_bundle(old, "03", kind="full", allow_plain=True)
    assert made.changes == len(changes_of(new))
    receive_bundle(far, made.path, backup=False)
    assert [each.weight for each in rows(far, NewerNote)] == [7]
