"""What a hub says of a quarter beside its meetings: the words of its report, and figures from elsewhere."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.features.meetings.record.meetings import BASES, StoredFiles
from cso_desk.records.base import Record
from cso_desk.records.kinds import Choice, Date, Figure, Files, Place, Quarter, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

REPORT_STATES = {"open": N_("Being written"), "closed": N_("Closed")}

RESULT_KINDS = {
    "study": N_("Study or survey"),
    "training": N_("Training"),
    "service": N_("Service given to members"),
    "library": N_("Library"),
    "plan": N_("Result of the plan"),
    "other": N_("Other"),
}

RESULT_BASES = {"list": N_("List of names"), **BASES}


@dataclass(kw_only=True, slots=True)
class QuarterReport(Record):
    """The words of one hub on one quarter, one record for both: see `service.closing.report_id`.

    A closed one holds the figures as they were `told` on that day, as JSON; opening it again needs a reason.
    """

    quarter: Annotated[str, Quarter(N_("Quarter"), typed=False)] = ""
    hub: Annotated[str, Text(N_("Hub code"), typed=False)] = ""
    highlights_km: Annotated[str, Text(N_("In short, in Khmer"), both=N_("In short"), long=True)] = ""
    highlights_en: Annotated[str, Text(N_("In short, in English"), long=True)] = ""
    challenges_km: Annotated[
        str, Text(N_("Challenges in Khmer"), both=N_("Challenges"), long=True, searched=True)
    ] = ""
    challenges_en: Annotated[str, Text(N_("Challenges in English"), long=True, searched=True)] = ""
    lessons_km: Annotated[
        str, Text(N_("Lessons in Khmer"), both=N_("Lessons learned"), long=True, searched=True)
    ] = ""
    lessons_en: Annotated[str, Text(N_("Lessons in English"), long=True, searched=True)] = ""
    plan_km: Annotated[
        str, Text(N_("Plan in Khmer"), both=N_("Plan for the next quarter"), long=True, searched=True)
    ] = ""
    plan_en: Annotated[str, Text(N_("Plan in English"), long=True, searched=True)] = ""
    state: Annotated[str, Choice(N_("State of the report"), REPORT_STATES, typed=False)] = "open"
    closed_on: Annotated[str, Date(N_("Closed on"), typed=False)] = ""
    told: Annotated[str, Text(N_("Figures as they were told"), typed=False)] = ""
    reopen_reason: Annotated[str, Text(N_("Why it was opened again"), typed=False)] = ""


@dataclass(kw_only=True, slots=True)
class QuarterResult(Record):
    """A figure that no attendance list holds: people asked in a study, trained, served.

    `planned` is what the plan said. Evidence is in `source` and `files`.
    """

    quarter: Annotated[str, Quarter(N_("Quarter"))] = ""
    kind: Annotated[str, Choice(N_("Kind of result"), RESULT_KINDS)] = ""
    title_km: Annotated[str, Text(N_("Title in Khmer"), both=N_("Title"), searched=True)] = ""
    title_en: Annotated[str, Text(N_("Title in English"), searched=True)] = ""
    day: Annotated[str, Date(N_("Day"))] = ""
    place: Annotated[str, Place(N_("Place"))] = ""
    people: Annotated[str, Figure(N_("People"))] = ""
    women: Annotated[str, Figure(N_("Women among them"))] = ""
    planned: Annotated[str, Figure(N_("People, as planned"))] = ""
    basis: Annotated[str, Choice(N_("Basis of the figure"), RESULT_BASES)] = ""
    source: Annotated[str, Text(N_("Source of the figure"))] = ""
    files: Annotated[StoredFiles, Files(N_("Evidence"))] = ()
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


QUARTER_REPORT = RecordType(
    name="quarter_report",
    record=QuarterReport,
    label=N_("Words on the quarter"),
    plural=N_("Words on quarters"),
    columns=("quarter", "state", "closed_on"),
    title=lambda report: (report.quarter, report.quarter),
)
QUARTER_RESULT = RecordType(
    name="quarter_result",
    record=QuarterResult,
    label=N_("Result of a quarter"),
    plural=N_("Results of quarters"),
    columns=("quarter", "kind", "title_km", "title_en", "people", "women", "basis"),
    title=lambda result: (result.title_km, result.title_en),
    dates=("day",),
)
