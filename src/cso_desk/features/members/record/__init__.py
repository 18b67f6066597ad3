"""Organisations and people, what joins them, and what is kept about both."""

from cso_desk.features.members.record.belonging import (
    MEMBERSHIP,
    MEMBERSHIP_KINDS,
    MEMBERSHIP_STATUSES,
    ORGANISATION_NAME,
    RELATION,
    RELATION_KINDS,
    RELATIONS_BACK,
    Membership,
    OrganisationName,
    Relation,
)
from cso_desk.features.members.record.compliance import COMPLIANCE_YEAR, ComplianceYear
from cso_desk.features.members.record.groups import (
    CONTACT_GROUP,
    EXPECTED,
    GROUP_KINDS,
    GROUP_MEMBERSHIP,
    ContactGroup,
    GroupMembership,
)
from cso_desk.features.members.record.institutions import (
    ORGANISATION,
    ORGANISATION_KINDS,
    REGISTRATION_AUTHORITIES,
    SECTORS,
    Organisation,
)
from cso_desk.features.members.record.people import (
    AGE_BANDS,
    ANSWERS,
    ID_POOR,
    PERSON,
    POSITION,
    ROLES,
    SEXES,
    Person,
    Position,
)

RECORD_TYPES = (
    ORGANISATION,
    PERSON,
    POSITION,
    ORGANISATION_NAME,
    MEMBERSHIP,
    RELATION,
    CONTACT_GROUP,
    GROUP_MEMBERSHIP,
    COMPLIANCE_YEAR,
)
"""Every record type of members."""

__all__ = [
    "AGE_BANDS",
    "ANSWERS",
    "COMPLIANCE_YEAR",
    "CONTACT_GROUP",
    "EXPECTED",
    "GROUP_KINDS",
    "GROUP_MEMBERSHIP",
    "ID_POOR",
    "MEMBERSHIP",
    "MEMBERSHIP_KINDS",
    "MEMBERSHIP_STATUSES",
    "ORGANISATION",
    "ORGANISATION_KINDS",
    "ORGANISATION_NAME",
    "PERSON",
    "POSITION",
    "RECORD_TYPES",
    "REGISTRATION_AUTHORITIES",
    "RELATION",
    "RELATIONS_BACK",
    "RELATION_KINDS",
    "ROLES",
    "SECTORS",
    "SEXES",
    "ComplianceYear",
    "ContactGroup",
    "GroupMembership",
    "Membership",
    "Organisation",
    "OrganisationName",
    "Person",
    "Position",
    "Relation",
]
