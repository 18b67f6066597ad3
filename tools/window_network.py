"""The network in scenes: it begins, hubs are entered, a laptop is lost, root keys change hands."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox

from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.bundles.registry import register
from cso_desk.bundles.set_aside import files_set_aside
from cso_desk.features.members.record import Organisation
from cso_desk.records.base import NETWORK
from cso_desk.store.store import NATIONAL
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.overview import network_state
from cso_desk.trust.registrar import approve, find_device, found, revoke
from cso_desk.trust.root_keys import new_root_key
from cso_desk.wording import N_

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


def set_aside(room: Room) -> Iterator[Shown]:
    """What a hub had taken in of a stolen computer, before it heard that it was revoked."""
    nation, hub, stolen = (room.store(code) for code in (NATIONAL, "17", "02"))
    register(nation, lambda c: found(c, [new_root_key()], 1))
    for one in (hub, stolen):
        digits = own_fingerprint(one)
        receive_bundle(nation, make_bundle(one, "", kind="hello", folder=room.folder).path)
        register(nation, lambda c, digits=digits: approve(c, find_device(c, digits)))
        grant = make_bundle(nation, one.hub, folder=room.folder).path
        receive_bundle(one, grant, accept=network_state(nation).root)
    receive_bundle(nation, make_bundle(stolen, NATIONAL, folder=room.folder).path)
    receive_bundle(hub, make_bundle(nation, "17", folder=room.folder).path)
    with stolen.transaction(N_("Change a record")) as t:
        every = t.all(Organisation)
        shared, other = next(each for each in every if each.scope == NETWORK), every[-1]
        t.change(shared, phones=("+85512999888",), name_en=other.name_en)
        t.add(Organisation(name_km=other.name_km, name_en=other.name_en, scope=NETWORK))
    receive_bundle(hub, make_bundle(stolen, "17", folder=room.folder).path)
    register(nation, lambda c: revoke(c, stolen.replica))
    receive_bundle(hub, make_bundle(nation, "17", folder=room.folder).path)
    desk = room.desk("17")
    page: Any = desk.page("exchange")
    desk.open_page("exchange")
    yield "card", desk
    page.open_aside(files_set_aside(hub.folder)[0])
    yield "records", desk
    page.aside.chosen.add(page.aside.records[0].record)
    page.aside.bring_back()
    yield "brought-back", desk


def _stick(room: Room) -> Path:
    """An empty folder for the papers of root keys."""
    return Path(tempfile.mkdtemp(dir=room.folder))


def _board(room: Room, hub: str) -> tuple[Any, Any]:
    desk = room.desk(hub)
    page: Any = desk.page("exchange")
    desk.open_page("exchange")
    page.open_trust()
    return desk, page


SCENES = {each.__name__: each for each in (network, network_joined, root_keys, set_aside)}
"""Every scene under its name."""
