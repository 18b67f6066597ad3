"""Reads which libraries a program file asks for: the needed names of ELF, the import tables of PE."""

import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

_ELF_NEEDED, _ELF_STRINGS = 1, 5  # DT_NEEDED, DT_STRTAB
_LOADED, _DYNAMIC = 1, 2  # PT_LOAD, PT_DYNAMIC
_IMPORTS, _DELAYED = 1, 13  # places in the directory of a PE file


class UnreadableError(Exception):
    """A file is no program for 64-bit x86 that this module can read."""


def needed_libraries(path: Path) -> list[str]:
    """Names of the libraries an ELF or PE file is linked to, as they are written in it.

    Raises UnreadableError where it is neither, or damaged.
    """
    data = path.read_bytes()
    try:
        if data[:4] == b"\x7fELF":
            return _of_elf(data)
        if data[:2] == b"MZ":
            return _of_pe(data)
    except (struct.error, ValueError, IndexError, OverflowError) as error:
        raise UnreadableError(f"{path.name} is damaged: {error}") from error
    raise UnreadableError(f"{path.name} is no program file")


def is_linked(path: Path) -> bool:
    """Whether a file is a program or library that asks for others."""
    with path.open("rb") as file:
        start = file.read(4)
    return start == b"\x7fELF" or (start[:2] == b"MZ" and path.suffix.lower() in {".exe", ".dll", ".pyd"})


def closure(roots: Iterable[Path], offered: Mapping[str, Path]) -> set[Path]:
    """The roots with every offered library they need, directly or not. Names in small letters."""
    kept: set[Path] = set()
    ahead = list(roots)
    while ahead:
        path = ahead.pop()
        if path not in kept:
            kept.add(path)
            wanted = (offered.get(name.lower()) for name in needed_libraries(path))
            ahead += [found for found in wanted if found is not None]
    return kept


def _text(data: bytes, at: int) -> str:
    return data[at : data.index(b"\0", at)].decode("ascii")


def _of_elf(data: bytes) -> list[str]:
    (table,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    parts = [struct.unpack_from("<IIQQQQ", data, table + size * number) for number in range(count)]
    entries: list[tuple[int, int]] = []
    for kind, _flags, offset, _address, _physical, length in parts:
        if kind == _DYNAMIC:
            entries = list(struct.iter_unpack("<QQ", data[offset : offset + length]))
    strings = next((value for tag, value in entries if tag == _ELF_STRINGS), 0)
    for kind, _flags, offset, address, _physical, length in parts:
        if kind == _LOADED and address <= strings < address + length:
            begin = strings - address + offset
            return [_text(data, begin + value) for tag, value in entries if tag == _ELF_NEEDED]
    return []


def _of_pe(data: bytes) -> list[str]:
    (head,) = struct.unpack_from("<I", data, 60)
    if data[head : head + 4] != b"PE\0\0":
        raise ValueError("no PE header")
    sections, optional = (
        struct.unpack_from("<H", data, head + 6)[0],
        struct.unpack_from("<H", data, head + 20)[0],
    )
    if struct.unpack_from("<H", data, head + 24)[0] != 0x20B:
        raise ValueError("not for 64-bit Windows")
    areas = [
        struct.unpack_from("<IIII", data, head + 24 + optional + 40 * number + 8)
        for number in range(sections)
    ]

    def place(address: int) -> int:
        for length, begin, stored, offset in areas:
            if begin <= address < begin + max(length, stored):
                return int(address - begin + offset)
        raise ValueError("an address outside the file")

    names = []
    for directory, entry, name_at in ((_IMPORTS, 20, 12), (_DELAYED, 32, 4)):
        (address,) = struct.unpack_from("<I", data, head + 24 + 112 + 8 * directory)
        at = place(address) if address else 0
        while at and (name := struct.unpack_from("<I", data, at + name_at)[0]):
            names.append(_text(data, place(name)))
            at += entry
    return names
