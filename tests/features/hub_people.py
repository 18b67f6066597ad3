"""People of institutions, villages and families, some entered twice, see `entered_otherwise`."""

import random
from collections.abc import Callable

from entered_otherwise import PROVINCES, Maker, Told, commune, wrong_digit
from entered_twice import some_phone
from families_spell import GIVEN, SURNAMES

from cso_desk.features.members.record import Person

BODIES = 6  # people in one institution


def people_of_hubs(count: int, seed: int) -> Told:
    """People of institutions, villages and families; about one in eight was entered a second time."""
    maker = Maker(seed)
    chance = maker.chance
    while len(maker.told.records) < count:
        body = f"body{len(maker.told.records):06d}"
        office = some_phone(chance) if chance.random() < 0.15 else ""
        mail = f"office{chance.randrange(10**6)}@network.test" if chance.random() < 0.15 else ""
        home = commune(chance, chance.choice(PROVINCES))
        for _each in range(chance.randint(1, 2 * BODIES)):
            person, spelled = _person(chance, home, office, mail)
            who = maker.add(person, None, "staff" if office or mail else "alone", body)
            if chance.random() < 0.14:
                way = chance.choice(list(_PERSON_AGAIN))
                again = _PERSON_AGAIN[way](chance, person, spelled)
                elsewhere = f"{body}b" if way == "second institution" else ""
                maker.add(again, who, way, body if chance.random() < 0.4 else elsewhere)
            if chance.random() < 0.10:
                trap = chance.choice(list(_PERSON_BESIDE))
                maker.add(_PERSON_BESIDE[trap](chance, person, spelled), None, trap)
    return maker.shuffled()


_Spelled = tuple[tuple[str, ...], tuple[str, ...]]
"""A surname and a given name, each in Khmer and in its Latin spellings."""


def _person(chance: random.Random, home: str, office: str, mail: str) -> tuple[Person, _Spelled]:
    common = chance.random() < 0.5
    spelled = (chance.choice(SURNAMES[:12] if common else SURNAMES), chance.choice(GIVEN))
    if chance.random() < 0.25:
        spelled = (spelled[0], _joined(spelled[1], chance.choice(GIVEN[:20])))
    phones = (some_phone(chance),) if chance.random() < 0.7 else (office,) if office else ()
    own = f"{spelled[1][1].lower()}{chance.randrange(10**5)}@post.test" if chance.random() < 0.2 else ""
    return Person(
        name_km=_khmer(spelled) if chance.random() < 0.8 else "",
        name_en=_latin(chance, spelled, 0.75),
        sex=chance.choice("FM"),
        birth_year=chance.randint(1955, 2004) if chance.random() < 0.5 else None,
        place=_nearby(chance, home),
        phones=phones,
        email=own or mail,
    ), spelled


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return (one[0] + other[0], *(a + b.lower() for a, b in zip(one[1:], other[1:], strict=False)))


def _khmer(spelled: _Spelled) -> str:
    return f"{spelled[0][0]} {spelled[1][0]}"


def _latin(chance: random.Random, spelled: _Spelled, usual: float) -> str:
    """In Latin letters, each part as it is usual or as some family writes it."""
    return " ".join(each[1] if chance.random() < usual else chance.choice(each[1:]) for each in spelled)


def _nearby(chance: random.Random, home: str) -> str:
    return chance.choice((home, home, home, commune(chance, home[:4]), home[:4], home[:2], ""))


def _same(person: Person, **other: object) -> Person:
    """A new record that says what `person` says, but for some fields."""
    fields = ("name_km", "name_en", "sex", "birth_year", "place", "phones", "email")
    return Person(**({name: getattr(person, name) for name in fields} | other))


def _left_out(chance: random.Random, person: Person) -> Person:
    """As somebody else takes it down: not all that is known, and something that tells who it is."""
    fields: dict[str, object] = {}
    if chance.random() < 0.3:
        fields["birth_year"] = None
    if chance.random() < 0.4:
        fields["email"] = ""
    if person.phones and chance.random() < 0.25:
        fields["phones"] = ()
    elif chance.random() < 0.1:
        fields["phones"] = (*person.phones, some_phone(chance))
    if chance.random() < 0.2:
        fields["place"] = person.place[:4]
    return _same(person, **fields)


def _other_script(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    if chance.random() < 0.5:
        return _same(_left_out(chance, person), name_km="", name_en=_latin(chance, spelled, 0.2))
    return _same(_left_out(chance, person), name_km=_khmer(spelled), name_en="")


def _swapped(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    given, surname = spelled[1][1], spelled[0][1]
    name = f"{given}, {surname}" if chance.random() < 0.3 else f"{given} {surname}"
    return _same(_left_out(chance, person), name_km="", name_en=name)


def _initials(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    given, surname = spelled[1][1], spelled[0][1]
    name = f"{surname[0]}. {given}" if chance.random() < 0.6 else f"{surname} {given[0]}."
    return _same(_left_out(chance, person), name_km="", name_en=name)


def _french(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    name = (
        _latin(chance, spelled, 0.2)
        .replace("ea", "éa")
        .replace("ou", "où" if chance.random() < 0.1 else "ou")
    )
    return _same(_left_out(chance, person), name_en=f"M. {name.upper()}" if chance.random() < 0.3 else name)


def _telephone_misread(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    phone = wrong_digit(chance, person.phones[0]) if person.phones else some_phone(chance)
    return _same(_left_out(chance, person), name_en=_latin(chance, spelled, 0.6), phones=(phone,))


def _elsewhere(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    """The same person in a second institution, with what that one knows."""
    known = {"place": commune(chance, person.place[:2] or "02"), "email": ""}
    return _same(person, name_en=_latin(chance, spelled, 0.6), **known)


def _without_space(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    title = chance.choice(("", "លោក ", "អ្នកស្រី ", "លោកគ្រូ "))
    return _same(_left_out(chance, person), name_km=title + spelled[0][0] + spelled[1][0], name_en="")


_PERSON_AGAIN: dict[str, Callable[[random.Random, Person, _Spelled], Person]] = {
    "other script": _other_script,
    "swapped": _swapped,
    "initials": _initials,
    "french": _french,
    "telephone misread": _telephone_misread,
    "second institution": _elsewhere,
    "without space": _without_space,
}


def _in_the_family(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    """Somebody else of one house, with its telephone; a child may bear the father's given name."""
    surname = spelled[0] if chance.random() < 0.7 else spelled[1]
    other = _someone_else(chance, (surname, chance.choice([g for g in GIVEN if g[0] not in spelled[1][0]])))
    return _same(other, place=person.place, phones=person.phones or other.phones)


def _namesake(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    """Another one of the same name: elsewhere, or in the next village and not as old."""
    other = _someone_else(chance, spelled)
    if chance.random() < 0.7:
        return _same(other, place=commune(chance, chance.choice(PROVINCES)))
    year = (person.birth_year or 1980) + chance.choice((-20, -11, 9, 14))
    return _same(other, place=person.place[:4], birth_year=year, sex="F" if person.sex == "M" else "M")


def _sounds_near(chance: random.Random, person: Person, spelled: _Spelled) -> Person:
    """A sister or brother whose name begins alike: Sophea and Sopheap."""
    near = [g for g in GIVEN if g[0][:2] == spelled[1][0][:2] and g[0] not in spelled[1][0]] or GIVEN
    other = _someone_else(chance, (spelled[0], chance.choice(near)))
    return _same(other, place=person.place, phones=person.phones if chance.random() < 0.3 else other.phones)


def _someone_else(chance: random.Random, spelled: _Spelled) -> Person:
    return Person(
        name_km=_khmer(spelled) if chance.random() < 0.8 else "",
        name_en=_latin(chance, spelled, 0.75),
        sex=chance.choice("FM"),
        birth_year=chance.randint(1955, 2004) if chance.random() < 0.5 else None,
        phones=(some_phone(chance),) if chance.random() < 0.7 else (),
    )


_PERSON_BESIDE = {"family": _in_the_family, "namesake": _namesake, "sibling": _sounds_near}
