"""What the Exchange page shows, found out beside the window: in a big store it takes seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from cso_desk.bundles.bringing_back import AsideFile, aside_files
from cso_desk.bundles.hub_states import HubState, hub_states
from cso_desk.bundles.listing import BundleLine, bundles_of
from cso_desk.bundles.many import bundles_in
from cso_desk.bundles.merge_meeting import MergeMeeting, open_merge
from cso_desk.bundles.network_part import own_problem
from cso_desk.journal.reviews import conflicts
from cso_desk.store.sticks import Stick
from cso_desk.store.store import Store
from cso_desk.trust.devices import DeviceLine, devices


@dataclass(frozen=True)
class ExchangeView:
    """`waiting`: differences to decide; `decided`: what the national hub decided about this computer.

    `stick`: one that is plugged in and has bundles on it; `merge`: the one that goes on; `aside`: what was
    withdrawn of revoked computers.
    """

    waiting: int
    decided: str
    hubs: tuple[HubState, ...]
    bundles: tuple[BundleLine, ...]
    devices: tuple[DeviceLine, ...]
    stick: Stick | None
    merge: MergeMeeting | None
    aside: tuple[AsideFile, ...]


def exchange_view(store: Store, sticks: Sequence[Stick]) -> ExchangeView:
    """Look at everything."""
    with store.reading() as reading:
        waiting = len(conflicts(reading.connection, store.shelves))
        decided = own_problem(reading.connection)
    return ExchangeView(
        waiting,
        decided,
        tuple(hub_states(store)),
        tuple(bundles_of(store)),
        tuple(devices(store)),
        next((each for each in sticks if bundles_in(each.folder)), None),
        open_merge(store),
        tuple(aside_files(store)),
    )
