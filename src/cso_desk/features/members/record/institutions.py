"""Organisations: whatever institution a hub deals with."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import Record
from cso_desk.records.kinds import Choice, Date, Figure, Flag, Phones, Place, Places, Several, Tags, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

ORGANISATION_KINDS = {
    "ngo": N_("NGO"),
    "ingo": N_("International NGO"),
    "association": N_("Association"),
    "cbo": N_("Community-based organisation"),
    "network": N_("Network"),
    "federation": N_("Federation"),
    "administration_province": N_("Provincial administration"),
    "administration_district": N_("Municipal or district administration"),
    "administration_commune": N_("Commune or sangkat administration"),
    "department": N_("Line department"),
    "ministry": N_("Ministry"),
    "development_partner": N_("Development partner"),
    "media": N_("Media"),
    "private": N_("Private sector"),
    "academic": N_("University or school"),
    "other": N_("Other"),
}

REGISTRATION_AUTHORITIES = {
    "moi": N_("Ministry of Interior"),
    "mofaic": N_("Ministry of Foreign Affairs and International Cooperation"),
    "commune": N_("Commune or sangkat"),
    "other": N_("Other"),
}

SECTORS = {
    "governance": N_("Governance and decentralisation"),
    "human_rights": N_("Human rights"),
    "gender": N_("Gender"),
    "children": N_("Children"),
    "youth": N_("Youth work"),
    "disability": N_("Disability rights"),
    "elderly": N_("Older people"),
    "education": N_("Education"),
    "health": N_("Health"),
    "water_sanitation": N_("Water and sanitation"),
    "agriculture": N_("Agriculture and food"),
    "environment": N_("Environment and climate"),
    "land": N_("Land and housing"),
    "fisheries": N_("Fisheries"),
    "forestry": N_("Forestry"),
    "livelihoods": N_("Livelihoods"),
    "labour": N_("Labour and migration"),
    "legal_aid": N_("Legal aid"),
    "peace": N_("Peace building"),
    "culture": N_("Arts and culture"),
    "capacity": N_("Capacity building"),
    "other": N_("Other"),
}

Texts = tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class Organisation(Record):
    """Any institution that a hub deals with: a member, an authority, a donor."""

    name_km: Annotated[str, Text(N_("Name in Khmer"), both=N_("Name"), searched=True)] = ""
    name_en: Annotated[str, Text(N_("Name in English"), searched=True)] = ""
    acronym: Annotated[str, Text(N_("Acronym"), searched=True)] = ""
    former_names: Annotated[Texts, Several(N_("Former names"), searched=True)] = ()
    kind: Annotated[str, Choice(N_("Kind of institution"), ORGANISATION_KINDS)] = ""
    place: Annotated[str, Place(N_("Place"))] = ""
    address_km: Annotated[str, Text(N_("Address in Khmer"), both=N_("Address"), long=True)] = ""
    address_en: Annotated[str, Text(N_("Address in English"), long=True)] = ""
    phones: Annotated[Texts, Phones(N_("Phone numbers"), searched=True)] = ()
    email: Annotated[str, Text(N_("E-mail"), searched=True)] = ""
    website: Annotated[str, Text(N_("Website"))] = ""
    facebook: Annotated[str, Text(N_("Facebook"))] = ""
    telegram: Annotated[str, Text(N_("Telegram"))] = ""
    registration_authority: Annotated[str, Choice(N_("Registered with"), REGISTRATION_AUTHORITIES)] = ""
    registration_number: Annotated[str, Text(N_("Registration number"), searched=True)] = ""
    registration_date: Annotated[str, Date(N_("Registered on"))] = ""
    founded: Annotated[str, Date(N_("Founded"))] = ""
    staff_female: Annotated[str, Figure(N_("Staff, women"))] = ""
    staff_male: Annotated[str, Figure(N_("Staff, men"))] = ""
    staff_on: Annotated[str, Date(N_("Staff counted on"))] = ""
    sectors: Annotated[Texts, Tags(N_("Sectors"), SECTORS)] = ()
    target_groups: Annotated[Texts, Tags(N_("Target groups"))] = ()
    coverage: Annotated[Texts, Places(N_("Works in"))] = ()
    member_since: Annotated[str, Date(N_("Member since"))] = ""
    member_until: Annotated[str, Date(N_("Member until"))] = ""
    consent: Annotated[bool, Flag(N_("Agrees to be shared with the network"))] = False
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


def _name(organisation: Organisation) -> tuple[str, str]:
    return organisation.name_km, organisation.name_en


ORGANISATION = RecordType(
    name="organisation",
    record=Organisation,
    label=N_("Institution"),
    plural=N_("Institutions"),
    columns=("code", "name_km", "name_en", "acronym", "kind", "place", "phones"),
    title=_name,
    letter="",
    consent="consent",
    dates=("founded", "registration_date", "member_since", "member_until"),
    called=("name_km", "name_en"),
)
