"""Whom a row of a list is about among those known, and what taking it over changes."""

from cso_desk.features.members.importing.doubts import doubt_of
from cso_desk.features.members.importing.entries import (
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    Entry,
    main_record,
)
from cso_desk.features.members.importing.own_lists import emptied_by
from cso_desk.features.members.importing.plan import Existing, PlannedRow, news_of, said_again
from cso_desk.features.members.record import ORGANISATION, PERSON, Organisation, Person, Position
from cso_desk.features.members.service import Known, Match, same_organisation, same_person
from cso_desk.records.base import NOBODY, RecordId
from cso_desk.wording import _


def settle(
    row: PlannedRow, entry: Entry, everything: Known, planned: dict[str, int], existing: Existing
) -> None:
    """Say whether the row is about somebody known, and learn it for the rows below."""
    body, who = entry.organisation, entry.person
    at, seen = _matches(entry, everything, planned)
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
            _doubt(row, entry, match, everything, planned)
    if row.action == "update":
        if existing == "replace":
            _tell_emptied(row, entry, everything)
        row.changes = _changes(everything, entry, (at, seen), existing, planned)
    if row.action == "create":
        planned[(who if entry.about_person else body).id] = row.row  # type: ignore[union-attr]
    _learn(entry, everything, (at, seen))


def _learn(entry: Entry, everything: Known, matches: tuple[Match | None, Match | None]) -> None:
    """Know what a row brings, for the rows below."""
    body, who = entry.organisation, entry.person
    at, seen = matches
    organisation = at.record if at and at.certain else (body.id if body else NOBODY)
    for record, found in ((body, at), (who, seen)):
        if record is not None and not (found and found.certain):
            everything.learn(record)
    if who and organisation:
        person = seen.record if seen and seen.certain else who.id
        everything.learn_position(Position(person=person, organisation=organisation))


def known_title(entry: Entry, everything: Known) -> str:
    """What the record is called whose code stands in a row of ours without a name."""
    main = main_record(entry)
    at = everything.by_code.get(main.code.upper()) if main else None
    before = at and (everything.organisations.get(at) or everything.people.get(at))
    return (before.name_km or before.name_en) if before else ""


def _tell_emptied(row: PlannedRow, entry: Entry, everything: Known) -> None:
    said, at = main_record(entry), RecordId(row.existing)
    if said is not None and entry.names:  # of other lists empty cells say nothing
        kind = PERSON if entry.about_person else ORGANISATION
        emptied_by(row, kind, everything.organisations.get(at) or everything.people[at], said, entry.names)


def _matches(entry: Entry, everything: Known, planned: dict[str, int]) -> tuple[Match | None, Match | None]:
    """The institution and the person of an entry among those known."""
    body, who = entry.organisation, entry.person
    at = same_body(everything, entry) if body else None
    organisation = at.record if at and at.certain else (body.id if body else NOBODY)
    seen = same_person(everything, who, organisation) if who else None
    if entry.names and body and at and _has_another_code(body, everything.organisations[at.record]):
        at = None
    if who and seen and entry.about_person and seen.record in planned:
        seen = _twice_in_one_list(seen, everything.people[seen.record], who)
    if entry.names and who and seen and _has_another_code(who, everything.people[seen.record]):
        seen = None
    return at, seen


def _has_another_code(said: Organisation | Person, other: Organisation | Person) -> bool:
    """Whether a list of ours knows two records apart: both codes were given by one hub."""
    hubs = {each.code.rpartition("-")[0].upper() for each in (said, other)}
    return len(hubs) == 1 and "" not in hubs and said.code.upper() != other.code.upper()


def _doubt(row: PlannedRow, entry: Entry, match: Match, everything: Known, planned: dict[str, int]) -> None:
    row.problems.append(_suspicion(match, everything))
    row.doubt = doubt_of(
        match, "person" if entry.about_person else "organisation", planned.get(match.record, 0)
    )


def _changes(
    everything: Known,
    entry: Entry,
    matches: tuple[Match | None, Match | None],
    existing: Existing,
    planned: dict[str, int],
) -> tuple[str, ...]:
    """What taking over an entry changes; what is known learns it, as it will when the list is taken over."""
    found: list[str] = []
    ids: list[RecordId] = []
    for said, match in zip((entry.organisation, entry.person), matches, strict=True):
        if said is None:
            continue
        kind, at = "person" if isinstance(said, Person) else "organisation", certain(match)
        ids.append(at or said.id)
        if at is None:
            found.append(kind)
            continue
        before = everything.organisations.get(at) or everything.people[at]
        if existing == "skip" and at not in planned:
            continue
        names = entry.names or (PERSON_FIELDS if kind == "person" else ORGANISATION_FIELDS)
        if entry.about_person and kind == "organisation" and before.place:
            names = tuple(name for name in names if name != "place")
        called = (PERSON if kind == "person" else ORGANISATION).called
        news = news_of(before, said, names, existing, whole=bool(entry.names), called=called)
        found += [f"{kind}.{name}" for name in news]
        if before.code:  # kept, and this is our copy; a row above may still be left out
            for name, value in news.items():
                setattr(before, name, value)
    both = len(ids) == len(matches)
    return (*found, *(["position"] if both and ids[0] not in everything.works_in[ids[1]] else []))


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


def same_body(everything: Known, entry: Entry) -> Match | None:
    """The institution of an entry. That of a person is known by its name: people may live elsewhere."""
    if entry.organisation is None:
        return None
    found = same_organisation(everything, entry.organisation)
    if found and entry.about_person and found.by == "name":
        return Match(found.record, certain=True, by="name")
    return found


def certain(match: Match | None) -> RecordId | None:
    return match.record if match and match.certain else None
