"""Since when, and until when, a list tells that organisations are members: it becomes their membership."""

from collections.abc import Iterable
from typing import Any

from cso_desk.features.members.record import Membership, Organisation
from cso_desk.features.members.service.memberships import keep_membership, own_memberships, spans_of
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading
from cso_desk.store.transaction import Transaction

ToldDays = tuple[Organisation, str, str]
"""An organisation as it is known, and the first and last day that a list tells of it, "" for none."""


def lend_days(reading: Reading, organisations: Iterable[Organisation]) -> None:
    """Put the days of memberships into copies of organisations, to be compared with what a list tells.

    Where there were several memberships, the days of the first and of the last one.
    """
    own = own_memberships(reading)
    for body in organisations:
        if spans := own.get(body.id):
            body.member_since, body.member_until = spans[0].since, spans[-1].until


def keep_told_days(t: Transaction, told: Iterable[ToldDays], *, wins: bool) -> tuple[int, int]:
    """Make or complete the memberships of which a list tells; gives how many were made and changed.

    `wins`: other days than those known are right; else only what is empty is filled. Who was a member several
    times keeps the days that are known: a list of one day does not say which time it means.
    """
    own: dict[RecordId, list[Membership]] = {}
    fresh: dict[RecordId, Membership] = {}
    changed: set[RecordId] = set()
    for place, (body, since, until) in enumerate(told):
        if place == 0:  # most lists tell of no days
            own = {one: list(spans) for one, spans in own_memberships(t).items()}
        known = spans_of(body, own)
        news = _news(known[0] if known else None, since, until, wins=wins) if len(known) < 2 else {}
        if not news:
            continue
        if known and body.id not in own:
            own[body.id] = [keep_membership(t, body)]
            body.member_since = body.member_until = ""
        elif not known:
            span = Membership(organisation=body.id, scope=body.scope)
            own[body.id], fresh[span.id] = [span], span
        span = own[body.id][0]
        for name, value in news.items():
            setattr(span, name, value)
        if span.id not in fresh:
            t.change(Membership, span.id, **news)
            changed.add(span.id)
    t.add_all(fresh.values())
    return len(fresh), len(changed)


def _news(known: Membership | None, since: str, until: str, *, wins: bool) -> dict[str, Any]:
    """What a list says beyond the one membership that is known."""
    news: dict[str, Any] = {}
    for name, said in (("since", since), ("until", until)):
        now = getattr(known, name) if known else ""
        if said and said != now and (wins or not now):
            news[name] = said
    if "until" in news and (known is None or known.status == "active"):
        news["status"] = "former"
    return news
