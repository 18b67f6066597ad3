"""A second start of the program hands its bundle to the window that is open."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLockFile
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.desk.calls import PLACE, Calls, call
from cso_desk.desk.looked_at import LookedAtCard
from cso_desk.desk.one_window import LOCK, WindowLock, this_computer
from cso_desk.desk.running import ArrivingDesk
from cso_desk.desk.updates_page import UpdatesPage
from cso_desk.errors import UserError
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import add_organisation
from cso_desk.settings import Settings
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import NATIONAL
from cso_desk.updates.release_root import own_root
from cso_desk.widgets.operation import RunnerAtOnce


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    ours, _code = create_store(tmp_path / "ours", "02", passphrase=None)
    add_organisation(ours, Organisation(name_km="សមាគមកសិករ"))
    made = make_bundle(ours, NATIONAL, tmp_path / "a.csobundle", allow_plain=True).path
    ours.close()
    return made


@pytest.fixture
def window(qapp: Any, tmp_path: Path) -> Iterator[ArrivingDesk]:
    """The window of the nation, which is open."""
    create_store(tmp_path / "nation", NATIONAL, passphrase=None)[0].close()
    made = ArrivingDesk(tmp_path / "nation", Settings(), tmp_path, RunnerAtOnce())
    made.show()
    made.open(open_store(tmp_path / "nation", None))
    yield made
    made.close()
    shiboken6.delete(made)


def second_start(folder: Path, bundle: Path) -> "subprocess.Popen[bytes]":
    """Another process of this user that wants the same store."""
    code = "import sys; from pathlib import Path; from cso_desk.desk.running import run_desk\n"
    code += "sys.exit(run_desk(Path(sys.argv[1]), Path(sys.argv[2])))"
    return subprocess.Popen([sys.executable, "-c", code, str(folder), str(bundle)], env={**os.environ})


def test_a_second_double_click_is_looked_at_in_the_open_window(
    window: ArrivingDesk, bundle: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.showMinimized()
    second = second_start(tmp_path / "nation", bundle)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert second.returncode == 0
    assert not window.isMinimized()
    page = window.desk.page("exchange")
    assert window.desk.stack.currentWidget() is page
    assert page.findChildren(LookedAtCard)
    with window.desk.session.store.reading() as reading:
        assert reading.all(Organisation) == []
    assert list((tmp_path / "nation" / PLACE).iterdir()) == []


def in_a_thread(qtbot: QtBot, folder: Path, bundle: Path) -> bool:
    """What `call` answers, as another process would get it; this one shows its windows meanwhile."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(call(folder, bundle)))
    thread.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    thread.join()
    return answers[0]


def test_a_bundle_waits_behind_the_passphrase(qapp: Any, bundle: Path, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "locked"
    create_store(folder, NATIONAL, passphrase="tonle sap lotus", cost=CHEAP)[0].close()
    window = ArrivingDesk(folder, Settings(), tmp_path, RunnerAtOnce())
    window.show()
    window.begin()
    assert window.desk is None
    assert in_a_thread(qtbot, folder, bundle)
    assert window.arrived == bundle
    window.open(open_store(folder, "tonle sap lotus"))
    assert window.arrived is None
    assert window.desk.page("exchange").findChildren(LookedAtCard)
    window.close()
    shiboken6.delete(window)


def test_an_update_opens_its_page_over_whatever_is_open_and_opens_it_once(
    window: ArrivingDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    update = tmp_path / "a.csoupdate"
    update.write_bytes(b"no update")
    for _time in range(2):
        assert in_a_thread(qtbot, tmp_path / "nation", update)
        assert len(window.desk.findChildren(UpdatesPage)) == 1
        assert window.desk.stack.currentWidget().findChildren(UpdatesPage)
        with pytest.raises(UserError) as refused:
            own_root()  # what runs from its source takes none: the file got as far as that
        assert window.desk.problem.text() == str(refused.value)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_nobody_is_called_where_no_window_is_open(window: ArrivingDesk, bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "nation"
    window.close()
    assert not call(folder, bundle)
    assert not call(tmp_path / "no store", bundle)
    assert WindowLock(folder).take()


def test_a_computer_is_known_by_the_name_that_a_lock_has_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = WindowLock(tmp_path)
    assert lock.take()
    told = QLockFile(str(tmp_path / LOCK)).getLockInfo()
    assert told[1] == this_computer()
    assert not lock.is_elsewhere()
    # Windows writes another name than it answers with: in capitals, and cut to 15 letters.
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("COMPUTERNAME", "BATTAMBANG-SECR")
    assert this_computer() == "BATTAMBANG-SECR"
    assert lock.is_elsewhere()
    lock.release()


def test_a_window_that_does_not_answer_is_not_waited_for_long(bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stuck"
    (folder / PLACE).mkdir(parents=True)
    lock = WindowLock(folder)
    assert lock.take()
    assert not call(folder, bundle, patience=0.05)
    assert list((folder / PLACE).iterdir()) == []
    lock.release()


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"file": 7}',
        b'{"other": "x"}',
        json.dumps({"file": "a.csobundle"}).encode(),
        json.dumps({"file": "/etc/passwd"}).encode(),
        json.dumps({"file": "/nowhere/a.csoupdate"}).encode(),
        json.dumps({"file": "/nowhere/a.csobundle"}).encode(),
        b"x" * 200_000,
    ],
)
def test_a_call_that_names_no_bundle_is_put_away(
    qapp: Any, tmp_path: Path, qtbot: QtBot, told: bytes
) -> None:
    heard: list[Path] = []
    calls = Calls(heard.append)
    calls.listen(tmp_path)
    part = tmp_path / PLACE / "a.part"
    part.write_bytes(told)
    part.replace(tmp_path / PLACE / "a.json")
    qtbot.waitUntil(lambda: not any((tmp_path / PLACE).iterdir()), timeout=20_000)
    assert heard == []
    calls.stop()


def test_calls_of_an_earlier_window_are_forgotten_and_its_folder_is_private(
    qapp: Any, tmp_path: Path
) -> None:
    calls = Calls(print)
    calls.listen(tmp_path)
    assert os.name != "posix" or (tmp_path / PLACE).stat().st_mode & 0o077 == 0
    calls.stop()
    (tmp_path / PLACE / "old.json").write_text("{}", "utf-8")
    calls.listen(tmp_path)
    assert list((tmp_path / PLACE).iterdir()) == []
    calls.listen(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    calls.stop()
