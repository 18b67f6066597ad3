"""Provinces and the nation exchange real files in any order, with losses and repeats, and end as one."""

import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from bundle_hubs import Note, changes_of, introduce, open_hub
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from replicas import Clock, state
from test_convergence import Hubs, check_against_model

from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import preview_bundle, receive_bundle, undo_receive
from cso_desk.errors import UserError
from cso_desk.journal.reviews import conflicts, resolve
from cso_desk.journal.undo import redo, undo
from cso_desk.trust.rights import may_hold
from cso_desk.wording import use_language

DAY = 86_400_000
WHO = st.integers(0, 2)
PICK = st.integers(0, 9)
VALUES = st.sampled_from(["", "ក", "ខ", "គ", "one", "two"])
HUBS = ("00", "02", "03")


class Network(RuleBasedStateMachine):
    """The national hub and two provinces, two of them with wrong clocks."""

    @initialize(know=st.booleans())
    def open(self, know) -> None:
        use_language("en")
        self.folder = tempfile.TemporaryDirectory()
        start = 1_700_000_000_000
        self.hubs = [
            open_hub(Path(self.folder.name), hub, clock=Clock(start + wrong))
            for hub, wrong in zip(HUBS, (0, -3 * DAY, 365 * DAY), strict=True)
        ]
        self.sticks: list[tuple[int, Path]] = []
        if know:
            introduce(*self.hubs)

    def teardown(self) -> None:
        if not hasattr(self, "hubs"):
            return
        try:
            self._all_end_with_one_truth()
        finally:
            for hub in self.hubs:
                hub.close()
            self.folder.cleanup()

    def _all_end_with_one_truth(self) -> None:
        for _ in range(2):
            for source in self.hubs:
                for reader in self.hubs:
                    if source is not reader:
                        self._receive(
                            reader, make_bundle(source, reader.hub, kind="full", allow_plain=True).path
                        )
        every = [changes_of(hub) for hub in self.hubs]
        for hub, mine in zip(self.hubs, every, strict=True):
            for other, theirs in zip(self.hubs, every, strict=True):
                shared = {
                    key: change
                    for key, change in theirs.items()
                    if may_hold(hub.hub, key[1]) and may_hold(other.hub, key[1])
                }
                assert shared.items() <= mine.items()
            assert all(may_hold(hub.hub, scope) for _replica, scope, _seq in mine)
            check_against_model(hub)
            with hub.reading() as reading:
                waiting = conflicts(reading.connection, hub.shelves)
            Hubs._nothing_is_hidden(hub, waiting)

    @staticmethod
    def _receive(hub, path):
        """Take a file in; the only refusal an honest file may meet is a gap, and it changes nothing."""
        before = state(hub)
        try:
            return receive_bundle(hub, path, backup=False)
        except UserError as error:
            if not str(error).startswith("An earlier bundle is missing here"):
                raise
            assert state(hub) == before
            return None

    def _some(self, who, pick):
        with self.hubs[who].reading() as reading:
            notes = reading.all(Note, trash=True)
        return sorted(notes, key=lambda n: n.id)[pick % len(notes)] if notes else None

    @rule(who=WHO, title=VALUES, wide=st.booleans())
    def add(self, who, title, wide) -> None:
        with self.hubs[who].transaction("Add") as t:
            t.add(Note(title=title, scope="network" if wide else ""))

    @rule(who=WHO, pick=PICK, field=st.sampled_from(["title", "body"]), value=VALUES)
    def edit(self, who, pick, field, value) -> None:
        if note := self._some(who, pick):
            with self.hubs[who].transaction("Edit") as t:
                t.change(note, **{field: value})

    @rule(who=WHO, pick=PICK, gone=st.booleans())
    def trash_or_restore(self, who, pick, gone) -> None:
        if note := self._some(who, pick):
            with self.hubs[who].transaction("Trash") as t:
                t.change(note, deleted=gone)

    @rule(who=WHO, pick=PICK, wide=st.booleans())
    def move(self, who, pick, wide) -> None:
        if note := self._some(who, pick):
            with self.hubs[who].transaction("Share") as t:
                t.change(note, scope="network" if wide else f"hub/{self.hubs[who].hub}")

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

    @rule(who=WHO, pick=PICK)
    def decide(self, who, pick) -> None:
        hub = self.hubs[who]
        with hub.reading() as reading:
            waiting = conflicts(reading.connection, hub.shelves)
        if waiting:
            one = waiting[pick % len(waiting)]
            resolve(hub, [(one, one.sides[pick % len(one.sides)].value)])

    @rule(source=WHO, reader=WHO, kind=st.sampled_from(["delta", "delta", "full", "request"]))
    def write_a_stick(self, source, reader, kind) -> None:
        if source != reader:
            hub = self.hubs[source]
            made = make_bundle(hub, self.hubs[reader].hub, kind=kind, allow_plain=True)
            self.sticks.append((reader, made.path))

    @rule(pick=PICK, keep=st.booleans(), answer=st.booleans(), look=st.booleans())
    def bring_a_stick(self, pick, keep, answer, look) -> None:
        if not self.sticks:
            return
        at = pick % len(self.sticks)
        reader, path = self.sticks[at] if keep else self.sticks.pop(at)
        hub = self.hubs[reader]
        if look:
            before = state(hub)
            try:
                seen = preview_bundle(hub, path)
            except UserError:
                seen = None
            assert state(hub) == before
        received = self._receive(hub, path)
        if look and received:
            assert (seen.changes, seen.conflicts) == (received.changes, received.conflicts)
        if received and answer:
            source = HUBS.index(received.from_hub)
            receipt = make_bundle(
                hub, received.from_hub, kind="receipt", answers=received.uid, allow_plain=True
            )
            self.sticks.append((source, receipt.path))

    @rule(pick=PICK)
    def lose_a_stick(self, pick) -> None:
        if self.sticks:
            self.sticks.pop(pick % len(self.sticks))

    @rule(who=WHO)
    def take_back(self, who) -> None:
        hub = self.hubs[who]
        for line in bundles_of(hub):
            if line.can_undo:
                assert undo_receive(hub, line.uid) == line.changes
                break
        check_against_model(hub)

    @rule(who=WHO)
    def look(self, who) -> None:
        check_against_model(self.hubs[who])


TestNetwork = Network.TestCase
TestNetwork.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)


@pytest.mark.long
class TestNetworkLong(Network.TestCase):
    settings = settings(max_examples=400, stateful_step_count=40, deadline=None)
