"""The states of the window that belong to this program and its updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from window_stage import Room

from cso_desk.desk.updates_page import UpdatesPage
from cso_desk.store.store import NATIONAL
from cso_desk.trust.signing import public_key
from cso_desk.updates.place import Place, Version
from cso_desk.updates.release_root import make_root, read_root
from cso_desk.updates.update_file import read_update, write_update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cso_desk.desk.shots import Shown

_KEY = bytes(range(32))
_FITS = "py3.11-0"
CHANGES = {
    "km": [
        "បញ្ជី\u200bសមាជិក\u200bបើក\u200bលឿន\u200bជាង\u200bមុន\u200bពីរ\u200bដង។",
        "របាយការណ៍\u200bប្រចាំ\u200bត្រីមាស\u200bប្រាប់\u200bពី\u200bស្រុក\u200bដែល\u200bគ្មាន\u200bនរណា\u200bទៅ\u200bដល់។",
    ],
    "en": [
        "Lists of members open in half the time.",
        "The report of a quarter names the districts that nobody reached.",
    ],
}


def updates(room: Room) -> Iterator[Shown]:
    """A program from its source; one that was installed looks at an update, takes it and may go back."""
    desk = room.desk()
    page = UpdatesPage(desk.session)
    desk.session.show_over(page)
    yield "source", desk
    page = _page(desk, room.folder)
    yield "installed", desk
    page.look_at(_update(room.folder))
    yield "seen", desk
    page.ready, page.seen = Version("app-0.9.0-900", 900, _FITS, "-"), None
    page.draw()
    yield "ready", desk
    page.leave()
    assert page.place is not None
    folder = page.place.program / "app-0.9.0-900"
    folder.mkdir()
    page.place.point(Version(folder.name, 900, _FITS, "-"), None)
    page.ready = None
    page.draw()
    yield "before", desk


def nation(room: Room) -> Iterator[Shown]:
    """The national hub sends an update along with its bundles."""
    desk = room.desk(NATIONAL)
    page = _page(desk, room.folder)
    page.look_at(_update(room.folder))
    page.send(page.seen)
    yield "sent", desk


def _page(desk: Any, folder: Path) -> UpdatesPage:
    program = folder / "program"
    program.mkdir(exist_ok=True)
    installed = Version("app-0.1.0", 620, _FITS, "-")
    root = read_root(make_root(1, [public_key(_KEY)], 1, [_KEY]))
    page = UpdatesPage(desk.session, Place(folder / "tree", program, installed, installed), lambda: root)
    desk.session.show_over(page)
    return page


def _update(folder: Path) -> Path:
    inside = folder / "update" / "cso_desk"
    inside.mkdir(parents=True)
    (inside / "__main__.py").write_text("", "utf-8")
    told = {
        "kind": "app", "version": "0.9.0", "sequence": 900, "fits": _FITS, "platform": "",
        "changes": CHANGES,
    }  # fmt: skip
    path = folder / "cso-desk-0.9.0.csoupdate"
    write_update(path, inside.parent, told, [_KEY])
    root = read_root(make_root(1, [public_key(_KEY)], 1, [_KEY]))
    return read_update(path, root).path


SCENES: dict[str, Callable[[Room], Iterator[Shown]]] = {"updates": updates, "updates-nation": nation}
