"""Takes bundles in: check, preview, backup, merge in one transaction, receipt; and takes them back."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.bundles.arriving import Arrived, arriving
from cso_desk.bundles.copies import be_another_where_copied
from cso_desk.bundles.cuts import CutOff, apply_cuts
from cso_desk.bundles.erased_files import clear_files
from cso_desk.bundles.merging import Merge
from cso_desk.bundles.network_part import keep_part
from cso_desk.bundles.opening import Opened, Plan, open_bundle, plan
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.program_update import keep_offer
from cso_desk.bundles.progress import Progress, Steps
from cso_desk.bundles.proof import keep_vector
from cso_desk.bundles.taking_back import undo_receive
from cso_desk.bundles.waiting import waiting_in_touched
from cso_desk.journal.branches import held_through
from cso_desk.journal.forgetting import finish_erasing, tell_again
from cso_desk.journal.recorder import actor_kept
from cso_desk.journal.streams import Stream
from cso_desk.places.gazetteer import province_abbreviation
from cso_desk.records.base import new_id
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import BEFORE_BUNDLE
from cso_desk.store.blobs import Blobs, blobs_of
from cso_desk.store.cipher import cache_for
from cso_desk.store.reading import plain_rows
from cso_desk.store.store import NATIONAL, Store, details_text
from cso_desk.store.transaction import Changed
from cso_desk.trust.certificates import Certificate
from cso_desk.trust.devices import keep_device, own_certificate
from cso_desk.wording import N_

__all__ = ["Checked", "NewDevice", "Preview", "Received", "check_bundle", "preview_bundle", "receive_bundle",
           "undo_receive"]  # fmt: skip

_LABEL = N_("Take in a bundle from {hub}")


class _SeenError(Exception):
    """Ends the transaction of a preview without keeping anything."""


@dataclass(frozen=True)
class NewDevice:
    """A device met for the first time. `introduced_by`: the hub whose device brought its certificate.

    `earlier`: another device of the file was this one before, so whoever compared that one's digits need not
    compare these.
    """

    hub: str
    name: str
    fingerprint: str
    introduced_by: str
    earlier: bool = False


@dataclass(frozen=True)
class Checked:
    """What a file says of itself, after signature, recipients, versions and gaps were looked at.

    `problems` are sentences in the user's language; `can_receive` says whether taking it in would work.
    `made_at`: UTC milliseconds by the sender's clock. `signed_by`: 24 digits in six groups.
    `strangers` are devices that a person must accept first; `gap`: an earlier bundle is missing here.
    `files` come with it, `file_bytes` in all; it is volume `volume` of `volumes` that belong together.
    `root`: the 24 digits of a root that a person must accept first, "" where there is none.
    """

    path: Path
    uid: str
    kind: str
    from_hub: str
    from_device: str
    to_hub: str
    made_at: int
    changes: int
    new_changes: int
    complete: bool
    encrypted: bool
    signed_by: str
    known_signer: bool
    new_devices: tuple[NewDevice, ...]
    problems: tuple[str, ...]
    can_receive: bool
    strangers: tuple[NewDevice, ...] = ()
    gap: bool = False
    root: str = ""
    files: int = 0
    file_bytes: int = 0
    volume: int = 1
    volumes: int = 1


@dataclass(frozen=True)
class Preview:
    """What taking a bundle in would do. `authors`: changes by person, or by hub where no name was given;
    `types`: records by type; `conflicts`: fields of these records that would wait for a decision.
    """

    changes: int
    records: int
    authors: Mapping[str, int]
    types: Mapping[str, int]
    conflicts: int
    new_devices: tuple[NewDevice, ...]


@dataclass(frozen=True)
class Received:
    """What taking a file in did; no changes and no devices where it had been taken in already.

    `behind`: how many changes the sender holds that are still not here; a request file brings them.
    `files` came with it and are here as a whole; `incomplete` ones wait for further volumes.
    `cut_off`: what was held beyond a cut and was set aside; `copies`: hubs of which a computer turned out to
    be used twice. `erased`: people whose erasure it brought; `dropped`: changes about
    somebody who was erased. `update`: a new version of the program came with it, and is offered.
    """

    uid: str
    kind: str
    from_hub: str
    changes: int
    records: int
    conflicts: int
    new_devices: tuple[NewDevice, ...]
    receipt_path: Path | None
    behind: int
    files: int = 0
    incomplete: int = 0
    cut_off: tuple[CutOff, ...] = ()
    copies: tuple[str, ...] = ()
    erased: int = 0
    dropped: int = 0
    update: bool = False


def check_bundle(store: Store, path: Path) -> Checked:
    """Look at a file and change nothing. Raises UserError where it cannot be read at all."""
    with store.reading() as reading:
        opened = open_bundle(reading.connection, path)
        planned = plan(reading.connection, opened)
    manifest, sender = opened.manifest, opened.sender
    return Checked(
        path=path,
        uid=manifest.uid,
        kind=manifest.kind,
        from_hub=manifest.from_hub,
        from_device=sender.name,
        to_hub=manifest.to_hub,
        made_at=manifest.made_at,
        changes=manifest.changes,
        new_changes=planned.new_changes,
        complete=True,
        encrypted=opened.encrypted,
        signed_by=sender.fingerprint,
        known_signer=planned.known_signer,
        new_devices=_told(planned.met, manifest.from_hub),
        problems=tuple(str(problem) for problem in planned.problems),
        can_receive=not planned.problems,
        strangers=_told(planned.strangers, manifest.from_hub),
        gap=planned.gap,
        root=planned.offered_root.fingerprint if planned.offered_root else "",
        files=len(manifest.files),
        file_bytes=sum(part.length for part in manifest.files),
        volume=manifest.volume.number if manifest.volume else 1,
        volumes=manifest.volume.of if manifest.volume else 1,
    )


def preview_bundle(
    store: Store, path: Path, *, accept: str = "", progress: Progress | None = None
) -> Preview:
    """What taking the file in would do, found out by doing it and rolling back. Raises UserError."""
    found: list[Preview] = []
    try:
        with store.writing() as connection:
            opened = open_bundle(connection, path)
            planned, merge = _merge(store, connection, opened, accept, progress)
            found.append(_look_ahead(store, connection, opened, planned, merge))
            raise _SeenError  # noqa: TRY301  rolls back all of it
    except _SeenError:
        return found[0]


def receive_bundle(
    store: Store,
    path: Path,
    *,
    accept: str = "",
    receipt: Path | None = None,
    backup: bool = True,
    progress: Progress | None = None,
) -> Received:
    """Take in a bundle, a receipt, a request or a hello. Raises UserError; nothing is changed then.

    `accept` holds fingerprints of further devices of known hubs that the person accepts, divided by commas.
    `receipt` is a file, or a folder in which it gets a name, for the receipt to carry back. Whoever takes in
    many files in a row makes one backup before the first and passes `backup=False`.
    """
    steps = Steps(progress)
    with _opened(store, path, accept, steps) as (opened, arrived), store.writing() as connection:
        own_certificate(connection)
        planned, merge = _merge(store, connection, opened, accept, steps.part(), backup=backup)
        files, incomplete = arrived.keep(connection) if arrived else (0, 0)
        update = keep_offer(connection, opened.manifest, Blobs(store.folder))
        conflicts = len(waiting_in_touched(connection, store.shelves)) if merge.ranges else 0
        touched = _touched(connection) if merge.ranges else {}
        summary = {
            "changes": merge.changes, "records": len(touched), "conflicts": conflicts, "files": files,
        }  # fmt: skip
        _remember(store, connection, path, opened, merge, summary)
        behind = _behind(connection, opened)
        cut_off = apply_cuts(store, connection)
        for each in cut_off:
            touched |= each.records
        now = be_another_where_copied(connection, merge)
    if now:
        store.become(now)
    if cut_off:
        tell_again(store, {record for each in cut_off for record in each.records})
    records = frozenset(touched)
    if records:
        store.announce(Changed(frozenset(touched.values()), records))
    finish_erasing(store)
    clear_files(store)
    receipt_path = _receipt(store, opened, receipt) if receipt is not None else None
    manifest = opened.manifest
    return Received(
        manifest.uid, manifest.kind, manifest.from_hub, merge.changes, len(records), conflicts,
        _told(planned.met, manifest.from_hub), receipt_path, behind, files, incomplete, cut_off,
        tuple(merge.found_copies), merge.applied.people, merge.applied.dropped, update,
    )  # fmt: skip


@contextmanager
def _opened(store: Store, path: Path, accept: str, steps: Steps) -> Iterator[tuple[Opened, Arrived | None]]:
    """Open a bundle and read its files, while others may still write; Cancel is heard all the time."""
    with store.reading() as reading:
        opened = open_bundle(reading.connection, path, steps.wait)
        manifest = opened.manifest
        # Nothing is written for a stranger, nor for a bundle that will be refused anyway.
        problems = plan(reading.connection, opened, accept).problems if manifest.files else ()
    if problems:
        raise problems[0]
    steps.total = manifest.changes
    if not manifest.files:
        yield opened, None
        return
    steps.expect_bytes(sum(part.length for part in manifest.files))
    with arriving(opened, blobs_of(store), steps) as arrived:
        yield opened, arrived


def _merge(
    store: Store,
    connection: Connection,
    opened: Opened,
    accept: str,
    progress: Progress | None,
    *,
    backup: bool = False,
) -> tuple[Plan, Merge]:
    planned = plan(connection, opened, accept)
    if planned.problems:
        raise planned.problems[0]
    if backup and planned.new_changes:
        back_up(store, BEFORE_BUNDLE, connection=connection)
    for certificate in planned.met:
        keep_device(connection, certificate, opened.manifest.from_device)
    keep_part(connection, planned.network, opened.certificates, opened.manifest.from_device)
    connection.execution_options(journalled=True)
    try:
        merge = Merge(connection, opened, planned, store.shelves.types)
        with cache_for(connection, planned.new_changes):
            merge.run(progress)
    finally:
        connection.execution_options(journalled=False)
    return planned, merge


def _told(met: tuple[Certificate, ...], by: str) -> tuple[NewDevice, ...]:
    return tuple(
        NewDevice(one.hub, one.name, one.fingerprint, by, any(other.vouched_by(one) for other in met))
        for one in met
    )


def _look_ahead(store: Store, connection: Connection, opened: Opened, planned: Plan, merge: Merge) -> Preview:
    authors: dict[str, int] = {}
    types: dict[str, int] = {}
    new = "incoming g CROSS JOIN change i ON i.cid >= g.first AND i.cid <= g.last"
    if merge.ranges:
        for actor, count in connection.exec_driver_sql(
            f"SELECT s.actor, count(*) FROM {new} CROSS JOIN step s ON s.no = i.step GROUP BY s.actor"
        ):
            authors[actor or _abbreviation(opened.manifest.from_hub)] = count
        for kind in _touched(connection).values():
            types[kind] = types.get(kind, 0) + 1
    return Preview(
        changes=merge.changes,
        records=sum(types.values()),
        authors=authors,
        types=types,
        conflicts=len(waiting_in_touched(connection, store.shelves)) if merge.ranges else 0,
        new_devices=_told(planned.met, opened.manifest.from_hub),
    )


def _touched(connection: Connection) -> dict[str, str]:
    """The records that `settle` has just touched, each with its type's name."""
    rows = connection.exec_driver_sql(
        "SELECT record, (SELECT n.name FROM change c JOIN name n ON n.no = c.name"
        " WHERE c.record = touched.record LIMIT 1) FROM touched"
    )
    return {record: str(name).partition(".")[0] for record, name in plain_rows(rows)}


def _abbreviation(hub: str) -> str:
    return "NAT" if hub == NATIONAL else province_abbreviation(hub) or hub


def _remember(
    store: Store,
    connection: Connection,
    path: Path,
    opened: Opened,
    merge: Merge,
    counted: Mapping[str, int],
) -> None:
    """What was taken in, what the sender holds, which of our bundles it proves."""
    manifest, now = opened.manifest, time.time_ns() // 1_000_000
    step = _keep_step(connection, manifest.from_hub, store, now) if merge.ranges else ""
    known = connection.exec_driver_sql("SELECT status FROM bundle WHERE uid = ?", (manifest.uid,)).scalar()
    if known != "taken":
        summary = {**counted, "step": step}
        connection.exec_driver_sql(
            "INSERT INTO bundle VALUES (?, 'in', ?, ?, ?, ?, ?, ?, 'taken', ?) ON CONFLICT(uid) DO UPDATE SET"
            " at = excluded.at, status = excluded.status, summary = excluded.summary",
            (
                manifest.uid, manifest.kind, manifest.from_hub, manifest.from_device, path.name,
                manifest.made_at, now, json.dumps(summary),
            ),
        )  # fmt: skip
        for first, last in merge.ranges:
            connection.exec_driver_sql(
                "INSERT INTO taken VALUES (?, ?, ?, ?)", (manifest.uid, first >> 40, first, last)
            )
    connection.exec_driver_sql(
        "UPDATE bundle SET status = 'proved' WHERE direction = 'out' AND hub = ? AND uid IN"
        f" ({','.join('?' * len(manifest.taken)) or 'NULL'})",
        (manifest.from_hub, *manifest.taken),
    )
    keep_vector(connection, manifest)


def _keep_step(connection: Connection, hub: str, store: Store, now: int) -> str:
    uid = new_id()
    actor = (store.user.name if store.user else "") or actor_kept(connection)
    connection.exec_driver_sql(
        "INSERT INTO step(uid, kind, label, details, actor, at, undoes) VALUES (?, 'receive', ?, ?, ?, ?, '')",  # noqa: E501
        (uid, _LABEL, details_text({"hub": _abbreviation(hub)}), actor, now),
    )
    return uid


def _behind(connection: Connection, opened: Opened) -> int:
    have = held_through(connection)
    vector = {Stream(replica, scope): seq for replica, scope, seq, _chain in opened.manifest.vector}
    return sum(max(0, seq - have.get(stream, 0)) for stream, seq in vector.items())


def _receipt(store: Store, opened: Opened, receipt: Path) -> Path:
    manifest = opened.manifest
    folder = receipt if receipt.is_dir() else None
    made = make_bundle(
        store, manifest.from_hub, None if folder else receipt, kind="receipt", folder=folder,
        answers=manifest.uid, allow_plain=True,
    )  # fmt: skip
    return made.path
