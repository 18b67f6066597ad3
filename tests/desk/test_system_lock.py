"""The desk locks when the system does: told by logind on a bus, by a message of Windows, or by nobody."""

import ctypes
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store
from cso_desk.desk.system_lock import BusLock, MessageLock, SystemLock, _Message, system_lock
from cso_desk.store.key_cost import CHEAP

SESSION = "/org/freedesktop/login1/session"


@pytest.fixture
def bus(qapp: Any, tmp_path: Path) -> Iterator[Any]:
    """A bus of our own: gives a connection that listens, and what tells something on it."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None or not sys.platform.startswith("linux"):
        pytest.skip("needs dbus-daemon")
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    order = [daemon, "--session", "--nofork", "--print-address", f"--address=unix:path={tmp_path}/bus"]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        listens, tells = (QDBusConnection.connectToBus(address, name) for name in ("listens", "tells"))
        assert tells.registerService("org.freedesktop.login1")

        def tell(path: str, interface: str, name: str, *values: Any) -> None:
            message = QDBusMessage.createSignal(path, f"org.freedesktop.{interface}", name)
            message.setArguments(list(values))
            assert tells.send(message)

        yield listens, tell
        for name in ("listens", "tells"):
            QDBusConnection.disconnectFromBus(name)
        running.terminate()


def test_the_lock_of_this_session_and_sleep_are_heard_and_no_others(bus: Any, qtbot: QtBot) -> None:
    listens, tell = bus
    lock = BusLock(listens, "2")
    for told in (
        (f"{SESSION}/_32", "login1.Session", "Lock"),
        ("/org/freedesktop/login1", "login1.Manager", "PrepareForSleep", True),
        (f"{SESSION}/_32", "DBus.Properties", "PropertiesChanged",
         "org.freedesktop.login1.Session", {"LockedHint": True}, []),
    ):  # fmt: skip
        with qtbot.waitSignal(lock.locked):
            tell(*told)
    heard: list[int] = []
    lock.locked.connect(lambda: heard.append(1))
    tell(f"{SESSION}/_33", "login1.Session", "Lock")
    tell("/org/freedesktop/login1", "login1.Manager", "PrepareForSleep", False)
    with qtbot.waitSignal(lock.locked):
        tell(f"{SESSION}/_32", "login1.Session", "Lock")  # what came before it was heard by now
    assert heard == [1]
    lock.stop()
    again = BusLock(listens, "2")
    with qtbot.waitSignal(again.locked):
        tell(f"{SESSION}/_32", "login1.Session", "Lock")
    assert heard == [1]
    again.stop()


@pytest.mark.parametrize(
    ("message", "wide", "locks"),
    [(0x02B1, 7, 1), (0x02B1, 8, 0), (0x0218, 4, 1), (0x0218, 7, 0), (0x0001, 7, 0)],
)
def test_messages_of_windows_lock_and_go_on_their_way(qapp: Any, message: int, wide: int, locks: int) -> None:
    lock = MessageLock()
    heard: list[int] = []
    lock.locked.connect(lambda: heard.append(1))
    told = _Message(0, message, wide)
    for kind in (b"windows_generic_MSG", b"xcb_generic_event_t"):
        assert lock.messages.nativeEventFilter(kind, ctypes.addressof(told)) == (False, 0)
    assert len(heard) == locks
    lock.stop()


def test_where_nobody_tells_nothing_is_amiss(qapp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    window = QWidget()
    lock = system_lock(window)
    assert isinstance(lock, SystemLock)
    lock.stop()


_DESK = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from cso_desk.desk.qt import application
from cso_desk.desk.running import ArrivingDesk, start_anew
from cso_desk.desk.starting import UnlockPage
from cso_desk.settings import Settings
from cso_desk.widgets.operation import RunnerAtOnce
folder, told = Path(sys.argv[1]), Path(sys.argv[2])
made = application()
window = ArrivingDesk(folder, Settings(), folder.parent / "settings", RunnerAtOnce())
window.anew = start_anew
window.show()
window.begin()
page = window.centralWidget()
assert isinstance(page, UnlockPage)
if told.exists():  # started anew
    told.with_name("again").write_text(f"{os.getpid()} {sys.argv[-1]}")
    QTimer.singleShot(0, window.close)
else:
    page.passphrase.setText(sys.argv[3])
    page.unlock()
    assert window.desk is not None
    told.write_text(f"{os.getpid()}")
    QTimer.singleShot(0, window.watching.system.locked.emit)
made.exec()
"""


def test_a_desk_that_locks_ends_and_a_new_process_asks_for_the_passphrase(
    qtbot: QtBot, tmp_path: Path
) -> None:
    store, _code = create_store(tmp_path / "store", "02", passphrase="rice in the rain", cost=CHEAP)
    store.close()
    told, again = tmp_path / "told", tmp_path / "again"
    order = [sys.executable, "-c", _DESK, str(store.folder), str(told), "rice in the rain", "a.csobundle"]
    first = subprocess.run(order, check=False, capture_output=True, text=True)
    assert first.returncode == 0, first.stderr
    qtbot.waitUntil(lambda: again.exists() and bool(again.read_text()), timeout=60_000)
    process, last_word = again.read_text().split(maxsplit=1)
    assert process != told.read_text()
    assert last_word == "rice in the rain"  # the file that a double click brought was looked at
    assert not (store.folder / "store.db-wal").exists()  # the first process closed the store
