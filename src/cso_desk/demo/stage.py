"""What the steps of the demonstration share: the story, its clock, the stores, and what was done so far."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cso_desk.assembly import open_store
from cso_desk.demo.folder import PASSPHRASE, store_folder
from cso_desk.features.hub.printing import Delivered, Settled
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.places.gazetteer import show_place
from cso_desk.resources import resource
from cso_desk.store.store import NATIONAL, Store
from cso_desk.wording import _, language

HUBS = ("02", "17")
_SECONDS = 1000


class StoryClock:
    """The clock on the wall of the story, in milliseconds: every demonstration happens on the same days.

    `later` moves the whole story by so many days.
    """

    def __init__(self, later: int = 0) -> None:
        self._now = 0
        self._later = timedelta(days=later)

    def __call__(self) -> int:
        self._now += _SECONDS
        return self._now

    def go_to(self, day: str, time: str = "08:00") -> None:
        """Go on to a day (ISO) and a time of day; never back."""
        then = (datetime.fromisoformat(f"{day}T{time}") + self._later).astimezone()
        self._now = max(self._now, int(then.timestamp()) * 1000)


def story() -> dict[str, Any]:
    """Who meets, what is said and decided, and about what two hubs disagree."""
    text = resource("samples", "demo_story.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass
class Stage:
    """One run of the demonstration. `languages` are those of the papers and of the pictures."""

    folder: Path
    languages: Sequence[str]
    story: Mapping[str, Any]
    clock: StoryClock = field(default_factory=StoryClock)
    stores: dict[str, Store] = field(default_factory=dict)
    meetings: dict[str, str] = field(default_factory=dict)
    delivered: list[Delivered] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)

    @property
    def nation(self) -> Store:
        return self.stores[NATIONAL]

    @property
    def quarter(self) -> str:
        return str(self.story["quarter"])

    def close(self) -> None:
        """Let go of every store."""
        for store in self.stores.values():
            store.close()

    def reopen(self) -> None:
        """Open every store again, as on the next morning."""
        self.close()
        for hub in self.stores:
            self.stores[hub] = open_store(store_folder(self.folder, hub), PASSPHRASE, clock=self.clock)


def hub_called(hub: str) -> str:
    """What people call a hub, in the language of the window."""
    return _("National hub") if hub == NATIONAL else show_place(hub, language(), full=False)


def number(value: int) -> str:
    """A figure in the digits of the window's language."""
    return to_khmer_digits(str(value)) if language() == "km" else str(value)
