"""Opens a bundle file for this store and judges it: for whom, from whom, what is new, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.bundles.chain import Journal, chain_at
from cso_desk.bundles.envelope import Outside, Tick, damaged, look_at
from cso_desk.bundles.inside import read_inside
from cso_desk.bundles.manifest import Manifest, StreamPart
from cso_desk.bundles.network_part import Joined, joined, sender_problem, waits
from cso_desk.bundles.practice import practice_problem
from cso_desk.errors import UserError
from cso_desk.journal.streams import Stream, last_held, streams
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.devices import judge
from cso_desk.trust.keeping import known_devices, network_of, own_replicas, registrar_key
from cso_desk.trust.network import NO_NETWORK, Network
from cso_desk.trust.rights import hub_name, may_travel, may_write
from cso_desk.trust.roots import Root
from cso_desk.trust.signing import BadTrustError, is_sealed
from cso_desk.wording import _


@dataclass(frozen=True)
class Opened:
    """A bundle whose signature, digests and form are right. Its files are still in it, from `files_at` on."""

    manifest: Manifest
    certificates: tuple[Certificate, ...]
    blocks: tuple[bytes, ...]
    outside: Outside
    age_keys: tuple[str, ...]
    files_at: int

    @property
    def encrypted(self) -> bool:
        return self.outside.encrypted

    @property
    def sender(self) -> Certificate:
        return next(c for c in self.certificates if c.replica == self.manifest.from_device)


@dataclass(frozen=True)
class Plan:
    """What this store would do with a file. `held`: how far each carried stream is held now.

    `strangers` are the devices that a person must accept first; `gap`: an earlier bundle is missing here.
    `network` is what is known of it afterwards; `offered_root` a root that a person must accept first;
    `waiting`: authors whose changes are left in the file, because they are suspended or not entered yet.
    """

    met: tuple[Certificate, ...]
    known: Mapping[str, Certificate]
    known_signer: bool
    held: tuple[int, ...]
    problems: tuple[UserError, ...]
    new_changes: int
    strangers: tuple[Certificate, ...] = ()
    gap: bool = False
    network: Network = NO_NETWORK
    offered_root: Root | None = None
    waiting: frozenset[str] = frozenset()


def open_bundle(connection: Connection, path: Path, tick: Tick | None = None) -> Opened:
    """Read, decrypt and check a file as far as that needs no journal. Raises UserError."""
    outside = look_at(path, tick)
    rows = connection.exec_driver_sql("SELECT age_key FROM secret").all() if outside.encrypted else []
    keys = tuple(str(key) for (key,) in rows)
    inside = read_inside(outside, keys)
    return Opened(
        inside.manifest, tuple(inside.certificates), tuple(inside.blocks), outside, keys, inside.files_at
    )


def plan(connection: Connection, opened: Opened, accept: str = "") -> Plan:
    """Judge devices, scopes, seals, gaps and forks; changes nothing."""
    manifest = opened.manifest
    known, own = known_devices(connection), own_replicas(connection)
    after = _join(connection, manifest, accept)
    judgement = judge(known, opened.certificates, manifest.from_device, accept, after.network)
    authors = dict.fromkeys(part.replica for part in manifest.streams)
    waiting = frozenset(a for a in authors if waits(after.network, a, judgement.known, own))
    problems = [each for each in (practice_problem(connection, manifest), after.problem) if each]
    may_ask = manifest.kind == "hello" and registrar_key(connection, after.network) is not None
    problems += _for_whom(connection, manifest)
    problems += _strangers(opened, judgement.known, after.network, may_ask=may_ask)
    journal = Journal(connection)
    numbers = {stream: number for number, stream in journal.streams.items()}
    held = []
    for part in manifest.streams:
        number = numbers.get(part.stream)
        have = 0 if number is None else last_held(connection, number)
        held.append(have)
        author = judgement.known.get(part.replica)
        if author is not None and part.replica not in waiting:
            problem = _wrong(journal, manifest, part, author, number, have)
            problems += [problem] if problem else []
    carried = [pair for pair in zip(manifest.streams, held, strict=True) if pair[0].replica not in waiting]
    missing = [part for part, have in carried if part.base > have]
    if missing:
        problems.append(_gap(manifest, judgement.known, missing, held, manifest.streams))
    new = sum(max(0, part.last - max(part.base, have)) for part, have in carried)
    needed = {manifest.from_device, *(part.replica for part in manifest.streams)}
    strangers = tuple(one for one in judgement.strangers if one.replica in needed)
    return Plan(
        judgement.met,
        judgement.known,
        manifest.from_device in known,
        tuple(held),
        tuple(problems),
        new,
        strangers,
        bool(missing),
        after.network,
        after.offered,
        waiting,
    )


def _join(connection: Connection, manifest: Manifest, accept: str) -> Joined:
    try:
        return joined(network_of(connection), manifest.trust, accept, manifest.kind)
    except BadTrustError as error:
        raise damaged() from error


def _for_whom(connection: Connection, manifest: Manifest) -> list[UserError]:
    if manifest.from_device in own_replicas(connection):
        return [UserError(_("This bundle was made on this computer. Take it to the other hub."))]
    here = connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'hub'").scalar_one()
    if manifest.to_hub in ("", here):
        return []
    return [
        UserError(
            _(
                "This bundle is for {hub}, not for this hub. Ask its sender for one made for your hub.",
                hub=hub_name(manifest.to_hub),
            )
        )
    ]


def _strangers(
    opened: Opened, believed: Mapping[str, Certificate], network: Network, *, may_ask: bool
) -> list[UserError]:
    """Devices that matter here and are not believed."""
    offered = {certificate.replica: certificate for certificate in opened.certificates}
    if any(one.hub != believed[r].hub for r, one in offered.items() if r in believed):
        return [damaged()]
    if network.root is not None:
        problem = sender_problem(network, opened.sender, believed, may_ask=may_ask)
        return [problem] if problem else []
    needed = dict.fromkeys([opened.manifest.from_device, *(p.replica for p in opened.manifest.streams)])
    found: list[UserError] = []
    for replica in needed:
        if replica in believed:
            continue
        if replica not in offered:
            return [damaged()]
        one = offered[replica]
        found.append(
            UserError(
                _(
                    "This bundle holds work of a computer of {hub} that is not known here yet: {name}, "
                    "fingerprint {fingerprint}. Ask that hub by phone whether these digits are right; "
                    "if they are, accept them.",
                    hub=hub_name(one.hub),
                    name=one.name,
                    fingerprint=one.fingerprint,
                )
            )
        )
    return found


def _wrong(
    journal: Journal, manifest: Manifest, part: StreamPart, author: Certificate, number: int | None, held: int
) -> UserError | None:
    if not may_write(author.hub, part.scope):
        return no_right(author.hub)
    here = str(journal.connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'hub'").scalar_one())
    if not may_travel(manifest.from_hub, here, part.scope):
        return no_right(manifest.from_hub)
    signature = bytes.fromhex(part.signature)
    if not is_sealed(author.key, part.stream, part.last, bytes.fromhex(part.chain), signature):
        return damaged()
    if number is not None and _forks(journal, part, number, held):
        return fork(author.hub)
    replica = journal.connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'replica'").scalar_one()
    # Nobody but this device writes this stream, so somebody wrote on with a copy of it.
    return fork(author.hub) if part.replica == replica and part.last > held else None


def _forks(journal: Journal, part: StreamPart, number: int, held: int) -> bool:
    points = ((part.base, part.base_chain), (part.last, part.chain))
    return any(
        chain_at(journal, number, seq) != bytes.fromhex(chain) for seq, chain in points if 0 < seq <= held
    )


def _gap(
    manifest: Manifest,
    known: Mapping[str, Certificate],
    missing: list[StreamPart],
    held: list[int],
    every: list[StreamPart],
) -> UserError:
    first = missing[0]
    have = held[every.index(first)]
    author = known.get(first.replica)
    return UserError(
        _(
            "An earlier bundle is missing here: the changes {first} to {last} of {hub}. Take that one in "
            "first, or make a request file for {sender} and take in the bundle that comes back.",
            first=have + 1,
            last=first.base,
            hub=hub_name(author.hub if author else manifest.from_hub),
            sender=hub_name(manifest.from_hub),
        )
    )


def no_right(hub: str) -> UserError:
    return UserError(
        _(
            "This bundle holds changes that {hub} has no right to make, so nothing of it was taken in. "
            "Tell the national hub.",
            hub=hub_name(hub),
        )
    )


def fork(hub: str) -> UserError:
    return UserError(
        _(
            "Two different histories of one computer of {hub} meet here: its data was probably restored from "
            "a copy. Nothing was taken in. Tell that hub and the national hub.",
            hub=hub_name(hub),
        )
    )


def vector_for(connection: Connection, from_hub: str, to_hub: str) -> list[tuple[Stream, int, int]]:
    """The streams a bundle from one hub to another may speak of: each with its local number and its end."""
    found = []
    for number, stream in streams(connection).items():
        last = last_held(connection, number)
        if last and may_travel(from_hub, to_hub, stream.scope):
            found.append((stream, number, last))
    return sorted(found)
