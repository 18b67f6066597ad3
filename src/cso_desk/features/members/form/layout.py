"""In which groups the fields of members stand when they are edited: what is asked every day comes first."""

from cso_desk.widgets.record_editor import CHECKED, Group
from cso_desk.wording import N_

ORGANISATION_GROUPS = (
    Group(N_("Who it is"), ("name_km", "name_en", "acronym", "kind", "former_names")),
    Group(
        N_("How to reach it"),
        ("phones", "email", "place", "address_km", "address_en", "website", "facebook", "telegram"),
    ),
    Group(
        N_("What it does"), ("sectors", "target_groups", "coverage", "staff_female", "staff_male", "staff_on")
    ),
    Group(
        N_("Registration"),
        ("registration_authority", "registration_number", "registration_date", "founded"),
    ),
    Group(N_("Notes"), ("notes", "consent")),
    CHECKED,
)

PERSON_GROUPS = (
    Group(
        N_("Who it is"), ("name_km", "name_en", "honorific", "sex", "birth_year", "age_band", "member_since")
    ),
    Group(N_("How to reach them"), ("phones", "email", "telegram", "place")),
    Group(N_("Asked on attendance sheets"), ("disability", "minority", "id_poor")),
    Group(N_("Notes"), ("notes", "consent")),
    CHECKED,
)

POSITIONS_OF_ORGANISATION = (
    Group(N_("Position"), ("person", "title_km", "title_en", "role", "from_date", "to_date")),
)
POSITIONS_OF_PERSON = (
    Group(N_("Position"), ("organisation", "title_km", "title_en", "role", "from_date", "to_date")),
)

MEMBERSHIP_GROUPS = (Group(N_("Membership"), ("body", "kind", "status", "since", "until", "vote", "notes")),)
"""Since when it is a member stands here and not among the details: a member may leave and come back."""

NAME_GROUPS = (Group(N_("Earlier name"), ("name_km", "name_en", "acronym", "from_date", "to_date")),)
RELATION_GROUPS = (Group(N_("Relation"), ("kind", "other", "from_date", "to_date", "files", "notes")),)
COMPLIANCE_GROUPS = (
    Group(
        N_("Compliance card"),
        (
            "year",
            "activity_report_on",
            "finance_report_on",
            "bank_notice_on",
            "gpp_number",
            "gpp_until",
            "files",
            "notes",
        ),
    ),
)

GROUP_GROUPS = (
    Group(N_("Group"), ("name_km", "name_en", "kind", "link", "owner", "expected")),
    Group(N_("Notes"), ("purpose_km", "purpose_en", "notes")),
    CHECKED,
)
PLACES_OF_GROUP = (Group(N_("Place in a group"), ("person", "organisation", "role", "since", "until")),)
PLACES_OF_PERSON = (
    Group(N_("Place in a group"), ("contact_group", "organisation", "role", "since", "until")),
)
