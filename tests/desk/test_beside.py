"""Work beside the window: one at a time, once more where it was asked for meanwhile, never after the end."""

from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from cso_desk.desk.beside import Beside
from cso_desk.errors import UserError


class Held:
    """Starts operations when a test says so."""

    def __init__(self) -> None:
        self.started = []

    def start(self, operation) -> None:
        self.started.append(operation)


@pytest.fixture
def runner(qapp) -> Held:
    return Held()


def beside(runner: Held, found: list, work=lambda _progress: "found") -> Beside:
    return Beside(SimpleNamespace(runner=runner), work, found.append, pause=1)


def test_what_is_asked_for_meanwhile_is_one_more_run(runner, qtbot: QtBot):
    found: list[str] = []
    work = beside(runner, found)
    work.now()
    work.now()
    work.now()
    assert work.is_running
    assert len(runner.started) == 1
    runner.started[0].run()
    assert found == ["found"]
    assert work.is_waiting
    qtbot.waitUntil(lambda: len(runner.started) == 2)
    runner.started[1].run()
    assert found == ["found", "found"]
    assert not work.is_waiting
    assert not work.is_running


def test_nothing_begins_once_it_was_stopped(runner, qtbot: QtBot):
    work = beside(runner, [])
    work.soon()
    work.stop()
    work.soon()
    work.now()
    assert not work.is_waiting
    assert runner.started == []


def test_what_runs_is_cancelled_and_not_begun_again(runner):
    found: list[str] = []

    def act(progress):
        progress(0, 1)
        return "too late"

    work = beside(runner, found, act)
    work.now()
    work.now()
    work.stop()
    runner.started[0].run()
    assert found == []
    assert not work.is_waiting


def test_after_work_that_went_wrong_it_can_be_asked_again(runner):
    found: list[str] = []

    def act(_progress):
        raise UserError("The disk is full.")

    work = beside(runner, found, act)
    work.now()
    runner.started[0].run()
    assert found == []
    assert not work.is_running
    work.now()
    assert len(runner.started) == 2
