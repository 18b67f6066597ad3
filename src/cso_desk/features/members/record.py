"""Organisations, people, and the positions that people hold in organisations from one day to another."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import (
    Choice,
    Date,
    Figure,
    Flag,
    Number,
    Phones,
    Place,
    Places,
    Reference,
    Several,
    Tags,
    Text,
)
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

SEXES = {"F": N_("Female"), "M": N_("Male"), "X": N_("Prefers not to say")}

ANSWERS = {"yes": N_("Yes"), "no": N_("No"), "X": N_("Prefers not to say")}

ID_POOR = {
    "none": N_("No ID-Poor card"),
    "1": N_("ID-Poor 1"),
    "2": N_("ID-Poor 2"),
    "yes": N_("ID-Poor, level not said"),
    "X": N_("Prefers not to say"),
}

AGE_BANDS = {
    "under15": N_("Under 15"),
    "15-30": N_("15 to 30"),
    "31-59": N_("31 to 59"),
    "60+": N_("60 and over"),
    "X": N_("Prefers not to say"),
}

ROLES = {
    "representative": N_("Representative"),
    "alternate": N_("Alternate"),
    "head": N_("Head of the organisation"),
    "staff": N_("Staff"),
    "board": N_("Board member"),
    "councillor": N_("Commune councillor"),
    "volunteer": N_("Volunteer"),
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
    sectors: Annotated[Texts, Tags(N_("Sectors"), SECTORS)] = ()
    target_groups: Annotated[Texts, Tags(N_("Target groups"))] = ()
    coverage: Annotated[Texts, Places(N_("Works in"))] = ()
    member_since: Annotated[str, Date(N_("Member since"))] = ""
    member_until: Annotated[str, Date(N_("Member until"))] = ""
    consent: Annotated[bool, Flag(N_("Agrees to be shared with the network"))] = False
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class Person(Record):
    """A person, entered once. The name is kept as it is said: never split into parts."""

    name_km: Annotated[str, Text(N_("Name in Khmer"), both=N_("Name"), searched=True)] = ""
    name_en: Annotated[str, Text(N_("Name in Latin letters"), searched=True)] = ""
    honorific: Annotated[str, Text(N_("Honorific"))] = ""
    sex: Annotated[str, Choice(N_("Sex"), SEXES)] = ""
    birth_year: Annotated[int | None, Number(N_("Year of birth"))] = None
    age_band: Annotated[str, Choice(N_("Age group"), AGE_BANDS)] = ""
    disability: Annotated[str, Choice(N_("Disability"), ANSWERS)] = ""
    minority: Annotated[str, Choice(N_("Ethnic minority"), ANSWERS)] = ""
    id_poor: Annotated[str, Choice(N_("ID-Poor"), ID_POOR)] = ""
    phones: Annotated[Texts, Phones(N_("Phone numbers"), searched=True)] = ()
    telegram: Annotated[str, Text(N_("Telegram"))] = ""
    email: Annotated[str, Text(N_("E-mail"), searched=True)] = ""
    place: Annotated[str, Place(N_("Lives in"))] = ""
    member_since: Annotated[str, Date(N_("Member since"))] = ""
    consent: Annotated[bool, Flag(N_("Agrees to be shared with the network"))] = False
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class Position(Record):
    """What a person is in an organisation, from one day to another; several at once are usual."""

    person: Annotated[RecordId, Reference(N_("Person"), to="person")] = NOBODY
    organisation: Annotated[RecordId, Reference(N_("Organisation"), to="organisation")] = NOBODY
    title_km: Annotated[str, Text(N_("Position in Khmer"), both=N_("Position"), searched=True)] = ""
    title_en: Annotated[str, Text(N_("Position in English"), searched=True)] = ""
    role: Annotated[str, Choice(N_("Role"), ROLES)] = ""
    from_date: Annotated[str, Date(N_("From"))] = ""
    to_date: Annotated[str, Date(N_("Until"))] = ""


def _name(record: Organisation | Person) -> tuple[str, str]:
    return record.name_km, record.name_en


def _position_title(position: Position) -> tuple[str, str]:
    return position.title_km, position.title_en


ORGANISATION = RecordType(
    name="organisation",
    record=Organisation,
    label=N_("Organisation"),
    plural=N_("Organisations"),
    columns=("code", "name_km", "name_en", "acronym", "kind", "place", "phones"),
    title=_name,
    letter="",
    consent="consent",
    dates=("founded", "registration_date", "member_since", "member_until"),
)
PERSON = RecordType(
    name="person",
    record=Person,
    label=N_("Person"),
    plural=N_("People"),
    columns=("code", "name_km", "name_en", "sex", "phones", "place"),
    title=_name,
    letter="P",
    consent="consent",
    dates=("member_since",),
)
POSITION = RecordType(
    name="position",
    record=Position,
    label=N_("Position"),
    plural=N_("Positions"),
    columns=("person", "organisation", "title_km", "role", "from_date", "to_date"),
    title=_position_title,
    parent="person",
    dates=("from_date", "to_date"),
)
