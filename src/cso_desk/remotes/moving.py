"""Carries bundle files into the shared folder and out of it: whole or not at all, never over another one.

    <root>/<receiving hub>/<name>.csobundle      hub 02, 00 for the nation; `all` for introductions

A file is written under another name first and gets its own when it is whole. Nothing is ever deleted there.
"""

import contextlib
import errno
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cso_desk.errors import UserError
from cso_desk.remotes.connecting import Shared
from cso_desk.store.files import sync_file
from cso_desk.wording import _

EVERYBODY = "all"
MOST_BYTES = (1 << 32) - 1
"""The longest file that is fetched: what a stick formatted with FAT can hold."""

_AT_ONCE = 1 << 20
_DEVICE = r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])\.)"
"""Names that Windows takes for a device, whatever comes behind the first dot."""
_NAME = re.compile(_DEVICE + r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.csobundle")
_MOST_FILES = 100_000

Progress = Callable[[int, int], None]
"""Is called with bytes done and bytes in all; it stops the work by raising CancelledError."""


@dataclass(frozen=True)
class Waiting:
    """A file in the shared folder. `size` in bytes."""

    folder: str
    name: str
    size: int

    @property
    def key(self) -> str:
        return f"{self.folder}/{self.name}"


def put(shared: Shared, path: Path, folder: str, progress: Progress) -> str:
    """Leave a file in a folder of the shared one; gives the name it has there.

    A file of the same name with the same content is that file; another one keeps its name. Raises UserError.
    """
    size = path.stat().st_size
    target = _join(shared.root, folder)
    shared.files.makedirs(target, exist_ok=True)
    name = path.name
    if _size(shared, _join(target, name)) is not None:
        name = f"{path.stem}-{_digest(path)[:8]}{path.suffix}"
        if _size(shared, _join(target, name)) == size:
            progress(size, size)
            return name
    part = _join(target, f"{name}.part")
    try:
        with path.open("rb") as file:
            _write(shared, part, _Ticking(file, size, progress))
        _refuse_torn(shared, part, size)
        _rename(shared, part, _join(target, name))
    except BaseException:
        _forget(shared, part)
        raise
    return name


def waiting(shared: Shared, hub: str) -> list[Waiting]:
    """What lies in the shared folder for a hub and for everybody, by name. Strange names are passed over."""
    found = []
    for folder in (hub, EVERYBODY):
        for each in _listed(shared, _join(shared.root, folder)):
            name = str(each["name"]).rstrip("/").rpartition("/")[2]
            size = int(each.get("size") or 0)
            if each.get("type") == "file" and _NAME.fullmatch(name) and 0 < size <= MOST_BYTES:
                found.append(Waiting(folder, name, size))
    return sorted(found, key=lambda one: one.key)[:_MOST_FILES]


def fetch(shared: Shared, one: Waiting, inbox: Path, progress: Progress) -> Path:
    """Bring a file into the inbox; one that was broken off goes on where it stopped. Raises UserError."""
    inbox.mkdir(parents=True, exist_ok=True)
    part = inbox / f"{one.name}.{one.size}.part"
    done = part.stat().st_size if part.exists() else 0
    if done > one.size:
        part.unlink()
        done = 0
    with shared.files.open(_join(shared.root, one.folder, one.name), "rb") as source, part.open("ab") as into:
        source.seek(done)
        while done < one.size:
            data = source.read(min(_AT_ONCE, one.size - done))
            if not data:
                break
            into.write(data)
            done += len(data)
            progress(done, one.size)
        into.flush()
        os.fsync(into.fileno())
    if done != one.size:
        raise UserError(
            _("The file {file} broke off on its way. Fetch it again; it goes on from there.", file=one.name)
        )
    path = _free(inbox, one)
    part.replace(path)
    return path


class _Ticking:
    """A file that tells how far it was read."""

    def __init__(self, file: BinaryIO, size: int, progress: Progress) -> None:
        self._file, self.size, self._progress = file, size, progress

    def read(self, count: int = -1) -> bytes:
        data = self._file.read(count if count >= 0 else _AT_ONCE)
        self._progress(self._file.tell(), self.size)
        return data

    def __iter__(self) -> Iterator[bytes]:
        while data := self.read(_AT_ONCE):
            yield data

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()


def _write(shared: Shared, path: str, source: _Ticking) -> None:
    if shared.kind == "webdav":
        # Its open() would collect the whole file beside us first.
        shared.files.upload_fileobj(source, path, overwrite=True, size=source.size)
        return
    with shared.files.open(path, "wb") as out:
        while data := source.read(_AT_ONCE):
            out.write(data)
    if shared.kind == "folder":
        sync_file(Path(path))


def _refuse_torn(shared: Shared, part: str, size: int) -> None:
    if _size(shared, part) != size:
        raise OSError(errno.EIO, "it has another size than what was sent", part)


def _rename(shared: Shared, part: str, name: str) -> None:
    if shared.kind == "webdav":
        # fsspec would copy and remove; the server can rename in one step.
        shared.files.client.move(part, name, overwrite=False)
    else:
        shared.files.mv(part, name)


def _forget(shared: Shared, path: str) -> None:
    # Whatever broke the copy off may keep us from clearing up as well.
    with contextlib.suppress(Exception):
        shared.files.rm(path)


def _size(shared: Shared, path: str) -> int | None:
    try:
        return int(shared.files.info(path)["size"])
    except FileNotFoundError:
        return None


def _listed(shared: Shared, path: str) -> list[dict[str, Any]]:
    try:
        return list(shared.files.ls(path, detail=True))
    except FileNotFoundError:
        return []


def _join(*parts: str) -> str:
    kept = [part.rstrip("/") if place == 0 else part.strip("/") for place, part in enumerate(parts)]
    joined = "/".join(kept if kept[0] or parts[0].startswith("/") else kept[1:])
    return joined or "/"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free(inbox: Path, one: Waiting) -> Path:
    path = inbox / one.name
    stem, _dot, ending = one.name.rpartition(".")
    number = 2
    while path.exists() and path.stat().st_size != one.size:
        path = inbox / f"{stem}-{number}.{ending}"
        number += 1
    return path
