"""What was said and decided at a meeting, and what somebody has to do about it."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.features.meetings.record.meetings import MINUTES_STATES
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import Choice, Date, Number, Reference, Several, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

ENTRY_KINDS = {
    "presentation": N_("Presentation"),
    "discussion": N_("Discussion"),
    "decision": N_("Decision"),
    "recommendation": N_("Recommendation"),
    "concern_cso": N_("Concern of civil society"),
    "concern_authority": N_("Concern of the authorities"),
    "good_practice": N_("Good practice"),
    "challenge": N_("Challenge"),
    "opportunity": N_("Opportunity"),
    "other": N_("Other matters"),
}

DECISION_STATES = {
    "in_force": N_("In force"),
    "carried_out": N_("Carried out"),
    "replaced": N_("Replaced by a later decision"),
    "withdrawn": N_("Withdrawn"),
}

ACTION_STATUSES = {"open": N_("Still open"), "done": N_("Done"), "dropped": N_("Dropped")}


@dataclass(kw_only=True, slots=True)
class MinutesEntry(Record):
    """One paragraph of the minutes, in the order of `number` below its agenda item."""

    meeting: Annotated[RecordId, Reference(N_("Meeting"), to="meeting")] = NOBODY
    agenda_item: Annotated[RecordId, Reference(N_("Agenda item"), to="agenda_item")] = NOBODY
    number: Annotated[int | None, Number(N_("Number"))] = None
    kind: Annotated[str, Choice(N_("Kind of entry"), ENTRY_KINDS)] = "discussion"
    text_km: Annotated[str, Text(N_("Text in Khmer"), both=N_("Text"), long=True, searched=True)] = ""
    text_en: Annotated[str, Text(N_("Text in English"), long=True, searched=True)] = ""
    raised_by: Annotated[str, Text(N_("Raised by"))] = ""
    answer: Annotated[str, Text(N_("Answer on the spot"), long=True)] = ""
    referred_to: Annotated[str, Text(N_("Referred to"))] = ""


@dataclass(kw_only=True, slots=True)
class Decision(Record):
    """A decision of a meeting with its number, year and running number: "2026/3"."""

    meeting: Annotated[RecordId, Reference(N_("Meeting"), to="meeting")] = NOBODY
    agenda_item: Annotated[RecordId, Reference(N_("Agenda item"), to="agenda_item")] = NOBODY
    number: Annotated[str, Text(N_("Number"), searched=True)] = ""
    text_km: Annotated[str, Text(N_("Text in Khmer"), both=N_("Text"), long=True, searched=True)] = ""
    text_en: Annotated[str, Text(N_("Text in English"), long=True, searched=True)] = ""
    state: Annotated[str, Choice(N_("State"), DECISION_STATES)] = "in_force"


@dataclass(kw_only=True, slots=True)
class Action(Record):
    """What somebody has to do: a person, or an outside body named in `body`."""

    meeting: Annotated[RecordId, Reference(N_("Meeting"), to="meeting")] = NOBODY
    agenda_item: Annotated[RecordId, Reference(N_("Agenda item"), to="agenda_item")] = NOBODY
    decision: Annotated[RecordId, Reference(N_("Decision"), to="decision")] = NOBODY
    what_km: Annotated[str, Text(N_("What, in Khmer"), both=N_("What"), long=True, searched=True)] = ""
    what_en: Annotated[str, Text(N_("What, in English"), long=True, searched=True)] = ""
    person: Annotated[RecordId, Reference(N_("Person"), to="person")] = NOBODY
    body: Annotated[str, Text(N_("Outside body"), searched=True)] = ""
    due: Annotated[str, Date(N_("By when"))] = ""
    status: Annotated[str, Choice(N_("Status"), ACTION_STATUSES)] = "open"
    closed_on: Annotated[str, Date(N_("Closed on"))] = ""
    result: Annotated[str, Text(N_("Result"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class MinutesStep(Record):
    """The minutes of a meeting went to a state: who took them there, on which day, and why.

    `at_meeting` is the meeting at which they were approved. `reason` says why locked minutes were opened; no
    paper prints it. `lines` are the fingerprints of what was locked, see `record.locking`.
    """

    meeting: Annotated[RecordId, Reference(N_("Meeting"), to="meeting", typed=False)] = NOBODY
    state: Annotated[str, Choice(N_("State of the minutes"), MINUTES_STATES, typed=False)] = ""
    day: Annotated[str, Date(N_("Day"), typed=False)] = ""
    actor: Annotated[str, Text(N_("By whom"), typed=False)] = ""
    at_meeting: Annotated[RecordId, Reference(N_("At the meeting"), to="meeting", typed=False)] = NOBODY
    reason: Annotated[str, Text(N_("Why the minutes were unlocked"), typed=False)] = ""
    lines: Annotated[tuple[str, ...], Several(N_("Fingerprints"), typed=False)] = ()


def _text(record: MinutesEntry | Decision) -> tuple[str, str]:
    return record.text_km, record.text_en


def _state(step: MinutesStep) -> tuple[str, str]:
    return step.day, step.day


def _what(action: Action) -> tuple[str, str]:
    return action.what_km, action.what_en


MINUTES_ENTRY = RecordType(
    name="minutes_entry",
    record=MinutesEntry,
    label=N_("Entry in the minutes"),
    plural=N_("Minutes"),
    columns=("number", "kind", "text_km", "answer", "referred_to"),
    title=_text,
    parent="meeting",
)
DECISION = RecordType(
    name="decision",
    record=Decision,
    label=N_("Decision"),
    plural=N_("Decisions"),
    columns=("number", "text_km", "state"),
    title=_text,
    parent="meeting",
)
ACTION = RecordType(
    name="action",
    record=Action,
    label=N_("Action"),
    plural=N_("Actions"),
    columns=("what_km", "person", "body", "due", "status"),
    title=_what,
    parent="meeting",
    dates=("due", "closed_on"),
)
MINUTES_STEP = RecordType(
    name="minutes_step",
    record=MinutesStep,
    label=N_("State of the minutes"),
    plural=N_("States of the minutes"),
    columns=("day", "state", "actor", "at_meeting"),
    title=_state,
    parent="meeting",
    dates=("day",),
)
