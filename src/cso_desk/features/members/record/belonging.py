"""How organisations belong together over time: earlier names, memberships, and other ties between two."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import Choice, Date, Files, Reference, StoredFile, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

MEMBERSHIP_KINDS = {
    "full": N_("Full: voice and vote"),
    "associate": N_("Associate: voice only"),
}

MEMBERSHIP_STATUSES = {
    "applicant": N_("Has applied"),
    "active": N_("Member"),
    "suspended": N_("Suspended"),
    "former": N_("Former member"),
}

VOTES = {"yes": N_("May vote"), "no": N_("May not vote")}

RELATION_KINDS = {
    "part_of": N_("is a part of"),
    "hosts": N_("hosts the secretariat of"),
    "sub_grantee": N_("is a sub-grantee of"),
    "formerly": N_("was formerly"),
    "mou": N_("has a memorandum of understanding with"),
    "partner": N_("works together with"),
}
"""What an organisation is to another one. To be a member of it is a `Membership`."""

RELATIONS_BACK = {
    "part_of": N_("has as a part"),
    "hosts": N_("has its secretariat at"),
    "sub_grantee": N_("gives a sub-grant to"),
    "formerly": N_("became"),
    "mou": N_("has a memorandum of understanding with"),
    "partner": N_("works together with"),
}
"""The same seen from the other organisation."""


@dataclass(kw_only=True, slots=True)
class OrganisationName(Record):
    """What an organisation was called from one day to another, before it took the name it has now."""

    organisation: Annotated[RecordId, Reference(N_("Institution"), to="organisation")] = NOBODY
    name_km: Annotated[str, Text(N_("Name in Khmer"), both=N_("Name"), searched=True)] = ""
    name_en: Annotated[str, Text(N_("Name in English"), searched=True)] = ""
    acronym: Annotated[str, Text(N_("Acronym"), searched=True)] = ""
    from_date: Annotated[str, Date(N_("From"))] = ""
    to_date: Annotated[str, Date(N_("Until"))] = ""


@dataclass(kw_only=True, slots=True)
class Membership(Record):
    """That an organisation belongs to a network or another body; without `body` to the hub's own network.

    One record for each time in which nothing about it changed: who was suspended for a year has three.
    """

    organisation: Annotated[RecordId, Reference(N_("Institution"), to="organisation")] = NOBODY
    body: Annotated[RecordId, Reference(N_("Network (empty: ours)"), to="organisation")] = NOBODY
    kind: Annotated[str, Choice(N_("Kind of membership"), MEMBERSHIP_KINDS)] = "full"
    status: Annotated[str, Choice(N_("Status"), MEMBERSHIP_STATUSES)] = "active"
    since: Annotated[str, Date(N_("Since"))] = ""
    until: Annotated[str, Date(N_("Until"))] = ""
    vote: Annotated[str, Choice(N_("Voting right, where it differs"), VOTES)] = ""
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class Relation(Record):
    """A tie between two organisations from one day to another, such as a signed memorandum."""

    organisation: Annotated[RecordId, Reference(N_("Institution"), to="organisation")] = NOBODY
    kind: Annotated[str, Choice(N_("Relation"), RELATION_KINDS)] = ""
    other: Annotated[RecordId, Reference(N_("To which institution"), to="organisation")] = NOBODY
    from_date: Annotated[str, Date(N_("Signed, or since"))] = ""
    to_date: Annotated[str, Date(N_("Expires, or until"))] = ""
    files: Annotated[tuple[StoredFile, ...], Files(N_("Files"))] = ()
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


def _name(name: OrganisationName) -> tuple[str, str]:
    return name.name_km, name.name_en


def _nameless(_record: Record) -> tuple[str, str]:
    """A tie has no name of its own: it is told by the two that it joins."""
    return "", ""


ORGANISATION_NAME = RecordType(
    name="organisation_name",
    record=OrganisationName,
    label=N_("Earlier name"),
    plural=N_("Earlier names"),
    columns=("name_km", "name_en", "from_date", "to_date"),
    title=_name,
    parent="organisation",
    dates=("from_date", "to_date"),
)
MEMBERSHIP = RecordType(
    name="membership",
    record=Membership,
    label=N_("Membership"),
    plural=N_("Memberships"),
    columns=("organisation", "body", "kind", "status", "since", "until"),
    title=_nameless,
    parent="organisation",
    dates=("since", "until"),
)
RELATION = RecordType(
    name="relation",
    record=Relation,
    label=N_("Relation"),
    plural=N_("Relations"),
    columns=("organisation", "kind", "other", "from_date", "to_date"),
    title=_nameless,
    parent="organisation",
    dates=("from_date", "to_date"),
)
