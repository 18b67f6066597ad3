"""How members are laid out when they are edited, and the parts of their page that are more than a list."""

from cso_desk.features.members.form.figures import MemberFiguresSide
from cso_desk.features.members.form.layout import GROUP_GROUPS, ORGANISATION_GROUPS, PERSON_GROUPS
from cso_desk.features.members.form.missing import MissingPeople
from cso_desk.features.members.form.papers import compliance_calendar, directory_list
from cso_desk.features.members.form.tabs import (
    compliance_cards,
    members_since,
    memberships_of,
    names_and_ties,
    places_in_groups,
    positions_of,
)
from cso_desk.features.members.form.ties import FamilyTree

__all__ = [
    "GROUP_GROUPS",
    "ORGANISATION_GROUPS",
    "PERSON_GROUPS",
    "FamilyTree",
    "MemberFiguresSide",
    "MissingPeople",
    "compliance_calendar",
    "compliance_cards",
    "directory_list",
    "members_since",
    "memberships_of",
    "names_and_ties",
    "places_in_groups",
    "positions_of",
]
