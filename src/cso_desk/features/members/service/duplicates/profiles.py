"""What of an organisation or a person is compared, made ready once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import or_, select

from cso_desk.features.members.record import Organisation, OrganisationName, Person, Position
from cso_desk.features.members.service.duplicates.kept_names import (
    KEPT,
    Called,
    Made,
    Names,
    Reader,
    read_called,
    said,
    take_apart,
)
from cso_desk.features.members.service.duplicates.names import Name, Word, named, person_words
from cso_desk.records.base import RecordId
from cso_desk.records.kinds import Several
from cso_desk.store.aliases import aliases, is_shown
from cso_desk.store.reading import Reading, plain_rows

Kind = type[Organisation] | type[Person]

_NOTHING: frozenset[str] = frozenset()
_NUMBERED = 3  # figures of a registration number that says something


class Profile(msgspec.Struct, eq=False, gc=False):
    """One record for comparing. What it is called is read when somebody asks: of most nobody does.

    `called` is what `reading` makes names of: of organisations what is kept, of people the words of their
    names, and of the names of whoever was merged into them. `bodies` are the organisations in which a person
    holds or held a position. `keys` and `marks` are packed numbers, see `kept_names`.
    """

    record: RecordId
    called: Any
    reading: Callable[[Any], Names]
    acronyms: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    email: str = ""
    place: str = ""
    sex: str = ""
    year: int | None = None
    number: str = ""
    legal: frozenset[str] = _NOTHING
    bodies: frozenset[str] = _NOTHING
    keys: bytes = b""
    marks: bytes = b""
    _read: Names | None = None

    def read(self) -> Names:
        """All that it is called."""
        names = self._read
        if names is None:
            names = self._read = self.reading(self.called)
        return names

    @property
    def names(self) -> tuple[Name, ...]:
        """What it is called today."""
        return self.read().names

    @property
    def former(self) -> tuple[Name, ...]:
        """What it is called no more; of people what whoever was merged into them was called."""
        return self.read().former

    @property
    def spoken(self) -> tuple[Name, ...]:
        """Its acronyms as names."""
        return self.read().spoken


_ORGANISATION = ("id", "name_km", "name_en", "acronym", "former_names", "phones", "email", "place",
                 "registration_number")  # fmt: skip
_PERSON = ("id", "name_km", "name_en", "phones", "email", "place", "sex", "birth_year")


def organisation_profile(
    record: str,
    name_km: str = "",
    name_en: str = "",
    acronym: str = "",
    former_names: Sequence[str] = (),
    phones: Sequence[str] = (),
    email: str = "",
    place: str = "",
    number: str = "",
) -> Profile:
    """An organisation for comparing. `phones` are E.164, `place` is a code of the gazetteer."""
    told = take_apart(name_km, name_en, acronym, former_names)
    return _of_organisation(record, told, Reader(), _plain_phones(phones), email, place, number)


def _of_organisation(
    record: str,
    told: Called,
    keeping: Reader,
    phones: tuple[str, ...],
    email: str,
    place: str,
    number: str,
) -> Profile:
    digits = "".join([letter for letter in number if letter.isdigit()]) if number else ""
    return Profile(
        record=RecordId(record),
        called=told.names,
        reading=keeping.names,
        acronyms=told.acronyms,
        initials=told.initials,
        legal=_legal(told.legal) if told.legal else _NOTHING,
        keys=told.keys,
        marks=told.marks,
        phones=phones,
        email=email.strip().lower() if email else "",
        place=place,
        number=digits if len(digits) >= _NUMBERED else "",
    )


@lru_cache(maxsize=1_000)
def _legal(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


def person_profile(
    record: str,
    name_km: str = "",
    name_en: str = "",
    phones: Sequence[str] = (),
    email: str = "",
    place: str = "",
    sex: str = "",
    year: int | None = None,
    bodies: frozenset[str] = frozenset(),
) -> Profile:
    """A person for comparing."""
    return _of_person(record, name_km, name_en, _plain_phones(phones), email, place, sex, year, bodies)


def _of_person(
    record: str,
    name_km: str,
    name_en: str,
    phones: tuple[str, ...],
    email: str,
    place: str,
    sex: str,
    year: int | None,
    bodies: frozenset[str],
) -> Profile:
    km = person_words(name_km) if name_km else ()
    en = person_words(name_en) if name_en else ()
    return Profile(
        record=RecordId(record),
        called=((km, en) if km and en else (km,) if km else (en,) if en else (), ()),
        reading=_named_people,
        phones=phones,
        email=email.strip().lower() if email else "",
        place=place,
        sex=sex if sex in ("F", "M") else "",
        year=year,
        bodies=bodies,
    )


Words = tuple[tuple[Word, ...], ...]
"""Of several names the words of each."""


def _named_people(called: tuple[Words, Words]) -> Names:
    return Names(*[tuple([named(words) for words in some]) if some else () for some in called])


def _plain_phones(phones: Sequence[str]) -> tuple[str, ...]:
    """Without extensions: a desk in the same house is the same telephone."""
    return tuple([phone.partition(";")[0] if ";" in phone else phone for phone in phones]) if phones else ()


_SEVERAL = Several("")
_listed = msgspec.json.Decoder(tuple[str, ...]).decode


def _stored(several: str) -> tuple[str, ...]:
    """Texts as they are stored."""
    if not several:
        return ()
    try:
        return _listed(several)
    except msgspec.MsgspecError:
        return tuple(_SEVERAL.from_stored(several))  # what another program may have written


def _stored_phones(several: str) -> tuple[str, ...]:
    phones = _stored(several)
    return _plain_phones(phones) if ";" in several else phones


def profile_of(record: Organisation | Person, bodies: frozenset[str] = frozenset()) -> Profile:
    """A record, also one that is not kept yet, for comparing."""
    if isinstance(record, Organisation):
        return organisation_profile(
            record.id, record.name_km, record.name_en, record.acronym, record.former_names, record.phones,
            record.email, record.place, record.registration_number,
        )  # fmt: skip
    return person_profile(
        record.id, record.name_km, record.name_en, record.phones, record.email, record.place, record.sex,
        record.birth_year, bodies,
    )  # fmt: skip


def profiles(
    reading: Reading, kind: Kind, records: Iterable[str] | None = None, made: list[Made] | None = None
) -> Iterator[Profile]:
    """Every living record of a kind that was not merged into another, or those of `records` that are.

    What merged ones were called, and what belongs to them, counts for the one that stands for them. Names
    that had to be taken apart, because nothing of them was kept, are put into `made`.
    """
    stand_for = aliases(reading)
    ids: set[str] | None = None
    if records is not None:
        ids = set(records)
        ids |= {record for record, survivor in stand_for.items() if survivor in ids}
    earlier = _merged_names(reading, kind, stand_for)
    if kind is Person:
        bodies = _bodies(reading, stand_for, ids)
        for row in _rows(reading, kind, ids):
            yield _person(row, bodies, earlier)
    else:
        _add_earlier_names(earlier, reading, stand_for, ids)
        keeping = Reader()
        for row in _rows(reading, kind, ids):
            yield _organisation(row, earlier, keeping, made)


def _rows(reading: Reading, kind: Kind, ids: set[str] | None) -> Iterator[tuple[Any, ...]]:
    """What is compared of the records; of organisations what is kept of their names."""
    table = reading.table(kind)
    if kind is Organisation:
        kept = table.outerjoin(KEPT, KEPT.c.record == table.c.id)
        columns = (*(table.c[name] for name in _ORGANISATION), KEPT.c.said, KEPT.c.parts)
        statement = select(*columns).select_from(kept)
    else:
        statement = select(*(table.c[name] for name in _PERSON))
    statement = statement.where(table.c.deleted == 0, is_shown(table.c.id))
    if ids is not None:
        statement = statement.where(table.c.id.in_(ids))
    return plain_rows(reading.connection.execute(statement))


def _merged_names(reading: Reading, kind: Kind, stand_for: Mapping[str, str]) -> dict[str, list[str]]:
    """What records were called that were merged, by the one that stands for them; a store has few."""
    found: dict[str, list[str]] = {}
    if not stand_for:
        return found
    merged = ~is_shown(reading.table(kind).c.id)
    for record in sorted(reading.all(kind, merged), key=lambda each: each.id):
        names = [record.name_km, record.name_en]
        if isinstance(record, Organisation):
            names += [record.acronym, *record.former_names]
        found.setdefault(stand_for[record.id], []).extend([name for name in names if name])
    return found


def owners(reading: Reading, kind: Kind, ids: Iterable[str]) -> set[str]:
    """Whose profiles something of `ids`, which may be of any kind, is a part of.

    Those are the organisations of earlier names and the people of positions, and whoever stands for any.
    """
    part, owner = (OrganisationName, "organisation") if kind is Organisation else (Position, "person")
    table = reading.table(part)
    due = set(ids)
    told = [table.c.id.in_(due), *([table.c.organisation.in_(due)] if kind is Person else [])]
    found = set(reading.connection.execute(select(table.c[owner]).where(or_(*told))).scalars())
    stand_for = aliases(reading)
    return found | {stand_for[record] for record in found | due if record in stand_for}


def _organisation(
    row: Sequence[Any],
    earlier: Mapping[str, list[str]],
    keeping: Reader,
    made: list[Made] | None,
) -> Profile:
    record, km, en, acronym, former, phones, email, place, number, kept_of, parts = row
    told = None
    if parts and record not in earlier and said(km, en, acronym, former, parts) == kept_of:
        told = read_called(parts)
    if told is None:
        names = _stored(former)
        told = take_apart(km, en, acronym, tuple(dict.fromkeys((*names, *earlier.get(record, ())))))
        if made is not None and record not in earlier:
            made.append((record, (km, en, acronym, former), told))
    return _of_organisation(record, told, keeping, _stored_phones(phones), email, place, number)


def _add_earlier_names(
    earlier: dict[str, list[str]], reading: Reading, stand_for: Mapping[str, str], records: set[str] | None
) -> None:
    """What organisations were earlier, in both languages and by their acronyms."""
    table = reading.table(OrganisationName)
    names = (table.c.name_km, table.c.name_en, table.c.acronym)
    statement = select(table.c.organisation, *names).where(table.c.deleted == 0)
    if records is not None:
        statement = statement.where(table.c.organisation.in_(records))
    for organisation, *told in plain_rows(reading.connection.execute(statement.order_by(table.c.id))):
        survivor = stand_for.get(organisation, organisation)
        earlier.setdefault(survivor, []).extend([name for name in told if name])


def _person(
    row: Sequence[Any], bodies: Mapping[str, frozenset[str]], earlier: Mapping[str, list[str]]
) -> Profile:
    record, km, en, phones, email, place, sex, year = row
    made = _of_person(
        record, km, en, _stored_phones(phones), email, place, sex, year, bodies.get(record, _NOTHING)
    )
    if record in earlier:
        names = map(person_words, dict.fromkeys(earlier[record]))
        made.called = (made.called[0], tuple([words for words in names if words]))
    return made


def _bodies(
    reading: Reading, stand_for: Mapping[str, str], records: set[str] | None
) -> dict[str, frozenset[str]]:
    """In which organisations people are or were."""
    table = reading.table(Position)
    statement = select(table.c.person, table.c.organisation).where(
        table.c.deleted == 0, table.c.organisation > ""
    )
    if records is not None:
        statement = statement.where(table.c.person.in_(records))
    found: dict[str, set[str]] = {}
    for person, body in plain_rows(reading.connection.execute(statement)):
        found.setdefault(stand_for.get(person, person), set()).add(stand_for.get(body, body))
    return {person: frozenset(some) for person, some in found.items()}
