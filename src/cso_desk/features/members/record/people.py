"""People, and the positions that they hold in organisations from one day to another."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.khmer.names import ERASED
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import Choice, Date, Flag, Number, Phones, Place, Reference, Text
from cso_desk.records.record_type import ABOUT, Personal, RecordType
from cso_desk.wording import N_

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
    "head": N_("Head of the institution"),
    "staff": N_("Staff"),
    "board": N_("Board member"),
    "councillor": N_("Commune councillor"),
    "volunteer": N_("Volunteer"),
    "other": N_("Other"),
}

Texts = tuple[str, ...]


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
    organisation: Annotated[RecordId, Reference(N_("Institution"), to="organisation")] = NOBODY
    title_km: Annotated[str, Text(N_("Position in Khmer"), both=N_("Position"), searched=True)] = ""
    title_en: Annotated[str, Text(N_("Position in English"), searched=True)] = ""
    role: Annotated[str, Choice(N_("Role"), ROLES)] = ""
    from_date: Annotated[str, Date(N_("From"))] = ""
    to_date: Annotated[str, Date(N_("Until"))] = ""


def _name(person: Person) -> tuple[str, str]:
    return person.name_km, person.name_en


def _position_title(position: Position) -> tuple[str, str]:
    return position.title_km, position.title_en


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
    called=("name_km", "name_en"),
    # What is counted stays without a name: figures that were told do not change.
    personal=Personal(
        "",
        ABOUT | {"code", "sensitivity", "sex", "birth_year", "age_band", "disability", "minority", "id_poor"},
        instead=ERASED,
    ),
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
    personal=Personal("person", ABOUT | {"person"}, until="to_date"),
)
