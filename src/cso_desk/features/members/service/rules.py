"""What looks wrong among organisations and people after hubs were merged."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from sqlalchemy import and_, func, select

from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.khmer.normalise import fold
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.rules import Finding, Rule
from cso_desk.wording import N_

ONLY_ONE = ("head",)
"""Roles that one person at a time holds in an organisation."""

_MOST = 6  # records that share one name: further ones say nothing new
_OPEN = "9999"


def two_heads(reading: Reading) -> Iterator[Finding]:
    """Organisations of which two people are the head at the same time."""
    table = reading.table(Position)
    alive = and_(table.c.deleted == 0, table.c.role.in_(ONLY_ONE), table.c.organisation > "")
    several = (
        select(table.c.organisation, table.c.role)
        .where(alive)
        .group_by(table.c.organisation, table.c.role)
        .having(func.count(table.c.person.distinct()) > 1)
        .subquery()
    )
    rows = reading.rows(
        select(
            table.c.organisation, table.c.role, table.c.person, table.c.from_date, table.c.to_date, table.c.id
        )
        .join(
            several,
            and_(several.c.organisation == table.c.organisation, several.c.role == table.c.role),
        )
        .where(alive)
        .order_by(table.c.organisation, table.c.role, table.c.from_date, table.c.id)
    )
    held: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for body, role, person, since, until, _position in rows:
        held[body, role].append((person, since, until or _OPEN))
    for (body, _role), spans in held.items():
        people = {
            person
            for one, other in combinations(spans, 2)
            if one[0] != other[0] and one[1] <= other[2] and other[1] <= one[2]
            for person in (one[0], other[0])
        }
        if people:
            records = (("organisation", RecordId(body)), *(("person", RecordId(p)) for p in sorted(people)))
            yield Finding("two_heads", _TWO_HEADS, records, {"count": len(people)})


_TWO_HEADS = N_("{count} people are the head of this organisation at the same time. Only one can be.")


Entered = tuple[RecordId, str, str, str, tuple[str, ...]]
"""Id, code, name in Khmer, name in English, telephones."""


def alike_organisations(reading: Reading) -> Iterator[Finding]:
    """Organisations entered by two hubs that have the same name or telephone and may be one."""
    every = _entered(reading, Organisation)
    by_name = _pairs(every, _names)
    yield from (_alike("organisation", pair, "name") for pair in by_name)
    by_phone = _pairs(every, lambda each: each[4])
    yield from (_alike("organisation", pair, "phone") for pair in by_phone if pair not in by_name)


def alike_people(reading: Reading) -> Iterator[Finding]:
    """People entered by two hubs with one name and one telephone, who may be one person.

    One name is not one person, and a telephone is shared by a family: only both together say something.
    """
    every = {each[0]: each for each in _entered(reading, Person)}
    for pair in _pairs(every.values(), lambda each: each[4]):
        if _names(every[pair[0]]) & _names(every[pair[1]]):
            yield _alike("person", pair, "both")


def _entered(reading: Reading, record: type[Organisation | Person]) -> list[Entered]:
    table = reading.table(record)
    phones = reading.shelves.type_of(record).fields["phones"].kind
    rows = reading.rows(
        select(table.c.id, table.c.code, table.c.name_km, table.c.name_en, table.c.phones)
        .where(table.c.deleted == 0, table.c.merged_into == "")
        .order_by(table.c.id)
    )
    return [(RecordId(one), code, km, en, phones.from_stored(told)) for one, code, km, en, told in rows]


def _names(each: Entered) -> set[str]:
    return {fold(name) for name in each[2:4] if name} - {""}


def _home(each: Entered) -> str:
    """The hub that entered it: the letters before the number of its code."""
    return each[1].partition("-")[0]


def _pairs(
    records: Iterable[Entered], keys: Callable[[Entered], Iterable[str]]
) -> dict[tuple[RecordId, RecordId], None]:
    """Pairs of records of two hubs that share a key, in a fixed order."""
    found: dict[str, list[Entered]] = defaultdict(list)
    for each in records:
        for key in keys(each):
            found[key].append(each)
    pairs: dict[tuple[RecordId, RecordId], None] = {}
    for alike in found.values():
        for one, other in combinations(alike[:_MOST], 2):
            if _home(one) != _home(other):
                pairs[one[0], other[0]] = None
    return pairs


def _alike(kind: str, pair: tuple[RecordId, RecordId], by: str) -> Finding:
    return Finding(f"alike_{kind}", _ALIKE[by], tuple((kind, record) for record in pair))


_ALIKE = {
    "name": N_("Two hubs entered an institution of this name. It may be the same one twice."),
    "phone": N_("Two hubs entered institutions with the same telephone. It may be the same one twice."),
    "both": N_("Two hubs entered a person of this name and telephone. It may be the same one twice."),
}

RULES = (
    Rule("two_heads", N_("Two heads of one organisation"), two_heads),
    Rule("alike_organisation", N_("Institutions entered twice"), alike_organisations),
    Rule("alike_person", N_("People entered twice"), alike_people),
)
"""What can look wrong. A tool that merges duplicates may take the place of the last two."""
