"""The network in the window: begin it, add our hub, enter a computer, revoke it with what that means said."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.desk.window import DeskWindow
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.overview import network_state
from cso_desk.trust.registrar import approve, find_device, found
from cso_desk.trust.root_keys import new_root_key
from cso_desk.wording import use_language


@pytest.fixture
def nation(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "nation", "00", passphrase=None, actor="Chan Dara")
    register(made, lambda connection: found(connection, [new_root_key()], 1))
    yield made
    made.close()


@pytest.fixture
def exchange(desk: DeskWindow) -> Any:
    return desk.page("exchange")


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
