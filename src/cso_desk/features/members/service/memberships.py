"""Who belongs to the network on a day, in which way, and who may vote."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, select

from cso_desk.features.members.record import Membership, Organisation
from cso_desk.features.members.service.spans import day_after, day_before, holds_on
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.aliases import aliases, as_survivor, refers_to
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_

Own = Mapping[RecordId, Sequence[Membership]]
"""What was recorded of memberships in the hub's own network, by organisation, the oldest first."""

_COUNTED = ("active", "suspended")
"""Who is a member as long as nothing ends it. A former member was one only until a day that is known."""


def own_memberships(reading: Reading, organisation: str = "") -> Own:
    """The memberships in the hub's own network, all or those of one organisation; in two statements."""
    table = reading.table(Membership)
    only = [refers_to(table.c.organisation, organisation)] if organisation else []
    own = table.c.body == NOBODY
    into = aliases(reading)
    found: defaultdict[RecordId, list[Membership]] = defaultdict(list)
    for each in reading.all(Membership, own, *only, order_by=[table.c.since, table.c.id]):
        found[into.get(each.organisation, each.organisation)].append(each)
    return found


def spans_of(organisation: Organisation, own: Own) -> Sequence[Membership]:
    """The memberships of an organisation in the network; where none is recorded, what lists told of it.

    Lists, and hubs with an older version, know a first and a last day only (`member_since`, `member_until`).
    What is made of these is not kept and stands for a full member.
    """
    recorded = own.get(organisation.id, ())
    if recorded or not (organisation.member_since or organisation.member_until):
        return recorded
    told = Membership(organisation=organisation.id, scope=organisation.scope)
    told.since, told.until = organisation.member_since, organisation.member_until
    return (told,)


def counts_on(membership: Membership, day: str) -> bool:
    """Whether it makes its organisation a member on `day`: who has applied is none yet."""
    return _counted(membership) and holds_on(membership.since, membership.until, day)


def may_vote_on(membership: Membership, day: str) -> bool:
    """Whether it gives a vote on `day`: full members have one unless it is said otherwise."""
    if not counts_on(membership, day) or membership.status == "suspended":
        return False
    return membership.vote == "yes" or (membership.kind == "full" and membership.vote != "no")


def in_directory_on(organisation: Organisation, own: Own, day: str) -> bool:
    """Whether the directory of `day` has it: a member of that day, or one of whom no membership is known."""
    spans = spans_of(organisation, own)
    return not spans or any(counts_on(each, day) for each in spans)


def is_member_on(organisation: Organisation, own: Own, day: str) -> bool:
    """Whether a membership is known that holds on `day`."""
    return any(counts_on(each, day) for each in spans_of(organisation, own))


def first_days(reading: Reading, organisations: Sequence[str]) -> dict[str, str]:
    """Since when organisations are members of the own network, by what was recorded; in two statements."""
    table = reading.table(Membership)
    chosen = as_survivor(table.c.organisation).in_(organisations)
    into = aliases(reading)
    found: dict[str, str] = {}
    for each in reading.all(Membership, table.c.body == NOBODY, chosen, order_by=[table.c.since.desc()]):
        if each.since and each.status != "applicant":
            found[into.get(each.organisation, each.organisation)] = each.since
    return found


def keep_membership(t: Transaction, organisation: Organisation) -> Membership:
    """Keep a membership in the hub's own network; the first one takes the place of the days that a list told.

    These go from the organisation into the membership, so that nothing is said twice.
    """
    now = t.get(Organisation, organisation.id) or organisation
    made = Membership(organisation=now.id, scope=now.scope)
    if now.member_since or now.member_until:
        made.since, made.until = now.member_since, now.member_until
        made.status = "former" if made.until else "active"
        t.change(now, member_since="", member_until="")
    return t.add(made)


def add_membership(store: Store, membership: Membership, *, initiator: object = None) -> Membership:
    """Keep a membership, and the days that a list told of its organisation as one before it."""
    with store.transaction(N_("Add a membership"), initiator=initiator) as t:
        now = t.get(Organisation, membership.organisation)
        if now is not None and membership.body == NOBODY and (now.member_since or now.member_until):
            keep_membership(t, now)
        return t.add(membership)


def changes_within(
    reading: Reading,
    organisations: ColumnElement[bool],
    during: Callable[[ColumnElement[str]], ColumnElement[bool]],
    inside: Callable[[str], bool],
) -> tuple[list[Organisation], list[Organisation]]:
    """Which of some organisations became members and which left, while `inside` says so of a day.

    `during` says the same of a column. Who goes on in another way, as after a suspension, neither came nor
    left. The number of statements is fixed.
    """
    bodies, table = reading.table(Organisation), reading.table(Membership)
    touched = select(as_survivor(table.c.organisation)).where(
        table.c.deleted == 0, table.c.body == NOBODY, during(table.c.since) | during(table.c.until)
    )
    dated = during(bodies.c.member_since) | during(bodies.c.member_until) | bodies.c.id.in_(touched)
    found = reading.all(Organisation, organisations, dated, order_by=[bodies.c.code, bodies.c.id])
    own = own_memberships(reading)
    joined = [each for each in found if _came(spans_of(each, own), inside)]
    return joined, [each for each in found if _left(spans_of(each, own), inside)]


def _came(spans: Iterable[Membership], inside: Callable[[str], bool]) -> bool:
    counted = [each for each in spans if _counted(each)]
    return any(inside(each.since) and not _holds(counted, day_before(each.since)) for each in counted)


def _left(spans: Iterable[Membership], inside: Callable[[str], bool]) -> bool:
    counted = [each for each in spans if _counted(each)]
    return any(inside(each.until) and not _holds(counted, day_after(each.until)) for each in counted)


def _counted(membership: Membership) -> bool:
    return membership.status in _COUNTED or (membership.status == "former" and bool(membership.until))


def _holds(spans: Iterable[Membership], day: str) -> bool:
    return any(day and holds_on(each.since, each.until, day) for each in spans)
