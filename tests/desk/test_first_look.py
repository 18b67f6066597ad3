"""The picture of the desk that stands until the desk does: true, of practice stores only."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication

from cso_desk.assembly import create_store, open_store
from cso_desk.desk.application import Desk
from cso_desk.desk.first_look import FILE_NAME, FirstLook, first_look, keep_look
from cso_desk.desk.reading_code import open_ready
from cso_desk.features.members.record import Organisation
from cso_desk.settings import Settings, load_settings
from cso_desk.store.key_cost import CHEAP
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.pieces import in_pieces


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hub"


def a_hub(folder: Path, passphrase: str | None = None) -> Any:
    store, _code = create_store(folder, "02", passphrase=passphrase, cost=CHEAP)
    with store.transaction("Add") as transaction:
        transaction.add(Organisation(name_km="សមាគម", name_en="Women for Peace"))
    return store


def a_session(folder: Path, settings: Settings, store: Any = None) -> Iterator[Any]:
    """A window from its first paint to its end; what it remembers stands beside the store's folder."""
    made = Desk(folder, settings, folder.parent / "settings", RunnerAtOnce())
    made.resize(880, 700)  # what fits every screen
    made.show()
    if store is not None:
        made.open(store)
    QApplication.processEvents()
    yield made
    made.close()
    shiboken6.delete(made)  # one that lingers is styled anew in every later test


def after_a_session(folder: Path, settings: Settings, store: Any) -> Settings:
    """What the settings keep after the store was open in a window that was closed."""
    for _window in a_session(folder, settings, store):
        pass
    return load_settings(folder.parent / "settings")


def test_the_next_start_begins_with_the_picture_of_the_desk(look: None, folder: Path) -> None:
    kept = after_a_session(folder, Settings(language="en", page="members"), a_hub(folder))
    for window in a_session(folder, kept):
        first = window.centralWidget()
        assert isinstance(first, FirstLook)
        seen = first.grab().toImage()
        window.begin()
        assert window.desk is window.centralWidget()
        QApplication.processEvents()
        stands = window.desk.grab().toImage()
        assert seen.size() == stands.size()
        differing = sum(
            seen.pixel(x, y) != stands.pixel(x, y)
            for x in range(0, seen.width(), 3)
            for y in range(0, seen.height(), 3)
        )
        assert differing == 0


def test_a_store_with_a_passphrase_leaves_no_picture(look: None, folder: Path) -> None:
    kept = after_a_session(folder, Settings(page="members"), a_hub(folder, "rice in the rain"))
    assert not kept.first_look
    assert not (folder / FILE_NAME).exists()


def test_a_store_that_was_changed_elsewhere_shows_no_old_picture(look: None, folder: Path) -> None:
    kept = after_a_session(folder, Settings(page="members"), a_hub(folder))
    assert first_look(folder, kept) is not None
    store = open_store(folder)
    with store.transaction("Add") as transaction:
        transaction.add(Organisation(name_en="Farmers"))
    assert first_look(folder, kept) is None, "while it is open elsewhere"
    store.close()
    assert first_look(folder, kept) is None


@pytest.mark.parametrize(
    "other", [{"language": "en"}, {"palette": "dark"}, {"text_size": 12}, {"page": "meetings"}]
)
def test_another_look_shows_no_old_picture(look: None, folder: Path, other: dict[str, Any]) -> None:
    a_hub(folder).close()
    settings = Settings(page="members")
    keep_look(QPixmap(40, 30), folder, settings)
    assert first_look(folder, settings) is not None
    assert first_look(folder, replace(settings, **other)) is None


def test_a_damaged_picture_is_no_picture(look: None, folder: Path) -> None:
    a_hub(folder).close()
    settings = Settings()
    keep_look(QPixmap(40, 30), folder, settings)
    (folder / FILE_NAME).write_bytes(b"torn")
    assert first_look(folder, settings) is None


def test_a_window_of_another_size_stays_blank(look: None) -> None:
    picture = QPixmap(40, 30)
    picture.fill(QColor("#ff0000"))
    shown = FirstLook(picture)
    shown.resize(40, 30)
    assert shown.grab().toImage().pixelColor(5, 5) == QColor("#ff0000")
    shown.resize(41, 30)
    assert shown.grab().toImage().pixelColor(5, 5) != QColor("#ff0000")


def test_pieces_run_one_at_a_turn_of_the_window(qapp: QApplication) -> None:
    ran: list[int] = []

    def pieces() -> Iterator[None]:
        for number in range(3):
            ran.append(number)
            yield

    in_pieces(qapp, pieces(), pytest.fail)
    assert ran == [0]
    while len(ran) < 3:
        qapp.processEvents()
    assert ran == [0, 1, 2]


def test_the_window_answers_between_two_pieces(qapp: QApplication) -> None:
    """Whatever is due, such as a timer or a click, comes before the next piece."""
    told: list[str] = []
    due = QTimer()
    due.timeout.connect(lambda: told.append("answer"))

    def pieces() -> Iterator[None]:
        for _number in range(6):
            told.append("piece")
            end = perf_counter() + 0.006
            while perf_counter() < end:
                continue
            yield

    due.start(2)
    in_pieces(qapp, pieces(), pytest.fail)
    while told.count("piece") < 6:
        qapp.processEvents()
    due.stop()
    assert all(one != "piece" or then == "answer" for one, then in pairwise(told)), told


def test_a_list_that_others_left_without_its_index_has_it_before_the_desk_stands(folder: Path) -> None:
    a_hub(folder).close()
    store = open_ready(folder)
    with store.reading() as reading:
        stale = reading.connection.exec_driver_sql("SELECT count(*) FROM stale").scalar_one()
    store.close()
    assert stale == 0
