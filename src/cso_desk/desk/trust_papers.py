"""Makes root keys together with the papers they are printed on, for the window."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cso_desk.bundles.registry import register
from cso_desk.features.hub.service import profile
from cso_desk.store.store import Store
from cso_desk.trust.registrar import found
from cso_desk.trust.root_keys import new_root_key, root_key_qr, show_root_key
from cso_desk.trust.roots import Root
from cso_desk.widgets.showing import digits
from cso_desk.wording import language, ngettext

if TYPE_CHECKING:
    from sqlalchemy import Connection


def begin_network(store: Store, folder: Path, count: int, threshold: int) -> Root:
    """Begin a network; the papers with its root keys are written into a folder, for example a stick."""
    keys = [new_root_key() for _number in range(count)]
    return write_papers(store, folder, keys, lambda connection: found(connection, keys, threshold))


def papers_said(count: int) -> str:
    """What is to be done with the papers of a network that has just begun."""
    return ngettext(
        "The network has begun. Print the paper with the root key, then delete its file.",
        "The network has begun. Print the {number} papers with the root keys, then delete their files.",
        count,
        number=digits(count),
    )


def write_papers(
    store: Store, folder: Path, keys: Sequence[bytes], make: "Callable[[Connection], Root]"
) -> Root:
    """Make a root, or one that waits for signatures, and the papers of its new keys."""
    # What draws papers weighs 10 MB, and the page is mostly looked at.
    from cso_desk.features.hub.printing.root_papers import write_root_papers  # noqa: PLC0415

    hub, said = profile(store), language()

    def act(connection: "Connection") -> Root:
        # Before the commit: keys that are on no paper must not become those of the network.
        root = make(connection)
        shown = [(show_root_key(key), root_key_qr(key)) for key in keys]
        if shown:
            write_root_papers(
                folder, hub, said, keys=shown, threshold=root.threshold, root=root.fingerprint, on=_today()
            )
        return root

    return register(store, act)


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
