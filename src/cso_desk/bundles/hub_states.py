"""How things stand with every other hub: what was made for it, what came of it, what either side lacks."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from cso_desk.bundles.network_part import out_of_use
from cso_desk.bundles.proof import NUMBER, proved_by, replaced
from cso_desk.journal.branches import forks
from cso_desk.journal.reviews import conflicts
from cso_desk.journal.streams import MASK, SHIFT, Stream
from cso_desk.store.store import Store
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.directory import ACTIVE, REVOKED, SUSPENDED
from cso_desk.trust.keeping import known_devices, network_of, own_replicas
from cso_desk.trust.network import Network
from cso_desk.trust.rights import may_travel

INTRODUCE, MAKE, CARRY, WAIT, REQUEST, DECIDE, NOTHING = (
    "introduce", "make", "carry", "wait", "request", "decide", "",
)  # fmt: skip
ON_STICK, POSTED = "stick", "posted"


@dataclass(frozen=True)
class Parcel:
    """The newest file with changes of one direction.

    `at`: when it was made or taken in here, UTC milliseconds; `made_at`: by its sender's clock. `way`: ""
    where it lies in the outbox of this computer, "stick" in a folder that was chosen, "posted" in the shared
    folder. `proved`: the other side's own file names it as taken in.
    """

    file: str
    at: int
    made_at: int
    changes: int
    way: str = ""
    proved: bool = False


@dataclass(frozen=True)
class HubState:
    """How things stand with one hub.

    `status`: "active", "suspended" or "revoked", "" where no computer of it is known. `lacks`: how many
    changes it may have and is not proved to hold; `behind`: how many it holds that are not here; `held`: how
    many changes of its own computers are here, the newest from `newest` (UTC milliseconds). `receipt`: when
    its last word on what it holds came. `forked`: a computer of it was copied and both were used.
    """

    hub: str
    status: str = ""
    devices: int = 0
    made: Parcel | None = None
    came: Parcel | None = None
    receipt: int = 0
    lacks: int = 0
    behind: int = 0
    held: int = 0
    newest: int = 0
    conflicts: int = 0
    forked: bool = False

    @property
    def step(self) -> str:
        """The one thing to do next: a word of this module, "" for nothing."""
        if self.status != ACTIVE:
            return NOTHING if self.status in (SUSPENDED, REVOKED) else INTRODUCE
        if self.conflicts:
            return DECIDE
        return REQUEST if self.behind else self._giving

    @property
    def _giving(self) -> str:
        """What to do so that it gets what it lacks."""
        if not self.lacks:
            return NOTHING
        # More may wait for it now than the last file carried.
        if self.made is None or self.made.proved or self.made.changes < self.lacks:
            return MAKE
        return WAIT if self.made.way else CARRY


def hub_states(store: Store, hubs: Iterable[str] = ()) -> list[HubState]:
    """Every hub that is known here, and `hubs`; a number of statements that does not grow with the store."""
    with store.reading() as reading:
        connection = reading.connection
        look = _Look.at(connection, store.hub)
        waiting = conflicts(connection, reading.shelves)
    disputed = Counter(hub for each in waiting for hub in {side.hub for side in each.sides})
    every = {*hubs, *(one.hub for one in look.known.values()), *look.made, *look.came} - {store.hub, ""}
    return [look.state(hub, disputed[hub]) for hub in sorted(every)]


@dataclass
class _Look:
    """What is read once for all hubs."""

    own_hub: str
    known: Mapping[str, Certificate]
    own: set[str]
    network: Network
    unused: set[str]
    ends: dict[Stream, int]
    own_counts: Counter[str]
    newest: dict[str, int]
    made: dict[str, Parcel]
    came: dict[str, Parcel]
    words: dict[str, int]
    said: dict[str, dict[Stream, tuple[int, str]]]
    split: set[str]

    @classmethod
    def at(cls, connection: Connection, own_hub: str) -> "_Look":
        network = network_of(connection)
        known = known_devices(connection) | network.certificates()
        ends, counts, newest = _streams(connection, known)
        made, came, words = _parcels(connection)
        return cls(
            own_hub, known, own_replicas(connection), network,
            replaced(connection, known) | out_of_use(connection), ends, counts, newest, made, came, words,
            proved_by(connection), {fork.replica for fork in forks(connection)},
        )  # fmt: skip

    def state(self, hub: str, disputed: int) -> HubState:
        devices = [one for one in self.known.values() if one.hub == hub and one.replica not in self.own]
        proof = [self.said[r.replica] for r in devices if self._counts(r.replica)]
        allowed = {s: end for s, end in self.ends.items() if may_travel(self.own_hub, hub, s.scope)}
        lacks = sum(max(0, end - self._proved(proof, s)) for s, end in allowed.items())
        return HubState(
            hub, self._status(devices), len(devices), self.made.get(hub), self.came.get(hub),
            self.words.get(hub, 0), lacks, self._behind(devices), self.own_counts[hub],
            self.newest.get(hub, 0), disputed, any(one.replica in self.split for one in devices),
        )  # fmt: skip

    def _counts(self, replica: str) -> bool:
        return replica in self.said and replica not in self.unused

    def _proved(self, proof: list[dict[Stream, tuple[int, str]]], stream: Stream) -> int:
        return min((said.get(stream, (0, ""))[0] for said in proof), default=0)

    def _behind(self, devices: list[Certificate]) -> int:
        ahead: dict[Stream, int] = {}
        for one in devices:
            for stream, (seq, _chain) in self.said.get(one.replica, {}).items():
                if stream.scope != NUMBER:
                    ahead[stream] = max(ahead.get(stream, 0), seq)
        return sum(max(0, seq - self.ends.get(stream, 0)) for stream, seq in ahead.items())

    def _status(self, devices: list[Certificate]) -> str:
        """How the hub stands by the computers of it that are not replaced: one in order is enough."""
        if not devices or self.network.root is None:
            return ACTIVE if devices else ""
        found = {self.network.standing(one.replica, self.known).status for one in devices}
        return next((status for status in (ACTIVE, SUSPENDED, REVOKED) if status in found), "")


def _streams(
    connection: Connection, known: Mapping[str, Certificate]
) -> tuple[dict[Stream, int], Counter[str], dict[str, int]]:
    """How far each stream is held with its branches; how many changes by hub, when the newest was made."""
    rows = connection.exec_driver_sql(
        "SELECT st.replica, st.scope, st.author, c.cid, s.at FROM (SELECT *, (SELECT max(cid) FROM change"
        f" WHERE cid > no << {SHIFT} AND cid < (no + 1) << {SHIFT}) AS last FROM stream) st"
        " JOIN change c ON c.cid = st.last JOIN step s ON s.no = c.step"
    )
    ends: dict[Stream, int] = {}
    newest: dict[str, int] = {}
    for replica, scope, author, cid, at in rows:
        for name in {str(replica), str(author)}:
            stream = Stream(name, str(scope))
            ends[stream] = max(ends.get(stream, 0), int(cid) & MASK)
        hub = known[author].hub if author in known else ""
        newest[hub] = max(newest.get(hub, 0), int(at))
    counts: Counter[str] = Counter()
    for stream, end in ends.items():
        if stream.replica in known:
            counts[known[stream.replica].hub] += end
    return ends, counts, newest


def _parcels(connection: Connection) -> tuple[dict[str, Parcel], dict[str, Parcel], dict[str, int]]:
    """The newest file with changes to and from each hub, and when each hub last said what it holds."""
    made: dict[str, Parcel] = {}
    came: dict[str, Parcel] = {}
    words: dict[str, int] = {}
    rows = connection.exec_driver_sql(
        "SELECT hub, direction, kind, file, at, made_at, status, summary FROM bundle ORDER BY at, made_at"
    )
    for hub, direction, kind, file, at, made_at, status, text in rows:
        if direction == "in" and kind != "hello" and status == "taken":
            words[hub] = int(at)
        if kind in ("delta", "full") and status != "undone":
            found: dict[str, Any] = json.loads(text)
            parcel = Parcel(
                file, int(at), int(made_at), int(found.get("changes", 0)), str(found.get("way", "")),
                status == "proved",
            )  # fmt: skip
            (made if direction == "out" else came)[hub] = parcel
    return made, came, words


def note_way(store: Store, uids: Iterable[str], way: str) -> None:
    """Remember that files left this computer: "stick" = written into a folder, "posted" = left for others."""
    with store.writing() as connection:
        for uid in uids:
            connection.exec_driver_sql(
                "UPDATE bundle SET summary = json_set(summary, '$.way', ?)"
                " WHERE uid = ? AND direction = 'out'",
                (way, uid),
            )
