"""How institutions hang together: who belongs to which network, hosts it, or works for whom, as a tree."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cso_desk.features.hub.service import profile_in
from cso_desk.features.members.record import (
    RELATION_KINDS,
    RELATIONS_BACK,
    Membership,
    Organisation,
    Relation,
)
from cso_desk.features.members.service.directory import order_of
from cso_desk.features.members.service.earlier_names import earlier_names, name_on
from cso_desk.features.members.service.memberships import counts_on, own_memberships, spans_of
from cso_desk.features.members.service.spans import holds_on
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.aliases import aliases, is_shown, refers_to
from cso_desk.store.reading import Reading
from cso_desk.wording import N_

MEMBER_OF = N_("is a member of")
APPLIED_TO = N_("has applied to")
HAS_AS_MEMBER = N_("has as a member")

_SIDEWAYS = ("mou", "partner")
"""Ties between equals: none of the two stands below the other in a tree."""


@dataclass(frozen=True)
class Tie:
    """`lower` belongs to `upper`; `kinds` are message ids between the two: "hosts the secretariat of"."""

    upper: RecordId
    lower: RecordId
    kinds: tuple[str, ...]
    since: str
    until: str


@dataclass(frozen=True)
class TreeLine:
    """One line of a tree of networks. `depth` 0 is a network that belongs to none.

    `ties` say how it belongs to the one above, none at depth 0. `again`: it stands further up already, and
    what belongs to it is told there, so that a circle ends. `below`: how many belong to it. `kept`: it stands
    in the list of institutions, as all do but the hub's own network where nobody entered it there.
    """

    depth: int
    organisation: Organisation
    ties: tuple[str, ...]
    since: str
    until: str
    again: bool
    below: int
    kept: bool = True


def ties_on(reading: Reading, day: str) -> list[Tie]:
    """Everything that belongs to something else on `day` (ISO): members of networks, hosts, sub-grantees."""
    into = aliases(reading)

    def whole(record: RecordId) -> RecordId:
        return into.get(record, record)

    memberships, relations = reading.table(Membership), reading.table(Relation)
    found = [
        Tie(whole(each.body), whole(each.organisation), (_of_member(each),), each.since, each.until)
        for each in reading.all(Membership, memberships.c.body != NOBODY, order_by=[memberships.c.id])
        if counts_on(each, day) or _applies(each, day)
    ]
    for tie in reading.all(Relation, order_by=[relations.c.id]):
        past = tie.kind == "formerly"
        if tie.kind in _SIDEWAYS or not (past or holds_on(tie.from_date, tie.to_date, day)):
            continue
        one, other = whole(tie.organisation), whole(tie.other)
        # What it was formerly stands below what it is now.
        upper, lower = (one, other) if past else (other, one)
        words = RELATIONS_BACK if past else RELATION_KINDS
        found.append(Tie(upper, lower, (words.get(tie.kind, tie.kind),), tie.from_date, tie.to_date))
    return _between_two(each for each in found if each.upper and each.lower and each.upper != each.lower)


def _between_two(ties: Iterable[Tie]) -> list[Tie]:
    """All that ties two institutions in one: a member that hosts the secretariat stands in the tree once."""
    found: dict[tuple[RecordId, RecordId], Tie] = {}
    for tie in ties:
        known = found.setdefault((tie.upper, tie.lower), tie)
        if known is not tie:
            kinds = tuple(dict.fromkeys((*known.kinds, *tie.kinds)))
            since = min(known.since, tie.since)
            found[tie.upper, tie.lower] = replace(known, kinds=kinds, since=since)
    return list(found.values())


def _of_member(membership: Membership) -> str:
    return APPLIED_TO if membership.status == "applicant" else MEMBER_OF


def own_network(reading: Reading, hub: str) -> Organisation | None:
    """The network of a hub: the institution that is called as the hub is, else one that is kept nowhere.

    None where the hub has no name yet.
    """
    called = profile_in(reading, hub)
    km, en = called.name_km, called.name_en
    bodies = reading.table(Organisation)
    for name, said in ((bodies.c.name_km, km), (bodies.c.name_en, en)):
        alike = [name == said, bodies.c.kind == "network", is_shown(bodies.c.id)]
        if said and (found := reading.all(Organisation, *alike, order_by=[bodies.c.id], limit=1)):
            return found[0]
    return Organisation(name_km=km, name_en=en, kind="network", consent=True) if km or en else None


def network_tree(
    reading: Reading,
    day: str,
    organisation: str = "",
    *,
    own: Organisation | None = None,
    language: str = "km",
) -> list[TreeLine]:
    """The networks with all that belongs to them on `day`, from above to below.

    First the hub's `own` network, where it has members. With `organisation` only the trees in which it
    stands, and of the own network no more than how these belong to it. Each institution is unfolded once; in
    a circle the tree begins with the one that comes first in the dictionary. Names are sorted as they are
    shown in `language`. The number of statements is fixed.
    """
    ties = ties_on(reading, day)
    known = _known(reading) if ties or own else {}
    ties = [each for each in ties if each.upper in known and each.lower in known]
    mine = _own_ties(reading, own, known.values(), day) if own else []
    if organisation:
        ties, mine = _around(RecordId(organisation), ties, mine)
    ties = _between_two([*mine, *ties])
    bodies = known | ({own.id: known.get(own.id, own)} if own else {})
    earlier = earlier_names(reading) if ties else {}
    named = {one: name_on(bodies[one], day, earlier) for tie in ties for one in (tie.upper, tie.lower)}
    lines = _lines(own.id if own else "", ties, named, language)
    return [each if each.organisation.id in known else replace(each, kept=False) for each in lines]


def _around(one: RecordId, ties: list[Tie], mine: list[Tie]) -> tuple[list[Tie], list[Tie]]:
    """Of all ties those in whose trees an institution stands; of the own network's those to their tops."""
    wanted = _joined(ties, one)
    lowers = {tie.lower for tie in ties}
    tops = {one} | (wanted - lowers)
    return [tie for tie in ties if tie.upper in wanted], [tie for tie in mine if tie.lower in tops]


def _known(reading: Reading) -> dict[RecordId, Organisation]:
    return {each.id: each for each in reading.all(Organisation, is_shown(reading.table(Organisation).c.id))}


def _own_ties(reading: Reading, own: Organisation, bodies: Iterable[Organisation], day: str) -> list[Tie]:
    """How institutions belong to the hub's own network: by memberships of which no other body is said."""
    recorded, found = own_memberships(reading), []
    for body in bodies:
        spans = spans_of(body, recorded) if body.id != own.id else ()
        # Who is a member has applied once; that is of no interest any more.
        now = [each for each in spans if counts_on(each, day)] or [
            each for each in spans if _applies(each, day)
        ]
        found += [Tie(own.id, body.id, (_of_member(each),), each.since, each.until) for each in now]
    return found


def _applies(membership: Membership, day: str) -> bool:
    return membership.status == "applicant" and holds_on(membership.since, membership.until, day)


def _joined(ties: Iterable[Tie], start: RecordId) -> set[RecordId]:
    """Everything above an institution, and whatever hangs below those."""
    above: defaultdict[RecordId, list[RecordId]] = defaultdict(list)
    below: defaultdict[RecordId, list[RecordId]] = defaultdict(list)
    for tie in ties:
        above[tie.lower].append(tie.upper)
        below[tie.upper].append(tie.lower)
    reached = _reached([start], above)
    found = _reached(reached, below)
    return found if len(found) > 1 else set()


def _reached(starts: Iterable[RecordId], ways: Mapping[RecordId, Sequence[RecordId]]) -> set[RecordId]:
    found: set[RecordId] = set()
    waiting = list(starts)
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += ways.get(at, ())
    return found


def _lines(
    first: str, ties: Iterable[Tie], named: Mapping[RecordId, Organisation], language: str
) -> Iterator[TreeLine]:
    """By hand and not by recursion: a chain of institutions may be as long as somebody makes it."""
    below: defaultdict[RecordId, list[Tie]] = defaultdict(list)
    for one in ties:
        below[one.upper].append(one)
    for each in below.values():
        each.sort(key=lambda tie: (not below.get(tie.lower), order_of(named[tie.lower], language)))
    lowers = {one.lower for one in ties}
    tops = sorted(named, key=lambda one: (one in lowers, one != first, order_of(named[one], language)))
    told: set[RecordId] = set()
    for top in tops:
        if top in lowers and top in told:
            continue
        waiting: list[tuple[int, RecordId, Tie | None]] = [(0, top, None)]
        while waiting:
            depth, at, tie = waiting.pop()
            under, again = below.get(at, ()), at in told
            told.add(at)
            kinds, since, until = (tie.kinds, tie.since, tie.until) if tie else ((), "", "")
            told_above = again and bool(under)
            yield TreeLine(depth, named[at], kinds, since, until, again=told_above, below=len(under))
            if not again:
                waiting += [(depth + 1, each.lower, each) for each in reversed(under)]


@dataclass(frozen=True)
class Related:
    """One tie of an institution as it is told from its own side. `record` is what holds it."""

    record: Relation | Membership
    kind: str
    other: RecordId
    since: str
    until: str


def ties_from_others(reading: Reading, organisation: str) -> list[Related]:
    """What others say of their ties to an institution: its members, those who host it or signed with it."""
    memberships, relations = reading.table(Membership), reading.table(Relation)
    into = aliases(reading)
    found = [
        Related(each, HAS_AS_MEMBER, into.get(each.organisation, each.organisation), each.since, each.until)
        for each in reading.all(Membership, refers_to(memberships.c.body, organisation))
    ]
    for tie in reading.all(Relation, refers_to(relations.c.other, organisation)):
        other = into.get(tie.organisation, tie.organisation)
        words = RELATIONS_BACK.get(tie.kind, tie.kind)
        found.append(Related(tie, words, other, tie.from_date, tie.to_date))
    return found
