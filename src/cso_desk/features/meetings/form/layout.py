"""How meetings and what belongs to them are laid out."""

from cso_desk.widgets.record_editor import CHECKED, Group
from cso_desk.wording import N_

SERIES_GROUPS = (
    Group(
        N_("Meeting series"),
        ("title_km", "title_en", "kind", "rhythm", "level", "quorum", "quorum_share", "notes"),
    ),
    CHECKED,
)
MEETING_GROUPS = (
    Group(
        N_("What and when"),
        ("title_km", "title_en", "starts", "ends", "start_time", "end_time", "level", "series",
         "number"),
    ),
    Group(N_("Where and who"),
          ("venue_km", "venue_en", "place", "organisers", "chair", "facilitator", "note_taker")),
    Group(N_("What for"), ("objective_km", "objective_en", "project", "donor", "allowance", "periods")),
    Group(N_("Attendance sheet"), ("asked", "quorum", "quorum_share", "sheet_total", "sheet_female",
                                   "total_counted", "female_counted", "counted_qualifier", "counted_basis")),
    Group(N_("After the meeting"), ("minutes_approved_on", "next_date", "notes")),
    Group(N_("Files"), ("papers", "scans")),
    CHECKED,
)  # fmt: skip

AGENDA_GROUPS = (
    Group(
        N_("Agenda item"), ("title_km", "title_en", "number", "time", "kind", "presenter", "papers", "files")
    ),
)
MINUTES_GROUPS = (
    Group(
        N_("Entry in the minutes"),
        ("text_km", "text_en", "kind", "agenda_item", "number", "raised_by", "answer", "referred_to"),
    ),
)
DECISION_GROUPS = (Group(N_("Decision"), ("text_km", "text_en", "number", "state", "agenda_item")),)
ACTION_GROUPS = (
    Group(
        N_("Action"),
        ("what_km", "what_en", "person", "body", "due", "status", "closed_on", "result", "decision"),
    ),
)
ATTENDANCE_GROUPS = (
    Group(
        N_("Attendance"),
        ("person", "organisation", "title_km", "title_en", "role", "status", "sheet_row", "days",
         "youth", "disability", "minority", "id_poor", "photo_consent", "replaces", "walk_in"),
    ),
)  # fmt: skip
