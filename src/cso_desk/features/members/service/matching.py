"""Says whether an organisation or a person of a list is one that the hub knows already.

Everything known is indexed once, so that a list of 20,000 rows asks the store nothing row by row. A match is
certain, or only a suspicion that a person has to settle.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from cso_desk.features.members.record import Organisation, OrganisationName, Person, Position
from cso_desk.features.members.service.earlier_names import earlier_names
from cso_desk.khmer.names import name_key
from cso_desk.khmer.normalise import fold
from cso_desk.records.base import Record, RecordId
from cso_desk.store.aliases import aliases, is_shown
from cso_desk.store.reading import Reading

Index = defaultdict[str, list[RecordId]]


@dataclass(frozen=True)
class Match:
    """A record that may be the same. `by` says how it was found: "code", "name", "phone" or "sound"."""

    record: RecordId
    certain: bool
    by: str


def _index() -> Index:
    return defaultdict(list)


@dataclass
class Known:
    """Organisations and people by everything that tells them apart; new ones can be learnt on the way."""

    organisations: dict[RecordId, Organisation] = field(default_factory=dict)
    people: dict[RecordId, Person] = field(default_factory=dict)
    works_in: defaultdict[RecordId, dict[RecordId, Position]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    staff: defaultdict[RecordId, dict[RecordId, None]] = field(default_factory=lambda: defaultdict(dict))
    by_code: dict[str, RecordId] = field(default_factory=dict)
    organisation_names: Index = field(default_factory=_index)
    organisation_phones: Index = field(default_factory=_index)
    people_names: Index = field(default_factory=_index)
    people_sounds: Index = field(default_factory=_index)
    people_phones: Index = field(default_factory=_index)

    def learn(self, record: Organisation | Person) -> None:
        """Take a record into every index."""
        if record.code:
            self.by_code[record.code.upper()] = record.id
        if isinstance(record, Organisation):
            self.organisations[record.id] = record
            names = (record.name_km, record.name_en, *record.former_names)
            _learn(self.organisation_names, record, (fold(name) for name in names))
            _learn(self.organisation_phones, record, record.phones)
        else:
            self.people[record.id] = record
            names = (record.name_km, record.name_en)
            _learn(self.people_names, record, (fold(name) for name in names))
            _learn(self.people_sounds, record, (name_key(name) for name in names))
            _learn(self.people_phones, record, record.phones)

    def learn_names(self, organisation: RecordId, names: Iterable[OrganisationName]) -> None:
        """Know an organisation by the names that it had earlier, too."""
        if organisation in self.organisations:
            said = (fold(text) for each in names for text in (each.name_km, each.name_en))
            _learn(self.organisation_names, self.organisations[organisation], said)

    def learn_position(self, position: Position) -> None:
        self.works_in[position.person][position.organisation] = position
        self.staff[position.organisation][position.person] = None


def _learn(index: Index, record: Record, keys: Iterable[str]) -> None:
    for key in {key for key in keys if key}:
        index[key].append(record.id)


def known(reading: Reading) -> Known:
    """Everything the store knows now, in a few queries."""
    everything = Known()
    for organisation in reading.all(Organisation, is_shown(reading.table(Organisation).c.id)):
        everything.learn(organisation)
    for named, names in earlier_names(reading).items():
        everything.learn_names(named, names)
    for person in reading.all(Person, is_shown(reading.table(Person).c.id)):
        everything.learn(person)
    into = aliases(reading)
    for position in reading.all(Position):
        position.person = into.get(position.person, position.person)
        position.organisation = into.get(position.organisation, position.organisation)
        everything.learn_position(position)
    return everything


def same_organisation(known: Known, organisation: Organisation) -> Match | None:
    """The organisation that `organisation` of a list is or may be, None where it is new."""
    by_code = known.by_code.get(organisation.code.upper()) if organisation.code else None
    if by_code in known.organisations:
        return Match(RecordId(str(by_code)), certain=True, by="code")
    named = _candidates(known.organisation_names, fold(organisation.name_km), fold(organisation.name_en))
    for candidate in named:
        if not _far_apart(known.organisations[candidate], organisation):
            return Match(candidate, certain=True, by="name")
    if named:
        return Match(named[0], certain=False, by="name")
    called = _candidates(known.organisation_phones, *organisation.phones)
    return Match(called[0], certain=False, by="phone") if called else None


def _far_apart(one: Organisation, other: Organisation) -> bool:
    """Two associations of one name in two districts are two associations."""
    length = min(len(one.place), len(other.place), 4)
    return one.place[:length] != other.place[:length]


def same_person(known: Known, person: Person, organisation: str = "") -> Match | None:
    """The person that `person` of a list is or may be; `organisation` is where the list says they work.

    One name is not one person: besides the name, the phone or the organisation must agree, or nothing may
    speak against it that the list knows and the store does not.
    """
    by_code = known.by_code.get(person.code.upper()) if person.code else None
    if by_code in known.people:
        return Match(RecordId(str(by_code)), certain=True, by="code")
    names = dict.fromkeys(name for name in (fold(person.name_km), fold(person.name_en)) if name)
    called = _candidates(known.people_phones, *person.phones)
    staff = known.staff.get(RecordId(organisation), {})
    # Hundreds may bear one name; few have this telephone or work in this institution.
    for candidate in dict.fromkeys((*called, *staff)):
        other = known.people[candidate]
        bears_one = fold(other.name_km) in names or fold(other.name_en) in names
        if bears_one and not _contradict(other, person):
            return Match(candidate, certain=True, by="phone" if candidate in called else "name")
    named = list(islice(_bearing(known, names, person), 2))
    if len(named) == 1 and not person.phones and not organisation:
        return Match(named[0], certain=True, by="name")
    if named:
        return Match(named[0], certain=False, by="name")
    return _sounds_alike(known, person, called)


def _bearing(known: Known, names: Iterable[str], person: Person) -> Iterator[RecordId]:
    """Those who bear one of the names and are not contradicted, each once."""
    said = chain.from_iterable(known.people_names.get(name, ()) for name in names)
    seen: set[RecordId] = set()
    for candidate in said:
        if candidate not in seen and not _contradict(known.people[candidate], person):
            seen.add(candidate)
            yield candidate


def _sounds_alike(known: Known, person: Person, called: list[RecordId]) -> Match | None:
    heard = _candidates(known.people_sounds, name_key(person.name_km), name_key(person.name_en))
    for candidate in called:
        other = known.people[candidate]
        if candidate in heard and not _contradict(other, person):
            # The same phone and the same name in the other script.
            scripts = (person.name_km and other.name_km) or (person.name_en and other.name_en)
            return Match(candidate, certain=not scripts, by="sound")
    return Match(called[0], certain=False, by="phone") if called else None


def _contradict(one: Person, other: Person) -> bool:
    known_sexes = {one.sex, other.sex} & {"F", "M"}
    years = {one.birth_year, other.birth_year} - {None}
    return len(known_sexes) > 1 or len(years) > 1


def _candidates(index: Index, *keys: str) -> list[RecordId]:
    found: dict[RecordId, None] = {}
    for key in keys:
        if key:
            found.update(dict.fromkeys(index.get(key, ())))
    return list(found)
