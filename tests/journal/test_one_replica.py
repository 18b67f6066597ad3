"""One replica: what is recorded, what undo and redo give back, what history tells, what is refused."""

import pytest
from replicas import Note, carry, open_replica, state
from sqlalchemy import event

from cso_desk.errors import UserError
from cso_desk.journal.history import history
from cso_desk.journal.reviews import conflicts, resolve
from cso_desk.journal.streams import held
from cso_desk.journal.undo import redo, redoable, undo, undoable
from cso_desk.store.search import search


@pytest.fixture
def store(tmp_path):
    opened = open_replica(tmp_path, "A")
    yield opened
    opened.close()


def add(store, **values) -> str:
    with store.transaction("Add {what}", what="note") as t:
        return t.add(Note(**values)).id


def edit(store, note, **values) -> None:
    with store.transaction("Edit") as t:
        t.change(Note, note, **values)


def shown(store, note):
    with store.reading() as reading:
        return reading.get(Note, note)


def waiting(store):
    with store.reading() as reading:
        return conflicts(reading.connection, store.shelves)


def journal_size(store) -> int:
    with store.reading() as reading:
        return reading.connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one()


def test_a_new_record_gets_a_code_and_a_home(store):
    first, second = add(store, title="ក"), add(store, title="ខ")
    assert [shown(store, n).code for n in (first, second)] == ["BTB-N0001", "BTB-N0002"]
    assert shown(store, first).scope == "hub/02"


def test_only_what_differs_is_journalled(store):
    note = add(store, title="ក")
    before = journal_size(store)
    edit(store, note, title="ក", body="")
    assert journal_size(store) == before
    edit(store, note, title="ខ", body="")
    assert journal_size(store) == before + 1


def test_a_failed_transaction_leaves_no_trace(store):
    with pytest.raises(ZeroDivisionError), store.transaction("Fail") as t:  # noqa: PT012
        t.add(Note(title="ក"))
        t.flush()
        1 / 0  # noqa: B018
    assert journal_size(store) == 0
    assert state(store)["rows"] == {}


def test_a_change_behind_the_journals_back_is_refused(store):
    note = add(store, title="ក")
    for sql in (
        "UPDATE note SET title = 'x'",
        'INSERT INTO "note"(id) VALUES (1)',
        "DELETE FROM note",
        "insert or replace into note(id) values (1)",
    ):
        with pytest.raises(RuntimeError, match="journal"), store.writing() as connection:
            connection.exec_driver_sql(sql)
    assert shown(store, note).title == "ក"


def test_undo_and_redo_go_through_all_steps_in_order(store):
    note = add(store, title="1")
    edit(store, note, title="2", body="text")
    edit(store, note, title="3")
    told = []
    for action in (undo, undo, undo):
        action(store)
        now = shown(store, note)
        told.append((now.title, now.body, now.deleted))
    assert told == [("2", "text", False), ("1", "", False), ("1", "", True)]
    with pytest.raises(UserError):
        undo(store)
    told = []
    for _ in range(3):
        redo(store)
        now = shown(store, note)
        told.append((now.title, now.body, now.deleted))
    assert told == [("1", "", False), ("2", "text", False), ("3", "text", False)]
    with pytest.raises(UserError):
        redo(store)
    undo(store)
    assert shown(store, note).title == "2"


def test_undo_says_what_it_takes_back_and_a_new_step_ends_redoing(store):
    note = add(store, title="1")
    with store.reading() as reading:
        assert undoable(reading.connection).text == "Add note"
        assert redoable(reading.connection) is None
    edit(store, note, title="2")
    undo(store)
    with store.reading() as reading:
        assert "Edit" in redoable(reading.connection).text
    edit(store, note, body="x")
    with store.reading() as reading:
        assert redoable(reading.connection) is None


def test_undo_leaves_alone_what_somebody_changed_since(store, tmp_path):
    other = open_replica(tmp_path, "B")
    note = add(store, title="1")
    edit(store, note, title="2", body="mine")
    carry(store, other)
    edit(other, note, title="theirs")
    carry(other, store)
    result = undo(store)
    assert (shown(store, note).title, shown(store, note).body) == ("theirs", "")
    assert (result.fields, result.left_alone) == (1, 1)
    other.close()


def test_undoing_an_import_puts_every_new_record_in_the_trash_but_those_edited_since(store):
    with store.transaction("Import") as t:
        notes = [t.add(Note(title=str(n))).id for n in range(5)]
    with store.reading() as reading:
        uid = undoable(reading.connection).uid
    edit(store, notes[0], title="kept")
    undo(store, uid)
    assert [shown(store, n).deleted for n in notes] == [False, True, True, True, True]


def test_undoing_a_decision_opens_the_conflict_again(store, tmp_path):
    other = open_replica(tmp_path, "B")
    note = add(store, title="0")
    carry(store, other)
    edit(store, note, title="mine")
    edit(other, note, title="theirs")
    carry(other, store)
    (conflict,) = waiting(store)
    assert {side.value for side in conflict.sides} == {"mine", "theirs"}
    resolve(store, [(conflict, "third")])
    assert waiting(store) == []
    undo(store)
    (again,) = waiting(store)
    assert {side.value for side in again.sides} == {"mine", "theirs"}
    redo(store)
    assert waiting(store) == []
    assert shown(store, note).title == "third"
    carry(store, other)
    assert waiting(other) == []
    other.close()


def test_the_same_word_in_another_typing_order_is_no_conflict(store, tmp_path):
    other = open_replica(tmp_path, "B")
    note = add(store, title="0")
    carry(store, other)
    edit(store, note, title="ស្ត្រី")
    edit(other, note, title="ស្រ្តី")
    carry(other, store)
    assert waiting(store) == []
    other.close()


def test_an_edit_elsewhere_keeps_a_deleted_record_until_somebody_decides(store, tmp_path):
    other = open_replica(tmp_path, "B")
    note = add(store, title="0")
    carry(store, other)
    with store.transaction("Trash") as t:
        t.trash(Note, note)
    edit(other, note, body="new facts")
    carry(other, store)
    carry(store, other)
    for each in (store, other):
        assert not shown(each, note).deleted
        assert [c.field for c in waiting(each)] == ["deleted"]
    resolve(store, [(waiting(store)[0], 1)])
    carry(store, other)
    for each in (store, other):
        assert shown(each, note).deleted
        assert waiting(each) == []
    other.close()


def test_keeping_a_record_that_was_deleted_elsewhere_settles_it(store, tmp_path):
    other = open_replica(tmp_path, "B")
    note = add(store, title="0")
    carry(store, other)
    with store.transaction("Trash") as t:
        t.trash(Note, note)
    edit(other, note, body="new facts")
    carry(other, store)
    resolve(store, [(waiting(store)[0], 0)])
    carry(store, other)
    for each in (store, other):
        assert not shown(each, note).deleted
        assert waiting(each) == []
    other.close()


def test_history_tells_who_when_old_and_new(store):
    note = add(store, title="1")
    edit(store, note, title="2")
    with store.reading() as reading:
        newest = history(reading.connection, note)[0]
    assert (newest.field, newest.before, newest.after) == ("title", "1", "2")
    assert (newest.step.actor, newest.step.text, newest.kind) == ("A", "Edit", "note")


def test_a_record_that_becomes_shared_is_told_whole_in_the_wider_scope(store, tmp_path):
    note = add(store, title="1", body="b")
    with store.transaction("Share") as t:
        t.change(Note, note, scope="network")
    with store.reading() as reading:
        rows = reading.connection.exec_driver_sql(
            "SELECT n.name FROM change c JOIN name n ON n.no = c.name JOIN stream s ON s.no = c.cid >> 40"
            " WHERE s.scope = 'network' ORDER BY n.name"
        ).all()
        assert {"hub/02", "network"} == {stream.scope for stream in held(reading.connection)}
    assert {"note.title", "note.body", "note.scope", "note.code"} <= {name for (name,) in rows}


def test_a_record_taken_back_from_the_network_stays_with_its_hub(store):
    note = add(store, title="1", scope="network")
    with store.transaction("Keep") as t:
        t.change(Note, note, scope="hub/02")
    assert not shown(store, note).deleted
    with store.reading() as reading:
        gone = reading.connection.exec_driver_sql(
            "SELECT c.value FROM change c JOIN name n ON n.no = c.name JOIN stream s ON s.no = c.cid >> 40"
            " WHERE s.scope = 'network' AND n.name = 'note.deleted'"
        ).all()
    assert gone == [(1,)]
    undo(store)
    assert shown(store, note).scope == "network"


def test_search_finds_either_script_and_forgets_the_trash_last(store):
    note = add(store, title="សុខ ចន្ថា")
    add(store, title="ហេង បូរ៉ា")
    assert [f.record for f in search(store, "សុខ")] == [note]
    assert [f.record for f in search(store, "Sok Chantha")] == [note]
    assert [f.record for f in search(store, "BTB-N0001")] == [note]
    assert search(store, "") == []
    edit(store, note, title="គឹម វិសាល")
    assert search(store, "សុខ") == []


def test_unknown_fields_of_a_newer_version_are_kept_and_passed_on(store, tmp_path):
    third = open_replica(tmp_path, "C")
    note = add(store, title="1")
    with store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO name(name) VALUES ('note.colour')")
        connection.exec_driver_sql(
            "INSERT INTO change SELECT max(c.cid) + 1, max(c.step), max(c.clock), ?, n.no, 'red', NULL, x'00'"
            " FROM change c, name n WHERE n.name = 'note.colour'",
            (note,),
        )
        connection.exec_driver_sql(
            "INSERT INTO head(record, name, cid, clock) SELECT record, name, cid, clock FROM change"
            " WHERE value = 'red'"
        )
    carry(store, third)
    with third.reading() as reading:
        told = {(line.field, line.after) for line in history(reading.connection, note)}
    assert ("colour", "red") in told
    assert shown(third, note).title == "1"
    third.close()


def test_a_circle_of_undos_from_outside_holds_nobody_up(store):
    note = add(store, title="1")
    edit(store, note, title="2")
    with store.writing() as connection:
        run = connection.exec_driver_sql
        (head,) = run("SELECT cid FROM head h JOIN name n ON n.no = h.name WHERE n.name = 'note.title'").one()
        (mine,) = run("SELECT step FROM change WHERE cid = ?", (head,)).one()
        # The shown change says it is an undo of itself, and that it follows itself.
        uid = run("SELECT uid FROM step WHERE no = ?", (mine,)).scalar_one()
        other = run("SELECT max(cid) + 1 FROM change").scalar_one()
        run(
            "INSERT INTO step(uid, kind, label, details, actor, at, undoes)"
            " VALUES ('f', 'undo', '', '{}', '', 0, 'f')"
        )
        run(
            "INSERT INTO change SELECT ?, (SELECT no FROM step WHERE uid = 'f'), clock, record, name, 'x', ?,"
            " salt FROM change WHERE cid = ?",
            (other, other, head),
        )
        run("UPDATE head SET cid = ? WHERE cid = ?", (other, head))
    with pytest.raises(UserError):
        undo(store, uid)


def test_many_changes_of_one_step_cost_few_statements(store):
    with store.transaction("Add") as t:
        notes = [t.add(Note(title=str(n))) for n in range(100)]
    statements = []
    event.listen(store.engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
    with store.transaction("Edit") as t:
        for note in notes:
            t.change(note, body="text")
    assert len(statements) < 150
    assert {shown(store, note.id).body for note in notes} == {"text"}
    undo(store)
    assert {shown(store, note.id).body for note in notes} == {""}


def test_what_redo_would_do_again_is_told_with_its_details(store):
    add(store, title="1")
    undo(store)
    with store.reading() as reading:
        line = redoable(reading.connection)
    assert line.taken_back == "Add note"
    assert redo(store).step.taken_back == "Add note"
