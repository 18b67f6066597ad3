"""What people do in random lives of several stores, and what must be true of every store at any time."""

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from replicas import state

from cso_desk.errors import UserError
from cso_desk.journal.reviews import conflicts, resolve
from cso_desk.journal.streams import MASK, SHIFT, streams
from cso_desk.journal.undo import redo, undo

DAY = 86_400_000
FIELDS = ("title", "body")
TEXTS = (*FIELDS, "colour", "aim")
"""With the fields that only a newer version knows."""
VALUES = st.sampled_from(["", "ក", "ខ", "គ", "one", "two"])
WHO = st.integers(0, 11)
PICK = st.integers(0, 9)


class Life(RuleBasedStateMachine):
    """Edits in `hubs`, any of them; whoever inherits lets them exchange. `wrote` is told after each step."""

    def wrote(self, hub) -> None:
        """A store has just written something of its own."""

    def hub(self, who: int):
        return self.hubs[who % len(self.hubs)]

    def some(self, hub, pick: int):
        with hub.reading() as reading:
            notes = reading.all(note_of(hub), trash=True)
        return sorted(notes, key=lambda n: n.id)[pick % len(notes)] if notes else None

    def change(self, hub, label: str, pick: int, **values) -> None:
        if note := self.some(hub, pick):
            before = not_shown(hub, note.id)
            with hub.transaction(label) as t:
                t.change(note, **values)
            self.wrote(hub)
            # An edit goes on from what was shown; what stood beside it still waits, unless both are equal.
            after = not_shown(hub, note.id)
            for field in values.keys() & before.keys() & set(TEXTS):
                assert before[field] - {values[field]} <= after.get(field, set())

    @rule(who=WHO, title=VALUES, wide=st.booleans())
    def add(self, who, title, wide) -> None:
        hub = self.hub(who)
        with hub.transaction("Add") as t:
            t.add(note_of(hub)(title=title, scope="network" if wide else ""))
        self.wrote(hub)

    @rule(who=WHO, pick=PICK, field=st.sampled_from(FIELDS), value=VALUES)
    def edit(self, who, pick, field, value) -> None:
        self.change(self.hub(who), "Edit", pick, **{field: value})

    @rule(who=WHO, pick=PICK, gone=st.booleans())
    def trash_or_restore(self, who, pick, gone) -> None:
        self.change(self.hub(who), "Trash", pick, deleted=gone)

    @rule(who=WHO, pick=PICK, wide=st.booleans())
    def move(self, who, pick, wide) -> None:
        hub = self.hub(who)
        self.change(hub, "Share", pick, scope="network" if wide else f"hub/{hub.hub}")

    @rule(who=WHO, again=st.booleans())
    def undo_or_redo(self, who, again) -> None:
        hub = self.hub(who)
        try:
            (redo if again else undo)(hub)
        except UserError:
            return
        self.wrote(hub)

    @rule(who=WHO, pick=PICK, third=st.booleans())
    def decide(self, who, pick, third) -> None:
        hub = self.hub(who)
        waiting = waiting_in(hub)
        if not waiting:
            return
        one = waiting[pick % len(waiting)]
        value = (
            "three"
            if third and one.field in (*FIELDS, "colour", "aim")
            else one.sides[pick % len(one.sides)].value
        )
        resolve(hub, [(one, value)])
        assert (one.record, one.field) not in {(c.record, c.field) for c in waiting_in(hub)}
        self.wrote(hub)

    @rule(who=WHO)
    def look(self, who) -> None:
        check_against_model(self.hub(who))


def note_of(hub):
    """The class of notes in the version that this store is open with."""
    return hub.shelves.types["note"].record


def not_shown(hub, record):
    """The values that stand beside those shown of one record, by field."""
    return {
        one.field: {side.value for side in one.sides[1:]} for one in waiting_in(hub) if one.record == record
    }


def waiting_in(hub):
    with hub.reading() as reading:
        return conflicts(reading.connection, hub.shelves)


def model(store) -> tuple[dict, set]:
    """Rows and heads once more, change by change in plain Python, from the journal alone."""
    with store.reading() as reading:
        connection = reading.connection
        known = streams(connection)
        changes = {
            cid: (record, name, clock, value, prev)
            for cid, record, name, clock, value, prev in connection.exec_driver_sql(
                "SELECT c.cid, c.record, n.name, c.clock, c.value, c.prev FROM change c"
                " JOIN name n ON n.no = c.name"
            )
        }
        parents = connection.exec_driver_sql("SELECT cid, parent FROM parent").all()
    saw: dict[int, set[int]] = {cid: ({c[4]} if c[4] is not None else set()) for cid, c in changes.items()}
    for cid, parent in parents:
        saw[cid].add(parent)
    gone = {
        other
        for cid, (record, name, *_rest) in changes.items()
        for other in saw[cid]
        if other in changes and changes[other][:2] == (record, name)
    }
    cells: dict[tuple[str, str], list[int]] = {}
    for cid, (record, name, *_rest) in changes.items():
        if cid not in gone:
            cells.setdefault((record, name), []).append(cid)
    rank = {
        cid: (changes[cid][2], known[cid >> SHIFT].replica, known[cid >> SHIFT].scope, cid & MASK)
        for cid in changes
    }
    rows: dict[str, dict] = {}
    heads = set()
    for (record, name), cids in cells.items():
        best = max(cids, key=rank.__getitem__)
        rows.setdefault(record, {})[name] = changes[best][3]
        heads |= {
            (record, name, known[c >> SHIFT].replica, known[c >> SHIFT].scope, c & MASK, c == best)
            for c in cids
        }
    for record, row in rows.items():
        for name in [name for name, value in row.items() if name.endswith(".deleted") and value == 1]:
            deletes = [c for c in cells[record, name] if changes[c][3] == 1]
            others = [c for (r, n), cs in cells.items() if r == record and n != name for c in cs]
            if any(not any(o in saw[d] or d in saw[o] for d in deletes) for o in others):
                row[name] = 0
    return rows, heads


def check_against_model(store) -> None:
    rows, heads = model(store)
    shown, knows = state(store), store.shelves.knows
    assert shown["heads"] == heads
    assert set(shown["rows"]) == {record for record, told in rows.items() if any(map(knows, told))}
    for record, one in shown["rows"].items():
        kind = store.shelves.type_of(one)
        told = {n.partition(".")[2]: value for n, value in rows[record].items() if knows(n)}
        assert kind.to_stored(one) == {name: f.default for name, f in kind.fields.items()} | told


def check_that_nothing_is_hidden(hub) -> None:
    """Every head that is not shown says the same as the one shown, or waits for a decision.

    What this version does not know waits for its upgrade.
    """
    with hub.reading() as reading:
        lost = reading.connection.exec_driver_sql(
            "SELECT h.record, n.name, c.value, (SELECT w.value FROM head x JOIN change w ON w.cid = x.cid"
            " WHERE x.record = h.record AND x.name = h.name AND x.win = 1) FROM head h"
            " JOIN change c ON c.cid = h.cid JOIN name n ON n.no = h.name WHERE h.win = 0"
        ).all()
    visible = {(c.record, c.field, s.value) for c in waiting_in(hub) for s in c.sides}
    for record, name, value, shown in lost:
        field = name.split(".")[1]
        known = hub.shelves.knows(name)
        assert not known or value == shown or field == "deleted" or (record, field, value) in visible


Identity = tuple
"""A change by what it says, whatever name and number it has: record, field, clock and salt."""


def identities(store) -> tuple[dict[Identity, set[Identity]], set[Identity]]:
    """Every change held with those of its cell that it points to, and those that are heads."""
    with store.reading() as reading:
        run = reading.connection.exec_driver_sql
        known = {
            cid: (record, name, clock, salt)
            for cid, record, name, clock, salt in run("SELECT cid, record, name, clock, salt FROM change")
        }
        names = dict(run("SELECT no, name FROM name").all())
        links = run("SELECT cid, prev FROM change WHERE prev IS NOT NULL").all()
        links += run("SELECT cid, parent FROM parent").all()
        heads = {cid for (cid,) in run("SELECT cid FROM head")}
    told = {cid: (record, names[name], clock, salt) for cid, (record, name, clock, salt) in known.items()}
    over: dict[Identity, set[Identity]] = {one: set() for one in told.values()}
    for cid, other in links:
        if other in told and told[other][:2] == told[cid][:2]:
            over[told[cid]].add(told[other])
    return over, {told[cid] for cid in heads}
