"""What one row of a list of members or of people says, as the records it would make."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cso_desk.features.members.importing.cells import (
    Values,
    choice_code,
    choice_inside,
    choice_of_beginning,
    notes_of,
    pair_of,
    place_of,
    text_of,
    year_of,
)
from cso_desk.features.members.record import Organisation, Person
from cso_desk.importers.columns import Meaning
from cso_desk.importers.vocabulary import CATEGORY
from cso_desk.khmer.honorifics import part_honorific, sex_of_honorific

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

ORGANISATION_FIELDS = (
    "name_km", "name_en", "acronym", "kind", "place", "address_km", "address_en", "phones", "email",
    "website", "facebook", "telegram", "registration_number", "registration_date", "founded", "staff_female",
    "staff_male", "sectors", "target_groups", "coverage", "former_names", "member_since",
    "member_until", "consent", "notes",
)  # fmt: skip
PERSON_FIELDS = (
    "name_km", "name_en", "honorific", "sex", "birth_year", "disability", "minority", "id_poor", "phones",
    "telegram", "email", "place", "member_since", "notes",
)  # fmt: skip
_ALWAYS_TAKEN = frozenset((
    "no", "signature", "remarks", "province", "district", "commune", "village", "place", "date", "telegram",
    "phones", "email", "org", "acronym",
))  # fmt: skip
_OF_PERSON = frozenset((
    "name", "family_name", "given_name", "contact", "honorific", "sex", "sex_m", "sex_f", "age", "birth_year",
    "birth_date",
))  # fmt: skip
_OF_MEMBER = _ALWAYS_TAKEN | frozenset((
    "kind", CATEGORY, "address", "website", "facebook", "registration_no", "registration_date", "founded",
    "sector", "target_groups", "member_until", "coverage", "former_names", "consent", "staff_female",
    "staff_male",
))  # fmt: skip
_OF_GUEST = _ALWAYS_TAKEN | _OF_PERSON | frozenset(("disability", "minority", "id_poor"))
_PERSON_COLUMNS = ("name", "name_km", "name_en", "contact", "contact_km", "contact_en")
_DISTRICT_DIGITS = 4  # of a gazetteer code


@dataclass
class Entry:
    """What one row says: an organisation, a person, or a person in an organisation."""

    organisation: Organisation | None
    person: Person | None
    title_km: str = ""
    title_en: str = ""
    role: str = ""
    from_date: str = ""
    about_person: bool = False
    names: tuple[str, ...] = ()
    """The fields that the row says whole, where the list is one of ours; () for every other list."""


def main_record(entry: Entry) -> Organisation | Person | None:
    """The record that a row is about."""
    return entry.person if entry.about_person else entry.organisation


def title_of_entry(entry: Entry) -> str:
    """What the record of a row is called, "" where the row does not say."""
    main = main_record(entry)
    return (main.name_km or main.name_en) if main else ""


def entry_of_member(values: Values, columns: Sequence[Meaning] = ()) -> Entry:
    """A row about an institution, with the person who is to be asked there.

    With the `columns` of the list its notes say what no field takes.
    """
    name_km, name_en = pair_of(values, "org")
    address_km, address_en = pair_of(values, "address")
    contact = _contact(values)
    kind = text_of(values, "kind") or text_of(values, "kind_km") or text_of(values, "kind_en")
    ticked = (choice_code("organisation_kind", label) for label in values.get("categories", ()))
    phones = tuple(values.get("phones", ()))
    women, men = _staff(values)
    organisation = Organisation(
        name_km=name_km,
        name_en=name_en,
        acronym=text_of(values, "acronym"),
        kind=choice_code("organisation_kind", kind)
        or next(filter(None, ticked), "")
        or choice_of_beginning("organisation_kind", name_km or name_en),
        place=place_of(values),
        address_km=address_km,
        address_en=address_en,
        phones=() if contact else phones,
        email=text_of(values, "email"),
        website=text_of(values, "website"),
        facebook=text_of(values, "facebook"),
        telegram="" if contact else text_of(values, "telegram"),
        registration_number=text_of(values, "registration_no"),
        registration_date=str(values.get("registration_date", "")),
        founded=str(values.get("founded", "")),
        staff_female=women,
        staff_male=men,
        sectors=_sectors(values),
        target_groups=_parts(values, "target_groups", r"[,;/\n]+"),
        coverage=tuple(values.get("coverage", ())),
        former_names=_parts(values, "former_names", r"[;\n]+"),
        consent=values.get("consent") is True,
        member_since=str(values.get("date", "")),
        notes=notes_of(values, columns, _taken_of_member(values, contact)),
    )
    title_km, title_en = pair_of(values, "position")
    if contact:
        contact.phones, contact.telegram = phones, text_of(values, "telegram")
    return Entry(organisation, contact, title_km, title_en, "representative")


def _taken_of_member(values: Values, contact: Person | None) -> frozenset[str]:
    women, men = _staff(values)
    counted = {"staff"} if women and men and int(women) + int(men) == values.get("staff") else set()
    if contact is None:
        return _OF_MEMBER | counted
    # Beside a contact another name is no field of the institution.
    both = any(pair_of(values, "contact")) and any(pair_of(values, "name"))
    return (_OF_MEMBER | _OF_PERSON | {"position"} | counted) - ({"name"} if both else set())


def _staff(values: Values) -> tuple[str, str]:
    """How many women and men work there, "" for what neither the list says nor its total."""
    whole, women, men = (values.get(name) for name in ("staff", "staff_female", "staff_male"))
    if whole is not None and women is not None and men is None and whole >= women:
        men = whole - women
    elif whole is not None and men is not None and women is None and whole >= men:
        women = whole - men
    return tuple("" if count is None else str(count) for count in (women, men))  # type: ignore[return-value]


def _parts(values: Values, name: str, between: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in re.split(between, str(values.get(name, ""))))
    return tuple(dict.fromkeys(part for part in parts if part))


def _contact(values: Values) -> Person | None:
    km, en = pair_of(values, "contact")
    if not (km or en):
        km, en = pair_of(values, "name")
    if not (km or en):
        return None
    return _with_honorific(
        values,
        name_km=km,
        name_en=en,
        birth_year=year_of(values, date.today().year),  # noqa: DTZ011  the year on the wall
    )


def _with_honorific(values: Values, *, name_km: str, name_en: str, **more: Any) -> Person:
    """A person whose honorific stands in a field of its own; it may say the sex where the list does not."""
    said_km, name_km = _part_honorifics(name_km)
    said_en, name_en = _part_honorifics(name_en)
    honorific = text_of(values, "honorific") or said_km or said_en
    sex = str(values.get("sex", "")) or sex_of_honorific(honorific)
    return Person(name_km=name_km, name_en=name_en, honorific=honorific, sex=sex, **more)


def _part_honorifics(name: str) -> tuple[str, str]:
    """The honorifics of a name, "H.E. Dr." both of them, and the name without them."""
    said, bare = part_honorific(name)
    more, bare = part_honorific(bare) if said else ("", bare)
    return f"{said} {more}".strip(), bare


def _sectors(values: Values) -> tuple[str, ...]:
    """The sectors that are said, and those whose columns are ticked."""
    labels = [str(label) for label in values.get("categories", ())]
    parts = [part.strip() for part in re.split(r"[,;/\n]+", text_of(values, "sector"))]
    parts = [word for part in parts for word in _codes_apart(part)]
    # A ticked column below "Sectors" whose name nobody knows is a sector of theirs.
    parts += [
        label
        for label in labels
        if choice_code("sector", label) or not choice_code("organisation_kind", label)
    ]
    return tuple(dict.fromkeys(choice_code("sector", part) or part for part in parts if part))


def _codes_apart(part: str) -> list[str]:
    """The words of "health education", as forms write what was ticked, where each is a sector."""
    words = part.split()
    known = not choice_code("sector", part) and all(choice_code("sector", word) for word in words)
    return words if known else [part]


def entry_of_person(
    values: Values,
    this_year: int | None = None,
    columns: Sequence[Meaning] = (),
    taken: frozenset[str] = frozenset(),
) -> Entry:
    """A row about a person; `this_year` is the year in which an age was said.

    With the `columns` of the list the notes say what neither a field takes nor the caller has `taken`.
    """
    name_km, name_en = pair_of(values, "name")
    if not (name_km or name_en):
        name_km, name_en = pair_of(values, "contact")
    org_km, org_en = pair_of(values, "org")
    title_km, title_en = pair_of(values, "position")
    year = this_year or date.today().year  # noqa: DTZ011  the year on the wall
    person = _with_honorific(
        values,
        name_km=name_km,
        name_en=name_en,
        birth_year=year_of(values, year),
        disability=answer(values, "disability"),
        minority=answer(values, "minority"),
        id_poor=id_poor(values),
        phones=tuple(values.get("phones", ())),
        telegram=text_of(values, "telegram"),
        email=text_of(values, "email"),
        place=place_of(values),
        member_since="" if org_km or org_en else str(values.get("date", "")),
        notes=notes_of(values, columns, _OF_GUEST | taken | ({"position"} if org_km or org_en else set())),
    )
    body = None
    if org_km or org_en:
        kind = choice_of_beginning("organisation_kind", org_km or org_en)
        acronym = text_of(values, "acronym")
        body = Organisation(name_km=org_km, name_en=org_en, acronym=acronym, kind=kind)
    return Entry(body, person, title_km, title_en, "staff", str(values.get("date", "")), about_person=True)


def names_representatives(reading: "SheetReading") -> bool:
    """Whether a title, the sheet or a column says that these people stand for their institution."""
    said = [
        *reading.titles,
        reading.name,
        *(c.header for c in reading.columns if c.meaning in _PERSON_COLUMNS),
    ]
    return any(choice_inside("role", "representative", each) for each in said)


def add_what_the_list_says(entry: Entry, values: Values, *, represent: bool) -> None:
    """In a list of people the district or province is where their institution is; its title, what they are.

    Attendance lists are not taken so: there people write where they live.
    """
    if entry.organisation:
        # A village or commune may be a home; the district of both is nearly always one.
        entry.organisation.place = place_of(values)[:_DISTRICT_DIGITS]
    role = choice_code("role", entry.title_km) or choice_code("role", entry.title_en)
    entry.role = role or ("representative" if represent else entry.role)


def answer(values: Values, name: str) -> str:
    """The answer of a tick: a box left empty says no only where the column is there."""
    said = values.get(name)
    return "" if said is None else "yes" if said else "no"


def id_poor(values: Values) -> str:
    """Whether a household has a card of the poor, and which level."""
    said = values.get("id_poor")
    if said in (1, 2) and not isinstance(said, bool):
        return str(said)
    return "" if said is None or isinstance(said, str) else "yes" if said else "none"
