"""Makes bundles: what is new for a hub, signed, encrypted for its devices, written once and read again."""

import hashlib
import json
import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from cso_desk.bundles.attachments import STICK, Cut, Profile
from cso_desk.bundles.composing import Chance, Composed, Order, compose, recipients_of
from cso_desk.bundles.file_writing import ENDING, no_room_for, write_bundle
from cso_desk.bundles.manifest import KINDS, FilePart, Manifest, Volume
from cso_desk.bundles.progress import Progress, Steps
from cso_desk.errors import UserError
from cso_desk.places.gazetteer import place
from cso_desk.store.blobs import Blobs, blobs_of
from cso_desk.store.store import NATIONAL, Store
from cso_desk.trust.rights import hub_name, is_hub
from cso_desk.wording import _

OUTBOX = "outbox"


@dataclass(frozen=True)
class Made:
    """A bundle that was written. `why_plain` says in the user's language why it is not encrypted.

    `files` counts the files in it; `further` are the volumes that belong to it, which bring files only;
    `bytes` are those of all volumes.
    """

    path: Path
    uid: str
    kind: str
    changes: int
    streams: int
    bytes: int
    encrypted: bool
    why_plain: str
    files: int = 0
    further: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Planned:
    """What a bundle would be: how many changes and files, about how many bytes in how many volumes."""

    changes: int
    files: int
    bytes: int
    volumes: int


def plan_bundle(
    store: Store,
    to_hub: str,
    profile: Profile = STICK,
    *,
    kind: str = "delta",
    records: Collection[str] = (),
    promised: Collection[str] = (),
    progress: Progress | None = None,
) -> Planned:
    """Find out what a bundle would carry and how big it would be; nothing is written or kept.

    Raises UserError where it cannot be made: its changes alone are too big for this way.
    """
    order = _order(to_hub, kind, profile, "", records, promised)
    with store.writing() as connection, connection.begin_nested() as savepoint:
        found = compose(
            connection, store.shelves.types, Blobs(store.folder), order, Chance.take(), Steps(progress)
        )
        savepoint.rollback()
    return Planned(found.first.changes, _count(found.volumes), _size(found), len(found.volumes))


def make_bundle(
    store: Store,
    to_hub: str,
    out: Path | None = None,
    *,
    kind: str = "delta",
    profile: Profile = STICK,
    records: Collection[str] = (),
    promised: Collection[str] = (),
    allow_plain: bool = False,
    folder: Path | None = None,
    answers: str = "",
    progress: Progress | None = None,
    chance: Chance | None = None,
) -> Made:
    """Write a bundle for a hub to `out`, or under a new name into `folder` (default: the store's outbox).

    `kind`: "delta" (what the hub is not proved to hold), "full", "files" (files only, with `records` those of
    chosen records), "request" and "receipt" (what is held here, no changes) or "hello" (certificates only,
    for anybody; `to_hub` may be ""). A receipt `answers` a bundle. The files of `promised` records
    go, as far as the hub lacks them, also by a way that takes no files. Raises UserError; then nothing is
    written.
    """
    order = _order(to_hub, kind, profile, answers, records, promised)
    chance, steps, blobs = chance or Chance.take(), Steps(progress), blobs_of(store)
    with store.writing() as connection:
        why_plain = _why_plain(connection, order)
        if why_plain and not allow_plain and kind != "hello":
            raise UserError(why_plain)
        found = compose(connection, store.shelves.types, blobs, order, chance, steps)
    if kind == "files" and not _count(found.volumes):
        raise UserError(_("There is no file here that {hub} lacks.", hub=hub_name(to_hub)))
    _refuse_without_room(out.parent if out else folder or store.folder, found)
    written: list[tuple[Manifest, Path, int]] = []
    try:
        for manifest, inner in _volumes(found, blobs, chance, steps):
            path = _path(out, folder or store.folder / OUTBOX, manifest)
            written.append((manifest, path, write_bundle(path, inner, found.recipients)))
        with store.writing() as connection:
            for manifest, path, _length in written:
                _remember(connection, manifest, path)
    except BaseException:
        for _manifest, path, _length in written:
            path.unlink(missing_ok=True)
        raise
    return Made(
        written[0][1], chance.uid, kind, found.first.changes, len(found.first.streams),
        sum(length for *_, length in written), bool(found.recipients), why_plain, _count(found.volumes),
        tuple(path for _manifest, path, _length in written[1:]),
    )  # fmt: skip


def _order(
    to_hub: str,
    kind: str,
    profile: Profile,
    answers: str,
    records: Collection[str],
    promised: Collection[str],
) -> Order:
    if kind not in KINDS:
        raise ValueError(f"no such kind of bundle: {kind}")
    if not is_hub(to_hub) and not (kind == "hello" and not to_hub):
        raise UserError(
            _("There is no hub with the code {code}. Use 01 to 25, or 00 for the national hub.", code=to_hub)
        )
    return Order(to_hub, kind, answers, profile, frozenset(records), frozenset(promised))


def _why_plain(connection: Connection, order: Order) -> str:
    if recipients_of(connection, order):
        return ""
    if order.kind == "hello":
        return _("An introduction holds no data, so everybody may read it.")
    return _(
        "No computer of {hub} is known here yet, so the bundle cannot be encrypted: whoever finds the stick "
        "could read it. Take in an introduction file of {hub} first, or allow an open bundle this once.",
        hub=hub_name(order.to_hub),
    )


def _count(volumes: Sequence[Sequence[Cut]]) -> int:
    return len({cut.blob for cuts in volumes for cut in cuts})


def _size(found: Composed) -> int:
    """About how many bytes all volumes have."""
    inner = len(found.blocks) + found.bytes_of_files
    inner += len(found.volumes) * len(found.first.head(found.key))
    return inner + inner // 4096 + 300 * (len(found.volumes) + len(found.recipients))


def _refuse_without_room(folder: Path, found: Composed) -> None:
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if shutil.disk_usage(there).free < _size(found):
        raise no_room_for(found.first.kind + ENDING)


def _volumes(
    found: Composed, blobs: Blobs, chance: Chance, steps: Steps
) -> Iterator[tuple[Manifest, Iterator[bytes]]]:
    """The manifest and the inside of each volume, one after the other."""
    of = len(found.volumes)
    for at, cuts in enumerate(found.volumes):
        parts = [_part(cut, blobs) for cut in cuts]
        volume = Volume(chance.uid, at + 1, of) if of > 1 else None
        update = found.update if any(part.sha256 == found.update for part in parts) else ""
        manifest = msgspec.structs.replace(found.first, files=parts, volume=volume, update=update)
        blocks = found.blocks
        if at:
            blocks = b""
            manifest = msgspec.structs.replace(
                manifest, kind="files", uid=chance.uid_of(at + 1), number=found.numbers[at],
                devices=[found.own.text.decode()], streams=[], referred=[], names=[], changes=0, records=0,
                steps=0, blocks=[], blocks_sha256=hashlib.sha256(b"").hexdigest(),
            )  # fmt: skip
        yield manifest, _inside(manifest.head(found.key), blocks, cuts, blobs, steps)


def _part(cut: Cut, blobs: Blobs) -> FilePart:
    """The entry of a file in the manifest. The digest of a piece is found by reading it once more."""
    digest = cut.blob.sha256
    if cut.length != cut.blob.size:
        counted = hashlib.sha256()
        for data in blobs.content(cut.blob.sha256, cut.at, cut.length):
            counted.update(data)
        digest = counted.hexdigest()
    return FilePart(cut.blob.sha256, cut.blob.size, cut.at, cut.length, digest)


def _inside(head: bytes, blocks: bytes, cuts: Sequence[Cut], blobs: Blobs, steps: Steps) -> Iterator[bytes]:
    yield head
    yield blocks
    for cut in cuts:
        whole = cut.length == cut.blob.size
        for data in blobs.content(cut.blob.sha256, cut.at, None if whole else cut.length):
            steps.add_bytes(len(data))
            yield data


def _path(out: Path | None, folder: Path, manifest: Manifest) -> Path:
    if out is None:
        return _free_path(folder, manifest)
    number = manifest.volume.number if manifest.volume else 1
    return out if number == 1 else out.with_name(f"{out.stem}_{number}{out.suffix}")


def _free_path(folder: Path, manifest: Manifest) -> Path:
    day = datetime.fromtimestamp(manifest.made_at / 1000, UTC).date().isoformat()
    to = manifest.to_hub or "all"
    what = "" if manifest.kind in ("delta", "full") else f"_{manifest.kind}"
    stem = f"{_place_name(manifest.from_hub)}{what}_to_{to}_{day}"
    number = manifest.number
    while (path := folder / f"{stem}_{number:04d}{ENDING}").exists():
        number += 1
    return path


def _place_name(hub: str) -> str:
    if hub == NATIONAL:
        return "KH00-national"
    found = place(hub)
    latin = re.sub(r"[^a-z]+", "-", found.name_en.lower()).strip("-") if found else ""
    return f"KH{hub}-{latin}" if latin else f"KH{hub}"


def _remember(connection: Connection, manifest: Manifest, path: Path) -> None:
    summary = {"changes": manifest.changes, "number": manifest.number, "files": len(manifest.files)}
    connection.exec_driver_sql(
        "INSERT INTO bundle VALUES (?, 'out', ?, ?, '', ?, ?, ?, 'made', ?)",
        (
            manifest.uid,
            manifest.kind,
            manifest.to_hub,
            path.name,
            manifest.made_at,
            manifest.made_at,
            json.dumps(summary),
        ),
    )
