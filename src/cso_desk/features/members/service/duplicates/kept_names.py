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
_FORM = 3  # of what is kept
_BETWEEN = "\x1f"  # stands in no name
_DIGEST = 8  # bytes that stand for what a record said

KEPT = Table(
    "name_parts",
    MetaData(),
    Column("record", String, primary_key=True),
    Column("said", LargeBinary),
    Column("parts", LargeBinary),
)


class Names(msgspec.Struct, eq=False, gc=False):
    """What a record is called. `spoken` are acronyms as names, `former` what is valid no more."""

    names: tuple[Name, ...] = ()
    former: tuple[Name, ...] = ()
    spoken: tuple[Name, ...] = ()

    def lasting(self) -> tuple[Name, ...]:
        """Without acronyms."""
        return self.names + self.former if self.former else self.names

    def every(self) -> tuple[Name, ...]:
        """All, of whatever sort."""
        return self.names + self.former + self.spoken if self.former or self.spoken else self.names


class Called(msgspec.Struct, eq=False, gc=False, array_like=True):
    """All that an organisation is called, as it is kept: `names` are read when somebody asks for them.

    `acronyms` stand somewhere, `initials` are what names may be shortened to; `legal` are the words that say
    what sort of body it is. `keys` are what it stands under by all this, see `keys`, and `marks` the numbers
    of the words in all its names.
    """

    names: msgspec.Raw
    acronyms: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
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
        _written((names, former, spoken)),
        tuple(acronyms),
        tuple(initials),
        tuple(sorted(set(legal))) if legal else (),
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


def said(name_km: str, name_en: str, acronym: str, former_names: str, parts: bytes) -> bytes:
    """What stands for all that an organisation says of its names, for the way of reading them, and for what
    came of it: parts that were damaged are not read.
    """
    texts = _BETWEEN.join((_way(), name_km, name_en, acronym, former_names, ""))
    return blake2b(texts.encode() + parts, digest_size=_DIGEST).digest()


@cache
def _way() -> str:
    """What tells one way of taking names apart from another: the program, its form, the words it knows."""
    return f"{__version__} {_FORM} {crc32(organisation_words().read_bytes())}"


def _written(names: Iterable[Iterable[Name]]) -> msgspec.Raw:
    """Names of each sort, see `_written_name`."""
    return msgspec.Raw(_encode([[_written_name(name) for name in some] for some in names]))


def _written_name(name: Name) -> list[str]:
    """A text for each word, and an empty one at the end of what is Khmer in Latin letters."""
    texts = [_written_word(word.key, word.spelled, word.sound, word.sort) for word in name.words]
    return [*texts, ""] if name.romanised else texts


@lru_cache(maxsize=50_000)
def _written_word(key: str, spelled: str, sound: str, sort: str) -> str:
    return f"{spelled}\t{sound}\t{sort}\t{key}"


_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_decode_called = msgspec.msgpack.Decoder(Called).decode
_decode_names = msgspec.msgpack.Decoder(tuple[list[list[str]], list[list[str]], list[list[str]]]).decode


def read_called(parts: bytes) -> Called | None:
    """What is kept of an organisation; None where it cannot be read."""
    try:
        return _decode_called(parts)
    except msgspec.MsgspecError:
        return None


class Reader:
    """Reads names that are kept; the same word of many names is read and held once."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}

    def names(self, written: msgspec.Raw) -> Names:
        """What an organisation is called."""
        names, former, spoken = _decode_names(written)
        return Names(
            tuple([self._name(texts) for texts in names]),
            tuple([self._name(texts) for texts in former]) if former else (),
            tuple([self._name(texts) for texts in spoken]) if spoken else (),
        )

    def _name(self, texts: list[str]) -> Name:
        romanised = not texts[-1]
        if romanised:
            texts.pop()
        known = self._words.get
        return named(tuple([known(text) or self._word(text) for text in texts]), romanised=romanised)

    def _word(self, text: str) -> Word:
        spelled, sound, sort, key = text.split("\t")
        word = self._words[text] = word_of(key, spelled, sound, sort)
        return word


Made = tuple[str, tuple[str, str, str, str], Called]
"""What was taken apart: a record, the four texts of what it said, and what came out."""


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
    for record, texts, called in made:
        parts = _encode(called)
        yield record, said(*texts, parts), parts
