"""Posts bundles for other hubs into the shared folder, and collects what lies there for this one."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from cso_desk.bundles.attachments import STICK, Profile
from cso_desk.bundles.hub_states import POSTED, note_way
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.packing import Made, make_bundle
from cso_desk.errors import UserError
from cso_desk.remotes.connecting import Shared, reached
from cso_desk.remotes.keeping import (
    Remote,
    keep_collected,
    keep_remote,
    kept_collected,
    kept_remote,
)
from cso_desk.remotes.moving import EVERYBODY, Progress, fetch, put, waiting
from cso_desk.store.store import Store
from cso_desk.wording import _

INBOX = "inbox"
_PARTS = 1000  # of one file, for progress within it


@dataclass(frozen=True)
class Posted:
    """A bundle that lies in the shared folder now, under this name. `hub`: "" = for everybody."""

    made: Made
    hub: str
    name: str


def use_remote(store: Store, remote: Remote) -> Remote:
    """Try a shared folder and use it from now on. Raises UserError where it cannot be reached."""
    with reached(remote) as shared:
        met = replace(remote, host_key=shared.host_key)
    keep_remote(store, met)
    keep_collected(store, {})
    return met


Promised = Callable[[Store, str], Collection[str]]
"""Gives the records whose files a hub was promised; what is promised is known above, by the library."""


def post(
    store: Store,
    hubs: Iterable[str],
    progress: Progress,
    *,
    kind: str = "delta",
    profile: Profile = STICK,
    promised: Promised = lambda _store, _hub: (),
) -> list[Posted]:
    """Make a bundle for each hub and leave it in the shared folder, with every volume that belongs to it.

    What was made stays in the outbox where the folder cannot be reached. Raises UserError.
    """
    wanted = list(hubs)
    posted = []
    with _shared(store) as shared:
        for place, hub in enumerate(wanted):
            due = promised(store, hub) if hub and kind in ("delta", "full") else ()
            made = make_bundle(store, hub, kind=kind, profile=profile, promised=due)
            tell = _within(progress, place, len(wanted))
            names = [put(shared, path, hub or EVERYBODY, tell) for path in (made.path, *made.further)]
            posted.append(Posted(made, hub, names[0]))
            note_way(store, [made.uid], POSTED)
    return posted


def collect(store: Store, progress: Progress) -> list[Path]:
    """Fetch what lies in the shared folder for this hub and was not fetched before, into the inbox.

    Gives every file of the inbox that is not taken in yet. A Cancel keeps what was fetched. Raises UserError.
    """
    inbox = store.folder / INBOX
    known = kept_collected(store)
    own = {line.file for line in bundles_of(store) if line.direction == "out"}
    with _shared(store) as shared:
        there = waiting(shared, store.hub)
        new = [one for one in there if known.get(one.key) != one.size and one.name not in own]
        kept = {one.key: one.size for one in there if known.get(one.key) == one.size}
        try:
            for place, one in enumerate(new):
                fetch(shared, one, inbox, _within(progress, place, len(new)))
                kept[one.key] = one.size
        finally:
            keep_collected(store, kept)
    return in_inbox(store)


def in_inbox(store: Store) -> list[Path]:
    """The files fetched and not taken in yet, by name; those taken in are cleared away."""
    taken = {line.file for line in bundles_of(store) if line.direction == "in" and line.status == "taken"}
    found = []
    for path in sorted((store.folder / INBOX).glob("*.csobundle")):
        if path.name in taken:
            path.unlink(missing_ok=True)
        else:
            found.append(path)
    return found


def _shared(store: Store) -> AbstractContextManager[Shared]:
    remote = kept_remote(store)
    if remote is None:
        raise UserError(
            _("No shared folder is named yet. Name one first: a folder, a Nextcloud or a server.")
        )
    return reached(remote)


def _within(progress: Progress, number: int, count: int) -> Callable[[int, int], None]:
    """The progress of one file among many."""

    def tell(done: int, total: int) -> None:
        progress(number * _PARTS + (_PARTS * done // total if total else 0), count * _PARTS)

    return tell
