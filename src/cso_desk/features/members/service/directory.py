"""The directory: every institution as of one day, with who represents it and how to reach it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import func, select

from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service.earlier_names import earlier_names, name_on
from cso_desk.features.members.service.memberships import in_directory_on, own_memberships
from cso_desk.features.members.service.spans import holds_on
from cso_desk.khmer.normalise import fold
from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import Record, RecordId
from cso_desk.store.aliases import aliases, as_survivor, is_shown, refers_to
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store

_SPEAKERS = ("representative", "head", "alternate")
"""Who speaks for an organisation, the first of these that somebody holds."""

_FEW = 500  # so many ids fit into one statement comfortably


@dataclass(frozen=True)
class DirectoryRow:
    """One institution and who speaks for it; `position` is the position of `person` in it."""

    organisation: Organisation
    person: Person | None
    position: Position | None

    @property
    def phones(self) -> tuple[str, ...]:
        """The institution's numbers, or those of its representative where it has none."""
        return self.organisation.phones or (self.person.phones if self.person else ())

    @property
    def place(self) -> str:
        return self.organisation.place


def directory(
    store: Store,
    as_of: date | None = None,
    *,
    kinds: Iterable[str] = (),
    place: str = "",
    outside: bool = False,
) -> list[DirectoryRow]:
    """Every institution on the day `as_of` (today), called as it was then, in the order of a dictionary.

    `kinds` and `place` (a gazetteer code; what lies inside it counts) choose some of them. `outside`: only
    what may leave the hub, which are those that agreed to be shared.
    """
    day = (as_of or date.today()).isoformat()  # noqa: DTZ011  the day on the wall
    with store.reading() as reading:
        return directory_in(reading, day, kinds=kinds, place=place, outside=outside)


def directory_in(
    reading: Reading, day: str, *, kinds: Iterable[str] = (), place: str = "", outside: bool = False
) -> list[DirectoryRow]:
    """As `directory`, inside a look at the store; `day` is ISO. The number of statements is fixed."""
    chosen, own, earlier = frozenset(kinds), own_memberships(reading), earlier_names(reading)
    organisations = [
        name_on(each, day, earlier)
        for each in _living(reading)
        if in_directory_on(each, own, day)
        and (not chosen or each.kind in chosen)
        and each.place.startswith(place)
        and (not outside or may_leave(each))
    ]
    speakers = representatives(reading, day)
    if outside:
        speakers = {body: said for body, said in speakers.items() if may_leave(said[0])}
    rows = [DirectoryRow(each, *speakers.get(each.id, (None, None))) for each in organisations]
    return sorted(rows, key=lambda row: order_of(row.organisation))


def order_of(named: Organisation | Person | None, language: str = "km") -> bytes:
    """The place in a dictionary of the name that is shown in "km" or "en"; "both" stand by the Khmer one."""
    names = (named.name_km, named.name_en) if named else ("", "")
    return sort_key((names[1] or names[0]) if language == "en" else (names[0] or names[1]))


def may_leave(record: Organisation | Person) -> bool:
    """Whether papers for people outside the hub may name it: it agreed, and it is not for this hub only."""
    return record.consent and record.sensitivity != "hub"


def representatives(
    reading: Reading, day: str, organisations: Sequence[str] | None = None
) -> dict[RecordId, tuple[Person, Position]]:
    """Who speaks for each organisation on `day` (ISO): representative, else head, else alternate."""
    table = reading.table(Position)
    asked = [table.c.role.in_(_SPEAKERS)]
    if organisations is not None and len(organisations) <= _FEW:
        asked.append(as_survivor(table.c.organisation).in_(organisations))
    positions = reading.all(Position, *asked, order_by=[table.c.from_date, table.c.id])
    best: dict[RecordId, Position] = {}
    wanted = None if organisations is None else frozenset(organisations)
    into = aliases(reading)
    for position in positions:
        body = into.get(position.organisation, position.organisation)
        if not holds_on(position.from_date, position.to_date, day):
            continue
        if wanted is not None and body not in wanted:
            continue
        now = best.get(body)
        if now is None or _SPEAKERS.index(position.role) <= _SPEAKERS.index(now.role):
            best[body] = position
    holder = {body: into.get(position.person, position.person) for body, position in best.items()}
    people = {person.id: person for person in _speaking(reading, holder.values())}
    return {
        organisation: (people[holder[organisation]], position)
        for organisation, position in best.items()
        if holder[organisation] in people
    }


def phones_of_speakers(store: Store, organisations: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The numbers of whoever speaks today for each organisation; for a page of a list, in two statements."""
    with store.reading() as reading:
        found = representatives(reading, date.today().isoformat(), organisations)  # noqa: DTZ011
    return {organisation: person.phones for organisation, (person, _position) in found.items()}


def _speaking(reading: Reading, chosen: Collection[str]) -> list[Person]:
    people, positions = reading.table(Person), reading.table(Position)
    if len(chosen) <= _FEW:
        return reading.all(Person, people.c.id.in_(list(chosen)))
    holders = select(as_survivor(positions.c.person)).where(
        positions.c.deleted == 0, positions.c.role.in_(_SPEAKERS)
    )
    return reading.all(Person, people.c.id.in_(holders))


def _living(reading: Reading) -> list[Organisation]:
    return reading.all(Organisation, is_shown(reading.table(Organisation).c.id))


def positions_of(store: Store, person: str) -> list[tuple[Position, Organisation | None]]:
    """Every position a person holds or held, the newest first: the hats the person may wear."""
    with store.reading() as reading:
        table = reading.table(Position)
        positions = reading.all(
            Position, refers_to(table.c.person, person), order_by=[table.c.from_date.desc()]
        )
        into = aliases(reading)
        wanted = [into.get(position.organisation, position.organisation) for position in positions]
        found = reading.all(Organisation, reading.table(Organisation).c.id.in_(wanted), trash=True)
    by_id = {organisation.id: organisation for organisation in found}
    return [(position, by_id.get(body)) for position, body in zip(positions, wanted, strict=True)]


def counts_by_kind(store: Store) -> dict[str, int]:
    """How many institutions of each kind; "" where the kind was not said."""
    with store.reading() as reading:
        table = reading.table(Organisation)
        rows = reading.rows(
            select(table.c.kind, func.count())
            .where(table.c.deleted == 0, is_shown(table.c.id))
            .group_by(table.c.kind)
        )
    return {str(row[0]): int(row[1]) for row in rows}


def counts_by_district(store: Store) -> dict[str, int]:
    """How many institutions in each district, by its code of four digits; "" where it is not known."""
    with store.reading() as reading:
        table = reading.table(Organisation)
        district = func.substr(table.c.place, 1, 4)
        rows = reading.rows(
            select(district, func.count())
            .where(table.c.deleted == 0, is_shown(table.c.id))
            .group_by(district)
        )
    counts: dict[str, int] = {}
    for row in rows:
        code = str(row[0]) if len(row[0]) == 4 else ""
        counts[code] = counts.get(code, 0) + int(row[1])
    return counts


def find_organisations(store: Store, query: str = "", *, limit: int | None = None) -> list[Organisation]:
    """Organisations whose name, acronym or code has `query` in it, however it is spelled."""
    with store.reading() as reading:
        found = _living(reading)
    return cast("list[Organisation]", _matching(found, query, "name_km", "name_en", "acronym", limit=limit))


def find_people(store: Store, query: str = "", *, limit: int | None = None) -> list[Person]:
    """People whose name or code has `query` in it, however it is spelled."""
    with store.reading() as reading:
        found = reading.all(Person, is_shown(reading.table(Person).c.id))
    return cast("list[Person]", _matching(found, query, "name_km", "name_en", limit=limit))


def _matching(records: Sequence[Record], query: str, *names: str, limit: int | None) -> list[Record]:
    wanted = fold(query)
    found = [
        record
        for record in records
        if not wanted or any(wanted in fold(str(getattr(record, name))) for name in (*names, "code"))
    ]
    found.sort(key=lambda record: sort_key(str(getattr(record, names[0]) or getattr(record, names[1]))))
    return found[:limit]
