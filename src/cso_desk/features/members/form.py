"""How organisations, people and positions are laid out when they are edited."""

from cso_desk.widgets.record_editor import CHECKED, Group
from cso_desk.wording import N_

ORGANISATION_GROUPS = (
    Group(N_("Who it is"), ("name_km", "name_en", "acronym", "kind", "former_names")),
    Group(
        N_("How to reach it"),
        ("phones", "email", "place", "address_km", "address_en", "website", "facebook", "telegram"),
    ),
    Group(N_("What it does"), ("sectors", "target_groups", "coverage", "staff_female", "staff_male")),
    Group(
        N_("Membership and registration"),
        (
            "member_since",
            "member_until",
            "registration_authority",
            "registration_number",
            "registration_date",
            "founded",
        ),
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
