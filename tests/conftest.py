"""What holds for every test: no network, no modal dialog, a home of its own, Khmer to begin with."""

import faulthandler
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

sys.path.append(str(Path(__file__).resolve().parent.parent / "tools"))

import words

from cso_desk import wording

SECONDS_UNTIL_A_TEST_HANGS = 240

_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}
settings.register_profile("quick", max_examples=25, derandomize=True, database=None, **_CALM)
settings.register_profile("long", max_examples=1000, database=None, **_CALM)

MEMORY = Path("/dev/shm")
"""A disk in memory, where there is one: each test makes stores, and waiting for a disk took half the time."""


def _use_memory() -> None:
    """Keep what tests write in memory where it has room; TMPDIR set by a person is left alone."""
    if os.environ.get("TMPDIR") or not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free > 4 << 30:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


_use_memory()
_homes = Path(tempfile.mkdtemp(prefix="cso-desk-tests-"))
_home_numbers = count(1)
_dialogs: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    wants_long = "long" in str(config.getoption("markexpr"))
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("long" if wants_long else "quick"))
    _use_home(pytest.MonkeyPatch(), _homes / "session")
    if not hasattr(config, "workerinput"):  # once, not in every process of xdist
        with words.locked():
            words.compile_words()


def pytest_unconfigure() -> None:
    shutil.rmtree(_homes, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long runs are left out unless they are asked for with -m."""
    if "long" in str(config.getoption("markexpr")):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def _use_home(patch: pytest.MonkeyPatch, home: Path) -> None:
    home.mkdir()
    patch.setenv("CSO_DESK_HOME", str(home / "desk"))
    for name in ("HOME", "USERPROFILE"):
        patch.setenv(name, str(home))
    for name, folder in {
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
    }.items():
        patch.setenv(name, str(home / folder))


@pytest.fixture(autouse=True)
def own_home() -> Iterator[None]:
    """Settings and stores of one test are no business of the next, nor of the person who runs it."""
    # Not the `monkeypatch` fixture: hypothesis would warn in every property test.
    with pytest.MonkeyPatch.context() as patch:
        _use_home(patch, _homes / str(next(_home_numbers)))
        yield


@pytest.fixture(autouse=True)
def khmer_again() -> Iterator[None]:
    """The window speaks Khmer at the start of every test, and nobody of an earlier test listens."""
    listeners = list(wording._listeners)
    yield
    wording._listeners[:] = listeners
    wording.use_language("km")
    wording.use_latin_digits(False)


class NetworkUsedError(AssertionError):
    """A test reached for the network."""


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Nothing leaves this computer; a server of a test's own on it may be reached."""

    def here_only(name: str, real: Any, place: int) -> Any:
        def call(*arguments: Any, **names: Any) -> Any:
            address = arguments[place] if len(arguments) > place else names.get("address")
            host = address[0] if isinstance(address, tuple) else address
            if host not in ("127.0.0.1", "::1"):
                raise NetworkUsedError(f"the network is not there in tests: {name} {host}")
            return real(*arguments, **names)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            place = 2 if name == "sendto" else 1
            patch.setattr(socket.socket, name, here_only(name, getattr(socket.socket, name), place))
        for name in ("getaddrinfo", "gethostbyname", "create_connection"):
            patch.setattr(socket, name, here_only(name, getattr(socket, name), 0))
        yield


@pytest.fixture(autouse=True, scope="session")
def _modal_dialogs_are_told() -> Iterator[None]:
    """A modal dialog would wait for ever for somebody to answer it: tell its name instead."""
    from PySide6 import QtWidgets

    def refuse(name: str) -> Any:
        def tell(*_arguments: Any, **_names: Any) -> None:
            _dialogs.append(name)
            raise AssertionError(f"{name}() waits for a person; open dialogs with open() or show()")

        return tell

    waiting = {
        "QDialog": ["exec"],
        "QMessageBox": ["exec", "question", "information", "warning", "critical", "about"],
        "QFileDialog": [
            "exec",
            "getOpenFileName",
            "getOpenFileNames",
            "getSaveFileName",
            "getExistingDirectory",
        ],
        "QInputDialog": ["exec", "getText", "getMultiLineText", "getInt", "getDouble", "getItem"],
        "QColorDialog": ["getColor"],
        "QFontDialog": ["getFont"],
        "QMenu": ["exec"],
    }
    with pytest.MonkeyPatch.context() as patch:
        for owner, names in waiting.items():
            for name in names:
                patch.setattr(getattr(QtWidgets, owner), name, refuse(f"{owner}.{name}"))
        yield


@pytest.fixture(autouse=True)
def no_modal_dialog(_modal_dialogs_are_told: None) -> Iterator[None]:
    """Fails the test also where the program swallowed what `exec` raised."""
    _dialogs.clear()
    yield
    assert not _dialogs, f"modal dialogs were opened: {_dialogs}"


@pytest.fixture(autouse=True)
def no_hang(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that hangs ends the process with every thread's traceback, instead of the whole run."""
    patience = SECONDS_UNTIL_A_TEST_HANGS * (20 if request.node.get_closest_marker("long") else 1)
    faulthandler.dump_traceback_later(patience, exit=True, file=sys.__stderr__ or sys.stderr)
    yield
    faulthandler.cancel_dump_traceback_later()
