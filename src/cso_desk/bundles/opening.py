"""Opens a bundle file for this store and judges it: for whom, from whom, what is new, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.bundles.chain import start_of
from cso_desk.bundles.envelope import Outside, Tick, damaged, look_at
from cso_desk.bundles.forks import Standing, standings_of
from cso_desk.bundles.inside import read_inside
from cso_desk.bundles.manifest import Manifest, StreamPart
from cso_desk.bundles.network_part import Joined, joined, sender_problem, waits
from cso_desk.bundles.practice import practice_problem
from cso_desk.errors import UserError
from cso_desk.journal.streams import Stream, last_held, streams
from cso_desk.khmer.digits import in_digits_of
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.devices import judge
from cso_desk.trust.keeping import Limits, known_devices, network_of, own_replicas, registrar_key
from cso_desk.trust.network import NO_NETWORK, Network
from cso_desk.trust.rights import hub_name, may_travel, may_write
from cso_desk.trust.roots import Root
from cso_desk.trust.signing import BadTrustError, is_sealed
from cso_desk.wording import _, digits_of


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
    """What this store would do with a file. `standings`: what is new of each carried stream.

    `strangers` are the devices that a person must accept first; `gap`: an earlier bundle is missing here.
    `network` is what is known of it afterwards; `offered_root` a root that a person must accept first;
    `waiting`: authors whose changes are left in the file, because they are suspended or not entered yet.
    """

    met: tuple[Certificate, ...]
    known: Mapping[str, Certificate]
    known_signer: bool
    standings: tuple[Standing, ...]
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
    limits = Limits(connection, after.network)
    standings = standings_of(connection, manifest, limits, waiting)
    for part in manifest.streams:
        author = judgement.known.get(part.replica)
        problem = None
        if author is not None and part.replica not in waiting:
            problem = _wrong(connection, manifest, part, author)
        problems += [problem] if problem else []
    gaps = [(part, each) for part, each in zip(manifest.streams, standings, strict=True) if each.gap]
    problems += [_gap(manifest, judgement.known, *gaps[0])] if gaps else []
    torn = [part for part, each in zip(manifest.streams, standings, strict=True) if each.torn]
    problems += [_torn(manifest, judgement.known, torn[0])] if torn else []
    needed = {manifest.from_device, *(part.replica for part in manifest.streams)}
    strangers = tuple(one for one in judgement.strangers if one.replica in needed)
    return Plan(
        judgement.met,
        judgement.known,
        manifest.from_device in known or after.network.root is not None,
        standings,
        tuple(problems),
        sum(each.new for each in standings),
        strangers,
        bool(gaps),
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
    # A copy of this computer, or itself before its backup was restored, may bring what is not here.
    made_here = connection.exec_driver_sql(
        "SELECT 1 FROM bundle WHERE uid = ? AND direction = 'out'", (manifest.uid,)
    ).first()
    if made_here and manifest.from_device in own_replicas(connection):
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
    connection: Connection, manifest: Manifest, part: StreamPart, author: Certificate
) -> UserError | None:
    if not may_write(author.hub, part.scope):
        return no_right(author.hub)
    here = str(connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'hub'").scalar_one())
    if not may_travel(manifest.from_hub, here, part.scope):
        return no_right(manifest.from_hub)
    if not part.signature:
        return None if any(other.goes_on(part) for other in manifest.streams) else damaged()
    if part.base == 0 and part.base_chain != start_of(part.sealed_as).hex():
        return damaged()
    chain, signature = bytes.fromhex(part.chain), bytes.fromhex(part.signature)
    return None if is_sealed(author.key, part.sealed_as, part.last, chain, signature) else damaged()


def _gap(
    manifest: Manifest, known: Mapping[str, Certificate], first: StreamPart, standing: Standing
) -> UserError:
    author = known.get(first.replica)
    return UserError(
        _(
            "An earlier bundle is missing here: the changes {first} to {last} of {hub}. Take that one in "
            "first, or make a request file for {sender} and take in the bundle that comes back.",
            first=in_digits_of(digits_of(), standing.held + 1),
            last=in_digits_of(digits_of(), first.base),
            hub=hub_name(author.hub if author else manifest.from_hub),
            sender=hub_name(manifest.from_hub),
        )
    )


def _torn(manifest: Manifest, known: Mapping[str, Certificate], first: StreamPart) -> UserError:
    author = known.get(first.replica)
    return UserError(
        _(
            "A computer of {hub} was copied and both copies were used, and this bundle does not begin early "
            "enough to bring both together. Make a request file for {sender} and take in the bundle that "
            "comes back; nothing is lost.",
            hub=hub_name(author.hub if author else manifest.from_hub),
            sender=hub_name(manifest.from_hub),
        )
    )


def earlier_missing(manifest: Manifest) -> UserError:
    return UserError(
        _(
            "An earlier bundle is missing here, on which this one builds. Make a request file for {sender} "
            "and take in the bundle that comes back.",
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


def vector_for(connection: Connection, from_hub: str, to_hub: str) -> list[tuple[Stream, int, int]]:
    """The streams a bundle from one hub to another may speak of: each with its local number and its end."""
    starts = {
        (str(branch), str(scope)): int(seq)
        for branch, scope, seq in connection.exec_driver_sql("SELECT branch, scope, seq FROM fork")
    }
    found = []
    for number, stream in streams(connection).items():
        last = last_held(connection, number)
        if last and may_travel(from_hub, to_hub, stream.scope):
            found.append((stream, number, last))
    # What branches hang on stands before them.
    return sorted(found, key=lambda each: (starts.get((each[0].replica, each[0].scope), 0), each[0]))
