"""Devices: their certificates, which of them are believed, and the digits that people read to each other.

Where the network has a root, its directory decides. Until then devices are "met on first use": the file
that first names a hub introduces that hub's devices, and their fingerprints are reported. A further device of
a known hub must be vouched for by its earlier self, be introduced by a known device of its hub or by the
national hub, or be accepted by a person.
"""

import platform
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from cso_desk.store.store import NATIONAL, Store
from cso_desk.trust.certificates import Certificate, make_certificate, read_certificate
from cso_desk.trust.keeping import known_devices, own_replicas
from cso_desk.trust.network import Network
from cso_desk.trust.rights import digits_of


@dataclass(frozen=True)
class DeviceLine:
    """A device this store knows. `introduced_by`: the hub that brought its certificate, "" = this device."""

    hub: str
    name: str
    fingerprint: str
    replica: str
    introduced_by: str
    met_at: int
    own: bool


@dataclass(frozen=True)
class Judgement:
    """What becomes of the certificates in a file: those met now, and those of strangers."""

    met: tuple[Certificate, ...]
    strangers: tuple[Certificate, ...]
    known: Mapping[str, Certificate]
    """Every device that is believed, those met now included, by replica."""


def devices(store: Store) -> list[DeviceLine]:
    """Every device known here, own hub first."""
    with store.reading() as reading:
        known = known_devices(reading.connection)
        own = own_replicas(reading.connection)
        rows = reading.connection.exec_driver_sql("SELECT replica, introduced_by, met_at FROM device").all()
    lines = []
    for replica, introducer, met_at in rows:
        one = known[replica]
        brought = known[introducer].hub if introducer in known else ""
        lines.append(DeviceLine(one.hub, one.name, one.fingerprint, replica, brought, met_at, replica in own))
    return sorted(lines, key=lambda d: (d.hub != store.hub, d.hub, d.met_at, d.replica))


def own_fingerprint(store: Store) -> str:
    """The fingerprint of this device: 24 digits in six groups of four."""
    with store.writing(derived=True) as connection:
        return own_certificate(connection).fingerprint


def has_certificates(connection: Connection) -> bool:
    """Whether this device and its earlier selves have their certificates; needs to read only."""
    return own_replicas(connection) <= known_devices(connection).keys()


def own_certificate(connection: Connection) -> Certificate:
    """The certificate of this device; it and those of its earlier selves are made where they are missing.

    Needs a connection that may write.
    """
    meta = {str(key): str(value) for key, value in connection.exec_driver_sql("SELECT key, value FROM meta")}
    secrets = connection.exec_driver_sql(
        "SELECT replica, sign_key, age_key FROM secret ORDER BY replica"
    ).all()
    have = {replica for (replica,) in connection.exec_driver_sql("SELECT replica FROM device")}
    order = {meta.get("previous", ""): 1, meta["replica"]: 2}
    missing = sorted((s for s in secrets if s[0] not in have), key=lambda s: order.get(s[0], 0))
    before = _newest_self(secrets, have, meta.get("previous", ""))
    for replica, key, age in missing:
        name = meta.get("device") or platform.node() or "computer"
        printable = "".join(c for c in name if c.isprintable())[:60] or "computer"
        certificate = make_certificate(bytes(key), _recipient(age), meta["hub"], printable, before)
        keep_device(connection, certificate, "")
        before = (replica, bytes(key))
    text = connection.exec_driver_sql(
        "SELECT certificate FROM device WHERE replica = ?", (meta["replica"],)
    ).scalar_one()
    return read_certificate(bytes(text))


def _newest_self(
    secrets: Iterable[tuple[str, bytes, str]], have: set[str], previous: str
) -> tuple[str, bytes] | None:
    """The earlier self that others can know: the one before this, or any that has a certificate."""
    known = {replica: bytes(key) for replica, key, _age in secrets if replica in have}
    if previous in known:
        return previous, known[previous]
    return next(iter(known.items()), None)


def _recipient(age_key: str) -> str:
    from pyrage import x25519  # noqa: PLC0415  loaded only where a bundle is made or read

    return str(x25519.Identity.from_str(age_key).to_public())


def keep_device(connection: Connection, certificate: Certificate, introduced_by: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO device VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            certificate.replica,
            certificate.hub,
            certificate.name,
            certificate.text,
            introduced_by,
            time.time_ns() // 1_000_000,
        ),
    )


def judge(
    known: Mapping[str, Certificate],
    offered: Iterable[Certificate],
    sender: str,
    accept: str,
    network: Network | None = None,
) -> Judgement:
    """Which of the offered certificates are believed, given those known and who signed the file.

    `accept` holds fingerprints that a person accepts, divided by commas. Where the `network` has a root, its
    directory decides and nobody else.
    """
    offered = list(offered)
    if network is not None and network.root is not None:
        return _by_directory(known, offered, network)
    believed = dict(known)
    hubs = {certificate.hub for certificate in known.values()}
    accepted = digits_of(accept.split(","))
    waiting = [certificate for certificate in offered if certificate.replica not in known]
    met: list[Certificate] = []
    found = True
    while found:
        found = False
        for certificate in list(waiting):
            if _is_believed(certificate, believed, hubs, sender, accepted):
                waiting.remove(certificate)
                met.append(certificate)
                believed[certificate.replica] = certificate
                found = True
    return Judgement(tuple(met), tuple(waiting), believed)


def _by_directory(
    known: Mapping[str, Certificate], offered: Iterable[Certificate], network: Network
) -> Judgement:
    """All certificates are looked at, because later selves follow from earlier ones."""
    every = {one.replica: one for one in offered} | dict(known) | network.certificates()
    new = [one for replica, one in sorted(every.items()) if replica not in known]
    met = [one for one in new if network.standing(one.replica, every).status]
    return Judgement(tuple(met), tuple(one for one in new if one not in met), every)


def _is_believed(
    one: Certificate, believed: Mapping[str, Certificate], hubs: set[str], sender: str, accepted: set[str]
) -> bool:
    if one.hub not in hubs or digits_of([one.fingerprint]) & accepted:
        return True
    before = believed.get(one.previous)
    if before is not None and one.vouched_by(before):
        return True
    # Who is believed says which computer it was before, and that one signed for it.
    if any(other.vouched_by(one) for other in believed.values() if other.previous == one.replica):
        return True
    introducer = believed.get(sender)
    return introducer is not None and introducer.hub in (one.hub, NATIONAL)
