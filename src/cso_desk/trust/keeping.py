"""What a store keeps of its network: roots, directories, devices, and those that asked to be entered."""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.journal.streams import Stream
from cso_desk.trust.certificates import Certificate, read_certificate
from cso_desk.trust.directory import ACTIVE, REPLACED, REVOKED, Cut, read_directory
from cso_desk.trust.network import Network, Standing
from cso_desk.trust.roots import read_root
from cso_desk.trust.signing import public_key

MOST_APPLICANTS = 500


@dataclass(frozen=True)
class Applicant:
    """A device that waits for the registrar. `brought_by`: the replica that brought it; `at`: UTC ms."""

    certificate: Certificate
    brought_by: str
    at: int
    rejected: bool


def network_of(connection: Connection) -> Network:
    """What this store knows of its network."""
    roots = connection.exec_driver_sql("SELECT text FROM root ORDER BY version").scalars()
    directories = connection.exec_driver_sql("SELECT text FROM directory").scalars()
    return Network(
        tuple(read_root(bytes(text)) for text in roots),
        tuple(
            sorted(
                (read_directory(bytes(t)) for t in directories), key=lambda d: (d.order, d.text), reverse=True
            )
        ),
    )


def keep_network(connection: Connection, network: Network) -> None:
    """Remember roots and directories in the place of those known before."""
    run = connection.exec_driver_sql
    run("DELETE FROM root")
    run("DELETE FROM directory")
    for root in network.roots:
        run("INSERT INTO root VALUES (?, ?)", (root.version, root.text))
    for directory in network.directories:
        # Two registrars may have signed the same: each of the two texts counts as long as its signer does.
        digest = hashlib.sha256(directory.text).hexdigest()
        run("INSERT INTO directory VALUES (?, ?)", (digest, directory.text))
    for replica, certificate in network.certificates().items():
        run("DELETE FROM applicant WHERE replica = ?", (replica,))
        run(
            "INSERT INTO device VALUES (?, ?, ?, ?, '', ?) ON CONFLICT(replica) DO UPDATE SET"
            " hub = excluded.hub, name = excluded.name, certificate = excluded.certificate",
            (replica, certificate.hub, certificate.name, certificate.text, time.time_ns() // 1_000_000),
        )


def known_devices(connection: Connection) -> dict[str, Certificate]:
    """Every device this store has a certificate of, however it stands, by replica."""
    rows = connection.exec_driver_sql("SELECT replica, certificate FROM device")
    return {replica: read_certificate(bytes(text)) for replica, text in rows}


def own_replicas(connection: Connection) -> set[str]:
    """The replicas of this device and its earlier selves."""
    return {replica for (replica,) in connection.exec_driver_sql("SELECT replica FROM secret")}


def registrar_key(connection: Connection, network: Network) -> bytes | None:
    """The private key with which this device may sign directories, None where it is no registrar.

    The key of an earlier self does too: a registrar that was restored from its backup stays one.
    """
    if network.root is None:
        return None
    for key in connection.exec_driver_sql("SELECT sign_key FROM secret ORDER BY replica").scalars():
        if public_key(bytes(key)) in network.root.registrars:
            return bytes(key)
    return None


def applicants(connection: Connection) -> list[Applicant]:
    """Devices that asked to be entered, newest first, the rejected ones among them."""
    rows = connection.exec_driver_sql(
        "SELECT certificate, brought_by, at, rejected FROM applicant ORDER BY at DESC, replica"
    )
    return [Applicant(read_certificate(bytes(c)), str(by), int(at), bool(no)) for c, by, at, no in rows]


def keep_applicants(connection: Connection, certificates: Iterable[Certificate], brought_by: str) -> None:
    """Remember devices that nobody entered yet. What is rejected stays so.

    Where too many wait the oldest make room: a flood of invented ones must not keep out who comes next.
    """
    run, now = connection.exec_driver_sql, time.time_ns() // 1_000_000
    for one in list(certificates)[:MOST_APPLICANTS]:
        run(
            "INSERT INTO applicant VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
            (one.replica, one.text, brought_by, now),
        )
    run(
        "DELETE FROM applicant WHERE at < ? AND replica NOT IN"
        " (SELECT replica FROM applicant ORDER BY at DESC, replica LIMIT ?)",
        (now, MOST_APPLICANTS),
    )


def reject_applicant(connection: Connection, replica: str) -> None:
    """Never offer this device to the registrar again."""
    connection.exec_driver_sql("UPDATE applicant SET rejected = 1 WHERE replica = ?", (replica,))


class Limits:
    """How far the changes of each author count here, by the directories this store knows.

    This device's own streams, and those of its earlier selves, always count on itself: what its people wrote
    stays with them whatever others decided.
    """

    def __init__(self, connection: Connection, network: Network | None = None) -> None:
        self._network = network_of(connection) if network is None else network
        self._known = known_devices(connection) | self._network.certificates()
        self._own = own_replicas(connection)

    def of(self, author: str, scope: str) -> Cut | None:
        """The last change that counts of what a replica wrote in a scope; None where all of it does.

        A cut with `seq` 0 and no chain: nothing counts. `author` is the replica that wrote, whatever name a
        branch of its history has.
        """
        if author in self._own:
            return None
        return self._network.limit(Stream(author, scope), self._known)

    def standing(self, replica: str) -> Standing:
        return self._network.standing(replica, self._known)

    @property
    def revoked(self) -> frozenset[str]:
        """Every replica known here that is revoked, later selves of revoked ones included."""
        every = self._known.keys() | self._network.entries.keys()
        return frozenset(r for r in every if self.standing(r).status == REVOKED) - self._own

    @property
    def unheard(self) -> frozenset[str]:
        """The hubs of which a registrar ended, stopped or narrowed a device: not all it told comes here.

        A device that nobody entered does not count: anybody can bring one.
        """
        standings = [(one.hub, self.standing(replica)) for replica, one in self._known.items()]
        return frozenset(
            hub
            for hub, each in standings
            if each.entry and (each.status not in (ACTIVE, REPLACED) or each.entry.scopes is not None)
        )
