"""What a person writes for the shared folder, taken apart: a path, a WebDAV or SFTP server, an S3 bucket."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from cso_desk.errors import UserError
from cso_desk.wording import _

_SCHEMES = {
    "https": "webdav", "http": "webdav", "webdav": "webdav", "webdavs": "webdav", "dav": "webdav",
    "davs": "webdav", "sftp": "sftp", "ssh": "sftp", "s3": "s3",
}  # fmt: skip
_OPEN = {"http", "webdav", "dav"}
_HAS_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


@dataclass(frozen=True)
class Address:
    """Where the folder is. `kind`: "folder", "webdav", "sftp" or "s3"; `root` is the path on that side.

    `base` is the address of a WebDAV server, `host` and `port` those of an SFTP server (0 = the usual port).
    `user` is what the address itself names, "" for nobody.
    """

    kind: str
    root: str
    base: str = ""
    host: str = ""
    port: int = 0
    user: str = ""


def read_address(text: str) -> Address:
    """Take an address apart. Raises UserError where it is none, or would show a password on the way."""
    text = text.strip()
    if not text:
        raise UserError(_("Say where the folder is: its path, or an address such as https://… or sftp://…"))
    scheme = _HAS_SCHEME.match(text)
    if scheme is None:
        return Address("folder", text)
    if scheme[1].lower() == "file":
        return Address("folder", _path_of(text))
    kind = _SCHEMES.get(scheme[1].lower())
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or 0
    except ValueError as error:
        raise _unknown(text) from error
    if kind is None or not host:
        raise _unknown(text)
    if parts.password:
        raise UserError(
            _("Do not write the password into the address. There is a field of its own, kept encrypted.")
        )
    user = unquote(parts.username or "")
    if kind == "sftp":
        return Address(kind, unquote(parts.path) or ".", host=host, port=port, user=user)
    if kind == "s3":
        return Address(kind, f"{host}{unquote(parts.path)}".rstrip("/"), user=user)
    unsafe = scheme[1].lower() in _OPEN
    if unsafe and not _is_here(host):
        raise UserError(
            _("Everybody on the way could read the password. Use an address that begins with https://")
        )
    wire = "http" if unsafe else "https"
    where = f"[{host}]" if ":" in host else host
    return Address(kind, "", f"{wire}://{where}{f':{port}' if port else ''}{parts.path}", user=user)


def _path_of(text: str) -> str:
    parts = urlsplit(text)
    path = unquote(parts.path)
    if parts.netloc and parts.netloc != "localhost":
        return f"//{parts.netloc}{path}"
    return path[1:] if re.match(r"/[A-Za-z]:", path) else path


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _unknown(text: str) -> UserError:
    return UserError(
        _(
            "“{text}” is no address that works here. Write the path of a folder, or an address that begins "
            "with https:// (Nextcloud, WebDAV), sftp:// or s3://",
            text=text,
        )
    )
