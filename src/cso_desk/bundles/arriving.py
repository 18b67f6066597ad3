"""Files that come with a bundle: kept aside while it is read, and for good only with its changes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from cso_desk.bundles.inside import read_files
from cso_desk.bundles.manifest import FilePart, Manifest
from cso_desk.bundles.opening import Opened
from cso_desk.bundles.progress import Steps
from cso_desk.store.age_files import NewFile
from cso_desk.store.blobs import Blob, Blobs, Piece


@dataclass
class Arrived:
    """The files of one bundle, whole and encrypted on our disk, but without their names yet.

    `joined`: files put together of pieces that just arrived and others that waited. `spoilt`: those whose
    pieces are not what they should be.
    """

    blobs: Blobs
    manifest: Manifest
    waiting: list[tuple[FilePart, NewFile]] = field(default_factory=list)
    joined: dict[Blob, NewFile] = field(default_factory=dict)
    spoilt: set[Blob] = field(default_factory=set)

    def join(self, make: Callable[[], NewFile], tick: Callable[[int], None]) -> None:
        """Put files together whose last piece has come, before anybody has to wait for the store."""
        pieces = {_piece(part): new.path for part, new in self.waiting if not part.whole}
        for blob in self._every:
            if not self.blobs.has(blob.sha256) and self.blobs.covered(blob, pieces):
                new = make()
                if self.blobs.put_together(new, blob, pieces, tick):
                    self.joined[blob] = new
                else:
                    self.spoilt.add(blob)

    def keep(self, connection: Connection) -> tuple[int, int]:
        """Give them their names and note who brought them: how many files are whole now, how many are not.

        What stays without its changes, because the power fails before they are saved, does no harm: a file
        that no record names is shown to nobody and goes nowhere.
        """
        for part, new in self.waiting:
            if part.whole:
                self.blobs.keep(new)
            elif Blob(part.sha256, part.size) not in self.joined.keys() | self.spoilt:
                self.blobs.keep_piece(new, _piece(part))
        for new in self.joined.values():
            self.blobs.keep(new)
        every = self._every
        whole = [blob for blob in every if self.blobs.has(blob.sha256)]
        for blob in {*whole, *self.spoilt}:
            self.blobs.drop_pieces(blob)
        if whole:
            connection.exec_driver_sql(
                "INSERT INTO brought VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(blob.sha256, self.manifest.from_hub) for blob in whole],
            )
        return len(whole), len(every) - len(whole)

    @property
    def _every(self) -> list[Blob]:
        return list(dict.fromkeys(Blob(part.sha256, part.size) for part in self.manifest.files))


@contextmanager
def arriving(opened: Opened, blobs: Blobs, steps: Steps) -> Iterator[Arrived]:
    """Read the files of a bundle to its clean end; what is not kept inside the block is removed.

    Raises UserError where the disk has no room for them, DamagedFileError where they are not what the signed
    manifest says.
    """
    manifest, arrived = opened.manifest, Arrived(blobs, opened.manifest)
    blobs.forget_unfinished()
    new = {part: not _is_here(blobs, part) for part in manifest.files}
    blobs.refuse_without_room(_needed(manifest, new))
    with ExitStack() as stack:
        current: NewFile | None = None

        def take(part: FilePart, data: bytes) -> None:
            nonlocal current
            if current is None and new[part]:
                current = stack.enter_context(blobs.new())
                arrived.waiting.append((part, current))
            if current is not None and data:
                current.write(data)
            if not data:
                if current is not None:
                    current.finish()
                current = None
            steps.add_bytes(len(data))

        read_files(opened.outside, opened.age_keys, opened.files_at, manifest.files, take)
        arrived.join(lambda: stack.enter_context(blobs.new()), steps.wait)
        yield arrived


def _is_here(blobs: Blobs, part: FilePart) -> bool:
    return blobs.has(part.sha256) or (not part.whole and _piece(part) in blobs.pieces(part.sha256))


def _needed(manifest: Manifest, new: dict[FilePart, bool]) -> int:
    """Bytes of disk: what is new, and once more what has to be put together of pieces."""
    together = {part.sha256: part.size for part in manifest.files if new[part] and not part.whole}
    return sum(part.length for part in manifest.files if new[part]) + sum(together.values())


def _piece(part: FilePart) -> Piece:
    return Piece(part.sha256, part.size, part.at, part.length)
