"""The stores that pictures and tests of the window need: the demonstration's, and a stick full of files.

`make_stage(folder)` makes everything once, in a few seconds; a `Room` is a copy of it in which one scene may
do whatever it likes.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

import shiboken6

from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.demo.belonging import keep_belonging
from cso_desk.demo.exchange import deliver_edits, edit_apart, exchange_meetings, introduce, share_first
from cso_desk.demo.folder import (
    BUNDLES,
    LISTS,
    PASSPHRASE,
    STORE,
    STORES,
    prepare_folder,
    store_folder,
)
from cso_desk.demo.hubs import import_battambang, import_siem_reap, make_hubs
from cso_desk.demo.meetings import hold_district_meeting, hold_meetings, plan_and_invite
from cso_desk.demo.stage import Stage, story
from cso_desk.desk.application import Desk
from cso_desk.desk.shots import SIZE
from cso_desk.desk.window import DeskWindow
from cso_desk.features.hub.service import save_profile
from cso_desk.features.members.record import Organisation
from cso_desk.settings import Settings, home_in
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.wording import N_, language

if TYPE_CHECKING:
    from pathlib import Path

    from cso_desk.store.store import Store

STICK, EMPTY, DOUBTFUL, ALIKE = "stick", "empty", "doubtful.csv", "alike.csv"
_QUARTER = (
    make_hubs,
    introduce,
    import_battambang,
    keep_belonging,
    share_first,
    import_siem_reap,
    hold_district_meeting,
    plan_and_invite,
    hold_meetings,
    exchange_meetings,
    edit_apart,
)
_DOUBTFUL = """ល.រ,ឈ្មោះអង្គភាព,Name of institution,ស្រុក,ទូរស័ព្ទ,អ៊ីមែល
1,សមាគមទឹកស្អាត,Clean Water Association,សង្កែ,012 345 678,water@example.org
2,សមាគមទឹកស្អាត,Clean Water Association,សង្កែ,012 345 67,water at example
3,,,បវេល,,
4,ក្រុមសន្សំប្រាក់ភ្នំសំពៅ,Phnom Sampov Savings Group,ស្រុកដែលគ្មាន,០៩៧ ១២៣ ៤៥៦៧,
"""


def make_stage(folder: Path) -> Path:
    """Make the stores, lists and the stick in a new folder; gives the folder."""
    prepare_folder(folder)
    stage = Stage(folder, (), story())
    with home_in(folder):
        for act in _QUARTER:
            act(stage)
        _fill_stick(stage, folder / STICK)
        deliver_edits(stage)
        with stage.stores["02"].transaction(N_("Put {count} records into the trash"), count=2) as t:
            for each in t.all(Organisation, limit=2):
                t.trash(each)
        empty, _code = create_store(folder / EMPTY, "02", passphrase=None, actor="សុខ ចន្ថា")
        empty.close()
        stage.close()
    (folder / LISTS / DOUBTFUL).write_text(_DOUBTFUL, encoding="utf-8")
    for backups in folder.rglob("backups"):
        shutil.rmtree(backups)
    return folder


def _fill_stick(stage: Stage, stick: Path) -> None:
    """A stick at the quarterly meeting: known files, a strange device, a gap, a broken file."""
    stick.mkdir()
    for hub in ("02", "17"):
        make_bundle(stage.stores[hub], NATIONAL, folder=stick)
    for hub, name in (("12", "បណ្តាញភ្នំពេញ"), ("20", "បណ្តាញស្វាយរៀង")):
        store, _code = create_store(
            stage.folder / STORES / hub, hub, passphrase=PASSPHRASE, actor="កែវ សុភា", cost=CHEAP
        )
        save_profile(store, name_km=name)
        _enter(store, f"{name} ១")
        if hub == "12":
            make_bundle(store, NATIONAL, folder=stick, allow_plain=True)
        else:
            _leave_gap(store, stage.nation, stick)
        store.close()
    (stick / "KH09-koh-kong_to_00_2026-09-20_0001.csobundle").write_bytes(b"torn off")


def _leave_gap(store: Store, nation: Store, stick: Path) -> None:
    """Put the second of two files on the stick; the nation took back the first."""
    other = stick.parent / BUNDLES
    for source, target in ((store, nation), (nation, store)):
        receive_bundle(target, make_bundle(source, "", kind="hello", folder=other).path)
    first = receive_bundle(nation, make_bundle(store, NATIONAL, folder=other).path)
    receive_bundle(store, make_bundle(nation, store.hub, kind="receipt", folder=other).path)
    _enter(store, "ក្រុមទី២")
    make_bundle(store, NATIONAL, folder=stick)
    undo_receive(nation, first.uid)


def _enter(store: Store, name: str) -> None:
    with store.transaction(N_("Add a record")) as t:
        t.add(Organisation(name_km=name, scope="network"))


def unlock(window: Any, secret: str = PASSPHRASE) -> None:
    """Answer the page of a window that asks for the passphrase."""
    page = window.centralWidget()
    page.passphrase.setText(secret)
    page.unlock()


class Room:
    """A copy of the stage for one scene; whatever was opened in it is closed at the end."""

    def __init__(self, stage: Path, folder: Path, size: tuple[int, int] = SIZE) -> None:
        shutil.copytree(stage, folder)
        self.folder, self.size = folder, size
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._open.enter_context(home_in(self.folder))
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    @property
    def stick(self) -> Path:
        return self.folder / STICK

    def list_file(self, name: str) -> Path:
        return self.folder / LISTS / name

    def store(self, hub: str) -> Store:
        """The open store of a hub; EMPTY for one in which nothing was entered yet."""
        if hub == EMPTY:
            made = open_store(self.folder / EMPTY)
        else:
            made = open_store(store_folder(self.folder, hub), PASSPHRASE)
        self._open.callback(made.close)
        return made

    def desk(self, hub: str = "02") -> DeskWindow:
        """The open desk of a hub, without the window around it."""
        made = DeskWindow(self.store(hub), RunnerAtOnce())
        self._open.callback(made.take_down)
        return made

    def window(self, store: str = STORE) -> Desk:
        """The whole window on a folder of the room, before anything was typed."""
        settings = Settings(language=language())
        return self.keep(Desk(self.folder / store, settings, self.folder / "settings", RunnerAtOnce()))

    def unlocked(self) -> Desk:
        """The whole window, opened with the passphrase of the stage."""
        window = self.window()
        window.begin()
        unlock(window)
        return window

    def keep(self, window: Any) -> Any:
        """Close this window too at the end."""
        self._open.callback(shiboken6.delete, window)
        self._open.callback(window.close)
        return window
