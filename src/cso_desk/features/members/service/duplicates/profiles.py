"""What of an organisation or a person is compared, made ready once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cso_desk.features.members.record import Organisation, OrganisationName, Person, Position
from cso_desk.features.members.service.duplicates.names import (
    Name,
    acronym_name,
    organisation_name,
    person_name,
    plain_acronym,
)
from cso_desk.features.members.service.duplicates.names import OrganisationName as TakenApart
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import is_shown
from cso_desk.store.reading import Reading, plain_rows

Kind = type[Organisation] | type[Person]

_NOTHING: frozenset[str] = frozenset()
_NUMBERED = 3  # figures of a registration number that says something


@dataclass(slots=True)
class Profile:
    """One record for comparing. `spoken` are acronyms as names, `former` those that are valid no more.

    `bodies` are the organisations in which a person holds or held a position.
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
    acronyms = [plain_acronym(acronym)] if acronym else []
    initials: list[str] = []
    legal: list[str] = []
    names: list[Name] = []
    for text in (name_km, name_en):
        if text:
            told = organisation_name(text)
            legal += told.legal
            _take(told, names, acronyms, initials)
    former: list[Name] = []
    for text in former_names:
        _take(organisation_name(text), former, acronyms, initials)
    acronyms = [each for each in dict.fromkeys(acronyms) if each]
    digits = "".join([letter for letter in number if letter.isdigit()]) if number else ""
    return Profile(
        record=RecordId(record),
        names=tuple(names),
        former=tuple(former),
        legal=frozenset(legal) if legal else _NOTHING,
        spoken=tuple([name for name in map(acronym_name, acronyms) if name is not None]) if acronyms else (),
        acronyms=tuple(acronyms),
        initials=tuple(dict.fromkeys(initials)) if initials else (),
        phones=_plain_phones(phones),
        email=email.strip().lower(),
        place=place,
        number=digits if len(digits) >= _NUMBERED else "",
    )


def _take(told: TakenApart, names: list[Name], acronyms: list[str], initials: list[str]) -> None:
    acronyms += told.acronyms
    initials += told.initials
    if told.name is not None:
        names.append(told.name)


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
    names = [person_name(text) for text in (name_km, name_en) if text]
    return Profile(
        record=RecordId(record),
        names=tuple([name for name in names if name is not None]),
        phones=_plain_phones(phones),
        email=email.strip().lower(),
        place=place,
        sex=sex if sex in ("F", "M") else "",
        year=year,
        bodies=bodies,
    )


def _plain_phones(phones: Sequence[str]) -> tuple[str, ...]:
    """Without extensions: a desk in the same house is the same telephone."""
    return tuple([phone.partition(";")[0] for phone in phones]) if phones else ()


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


def profiles(reading: Reading, kind: Kind, records: Iterable[str] | None = None) -> Iterator[Profile]:
    """Every living record of a kind that was not merged into another, or those of `records` that are."""
    table = reading.table(kind)
    columns = _ORGANISATION if kind is Organisation else _PERSON
    statement = select(*(table.c[name] for name in columns)).where(table.c.deleted == 0, is_shown(table.c.id))
    if records is not None:
        statement = statement.where(table.c.id.in_(list(records)))
    several = reading.shelves.type_of(kind).fields["phones"].kind.from_stored
    if kind is Person:
        bodies = _bodies(reading, records)
        for row in plain_rows(reading.connection.execute(statement)):
            yield _person(row, several, bodies)
    else:
        earlier = _earlier_names(reading, records)
        for row in plain_rows(reading.connection.execute(statement)):
            yield _organisation(row, several, earlier)


def owners(reading: Reading, kind: Kind, parts: Iterable[str]) -> set[str]:
    """The organisations of earlier names, or the people of positions, among `parts`, which may be any ids."""
    part, owner = (OrganisationName, "organisation") if kind is Organisation else (Position, "person")
    table = reading.table(part)
    return set(
        reading.connection.execute(select(table.c[owner]).where(table.c.id.in_(list(parts)))).scalars()
    )


def _organisation(row: Sequence[Any], several: Any, earlier: Mapping[str, list[str]]) -> Profile:
    record, km, en, acronym, former, phones, *rest = row
    names = several(former) if former else ()
    if record in earlier:
        names = tuple(dict.fromkeys((*names, *earlier[record])))
    return organisation_profile(record, km, en, acronym, names, several(phones) if phones else (), *rest)


def _earlier_names(reading: Reading, records: Iterable[str] | None) -> dict[str, list[str]]:
    """What organisations were called, in both languages and by their acronyms."""
    table = reading.table(OrganisationName)
    names = (table.c.name_km, table.c.name_en, table.c.acronym)
    statement = select(table.c.organisation, *names).where(table.c.deleted == 0)
    if records is not None:
        statement = statement.where(table.c.organisation.in_(list(records)))
    found: dict[str, list[str]] = {}
    for organisation, *called in plain_rows(reading.connection.execute(statement.order_by(table.c.id))):
        found.setdefault(organisation, []).extend([name for name in called if name])
    return found


def _person(row: Sequence[Any], several: Any, bodies: dict[str, frozenset[str]]) -> Profile:
    record, km, en, phones, email, place, sex, year = row
    held = bodies.get(record, frozenset())
    return person_profile(record, km, en, several(phones) if phones else (), email, place, sex, year, held)


def _bodies(reading: Reading, records: Iterable[str] | None) -> dict[str, frozenset[str]]:
    table = reading.table(Position)
    statement = select(table.c.person, table.c.organisation).where(
        table.c.deleted == 0, table.c.organisation > ""
    )
    if records is not None:
        statement = statement.where(table.c.person.in_(list(records)))
    found: dict[str, set[str]] = {}
    for person, body in plain_rows(reading.connection.execute(statement)):
        found.setdefault(person, set()).add(body)
    return {person: frozenset(some) for person, some in found.items()}
