"""Series, meetings, people and institutions that tests of meetings begin with."""

from cso_desk.features.meetings.record import Meeting, Series
from cso_desk.features.meetings.service import plan_meeting
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import add_organisation, add_person_with_position
from cso_desk.store.store import Store


def series(store: Store, **values: object) -> Series:
    with store.transaction("x") as t:
        return t.add(Series(title_km="ប្រជុំប្រចាំត្រីមាស", level="province", **values))  # type: ignore[arg-type]


def planned(store: Store, **values: object) -> Meeting:
    return plan_meeting(store, Meeting(**{"title_km": "ប្រជុំ", "starts": "2026-08-05"} | values))  # type: ignore[arg-type]


def guest(store: Store, name: str, *, at: Organisation | None = None, **values: object) -> Person:
    position = Position(organisation=at.id, role="representative", title_km="ប្រធាន") if at else None
    return add_person_with_position(store, Person(name_km=name, **values), position)[0]  # type: ignore[arg-type]


def body(store: Store, name: str, kind: str = "ngo") -> Organisation:
    return add_organisation(store, Organisation(name_km=name, kind=kind))
