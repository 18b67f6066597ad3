"""The register of decisions and the board of actions, sides of the page of meetings."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from typing_in import all_of

from cso_desk.desk.window import DeskWindow
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.features.meetings.form.actions_board import ActionBoard
from cso_desk.features.meetings.form.register_decisions import DecisionRegister
from cso_desk.features.meetings.printing.registers import (
    actions_paper,
    actions_workbook,
    decisions_paper,
    decisions_workbook,
)
from cso_desk.features.meetings.record import Action, Decision, Meeting
from cso_desk.features.meetings.service import action_board, add_action, add_decision, decision_register
from cso_desk.store.store import Store


@pytest.fixture
def meeting(store: Store) -> Meeting:
    made = all_of(store, Meeting)[0]
    for text in ("Buy a motorbike", "Ask the commune"):
        add_decision(store, Decision(meeting=made.id, text_en=text))
    for due in ("2026-10-01", ""):
        add_action(store, Action(meeting=made.id, what_en=f"Write, by {due}", body="Commune", due=due))
    return made  # type: ignore[no-any-return]


def side_of(desk: DeskWindow, name: str) -> Any:
    desk.open_page("meetings", name)
    page: Any = desk.page("meetings")
    return page.currentWidget()


def shown(side: Any) -> list[str]:
    return [each.cells[1] for each in side.model.rows]


def test_the_register_is_narrowed_as_one_types_and_enter_opens_a_decision(
    desk: DeskWindow, meeting: Meeting
) -> None:
    side = side_of(desk, "decisions")
    assert isinstance(side, DecisionRegister)
    assert shown(side) == ["Ask the commune", "Buy a motorbike"]
    side.words.setText("motor")
    assert shown(side) == ["Buy a motorbike"]
    side.table.setCurrentIndex(side.model.index(0, 0))
    QTest.keyClick(side.table, Qt.Key.Key_Return)
    page: Any = desk.page("meetings")
    assert page.currentWidget() is page.meetings
    assert page.pane.record.id == meeting.id


def test_a_register_without_rows_says_why_and_leads_back_to_all_of_it(
    desk: DeskWindow, meeting: Meeting, qtbot: QtBot
) -> None:
    side = side_of(desk, "decisions")
    desk.show()
    side.words.setText("zzz")
    back = next(each for each in side.findChildren(QPushButton) if each.text() == "Show the whole list")
    assert back.isVisible()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert side.words.text() == ""
    assert len(shown(side)) == 2
    assert side.table.isVisible()


def test_in_a_narrow_window_the_text_of_a_register_can_still_be_read(
    desk: DeskWindow, meeting: Meeting
) -> None:
    side = side_of(desk, "decisions")
    for width in (910, 1366):
        desk.resize(width, 485)
        desk.show()
        QApplication.processEvents()
        assert side.table.columnWidth(1) >= 200, width
    assert not side.table.horizontalScrollBar().isVisible()


def test_actions_are_closed_on_the_board_in_one_step(
    desk: DeskWindow, store: Store, meeting: Meeting
) -> None:
    side = side_of(desk, "actions")
    assert isinstance(side, ActionBoard)
    assert len(side.model.rows) == 2
    side.table.selectAll()
    side.close_chosen("done")
    assert {each.status for each in all_of(store, Action)} == {"done"}
    assert side.model.rows == []
    desk.session.undo()
    assert len(side.model.rows) == 2


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_register_and_board_are_printed(store: Store, meeting: Meeting, language: str) -> None:
    with store.reading() as reading:
        decisions, board = decision_register(reading), action_board(reading, "2026-11-23")
    for paper in (
        decisions_paper(store, decisions, language),
        actions_paper(store, board, "2026-11-23", language),
    ):
        assert pdf_bytes(paper).startswith(b"%PDF")
    (sheet,) = decisions_workbook(store, decisions)
    assert [row[0] for row in sheet.rows] == ["2026/2", "2026/1"]
    (sheet,) = actions_workbook(store, board)
    assert [row[4] for row in sheet.rows] == [53, None]
