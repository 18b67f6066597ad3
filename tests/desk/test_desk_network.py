"""The network in the window: begin it, add our hub, enter a computer, revoke it with what that means said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.record import Organisation
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.overview import DeviceState, counted_work, network_state
from cso_desk.trust.registrar import approve, find_device, found, revoke
from cso_desk.trust.root_keys import lock_root_key, new_root_key, show_root_key
from cso_desk.trust.root_requests import request_text, sign_request
from cso_desk.wording import use_language

KEYS = [new_root_key() for _number in range(3)]


@pytest.fixture
def nation(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "nation", "00", passphrase=None, actor="Chan Dara")
    register(made, lambda connection: found(connection, KEYS, 2))
    yield made
    made.close()


@pytest.fixture
def exchange(desk: DeskWindow) -> Any:
    return desk.page("exchange")


@pytest.fixture
def board(exchange: Any, nation: Store, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The board of the network at the national hub."""
    use_language("en")
    monkeypatch.setattr(exchange._session, "store", nation)
    exchange.open_trust()
    return exchange.trust


def device(store: Store, digits: str) -> DeviceState:
    return next(each for each in network_state(store).devices if each.fingerprint == digits)


def buttons(widget: Any) -> dict[str, QAbstractButton]:
    return {each.text(): each for each in widget.findChildren(QAbstractButton) if each.text()}


def texts(widget: Any) -> str:
    return "\n".join(each.text().replace("\u200b", "") for each in widget.findChildren(QLabel))


def test_our_hub_is_added_in_three_steps(exchange: Any, nation: Store, tmp_path: Path, qtbot: QtBot) -> None:
    use_language("en")
    store = exchange._session.store
    exchange.open_trust()
    assert "Add our hub" in texts(exchange)
    hello = make_bundle(store, "", tmp_path / "hello.csobundle", kind="hello").path
    receive_bundle(nation, hello)
    digits = own_fingerprint(store)
    register(nation, lambda c: approve(c, find_device(c, digits)))
    grant = make_bundle(nation, store.hub, tmp_path / "grant.csobundle").path
    exchange.check(grant)
    qtbot.waitUntil(lambda: "Take it in" in buttons(exchange))
    assert not buttons(exchange)["Take it in"].isEnabled()
    for box in exchange.findChildren(QCheckBox):
        box.setChecked(True)
    assert buttons(exchange)["Take it in"].isEnabled()
    buttons(exchange)["Take it in"].click()
    qtbot.waitUntil(lambda: network_state(store).own == "active")
    qtbot.waitUntil(lambda: "This computer belongs to the network." in texts(exchange))


def test_what_revoking_means_is_said_before_it_is_done(
    exchange: Any, nation: Store, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_language("en")
    store = exchange._session.store
    receive_bundle(nation, make_bundle(store, "", tmp_path / "hello.csobundle", kind="hello").path)
    digits = own_fingerprint(store)
    monkeypatch.setattr(exchange._session, "store", nation)
    exchange.open_trust()
    enter = buttons(exchange)["Enter it"]
    assert not enter.isEnabled()
    next(box for box in exchange.findChildren(QCheckBox) if "compared" in box.text()).setChecked(True)
    enter.click()
    state = lambda: next(d for d in network_state(nation).devices if d.fingerprint == digits)  # noqa: E731
    qtbot.waitUntil(lambda: state().status == "active" and state().listed)
    qtbot.waitUntil(lambda: "Revoke…" in buttons(exchange))
    buttons(exchange)["Revoke…"].click()
    assert "shut out for ever" in texts(exchange)
    assert state().status == "active"
    buttons(exchange)["Revoke it for ever"].click()
    qtbot.waitUntil(lambda: state().status == "revoked")


def test_a_new_laptop_is_entered_in_the_place_of_the_lost_one(
    board: Any, exchange: Any, nation: Store, store: Store, tmp_path: Path
) -> None:
    receive_bundle(nation, make_bundle(store, "", tmp_path / "old.csobundle", kind="hello").path)
    old = own_fingerprint(store)
    register(nation, lambda c: approve(c, find_device(c, old)))
    other, _code = create_store(tmp_path / "new", store.hub, passphrase=None, actor="Meas Sokha")
    receive_bundle(nation, make_bundle(other, "", tmp_path / "new.csobundle", kind="hello").path)
    new = own_fingerprint(other)
    other.close()
    exchange.draw()
    choice = next(box for box in exchange.findChildren(QComboBox) if box.count() == 2)
    assert choice.currentText().startswith("It is a further computer")
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    assert "gets no more files" in texts(exchange)
    board.compared.add(new)
    exchange.draw()
    buttons(exchange)["Enter it"].click()
    assert (device(nation, old).status, device(nation, new).status) == ("replaced", "active")
    assert "Now send a file back to" in texts(exchange)
    buttons(exchange)["Later"].click()
    assert "Now send a file back to" not in texts(exchange)


def test_before_revoking_it_is_said_how_much_of_the_work_counts(
    board: Any, exchange: Any, nation: Store, store: Store, tmp_path: Path
) -> None:
    receive_bundle(nation, make_bundle(store, "", tmp_path / "hello.csobundle", kind="hello").path)
    digits = own_fingerprint(store)
    register(nation, lambda c: approve(c, find_device(c, digits)))
    board.ask("revoke", device(nation, digits))
    assert "Nothing of its work is here" in texts(exchange)
    receive_bundle(nation, make_bundle(store, "00", tmp_path / "first.csobundle", allow_plain=True).path)
    count, newest = counted_work(nation, device(nation, digits).replica)
    board.ask("revoke", device(nation, digits))
    assert count > 10
    assert newest > 0
    assert f"{count} changes of it are here and count" in texts(exchange)


def test_holders_of_root_keys_sign_a_request_in_two_places(
    board: Any, exchange: Any, nation: Store, tmp_path: Path
) -> None:
    board.open_roots()
    assert "2 of 3 root keys" in texts(exchange)
    buttons(exchange)["New papers…"].click()
    board.roots.ask_for(tmp_path, 2, 1)
    assert len(list(tmp_path.glob("root-key-*.pdf"))) == 2
    request, path = board.roots.request, board.roots.path
    assert "read these digits of the new root aloud" in texts(exchange)
    board.roots.typed = show_root_key(KEYS[0])
    buttons(exchange)["Sign"].click()
    assert "1 of 2 needed keys have signed." in texts(exchange)
    copy = tmp_path / "copy.csoroot"
    copy.write_bytes(request_text(sign_request(request, [KEYS[2]])))
    board.roots.close()
    board.roots.open_request(path)
    assert not buttons(exchange)["Sign"].isEnabled()
    board.roots.add_signatures(copy)
    assert not buttons(exchange)["Make it the root"].isEnabled()
    next(box for box in exchange.findChildren(QCheckBox) if "compared" in box.text()).setChecked(True)
    buttons(exchange)["Make it the root"].click()
    state = network_state(nation)
    assert (state.root_version, state.keys, state.threshold) == (2, 2, 1)
    assert state.root == request.proposed.fingerprint
    board.roots.open_request(path)
    assert "in force already" in texts(exchange)


def test_a_request_that_is_taken_for_a_bundle_is_shown_where_it_is_signed(
    board: Any, exchange: Any, tmp_path: Path
) -> None:
    board.open_roots().ask_for(tmp_path)
    path = board.roots.path
    exchange.leave_trust()
    exchange.check(path)
    assert exchange.trust.roots.request.signed == 0
    assert "A new root for the network" in texts(exchange)


def test_a_key_under_a_passphrase_signs_and_a_wrong_key_changes_nothing(
    board: Any, exchange: Any, nation: Store, tmp_path: Path
) -> None:
    board.open_roots()
    board.roots.ask_for(tmp_path)
    board.roots.typed = show_root_key(new_root_key())
    board.roots.sign_typed()
    assert board.roots.request.signed == 0
    assert "does not belong" in texts(exchange.window())
    locked = tmp_path / "root-key.csokey"
    locked.write_bytes(lock_root_key(KEYS[1], "three slow white oxen"))
    board.roots.read_key_file(locked)
    line = exchange.findChildren(QLineEdit)[0]
    assert line.echoMode() == QLineEdit.EchoMode.Password
    line.setText("three slow white oxen")
    buttons(exchange)["Sign"].click()
    assert board.roots.request.signed == 1
    assert board.roots.typed == ""
    assert network_state(nation).root_version == 1


def test_another_computer_of_the_national_hub_takes_over_with_two_keys(
    board: Any, exchange: Any, nation: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, _code = create_store(tmp_path / "second", "00", passphrase=None, actor="Keo Sophea")
    receive_bundle(nation, make_bundle(second, "", tmp_path / "hello.csobundle", kind="hello").path)
    register(nation, lambda c: approve(c, find_device(c, own_fingerprint(second))))
    grant = make_bundle(nation, "00", tmp_path / "grant.csobundle").path
    lost, root = own_fingerprint(nation), network_state(nation).root
    receive_bundle(second, grant, accept=root)
    monkeypatch.setattr(exchange._session, "store", second)
    board.open_roots()
    buttons(exchange)["This computer takes over…"].click()
    next(box for box in exchange.findChildren(QCheckBox) if "was lost" in box.text()).setChecked(True)
    board.roots.ask_for(tmp_path)
    for key in KEYS[:2]:
        board.roots.typed = show_root_key(key)
        board.roots.sign_typed()
    board.roots.finish()
    state = network_state(second)
    assert (state.root_version, state.registrar) == (2, True)
    assert not device(second, lost).registrar
    second.close()


def test_a_network_is_accepted_on_the_board_after_its_digits_were_compared(
    exchange: Any, nation: Store, tmp_path: Path
) -> None:
    use_language("en")
    store = exchange._session.store
    receive_bundle(nation, make_bundle(store, "", tmp_path / "hello.csobundle", kind="hello").path)
    register(nation, lambda c: approve(c, find_device(c, own_fingerprint(store))))
    exchange.look_at_many([make_bundle(nation, store.hub, folder=tmp_path).path])
    assert not buttons(exchange)["Take in all"].isEnabled()
    next(box for box in exchange.findChildren(QCheckBox) if "with the card" in box.text()).setChecked(True)
    buttons(exchange)["Take in all"].click()
    assert network_state(store).own == "active"
    assert network_state(store).root == network_state(nation).root


@pytest.fixture
def set_aside(exchange: Any, nation: Store, store: Store, tmp_path: Path) -> Any:
    """The Exchange page of a hub that took in two changes of a computer which was then revoked."""
    use_language("en")
    stolen, _code = create_store(tmp_path / "stolen", "03", passphrase=None, actor="Somebody")
    for hub in (store, stolen):
        receive_bundle(nation, make_bundle(hub, "", kind="hello", folder=tmp_path).path)
        digits = own_fingerprint(hub)
        register(nation, lambda c, digits=digits: approve(c, find_device(c, digits)))
        grant = make_bundle(nation, hub.hub, folder=tmp_path).path
        receive_bundle(hub, grant, accept=network_state(nation).root)
    receive_bundle(nation, make_bundle(stolen, "00", folder=tmp_path).path)
    receive_bundle(store, make_bundle(nation, store.hub, folder=tmp_path).path)
    with stolen.transaction("Add") as t:
        t.add(Organisation(name_en="Written after the theft", scope="network"))
    receive_bundle(store, make_bundle(stolen, store.hub, folder=tmp_path).path)
    register(nation, lambda c: revoke(c, stolen.replica))
    receive_bundle(store, make_bundle(nation, store.hub, folder=tmp_path).path)
    stolen.close()
    exchange.draw()
    return exchange


def names(store: Store) -> set[str]:
    with store.reading() as reading:
        return {each.name_en for each in reading.all(Organisation)}


def test_what_was_set_aside_is_shown_brought_back_by_choice_and_undone(set_aside: Any, store: Store) -> None:
    assert "that computer was revoked" in texts(set_aside)
    buttons(set_aside)["Look at them…"].click()
    assert "Name in English: Written after the theft" in texts(set_aside)
    assert not buttons(set_aside)["Bring back what is ticked"].isEnabled()
    next(box for box in set_aside.findChildren(QCheckBox) if "theft" in box.text()).setChecked(True)
    buttons(set_aside)["Bring back what is ticked"].click()
    assert "Written after the theft" in names(store)
    assert "0 records differ" in texts(set_aside)
    set_aside._session.undo()
    assert "Written after the theft" not in names(store)


def test_what_was_left_is_offered_no_more_and_kept(set_aside: Any, store: Store) -> None:
    buttons(set_aside)["Look at them…"].click()
    buttons(set_aside)["Leave the rest"].click()
    assert "that computer was revoked" not in texts(set_aside)
    assert list((store.folder / "set-aside").rglob("*.csobundle"))
    assert "Written after the theft" not in names(store)
