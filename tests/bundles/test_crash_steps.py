"""A process is killed, or finds the disk full, at every step of whatever changes a store: all or nothing.

Afterwards the store opens, is sound, shows no half file, and doing it again works.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bundle_hubs import changes_of, introduced, key_of, open_hub, reopened, snapshot
from test_bundle_attachments import PAPER, add, noise, read

from cso_desk.bundles.file_writing import ENDING
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle, undo_receive
from cso_desk.bundles.registry import register
from cso_desk.bundles.set_aside import files_set_aside, lines_set_aside
from cso_desk.errors import UserError
from cso_desk.journal.soundness import soundness
from cso_desk.store.blobs import blobs_of
from cso_desk.store.soundness import damage
from cso_desk.trust.keeping import network_of
from cso_desk.trust.registrar import approve, find_device, found, revoke, rotate

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL, fork and limits are POSIX")

DATA = noise(90_000, "paper")
KILLED = -9


@pytest.fixture
def hubs(tmp_path):
    with introduced(tmp_path, "00", "02", types=(PAPER,)) as stores:
        yield stores


def runs(store, tmp_path, action, stride=1, limits=(), **told):
    """Every try of an action on copies of a store, as the runner tells of it."""
    store.engine.dispose()
    tries = tmp_path / f"tries-{action}"
    tries.mkdir()
    order = {
        "store": str(store.folder), "tries": str(tries), "action": action, "told": told, "stride": stride,
        "limits": list(limits),
    }  # fmt: skip
    runner = Path(__file__).with_name("crash_runner.py")
    done = subprocess.run(
        [sys.executable, str(runner), json.dumps(order)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def looked_at(one, check):
    """Open what a try left; it must be sound whatever became of it."""
    store = reopened(Path(one["folder"]), types=(PAPER,))
    try:
        with store.reading() as reading:
            assert damage(reading.connection) == [], one
        assert soundness(store).sound, one
        blobs = blobs_of(store)
        assert blobs.check() == [], one
        check(store)
    finally:
        store.close()


def killed_at_every_step(store, tmp_path, action, check, stride=1, least=10, **told):
    tries = runs(store, tmp_path, action, stride, **told)
    *before, last = tries
    assert last["code"] == 0, last
    assert {one["code"] for one in before} == {KILLED}, [one for one in before if one["code"] != KILLED]
    assert len(tries) * stride >= least
    for one in tries:
        looked_at(one, check)


def refused_or_done_at_each_size(store, tmp_path, action, check, **told):
    sizes = [20_000, 100_000, 500_000]
    tries = runs(store, tmp_path, action, limits=sizes, **told)
    for one in tries:
        assert one["code"] in (0, 1), one
        looked_at(one, check)
    assert {one["code"] for one in tries} == {0, 1}, tries


# The quick run takes some ten steps spread over the whole; the long one takes every step.
EVERY = pytest.mark.long
STRIDES = [13, pytest.param(1, marks=EVERY)]
SHORT_STRIDES = [7, pytest.param(1, marks=EVERY)]
"""For what has some forty steps."""


class TestMaking:
    @staticmethod
    def check(nation, stick, sha256):
        """No half bundle is visible, and whatever is there can be taken in."""

        def look(store):
            for path in stick.glob(f"*{ENDING}"):
                assert check_bundle(nation, path).can_receive
            made = make_bundle(store, "00")
            assert made.files == 1
            assert check_bundle(nation, made.path).can_receive
            assert blobs_of(store).has(sha256)

        return look

    @pytest.mark.parametrize("stride", STRIDES)
    def test_killed(self, hubs, tmp_path, stride):
        nation, battambang = hubs
        (sha256,) = add(battambang, "paper", DATA)
        stick = tmp_path / "stick"
        look = self.check(nation, stick, sha256)
        killed_at_every_step(battambang, tmp_path, "make", look, stride, hub="00", folder=str(stick))

    def test_disk_full(self, hubs, tmp_path):
        nation, battambang = hubs
        (sha256,) = add(battambang, "paper", DATA)
        stick = tmp_path / "stick"
        look = self.check(nation, stick, sha256)
        refused_or_done_at_each_size(battambang, tmp_path, "make", look, hub="00", folder=str(stick))
        assert not list(stick.glob("*.part"))


class TestReceiving:
    @staticmethod
    def check(before, after, path, sha256):
        def look(store):
            now = changes_of(store)
            assert now in (before, after)
            if now == after:
                assert read(store, sha256) == DATA
            assert receive_bundle(store, path).changes == len(after) - len(now)
            assert changes_of(store) == after
            assert read(store, sha256) == DATA

        return look

    def prepared(self, hubs):
        nation, battambang = hubs
        add(nation, "own")
        (sha256,) = add(battambang, "paper", DATA)
        path = make_bundle(battambang, "00").path
        before = changes_of(nation)
        return nation, path, self.check(before, before | changes_of(battambang), path, sha256)

    @pytest.mark.parametrize("stride", STRIDES)
    def test_killed(self, hubs, tmp_path, stride):
        nation, path, look = self.prepared(hubs)
        killed_at_every_step(nation, tmp_path, "receive", look, stride, path=str(path))

    def test_disk_full(self, hubs, tmp_path):
        nation, path, look = self.prepared(hubs)
        refused_or_done_at_each_size(nation, tmp_path, "receive", look, path=str(path))


class TestTakingBack:
    def prepared(self, hubs):
        nation, battambang = hubs
        add(nation, "own")
        before = changes_of(nation)
        add(battambang, "paper", DATA)
        uid = receive_bundle(nation, make_bundle(battambang, "00").path, backup=False).uid
        taken = changes_of(nation)

        def look(store):
            now = changes_of(store)
            assert now in (before, taken)
            if now == taken:
                undo_receive(store, uid)
            assert changes_of(store) == before
            with pytest.raises(UserError, match="already"):
                undo_receive(store, uid)

        return nation, uid, look

    @pytest.mark.parametrize("stride", SHORT_STRIDES)
    def test_killed(self, hubs, tmp_path, stride):
        nation, uid, look = self.prepared(hubs)
        killed_at_every_step(nation, tmp_path, "undo", look, stride, uid=uid)

    def test_disk_full(self, hubs, tmp_path):
        nation, uid, look = self.prepared(hubs)
        refused_or_done_at_each_size(nation, tmp_path, "undo", look, uid=uid)


class TestDirectories:
    """What a registrar decides, and what a bundle brings of it: everything with the cut, or nothing."""

    def founded(self, hubs):
        nation, battambang = hubs
        register(nation, lambda c: found(c, [key_of("root 1")], 1, 1000))
        hello = make_bundle(battambang, "", kind="hello").path
        receive_bundle(nation, hello)
        digits = check_bundle(nation, hello).signed_by
        register(nation, lambda c: approve(c, find_device(c, digits)))
        return nation, battambang

    def prepared(self, hubs):
        nation, battambang = self.founded(hubs)
        add(battambang, "paper")
        receive_bundle(nation, make_bundle(battambang, "00", allow_plain=True).path, backup=False)
        taken = changes_of(nation)
        # The cut is before all of it, so that what was taken in has to go.
        replica = battambang.replica

        def look(store):
            with store.reading() as reading:
                network = network_of(reading.connection)
            revoked = replica in network.directories[0].revoked
            assert changes_of(store) == taken
            for path in files_set_aside(store.folder):
                assert list(lines_set_aside(store, path))
            if not revoked:
                register(store, lambda c: revoke(c, replica))

        return nation, battambang, look

    @pytest.mark.parametrize("stride", SHORT_STRIDES)
    def test_killed_while_revoking(self, hubs, tmp_path, stride):
        nation, battambang, look = self.prepared(hubs)
        killed_at_every_step(nation, tmp_path, "revoke", look, stride, replica=battambang.replica)

    @pytest.mark.parametrize("stride", SHORT_STRIDES)
    def test_killed_while_making_a_new_root(self, hubs, tmp_path, stride):
        nation, _battambang = self.founded(hubs)

        def look(store):
            with store.reading() as reading:
                network = network_of(reading.connection)
            assert len(network.roots) in (1, 2)
            assert network.directories[0].root_version == len(network.roots)
            register(store, lambda c: rotate(c, [key_of("root 1")]))

        killed_at_every_step(nation, tmp_path, "rotate", look, stride, 5)

    def cut_off(self, hubs, tmp_path):
        """A bundle that tells a third hub of a cut behind which it holds something."""
        nation, battambang = self.founded(hubs)
        cham = open_hub(tmp_path, "03", types=(PAPER,))
        blobs_of(cham)
        hello = make_bundle(cham, "", kind="hello").path
        receive_bundle(nation, hello)
        digits = check_bundle(nation, hello).signed_by
        register(nation, lambda c: approve(c, find_device(c, digits)))
        for hub in (battambang, cham):
            grant = make_bundle(nation, hub.hub).path
            receive_bundle(hub, grant, accept=check_bundle(hub, grant).root)
        add(battambang, "of the thief", scope="network")
        receive_bundle(cham, make_bundle(battambang, "03", allow_plain=True).path, backup=False)
        held = changes_of(cham)
        register(nation, lambda c: revoke(c, battambang.replica))
        path = make_bundle(nation, "03").path

        def look(store):
            now = changes_of(store)
            assert now in (held, {})
            for aside in files_set_aside(store.folder):
                assert [line.value for line in lines_set_aside(store, aside) if line.field == "title"] == [
                    "of the thief"
                ]
            assert bool(now) or files_set_aside(store.folder)
            receive_bundle(store, path)
            assert changes_of(store) == {}
            assert files_set_aside(store.folder)

        return cham, path, look

    @pytest.mark.parametrize("stride", STRIDES)
    def test_killed_while_a_cut_is_applied(self, hubs, tmp_path, stride):
        cham, path, look = self.cut_off(hubs, tmp_path)
        killed_at_every_step(cham, tmp_path, "receive", look, stride, path=str(path))
        cham.close()

    def test_disk_full_while_a_cut_is_applied(self, hubs, tmp_path):
        cham, path, look = self.cut_off(hubs, tmp_path)
        refused_or_done_at_each_size(cham, tmp_path, "receive", look, path=str(path))
        cham.close()


class TestAddingAFile:
    def prepared(self, hubs, tmp_path):
        nation, _battambang = hubs
        path = tmp_path / "paper.pdf"
        path.write_bytes(DATA)
        before = snapshot(nation)

        def look(store):
            blobs = blobs_of(store)
            assert snapshot(store) == before
            assert len(blobs.held()) in (0, 1)
            assert b"".join(blobs.content(blobs.add_file(path).sha256)) == DATA
            assert len(blobs.held()) == 1

        return nation, path, look

    @pytest.mark.parametrize("stride", [3, pytest.param(1, marks=EVERY)])
    def test_killed(self, hubs, tmp_path, stride):
        nation, path, look = self.prepared(hubs, tmp_path)
        killed_at_every_step(nation, tmp_path, "add file", look, stride, 5, path=str(path))

    def test_disk_full(self, hubs, tmp_path):
        nation, path, look = self.prepared(hubs, tmp_path)
        refused_or_done_at_each_size(nation, tmp_path, "add file", look, path=str(path))
