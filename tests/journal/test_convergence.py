"""Whatever is edited where, and whatever becomes of the bundles, all replicas end with the same truth."""

import random
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from replicas import Clock, GapError, Note, carry, open_replica, state

from cso_desk.errors import UserError
from cso_desk.journal.heads import withdraw
from cso_desk.journal.reviews import conflicts, resolve
from cso_desk.journal.streams import MASK, SHIFT, held, last_held, stream_number, streams
from cso_desk.journal.undo import redo, undo

DAY = 86_400_000
NAMES = ("A", "B", "C", "D")
FIELDS = ("title", "body")
VALUES = st.sampled_from(["", "ក", "ខ", "គ", "one", "two"])
WHO = st.integers(0, len(NAMES) - 1)


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
        rows.setdefault(record, {})[name.split(".")[1]] = changes[best][3]
        heads |= {
            (record, name, known[c >> SHIFT].replica, known[c >> SHIFT].scope, c & MASK, c == best)
            for c in cids
        }
    for record, row in rows.items():
        if row.get("deleted") == 1:
            deletes = [c for c in cells[record, "note.deleted"] if changes[c][3] == 1]
            others = [c for (r, n), cs in cells.items() if r == record and n != "note.deleted" for c in cs]
            if any(not any(o in saw[d] or d in saw[o] for d in deletes) for o in others):
                row["deleted"] = 0
    return rows, heads


def check_against_model(store) -> None:
    rows, heads = model(store)
    shown = state(store)
    assert shown["heads"] == heads
    assert set(shown["rows"]) == set(rows)
    for record, told in rows.items():
        note = shown["rows"][record]
        assert (note.title, note.body, note.deleted, note.size) == (
            told.get("title", ""),
            told.get("body", ""),
            bool(told.get("deleted", 0)),
            told.get("size"),
        )


class Hubs(RuleBasedStateMachine):
    """Four replicas, two of which have wrong clocks, exchanging in any order with losses and repeats."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        start = 1_700_000_000_000
        offsets = (0, -3 * DAY, 365 * DAY, 1)
        self.hubs = [
            open_replica(Path(self.folder.name), name, clock=Clock(start + offset))
            for name, offset in zip(NAMES, offsets, strict=True)
        ]
        # Two records that everybody holds, so that people get in each other's way.
        with self.hubs[0].transaction("Add") as t:
            t.add_all([Note(title="shared"), Note(title="shared too")])
        for reader in self.hubs[1:]:
            carry(self.hubs[0], reader)

    def teardown(self) -> None:
        if not hasattr(self, "hubs"):
            return
        for _ in range(2):
            for source in self.hubs:
                for reader in self.hubs:
                    if source is not reader:
                        carry(source, reader)
        first = state(self.hubs[0])
        for hub in self.hubs:
            assert state(hub) == first
            check_against_model(hub)
            with hub.reading() as reading:
                waiting = conflicts(reading.connection, hub.shelves)
            self._nothing_is_hidden(hub, waiting)
            hub.close()
        self.folder.cleanup()

    @staticmethod
    def _nothing_is_hidden(hub, waiting) -> None:
        """Every head that is not shown says the same as the one shown, or waits for a decision."""
        with hub.reading() as reading:
            lost = reading.connection.exec_driver_sql(
                "SELECT h.record, n.name, c.value, (SELECT w.value FROM head x JOIN change w ON w.cid = x.cid"
                " WHERE x.record = h.record AND x.name = h.name AND x.win = 1) FROM head h"
                " JOIN change c ON c.cid = h.cid JOIN name n ON n.no = h.name WHERE h.win = 0"
            ).all()
        visible = {(c.record, c.field, s.value) for c in waiting for s in c.sides}
        for record, name, value, shown in lost:
            field = name.split(".")[1]
            assert value == shown or field == "deleted" or (record, field, value) in visible

    def _some(self, who: int, pick: int):
        with self.hubs[who].reading() as reading:
            notes = reading.all(Note, trash=True)
        return sorted(notes, key=lambda n: n.id)[pick % len(notes)] if notes else None

    @rule(who=WHO, title=VALUES)
    def add(self, who, title) -> None:
        with self.hubs[who].transaction("Add") as t:
            t.add(Note(title=title))

    @rule(who=WHO, pick=st.integers(0, 2), field=st.sampled_from(FIELDS), value=VALUES)
    def edit(self, who, pick, field, value) -> None:
        note = self._some(who, pick)
        if note:
            with self.hubs[who].transaction("Edit") as t:
                t.change(note, **{field: value})

    @rule(who=WHO, pick=st.integers(0, 2), gone=st.booleans())
    def trash_or_restore(self, who, pick, gone) -> None:
        note = self._some(who, pick)
        if note:
            with self.hubs[who].transaction("Trash") as t:
                t.change(note, deleted=gone)

    @rule(who=WHO, pick=st.integers(0, 2), wide=st.booleans())
    def move(self, who, pick, wide) -> None:
        note = self._some(who, pick)
        if note:
            with self.hubs[who].transaction("Share") as t:
                t.change(note, scope="network" if wide else "hub/02")

    @rule(source=WHO, reader=WHO)
    def bring(self, source, reader) -> None:
        if source != reader:
            carry(self.hubs[source], self.hubs[reader])

    @rule(source=WHO, reader=WHO)
    def bring_only_own(self, source, reader) -> None:
        """A bundle without what the source itself only passes on: edits arrive before what they supersede."""
        if source != reader:
            try:
                carry(self.hubs[source], self.hubs[reader], own_only=True)
            except GapError:
                return

    @rule(source=WHO, reader=WHO)
    def bring_everything_again(self, source, reader) -> None:
        if source != reader:
            carry(self.hubs[source], self.hubs[reader])
            before = state(self.hubs[reader])
            carry(self.hubs[source], self.hubs[reader], base={})
            assert state(self.hubs[reader]) == before

    @rule(source=WHO, reader=WHO)
    def take_in_and_take_back(self, source, reader) -> None:
        if source == reader:
            return
        hub = self.hubs[reader]
        before = state(hub)
        with hub.reading() as reading:
            have = held(reading.connection)
        carry(self.hubs[source], hub)
        with hub.writing() as connection:
            connection.execution_options(journalled=True)
            ranges = []
            for stream in streams(connection).values():
                number = stream_number(connection, stream)
                low, high = have.get(stream, 0), last_held(connection, number)
                if high > low:
                    ranges.append((number << SHIFT | low + 1, number << SHIFT | high))
            withdraw(connection, hub.shelves.types.values(), ranges)
            connection.execution_options(journalled=False)
        assert state(hub) == before

    @rule(who=WHO)
    def undo(self, who) -> None:
        try:
            undo(self.hubs[who])
        except UserError:
            return

    @rule(who=WHO)
    def redo(self, who) -> None:
        try:
            redo(self.hubs[who])
        except UserError:
            return

    @rule(who=WHO, pick=st.integers(0, 2), third=st.booleans())
    def decide(self, who, pick, third) -> None:
        hub = self.hubs[who]
        with hub.reading() as reading:
            waiting = conflicts(reading.connection, hub.shelves)
        if not waiting:
            return
        one = waiting[pick % len(waiting)]
        value = "three" if third and one.field in FIELDS else one.sides[pick % len(one.sides)].value
        resolve(hub, [(one, value)])
        with hub.reading() as reading:
            left = conflicts(reading.connection, hub.shelves)
        assert (one.record, one.field) not in {(c.record, c.field) for c in left}

    @precondition(lambda self: hasattr(self, "hubs"))
    @rule(who=WHO)
    def look(self, who) -> None:
        check_against_model(self.hubs[who])


TestHubs = Hubs.TestCase
TestHubs.settings = settings(max_examples=10, stateful_step_count=25, deadline=None)


def live(seed: int, steps: int) -> None:
    """One long random life of four replicas: denser than what the machine above draws."""
    chance = random.Random(seed)
    hubs = Hubs()
    hubs.open()
    values = ["", "ក", "ខ", "one", "two"]
    who = lambda: chance.randrange(len(NAMES))  # noqa: E731
    pick = lambda: chance.randrange(4)  # noqa: E731
    actions = {
        lambda: hubs.add(who=who(), title=chance.choice(values)): 2,
        lambda: hubs.edit(who(), pick(), chance.choice(FIELDS), chance.choice(values)): 12,
        lambda: hubs.trash_or_restore(who(), pick(), chance.random() < 0.6): 4,
        lambda: hubs.move(who(), pick(), chance.random() < 0.5): 1,
        lambda: hubs.bring(source=who(), reader=who()): 8,
        lambda: hubs.bring_only_own(source=who(), reader=who()): 5,
        lambda: hubs.bring_everything_again(source=who(), reader=who()): 1,
        lambda: hubs.take_in_and_take_back(source=who(), reader=who()): 2,
        lambda: hubs.undo(who()): 3,
        lambda: hubs.redo(who()): 2,
        lambda: hubs.decide(who(), pick(), chance.random() < 0.5): 4,
    }
    for action in chance.choices(list(actions), weights=list(actions.values()), k=steps):
        action()
    hubs.teardown()


@pytest.mark.parametrize("seed", range(8))
def test_a_random_life_ends_in_agreement(seed):
    live(seed, 120)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_many_long_random_lives_end_in_agreement(seed):
    live(seed, 300)
