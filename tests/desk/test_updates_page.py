"""The page of this program: an update is looked at, taken by those who may, sent along, left again."""

import sys
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QPushButton

from cso_desk.bundles.program_update import offered, sent_along
from cso_desk.desk.updates_page import UpdatesPage
from cso_desk.desk.updates_told import told_of_start
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import NATIONAL
from cso_desk.store.users import Role, User
from updates.update_trees import lay_tree, make_update, place_of, root_of, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the small tree is started by a shell")


@pytest.fixture
def page(desk: Any, tmp_path: Path) -> Any:
    lay_tree(tmp_path / "tree", "0.1.0", 100)
    made = UpdatesPage(desk.session, place_of(tmp_path / "tree"), root_of)
    desk.session.show_over(made)
    return made


def _said(page: Any) -> str:
    return "\n".join(label.text() for label in page.widget().findChildren(QLabel))


def _press(page: Any, text: str) -> None:
    [found] = [each for each in page.widget().findChildren(QPushButton) if each.text() == text]
    found.click()


def test_an_update_is_shown_in_both_languages_taken_and_left_again(page: Any, tmp_path: Path) -> None:
    page.look_at(make_update(tmp_path).path)
    assert "Something new" in _said(page)
    assert "ថ្មី" in _said(page)
    _press(page, "Take this version")
    assert "Version 0.2.0 is ready" in _said(page)
    assert started(page.place.tree, "list") == "0.2.0 app-0.2.0-120 0"
    _press(page, "Later")
    _press(page, "Go back to version 0.1.0")
    assert started(page.place.tree, "list") == "0.1.0 app-0.1.0 0"


def test_what_does_not_fit_is_told_and_what_is_left_changes_nothing(
    page: Any, desk: Any, tmp_path: Path
) -> None:
    page.look_at(make_update(tmp_path, "0.0.9", 90).path)
    assert page.seen is None
    assert "older" in desk.problem.text()
    page.look_at(make_update(tmp_path).path)
    _press(page, "Leave everything as it is")
    assert page.seen is None
    assert not page.place.program.exists()


def test_a_viewer_looks_and_takes_nothing(page: Any, tmp_path: Path) -> None:
    page.session.store.become_opened_by(User("1", "Dara", Role.VIEWER))
    page.look_at(make_update(tmp_path).path)
    page.take(page.seen)
    assert page.ready is None
    assert not page.place.program.exists()


def test_an_update_that_came_with_a_bundle_is_offered_until_it_was_taken(page: Any, tmp_path: Path) -> None:
    store = page.session.store
    blob = blobs_of(store).add_file(make_update(tmp_path).path)
    with store.writing(derived=True) as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('update_offered', ?)", (blob.sha256,))
    page.draw()
    _press(page, "Look at it")
    _press(page, "Take this version")
    assert page.ready.name == "app-0.2.0-120"
    assert offered(store) == ""


def test_the_nation_sends_an_update_along(page: Any, tmp_path: Path) -> None:
    store = page.session.store
    with store.writing(derived=True) as connection:
        connection.exec_driver_sql("UPDATE meta SET value = ? WHERE key = 'hub'", (NATIONAL,))
    store.hub = NATIONAL
    page.look_at(make_update(tmp_path).path)
    _press(page, "Send it with bundles to the hubs")
    assert sent_along(store)
    page.leave()
    _press(page, "Send no update with bundles")
    assert not sent_along(store)


def test_a_program_from_its_source_says_so(desk: Any, tmp_path: Path) -> None:
    page = UpdatesPage(desk.session)
    assert "runs from its source" in _said(page)
    page.look_at(make_update(tmp_path).path)
    assert page.seen is None
    assert told_of_start(desk.session.store) == ""
    shiboken6.delete(page)
