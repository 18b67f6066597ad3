"""Messages between the program and the process that reads files: four bytes of length, then MessagePack."""

import struct
from typing import IO, Any

import msgspec

LONGEST = 160 * 1024 * 1024
"""Bytes of one message; the largest is a drawn page."""

LATER = 256 * 1024
"""Bytes that a side gathers before they are carried over."""


class BrokenPipe(Exception):  # noqa: N818  it is no error of ours
    """The other side ended, or says what no one of us says."""


def send(stream: IO[bytes], message: list[Any], *, more: bool = False) -> None:
    """Write one message; with `more` it may wait for the next one. Raises OSError: the other side is gone."""
    data = msgspec.msgpack.encode(message)
    stream.write(struct.pack(">I", len(data)))
    stream.write(data)
    if not more:
        stream.flush()


def receive(stream: IO[bytes]) -> list[Any] | None:
    """Read one message; None at the end. Raises BrokenPipe where it is none."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    length = struct.unpack(">I", head)[0]
    if length > LONGEST:
        raise BrokenPipe
    data = stream.read(length)
    if len(data) < length:
        return None
    try:
        return msgspec.msgpack.decode(data, type=list[Any])
    except msgspec.DecodeError:
        raise BrokenPipe from None
