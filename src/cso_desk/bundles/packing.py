"""Makes bundles: what is new for a hub, signed, encrypted for its devices, written once and read again."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cso_desk.store.store import Store

Progress = Callable[[int, int], None]
"""Is called with steps done and steps in all; it stops the work by raising CancelledError."""


@dataclass(frozen=True)
class Made:
    """A bundle that was written. `why_plain` says in the user's language why it is not encrypted."""

    path: Path
    uid: str
    kind: str
    changes: int
    streams: int
    bytes: int
    encrypted: bool
    why_plain: str


def make_bundle(
    store: Store,
    to_hub: str,
    out: Path | None = None,
    *,
    kind: str = "delta",
    allow_plain: bool = False,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Made:
    """Write a bundle for a hub to `out`, or under a new name into `folder` (default: the store's outbox).

    `kind`: "delta" (what the hub is not proved to hold), "full", "request" and "receipt" (what is held here,
    no changes) or "hello" (certificates only, for anybody; `to_hub` may be ""). Raises UserError.
    """
    raise NotImplementedError
