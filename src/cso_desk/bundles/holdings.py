"""Which records, with their files, other hubs are proved to hold: told by their own files, see `proof`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cso_desk.bundles.attachments import namings
from cso_desk.bundles.chain import Journal
from cso_desk.bundles.proof import proved
from cso_desk.journal.streams import MASK, SHIFT, Stream
from cso_desk.store.store import Store
from cso_desk.trust.keeping import known_devices
from cso_desk.trust.rights import may_travel

_SOME = 500  # ids in one statement


@dataclass(frozen=True)
class Holding:
    """What one hub is proved to hold of some groups of records, which are named by their keys.

    `complete`: with every file; `waiting`: the hub has the records as they are now and asks for so many of
    their files. Of all others nothing is proved yet. `told_at`: when its last word came, UTC milliseconds, 0
    for never.
    """

    hub: str
    complete: frozenset[str]
    waiting: Mapping[str, int]
    told_at: int = 0


def holdings(store: Store, groups: Mapping[str, Collection[str]]) -> list[Holding]:
    """How every other known hub stands with groups of records, by key; a title with its versions is one."""
    with store.reading() as reading:
        connection = reading.connection
        known, journal = known_devices(connection), Journal(connection)
        tips = _tips(journal, {record for records in groups.values() for record in records})
        files: dict[str, set[str]] = {}
        for each in namings(connection, reading.shelves.types):
            files.setdefault(each.record, set()).add(each.sha256)
        asked: dict[str, set[str]] = {}
        for device, sha256 in connection.exec_driver_sql("SELECT device, sha256 FROM wanted"):
            if device in known:
                asked.setdefault(known[device].hub, set()).add(str(sha256))
        words = connection.exec_driver_sql(
            "SELECT hub, max(at) FROM bundle WHERE direction = 'in' AND kind <> 'hello' AND status = 'taken'"
            " GROUP BY hub"
        )
        told = {str(hub): int(at) for hub, at in words}
        found = []
        for hub in sorted({one.hub for one in known.values()} - {store.hub}):
            look = _Hub(store.hub, hub, proved(journal, known, hub), asked.get(hub, set()))
            found.append(look.holding(groups, tips, files, told.get(hub, 0)))
    return found


@dataclass(frozen=True)
class _Hub:
    """What is known of one hub: how far it holds each stream, and which files it asked for."""

    own: str
    hub: str
    base: Mapping[Stream, int]
    asked: Collection[str]

    def holding(
        self,
        groups: Mapping[str, Collection[str]],
        tips: Mapping[str, Collection[tuple[Stream, int]]],
        files: Mapping[str, Collection[str]],
        told_at: int,
    ) -> Holding:
        complete, waiting = set(), {}
        for key, records in groups.items():
            if not records or not all(self._holds(tips.get(record, ())) for record in records):
                continue
            lacking = {name for record in records for name in files.get(record, ()) if name in self.asked}
            if lacking:
                waiting[key] = len(lacking)
            else:
                complete.add(key)
        return Holding(self.hub, frozenset(complete), waiting, told_at)

    def _holds(self, tips: Collection[tuple[Stream, int]]) -> bool:
        """Whether the hub holds what stands of a record; parts of it that it may not hold are left aside."""
        meant = [tip for tip in tips if may_travel(self.own, self.hub, tip[0].scope)]
        return bool(meant) and all(self.base.get(stream, 0) >= seq for stream, seq in meant)


def _tips(journal: Journal, records: Collection[str]) -> dict[str, set[tuple[Stream, int]]]:
    """The changes of each record that nobody has overwritten."""
    wanted = sorted(records)
    found: dict[str, set[tuple[Stream, int]]] = {}
    for start in range(0, len(wanted), _SOME):
        some = tuple(wanted[start : start + _SOME])
        rows = journal.connection.exec_driver_sql(
            f"SELECT record, cid FROM head WHERE record IN ({','.join('?' * len(some))})", some
        )
        for record, cid in rows:
            tip = (journal.streams[cid >> SHIFT], cid & MASK)
            found.setdefault(str(record), set()).add(tip)
    return found
