"""Lists of members and lists of people become organisations, people and positions."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from cso_desk.features.members.importing.own_lists import OwnList, own_list
from cso_desk.features.members.importing.plan import (
    Existing,
    Hand,
    ImportPlan,
    ImportReport,
    PlannedRow,
    Progress,
    Values,
    choice_code,
    choice_inside,
    choice_of_beginning,
    notes_of,
    pair_of,
    place_of,
    problems_by_row,
    run_plan,
    said_again,
    text_of,
    year_of,
)
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import Known, Match, known, same_organisation, same_person
from cso_desk.importers.reading import not_collecting
from cso_desk.khmer.honorifics import part_honorific, sex_of_honorific
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_plural, _

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

ORGANISATION_FIELDS = (
    "name_km", "name_en", "acronym", "kind", "place", "address_km", "address_en", "phones", "email",
    "website", "facebook", "telegram", "registration_number", "sectors", "member_since", "notes",
)  # fmt: skip
PERSON_FIELDS = (
    "name_km", "name_en", "honorific", "sex", "birth_year", "disability", "minority", "id_poor", "phones",
    "telegram", "email", "place", "member_since", "notes",
)  # fmt: skip
_PERSON_COLUMNS = ("name", "name_km", "name_en", "contact", "contact_km", "contact_en")
_ROWS_PER_STEP = 250
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


def plan_import(
    store: Store,
    reading: "SheetReading",
    *,
    existing: Existing = "fill",
    progress: Progress | None = None,
) -> ImportPlan:
    """What taking over a list of members or of people would do. Nothing is written.

    Rows that are certainly known become "update" ("skip" where `existing` says so); rows that only may be
    known are created, with the suspicion among their problems. `progress` may raise CancelledError.
    """
    with not_collecting():
        return _planned(store, reading, existing, progress)


def _planned(
    store: Store, reading: "SheetReading", existing: Existing, progress: Progress | None
) -> ImportPlan:
    members = reading.purpose == "members"
    doubts, own = problems_by_row(reading), own_list(reading)
    with store.reading() as look:
        everything = known(look)
    represent = _names_representatives(reading)
    planned: dict[str, int] = {}
    rows = []
    for place, values in enumerate(reading.rows):
        if progress and place % _ROWS_PER_STEP == 0:
            progress(place, len(reading.rows))
        entry, wrong = _entry(values, own) if own else (None, [])
        entry = entry or (_member(values) if members else entry_of_person(values))
        if own is None and reading.purpose == "people":
            _add_what_the_list_says(entry, values, represent=represent)
        row = PlannedRow(values["_row"], "create", _title(entry), entry)
        row.problems += wrong or doubts.get(row.row, []) if own else doubts.get(row.row, [])
        if row.title:
            _settle(row, entry, everything, planned, existing)
        else:
            row.action = "skip"
            row.problems.append(_("This row has no name, so it is left out."))
        rows.append(row)
    return ImportPlan(reading.purpose, rows, existing)


def run_import(store: Store, plan: ImportPlan, progress: Progress | None = None) -> ImportReport:
    """Take over a list as one step that can be undone."""
    label = N_plural("Import a list of members, {count} row", "Import a list of members, {count} rows")
    if plan.purpose == "people":
        label = N_plural("Import a list of people, {count} row", "Import a list of people, {count} rows")
    return run_plan(store, plan, _carrying, progress, label=label)


def _entry(values: Values, own: OwnList) -> tuple[Entry, list[str]]:
    """A row of a list of ours, and what is wrong in it."""
    record, problems = own.read(values)
    if isinstance(record, Person):
        return Entry(None, record, about_person=True, names=own.names), problems
    return Entry(record, None, names=own.names), problems


def _carrying(t: Transaction) -> Callable[[Hand, PlannedRow], None]:
    everything = known(t)

    def carry_out(hand: Hand, row: PlannedRow) -> None:
        take_over(hand, everything, row.payload, existing=row.existing, new=row.action == "create")

    return carry_out


def take_over(
    hand: Hand, everything: Known, entry: Entry, *, existing: str = "", new: bool = False
) -> tuple[RecordId, RecordId]:
    """Write one entry; gives the ids of its person and its organisation, NOBODY where there is none.

    `existing` is the record that the entry is about; with `new` it becomes a record of its own.
    """
    about_person = entry.about_person
    organisation = person = NOBODY
    if (body := entry.organisation) is not None:
        match = None if new and not about_person else _certain(_same_body(everything, entry))
        if not about_person and not new and existing in everything.organisations:
            match = RecordId(existing)
        if about_person and match and everything.organisations[match].place:
            body.place = ""  # what is known of the institution itself is surer
        organisation = _keep(hand, everything, body, match, entry.names or ORGANISATION_FIELDS, entry)
    if (who := entry.person) is not None:
        match = None if new and about_person else _certain(same_person(everything, who, organisation))
        if about_person and not new and existing in everything.people:
            match = RecordId(existing)
        person = _keep(hand, everything, who, match, entry.names or PERSON_FIELDS, entry)
    if person and organisation and organisation not in everything.works_in[person]:
        position = Position(
            person=person,
            organisation=organisation,
            title_km=entry.title_km,
            title_en=entry.title_en,
            role=entry.role,
            from_date=entry.from_date,
        )
        hand.add(position)
        everything.learn_position(position)
    return person, organisation


def _same_body(everything: Known, entry: Entry) -> Match | None:
    """The institution of an entry. That of a person is known by its name: people may live elsewhere."""
    if entry.organisation is None:
        return None
    found = same_organisation(everything, entry.organisation)
    if found and entry.about_person and found.by == "name":
        return Match(found.record, certain=True, by="name")
    return found


def _certain(match: Match | None) -> RecordId | None:
    return match.record if match and match.certain else None


def _keep(
    hand: Hand,
    everything: Known,
    said: Organisation | Person,
    match: RecordId | None,
    names: tuple[str, ...],
    entry: Entry,
) -> RecordId:
    if match is None:
        said.code = ""  # a hub gives its codes itself
        hand.add(said)
        everything.learn(said)
        return said.id
    before = everything.organisations.get(match) or everything.people[match]
    hand.merge(before, said, names, whole=bool(entry.names))
    return match


def _settle(
    row: PlannedRow, entry: Entry, everything: Known, planned: dict[str, int], existing: Existing
) -> None:
    """Say whether the row is about somebody known, and learn it for the rows below."""
    body, who = entry.organisation, entry.person
    at = _same_body(everything, entry) if body else None
    organisation = at.record if at and at.certain else (body.id if body else NOBODY)
    seen = same_person(everything, who, organisation) if who else None
    if who and seen and entry.about_person and seen.record in planned:
        seen = _twice_in_one_list(seen, everything.people[seen.record], who)
    match = seen if entry.about_person else at
    if match is not None:
        row.existing = match.record
        if match.record in planned:
            row.why = said_again(planned[match.record])
        elif match.certain:
            row.why = _("Known already.")
        if match.certain:
            row.action = "skip" if existing == "skip" and match.record not in planned else "update"
        else:
            row.problems.append(_suspicion(match, everything))
    if row.action == "create":
        planned[(who if entry.about_person else body).id] = row.row  # type: ignore[union-attr]
    for record, found in ((body, at), (who, seen)):
        if record is not None and not (found and found.certain):
            everything.learn(record)
    if who and organisation:
        person = seen.record if seen and seen.certain else who.id
        everything.learn_position(Position(person=person, organisation=organisation))


def _twice_in_one_list(match: Match, above: Person, who: Person) -> Match:
    """Two rows of one list with two telephones are rather two people of one name than one listed twice."""
    apart = bool(above.phones and who.phones) and not set(above.phones) & set(who.phones)
    return Match(match.record, match.certain and not apart, match.by)


def _suspicion(match: Match, everything: Known) -> str:
    other = everything.organisations.get(match.record) or everything.people[match.record]
    name = other.name_km or other.name_en
    if not other.code:
        return _("May be the same as {name} further up in this list.", name=name)
    if match.by == "phone":
        return _(
            "May be the same as {name} ({code}): the phone number is the same.", name=name, code=other.code
        )
    return _("May be the same as {name} ({code}): the name is the same.", name=name, code=other.code)


def _title(entry: Entry) -> str:
    main = entry.person if entry.about_person else entry.organisation
    return (main.name_km or main.name_en) if main else ""


def _member(values: Values) -> Entry:
    name_km, name_en = pair_of(values, "org")
    address_km, address_en = pair_of(values, "address")
    contact = _contact(values)
    kind = text_of(values, "kind") or text_of(values, "kind_km") or text_of(values, "kind_en")
    ticked = (choice_code("organisation_kind", label) for label in values.get("categories", ()))
    phones = tuple(values.get("phones", ()))
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
        sectors=_sectors(values),
        member_since=str(values.get("date", "")),
        notes=notes_of(values),
    )
    title_km, title_en = pair_of(values, "position")
    if contact:
        contact.phones, contact.telegram = phones, text_of(values, "telegram")
    return Entry(organisation, contact, title_km, title_en, "representative")


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
    said_km, name_km = part_honorific(name_km)
    said_en, name_en = part_honorific(name_en)
    honorific = text_of(values, "honorific") or said_km or said_en
    sex = str(values.get("sex", "")) or sex_of_honorific(honorific)
    return Person(name_km=name_km, name_en=name_en, honorific=honorific, sex=sex, **more)


def _sectors(values: Values) -> tuple[str, ...]:
    """The sectors that are said, and those whose columns are ticked."""
    labels = [str(label) for label in values.get("categories", ())]
    parts = [part.strip() for part in re.split(r"[,;/\n]+", text_of(values, "sector"))]
    parts += [label for label in labels if choice_code("sector", label)]
    return tuple(dict.fromkeys(choice_code("sector", part) or part for part in parts if part))


def entry_of_person(values: Values, this_year: int | None = None) -> Entry:
    """A row about a person; `this_year` is the year in which an age was said."""
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
        notes=notes_of(values),
    )
    body = None
    if org_km or org_en:
        kind = choice_of_beginning("organisation_kind", org_km or org_en)
        body = Organisation(name_km=org_km, name_en=org_en, kind=kind)
    return Entry(body, person, title_km, title_en, "staff", str(values.get("date", "")), about_person=True)


def _names_representatives(reading: "SheetReading") -> bool:
    """Whether a title, the sheet or a column says that these people stand for their institution."""
    said = [
        *reading.titles,
        reading.name,
        *(c.header for c in reading.columns if c.meaning in _PERSON_COLUMNS),
    ]
    return any(choice_inside("role", "representative", each) for each in said)


def _add_what_the_list_says(entry: Entry, values: Values, *, represent: bool) -> None:
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
    said = values.get("id_poor")
    if said in (1, 2) and not isinstance(said, bool):
        return str(said)
    return "" if said is None or isinstance(said, str) else "yes" if said else "none"
