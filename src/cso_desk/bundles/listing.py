"""The bundles this store has made and taken in, for the Exchange page."""

from dataclasses import dataclass

from cso_desk.store.store import Store


@dataclass(frozen=True)
class BundleLine:
    """One bundle. `direction`: "out" or "in"; `status`: "made", "proved", "taken" or "undone".

    `hub` is the other side; times are UTC milliseconds, `made_at` by the sender's clock, `at` by ours.
    """

    uid: str
    direction: str
    kind: str
    hub: str
    file: str
    made_at: int
    at: int
    status: str
    changes: int
    conflicts: int
    can_undo: bool


def bundles_of(store: Store) -> list[BundleLine]:
    """Every bundle made or taken in here, newest first."""
    raise NotImplementedError
