"""What is typed survives a power cut; one window to a store; a desk that nobody uses locks itself."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from cso_desk.assembly import create_store, open_store
from cso_desk.desk.application import Desk
from cso_desk.desk.drafts import DraftOffer
from cso_desk.desk.idle import IdleWatch
from cso_desk.desk.one_window import Look
from cso_desk.desk.starting import TakenPage, UnlockPage
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation
from cso_desk.settings import Settings
from cso_desk.store.drafts import Draft, keep_drafts, kept_drafts
from cso_desk.store.facts import keep_fact
from cso_desk.store.holds import Hold
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.search import refresh
from cso_desk.widgets.operation import RunnerAtOnce

PASSPHRASE = "rice in the rain"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "hub"


@pytest.fixture
def settings() -> Settings:
    return Settings(page="members")


@pytest.fixture
def window(look: None, folder: Path, settings: Settings, tmp_path: Path) -> Iterator[Any]:
    made = Desk(folder, settings, tmp_path / "settings", RunnerAtOnce())
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)  # one that lingers is styled anew in every later test


def a_hub(folder: Path, passphrase: str | None = None) -> str:
    """A store with one institution; gives its id."""
    store, _code = create_store(folder, "02", passphrase=passphrase, cost=CHEAP)
    with store.transaction("Add") as transaction:
        added = transaction.add(Organisation(name_km="សមាគម", name_en="Women for Peace"))
    refresh(store)
    store.close()
    return str(added.id)


def unlocked(window: Any) -> None:
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    page.passphrase.setText(PASSPHRASE)
    page.unlock()


def name_field(window: Any, record: str) -> Any:
    """The field of the English name of an institution, opened and with the keyboard in it."""
    window.desk.open_record("organisation", record)
    editor = window.desk.stack.currentWidget().organisations.pane.editor.editors["name_en"]
    editor.control().setFocus()
    return editor.control()


def name_of(store: Any, record: str) -> str:
    with store.reading() as reading:
        return str(reading.get(Organisation, record).name_en)


def test_a_second_window_on_a_store_says_so_until_the_first_is_closed(window: Any, folder: Path) -> None:
    a_hub(folder)
    first = Desk(folder, Settings(), folder.parent / "other", RunnerAtOnce())
    first.begin()
    window.begin()
    page = window.centralWidget()
    assert isinstance(page, TakenPage)
    page.again.click()
    assert isinstance(window.centralWidget(), TakenPage)
    first.close()
    shiboken6.delete(first)
    window.centralWidget().again.click()
    assert window.desk is not None


def test_a_second_window_looks_at_the_store_and_leaves_it_as_it_is(window: Any, folder: Path) -> None:
    record = a_hub(folder, PASSPHRASE)
    first = Desk(folder, Settings(), folder.parent / "other", RunnerAtOnce())
    first.begin()
    unlocked(first)
    window.begin()
    window.centralWidget().look.click()
    unlocked(window)
    store = window.desk.session.store
    assert store.hold is Hold.TAKEN
    assert name_of(store, record)
    assert window.watching.upkeep is None
    with first.desk.session.store.transaction("Change") as t:
        t.change(Organisation, record, name_en="Entered in the first window")
    assert name_of(store, record) == "Entered in the first window"
    assert window.desk.session.undo_name() == ""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.suffix != ".db-shm"}
    window.close()
    assert {path: path.stat().st_mtime_ns for path in before} == before
    first.close()
    shiboken6.delete(first)


def test_where_nobody_may_write_a_copy_is_looked_at(window: Any, folder: Path) -> None:
    record = a_hub(folder, PASSPHRASE)
    window._offer_look(Look(Hold.UNWRITABLE, apart=True))
    page = window.centralWidget()
    assert isinstance(page, TakenPage)
    page.look.click()
    unlocked(window)
    store = window.desk.session.store
    assert name_of(store, record)
    assert "Nobody may write" in store.why_not()
    window.reopen()
    unlocked(window)  # it may be written by now
    assert window.desk.session.store.hold is None


def test_commands_may_run_beside_the_window(window: Any, folder: Path) -> None:
    a_hub(folder)
    store = open_store(folder)
    window.open(open_store(folder))
    with store.transaction("Add") as transaction:
        transaction.add(Organisation(name_en="Added beside"))
    store.close()


def test_a_desk_that_nobody_uses_asks_for_the_passphrase_again(window: Any, folder: Path) -> None:
    record = a_hub(folder, PASSPHRASE)
    window.begin()
    unlocked(window)
    name_field(window, record).setText("Half a word")
    window.watching.idle.idle.emit()
    assert window.desk is None
    unlocked(window)
    assert name_of(window.desk.session.store, record) == "Half a word"


def test_whoever_leaves_the_desk_locks_it_by_its_keys_or_by_its_name(
    window: Any, folder: Path, qtbot: Any
) -> None:
    a_hub(folder, PASSPHRASE)
    window.begin()
    unlocked(window)
    window.activateWindow()
    window.desk.setFocus()
    QApplication.processEvents()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.desk is None)
    assert isinstance(window.centralWidget(), UnlockPage)
    unlocked(window)
    assert any("Ctrl+L" in each for each in _offered(window, "lock"))


def _offered(window: Any, text: str) -> list[str]:
    search = window.desk.top.search
    search.setFocus()
    search.setText(text)
    search.textEdited.emit(text)
    return list(search.suggestions())


def test_a_practice_desk_does_not_lock(window: Any, folder: Path) -> None:
    a_hub(folder)
    window.open(open_store(folder))
    window.lock()
    assert window.desk is not None


def test_time_without_a_touch_is_counted_from_the_last_touch(look: None, qtbot: Any) -> None:
    now = [0.0]
    watch = IdleWatch(10, clock=lambda: now[0])
    told = []
    watch.idle.connect(lambda: told.append(now[0]))
    line = QLineEdit()
    qtbot.addWidget(line)
    now[0] = 500
    qtbot.keyClicks(line, "a")
    now[0] = 700
    watch.look()
    assert told == []
    now[0] = 1101
    watch.look()
    assert told == [1101]
    watch.minutes = 0
    now[0] = 9999
    watch.look()
    watch.stop()
    assert told == [1101]


def test_after_three_wrong_passphrases_one_has_to_wait_also_after_a_new_start(
    window: Any, folder: Path
) -> None:
    a_hub(folder, PASSPHRASE)
    window.begin()
    page = window.centralWidget()
    for _time in range(3):
        page.passphrase.setText("wrong")
        page.unlock()
    assert "1" in page.problem.text_shown()
    (folder / "tries.json").write_text(f'{{"wrong": 9, "at": {time.time()}}}')
    page.passphrase.setText(PASSPHRASE)
    page._pause.stop()
    page.unlock()
    assert window.desk is None
    page = UnlockPage(folder, RunnerAtOnce())
    assert "30" in page.problem.text_shown() or "29" in page.problem.text_shown()
    assert not page._go.isEnabled()
    page.deleteLater()
    (folder / "tries.json").write_text('{"wrong": 9, "at": 1}')
    page = window.centralWidget()
    page._pause.stop()
    page._go_on()
    page.unlock()
    assert window.desk is not None


def test_what_is_typed_is_kept_and_forgotten_when_it_is_saved(window: Any, folder: Path) -> None:
    record = a_hub(folder)
    window.open(open_store(folder))
    store = window.desk.session.store
    line = name_field(window, record)
    window.watching.drafts.look()
    assert kept_drafts(store) == ()
    line.setText("Women for pea")
    window.watching.drafts.look()
    assert kept_drafts(store) == (Draft("organisation", record, "name_en", "Women for pea"),)
    window.desk.save_typing()
    window.watching.drafts.look()
    assert kept_drafts(store) == ()


def test_a_draft_is_offered_again_and_put_back_as_a_step(window: Any, folder: Path) -> None:
    record = a_hub(folder)
    store = open_store(folder)
    keep_drafts(store, [Draft("organisation", record, "name_en", "Women for Peace and rice")])
    window.open(store)
    offer = window.menuWidget()
    assert isinstance(offer, DraftOffer)
    assert "Women for Peace and rice" in offer.said.text_shown()
    window.watching.drafts.look()
    assert kept_drafts(store)
    offer.put_back()
    assert name_of(store, record) == "Women for Peace and rice"
    assert kept_drafts(store) == ()
    assert offer.isHidden()
    window.desk.session.undo()
    assert name_of(store, record) == "Women for Peace"


def test_what_came_into_fields_without_the_keyboard_is_kept_too(window: Any, folder: Path) -> None:
    record = a_hub(folder)
    window.open(open_store(folder))
    store = window.desk.session.store
    name_field(window, record).setFocus()
    editors = window.desk.page("members").organisations.pane.editor.editors
    editors["name_km"].control().insert("ស្រូវ")  # as a drop of the mouse does
    editors["registration_date"].type_in("half a date")
    editors["registration_date"].commit_now()  # cannot be read, and stays
    window.watching.drafts.look()
    kept = {each.field: each.text for each in kept_drafts(store)}
    assert "ស្រូវ" in kept.pop("name_km")
    assert kept == {"registration_date": "half a date"}


def test_several_drafts_also_of_a_span_of_days_come_back_as_one_step(window: Any, folder: Path) -> None:
    record = a_hub(folder)
    store = open_store(folder)
    with store.transaction("Add") as t:
        meeting = t.add(Meeting(title_en="Quarterly meeting", starts="2026-03-01"))
    drafts = [
        Draft("organisation", record, "name_en", "Women and rice"),
        Draft("meeting", meeting.id, "starts", "12/3/2026 - 14/3/2026"),
    ]
    keep_drafts(store, drafts)
    window.open(store)
    offer = window.menuWidget()
    assert "Women and rice" in offer.said.text_shown()
    assert "14/3/2026" in offer.said.text_shown()
    offer.put_back()
    with store.reading() as reading:
        found = reading.get(Meeting, meeting.id)
    assert found is not None
    assert (found.starts, found.ends) == ("2026-03-12", "2026-03-14")
    assert name_of(store, record) == "Women and rice"
    window.desk.session.undo()
    with store.reading() as reading:
        assert reading.get(Meeting, meeting.id).starts == "2026-03-01"  # type: ignore[union-attr]
    assert name_of(store, record) == "Women for Peace"


def test_a_draft_of_the_first_versions_is_offered(folder: Path) -> None:
    record = a_hub(folder)
    store = open_store(folder)
    one = Draft("organisation", record, "name_en", "Old")
    keep_fact(store, "draft", msgspec.json.encode(asdict(one)).decode())
    assert kept_drafts(store) == (one,)
    store.close()


def test_a_draft_can_be_forgotten(window: Any, folder: Path) -> None:
    record = a_hub(folder)
    store = open_store(folder)
    keep_drafts(store, [Draft("organisation", record, "name_en", "Wrong")])
    window.open(store)
    window.menuWidget().forget.click()
    assert kept_drafts(store) == ()
    assert name_of(store, record) == "Women for Peace"


def test_a_draft_that_fits_no_more_is_told_and_not_lost(window: Any, folder: Path) -> None:
    record = a_hub(folder)
    store = open_store(folder)
    keep_drafts(store, [Draft("organisation", record, "registration_date", "half a date")])
    window.open(store)
    offer = window.menuWidget()
    offer.put_back()
    assert "half a date" in offer.said.text_shown()
    assert kept_drafts(store)


def test_a_draft_is_kept_where_nobody_can_read_it(folder: Path) -> None:
    record = a_hub(folder, PASSPHRASE)
    store = open_store(folder, PASSPHRASE)
    keep_drafts(store, [Draft("organisation", record, "name_en", "Unmistakable words")])
    files = [path.read_bytes() for path in folder.iterdir() if path.is_file()]
    assert files
    assert not any(b"Unmistakable" in each for each in files)
    assert keep_drafts(store, [])
    store.close()


_TYPING = """
import sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from cso_desk.assembly import open_store
from cso_desk.desk.application import Desk
from cso_desk.settings import Settings
from cso_desk.widgets.operation import RunnerAtOnce
folder, record = Path(sys.argv[1]), sys.argv[2]
application = QApplication([])
window = Desk(folder, Settings(page="members"), folder.parent / "settings", RunnerAtOnce())
window.begin()
window.desk.open_record("organisation", record)
line = window.desk.stack.currentWidget().organisations.pane.editor.editors["name_en"].control()
line.setFocus()
line.setText("Typed before the power went")
window.watching.drafts.look()
print("typed", flush=True)
application.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_what_was_typed_when_the_program_was_killed_is_offered_at_the_next_start(
    window: Any, folder: Path
) -> None:
    record = a_hub(folder)
    with subprocess.Popen(
        [sys.executable, "-c", _TYPING, str(folder), record], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "typed\n"
        program.kill()
        program.wait()
    window.begin()
    assert isinstance(window.menuWidget(), DraftOffer), "the lock of a killed window is taken over"
    assert "Typed before the power went" in window.menuWidget().said.text_shown()
