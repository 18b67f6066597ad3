"""The network as people look at it: its root, its devices and how they stand, and who waits."""

from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.branches import forks
from cso_desk.journal.identity import replica_here, replica_of
from cso_desk.journal.streams import SHIFT
from cso_desk.store.store import Store
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.directory import ACTIVE, Cut
from cso_desk.trust.keeping import applicants, known_devices, network_of, own_replicas, registrar_key
from cso_desk.trust.network import Network


@dataclass(frozen=True)
class DeviceState:
    """A device and how it stands: "active", "suspended", "revoked", "replaced", "waiting", "rejected".

    "" where this store knows no root. `listed`: entered itself; otherwise it follows from an earlier self and
    is to be entered. `at`: when it asked, UTC milliseconds, 0 where it did not. `previous`: the replica of
    its earlier self. `copied`: its disk or store was copied and both were used, and nobody mended that yet.
    """

    replica: str
    hub: str
    name: str
    fingerprint: str
    status: str
    listed: bool
    own: bool
    registrar: bool
    at: int = 0
    scopes: tuple[str, ...] | None = None
    cuts: tuple[Cut, ...] = ()
    previous: str = ""
    copied: bool = False


@dataclass(frozen=True)
class NetworkState:
    """`root`: 24 digits, "" where there is none; `issued`: of the directory, UTC milliseconds.

    `registrar`: whether this device may enter others; `own`: how it stands itself; `twins`: two directories
    of one number went round.
    """

    root: str
    root_version: int
    keys: int
    threshold: int
    directory: int
    issued: int
    registrar: bool
    own: str
    twins: bool
    devices: tuple[DeviceState, ...]


def network_state(store: Store) -> NetworkState:
    """What this store knows of its network, devices by hub, those that wait first."""
    with store.reading() as reading:
        return _state(reading.connection, store.hub)


def _state(connection: Connection, hub: str) -> NetworkState:
    network, root = network_of(connection), network_of(connection).root
    known = known_devices(connection) | network.certificates()
    split = {fork.replica for fork in forks(connection)}
    found = [_device(connection, network, known, one, split) for one in known.values()]
    waiting = _waiting(connection, network, known)
    every = [*waiting, *(one for one in found if one.replica not in {w.replica for w in waiting})]
    newest = network.directories[0] if network.directories else None
    return NetworkState(
        root.fingerprint if root else "",
        root.version if root else 0,
        len(root.keys) if root else 0,
        root.threshold if root else 0,
        network.version,
        newest.issued if newest else 0,
        registrar_key(connection, network) is not None,
        network.standing(replica_here(connection), known).status if root else "",
        network.twins,
        tuple(sorted(every, key=lambda one: (one.status != "waiting", one.hub != hub, one.hub, one.replica))),
    )


def _device(
    connection: Connection,
    network: Network,
    known: dict[str, Certificate],
    one: Certificate,
    split: set[str],
) -> DeviceState:
    standing = network.standing(one.replica, known)
    entry = standing.entry if standing.listed else None
    registrars = network.root.registrars if network.root else frozenset()
    return DeviceState(
        one.replica,
        one.hub,
        entry.name if entry else one.name,
        one.fingerprint,
        standing.status or ("waiting" if network.root else ""),
        standing.listed,
        one.replica in own_replicas(connection),
        one.replica in map(replica_of, registrars),
        scopes=tuple(sorted(entry.scopes)) if entry and entry.scopes is not None else None,
        cuts=entry.cuts if entry else (),
        previous=one.previous,
        copied=one.replica in split and standing.status in ("", ACTIVE),
    )


def _waiting(connection: Connection, network: Network, known: dict[str, Certificate]) -> list[DeviceState]:
    """Those that asked; a later self that is believed already waits for its entry too."""
    found = []
    every = {a.certificate.replica: a.certificate for a in applicants(connection)} | known
    for one in applicants(connection):
        device = one.certificate
        if device.replica in network.entries:
            continue
        status = network.standing(device.replica, every).status
        found.append(
            DeviceState(
                device.replica, device.hub, device.name, device.fingerprint,
                "rejected" if one.rejected else status or "waiting", listed=False, own=False,
                registrar=False, at=one.at, previous=device.previous,
            )
        )  # fmt: skip
    return found


def counted_work(store: Store, replica: str) -> tuple[int, int]:
    """How many changes that a device wrote are held here, and when the newest was made (UTC milliseconds).

    It is what would count of it if it were revoked now.
    """
    with store.reading() as reading:
        run = reading.connection.exec_driver_sql
        count, newest = run(
            "SELECT count(*), coalesce(max(s.at), 0) FROM stream st JOIN change c"
            f" ON c.cid > st.no << {SHIFT} AND c.cid < (st.no + 1) << {SHIFT} JOIN step s ON s.no = c.step"
            " WHERE st.author = ?",
            (replica,),
        ).one()
    return int(count), int(newest)
