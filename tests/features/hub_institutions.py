"""Institutions with names that many could have, some entered twice, see `entered_otherwise`."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from entered_otherwise import PROVINCES, Maker, Told, called, commune, wrong_digit
from entered_twice import some_phone
from families_spell import FORMS, PROPER, WORK

from cso_desk.features.members.record import Organisation


@dataclass
class _Body:
    """What an institution does, what it is called, and where."""

    work: tuple[str, ...]
    form: tuple[str, ...]
    proper: tuple[str, ...] | None
    place: str
    named_after: tuple[str, str] | None
    number: int = 0

    def english(self, order: int) -> str:
        proper = self.proper[0] if self.proper else ""
        near = self.named_after[1] if self.named_after else ""
        number = f" No. {self.number}" if self.number else ""
        if order == 0:
            text = f"{self.form[0]} of {self.work[0]} {proper}{' in ' + near if near else ''}"
        elif order == 1:
            text = f"{proper} {self.work[0]} {self.form[0]}{' of ' + near if near else ''}"
        else:
            text = f"{near} {proper} {self.work[0]} {self.form[0]}"
        return " ".join(f"{text}{number}".split())

    def khmer(self) -> str:
        parts = (self.form[1], self.work[1], self.proper[1] if self.proper else "")
        near = self.named_after[0] if self.named_after else ""
        return "".join(parts) + near + (f"ទី{self.number}" if self.number else "")

    def romanised(self) -> str:
        near = self.named_after[1] if self.named_after else ""
        proper = self.proper[2] if self.proper else ""
        return " ".join(f"{self.form[2]} {self.work[2]} {proper} {near} {self.number or ''}".split())

    def acronym(self) -> str:
        words = self.english(1).replace("-", " ").split()
        return "".join(
            word[0] for word in words if word.lower() not in ("of", "in", "no.") and word[0].isalpha()
        ).upper()


def organisations_of_hubs(count: int, seed: int) -> Told:
    """Institutions of a few provinces, many with names that any could have; one in eight stands twice."""
    maker = Maker(seed)
    chance = maker.chance
    network = [f"secretariat{number}@network.test" for number in range(max(1, count // 60))]
    known: set[str] = set()
    while len(maker.told.records) < count:
        body = _body(chance)
        if body.khmer() in known:
            continue
        known.add(body.khmer())
        one = _institution(chance, body, network)
        who = maker.add(one, None, "alone")
        if chance.random() < 0.14:
            way = chance.choice(list(_BODY_AGAIN))
            maker.add(_BODY_AGAIN[way](chance, one, body), who, way)
        if chance.random() < 0.14:
            trap = chance.choice(list(_BODY_BESIDE))
            other = _BODY_BESIDE[trap](chance, body)
            if other.khmer() not in known:
                known.add(other.khmer())
                maker.add(_beside(chance, trap, one, other, network), None, trap)
    return maker.shuffled()


def _body(chance: random.Random) -> _Body:
    place = commune(chance, chance.choice(PROVINCES))
    proper = chance.choice(PROPER) if chance.random() < 0.5 else None
    after = place[: chance.choice((2, 4, 6, 6))] if proper is None or chance.random() < 0.3 else ""
    number = chance.randint(1, 5) if chance.random() < 0.06 else 0
    return _Body(
        chance.choice(WORK), chance.choice(FORMS), proper, place, called(after) if after else None, number
    )


def _institution(chance: random.Random, body: _Body, network: list[str]) -> Organisation:
    short = body.acronym()
    english = body.english(chance.choice((0, 0, 1, 1, 2))) if chance.random() < 0.7 else ""
    if english and len(short) > 2 and chance.random() < 0.25:
        english, short = f"{english} ({short})", ""
    mail = (
        chance.choice(network)
        if chance.random() < 0.12
        else f"{body.acronym().lower()}{chance.randrange(10**5)}@post.test"
    )
    return Organisation(
        name_km=body.khmer() if chance.random() < 0.9 or not english else "",
        name_en=english,
        acronym=short if len(short) > 2 and chance.random() < 0.4 else "",
        place=body.place[: chance.choice((2, 4, 6, 6, 6))] if chance.random() < 0.9 else "",
        phones=(some_phone(chance),) if chance.random() < 0.8 else (),
        email=mail if chance.random() < 0.5 else "",
    )


def _contact(chance: random.Random, one: Organisation) -> dict[str, object]:
    """How another list reaches the same institution: not in all ways, and always in one that tells."""
    fields: dict[str, object] = {"place": one.place, "phones": one.phones, "email": one.email}
    how = chance.random()
    if how < 0.2:
        fields["phones"] = ()
    elif how < 0.3:
        fields["phones"] = (some_phone(chance), *one.phones)
    elif how < 0.4:
        fields["email"] = ""
    elif how < 0.5 and one.phones:
        fields["phones"] = (wrong_digit(chance, one.phones[0]),)
    if chance.random() < 0.2:
        fields["place"] = one.place[:4]
    return fields


def _khmer_alone(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    return Organisation(name_km=body.khmer(), **_contact(chance, one))


def _english_alone(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    return Organisation(name_en=body.english(chance.randrange(3)), **_contact(chance, one))


def _heard(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    return Organisation(name_en=body.romanised(), **_contact(chance, one))


def _short_alone(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    short = body.acronym()
    name = short if len(short) > 2 else body.english(1)
    return Organisation(name_en=name, **_contact(chance, one))


def _in_brackets(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    return Organisation(name_km=f"{body.khmer()} ({body.acronym()})", **_contact(chance, one))


def _renamed(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    now = replace(body, proper=chance.choice(PROPER), work=chance.choice(WORK))
    former = one.name_km or one.name_en
    return Organisation(
        name_km=now.khmer(), name_en=now.english(1), former_names=(former,), **_contact(chance, one)
    )


_SLIPS = (("tion", "toin"), ("Women", "Woman"), ("Farmers", "Famers"), ("Association", "Assocation"),
          ("er", "re"), ("Network", "Netwrok"), ("Group", "Gruop"), ("Disabled", "Disable"),
          ("Workers", "Worker"), ("s ", " "),
          ("្ត", "្ដ"), ("ំ", ""), ("ញ្", "ញ"), ("៍", ""), ("ី", "ិ"), ("ាំ", "ំា"))  # fmt: skip


def _with_slips(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    km, en = body.khmer(), body.english(1)
    for right, wrong in chance.sample([slip for slip in _SLIPS if slip[0] in km + en], 1):
        km, en = km.replace(right, wrong, 1), en.replace(right, wrong, 1)
    if chance.random() < 0.3:
        km = ""
    return Organisation(
        name_km=km, name_en=en if not km or chance.random() < 0.6 else "", **_contact(chance, one)
    )


def _other_form(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    """Without the word that says what it is, or with "NGO" and the province."""
    if chance.random() < 0.5:
        km = body.khmer().removeprefix(body.form[1])
        return Organisation(name_km=km, **_contact(chance, one))
    name = f"NGO {body.english(1)}, {called(body.place[:2])[1]} province"
    return Organisation(name_en=name, acronym=one.acronym, **_contact(chance, one))


_BODY_AGAIN: dict[str, Callable[[random.Random, Organisation, _Body], Organisation]] = {
    "khmer alone": _khmer_alone,
    "english alone": _english_alone,
    "as heard": _heard,
    "acronym alone": _short_alone,
    "acronym in brackets": _in_brackets,
    "renamed": _renamed,
    "slips": _with_slips,
    "other form": _other_form,
}


def _branch(chance: random.Random, body: _Body) -> _Body:
    place = commune(chance, chance.choice([code for code in PROVINCES if code != body.place[:2]]))
    return replace(body, place=place, named_after=called(place[:2]))


def _next_commune(chance: random.Random, body: _Body) -> _Body:
    place = commune(chance, body.place[:4])
    return replace(body, place=place, named_after=called(place), proper=None)


def _next_number(chance: random.Random, body: _Body) -> _Body:
    return replace(body, number=body.number + chance.randint(1, 3))


def _other_work(chance: random.Random, body: _Body) -> _Body:
    return replace(body, work=chance.choice(WORK))


_BODY_BESIDE: dict[str, Callable[[random.Random, _Body], _Body]] = {
    "branch": _branch,
    "next commune": _next_commune,
    "next number": _next_number,
    "same house": _other_work,
    "same root": _other_work,
}


def _beside(
    chance: random.Random, trap: str, one: Organisation, body: _Body, network: list[str]
) -> Organisation:
    """An institution that is another one, and shares with `one` what such ones share."""
    other = _institution(chance, body, network)
    if trap == "same house":
        other.phones, other.place = one.phones, one.place
    elif trap == "branch":
        other.acronym = one.acronym
        other.email = one.email if chance.random() < 0.5 else other.email
    elif trap == "next number" and chance.random() < 0.5:
        other.phones = one.phones  # one clerk writes for both groups
    return other
