"""Provinces and the nation exchange real files in any order, with losses, copies and cuts, and end as one."""

import itertools
import random
import shutil
import tempfile
from functools import partial
from pathlib import Path

import hypothesis.strategies as st
import pytest
from bundle_hubs import changes_of, copied, introduce, key_of, open_hub, reopened
from hypothesis import settings
from hypothesis.stateful import initialize, rule
from lives import DAY, FIELDS, PICK, WHO, Life, check_against_model, check_that_nothing_is_hidden, identities
from replicas import Clock, state

from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import preview_bundle, receive_bundle, undo_receive
from cso_desk.bundles.registry import register
from cso_desk.errors import UserError
from cso_desk.journal.branches import is_split
from cso_desk.journal.identity import become_another
from cso_desk.trust.devices import own_certificate, own_fingerprint
from cso_desk.trust.directory import SUSPENDED
from cso_desk.trust.keeping import network_of, own_replicas
from cso_desk.trust.overview import network_state
from cso_desk.trust.registrar import approve, find_device, found, lift, revoke, suspend
from cso_desk.trust.rights import may_hold
from cso_desk.wording import use_language

HUBS = ("00", "02", "03")
WRONG = (0, -3 * DAY, 365 * DAY, 1, 7 * DAY, -DAY)
MOST = 5
EXPECTED = (
    "An earlier bundle is missing here",
    "A computer of",  # was copied
    "The computer ",  # is suspended, revoked or not entered
    "This bundle was made on this computer",
    "This bundle comes from a computer",
    "This bundle is encrypted for somebody else",
    "This bundle holds work of a computer",
)


class Network(Life):
    """The national hub and two provinces; copies of their computers that nobody noticed; restored backups.

    Beside the stores it keeps what each change really superseded when it was written, so that a reference
    that is read wrongly is found.
    """

    @initialize(know=st.booleans(), root=st.booleans())
    def open(self, know, root) -> None:
        use_language("en")
        self.folder = tempfile.TemporaryDirectory()
        self.start = 1_700_000_000_000
        self.truth: dict = {}
        self.hubs = [
            open_hub(Path(self.folder.name), hub, clock=Clock(self.start + wrong))
            for hub, wrong in zip(HUBS, WRONG, strict=False)
        ]
        self.every = list(self.hubs)
        self.saved: list[tuple[int, Path]] = []
        self.sticks: list[tuple[object, Path]] = []
        self.revoked: set[str] = set()
        self.root = root
        if root:
            self._found()
        elif know:
            introduce(*self.hubs)

    def _found(self) -> None:
        nation, *provinces = self.hubs
        register(nation, lambda c: found(c, [key_of("root")], 1, 1000))
        for hub in provinces:
            receive_bundle(nation, make_bundle(hub, "", kind="hello").path)
            digits = own_fingerprint(hub)
            register(nation, lambda c, digits=digits: approve(c, find_device(c, digits)))
            receive_bundle(hub, make_bundle(nation, hub.hub).path, accept=network_state(nation).root)

    def teardown(self) -> None:
        if not hasattr(self, "hubs"):
            return
        try:
            self._all_end_with_one_truth()
        finally:
            self.close()

    def close(self) -> None:
        for hub in self.every:
            hub.close()
        self.folder.cleanup()

    def wrote(self, hub) -> None:
        over, _heads = identities(hub)
        for change, superseded in over.items():
            self.truth.setdefault(change, superseded)

    def _all_end_with_one_truth(self) -> None:
        self._let_everybody_in()
        before = None
        # Copies notice each other and become somebody new on the way, so once round is not enough.
        for _round in range(5):
            for source, reader in itertools.permutations(self.hubs, 2):
                self._receive(reader, make_bundle(source, "", kind="hello").path, source)
                self._hand_over(source, reader)
            now = [(hub.replica, state(hub)) for hub in self.hubs]
            if now == before:
                break
            before = now
        live = [hub for hub in self.hubs if not self._is_ended(hub)]
        every = [changes_of(hub) for hub in live]
        for hub, mine in zip(live, every, strict=True):
            for other, theirs in zip(live, every, strict=True):
                shared = {
                    key: change
                    for key, change in theirs.items()
                    if may_hold(hub.hub, key[1]) and may_hold(other.hub, key[1])
                }
                assert shared.items() <= mine.items()
            assert all(may_hold(hub.hub, scope) for _replica, scope, _seq in mine)
            self._is_right(hub)
        for source, reader in itertools.permutations(live, 2):
            before, held = state(reader), changes_of(reader)
            self._hand_over(source, reader)
            assert (state(reader), changes_of(reader)) == (before, held)

    def _let_everybody_in(self) -> None:
        """Nobody is suspended any more."""
        nation = self.hubs[0]
        with nation.reading() as reading:
            entries = network_of(reading.connection).entries.values()
        for replica in [entry.replica for entry in entries if entry.status == SUSPENDED]:
            register(nation, partial(lift, replica=replica))

    def _is_ended(self, hub) -> bool:
        """Whether it is a revoked device, or a later self of one."""
        with hub.reading() as reading:
            return bool(own_replicas(reading.connection) & self.revoked)

    def _is_right(self, hub) -> None:
        """Whatever is not shown as a head was really overwritten, by somebody who saw it."""
        check_against_model(hub)
        check_that_nothing_is_hidden(hub)
        with hub.reading() as reading:
            assert not is_split(reading.connection, hub.replica)
        over, heads = identities(hub)
        overwritten = {other for change in over for other in self.truth[change]}
        assert over.keys() - overwritten <= heads

    def _hand_over(self, source, reader) -> None:
        """A whole bundle and, where something is in the way, the digits read by phone."""
        try:
            path = make_bundle(source, reader.hub, kind="full", allow_plain=True).path
        except UserError:
            return
        self._receive(reader, path, source)

    def _receive(self, hub, path, source=None):
        """Take a file in; an honest file is refused for few reasons only, and then nothing changes."""
        before = state(hub)
        try:
            return receive_bundle(hub, path, backup=False, accept=own_fingerprint(source) if source else "")
        except UserError as error:
            if not str(error).startswith(EXPECTED):
                raise
            assert state(hub) == before
            return None

    @staticmethod
    def _try(deed) -> bool:
        try:
            deed()
        except UserError:
            return False
        return True

    @rule(source=WHO, reader=WHO, kind=st.sampled_from(["delta", "delta", "full", "request"]))
    def write_a_stick(self, source, reader, kind) -> None:
        source, reader = self.hub(source), self.hub(reader)
        if source is not reader:
            made = make_bundle(source, reader.hub, kind=kind, allow_plain=True)
            self.sticks.append((reader, made.path))

    @rule(pick=PICK, keep=st.booleans(), answer=st.booleans(), look=st.booleans())
    def bring_a_stick(self, pick, keep, answer, look) -> None:
        if not self.sticks:
            return
        at = pick % len(self.sticks)
        hub, path = self.sticks[at] if keep else self.sticks.pop(at)
        if hub not in self.hubs:
            return
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
            receipt = make_bundle(
                hub, received.from_hub, kind="receipt", answers=received.uid, allow_plain=True
            )
            reader = next(one for one in self.hubs if one.hub == received.from_hub)
            self.sticks.append((reader, receipt.path))

    @rule(pick=PICK)
    def lose_a_stick(self, pick) -> None:
        if self.sticks:
            self.sticks.pop(pick % len(self.sticks))

    @rule(who=WHO, pick=PICK)
    def take_back(self, who, pick) -> None:
        hub = self.hub(who)
        if lines := [line for line in bundles_of(hub) if line.can_undo]:
            undo_receive(hub, lines[pick % len(lines)].uid)
            check_against_model(hub)

    @rule(who=WHO)
    def copy_a_computer(self, who) -> None:
        """Both go on as one device; nobody notices."""
        if len(self.hubs) < MOST:
            at = len(self.every)
            copy = copied(self.hub(who), f"copy {at}", Clock(self.start + WRONG[len(self.hubs)]))
            self.hubs.append(copy)
            self.every.append(copy)

    @rule(who=WHO)
    def back_up(self, who) -> None:
        hub = self.hub(who)
        path = hub.folder.parent / f"backup {len(self.saved)}"
        hub.engine.dispose()
        shutil.copytree(hub.folder, path)
        self.saved.append((self.hubs.index(hub), path))

    @rule(pick=PICK, noticed=st.booleans(), instead=st.booleans())
    def restore(self, pick, noticed, instead) -> None:
        """An old state comes to life, in the place of its store or beside it, noticed or not."""
        if not self.saved or (len(self.hubs) >= MOST and not instead):
            return
        place, backup = self.saved[pick % len(self.saved)]
        path = backup.with_name(f"restored {len(self.every)}")
        shutil.copytree(backup, path)
        restored = reopened(path, Clock(self.start + WRONG[place] + len(self.every)))
        if noticed:
            with restored.writing() as connection:
                now = become_another(connection)
                own_certificate(connection)
            restored.become(now)
        self.every.append(restored)
        if instead and place:
            self.hubs[place] = restored
        else:
            self.hubs.append(restored)

    @rule(who=WHO, what=st.sampled_from([suspend, lift]))
    def suspend_or_lift(self, who, what) -> None:
        if self.root and self.hub(who) is not self.hubs[0]:
            self._try(lambda: register(self.hubs[0], partial(what, replica=self.hub(who).replica)))

    @rule(who=WHO)
    def revoke_one(self, who) -> None:
        hub = self.hub(who)
        if self.root and hub.hub != "00" and not self.revoked:
            deed = partial(revoke, replica=hub.replica)
            if self._try(lambda: register(self.hubs[0], deed)):
                self.revoked.add(hub.replica)


TestNetwork = Network.TestCase
TestNetwork.settings = settings(max_examples=4, stateful_step_count=20, deadline=None)


def live(seed: int, steps: int) -> None:
    """One long random life: denser than what the machine above draws."""
    chance = random.Random(seed)
    net = Network()
    net.open(know=chance.random() < 0.5, root=chance.random() < 0.7)
    who, pick = partial(chance.randrange, 12), partial(chance.randrange, 10)
    some = lambda share: chance.random() < share  # noqa: E731
    word = partial(chance.choice, ["", "ក", "ខ", "one", "two"])
    kind = partial(chance.choice, ["delta", "delta", "full", "request"])
    deeds = {
        lambda: net.add(who(), word(), some(0.5)): 4,
        lambda: net.edit(who(), pick(), chance.choice(FIELDS), word()): 14,
        lambda: net.trash_or_restore(who(), pick(), some(0.6)): 4,
        lambda: net.move(who(), pick(), some(0.5)): 3,
        lambda: net.undo_or_redo(who(), some(0.4)): 3,
        lambda: net.decide(who(), pick(), some(0.5)): 4,
        lambda: net.write_a_stick(who(), who(), kind()): 14,
        lambda: net.bring_a_stick(pick(), some(0.3), some(0.3), some(0.2)): 14,
        lambda: net.lose_a_stick(pick()): 1,
        lambda: net.take_back(who(), pick()): 5,
        lambda: net.copy_a_computer(who()): 2,
        lambda: net.back_up(who()): 1,
        lambda: net.restore(pick(), some(0.5), some(0.5)): 1,
        lambda: net.suspend_or_lift(who(), chance.choice([suspend, lift])): 1,
        lambda: net.revoke_one(who()): 3,
    }
    try:
        for deed in chance.choices(list(deeds), weights=list(deeds.values()), k=steps):
            deed()
    except BaseException:
        net.close()
        raise
    net.teardown()


@pytest.mark.parametrize("seed", range(6))
def test_a_random_life_of_hubs_ends_in_agreement(seed):
    live(seed, 40)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 5000))
def test_many_long_random_lives_of_hubs_end_in_agreement(seed):
    live(seed, 80)


@pytest.mark.long
class TestNetworkLong(Network.TestCase):
    settings = settings(max_examples=3000, stateful_step_count=40, deadline=None)
