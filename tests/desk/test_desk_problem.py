"""The report of a problem: the whole of it is seen before it is saved, and what is saved is what was seen."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from cso_desk.desk.problem_page import ProblemPage, no_names
from cso_desk.desk.trouble import TroublePage
from cso_desk.desk.window import DeskWindow
from cso_desk.errors import CancelledError, UserError
from cso_desk.rescue.problem_report import problem_report
from cso_desk.store.store import Store
from cso_desk.widgets.controls import Label
from cso_desk.widgets.operation import Operation
from cso_desk.wording import use_language


class Later:
    """Keeps what was to be done, for a test that says when."""

    def __init__(self) -> None:
        self.kept: list[Operation] = []

    def start(self, operation: Operation) -> None:
        self.kept.append(operation)


def button_named(inside: QWidget, name: str) -> QPushButton:
    return next(each for each in inside.findChildren(QPushButton) if each.accessibleName() == name)


def opened(desk: Any) -> ProblemPage:
    """The page, as the help opens it."""
    desk.toggle_help()
    button_named(desk.help, "Report a problem").click()
    page: ProblemPage = desk.findChild(ProblemPage)
    return page


def test_the_help_opens_the_report_and_gives_its_room_to_it(desk: Any) -> None:
    page = opened(desk)
    assert page.isVisible()
    assert not desk.help.isVisible()
    assert no_names() in [each.text_shown() for each in page.findChildren(Label)]


def test_a_fault_offers_its_report_at_once_and_a_refusal_does_not(desk: DeskWindow) -> None:
    desk.session.attempt(lambda: 1 // 0)
    assert not desk.problem.report.isHidden()
    desk.problem.report.click()
    assert desk.findChild(ProblemPage) is not None
    desk.close_over()

    def refuse() -> None:
        raise UserError("Do it otherwise.")

    desk.session.attempt(refuse)
    assert desk.problem.text() == "Do it otherwise."
    assert desk.problem.report.isHidden()


def test_what_is_saved_is_what_was_read(desk: DeskWindow, tmp_path: Path) -> None:
    page = opened(desk)
    page.save_to(tmp_path / "report.json")
    saved = (tmp_path / "report.json").read_text("utf-8")
    assert saved == page.text.toPlainText()
    assert json.loads(saved)["store"]["records"]["person"] == 2
    assert json.loads(saved)["store"]["checks"]["sound"] is True
    assert "report.json" in desk.status.text()
    for name in ("Sok Dara", "ជា វុទ្ធី", "Farmers", "12345678", "Battambang", str(tmp_path)):
        assert name not in saved


def test_a_folder_that_is_not_there_is_told(desk: DeskWindow, tmp_path: Path) -> None:
    opened(desk).save_to(tmp_path / "none" / "report.json")
    assert desk.problem.isVisible()
    assert not (tmp_path / "none").exists()


def test_nothing_is_saved_before_it_was_seen(desk: Any) -> None:
    desk.session.runner = Later()
    page = opened(desk)
    assert not page.save.isEnabled()
    desk.session.runner.kept[0].run()
    assert page.save.isEnabled()
    assert page.text.toPlainText()


def test_who_goes_back_before_it_is_gathered_is_left_in_peace(desk: Any, qapp: Any) -> None:
    desk.session.runner = Later()
    opened(desk)
    desk.close_over()
    qapp.sendPostedEvents(None, 52)  # what is to be deleted, is
    desk.session.runner.kept[0].run()
    assert desk.problem.isHidden()


def test_gathering_may_be_stopped(store: Store) -> None:
    def stop(_done: int, _total: int) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        problem_report(store, stop)


def test_a_window_that_could_not_be_set_up_offers_the_report(look: None, tmp_path: Path) -> None:
    page = TroublePage(UserError("The disk is full."), lambda: None)
    page.report.click()
    assert page.holds.text() == no_names()
    assert not page.save.isHidden()
    assert page.more.isHidden()
    page.save_to(tmp_path / "report.json")
    saved = (tmp_path / "report.json").read_text("utf-8")
    assert saved == page.details.toPlainText()
    assert json.loads(saved)["store"] is None
    page.save_to(tmp_path / "none" / "report.json")
    assert "report.json" not in page.holds.text()


def test_the_page_is_khmer_in_a_khmer_window(desk: DeskWindow) -> None:
    page = opened(desk)
    english = page.title(), no_names()
    use_language("km")
    assert page.title() not in english
    assert no_names() in [each.text_shown() for each in page.findChildren(Label)]
    assert no_names() not in english
