"""What organisations are called, taken apart and kept in the store: names, former ones, acronyms.

Taking ten thousand names apart takes longer than what is done with them afterwards. So what came out is kept
beside what it was made of: it counts only while the record still says just that, whoever wrote it since.
Losing all of it loses nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import islice
from struct import pack, unpack
from zlib import crc32

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, MetaData, String, Table

from cso_desk import __version__
from cso_desk.features.members.service.duplicates.keys import keys_of_names
from cso_desk.features.members.service.duplicates.names import (
    Name,
    Word,
    acronym_name,
    named,
    organisation_name,
    plain_acronym,
    word_of,
)
from cso_desk.features.members.service.duplicates.vocabulary import organisation_words
from cso_desk.store.derived import made_anew
from cso_desk.store.store import Store

_WORTH_KEEPING = 20  # below it, taking them apart again is sooner done than written
_AT_ONCE = 4_000  # in one transaction: whoever saves meanwhile waits for no more
_FORM = 2  # of what is kept
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


class Called(msgspec.Struct, eq=False, gc=False):
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
    spoken: list[Name] = []
    if acronyms:
        acronyms = [each for each in dict.fromkeys(acronyms) if each]
        spoken = [name for name in map(acronym_name, acronyms) if name is not None]
    if len(initials) > 1:
        initials = list(dict.fromkeys(initials))
    keys, words = keys_of_names((*names, *former, *spoken), (*acronyms, *initials))
    return Called(
        tuple(names),
        tuple(former),
        tuple(spoken),
        tuple(acronyms),
        tuple(initials),
        frozenset(legal) if legal else _NOTHING,
        packed(keys),
        packed(words),
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
    """What tells one way of taking names apart from another: the program, its form, the words it knows."""
    return f"{__version__} {_FORM} {crc32(organisation_words().read_bytes())}"


class _Written(msgspec.Struct, gc=False, array_like=True):
    """What is kept of an organisation, see `Called`; a name is a text, see `_written_name`."""

    names: tuple[str, ...]
    former: tuple[str, ...]
    spoken: tuple[str, ...]
    acronyms: tuple[str, ...]
    initials: tuple[str, ...]
    legal: frozenset[str]
    keys: bytes
    marks: bytes


def _written_name(name: Name) -> str:
    """A line for each word, and an empty one at the end of what is Khmer in Latin letters."""
    lines = "\n".join([_written_word(word.key, word.spelled, word.sound, word.sort) for word in name.words])
    return lines + "\n" if name.romanised else lines


@lru_cache(maxsize=50_000)
def _written_word(key: str, spelled: str, sound: str, sort: str) -> str:
    return f"{spelled}\t{sound}\t{sort}\t{key}"


class Reader:
    """Reads what is kept; the same word of many names is read and held once."""

    def __init__(self) -> None:
        self._decode = msgspec.msgpack.Decoder(_Written).decode
        self._words: dict[str, Word] = {}

    def read(self, parts: bytes) -> Called | None:
        """What an organisation is called; None where it cannot be read."""
        try:
            told = self._decode(parts)
            return Called(
                tuple([self._name(text) for text in told.names]),
                tuple([self._name(text) for text in told.former]) if told.former else (),
                tuple([self._name(text) for text in told.spoken]) if told.spoken else (),
                told.acronyms,
                told.initials,
                told.legal or _NOTHING,
                told.keys,
                told.marks,
            )
        except (msgspec.MsgspecError, ValueError):
            return None

    def _name(self, text: str) -> Name:
        lines = text.split("\n")
        romanised = not lines[-1]
        if romanised:
            lines.pop()
        known = self._words
        return named(tuple([known.get(line) or self._word(line) for line in lines]), romanised=romanised)

    def _word(self, line: str) -> Word:
        spelled, sound, sort, key = line.split("\t")
        word = self._words[line] = word_of(key, spelled, sound, sort)
        return word


Made = tuple[str, bytes, Called]
"""What was taken apart: a record, what stands for what it said, and what came out."""


def keep_names(store: Store, made: Iterable[Made]) -> int:
    """Keep what was taken apart, where it is worth it and nobody else writes; gives how much was kept."""
    due = sorted(made, key=lambda each: each[0])  # rows that stand side by side are written together
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
    for record, told, called in made:
        names, former, spoken = (
            tuple([_written_name(name) for name in some])
            for some in (called.names, called.former, called.spoken)
        )
        yield record, told, encode(
            _Written(
                names, former, spoken, called.acronyms, called.initials, called.legal, called.keys,
                called.marks,
            )
        )  # fmt: skip
