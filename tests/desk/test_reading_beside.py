"""What is read beside the window: one reading at a time, told only where it is new or took long."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel
from waiting import RunnerWhenAsked

from cso_desk.desk.conflict_page import ConflictPage
from cso_desk.desk.window import DeskWindow
from cso_desk.widgets.operation import Failure
from cso_desk.widgets.reading_beside import ReadingBeside


class Told:
    """As much of a session as reading needs."""

    def __init__(self) -> None:
        self.runner = RunnerWhenAsked()
        self.complaints: list[Failure] = []
        self.complain = self.complaints.append


@pytest.fixture
def runner(desk: DeskWindow) -> RunnerWhenAsked:
    made = RunnerWhenAsked()
    desk.session.runner = made
    return made


@pytest.fixture
def told(qapp: QApplication) -> Iterator[tuple[Any, QObject]]:
    owner = QObject(qapp)
    yield Told(), owner
    owner.deleteLater()


def reading(told: tuple[Any, QObject], values: list[Any]) -> tuple[ReadingBeside, list[Any], RunnerWhenAsked]:
    session, owner = told
    seen: list[Any] = []
    made = ReadingBeside(session, lambda: values.pop(0), owner)
    made.came.connect(seen.append)
    return made, seen, session.runner


def test_what_is_the_same_as_before_is_not_told_again(told: Any) -> None:
    made, seen, runner = reading(told, [1, 1, 2])
    for _time in range(3):
        made.again()
        runner.run()
    assert seen == [1, 2]


def test_however_often_it_is_asked_meanwhile_it_reads_once_more(told: Any) -> None:
    made, seen, runner = reading(told, [1, 2, 3])
    for _time in range(5):
        made.again()
    assert len(runner.waiting) == 1
    runner.run()
    runner.run()
    assert (seen, runner.waiting) == ([1, 2], [])


def test_a_reading_that_was_said_to_take_long_is_told_even_where_nothing_is_new(told: Any) -> None:
    made, seen, runner = reading(told, [1, 1])
    made.again()
    runner.run()
    made.again()
    made._clock.timeout.emit()
    assert made.is_late
    runner.run()
    assert seen == [1, 1]
    assert not made.is_late


def test_a_reading_that_fails_is_told_and_the_next_one_goes_on(told: Any) -> None:
    made, seen, runner = reading(told, [1])
    values: list[Any] = []
    made._read = lambda: values[0]
    made.again()
    runner.run()
    assert len(told[0].complaints) == 1
    values.append(7)
    made.again()
    runner.run()
    assert seen == [7]


def test_the_exchange_page_can_be_used_before_the_hubs_were_looked_at(
    desk: DeskWindow, runner: RunnerWhenAsked
) -> None:
    page: Any = desk.page("exchange")
    words = lambda: " ".join(each.text() for each in page.findChildren(QLabel))  # noqa: E731
    assert "Give" in words()
    assert "The hubs" not in words()
    page._reading._clock.timeout.emit()
    assert "Looking at the hubs" in words()
    runner.run()
    assert "The hubs" in words()
    assert "Looking at the hubs" not in words()


def test_nobody_is_said_to_agree_before_anybody_looked(desk: DeskWindow, runner: RunnerWhenAsked) -> None:
    desk.open_conflicts()
    over: Any = desk.stack.currentWidget()
    page = over.findChild(ConflictPage)
    words = lambda: " ".join(each.text() for each in page.findChildren(QLabel))  # noqa: E731
    assert "Everybody agrees" not in words()
    runner.run()
    assert "Everybody agrees" in words()
