"""Full disks, killed processes, backups: whatever fails on the way in or out leaves what was."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from bundle_hubs import Note, introduce, one_file, open_hub, snapshot
from replicas import state

from cso_desk.bundles.file_writing import write_bundle
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import UserError
from cso_desk.store.backups import BACKUPS, KEPT_BEFORE
from cso_desk.wording import use_language


@pytest.fixture
def hubs(tmp_path):
    use_language("en")
    stores = [open_hub(tmp_path, hub) for hub in ("00", "02")]
    introduce(*stores)
    yield stores
    for store in stores:
        store.close()


def add(store, *titles) -> None:
    with store.transaction("Add") as t:
        for title in titles:
            t.add(Note(title=title))


def test_backups_are_made_before_and_five_are_kept(hubs):
    nation, battambang = hubs
    for number in range(KEPT_BEFORE + 2):
        add(battambang, str(number))
        receive_bundle(nation, one_file(battambang, "00"))
    kept = list((nation.folder / BACKUPS).iterdir())
    assert len(kept) == KEPT_BEFORE
    assert all((folder / "store.db").stat().st_size for folder in kept)


def test_a_full_disk_while_merging_changes_nothing(hubs):
    nation, battambang = hubs
    add(battambang, *(f"title {i} " * 20 for i in range(2000)))
    path = one_file(battambang, "00")
    before = state(nation)
    with nation.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with nation.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
        raw = connection.connection.driver_connection
    with pytest.raises(UserError, match="disk is full"):
        receive_bundle(nation, path)
    raw.execute("PRAGMA max_page_count = 1000000")
    assert state(nation) == before
    assert receive_bundle(nation, path).records == 2000


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
def test_a_full_stick_leaves_no_half_file(hubs, tmp_path):
    _nation, battambang = hubs
    add(battambang, *(os.urandom(40).hex() for _ in range(3000)))
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    made = make_bundle(battambang, "00")
    battambang.close()
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (made.bytes // 2, hard))
        with pytest.raises(UserError, match="no room"):
            write_bundle(tmp_path / "stick.csobundle", [made.path.read_bytes()], [])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert not [p for p in tmp_path.iterdir() if "stick.csobundle" in p.name]


KILLED = """
    import os, signal, sys
    sys.path[:0] = [{here!r}, {journal!r}]
    from pathlib import Path
    from sqlalchemy import event
    from bundle_hubs import NOTE
    from cso_desk.bundles.receiving import receive_bundle
    from cso_desk.journal.recorder import JournalRecorder
    from cso_desk.store.cipher import engine_for
    from cso_desk.store.reading import Shelves
    from cso_desk.store.store import Store
    folder = Path({folder!r})
    engine = engine_for(folder / "store.db", None)
    store = Store(folder, engine, Shelves([NOTE]), JournalRecorder("x"))
    armed = []
    def kill(*_):
        os.kill(os.getpid(), signal.SIGKILL)
    def look(_connection, _cursor, sql, *_rest):
        if sql.startswith({statement!r}):
            armed.append(1) if {at_commit} else kill()
    event.listen(engine, "before_cursor_execute", look)
    event.listen(engine, "commit", lambda _connection: armed and kill())
    receive_bundle(store, Path({path!r}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
@pytest.mark.parametrize(
    ("statement", "at_commit"),
    [
        # Every step of it is killed in test_crash_steps; here many changes come at once.
        ("INSERT INTO note", False),
        ("INSERT INTO bundle", True),
    ],
)
def test_a_process_killed_while_taking_in_leaves_what_was(hubs, statement, at_commit):
    nation, battambang = hubs
    add(battambang, *(str(i) for i in range(50)))
    path = one_file(battambang, "00")
    before = snapshot(nation)
    here = Path(__file__).resolve().parent
    script = textwrap.dedent(KILLED).format(
        here=str(here),
        journal=str(here.parent / "journal"),
        folder=str(nation.folder),
        path=str(path),
        statement=statement,
        at_commit=at_commit,
    )
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert snapshot(nation) == before
    assert receive_bundle(nation, path).records == 50
