"""Copies files with progress, a Cancel that cancels, and what was written on the disk before it ends."""

import errno
import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from cso_desk.store.files import sync_file

Tick = Callable[[int], None]
"""Is told how many bytes more were written; it may raise to stop."""

_AT_ONCE = 1 << 20
_PATIENCE = 0.05  # seconds between two looks at what another process copies


def copy_file(source: Path, target: Path, tick: Tick | None = None) -> str:
    """Copy a file that nobody writes; gives the SHA-256 of what was read, in hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        while data := read.read(_AT_ONCE):
            digest.update(data)
            write.write(data)
            if tick is not None:
                tick(len(data))
        write.flush()
        os.fsync(write.fileno())
    return digest.hexdigest()


def copy_open_database(source: Path, target: Path, tick: Tick | None = None) -> None:
    """Copy a file of a database that is open here, while its writer waits. Raises OSError."""
    copier = shutil.which("cp") if os.name == "posix" else None
    if copier is None:
        copy_file(source, target, tick)
        return
    # On POSIX a process that closes any handle of a database loses all its locks on it
    # (https://sqlite.org/howtocorrupt.html, 2.2), so another process has to read it.
    target.touch(0o600)  # else it would take over that nobody may write the source
    command = [copier, "--", str(source), str(target)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as copying:  # noqa: S603
        try:
            _watch(copying, target, tick)
        except BaseException:
            copying.kill()
            raise
        complaint = copying.stderr.read() if copying.stderr else b""
    if copying.returncode:
        raise OSError(errno.EIO, complaint.decode(errors="replace").strip().rpartition(": ")[2])
    sync_file(target)


def _watch(copying: "subprocess.Popen[bytes]", target: Path, tick: Tick | None) -> None:
    told = 0
    while True:
        try:
            copying.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            pass
        else:
            break
        finally:
            size = target.stat().st_size if target.exists() else 0
            if tick is not None and size > told:
                tick(size - told)
                told = size


def sha256_of(path: Path, tick: Tick | None = None) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(_AT_ONCE):
            digest.update(data)
            if tick is not None:
                tick(len(data))
    return digest.hexdigest()
