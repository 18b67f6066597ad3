"""Reaches the shared folder, and says in plain words why it cannot be reached."""

import base64
import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cso_desk.errors import UserError
from cso_desk.remotes.address import Address, read_address
from cso_desk.remotes.keeping import Remote
from cso_desk.wording import _

_SECONDS = 30  # without an answer from a server
_STRANGERS = {"AuthenticationException", "BadAuthenticationType", "ForbiddenOperation"}
_ON_THE_WAY = {"httpx", "httpcore", "webdav4", "paramiko", "botocore"}


@dataclass(frozen=True)
class Shared:
    """A shared folder that was reached. `files` is its fsspec file system, `root` the folder's path on it.

    `host_key` is the key that an SFTP server has shown, "" for every other kind.
    """

    kind: str
    files: Any
    root: str
    host_key: str = ""


class UnknownServerError(UserError):
    """An SFTP server shows another key than the one met first."""


@contextmanager
def reached(remote: Remote) -> Iterator[Shared]:
    """The folder, open for as long as the block lasts. Raises UserError where it cannot be used."""
    address = read_address(remote.address)
    try:
        shared = _open(address, remote)
        try:
            shared.files.ls(shared.root, detail=False)
            yield shared
        finally:
            _close(shared)
    except UserError:
        raise
    except Exception as error:
        told = _told(address, error)
        if told is None:
            raise
        raise told from error


def _open(address: Address, remote: Remote) -> Shared:
    # Each of these takes long to load, and most hubs carry sticks.
    if address.kind == "folder":
        return _folder(address)
    if address.kind == "webdav":
        return _webdav(address, remote)
    return _sftp(address, remote) if address.kind == "sftp" else _s3(address, remote)


def _folder(address: Address) -> Shared:
    from fsspec.implementations.local import LocalFileSystem  # noqa: PLC0415

    folder = Path(address.root).expanduser()
    if not folder.is_dir():
        # Never made here: where a share is not mounted, the path would be one on this computer.
        raise UserError(
            _(
                "The folder {folder} is not there. Is the network connected, or the disk plugged in?",
                folder=folder,
            )
        )
    return Shared("folder", LocalFileSystem(skip_instance_cache=True), folder.as_posix())


def _webdav(address: Address, remote: Remote) -> Shared:
    from webdav4.fsspec import WebdavFileSystem  # noqa: PLC0415

    user = remote.user or address.user
    login = (user, remote.secret) if user or remote.secret else None
    files = WebdavFileSystem(address.base, auth=login, timeout=_SECONDS, skip_instance_cache=True)
    return Shared("webdav", files, "")


def _sftp(address: Address, remote: Remote) -> Shared:
    import paramiko  # noqa: PLC0415
    from fsspec.implementations.sftp import SFTPFileSystem  # noqa: PLC0415

    shown: list[str] = []

    class AsMetFirst(paramiko.MissingHostKeyPolicy):
        """Believes a server the first time, and from then on only with the same key."""

        def missing_host_key(self, _client: Any, hostname: str, key: Any) -> None:
            digest = base64.b64encode(hashlib.sha256(key.asbytes()).digest()).decode().rstrip("=")
            shown.append(f"SHA256:{digest}")
            if remote.host_key and shown[-1] != remote.host_key:
                raise UnknownServerError(
                    _(
                        "The server {host} shows another key than before, so no password was sent. If its "
                        "administrator says that the key was changed, enter the address anew.",
                        host=hostname,
                    )
                )

    class Files(SFTPFileSystem):  # type: ignore[misc]
        """Leaves no connection open where the server is not the right one."""

        def _connect(self) -> None:
            try:
                super()._connect()
            except BaseException:
                self.client.close()
                raise

    files = Files(
        address.host,
        host_key_policy=AsMetFirst(),
        port=address.port or 22,
        username=remote.user or address.user or None,
        password=remote.secret or None,
        timeout=_SECONDS,
        allow_agent=not remote.secret,
        look_for_keys=not remote.secret,
        skip_instance_cache=True,
    )
    return Shared("sftp", files, address.root, shown[-1] if shown else "")


def _s3(address: Address, remote: Remote) -> Shared:
    try:
        from s3fs import S3FileSystem  # noqa: PLC0415
    except ImportError as error:
        raise UserError(
            _("This installation cannot speak to S3. Use a folder, WebDAV or SFTP, or install s3fs.")
        ) from error
    files = S3FileSystem(key=remote.user or None, secret=remote.secret or None, skip_instance_cache=True)
    return Shared("s3", files, address.root)


def _close(shared: Shared) -> None:
    if shared.kind == "sftp":
        shared.files.client.close()
    elif shared.kind == "webdav":
        shared.files.client.http.close()


def _told(address: Address, error: Exception) -> UserError | None:
    """What happened, for the person; None where it is no matter of the folder or the way to it."""
    where = address.host or address.base or address.root
    name = type(error).__name__
    code = getattr(getattr(error, "response", None), "status_code", 0) or getattr(error, "status_code", 0)
    if code in (401, 403) or name in (
        "AuthenticationException",
        "BadAuthenticationType",
        "ForbiddenOperation",
    ):
        return UserError(_("{where} does not accept this user and password. Correct them.", where=where))
    if isinstance(error, FileNotFoundError) or code in (404, 405):
        return UserError(_("There is no such folder on {where}. Correct the address.", where=where))
    if isinstance(error, PermissionError):
        return UserError(_("You may not write there: {where}. Ask whoever looks after it.", where=where))
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if full or name == "InsufficientStorage":
        return UserError(_("There is no room left on {where}.", where=where))
    module = type(error).__module__.partition(".")[0]
    if isinstance(error, (OSError, EOFError)) or module in _ON_THE_WAY:
        return UserError(
            _(
                "{where} cannot be reached now. Nothing is lost: try again when there is a connection, or "
                "carry the bundle on a stick.",
                where=where,
            )
        )
    return None
