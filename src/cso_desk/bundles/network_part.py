"""What a bundle carries of root and directory, and what a reader makes of it before it judges devices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from cso_desk.errors import UserError
from cso_desk.journal.identity import replica_here
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.directory import ACTIVE, REPLACED, REVOKED, SUSPENDED, Directory, read_directory
from cso_desk.trust.keeping import (
    keep_applicants,
    keep_network,
    known_devices,
    network_of,
    own_replicas,
    registrar_key,
)
from cso_desk.trust.network import Network
from cso_desk.trust.rights import digits_of, hub_name
from cso_desk.trust.roots import Root, TwoRootsError, chain_of
from cso_desk.trust.signing import BadTrustError
from cso_desk.wording import _

MOST_TEXTS = 128


class NetworkPart(msgspec.Struct, frozen=True):
    """The manifest's `trust`: every root from the first on, and the directories that count: signed texts."""

    roots: list[str]
    directories: list[str] = []


@dataclass(frozen=True)
class Joined:
    """The network after a file was read, and why nothing of the file can be used yet.

    `offered`: a root that a person must accept first, by comparing its digits with those on the card.
    """

    network: Network
    problem: UserError | None = None
    offered: Root | None = None


def part_of(network: Network, kind: str) -> NetworkPart | None:
    """What a bundle carries. An introduction is open to everybody, so it names no devices of others."""
    if not network.roots:
        return None
    directories = [] if kind == "hello" else [d.text.decode() for d in network.directories]
    return NetworkPart([root.text.decode() for root in network.roots], directories)


def joined(held: Network, part: NetworkPart | None, accept: str, kind: str) -> Joined:
    """The network with what a bundle brings; `accept` holds digits that a person compared.

    Whoever asks to be entered may come from another network. Raises BadTrustError where the part proves
    nothing.
    """
    if part is None:
        return Joined(held)
    roots, directories = _read(part)
    accepted = {digits for digits in digits_of(accept.split(",")) if digits}
    welcome = any(digits_of([root.fingerprint]) & accepted for root in roots)
    try:
        return _followed(held, roots, directories, welcome=welcome)
    except TwoRootsError:
        if welcome:
            return Joined(Network().joined(roots, directories))
        if kind == "hello":
            return Joined(held)
        return Joined(held, _two_roots(held.roots, roots), roots[-1])


def _read(part: NetworkPart) -> tuple[tuple[Root, ...], list[Directory]]:
    if not part.roots or max(len(part.roots), len(part.directories)) > MOST_TEXTS:
        raise BadTrustError("no root, or too much")
    return (
        chain_of(text.encode() for text in part.roots),
        [read_directory(text.encode()) for text in part.directories],
    )


def _followed(
    held: Network, roots: tuple[Root, ...], directories: list[Directory], *, welcome: bool
) -> Joined:
    after = held.joined(roots, directories)
    if held.root is not None or welcome:
        return Joined(after)
    return Joined(held, _unknown_root(roots[-1]), roots[-1])


def _unknown_root(root: Root) -> UserError:
    return UserError(
        _(
            "This bundle comes from a network whose root is not known here yet: {fingerprint}. Compare these "
            "digits with the card that the national hub gave you; if they are the same, accept them.",
            fingerprint=root.fingerprint,
        )
    )


def _two_roots(held: tuple[Root, ...], offered: tuple[Root, ...]) -> UserError:
    if held[0].body != offered[0].body:
        return UserError(
            _(
                "This bundle belongs to another network, with the root {fingerprint}. Nothing was taken in. "
                "If the national hub began anew, compare these digits with its new card and accept them.",
                fingerprint=offered[-1].fingerprint,
            )
        )
    return UserError(
        _(
            "Two different roots of this network meet here: {mine} and {other}. Nothing was taken in. "
            "Ask the national hub which one is right.",
            mine=held[-1].fingerprint,
            other=offered[-1].fingerprint,
        )
    )


def sender_problem(
    network: Network, sender: Certificate, known: Mapping[str, Certificate], *, may_ask: bool
) -> UserError | None:
    """Why nothing of a file is used whose sender is not in order, None where it is.

    `may_ask`: the file is an introduction and a registrar reads it, so an unknown sender is what it is about.
    """
    status = network.standing(sender.replica, known).status
    words = {"hub": hub_name(sender.hub), "name": sender.name, "fingerprint": sender.fingerprint}
    if status in (ACTIVE, REPLACED) or (status == "" and may_ask):
        return None
    if status == SUSPENDED:
        return UserError(
            _(
                "The computer {name} of {hub} is suspended by the national hub. Keep this bundle: it can be "
                "taken in as soon as that is lifted.",
                **words,
            )
        )
    if status == REVOKED:
        return UserError(
            _(
                "The computer {name} of {hub} was revoked by the national hub, for example because it was "
                "stolen. Nothing of its bundles is taken in. Call {hub}.",
                **words,
            )
        )
    return UserError(
        _(
            "The computer {name} of {hub}, fingerprint {fingerprint}, is not entered at the national hub "
            "yet. Keep this bundle, and ask them to enter it there first.",
            **words,
        )
    )


def waits(network: Network, author: str, known: Mapping[str, Certificate], own: Iterable[str]) -> bool:
    """Whether the changes of an author are left in the file for later: suspended, or not entered yet."""
    if network.root is None or author in own:
        return False
    return network.standing(author, known).status in (SUSPENDED, "")


def keep_part(
    connection: Connection, network: Network, certificates: Iterable[Certificate], sender: str
) -> None:
    """Take on what a file brought of the network; a registrar remembers the devices it should enter."""
    if network != network_of(connection):
        keep_network(connection, network)
    if registrar_key(connection, network) is not None:
        entered = network.entries.keys() | own_replicas(connection)
        keep_applicants(connection, [one for one in certificates if one.replica not in entered], sender)


def receivers(connection: Connection, hub: str) -> list[Certificate]:
    """The devices of a hub that bundles are encrypted for, this one left out.

    Its earlier selves are among them where there is anybody else: a copy of this computer may still be one.
    """
    here, own, network = replica_here(connection), own_replicas(connection), network_of(connection)
    known = known_devices(connection) | network.certificates()
    others = [one for replica, one in sorted(known.items()) if one.hub == hub and replica != here]
    if network.root is not None:
        others = [one for one in others if network.standing(one.replica, known).status == ACTIVE]
    return others if any(one.replica not in own for one in others) else []


def out_of_use(connection: Connection) -> set[str]:
    """Devices of which nobody waits for news: replaced, suspended or revoked ones."""
    network = network_of(connection)
    known = known_devices(connection) | network.certificates()
    if network.root is None:
        return set()
    return {replica for replica in known if network.standing(replica, known).status != ACTIVE}


def own_problem(connection: Connection) -> str:
    """What the national hub decided about this very computer, in the user's language; "" = it is in order."""
    network, here = network_of(connection), replica_here(connection)
    if network.root is None:
        return ""
    status = network.standing(here, known_devices(connection)).status
    if status == SUSPENDED:
        return _(
            "The national hub has suspended this computer: others take in none of its bundles until that is "
            "lifted. Your work here goes on and nothing is lost. Call the national hub."
        )
    if status == REVOKED:
        return _(
            "The national hub has revoked this computer: others take in nothing of it any more. What you "
            "enter here stays here. Call the national hub before you go on."
        )
    if status == "":
        return _(
            "This computer is not entered at the national hub yet. Make an introduction and send it there."
        )
    return ""
