"""What Battambang keeps of its members beyond the list: memberships, networks, a group, compliance cards."""

from collections.abc import Mapping
from typing import Any

from cso_desk.demo.stage import Stage, hub_called, number
from cso_desk.features.members.record import (
    ComplianceYear,
    ContactGroup,
    Membership,
    Organisation,
    OrganisationName,
    Position,
    Relation,
)
from cso_desk.features.members.service import directory, keep_membership, put_into
from cso_desk.records.base import RecordId
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_, _

HUB = "02"
_TRACKED = ("ngo", "ingo", "association", "network")


def keep_belonging(stage: Stage) -> list[str]:
    """Memberships with their standing, two networks, an earlier name, a channel and the cards of a year."""
    store, told = stage.stores[HUB], stage.story["belonging"]
    stage.clock.go_to("2026-09-03")
    rows = directory(store)
    bodies = {row.organisation.name_km: row.organisation for row in rows}
    with store.transaction(N_("Change a record")) as t:
        _memberships(t, told["members"], bodies)
        for name, sectors in told["sectors"].items():
            t.change(bodies[name], sectors=tuple(sectors))
        for row in rows:
            if row.position and row.person and row.position.title_en in told["heads"]:
                same = {
                    name: getattr(row.position, name) for name in ("organisation", "title_km", "title_en")
                }
                t.add(Position(person=row.person.id, role="head", **same))
        for name in told["names"]:
            body = bodies[name["organisation"]]
            t.add(OrganisationName(**{**name, "organisation": body.id}))
        for network in told["networks"]:
            _network(t, network, bodies)
        inner, members = told["inside"]
        for name in members:
            t.add(Membership(organisation=bodies[name].id, body=bodies[inner].id))
        for relation in told["relations"]:
            ends = {each: bodies[relation[each]].id for each in ("organisation", "other")}
            t.add(Relation(**{**relation, **ends}))
        _compliance(t, told["compliance"], bodies)
    inside = _group(store, told["group"])
    return [
        _(
            "{hub}: {members} memberships, {networks} networks, a group with {inside} people",
            hub=hub_called(HUB),
            members=number(len(bodies)),
            networks=number(len(told["networks"])),
            inside=number(inside),
        )
    ]


def _memberships(t: Transaction, told: Mapping[str, Any], bodies: Mapping[str, Organisation]) -> None:
    for name, body in bodies.items():
        status = next((each for each in ("applicant", "suspended") if name in told[each]), "active")
        made = keep_membership(t, body)
        kind = "associate" if name in told["associate"] else "full"
        t.change(made, kind=kind, status=status, since=made.since or told["since"])


def _network(t: Transaction, told: Mapping[str, Any], bodies: Mapping[str, Organisation]) -> None:
    named = {name: told[name] for name in ("name_km", "name_en", "acronym", "kind", "place")}
    network = t.add(Organisation(**named))
    t.add(Relation(organisation=bodies[told["host"]].id, kind="hosts", other=network.id))
    for name in told["members"]:
        t.add(Membership(organisation=bodies[name].id, body=network.id))


def _compliance(t: Transaction, told: Mapping[str, Any], bodies: Mapping[str, Organisation]) -> None:
    """Two of three handed in both reports, one only that on its activities; every fifth has a certificate."""
    bound = [body for body in bodies.values() if body.kind in _TRACKED]
    for place, body in enumerate(bound):
        card = ComplianceYear(organisation=body.id, year=told["year"], activity_report_on=told["handed"])
        card.finance_report_on = told["handed"] if place % 3 else ""
        card.gpp_until = told["gpp_until"] if place % 5 == 0 else ""
        t.add(card)


def _group(store: Store, told: Mapping[str, Any]) -> int:
    record = {name: value for name, value in told.items() if name not in ("since", "inside")}
    rows = [row for row in directory(store) if row.person]
    with store.transaction(N_("Add a record")) as t:
        group = t.add(ContactGroup(**record, owner=rows[0].person.id if rows[0].person else RecordId("")))
    people = {row.person.id: str(row.organisation.id) for row in rows[: told["inside"]] if row.person}
    return len(put_into(store, group.id, {str(one): body for one, body in people.items()}, told["since"]))
