"""Who was invited, who came and for whom; and the sheets that were printed to be signed."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.features.members.record import ANSWERS, ID_POOR
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import Choice, Date, Flag, Number, Reference, References, Text
from cso_desk.records.record_type import ABOUT, Personal, RecordType
from cso_desk.wording import N_

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

RecordIds = tuple[RecordId, ...]


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
class PrintedSheet(Record):
    """An attendance sheet as it was printed: `attendances` stand in the order of the paper.

    `number` counts the sheets of a meeting; it stands in the code of the paper, so that what was signed is
    typed in row by row even where the list has changed since.
    """

    meeting: Annotated[RecordId, Reference(N_("Meeting"), to="meeting")] = NOBODY
    number: Annotated[int | None, Number(N_("Number"))] = None
    printed_on: Annotated[str, Date(N_("Printed on"))] = ""
    attendances: Annotated[RecordIds, References(N_("Rows in their order"), to="attendance")] = ()


def _hat(attendance: Attendance) -> tuple[str, str]:
    return attendance.title_km, attendance.title_en


def _numbered(sheet: PrintedSheet) -> tuple[str, str]:
    return (str(sheet.number or ""),) * 2


_COUNTED = ABOUT | {
    "meeting", "person", "organisation", "role", "status", "replaces", "days", "walk_in", "sheet_row",
    "youth", "disability", "minority", "id_poor", "sensitivity",
}  # fmt: skip
ATTENDANCE = RecordType(
    name="attendance",
    record=Attendance,
    label=N_("Attendance"),
    plural=N_("Attendance list"),
    columns=("sheet_row", "person", "organisation", "title_km", "role", "status", "walk_in"),
    title=_hat,
    parent="meeting",
    personal=Personal("person", _COUNTED, whole=False),
)
PRINTED_SHEET = RecordType(
    name="printed_sheet",
    record=PrintedSheet,
    label=N_("Printed attendance sheet"),
    plural=N_("Printed attendance sheets"),
    columns=("number", "printed_on"),
    title=_numbered,
    parent="meeting",
    dates=("printed_on",),
)
