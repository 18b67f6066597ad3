"""Versions side by side: what an older one does not know passes through it and appears after its upgrade."""

import json

import msgspec
import pytest
from bundle_hubs import NOTE, Note, changes_of, exchange, one_file, open_hub
from forging import altered, with_block, with_raw_manifest
from lives import waiting_in
from newer_types import NEWER, NewerNote, Plan, upgraded
from replicas import ERASED

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle, undo_receive
from cso_desk.errors import UserError
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service.duplicates import merge
from cso_desk.journal.history import history
from cso_desk.journal.identity import replica_here, take_identity
from cso_desk.journal.recorder import JournalRecorder
from cso_desk.journal.reviews import resolve
from cso_desk.journal.soundness import soundness
from cso_desk.settings import home_folder
from cso_desk.store.aliases import aliases
from cso_desk.store.cipher import engine_for
from cso_desk.store.migrations import VERSION, statements, version_of
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_certificate
from cso_desk.wording import use_language


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


def test_a_record_of_which_only_a_newer_field_is_left_is_shown_by_the_newer_alone(hubs):
    new, old, far = hubs
    with new.transaction("Add") as t:
        note = t.add(NewerNote(title="a", scope="network")).id
    uid = exchange(new, old).uid
    exchange(new, far)
    with far.transaction("Edit") as t:
        t.change(NewerNote, note, colour="red")
    exchange(far, old)
    assert [each.title for each in rows(old, Note)] == ["a"]
    undo_receive(old, uid)
    assert rows(old, Note) == []
    exchange(new, old)
    assert [each.title for each in rows(old, Note)] == ["a"]
    assert soundness(old).sound


def test_an_older_version_takes_back_what_it_does_not_know(hubs):
    new, old, far = hubs
    written(new)
    received = exchange(new, old)
    assert undo_receive(old, received.uid) == received.changes
    assert changes_of(old) == {}
    exchange(new, old)
    exchange(old, far)
    assert changes_of(far) == changes_of(new)


def test_an_older_version_shares_a_record_with_all_that_it_does_not_know_of_it(hubs):
    new, old, far = hubs
    with new.transaction("Add") as t:
        note = t.add(NewerNote(title="a", colour="red", weight=7)).id
    exchange(new, old)
    with old.transaction("Share") as t:
        t.change(Note, note, scope="network")
    exchange(old, far)
    assert [(each.colour, each.weight, each.scope) for each in rows(far, NewerNote)] == [
        ("red", 7, "network")
    ]


def test_what_an_older_version_cannot_judge_waits_for_its_upgrade(hubs):
    new, old, far = hubs
    note, plan = written(new)
    exchange(new, old)
    exchange(old, far)
    for store, colour in ((new, "green"), (far, "blue")):
        with store.transaction("Edit") as t:
            t.change(NewerNote, note, colour=colour)
            t.change(Plan, plan, aim=colour)
    exchange(new, old)
    assert exchange(far, old).conflicts == 0
    assert waiting_in(old) == []
    now = upgraded(old)
    assert [(each.kind, each.field) for each in waiting_in(now)] == [("note", "colour"), ("plan", "aim")]
    resolve(now, [(each, "red") for each in waiting_in(now)])
    assert waiting_in(now) == []
    now.close()


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
        for statement in (*statements(1), *ERASED):
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


def test_a_merge_of_records_that_an_older_version_did_not_know_shows_after_the_upgrade(tmp_path):
    use_language("en")
    source, _code = create_store(tmp_path / "source", "02", passphrase=None)
    with source.transaction("Add") as t:
        pair = t.add_all([Organisation(name_en=name, scope="network") for name in ("Sok", "Sok Association")])
    merge(source, "organisation", *(one.id for one in pair))
    old = older_store(tmp_path / "old")
    receive_bundle(old, one_file(source, "00"), backup=False)
    old.close()
    now = open_store(tmp_path / "old")
    for store in (source, now):
        with store.reading() as reading:
            assert len(aliases(reading)) == 1
        store.close()


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
    now = upgraded(nation)
    (read,) = rows(now, NewerNote)
    assert (read.id, read.weight, read.urgent, read.colour, read.title) == (note, None, False, "5", "")
    assert soundness(now).sound
    with now.transaction("Edit") as t:
        t.change(NewerNote, note, weight=8)
    assert rows(now, NewerNote)[0].weight == 8
    now.close()
    province.close()


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


@pytest.mark.parametrize("numbers", [(3, 3), (9, 3), (1, 1 << 40)])
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
