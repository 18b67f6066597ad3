"""What a registrar does: found the network, enter devices, suspend, revoke and replace them.

Every function needs a connection that may write, publishes a new directory at once and gives the entries it
wrote. Each raises UserError where this device may not do it; nothing is changed then.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.identity import replica_here, replica_of
from cso_desk.store.store import NATIONAL
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.devices import own_certificate
from cso_desk.trust.directory import (
    ACTIVE,
    REPLACED,
    REVOKED,
    SUSPENDED,
    Cut,
    Entry,
    changed,
    make_directory,
    with_status,
)
from cso_desk.trust.keeping import (
    applicants,
    keep_applicants,
    keep_network,
    known_devices,
    network_of,
    own_replicas,
    registrar_key,
    reject_applicant,
)
from cso_desk.trust.network import Network
from cso_desk.trust.rights import digits_of
from cso_desk.trust.root_requests import RootRequest, sign_request
from cso_desk.trust.roots import Root, completed, propose_root, root_after
from cso_desk.trust.signing import BadTrustError, public_key
from cso_desk.wording import _

_LEAST_OF_ID = 8


def found(connection: Connection, keys: Sequence[bytes], threshold: int, issued: int | None = None) -> Root:
    """Begin a network: a root of the public halves of `keys`, this device its registrar and first device.

    Every device known so far waits for its approval from then on.
    """
    own = own_certificate(connection)
    if own.hub != NATIONAL:
        raise UserError(_("Only the national hub can begin a network. Do this on its computer."))
    if network_of(connection).root is not None:
        raise UserError(_("This network has a root already. Its keys can be changed: that is a new root."))
    try:
        public = [public_key(key) for key in keys]
        root = completed(propose_root(1, public, threshold, [own.key], keys, issued))
    except BadTrustError as error:
        raise UserError(_("A root needs 1 to 16 different keys and no more signatures than keys.")) from error
    network = Network((root,))
    _publish(connection, network, _with_earlier_selves(connection, network, Entry(own, ACTIVE)), issued)
    others = [one for r, one in known_devices(connection).items() if r not in own_replicas(connection)]
    keep_applicants(connection, others, "")
    return root


def ask_for_root(
    connection: Connection,
    *,
    keys: Sequence[bytes] = (),
    threshold: int = 0,
    without: Iterable[str] = (),
    issued: int | None = None,
) -> RootRequest:
    """Ask the holders of the root keys for the next root; nothing is changed before `take_root`.

    `keys`: new private keys in the place of the old ones, which sign at once. This device becomes a
    registrar; the registrars with the replicas `without` are none any more.
    """
    network, own = network_of(connection), _national(connection)
    if network.root is None:
        raise UserError(_("This store knows no root yet."))
    gone = set(without)
    stay = {own.key, *(key for key in network.root.registrars if replica_of(key) not in gone)}
    try:
        proposed = root_after(
            network.root, keys, keys=[public_key(key) for key in keys], threshold=threshold,
            registrars=stay, issued=issued,
        )  # fmt: skip
    except BadTrustError as error:
        raise UserError(_("A root needs 1 to 16 different keys and no more signatures than keys.")) from error
    known = known_devices(connection) | network.certificates() | {own.replica: own}
    computers = tuple(known[replica_of(key)] for key in sorted(stay) if replica_of(key) in known)
    return RootRequest(network.roots, proposed, computers)


def take_root(connection: Connection, request: RootRequest, issued: int | None = None) -> Root:
    """Make the root that enough keys signed the one of the network; this device signs its first directory.

    Nothing that registrars who left ever signed counts from then on.
    """
    network, own = network_of(connection), _national(connection)
    if network.root is None or network.root.body != request.now.body:
        raise UserError(
            _("The root of the network is no longer the one that this file is about. Ask the holders anew.")
        )
    if not request.complete:
        raise UserError(
            _("These keys are not enough: {count} different keys of the root are needed, as on its papers.",
              count=network.root.threshold)
        )  # fmt: skip
    after = Network((*network.roots, request.proposed))
    if registrar_key(connection, after) is None:
        raise UserError(_("Another computer asked for this root. Finish it there."))
    entries = changed(network.entries.values(), *_own_entry(network, own))
    _publish(connection, after, entries, issued, network.version)
    return request.proposed


def rotate(
    connection: Connection,
    signing: Sequence[bytes],
    *,
    keys: Sequence[bytes] = (),
    threshold: int = 0,
    without: Iterable[str] = (),
    issued: int | None = None,
) -> Root:
    """Make the next root at once, where enough private keys `signing` of the old one are at hand.

    The rest as for `ask_for_root`; keys of other roots among `signing` do not count.
    """
    asked = ask_for_root(connection, keys=keys, threshold=threshold, without=without, issued=issued)
    fitting = {public_key(key): key for key in signing if public_key(key) in asked.now.keys}
    return take_root(connection, sign_request(asked, fitting.values()), issued)


def _national(connection: Connection) -> Certificate:
    """The own device, where it may enter others. Raises UserError elsewhere than at the national hub."""
    own = own_certificate(connection)
    if own.hub != NATIONAL:
        raise UserError(_("Only a computer of the national hub can enter other computers."))
    return own


def _own_entry(network: Network, own: Certificate) -> list[Entry]:
    return [] if own.replica in network.entries else [Entry(own, ACTIVE)]


def find_device(connection: Connection, said: str) -> Certificate:
    """The device with these 24 digits, or whose id begins so, among all that are known or wait.

    Raises UserError where there is none, or more than one.
    """
    every = known_devices(connection) | {a.certificate.replica: a.certificate for a in applicants(connection)}
    digits = digits_of([said])
    found = [one for one in every.values() if digits and digits_of([one.fingerprint]) == digits]
    if not found and len(said) >= _LEAST_OF_ID and re.fullmatch("[0-9a-f]+", said):
        found = [one for one in every.values() if one.replica.startswith(said)]
    if len(found) != 1:
        raise UserError(
            _(
                "No computer with the digits {digits} is known here. Take in its introduction file first, "
                "and compare all 24 digits.",
                digits=said,
            )
        )
    return found[0]


def approve(
    connection: Connection,
    device: Certificate,
    *,
    label: str = "",
    scopes: Iterable[str] | None = None,
    issued: int | None = None,
) -> Entry:
    """Enter a device whose 24 digits a person compared. `scopes`: where it may write; None: all its hub's.

    Its earlier selves that nobody entered are entered as replaced, so that their work is known.
    """
    network = network_of(connection)
    before = network.entries.get(device.replica)
    if before is not None and before.status == REVOKED:
        raise UserError(_("This computer was revoked, and that stays so. Its store must be made anew."))
    kept = before or Entry(device, ACTIVE)
    entry = replace(
        kept, status=ACTIVE, label=label or kept.label,
        scopes=kept.scopes if scopes is None else frozenset(scopes),
    )  # fmt: skip
    if entry.scopes is not None:
        entry = replace(entry, cuts=_cuts(connection, device.replica))
    _publish(connection, network, _with_earlier_selves(connection, network, entry), issued)
    return entry


def _with_earlier_selves(connection: Connection, network: Network, entry: Entry) -> tuple[Entry, ...]:
    known, new = known_devices(connection), [entry]
    one = entry.certificate
    while True:
        before = known.get(one.previous)
        taken = network.entries.keys() | {e.replica for e in new}
        if before is None or before.replica in taken or not one.vouched_by(before):
            return changed(network.entries.values(), *new)
        new.append(Entry(before, REPLACED))
        one = before


def reject(connection: Connection, device: Certificate) -> None:
    """Say no to a device that waits; it is not offered again."""
    keep_applicants(connection, [device], "")
    reject_applicant(connection, device.replica)


def suspend(connection: Connection, replica: str, issued: int | None = None) -> Entry:
    """Let everything of a device wait until it is lifted, for example while a laptop is searched for."""
    entry = _entry(connection, replica, {ACTIVE})
    return _put(connection, with_status(entry, SUSPENDED), issued)


def lift(connection: Connection, replica: str, issued: int | None = None) -> Entry:
    """Make a suspended device active again."""
    entry = _entry(connection, replica, {SUSPENDED})
    return _put(connection, with_status(entry, ACTIVE), issued)


def revoke(
    connection: Connection, replica: str, cuts: Iterable[Cut] | None = None, issued: int | None = None
) -> Entry:
    """End a device for ever. `cuts`: up to where its work counts; None: all that is held here.

    Doing it again sets other cuts: what came late and is found to be honest can be let in.
    """
    entry = _entry(connection, replica, {ACTIVE, SUSPENDED, REPLACED, REVOKED})
    counts = _cuts(connection, replica) if cuts is None else cuts
    return _put(connection, with_status(entry, REVOKED, counts), issued)


def hand_over(connection: Connection, old: str, new: Certificate, issued: int | None = None) -> Entry:
    """Enter a new device in the place of an old one, which gets no bundles any more; its work counts."""
    gone = with_status(_entry(connection, old, {ACTIVE, SUSPENDED}), REPLACED)
    network = network_of(connection)
    before = network.entries.get(new.replica)
    if before is not None and before.status == REVOKED:
        raise UserError(_("This computer was revoked, and that stays so. Its store must be made anew."))
    entry = Entry(new, ACTIVE, gone.label, gone.scopes)
    entries = changed(_with_earlier_selves(connection, network, entry), gone)
    _publish(connection, network, entries, issued)
    return entry


def _entry(connection: Connection, replica: str, statuses: set[str]) -> Entry:
    """The entry of a device, which is made for one that follows from an earlier self."""
    if replica == replica_here(connection):
        raise UserError(
            _("This is the computer that enters others; it cannot do that to itself. Use another one.")
        )
    network = network_of(connection)
    entry = network.entries.get(replica)
    if entry is None:
        known = known_devices(connection)
        standing = network.standing(replica, known)
        if replica in known:
            entry = Entry(known[replica], standing.status or ACTIVE)
    if entry is None or entry.status not in statuses:
        raise UserError(_("This computer does not stand so that this could be done. Look at the list again."))
    return entry


def _put(connection: Connection, entry: Entry, issued: int | None) -> Entry:
    network = network_of(connection)
    _publish(connection, network, changed(network.entries.values(), entry), issued)
    return entry


def _publish(
    connection: Connection,
    network: Network,
    entries: Iterable[Entry],
    issued: int | None = None,
    version: int = 0,
) -> None:
    """Sign the next directory and keep it. `version`: a number given before that must not come again."""
    key = registrar_key(connection, network)
    if key is None or network.root is None:
        raise UserError(
            _(
                "Only the computer that enters others can do this. It is the one on which the root was made, "
                "at the national hub."
            )
        )
    number = max([version, *(directory.version for directory in network.directories)]) + 1
    directory = make_directory(number, network.root.version, entries, key, issued)
    keep_network(connection, network.joined((), [directory]))


def _cuts(connection: Connection, replica: str) -> tuple[Cut, ...]:
    """The last sealed change held here of each stream of a device; of a history that split, the longest."""
    rows = connection.exec_driver_sql(
        "SELECT t.scope, s.seq, s.chain, s.signature FROM seal s JOIN stream t ON t.no = s.stream"
        " WHERE t.author = ? ORDER BY t.scope, s.seq",
        (replica,),
    )
    last = {scope: Cut(scope, seq, bytes(chain).hex(), bytes(sig).hex()) for scope, seq, chain, sig in rows}
    return tuple(last.values())
