"""What looks wrong among organisations and people after hubs were merged."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, groupby

from sqlalchemy import and_, func, select

from cso_desk.features.members.record import Membership, OrganisationName, Position, Relation
from cso_desk.features.members.service.memberships import own_memberships
from cso_desk.records.base import Record, RecordId
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


_TWO_HEADS = N_("{count} people are the head of this institution at the same time. Only one can be.")


def alike_organisations(reading: Reading) -> Iterator[Finding]:
    """Organisations entered by two hubs that have the same name or telephone and may be one."""
    by_name = _pairs(reading, "organisation", _NAMES)
    yield from (_alike("organisation", pair, "name") for pair in by_name)
    by_phone = _pairs(reading, "organisation", ("phone.value",), _PHONES)
    yield from (_alike("organisation", pair, "phone") for pair in by_phone if pair not in by_name)


def alike_people(reading: Reading) -> Iterator[Finding]:
    """People entered by two hubs with one name and one telephone, who may be one person.

    One name is not one person, and a telephone is shared by a family: only both together say something.
    """
    keys = tuple(f"{name} || phone.value" for name in _NAMES)
    yield from (_alike("person", pair, "both") for pair in _pairs(reading, "person", keys, _PHONES))


# The database compares: a hundred thousand names in Python would hold up the window.
_NAMES = tuple(
    f"nullif(lower(replace(replace(r.{name}, ' ', ''), char(8203), '')), '')"
    for name in ("name_km", "name_en")
)
_PHONES = ", json_each(CASE WHEN json_valid(r.phones) THEN r.phones ELSE '[]' END) phone"
_HOME = "substr(r.code, 1, instr(r.code || '-', '-') - 1)"
"""The hub that entered it: the letters before the number of its code."""


def _pairs(
    reading: Reading, kind: str, keys: tuple[str, ...], more: str = ""
) -> dict[tuple[RecordId, RecordId], None]:
    """Pairs of records of two hubs that share one of some keys, in a fixed order."""
    told = " UNION ".join(
        f"SELECT r.id, {_HOME} AS home, {key} AS key FROM {kind} r{more}"
        " WHERE r.deleted = 0 AND r.id NOT IN (SELECT record FROM alias)"
        for key in keys
    )
    rows = reading.connection.exec_driver_sql(
        f"WITH said AS MATERIALIZED ({told}) SELECT key, id, home FROM said WHERE key IN"
        " (SELECT key FROM said WHERE key IS NOT NULL GROUP BY key HAVING count(DISTINCT home) > 1)"
        " ORDER BY key, id"
    )
    pairs: dict[tuple[RecordId, RecordId], None] = {}
    for _key, found in groupby(rows, lambda row: row[0]):
        for one, other in combinations(list(found)[:_MOST], 2):
            if one[2] != other[2]:
                pairs[one[1], other[1]] = None
    return pairs


def _alike(kind: str, pair: tuple[RecordId, RecordId], by: str) -> Finding:
    return Finding(f"alike_{kind}", _ALIKE[by], tuple((kind, record) for record in pair))


_ALIKE = {
    "name": N_("Two hubs entered an institution of this name. It may be the same one twice."),
    "phone": N_("Two hubs entered institutions with the same telephone. It may be the same one twice."),
    "both": N_("Two hubs entered a person of this name and telephone. It may be the same one twice."),
}


def two_memberships(reading: Reading) -> Iterator[Finding]:
    """Organisations that are members of our network twice at the same time, which counts them once."""
    for body, spans in own_memberships(reading).items():
        counted = [each for each in spans if each.status in ("active", "suspended") or each.until]
        doubled = any(
            one.since <= (other.until or _OPEN) and other.since <= (one.until or _OPEN)
            for one, other in combinations(counted, 2)
        )
        if doubled:
            yield Finding("two_memberships", _TWO_MEMBERSHIPS, (("organisation", body),))


_TWO_MEMBERSHIPS = N_(
    "Two memberships of this institution hold at the same time. "
    "Correct their days, or put one into the trash."
)


def ended_before(reading: Reading) -> Iterator[Finding]:
    """Memberships, earlier names and relations that ended before they began."""
    for record, since, until in _SPANS:
        table = reading.table(record)
        start, end = table.c[since], table.c[until]
        backwards = and_(end != "", end < func.substr(start, 1, func.length(end)))
        for each in reading.all(record, backwards, order_by=[table.c.id]):
            kind = reading.shelves.type_of(record).name
            yield Finding("ended_before", _ENDED_BEFORE, ((kind, each.id),))


_SPANS: tuple[tuple[type[Record], str, str], ...] = (
    (Membership, "since", "until"),
    (OrganisationName, "from_date", "to_date"),
    (Relation, "from_date", "to_date"),
)
_ENDED_BEFORE = N_("This ended before it began. Correct one of its days.")

RULES = (
    Rule("two_memberships", N_("Two memberships at the same time"), two_memberships),
    Rule("ended_before", N_("What ended before it began"), ended_before),
    Rule("two_heads", N_("Two heads of one institution"), two_heads),
    Rule("alike_organisation", N_("Institutions entered twice"), alike_organisations),
    Rule("alike_person", N_("People entered twice"), alike_people),
)
"""What can look wrong. A tool that merges duplicates may take the place of the last two."""
