"""Provinces and the nation, some of an older version, exchange real files: late, twice, lost or copied."""

import shutil
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

import hypothesis.strategies as st
from bundle_hubs import (
    changes_of,
    check_that_all_hold_the_same,
    check_that_all_show_the_same,
    copied,
    introduce,
    key_of,
    open_hub,
    reopened,
)  # fmt: skip
from hypothesis.stateful import initialize, rule
from lives import (
    DAY,
    PICK,
    VALUES,
    WHO,
    Life,
    check_against_model,
    check_that_nothing_is_hidden,
    identities,
)
from newer_types import NEWER, OLDER, Plan, upgraded
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
    that is read wrongly is found. `did` counts what really happened.
    """

    @initialize(know=st.booleans(), root=st.booleans(), old=st.integers(0, 7))
    def open(self, know, root, old) -> None:
        use_language("en")
        self.folder = tempfile.TemporaryDirectory()
        self.start = 1_700_000_000_000
        self.truth: dict = {}
        self.did: Counter = Counter()
        self.clocks: dict[Path, Clock] = {}
        self.hubs = []
        for at, hub in enumerate(HUBS):
            clock = Clock(self.start + WRONG[at])
            types = OLDER if old >> at & 1 else NEWER
            self.hubs.append(
                self._clocked(open_hub(Path(self.folder.name), hub, clock=clock, types=types), clock)
            )
        self.every = list(self.hubs)
        self.saved: list[tuple[int, Path, tuple]] = []
        self.sticks: list[tuple[object, Path]] = []
        self.revoked: set[str] = set()
        self.root = root
        if root:
            self._found()
        elif know:
            introduce(*self.hubs)
        for at, hub in enumerate(self.hubs):
            self.add(at, "shared", wide=True)
            self.add(at, f"of {hub.hub}", wide=False)
        if root or know:
            nation, *provinces = self.hubs
            for hub in provinces:
                self._hand_over(hub, [nation])
            for hub in provinces:
                self._hand_over(nation, [hub])

    def _clocked(self, hub, clock):
        """Remember which clock a store goes by."""
        self.clocks[hub.folder] = clock
        return hub

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
        # Copies notice each other and become somebody new on the way, so once round is not enough. The last
        # round changes nothing: everybody had everything before it.
        for _round in range(6):
            self._meet()
            now = [(hub.replica, state(hub), changes_of(hub)) for hub in self.hubs]
            if now == before:
                break
            before = now
        live = [hub for hub in self.hubs if not self._is_ended(hub)]
        check_that_all_hold_the_same(live)
        for hub in live:
            self._is_right(hub)
        for hub in live:
            self._upgrade(hub)
        for hub in self.hubs:
            if hub.folder in {one.folder for one in live}:
                self._is_right(hub)
        check_that_all_show_the_same([hub for hub in self.hubs if hub.folder in {one.folder for one in live}])

    def _meet(self) -> None:
        """Everybody gives everything to everybody, after an introduction."""
        for source in self.hubs:
            hello = make_bundle(source, "", kind="hello").path
            for reader in self.hubs:
                if reader is not source:
                    self._receive(reader, hello, source)
        for source in self.hubs:
            for hub in HUBS:
                self._hand_over(source, [one for one in self.hubs if one.hub == hub and one is not source])

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
        self._is_shown(hub)
        with hub.reading() as reading:
            assert not is_split(reading.connection, hub.replica)
        over, heads = identities(hub)
        overwritten = {other for change in over for other in self.truth[change]}
        assert over.keys() - overwritten <= heads

    def _hand_over(self, source, readers) -> None:
        """A whole bundle and, where something is in the way, the digits read by phone."""
        if not readers:
            return
        try:
            path = make_bundle(source, readers[0].hub, kind="full", allow_plain=True).path
        except UserError:
            return
        for reader in readers:
            self._receive(reader, path, source)

    def _receive(self, hub, path, source=None):
        """Take a file in; an honest file is refused for few reasons only, and then nothing changes."""
        before = state(hub)
        try:
            received = receive_bundle(
                hub, path, backup=False, accept=own_fingerprint(source) if source else ""
            )
        except UserError as error:
            if not str(error).startswith(EXPECTED):
                raise
            assert state(hub) == before
            self.did[f"refused: {str(error)[:24]}"] += 1
            return None
        self.did["cut off"] += len(received.cut_off)
        self.did["copy found"] += len(received.copies)
        return received

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
            self.did["taken back"] += 1
            check_against_model(hub)

    @rule(who=WHO)
    def take_everything_back(self, who) -> None:
        """One bundle after the other, the newest first, until something goes on from what is left."""
        hub = self.hub(who)
        while line := next((line for line in bundles_of(hub) if line.can_undo), None):
            undo_receive(hub, line.uid)
            self.did["taken back"] += 1
        check_against_model(hub)

    @rule(source=WHO, reader=WHO, pick=PICK, value=VALUES)
    def write_over_and_take_back(self, source, reader, pick, value) -> None:
        """What somebody wrote over what is held here comes, and is gone again."""
        source, reader = self.hub(source), self.hub(reader)
        if source is reader:
            return
        self.change(source, "Edit", pick, title=value)
        self._hand_over(source, [reader])
        if lines := [line for line in bundles_of(reader) if line.can_undo and line.hub == source.hub]:
            undo_receive(reader, lines[0].uid)
            self.did["taken back"] += 1
            check_against_model(reader)

    @rule(who=WHO, pick=PICK, value=VALUES)
    def paint(self, who, pick, value) -> None:
        """An edit of what only a newer version knows."""
        hub = self.hub(who)
        if hub.shelves.knows("note.colour"):
            self.change(hub, "Paint", pick, colour=value)
            self.did["newer field"] += 1

    @rule(who=WHO, pick=PICK, aim=VALUES, new=st.booleans())
    def plan(self, who, pick, aim, new) -> None:
        """A record of a kind that only a newer version knows."""
        hub = self.hub(who)
        if "plan" not in hub.shelves.types:
            return
        with hub.reading() as reading:
            plans = sorted(reading.all(Plan, trash=True), key=lambda one: one.id)
        with hub.transaction("Plan") as t:
            if new or not plans:
                t.add(Plan(aim=aim, scope="network"))
            else:
                t.change(plans[pick % len(plans)], aim=aim)
        self.did["newer kind"] += 1
        self.wrote(hub)

    @rule(who=WHO)
    def upgrade(self, who) -> None:
        hub = self.hub(who)
        if "plan" not in hub.shelves.types:
            self._is_shown(self._upgrade(hub))
            self.did["upgraded"] += 1

    def _upgrade(self, hub):
        """The same store in a newer version; what was unknown appears."""
        held = changes_of(hub)
        now = upgraded(hub, NEWER, self.clocks[hub.folder])
        assert changes_of(now) == held
        self.hubs = [now if one is hub else one for one in self.hubs]
        self.every = [now if one is hub else one for one in self.every]
        self.sticks = [(now if reader is hub else reader, path) for reader, path in self.sticks]
        return now

    @staticmethod
    def _is_shown(hub) -> None:
        check_against_model(hub)
        check_that_nothing_is_hidden(hub)

    @rule(who=WHO)
    def copy_a_computer(self, who) -> None:
        """Both go on as one device; nobody notices."""
        if len(self.hubs) < MOST:
            at = len(self.every)
            clock = Clock(self.start + WRONG[len(self.hubs)])
            copy = self._clocked(copied(self.hub(who), f"copy {at}", clock), clock)
            self.did["copied"] += 1
            self.hubs.append(copy)
            self.every.append(copy)

    @rule(who=WHO)
    def back_up(self, who) -> None:
        hub = self.hub(who)
        path = hub.folder.parent / f"backup {len(self.saved)}"
        hub.engine.dispose()
        shutil.copytree(hub.folder, path)
        self.saved.append((self.hubs.index(hub), path, tuple(hub.shelves.types.values())))

    @rule(pick=PICK, noticed=st.booleans(), instead=st.booleans())
    def restore(self, pick, noticed, instead) -> None:
        """An old state comes to life, in the place of its store or beside it, noticed or not."""
        if not self.saved or (len(self.hubs) >= MOST and not instead):
            return
        place, backup, types = self.saved[pick % len(self.saved)]
        path = backup.with_name(f"restored {len(self.every)}")
        shutil.copytree(backup, path)
        clock = Clock(self.start + WRONG[place] + len(self.every))
        restored = self._clocked(reopened(path, clock, types), clock)
        self.did["restored"] += 1
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
            deed = partial(what, replica=self.hub(who).replica)
            self.did[what.__name__] += self._try(lambda: register(self.hubs[0], deed))

    @rule(who=WHO, late=st.booleans())
    def revoke_one(self, who, late) -> None:
        """The nation ends a device; `late`: after it gave others something that the nation never saw."""
        hub = self.hub(who)
        if self.root and hub.hub != "00" and not self.revoked:
            if late:
                self.add(who, "late", wide=True)
                for other in self.hubs:
                    if other.hub not in ("00", hub.hub):
                        self._hand_over(hub, [other])
                        self.change(other, "Edit", who, body="over it")
            deed = partial(revoke, replica=hub.replica)
            if self._try(lambda: register(self.hubs[0], deed)):
                self.did["revoked"] += 1
                self.revoked.add(hub.replica)
