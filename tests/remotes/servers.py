"""Real servers on this computer for the tests: WebDAV by WsgiDAV, SFTP by paramiko's server side."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp

USER, SECRET = "hub", "ស្ងាត់ណាស់ quiet"


@contextlib.contextmanager
def webdav_server(folder: Path) -> Iterator[str]:
    """A WebDAV server of a folder, for one user; gives its address."""
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": SECRET}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), app, numthreads=2)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}/"
    finally:
        server.stop()
        thread.join()


class _Door(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        good = (username, password) == (USER, SECRET)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, _number: int) -> int:
        session = kind == "session"
        return paramiko.OPEN_SUCCEEDED if session else paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def get_allowed_auths(self, _username: str) -> str:
        return "password"


class _Handle(paramiko.SFTPHandle):
    def stat(self) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


class _Files(paramiko.SFTPServerInterface):
    """A folder of the disk as the root of an SFTP server."""

    root = Path()

    def _path(self, path: str) -> Path:
        return self.root / self.canonicalize(path).lstrip("/")

    def list_folder(self, path: str) -> Any:
        return _answer(lambda: [_attributes(each) for each in self._path(path).iterdir()])

    def stat(self, path: str) -> Any:
        return _answer(lambda: _attributes(self._path(path)))

    lstat = stat

    def open(self, path: str, flags: int, _attr: Any) -> Any:
        def opened() -> Any:
            writes = flags & (os.O_WRONLY | os.O_RDWR)
            handle = _Handle(flags)
            file = os.fdopen(os.open(self._path(path), flags, 0o600), "r+b" if writes else "rb")
            handle.readfile = handle.writefile = file
            return handle

        return _answer(opened)

    def mkdir(self, path: str, _attr: Any) -> Any:
        return _answer(lambda: self._path(path).mkdir() or paramiko.SFTP_OK)

    def remove(self, path: str) -> Any:
        return _answer(lambda: self._path(path).unlink() or paramiko.SFTP_OK)

    def posix_rename(self, old: str, new: str) -> Any:
        return _answer(lambda: self._path(old).replace(self._path(new)) and paramiko.SFTP_OK)


def _attributes(path: Path) -> Any:
    return paramiko.SFTPAttributes.from_stat(path.stat(), path.name)


def _answer(act: Any) -> Any:
    try:
        return act()
    except OSError as error:
        return paramiko.SFTPServer.convert_errno(error.errno)


@contextlib.contextmanager
def sftp_server(folder: Path, key: paramiko.PKey) -> Iterator[str]:
    """An SFTP server of a folder that shows this key; gives its address."""
    files = type("_FilesHere", (_Files,), {"root": folder})
    listening = socket.create_server(("127.0.0.1", 0))
    transports: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                connection, _address = listening.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)  # its client may be gone again already
            transports.append(transport)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, files)
            with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
                transport.start_server(server=_Door())

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"sftp://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()
        for transport in transports:
            transport.close()
