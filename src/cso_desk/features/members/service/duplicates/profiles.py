"""What of an organisation or a person is compared, made ready once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import or_, select

from cso_desk.features.members.record import Organisation, OrganisationName, Person, Position
from cso_desk.features.members.service.duplicates.kept_names import (
    KEPT,
    Called,
    Made,
    Reader,
    said,
    take_apart,
)
from cso_desk.features.members.service.duplicates.names import Name, person_name
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import aliases, is_shown
from cso_desk.store.reading import Reading, plain_rows

Kind = type[Organisation] | type[Person]

_NOTHING: frozenset[str] = frozenset()
_NUMBERED = 3  # figures of a registration number that says something


class Profile(msgspec.Struct, eq=False, gc=False):
    """One record for comparing. `spoken` are acronyms as names, `former` those that are valid no more.

    Of people those are former that belong to whoever was merged into them. `bodies` are the organisations in
    which a person holds or held a position. `keys` and `marks` are packed numbers, see `kept_names`.
    """

    record: RecordId
    names: tuple[Name, ...] = ()
    former: tuple[Name, ...] = ()
    spoken: tuple[Name, ...] = ()
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
    return _of_organisation(record, told, phones, email, place, number)


def _of_organisation(
    record: str, told: Called, phones: Sequence[str], email: str, place: str, number: str
) -> Profile:
    digits = "".join([letter for letter in number if letter.isdigit()]) if number else ""
    return Profile(
        record=RecordId(record),
        names=told.names,
        former=told.former,
        spoken=told.spoken,
        acronyms=told.acronyms,
        initials=told.initials,
        legal=told.legal,
        keys=told.keys,
        marks=told.marks,
        phones=_plain_phones(phones),
        email=email.strip().lower() if email else "",
        place=place,
        number=digits if len(digits) >= _NUMBERED else "",
    )


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
    km = person_name(name_km) if name_km else None
    en = person_name(name_en) if name_en else None
    return Profile(
        record=RecordId(record),
        names=(km, en) if km and en else (km,) if km else (en,) if en else (),
        phones=_plain_phones(phones),
        email=email.strip().lower() if email else "",
        place=place,
        sex=sex if sex in ("F", "M") else "",
        year=year,
        bodies=bodies,
    )


def _plain_phones(phones: Sequence[str]) -> tuple[str, ...]:
    """Without extensions: a desk in the same house is the same telephone."""
    return tuple([phone.partition(";")[0] if ";" in phone else phone for phone in phones]) if phones else ()


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
    several = reading.shelves.type_of(kind).fields["phones"].kind.from_stored
    if kind is Person:
        bodies = _bodies(reading, stand_for, ids)
        for row in _rows(reading, kind, ids):
            yield _person(row, several, bodies, earlier)
    else:
        _add_earlier_names(earlier, reading, stand_for, ids)
        keeping = Reader()
        for row in _rows(reading, kind, ids):
            yield _organisation(row, several, earlier, keeping, made)


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
    several: Any,
    earlier: Mapping[str, list[str]],
    keeping: Reader,
    made: list[Made] | None,
) -> Profile:
    record, km, en, acronym, former, phones, email, place, number, kept_of, parts = row
    told = None
    now = said(km, en, acronym, former)
    if now == kept_of and record not in earlier:
        told = keeping.read(parts)
    if told is None:
        names = several(former) if former else ()
        told = take_apart(km, en, acronym, tuple(dict.fromkeys((*names, *earlier.get(record, ())))))
        if made is not None and record not in earlier:
            made.append((record, now, told))
    return _of_organisation(record, told, several(phones) if phones else (), email, place, number)


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
    row: Sequence[Any], several: Any, bodies: Mapping[str, frozenset[str]], earlier: Mapping[str, list[str]]
) -> Profile:
    record, km, en, phones, email, place, sex, year = row
    made = person_profile(
        record, km, en, several(phones) if phones else (), email, place, sex, year,
        bodies.get(record, _NOTHING),
    )  # fmt: skip
    if record in earlier:
        names = map(person_name, dict.fromkeys(earlier[record]))
        made.former = tuple([name for name in names if name is not None])
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
