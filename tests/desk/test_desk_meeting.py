"""The merge meeting in the window: the board, differences by keyboard and many at once, what to look over."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store
from cso_desk.bundles.hub_states import hub_states
from cso_desk.bundles.merge_meeting import merges, open_merge
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.desk.batch_card import BatchCard
from cso_desk.desk.board_view import DELIVERED, MISSING, OPEN, PROBLEM, WAITING, tiles
from cso_desk.desk.conflict_page import ConflictPage
from cso_desk.desk.doubts_page import DoubtsPage
from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.journal.reviews import conflicts
from cso_desk.remotes.exchange import post, use_remote
from cso_desk.remotes.keeping import Remote, kept_remote
from cso_desk.store.rules import Approval
from cso_desk.store.sticks import Stick
from cso_desk.store.store import Store

Hubs = dict[str, Store]


@pytest.fixture
def others(tmp_path: Path, store: Store) -> Iterator[Hubs]:
    """The national hub and Siem Reap, which know this hub and each other."""
    made = {
        code: create_store(tmp_path / code, code, passphrase=None, actor=f"Sok {code}")[0]
        for code in ("00", "17")
    }
    every = [store, *made.values()]
    for source in every:
        hello = make_bundle(source, "", kind="hello", folder=tmp_path / "hello").path
        for reader in every:
            if reader is not source:
                receive_bundle(reader, hello, backup=False)
    with store.transaction("Share") as t:
        for each in t.all(Organisation):
            t.change(each, consent=True)
    for reader in made.values():
        receive_bundle(reader, make_bundle(store, reader.hub, folder=tmp_path / "first").path, backup=False)
        receive_bundle(store, make_bundle(reader, "02", kind="receipt", folder=tmp_path / "first").path)
    yield made
    for each in made.values():
        each.close()


@pytest.fixture
def exchange(desk: DeskWindow, others: Hubs) -> Any:
    return desk.page("exchange")


def texts(widget: Any) -> list[str]:
    return [each.text().replace("\u200b", "") for each in widget.findChildren(QLabel)]


def press(widget: Any, text: str) -> None:
    next(
        b for b in widget.findChildren(QAbstractButton) if b.text().startswith(text) and b.isEnabled()
    ).click()


def over(desk: DeskWindow, kind: type) -> Any:
    current = desk.stack.currentWidget()
    assert current is not None
    found = current.findChild(kind)
    assert found is not None
    return found


def change(store: Store, name: str, **values: object) -> None:
    with store.transaction("Change") as t:
        record = next(each for each in t.all(Organisation, trash=True) if each.name_en == name)
        t.change(record, **values)


def stick_of(others: Hubs, folder: Path, *codes: str) -> Path:
    for code in codes:
        make_bundle(others[code], "02", folder=folder)
    return folder


def waiting(store: Store) -> int:
    with store.reading() as reading:
        return len(conflicts(reading.connection, store.shelves))


def marks(exchange: Any) -> dict[str, str]:
    return {tile.hub: tile.mark for tile in tiles(exchange.stick.view, exchange.stick.arrivals)}


def differ(others: Hubs) -> None:
    """Both other hubs write other things about the same two institutions."""
    for code, hub in others.items():
        change(hub, "Farmers", email=f"{code}@farmers.example", website=f"https://{code}.example")
        change(hub, "Women for Peace", phones=("+855120000" + code,))


def test_the_board_shows_every_hub_from_missing_to_delivered(
    exchange: Any, others: Hubs, tmp_path: Path
) -> None:
    exchange.show_board()
    assert marks(exchange) == {"00": MISSING, "17": MISSING}
    change(others["17"], "Farmers", email="new@farmers.example")
    exchange.look_at_folder(stick_of(others, tmp_path / "one", "17"))
    assert marks(exchange) == {"00": MISSING, "17": WAITING}
    press(exchange, "Take in all")
    assert marks(exchange) == {"00": MISSING, "17": DELIVERED}
    broken = tmp_path / "two" / "KH00-national_to_02_2026-11-22_0001.csobundle"
    broken.parent.mkdir()
    broken.write_bytes(b"torn")
    exchange.look_at_folder(broken.parent)
    assert marks(exchange) == {"00": PROBLEM, "17": DELIVERED}


def test_sticks_come_one_after_the_other_and_each_gets_its_own_answer(
    exchange: Any, others: Hubs, tmp_path: Path, store: Store
) -> None:
    for code in others:
        change(others[code], "Farmers", email="same@farmers.example")
        exchange.look_at_folder(stick_of(others, tmp_path / code, code))
        press(exchange, "Take in all")
    press(exchange, "Write answers")
    for code, hub in others.items():
        answer = next(each for each in exchange.stick.answers if each.hub == code)
        assert answer.made.path.parent == tmp_path / code
        receive_bundle(hub, answer.made.path)
    assert {state.made.way for state in hub_states(store) if state.made} == {"stick"}


def test_a_merge_goes_on_when_the_board_was_left_until_it_is_closed(
    desk: DeskWindow, exchange: Any, others: Hubs, tmp_path: Path, store: Store
) -> None:
    exchange.look_at_folder(stick_of(others, tmp_path / "stick", "17"))
    assert open_merge(store) is None
    press(exchange, "Take in all")
    press(exchange, "Leave the board")
    assert any("goes on" in text for text in texts(exchange))
    press(exchange, "Open the board")
    assert marks(exchange)["17"] == DELIVERED
    press(exchange, "Merge protocol")
    assert over(desk, PaperPage).page_count() >= 1
    desk.close_over()
    press(exchange, "Close the merge")
    assert open_merge(store) is None
    assert len(merges(store)) == 1


def test_the_whole_merge_is_taken_back_after_a_question(
    exchange: Any, others: Hubs, tmp_path: Path, store: Store
) -> None:
    differ(others)
    exchange.look_at_folder(stick_of(others, tmp_path / "stick", "00", "17"))
    press(exchange, "Take in all")
    assert waiting(store) == 3
    assert set(marks(exchange).values()) == {OPEN}
    press(exchange, "Take the merge back")
    assert waiting(store) == 3
    press(exchange, "Take it back")
    assert waiting(store) == 0
    assert set(marks(exchange).values()) == {MISSING}
    exchange.look_at_folder(tmp_path / "stick")
    press(exchange, "Take in all")
    assert waiting(store) == 3


def test_the_board_looks_again_after_a_decision(
    desk: DeskWindow, exchange: Any, others: Hubs, tmp_path: Path
) -> None:
    differ(others)
    exchange.look_at_folder(stick_of(others, tmp_path / "stick", "00", "17"))
    press(exchange, "Take in all")
    press(exchange, "Decide now")
    page = over(desk, ConflictPage)
    for found in page.records():
        page.choose_all(found, shown=True)
    desk.close_over()
    assert set(marks(exchange).values()) == {DELIVERED}


def test_a_stick_that_is_plugged_in_is_offered_and_goes_to_the_open_board(
    exchange: Any, others: Hubs, tmp_path: Path
) -> None:
    exchange.watch.now = [Stick(stick_of(others, tmp_path / "KH17", "17"), "KH17")]
    exchange.watch.came.emit()
    assert any("KH17" in text for text in texts(exchange))
    press(exchange, "Look at the stick")
    assert marks(exchange)["17"] == WAITING
    exchange.watch.now = [Stick(stick_of(others, tmp_path / "KH00", "00"), "KH00")]
    exchange.watch.came.emit()
    assert marks(exchange) == {"00": WAITING, "17": WAITING}


def test_differences_are_decided_by_keys_or_left_for_later(
    desk: DeskWindow, exchange: Any, others: Hubs, tmp_path: Path, store: Store, qtbot: QtBot
) -> None:
    differ(others)
    for code in others:
        receive_bundle(store, make_bundle(others[code], "02", folder=tmp_path).path)
    desk.open_conflicts()
    page = over(desk, ConflictPage)
    first = page.records()[0]
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_0)
    assert page.records()[-1][0].record == first[0].record
    each = page.records()[0][0]
    qtbot.keyClick(page, Qt.Key.Key_2)
    with store.reading() as reading:
        record: Any = reading.get(Organisation, each.record)
    kind = store.shelves.types["organisation"].fields[each.field].kind
    assert kind.to_stored(getattr(record, each.field)) == each.sides[1].value
    left = waiting(store)
    qtbot.keyClick(page, Qt.Key.Key_3)
    assert waiting(store) == left
    assert isinstance(desk.focusWidget(), QLineEdit)


def test_both_values_tell_who_where_when_and_what_stood_before(
    desk: DeskWindow, exchange: Any, others: Hubs, tmp_path: Path, store: Store
) -> None:
    change(store, "Farmers", email="old@farmers.example")
    for hub in others.values():
        receive_bundle(hub, make_bundle(store, hub.hub, folder=tmp_path).path)
    differ(others)
    for code in others:
        receive_bundle(store, make_bundle(others[code], "02", folder=tmp_path).path)
    desk.open_conflicts()
    page = over(desk, ConflictPage)
    while not any("E-mail" in text for text in texts(page.widget())):
        press(page, "Next")
    said = texts(page.widget())
    assert "Before they differed: old@farmers.example" in said
    assert any(text.startswith("Sok 17, Siem Reap Province, computer") for text in said)


def test_many_differences_are_shown_then_settled_as_one_step(
    desk: DeskWindow, exchange: Any, others: Hubs, tmp_path: Path, store: Store
) -> None:
    differ(others)
    for code in others:
        receive_bundle(store, make_bundle(others[code], "02", folder=tmp_path).path)
    desk.open_conflicts()
    page = over(desk, ConflictPage)
    press(page, "Many at once")
    card = over(desk, BatchCard)
    assert not card.settle.isEnabled()
    card.how.setCurrentIndex(card.how.findText("Take what Siem Reap Province wrote"))
    card.preview()
    assert card.settle.text() == "Settle 3 differences"
    assert any("17@farmers.example" in text for text in texts(card))
    card.which.setCurrentIndex(card.which.findText("The field E-mail"))
    card.preview()
    assert card.settle.text() == "Settle 1 difference"
    card.settle.click()
    assert waiting(store) == 2
    assert "as hub 17 wrote" in desk.session.undo_name()
    desk.session.undo()
    assert waiting(store) == 3


def test_what_looks_wrong_is_said_opened_and_said_to_be_right(desk: DeskWindow, store: Store) -> None:
    with store.transaction("Add") as t:
        body = next(each for each in t.all(Organisation) if each.name_en == "Farmers")
        for person in t.all(Person):
            t.add(Position(person=person.id, organisation=body.id, role="head"))
    desk.open_doubts()
    page = over(desk, DoubtsPage)
    assert "Two heads of one institution" in texts(page)
    press(page, "This is right")
    page.findChild(QLineEdit).setText("Two founders")
    press(page, "It is right so")
    assert "Nothing looks wrong" in texts(page)
    with store.reading() as reading:
        assert [each.reason for each in reading.all(Approval)] == ["Two founders"]
    desk.session.undo()
    press(page, "Farmers")
    assert desk.stack.currentWidget() is desk._pages["members"]


def test_mending_a_record_ends_the_doubt(desk: DeskWindow, store: Store) -> None:
    with store.transaction("Add") as t:
        body = t.all(Organisation)[0]
        made = [t.add(Position(person=p.id, organisation=body.id, role="head")) for p in t.all(Person)]
    desk.open_doubts()
    page = over(desk, DoubtsPage)
    with store.transaction("Mend") as t:
        t.change(made[0], role="staff")
    assert "Nothing looks wrong" in texts(page)


def test_a_shared_folder_is_named_tried_and_used(
    desk: DeskWindow, exchange: Any, others: Hubs, tmp_path: Path, store: Store
) -> None:
    press(exchange, "Name a shared folder")
    exchange.findChildren(QLineEdit)[0].setText(str(tmp_path / "nowhere"))
    press(exchange, "Try it and keep it")
    assert desk.problem.isVisible()
    assert kept_remote(store) is None
    (tmp_path / "shared").mkdir()
    exchange.folder.use(Remote(str(tmp_path / "shared")))
    change(store, "Farmers", email="sent@farmers.example")
    press(exchange, "Send")
    assert {state.made.way for state in hub_states(store) if state.made} == {"posted"}
    use_remote(others["17"], Remote(str(tmp_path / "shared")))
    change(others["17"], "Farmers", website="https://17.example")
    post(others["17"], ["02"], lambda _done, _total: None)
    press(exchange, "Fetch")
    assert marks(exchange)["17"] == WAITING
    press(exchange, "Take in all")
    press(exchange, "Write answers")
    assert [each.hub for each in exchange.stick.answers] == ["17"]
    assert list((tmp_path / "shared" / "17").glob("*.csobundle"))
    exchange.leave_stick()
    press(exchange, "Fetch")
    assert "Nothing new" in desk.notice.text()
