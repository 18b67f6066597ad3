"""A process killed and a disk full at each step of making and taking in a bundle with files."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from bundle_hubs import introduced, snapshot
from test_bundle_attachments import PAPER, SMALL, Paper, add, noise, read

from cso_desk.bundles.file_writing import ENDING
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle
from cso_desk.errors import UserError
from cso_desk.store.blobs import blobs_of

DATA = noise(700_000, "long")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and limits of a process are POSIX")


@pytest.fixture
def hubs(tmp_path):
    with introduced(tmp_path, "00", "02", types=(PAPER,)) as stores:
        yield stores


# The process kills itself at a call of the system: what was done before is done, nothing after is.
KILLED = """
    import os, signal, sys, time
    sys.path[:0] = {paths!r}
    from pathlib import Path
    from bundle_hubs import *
    from sqlalchemy import event
    from test_bundle_attachments import PAPER, SMALL
    from cso_desk.bundles.packing import make_bundle
    from cso_desk.bundles.receiving import receive_bundle
    from cso_desk.journal.recorder import JournalRecorder
    from cso_desk.store.cipher import engine_for
    from cso_desk.store.reading import Shelves
    from cso_desk.store.store import Store
    folder = Path({folder!r})
    engine = engine_for(folder / "store.db", None)
    store = Store(folder, engine, Shelves([PAPER]), JournalRecorder("x"))
    calls = dict()
    def at(name, path=""):
        if {where!r} not in path:
            return
        calls[name] = calls.get(name, 0) + 1
        if (name, calls[name]) == ({name!r}, {nth}):
            os.kill(os.getpid(), signal.SIGKILL)
    def hook(name, arguments):
        if name == "open" and isinstance(arguments[0], str) and arguments[0].endswith(".part"):
            at("open part", arguments[0])
        if name == "os.rename":
            at("rename", str(arguments[1]))
        if name == "os.mkdir":
            at("mkdir", str(arguments[0]))
    sys.addaudithook(hook)
    fsync = os.fsync
    def flush(handle):
        at("before fsync")
        fsync(handle)
        at("after fsync")
    os.fsync = flush
    event.listen(engine, "commit", lambda _connection: at("commit"))
    said = []
    def tell(done, total):
        if total and done > total // 2 and not said:
            said.append(1)
            at("half way")
    {action}
    print("end", calls)
"""


def killed(store, action: str, name: str, nth: int, where: str = "") -> str:
    """Run an action on the store in a process that kills itself at a step; gives what it printed."""
    here = Path(__file__).resolve().parent
    script = textwrap.dedent(KILLED).format(
        paths=[str(here), str(here.parent / "journal")], folder=str(store.folder), action=action, name=name,
        nth=nth, where=where,
    )  # fmt: skip
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert run.returncode in (-signal.SIGKILL, 0), run.stderr
    assert run.returncode or name == "never", f"the step never came: {run.stdout}"
    return run.stdout


def steps(*quick: tuple[str, int], long: tuple[tuple[str, int], ...]) -> list:
    return [*quick, *(pytest.param(*each, marks=pytest.mark.long) for each in long)]


MAKING = steps(
    ("rename", 1),
    long=(
        ("half way", 1), ("commit", 2), ("open part", 1), ("before fsync", 1), ("after fsync", 1),
        ("after fsync", 2), ("open part", 2),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("name", "nth"), MAKING, ids=str)
def test_a_process_killed_while_making_leaves_whole_volumes_or_none(hubs, tmp_path, name, nth):
    nation, battambang = hubs
    (sha256,) = add(battambang, "long", DATA)
    stick = tmp_path / "stick"
    action = f"make_bundle(store, '00', folder=Path({str(stick)!r}), profile=SMALL, progress=tell)"
    killed(battambang, action, name, nth)
    for path in stick.glob(f"*{ENDING}"):
        assert check_bundle(nation, path).can_receive
    made = make_bundle(battambang, "00", folder=stick, profile=SMALL)
    for path in (made.path, *made.further):
        receive_bundle(nation, path, backup=False)
    assert read(nation, sha256) == DATA


TAKING = steps(
    ("rename", 2),
    long=(
        ("half way", 1),
        ("commit", 3),
        ("open part", 1),
        ("before fsync", 1),
        ("after fsync", 1),
        ("rename", 1),
        ("commit", 2),
    ),
)


@pytest.mark.parametrize(("name", "nth"), TAKING, ids=str)
def test_a_process_killed_while_taking_in_leaves_everything_or_nothing(hubs, name, nth):
    nation, battambang = hubs
    names = add(battambang, "two", DATA, noise(1000, "small"))
    path = make_bundle(battambang, "00").path
    before = snapshot(nation)
    killed(nation, f"receive_bundle(store, Path({str(path)!r}), backup=False, progress=tell)", name, nth)
    taken = snapshot(nation) != before
    if taken:
        assert all(blobs_of(nation).has(sha256) for sha256 in names)
    assert receive_bundle(nation, path).records == (0 if taken else 1)
    assert [read(nation, sha256) for sha256 in names] == [DATA, noise(1000, "small")]


def test_a_killed_piece_is_taken_in_again_and_put_together(hubs):
    nation, battambang = hubs
    (sha256,) = add(battambang, "long", DATA)
    made = make_bundle(battambang, "00", profile=SMALL)
    *some, last = (made.path, *made.further)
    for path in some:
        receive_bundle(nation, path, backup=False)
    killed(nation, f"receive_bundle(store, Path({str(last)!r}), backup=False)", "rename", 1, sha256)
    assert not blobs_of(nation).has(sha256)
    assert blobs_of(nation).pieces(sha256)
    receive_bundle(nation, last, backup=False)
    assert read(nation, sha256) == DATA


@contextlib.contextmanager
def files_at_most(size: int):
    """No file may grow beyond `size` bytes, as on a disk that is full then."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)


def everything(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm")))


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_stick_that_gets_full_leaves_no_half_bundle(hubs, tmp_path, share):
    _nation, battambang = hubs
    add(battambang, "long", DATA * 8)
    made = make_bundle(battambang, "00")
    with files_at_most(int(made.bytes * share)), pytest.raises(UserError, match="no room"):
        make_bundle(battambang, "00", folder=tmp_path / "stick")
    assert everything(tmp_path / "stick") == []


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_disk_that_gets_full_while_files_arrive_changes_nothing(hubs, share):
    nation, battambang = hubs
    data = DATA * 8
    (sha256,) = add(battambang, "long", data)
    path = make_bundle(battambang, "00").path
    before = snapshot(nation), everything(nation.folder / "files")
    with files_at_most(int(len(data) * share)), pytest.raises(UserError, match="disk is full"):
        receive_bundle(nation, path)
    assert (snapshot(nation), everything(nation.folder / "files")) == before
    assert receive_bundle(nation, path).files == 1
    assert read(nation, sha256) == data


def test_a_file_that_finds_no_room_in_the_store_leaves_nothing(hubs):
    _nation, battambang = hubs
    blobs = blobs_of(battambang)
    with files_at_most(200_000), pytest.raises(UserError, match="disk is full"):
        blobs.add(io.BytesIO(DATA))
    assert everything(blobs.folder) == []


def test_what_a_killed_process_left_on_a_stick_goes_with_the_next_bundle(hubs, tmp_path):
    _nation, battambang = hubs
    stick = tmp_path / "stick"
    stick.mkdir()
    add(battambang, "x", b"x")
    left = [stick / f"KH02_to_00{ENDING}.123.part", stick / "a film.part", stick / f"fresh{ENDING}.9.part"]
    for path in left:
        path.write_bytes(b"half")
    for path in left[:2]:
        os.utime(path, (0, 0))
    make_bundle(battambang, "00", folder=stick)
    assert [path.exists() for path in left] == [False, True, True]


def test_a_stored_list_of_files_survives_a_crash_of_everything_else(hubs):
    nation, battambang = hubs
    add(battambang, "long", DATA)
    receive_bundle(nation, make_bundle(battambang, "00").path)
    with nation.reading() as reading:
        (paper,) = reading.all(Paper)
    assert [(file.size, file.name) for file in paper.files] == [(len(DATA), "long.pdf")]
