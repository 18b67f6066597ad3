"""The meetings of the quarter: planned, invited to, held, written down."""

from datetime import date, timedelta
from typing import Any

from cso_desk.catalog import plan_import, run_import
from cso_desk.demo.hubs import ATTENDANCE_LIST, read_sample
from cso_desk.demo.papers import print_attendance_sheet, print_minutes
from cso_desk.demo.stage import HUBS, Stage, hub_called, number
from cso_desk.features.meetings.record import Action, AgendaItem, Decision, Meeting, MinutesEntry, Series
from cso_desk.features.meetings.service import (
    WalkIn,
    add_action,
    add_decision,
    add_minutes_entry,
    agenda_in,
    attendance_rows,
    invite,
    meeting_totals,
    plan_meeting,
    quorum,
    record_attendance,
    set_minutes_state,
)
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import find_organisations, find_people
from cso_desk.khmer.dates import show_date
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.store import Store
from cso_desk.wording import N_, _, language


def hold_district_meeting(stage: Stage) -> list[str]:
    """A meeting held before: its attendance list was typed in Excel and is taken over."""
    stage.clock.go_to("2026-09-03")
    store = stage.stores["02"]
    told = stage.story["district_meeting"]
    meeting = plan_meeting(store, Meeting(**told["record"]), _agenda(told))
    plan = plan_import(store, read_sample(stage, ATTENDANCE_LIST), meeting=meeting.id)
    report = run_import(store, plan)
    _write_minutes(store, meeting.id, told, told["record"]["starts"])
    known = sum(1 for row in plan.rows if row.existing)
    totals = meeting_totals(store, meeting.id)
    return [
        _(
            "{file} belongs to {meeting}: {people} people came, {female} of them women; {known} of them were "
            "known from the list of members. {result}",
            file=ATTENDANCE_LIST,
            meeting=meeting.code,
            people=number(totals.participations),
            female=number(totals.female or 0),
            known=number(known),
            result=report.sentence(),
        )
    ]


def plan_and_invite(stage: Stage) -> list[str]:
    """The quarterly meeting of each hub, its invitations and its attendance sheet."""
    stage.clock.go_to("2026-09-07")
    said = []
    for hub in HUBS:
        said += plan_at(stage, hub)
        said += print_attendance_sheet(stage, hub)
    return said


def plan_at(stage: Stage, hub: str) -> list[str]:
    """Plan the quarterly meeting of one hub and invite to it."""
    store, told = stage.stores[hub], stage.story["meetings"][hub]
    meeting = plan_meeting(store, _meeting(stage, store, told), _agenda(told))
    stage.meetings[hub] = meeting.id
    if hub == "02":  # its list names organisations with their representatives, the other one people
        everybody = [each.id for each in find_organisations(store)]
        done = invite(store, meeting.id, organisations=everybody)
    else:
        done = invite(store, meeting.id, people=[each.id for each in find_people(store)])
    said = [
        _(
            "{hub}: {meeting}, {day}, {count} people invited.",
            hub=hub_called(hub),
            meeting=meeting.code,
            day=show_date(meeting.starts, language()),
            count=number(len(done.invited)),
        )
    ]
    if done.without_representative:
        said.append(
            _(
                "  institutions without a representative: {count}",
                count=number(len(done.without_representative)),
            )
        )
    return said


def _meeting(stage: Stage, store: Store, told: dict[str, Any]) -> Meeting:
    with store.transaction(N_("Add a record")) as t:
        series = t.add(Series(**stage.story["series"]))
    day = stage.story["day"]
    return Meeting(
        series=series.id,
        starts=day,
        ends=day,
        chair=_person(store, told["chair"]),
        note_taker=_person(store, told["note_taker"]),
        **told["record"],
    )


def _agenda(told: dict[str, Any]) -> list[AgendaItem]:
    return [AgendaItem(**item) for item in told["agenda"]]


def _person(store: Store, name: str) -> RecordId:
    (found,) = [each.id for each in find_people(store, name) if each.name_km == name]
    return found


def hold_meetings(stage: Stage) -> list[str]:
    """Attendance with those who came uninvited, minutes, decisions and actions."""
    stage.clock.go_to(stage.story["day"], "12:00")
    said = []
    for hub in HUBS:
        said += hold_at(stage, hub)
        said += print_minutes(stage, hub)
    return said


def hold_at(stage: Stage, hub: str) -> list[str]:
    """Hold the quarterly meeting of one hub and write its minutes."""
    store, told, meeting = stage.stores[hub], stage.story["meetings"][hub], stage.meetings[hub]
    _attend(store, meeting, told)
    totals, enough = meeting_totals(store, meeting), quorum(store, meeting)
    decisions, actions = _write_minutes(store, meeting, told, stage.story["day"])
    return [
        _(
            "{hub}: {people} people came, {female} of them women, {walk_ins} uninvited. Institutions: "
            "{institutions}, quorum {needed}.",
            hub=hub_called(hub),
            people=number(totals.participations),
            female=number(totals.female or 0),
            walk_ins=number(sum(row.attendance.walk_in for row in attendance_rows(store, meeting))),
            institutions=number(enough.present),
            needed=number(enough.needed or 0),
        ),
        _(
            "{hub}: minutes with {decisions} decisions and {actions} actions, approved.",
            hub=hub_called(hub),
            decisions=number(decisions),
            actions=number(actions),
        ),
    ]


def invite_to_next(stage: Stage, hub: str, after: timedelta) -> None:
    """Plan a district meeting so long after the quarterly one, and invite everybody who has a telephone."""
    store, told = stage.stores[hub], stage.story["district_meeting"]
    day = (date.fromisoformat(stage.story["day"]) + after).isoformat()
    meeting = plan_meeting(store, Meeting(**told["record"] | {"starts": day}), _agenda(told))
    invite(store, meeting.id, people=[each.id for each in find_people(store) if each.phones])


def _attend(store: Store, meeting: str, told: dict[str, Any]) -> None:
    by_name = {row.person.name_km: row.person.id for row in attendance_rows(store, meeting)}
    away = {*told["excused"], *told["absent"]}
    record_attendance(
        store,
        meeting,
        present=[person for name, person in by_name.items() if name not in away],
        excused=[by_name[name] for name in told["excused"]],
        ticks={by_name[name]: ticks for name, ticks in told["ticks"].items()},
        walk_ins=[_walk_in(each) for each in told["walk_ins"]],
    )


def _walk_in(told: dict[str, Any]) -> WalkIn:
    person = Person(
        name_km=told["name_km"],
        name_en=told["name_en"],
        sex=told["sex"],
        birth_year=told["birth_year"],
        phones=tuple(told["phones"]),
    )
    body = Organisation(name_km=told["organisation"], kind=told.get("kind", ""))
    return WalkIn(
        person=person,
        organisation=body,
        title_km=told["title_km"],
        title_en=told["title_en"],
        ticks=told.get("ticks", {}),
    )


def _write_minutes(store: Store, meeting: str, told: dict[str, Any], day: str) -> tuple[int, int]:
    """What was said, decided and given to somebody to do; gives how many decisions and actions."""
    here = RecordId(meeting)
    with store.reading() as reading:
        items = [item.id for item in agenda_in(reading, meeting)]
    for entry in told["minutes"]:
        fields = {name: value for name, value in entry.items() if name != "item"}
        add_minutes_entry(store, MinutesEntry(meeting=here, agenda_item=items[entry["item"] - 1], **fields))
    decisions = [
        add_decision(
            store,
            Decision(
                meeting=here,
                agenda_item=items[each["item"] - 1],
                text_km=each["text_km"],
                text_en=each["text_en"],
            ),
        )
        for each in told["decisions"]
    ]
    for each in told["actions"]:
        add_action(
            store,
            Action(
                meeting=here,
                decision=decisions[each["decision"] - 1].id if "decision" in each else NOBODY,
                what_km=each["what_km"],
                what_en=each["what_en"],
                person=_person(store, each["person"]) if "person" in each else NOBODY,
                body=each.get("body", ""),
                due=each["due"],
            ),
        )
    with store.transaction(N_("Change a record")) as t:
        t.change(Meeting, meeting, next_date=told["next_date"])
    set_minutes_state(store, meeting, "approved", on=day)
    return len(decisions), len(told["actions"])
