"""Exchange in the window: open files, digits compared, a whole stick; then the trash and the help."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.desk.help_words import HELP
from cso_desk.desk.pages import PAGES
from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.trash_page import TrashPage
from cso_desk.desk.window import DeskWindow
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import latest_quarter
from cso_desk.features.members.record import Organisation
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.wording import use_language


@pytest.fixture
def nation(tmp_path: Path) -> Iterator[Store]:
    """The national hub with one institution that everybody may know."""
    made, _code = create_store(tmp_path / "nation", "00", passphrase=None, actor="Chan Dara")
    with made.transaction("Add") as t:
        t.add(Organisation(name_en="National member", scope="network"))
    yield made
    made.close()


@pytest.fixture
def exchange(desk: DeskWindow) -> Any:
    return desk.page("exchange")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def texts(widget: Any) -> list[str]:
    return [each.text().replace("\u200b", "") for each in widget.findChildren(QLabel)]


def buttons(widget: Any) -> dict[str, QAbstractButton]:
    return {each.text(): each for each in widget.findChildren(QAbstractButton) if each.text()}


def names(store: Store) -> set[str]:
    with store.reading() as reading:
        return {each.name_en for each in reading.all(Organisation)}


def meet(store: Store, nation: Store, folder: Path) -> None:
    for source, target in ((store, nation), (nation, store)):
        receive_bundle(target, make_bundle(source, "", kind="hello", folder=folder).path)


def test_a_file_that_anybody_could_read_is_asked_about_first(exchange: Any, stick: Path) -> None:
    exchange.giving.start()
    assert {"Make an introduction instead…", "Make it anyway…"} <= set(buttons(exchange))
    assert any("whoever finds the stick" in text for text in texts(exchange))
    exchange.giving.make(stick, kind="hello")
    assert [path.name for path in stick.iterdir()] == [next(stick.glob("*_hello_*")).name]
    assert "Make it anyway…" not in buttons(exchange)


def test_an_open_file_is_never_written_by_mistake(desk: DeskWindow, exchange: Any, stick: Path) -> None:
    exchange.giving.make(stick)
    assert desk.problem.isVisible()
    assert list(stick.iterdir()) == []
    exchange.giving.make(stick, openly=True)
    assert len(list(stick.iterdir())) == 1


def test_the_kind_of_every_file_is_said_in_words(
    exchange: Any, store: Store, nation: Store, stick: Path
) -> None:
    meet(store, nation, stick)
    for kind in ("delta", "request", "receipt"):
        make_bundle(store, "00", kind=kind, folder=stick)
    exchange.draw()
    said = texts(exchange)
    for kind in ("Changes", "Request", "Receipt"):
        assert f"{kind} to National hub" in said
    assert "Introduction from National hub" in said
    assert "Introduction to everybody" in said


def test_the_digits_of_this_computer_stand_on_the_page_from_the_start(exchange: Any, store: Store) -> None:
    shown = " ".join(" ".join(texts(exchange)).split())
    assert own_fingerprint(store) in shown


def test_a_device_met_for_the_first_time_is_compared_before_its_file_is_taken_in(
    exchange: Any, store: Store, nation: Store, stick: Path
) -> None:
    made = make_bundle(nation, "02", folder=stick, allow_plain=True)
    exchange.check(made.path)
    take = buttons(exchange)["Take it in"]
    assert not take.isEnabled()
    assert "Take in without comparing" in buttons(exchange)
    exchange.findChild(QCheckBox).click()
    assert take.isEnabled()
    take.click()
    assert "National member" in names(store)


def test_a_further_device_of_a_known_hub_has_to_be_compared(
    exchange: Any, store: Store, nation: Store, stick: Path, tmp_path: Path
) -> None:
    receive_bundle(store, make_bundle(nation, "", kind="hello", folder=stick).path)
    other, _code = create_store(tmp_path / "other", "00", passphrase=None)
    with other.transaction("Add") as t:
        t.add(Organisation(name_en="From a new computer", scope="network"))
    exchange.check(make_bundle(other, "02", folder=stick, allow_plain=True).path)
    other.close()
    assert "Take in without comparing" not in buttons(exchange)
    exchange.findChild(QCheckBox).click()
    buttons(exchange)["Take it in"].click()
    assert "From a new computer" in names(store)


def test_a_missing_earlier_file_offers_a_request(
    exchange: Any, store: Store, nation: Store, stick: Path
) -> None:
    meet(store, nation, stick)
    first = make_bundle(nation, "02", folder=stick)
    receive_bundle(store, first.path)
    receive_bundle(nation, make_bundle(store, "00", kind="receipt", folder=stick).path)
    with nation.transaction("Add") as t:
        t.add(Organisation(name_en="Later", scope="network"))
    later = make_bundle(nation, "02", folder=stick)
    exchange.take_back(first.uid)
    exchange.check(later.path)
    assert "Make a request file…" in buttons(exchange)
    assert "Take it in" not in buttons(exchange)
    exchange.giving.make(stick, kind="request", to="00")
    assert len(list(stick.glob("*_request_*"))) == 1


def test_a_file_that_brings_nothing_new_says_so_and_is_closed(
    exchange: Any, store: Store, nation: Store, stick: Path
) -> None:
    meet(store, nation, stick)
    receive_bundle(store, make_bundle(nation, "02", folder=stick).path)
    exchange.check(make_bundle(nation, "02", folder=stick).path)
    assert "Everything in this file is here already. Nothing would change." in texts(exchange)
    close = buttons(exchange)["Close"]
    assert close.property("part") == "primary"
    assert buttons(exchange)["Take it in"].property("part") != "primary"
    close.click()
    assert "Take it in" not in buttons(exchange)


def test_undo_takes_back_the_file_that_was_just_taken_in(
    desk: DeskWindow, exchange: Any, store: Store, nation: Store, stick: Path
) -> None:
    exchange.check(make_bundle(nation, "02", folder=stick, allow_plain=True).path)
    exchange.receive()
    assert "Take in a bundle from NAT" in desk.top.undo_button.toolTip()
    desk.session.undo()
    assert "National member" not in names(store)
    assert [line.status for line in bundles_of(store) if line.direction == "in"] == ["undone"]


def test_a_whole_stick_is_taken_in_answered_and_put_into_a_protocol(
    desk: DeskWindow, exchange: Any, store: Store, nation: Store, stick: Path
) -> None:
    meet(store, nation, stick)
    make_bundle(nation, "02", folder=stick)
    (stick / "broken.csobundle").write_bytes(b"nothing")
    exchange.look_at_folder(stick)
    assert "National member" not in names(store)
    buttons(exchange)["Take in all"].click()
    assert "National member" in names(store)
    buttons(exchange)["Write answers"].click()
    answer = exchange.stick.answers[0].made.path
    assert answer.parent == stick
    receive_bundle(nation, answer)
    buttons(exchange)["Merge protocol"].click()
    current = desk.stack.currentWidget()
    paper = current.findChild(PaperPage) if current else None
    assert paper is not None
    assert paper.page_count() >= 1
    desk.close_over()
    exchange.leave_stick()
    assert "Give" in texts(exchange)


def test_a_record_is_brought_back_from_the_trash(desk: DeskWindow, store: Store) -> None:
    with store.reading() as reading:
        record = next(each for each in reading.all(Organisation) if each.name_en == "Farmers")
    with store.transaction("Put away") as t:
        t.trash(record)
    desk.open_page("members")
    desk.open_trash()
    current: Any = desk.stack.currentWidget()
    page = current.findChild(TrashPage)
    assert "Farmers" in texts(page)
    buttons(page)["Bring back"].click()
    assert "Farmers" in names(store)
    assert "The trash is empty" in texts(page)
    desk.close_over()
    assert desk.stack.currentWidget() is desk._pages["members"]


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_has_its_help(desk: DeskWindow, language: str, qtbot: QtBot) -> None:
    use_language(language)
    assert set(HELP) >= {page.name for page in PAGES}
    desk.open_page("today")
    qtbot.keyClick(desk, Qt.Key.Key_F1)
    assert desk.help.isVisible()
    first = texts(desk.help)
    desk.open_page("reports")
    assert texts(desk.help) != first
    qtbot.keyClick(desk, Qt.Key.Key_F1)
    assert not desk.help.isVisible()


def test_import_differences_and_trash_mark_their_own_place(desk: DeskWindow) -> None:
    def marked() -> list[str]:
        group = desk.sidebar._group
        return [name for name, place in desk.sidebar._places.items() if group.button(place).isChecked()]

    desk.open_page("meetings")
    desk.open_import("members")
    assert marked() == ["members"]
    desk.open_conflicts()
    assert marked() == ["exchange"]
    desk.open_trash()
    assert marked() == []
    for expected in (["exchange"], ["members"], ["meetings"]):
        desk.close_over()
        assert marked() == expected


def test_going_elsewhere_closes_what_lies_over_the_page(desk: DeskWindow) -> None:
    desk.open_page("meetings")
    count = desk.stack.count()
    desk.open_shortcuts()
    desk.open_trash()
    desk.open_page("meetings")
    assert desk.stack.count() == count


def test_reports_open_on_the_latest_quarter_in_which_something_was_held(
    desk: DeskWindow, store: Store
) -> None:
    assert latest_quarter(store) == ""
    with store.transaction("Hold") as t:
        t.add(Meeting(title_en="Held", starts="2024-05-02", status="held"))
        t.add(Meeting(title_en="Counted later", starts="2023-01-02", status="held", periods=("2024Q3",)))
        t.add(Meeting(title_en="Planned", starts="2029-01-02", status="planned"))
    assert latest_quarter(store) == "2024Q3"
    page: Any = desk.page("reports")
    assert page.quarter == "2024Q3"


def test_how_big_a_file_would_be_is_said_for_each_way_before_it_is_written(
    exchange: Any, store: Store, nation: Store, stick: Path
) -> None:
    meet(store, nation, stick)
    exchange.giving.choose_hub("00")
    assert any("papers and scans of its records" in text for text in texts(exchange))
    made = len(bundles_of(store))
    buttons(exchange)["How big?"].click()
    (said,) = [text for text in texts(exchange) if "MB in 1 part" in text]
    assert "0 files, about 0.1 MB" in said
    exchange.giving.choose_way(by_mail=True)
    assert not any("MB in 1 part" in text for text in texts(exchange))
    assert any("at most 10 MB" in text for text in texts(exchange))
    assert len(bundles_of(store)) == made
    exchange.giving.make(stick)
    assert bundles_of(store)[0].kind == "delta"
