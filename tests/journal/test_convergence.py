"""Whatever is edited where, and whatever becomes of the bundles, all replicas end with the same truth."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import initialize, rule
from lives import DAY, FIELDS, WHO, Life, check_against_model, check_that_nothing_is_hidden
from replicas import Clock, GapError, Note, carry, open_replica, state

from cso_desk.journal.heads import withdraw
from cso_desk.journal.streams import SHIFT, held, last_held, stream_number, streams

NAMES = ("A", "B", "C", "D")


class Hubs(Life):
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
            check_that_nothing_is_hidden(hub)
            hub.close()
        self.folder.cleanup()

    @rule(source=WHO, reader=WHO)
    def bring(self, source, reader) -> None:
        if self.hub(source) is not self.hub(reader):
            carry(self.hub(source), self.hub(reader))

    @rule(source=WHO, reader=WHO)
    def bring_only_own(self, source, reader) -> None:
        """A bundle without what the source itself only passes on: edits arrive before what they supersede."""
        if self.hub(source) is not self.hub(reader):
            try:
                carry(self.hub(source), self.hub(reader), own_only=True)
            except GapError:
                return

    @rule(source=WHO, reader=WHO)
    def bring_everything_again(self, source, reader) -> None:
        if self.hub(source) is not self.hub(reader):
            carry(self.hub(source), self.hub(reader))
            before = state(self.hub(reader))
            carry(self.hub(source), self.hub(reader), base={})
            assert state(self.hub(reader)) == before

    @rule(source=WHO, reader=WHO)
    def take_in_and_take_back(self, source, reader) -> None:
        if self.hub(source) is self.hub(reader):
            return
        hub = self.hub(reader)
        before = state(hub)
        with hub.reading() as reading:
            have = held(reading.connection)
        carry(self.hub(source), hub)
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


TestHubs = Hubs.TestCase
TestHubs.settings = settings(max_examples=5, stateful_step_count=25, deadline=None)


def live(seed: int, steps: int) -> None:
    """One long random life of four replicas: denser than what the machine above draws."""
    chance = random.Random(seed)
    hubs = Hubs()
    hubs.open()
    values = ["", "ក", "ខ", "one", "two"]
    who = lambda: chance.randrange(len(NAMES))  # noqa: E731
    pick = lambda: chance.randrange(4)  # noqa: E731
    actions = {
        lambda: hubs.add(who(), chance.choice(values), chance.random() < 0.1): 2,
        lambda: hubs.edit(who(), pick(), chance.choice(FIELDS), chance.choice(values)): 12,
        lambda: hubs.trash_or_restore(who(), pick(), chance.random() < 0.6): 4,
        lambda: hubs.move(who(), pick(), chance.random() < 0.5): 1,
        lambda: hubs.bring(source=who(), reader=who()): 8,
        lambda: hubs.bring_only_own(source=who(), reader=who()): 5,
        lambda: hubs.bring_everything_again(source=who(), reader=who()): 1,
        lambda: hubs.take_in_and_take_back(source=who(), reader=who()): 2,
        lambda: hubs.undo_or_redo(who(), again=False): 3,
        lambda: hubs.undo_or_redo(who(), again=True): 2,
        lambda: hubs.decide(who(), pick(), chance.random() < 0.5): 4,
    }
    for action in chance.choices(list(actions), weights=list(actions.values()), k=steps):
        action()
    hubs.teardown()


@pytest.mark.parametrize("seed", range(5))
def test_a_random_life_ends_in_agreement(seed):
    live(seed, 120)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_many_long_random_lives_end_in_agreement(seed):
    live(seed, 300)
