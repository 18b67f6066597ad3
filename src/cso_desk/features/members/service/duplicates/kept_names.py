"""What organisations are called, taken apart and kept in the store: names, former ones, acronyms.

Taking ten thousand names apart takes longer than what is done with them afterwards. So what came out is kept
beside what it was made of: it counts only while the record still says just that, whoever wrote it since.
Losing all of it loses nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from itertools import islice
from struct import pack, unpack
from zlib import crc32

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, MetaData, String, Table

from cso_desk import __version__
from cso_desk.features.members.service.duplicates.keys import keys_of_names, mark_number
from cso_desk.features.members.service.duplicates.names import (
    Name,
    Word,
    acronym_name,
    organisation_name,
    plain_acronym,
)
from cso_desk.features.members.service.duplicates.vocabulary import organisation_words
from cso_desk.store.derived import made_anew
from cso_desk.store.store import Store

_WORTH_KEEPING = 20  # below it, taking them apart again is sooner done than written
_AT_ONCE = 2_000  # in one transaction: whoever saves meanwhile waits for no more
_BETWEEN = "\x1f"  # stands in no name
_DIGEST = 8  # bytes that stand for what a record said
_NOTHING: frozenset[str] = frozenset()

KEPT = Table(
    "name_parts",
    MetaData(),
    Column("record", String, primary_key=True),
    Column("said", LargeBinary),
    Column("parts", LargeBinary),
)


class Called(msgspec.Struct, eq=False, gc=False, array_like=True):
    """All that an organisation is called. `spoken` are acronyms as names, `former` what is valid no more.

    `acronyms` stand somewhere, `initials` are what names may be shortened to; `legal` are the words that say
    what sort of body it is. `keys` are what it stands under by all this, see `keys`, and `marks` the numbers
    of the words in all its names.
    """

    names: tuple[Name, ...] = ()
    former: tuple[Name, ...] = ()
    spoken: tuple[Name, ...] = ()
    acronyms: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    legal: frozenset[str] = _NOTHING
    keys: bytes = b""
    marks: bytes = b""


def take_apart(name_km: str, name_en: str, acronym: str, former_names: Sequence[str]) -> Called:
    """What an organisation is called, taken apart."""
    acronyms = [plain_acronym(acronym)] if acronym else []
    initials: list[str] = []
    legal: list[str] = []
    names: list[Name] = []
    former: list[Name] = []
    for texts, kept in (((name_km, name_en), names), (former_names, former)):
        for text in texts:
            if text:
                told = organisation_name(text)
                acronyms += told.acronyms
                initials += told.initials
                legal += told.legal  # with its name a body often changes what sort it is
                if told.name is not None:
                    kept.append(told.name)
    acronyms = [each for each in dict.fromkeys(acronyms) if each]
    spoken = [name for name in map(acronym_name, acronyms) if name is not None]
    every = (*names, *former, *spoken)
    return Called(
        tuple(names),
        tuple(former),
        tuple(spoken),
        tuple(acronyms),
        tuple(dict.fromkeys(initials)),
        frozenset(legal) if legal else _NOTHING,
        packed(keys_of_names(every, (*acronyms, *initials))),
        packed(map(mark_number, set().union(*[name.marks for name in every]))),
    )


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers as bytes, the same on every computer."""
    held = sorted(numbers)
    return pack(f"<{len(held)}Q", *held)


def unpacked(numbers: bytes) -> tuple[int, ...]:
    """What `packed` packed."""
    return unpack(f"<{len(numbers) // 8}Q", numbers)


def said(name_km: str, name_en: str, acronym: str, former_names: str) -> bytes:
    """What stands for all that an organisation says of its names, and for the present way of reading them."""
    texts = _BETWEEN.join((_way(), name_km, name_en, acronym, former_names))
    return blake2b(texts.encode(), digest_size=_DIGEST).digest()


@cache
def _way() -> str:
    """What tells one way of taking names apart from another: the program, and the words that it knows."""
    return f"{__version__} {crc32(organisation_words().read_bytes())}"


class Reader:
    """Reads what is kept; the same word of many names is held once."""

    def __init__(self) -> None:
        self._decode = msgspec.msgpack.Decoder(Called).decode
        self._words: dict[tuple[str, str], Word] = {}

    def read(self, parts: bytes) -> Called | None:
        """What an organisation is called; None where it cannot be read."""
        try:
            told = self._decode(parts)
        except msgspec.MsgspecError:
            return None
        held = self._words.setdefault
        for names in (told.names, told.former, told.spoken):
            for name in names:
                name.words = tuple([held((word.spelled, word.key), word) for word in name.words])
        return told


Made = tuple[str, bytes, Called]
"""What was taken apart: a record, what stands for what it said, and what came out."""


def keep_names(store: Store, made: Iterable[Made]) -> int:
    """Keep what was taken apart, where it is worth it and nobody else writes; gives how much was kept."""
    due = list(made)
    if len(due) < _WORTH_KEEPING:
        return 0
    left = iter(due)

    def keep_some(connection: Connection) -> int:
        rows = list(_rows(islice(left, _AT_ONCE)))
        if rows:
            connection.exec_driver_sql("INSERT OR REPLACE INTO name_parts VALUES (?, ?, ?)", rows)
        return len(rows)

    return made_anew(store, len(due), keep_some)


def _rows(made: Iterable[Made]) -> Iterator[tuple[str, bytes, bytes]]:
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    for record, told, parts in made:
        yield record, told, encode(parts)
