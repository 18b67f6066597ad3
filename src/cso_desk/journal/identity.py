"""Who this installation is: its keys, and a new identity whenever the store was restored or copied.

A replica that forgets changes it gave away would number other changes with the same numbers, and others
could not tell them apart. So an install token and the highest numbers given are also kept outside the store,
in the user's own folder; where they do not agree with the store, the replica takes a new identity and leaves
its earlier numbers alone. Rotating once too often costs nothing, once too seldom loses edits.
"""

import contextlib
import hashlib
import json
import os
import secrets
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.journal.streams import last_held, streams

BEHIND = "behind"
"""The fact of a store that says how many changes of its own were missing when it was opened: its file was an
older one than this computer had written last, or the end of its log was torn."""


def replica_of(public_key: bytes) -> str:
    """The replica id of a raw Ed25519 public key: the first 16 bytes of its SHA-256, in hexadecimal."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def take_identity(connection: Connection, folder: Path, home: Path) -> None:
    """Give the store in `folder` an identity of its own where it is new, restored or copied.

    `home` is a folder of this user on this computer, outside every store. Call it in a writing transaction.
    """
    if is_itself(connection, folder, home):
        return
    missing = _behind(connection, _read(_mark_file(connection, folder, home)))
    if missing:
        connection.exec_driver_sql(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            (BEHIND, str(missing)),
        )
    become_another(connection)
    write_marks(connection, folder, home)


def become_another(connection: Connection) -> str:
    """Give this replica new keys and a new id, whose earlier self it remembers; gives the id.

    Also where somebody else goes on writing under the old one. Whoever records must be told.
    """
    now = _meta(connection, "replica")
    replica = _new_keys(connection)
    token = secrets.token_hex(16)
    for key, value in (("replica", replica), ("previous", now), ("token", token)):
        connection.exec_driver_sql(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            (key, value),
        )
    return replica


def replica_here(connection: Connection) -> str:
    """The replica this store is now."""
    return _meta(connection, "replica")


def is_itself(connection: Connection, folder: Path, home: Path) -> bool:
    """Whether the store in `folder` is neither new nor restored nor copied; needs to read only."""
    now = _meta(connection, "replica")
    return bool(now) and _agrees(connection, now, _read(_mark_file(connection, folder, home)))


def write_marks(connection: Connection, folder: Path, home: Path) -> None:
    """Note outside the store how far this replica has numbered.

    Call it at the end of every transaction that writes: before the commit nobody else can write, and where
    the power fails between the two the replica merely takes a new identity.
    """
    replica = _meta(connection, "replica")
    marks = {
        "token": _meta(connection, "token"),
        "machine": _machine(),
        "last": {
            stream.scope: last_held(connection, number)
            for number, stream in streams(connection).items()
            if stream.replica == replica
        },
    }
    path = _mark_file(connection, folder, home)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(marks), encoding="utf-8")
        part.replace(path)
    except OSError:
        # A missing mark makes the replica rotate, an old one would not: a full disk must not keep it.
        with contextlib.suppress(OSError):
            path.unlink()


def _agrees(connection: Connection, replica: str, marks: dict[str, object]) -> bool:
    if marks.get("token") != _meta(connection, "token") or marks.get("machine") != _machine():
        return False
    numbers = {s.scope: n for n, s in streams(connection).items() if s.replica == replica}
    last = marks.get("last")
    if not isinstance(last, dict):
        return False
    return all(
        scope in numbers and last_held(connection, numbers[scope]) >= int(seq)
        for scope, seq in last.items()
        if seq
    )


def _behind(connection: Connection, marks: dict[str, object]) -> int:
    """How many changes this store once held, by its own marks; 0 for one that was restored or copied."""
    last = marks.get("last")
    if not isinstance(last, dict) or marks.get("token") != _meta(connection, "token"):
        return 0
    replica = _meta(connection, "replica")
    numbers = {s.scope: n for n, s in streams(connection).items() if s.replica == replica}
    return sum(
        max(0, int(seq) - (last_held(connection, numbers[scope]) if scope in numbers else 0))
        for scope, seq in last.items()
    )


def _new_keys(connection: Connection) -> str:
    # Heavy, and a store that stays where it is never needs them.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415
    from pyrage import x25519  # noqa: PLC0415

    key = Ed25519PrivateKey.generate()
    replica = replica_of(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    connection.exec_driver_sql(
        "INSERT INTO secret VALUES (?, ?, ?)",
        (replica, key.private_bytes_raw(), str(x25519.Identity.generate())),
    )
    return replica


def _meta(connection: Connection, key: str) -> str:
    return str(connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (key,)).scalar() or "")


def _mark_file(connection: Connection, folder: Path, home: Path) -> Path:
    # The folder is part of the name: a copy of the store beside the first one must not find its marks.
    name = hashlib.sha256(f"{_meta(connection, 'store')}|{folder.resolve()}".encode()).hexdigest()[:32]
    return home / "replicas" / f"{name}.json"


def _read(path: Path) -> dict[str, object]:
    try:
        marks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return marks if isinstance(marks, dict) else {}


def _machine() -> str:
    """A hash of what tells this computer from another that got a copy of the user's folder; "" = unknown."""
    text = ""
    try:
        import winreg  # noqa: PLC0415  only Windows has it

        with winreg.OpenKey(  # type: ignore[attr-defined,unused-ignore]
            winreg.HKEY_LOCAL_MACHINE,  # type: ignore[attr-defined,unused-ignore]
            r"SOFTWARE\Microsoft\Cryptography",
        ) as key:
            text = str(winreg.QueryValueEx(key, "MachineGuid")[0])  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, OSError):
        with contextlib.suppress(OSError):
            text = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""
