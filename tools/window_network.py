"""The network in scenes: it begins, hubs are entered, a laptop is lost, root keys change hands."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox

from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.store.store import NATIONAL
from cso_desk.trust.overview import network_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from window_stage import Room

    from cso_desk.desk.shots import Shown


def network(room: Room) -> Iterator[Shown]:
    """The national hub begins a network, enters a computer, and what revoking it would mean."""
    desk, page = _board(room, NATIONAL)
    yield "begin", desk
    store = desk.session.store
    page.trust.begin(_stick(room), 3, 2)
    desk.notice.hide()
    yield "waiting", desk
    hub = next(d for d in network_state(store).devices if d.hub == "02" and not d.own)
    page.trust.compared.add(hub.fingerprint)
    page.trust.enter(hub)
    desk.notice.hide()
    yield "entered", desk
    page.trust.sent_back()
    page.trust.ask("revoke", hub)
    page.verticalScrollBar().setValue(10_000)
    yield "revoke", desk
    page.trust.decide("suspend", hub)
    desk.notice.hide()
    receive_bundle(store, make_bundle(room.store("17"), "", kind="hello", folder=room.folder).path)
    page.draw()
    page.verticalScrollBar().setValue(260)
    yield "suspended", desk


def network_joined(room: Room) -> Iterator[Shown]:
    """A hub that belongs to no network yet, and the file that brings one to the board."""
    desk, page = _board(room, "02")
    yield "add-hub", desk
    other, board = _board(room, NATIONAL)
    board.trust.begin(_stick(room), 1, 1)
    hub = next(d for d in network_state(other.session.store).devices if d.hub == "02" and not d.own)
    board.trust.enter(hub)
    grant = make_bundle(other.session.store, "02", folder=room.folder).path
    page.look_at_many([grant])
    yield "root-on-board", desk
    page.leave_stick()
    page.check(grant)
    yield "root-in-file", desk


def root_keys(room: Room) -> Iterator[Shown]:
    """What can be done with root keys, a request, and how a holder signs it at another hub."""
    desk, page = _board(room, NATIONAL)
    page.trust.begin(_stick(room), 3, 2)
    desk.notice.hide()
    page.trust.open_roots()
    yield "idle", desk
    roots = page.trust.roots
    roots.ask("papers")
    yield "new-papers", desk
    roots.ask_for(_stick(room), 3, 2)
    desk.notice.hide()
    yield "asked", desk
    other, board = _board(room, "02")
    board.trust.open_roots()
    board.trust.roots.ask("keep")
    yield "keep", other
    board.trust.roots.open_request(roots.path)
    yield "compare", other
    next(iter(board.findChildren(QCheckBox))).setChecked(True)
    yield "sign", other


def _stick(room: Room) -> Path:
    """An empty folder for the papers of root keys."""
    return Path(tempfile.mkdtemp(dir=room.folder))


def _board(room: Room, hub: str) -> tuple[Any, Any]:
    desk = room.desk(hub)
    page: Any = desk.page("exchange")
    desk.open_page("exchange")
    page.open_trust()
    return desk, page


SCENES = {each.__name__: each for each in (network, network_joined, root_keys)}
"""Every scene under its name."""
