"""What runs in a thread touches nothing of Qt: all it has to tell is told in the thread of the window."""

from threading import get_ident

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cso_desk.errors import UserError
from cso_desk.widgets.operation import Operation, RunnerAtOnce, ThreadRunner, in_window

DIRECT = Qt.ConnectionType.DirectConnection


def heard(operation: Operation) -> list[tuple[str, int]]:
    """What an operation tells, and the thread in which it does."""
    found: list[tuple[str, int]] = []
    for name in ("progressed", "done", "failed", "ended"):
        signal = getattr(operation, name)
        signal.connect(lambda *_told, name=name: found.append((name, get_ident())), DIRECT)
    return found


def test_no_signal_leaves_a_thread(qtbot: QtBot) -> None:
    worked: list[int] = []
    announced: list[int] = []

    def work(progress) -> str:
        worked.append(get_ident())
        progress(1, 2)
        in_window(lambda: announced.append(get_ident()))
        progress(2, 2)
        return "done"

    def refuse(_progress) -> None:
        raise UserError("The disk is full.")

    runner, here = ThreadRunner(), get_ident()
    for act, told in ((work, ["progressed", "progressed", "done", "ended"]), (refuse, ["failed", "ended"])):
        operation = Operation("", act)
        found = heard(operation)
        runner.start(operation)
        qtbot.waitUntil(lambda found=found: ("ended", here) in found)
        assert found == [(name, here) for name in told]
    assert worked != [here]
    assert announced == [here]


def test_in_its_own_thread_the_window_is_told_at_once(qtbot: QtBot) -> None:
    told: list[str] = []
    in_window(lambda: told.append("now"))
    RunnerAtOnce().start(Operation("", lambda _progress: in_window(lambda: told.append("in work"))))
    assert told == ["now", "in work"]


def test_several_run_side_by_side_and_nothing_looks_once_all_have_ended(qtbot: QtBot) -> None:
    runner, done = ThreadRunner(), []
    for number in range(5):
        operation = Operation("", lambda _progress, number=number: number)
        operation.done.connect(done.append)
        runner.start(operation)
    runner.wait()
    qtbot.waitUntil(lambda: sorted(done) == list(range(5)) and runner._timer is None)


def test_who_begins_more_work_when_some_is_done_hears_of_it_too(qtbot: QtBot) -> None:
    runner, done = ThreadRunner(), []
    second = Operation("", lambda _progress: "second")
    second.done.connect(done.append)
    first = Operation("", lambda _progress: "first")
    first.done.connect(done.append)
    first.ended.connect(lambda: runner.start(second))
    runner.start(first)
    qtbot.waitUntil(lambda: done == ["first", "second"])
