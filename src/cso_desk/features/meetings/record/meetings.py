"""Meetings, the series that they belong to, and their agenda."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.features.hub.record import ASKED
from cso_desk.records.amounts import QUALIFIERS
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import (
    Choice,
    Date,
    Files,
    Money,
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

QUORUM_SHARES = {
    "half_members": N_("Half of the members"),
    "majority_members": N_("More than half of the members"),
    "two_thirds_members": N_("Two thirds of the members"),
    "half_invited": N_("Half of those invited"),
    "majority_invited": N_("More than half of those invited"),
    "two_thirds_invited": N_("Two thirds of those invited"),
}
"""Which share of the institutions must be there: of the members of that day, or of those on the list."""

AGENDA_KINDS = {
    "information": N_("Information"),
    "discussion": N_("Discussion"),
    "decision": N_("For decision"),
    "election": N_("Election"),
    "next_plan": N_("Next plan"),
}

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
    quorum_share: Annotated[str, Choice(N_("Quorum, as a share"), QUORUM_SHARES)] = ""
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
    organisers: Annotated[RecordIds, References(N_("Organisers and co-hosts"), to="organisation")] = ()
    chair: Annotated[RecordId, Reference(N_("Chair"), to="person")] = NOBODY
    facilitator: Annotated[RecordId, Reference(N_("Facilitator"), to="person")] = NOBODY
    note_taker: Annotated[RecordId, Reference(N_("Note-taker"), to="person")] = NOBODY
    project: Annotated[str, Text(N_("Project"), searched=True)] = ""
    donor: Annotated[str, Text(N_("Donor"), searched=True)] = ""
    allowance: Annotated[str, Money(N_("Travel money for each"))] = ""
    periods: Annotated[Texts, Several(N_("Quarters it counts for"))] = ()
    status: Annotated[str, Choice(N_("Status"), MEETING_STATUSES)] = "planned"
    quorum: Annotated[int | None, Number(N_("Quorum, institutions"))] = None
    quorum_share: Annotated[str, Choice(N_("Quorum, as a share"), QUORUM_SHARES)] = ""
    asked: Annotated[Texts, Tags(N_("Asked on the attendance sheet"), ASKED, free=False)] = ()
    total_counted: Annotated[int | None, Number(N_("Heads counted"))] = None
    female_counted: Annotated[int | None, Number(N_("Women counted"))] = None
    counted_qualifier: Annotated[str, Choice(N_("How exact"), QUALIFIERS)] = "exact"
    counted_basis: Annotated[str, Choice(N_("Basis of the figure"), BASES)] = "head_count"
    sheet_total: Annotated[int | None, Number(N_("Total on the paper sheet"))] = None
    sheet_female: Annotated[int | None, Number(N_("Women on the paper sheet"))] = None
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
    files: Annotated[StoredFiles, Files(N_("Files"))] = ()


def _title(record: Series | Meeting | AgendaItem) -> tuple[str, str]:
    return record.title_km, record.title_en


SERIES = RecordType(
    name="series",
    record=Series,
    label=N_("Meeting series"),
    plural=N_("Meeting series"),
    columns=("code", "title_km", "title_en", "kind", "rhythm", "level"),
    title=_title,
    letter="S",
    called=("title_km", "title_en"),
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
    called=("title_km", "title_en"),
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
