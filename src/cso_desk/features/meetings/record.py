"""Meetings, who came, what was said and decided, and what somebody has to do about it."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.features.hub.record import ASKED
from cso_desk.features.members.record import ANSWERS, ID_POOR
from cso_desk.records.amounts import QUALIFIERS
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import (
    Choice,
    Date,
    Files,
    Flag,
    Number,
    Place,
    Reference,
    References,
    Several,
    StoredFile,
    Tags,
    Text,
    Time,
)
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

SERIES_KINDS = {
    "network_quarterly": N_("Quarterly network meeting"),
    "update_bimonthly": N_("Two-monthly update meeting"),
    "cso_government": N_("Meeting of civil society and government"),
    "district_network": N_("District network meeting"),
    "forum": N_("Partnership forum"),
    "convention": N_("Annual convention"),
    "board": N_("Board meeting"),
    "working_group": N_("Working group"),
    "lecture": N_("Lecture"),
    "reflection": N_("Reflection"),
    "training": N_("Training"),
    "other": N_("Other"),
}

RHYTHMS = {
    "monthly": N_("Every month"),
    "bimonthly": N_("Every two months"),
    "quarterly": N_("Every quarter"),
    "semester": N_("Every half year"),
    "yearly": N_("Every year"),
}

LEVELS = {
    "commune": N_("Commune"),
    "district": N_("District"),
    "province": N_("Province"),
    "national": N_("National"),
}

MEETING_STATUSES = {
    "planned": N_("Planned"),
    "invited": N_("Invited"),
    "held": N_("Held"),
    "cancelled": N_("Cancelled"),
}

MINUTES_STATES = {
    "draft": N_("Draft"),
    "amended": N_("Amended"),
    "approved": N_("Approved"),
    "locked": N_("Locked"),
}

BASES = {"head_count": N_("Head count"), "estimate": N_("Estimate")}

AGENDA_KINDS = {
    "information": N_("Information"),
    "discussion": N_("Discussion"),
    "decision": N_("For decision"),
    "election": N_("Election"),
    "next_plan": N_("Next plan"),
}

ATTENDANCE_STATUSES = {
    "invited": N_("Invited"),
    "confirmed": N_("Confirmed"),
    "present": N_("Present"),
    "absent": N_("Absent"),
    "excused": N_("Excused"),
    "replaced": N_("Replaced"),
}

MEETING_ROLES = {
    "participant": N_("Participant"),
    "chair": N_("Chair"),
    "facilitator": N_("Facilitator"),
    "speaker": N_("Speaker"),
    "observer": N_("Observer"),
    "organiser": N_("Organiser"),
}

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

Texts = tuple[str, ...]
RecordIds = tuple[RecordId, ...]
StoredFiles = tuple[StoredFile, ...]


@dataclass(kw_only=True, slots=True)
class Series(Record):
    """Meetings that come back with a rhythm."""

    kind: Annotated[str, Choice(N_("Kind of meeting"), SERIES_KINDS)] = ""
    title_km: Annotated[str, Text(N_("Title in Khmer"), both=N_("Title"), searched=True)] = ""
    title_en: Annotated[str, Text(N_("Title in English"), searched=True)] = ""
    rhythm: Annotated[str, Choice(N_("Rhythm"), RHYTHMS)] = ""
    level: Annotated[str, Choice(N_("Level"), LEVELS)] = ""
    quorum: Annotated[int | None, Number(N_("Quorum, institutions"))] = None
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class Meeting(Record):
    """One meeting. `periods` are the quarters it reports to; without any, the quarter of `starts`."""

    number: Annotated[str, Text(N_("Number"), searched=True)] = ""
    series: Annotated[RecordId, Reference(N_("Series"), to="series")] = NOBODY
    level: Annotated[str, Choice(N_("Level"), LEVELS)] = ""
    title_km: Annotated[str, Text(N_("Title in Khmer"), both=N_("Title"), searched=True)] = ""
    title_en: Annotated[str, Text(N_("Title in English"), searched=True)] = ""
    objective_km: Annotated[
        str, Text(N_("Objective in Khmer"), both=N_("Objective"), long=True, searched=True)
    ] = ""
    objective_en: Annotated[str, Text(N_("Objective in English"), long=True, searched=True)] = ""
    starts: Annotated[str, Date(N_("First day"), until="ends", both=N_("When"))] = ""
    ends: Annotated[str, Date(N_("Last day"))] = ""
    start_time: Annotated[str, Time(N_("Starts at"))] = ""
    end_time: Annotated[str, Time(N_("Ends at"))] = ""
    venue_km: Annotated[str, Text(N_("Venue in Khmer"), both=N_("Venue"), searched=True)] = ""
    venue_en: Annotated[str, Text(N_("Venue in English"), searched=True)] = ""
    place: Annotated[str, Place(N_("Place"))] = ""
    organisers: Annotated[RecordIds, References(N_("Organisers"), to="organisation")] = ()
    chair: Annotated[RecordId, Reference(N_("Chair"), to="person")] = NOBODY
    facilitator: Annotated[RecordId, Reference(N_("Facilitator"), to="person")] = NOBODY
    note_taker: Annotated[RecordId, Reference(N_("Note-taker"), to="person")] = NOBODY
    project: Annotated[str, Text(N_("Project"), searched=True)] = ""
    donor: Annotated[str, Text(N_("Donor"), searched=True)] = ""
    periods: Annotated[Texts, Several(N_("Quarters it counts for"))] = ()
    status: Annotated[str, Choice(N_("Status"), MEETING_STATUSES)] = "planned"
    quorum: Annotated[int | None, Number(N_("Quorum, institutions"))] = None
    asked: Annotated[Texts, Tags(N_("Asked on the attendance sheet"), ASKED, free=False)] = ()
    total_counted: Annotated[int | None, Number(N_("Heads counted"))] = None
    female_counted: Annotated[int | None, Number(N_("Women counted"))] = None
    counted_qualifier: Annotated[str, Choice(N_("How exact"), QUALIFIERS)] = "exact"
    counted_basis: Annotated[str, Choice(N_("Basis of the figure"), BASES)] = "head_count"
    sheet_total: Annotated[int | None, Number(N_("Total on the paper sheet"))] = None
    minutes_state: Annotated[str, Choice(N_("State of the minutes"), MINUTES_STATES)] = "draft"
    minutes_approved_on: Annotated[str, Date(N_("Minutes approved on"))] = ""
    unlock_reason: Annotated[str, Text(N_("Why the minutes were unlocked"), typed=False)] = ""
    next_date: Annotated[str, Date(N_("Next meeting"))] = ""
    papers: Annotated[StoredFiles, Files(N_("Papers"))] = ()
    scans: Annotated[StoredFiles, Files(N_("Scans"))] = ()
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class AgendaItem(Record):
    """One item of the agenda of a meeting, in the order of `number`."""

    meeting: Annotated[RecordId, Reference(N_("Meeting"), to="meeting")] = NOBODY
    number: Annotated[int | None, Number(N_("Number"))] = None
    time: Annotated[str, Time(N_("Time"))] = ""
    kind: Annotated[str, Choice(N_("Kind of item"), AGENDA_KINDS)] = ""
    title_km: Annotated[str, Text(N_("Title in Khmer"), both=N_("Title"), searched=True)] = ""
    title_en: Annotated[str, Text(N_("Title in English"), searched=True)] = ""
    presenter: Annotated[str, Text(N_("Presenter"))] = ""
    papers: Annotated[RecordIds, References(N_("Papers"), to="library_title")] = ()


@dataclass(kw_only=True, slots=True)
class Attendance(Record):
    """One person invited to or present at one meeting, and for which organisation.

    `sheet_row` is the row of the paper sheet. `youth`, `disability`, `minority` and `id_poor` are what was
    ticked on that sheet; where empty, what is known of the person counts.
    """

    meeting: Annotated[RecordId, Reference(N_("Meeting"), to="meeting")] = NOBODY
    person: Annotated[RecordId, Reference(N_("Person"), to="person")] = NOBODY
    organisation: Annotated[RecordId, Reference(N_("Institution"), to="organisation")] = NOBODY
    role: Annotated[str, Choice(N_("Role in the meeting"), MEETING_ROLES)] = "participant"
    title_km: Annotated[str, Text(N_("Position in Khmer"), both=N_("Position"))] = ""
    title_en: Annotated[str, Text(N_("Position in English"))] = ""
    status: Annotated[str, Choice(N_("Attendance"), ATTENDANCE_STATUSES)] = "invited"
    replaces: Annotated[RecordId, Reference(N_("In place of"), to="person")] = NOBODY
    days: Annotated[int | None, Number(N_("Days present"))] = None
    walk_in: Annotated[bool, Flag(N_("Came without invitation"))] = False
    sheet_row: Annotated[int | None, Number(N_("Row of the sheet"))] = None
    youth: Annotated[str, Choice(N_("Youth"), ANSWERS)] = ""
    disability: Annotated[str, Choice(N_("Disability"), ANSWERS)] = ""
    minority: Annotated[str, Choice(N_("Ethnic minority"), ANSWERS)] = ""
    id_poor: Annotated[str, Choice(N_("ID-Poor"), ID_POOR)] = ""
    photo_consent: Annotated[str, Choice(N_("Agrees to photographs"), ANSWERS)] = ""


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
    decision: Annotated[RecordId, Reference(N_("Decision"), to="decision")] = NOBODY
    what_km: Annotated[str, Text(N_("What, in Khmer"), both=N_("What"), long=True, searched=True)] = ""
    what_en: Annotated[str, Text(N_("What, in English"), long=True, searched=True)] = ""
    person: Annotated[RecordId, Reference(N_("Person"), to="person")] = NOBODY
    body: Annotated[str, Text(N_("Outside body"), searched=True)] = ""
    due: Annotated[str, Date(N_("By when"))] = ""
    status: Annotated[str, Choice(N_("Status"), ACTION_STATUSES)] = "open"
    closed_on: Annotated[str, Date(N_("Closed on"))] = ""
    result: Annotated[str, Text(N_("Result"), long=True)] = ""


def _title(record: Series | Meeting | AgendaItem) -> tuple[str, str]:
    return record.title_km, record.title_en


def _text(record: MinutesEntry | Decision) -> tuple[str, str]:
    return record.text_km, record.text_en


def _hat(attendance: Attendance) -> tuple[str, str]:
    return attendance.title_km, attendance.title_en


def _what(action: Action) -> tuple[str, str]:
    return action.what_km, action.what_en


SERIES = RecordType(
    name="series",
    record=Series,
    label=N_("Meeting series"),
    plural=N_("Meeting series"),
    columns=("code", "title_km", "title_en", "kind", "rhythm", "level"),
    title=_title,
    letter="S",
)
MEETING = RecordType(
    name="meeting",
    record=Meeting,
    label=N_("Meeting"),
    plural=N_("Meetings"),
    columns=("code", "starts", "title_km", "title_en", "level", "place", "status", "minutes_state"),
    title=_title,
    letter="M",
    dates=("starts",),
)
AGENDA_ITEM = RecordType(
    name="agenda_item",
    record=AgendaItem,
    label=N_("Agenda item"),
    plural=N_("Agenda"),
    columns=("number", "time", "title_km", "kind", "presenter"),
    title=_title,
    parent="meeting",
)
ATTENDANCE = RecordType(
    name="attendance",
    record=Attendance,
    label=N_("Attendance"),
    plural=N_("Attendance list"),
    columns=("sheet_row", "person", "organisation", "title_km", "role", "status", "walk_in"),
    title=_hat,
    parent="meeting",
)
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
