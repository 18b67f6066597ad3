"""Lists of organisations and people in which some stand twice, with the truth; nothing in them is real."""

import random
from dataclasses import dataclass
from itertools import combinations

from invented_names import FIRST, GIVEN, KINDS, PROPER, SECOND, SURNAMES, THEMES

from cso_desk.features.members.record import Organisation, Person
from cso_desk.places.gazetteer import children
from cso_desk.places.gazetteer import place as place_of

PROVINCES = ["02", "17", "01", "08", "15", "06", "03", "12"]


@dataclass
class Entered:
    """Records and, for each, the number of whoever it is: those with one number are one."""

    records: list[Organisation] | list[Person]
    truth: list[int]

    def pairs(self) -> set[tuple[str, str]]:
        groups: dict[int, list[str]] = {}
        for record, who in zip(self.records, self.truth, strict=True):
            groups.setdefault(who, []).append(record.id)
        return {pair for ids in groups.values() for pair in combinations(sorted(ids), 2)}


def measured(found: set[tuple[str, str]], entered: Entered) -> tuple[float, float]:
    """Precision and recall of pairs of ids, each in order."""
    truth = entered.pairs()
    right = len(found & truth)
    return right / max(1, len(found)), right / max(1, len(truth))


# ---- how people write it the second time ----


def typo(chance: random.Random, text: str) -> str:
    """One slip of the finger that leaves the text readable."""
    if len(text) < 4:
        return text
    at = chance.randrange(1, len(text) - 1)
    how = chance.random()
    if how < 0.3:
        return text[:at] + text[at + 1 :]
    if how < 0.6:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if how < 0.8:
        return text[:at] + text[at] + text[at:]
    return text[:at] + chance.choice("aeiouhrnsmk" if text.isascii() else "ាិីុេ") + text[at + 1 :]


_MARKS = (("្ត", "្ដ"), ("្រី", "្រី"), ("ុំ", "ំុ"), ("ាំ", "ំា"), ("៊ី", "ី៊"), ("ើ", "េី"), ("ោ", "េា"), ("៉ា", "ា"),
          ("ន៍", "ន"), ("ស្ត្រី", "ស្រ្តី"), ("ឌ្ឍ", "ឌ្ឃ"))  # fmt: skip


def khmer_slip(chance: random.Random, text: str) -> str:
    """Marks in another order, look-alike feet, an end that is not heard left out."""
    fits = [(right, wrong) for right, wrong in _MARKS if right in text]
    if not fits or chance.random() < 0.2:
        return typo(chance, text)
    right, wrong = chance.choice(fits)
    return text.replace(right, wrong, 1)


_SPELLED = (("ea", "ia"), ("ou", "u"), ("y", "ey"), ("ph", "p"), ("th", "t"), ("kh", "k"), ("o", "oh"), ("nn", "n"),  # noqa: E501
            ("ee", "i"), ("v", "w"), ("eu", "oeu"), ("ch", "chh"), ("h", ""), ("ng", "g"), ("ae", "e"))  # fmt: skip  # noqa: E501


def spelled_anew(chance: random.Random, text: str) -> str:
    """Another romanisation of the same name."""
    fits = [pair for pair in _SPELLED if pair[0] in text.lower()]
    for old, new in chance.sample(fits, min(len(fits), chance.choice((1, 1, 2)))):
        text = text.lower().replace(old, new, 1)
    return text.title()


def some_phone(chance: random.Random) -> str:
    return f"+855{chance.choice((10, 11, 12, 15, 16, 17, 69, 70, 77, 78, 81, 85, 86, 87, 89, 92, 93, 96))}{chance.randrange(10**6):06d}"  # noqa: E501


# ---- people ----


def _given(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.5:
        km, latin, _sex = chance.choice(GIVEN)
        return km, latin
    first, second = chance.choice(FIRST), chance.choice(SECOND)
    return first[0] + second[0], first[1] + second[1]


def _place(chance: random.Random, province: str) -> str:
    districts = [each.code for each in children(province)]
    district = chance.choice(districts)
    if chance.random() < 0.35:
        return district
    return chance.choice([each.code for each in children(district)] or [district])


def people(count: int, seed: int, twice: float = 0.1) -> Entered:
    """People of eight provinces; `twice` is the part that was entered more than once."""
    chance = random.Random(seed)
    made: list[Person] = []
    families = max(8, len(SURNAMES))
    for _number in range(int(count * (1 - twice))):
        surname = SURNAMES[min(int(chance.expovariate(3.0 / families)), families - 1)]
        given = _given(chance)
        phones = (some_phone(chance),) if chance.random() < 0.75 else ()
        if made and chance.random() < 0.04 and made[-1].phones:
            # A family with one telephone.
            phones, surname = made[-1].phones, _surname_of(made[-1], surname)
        made.append(
            Person(
                name_km=f"{surname[0]} {given[0]}" if chance.random() < 0.85 else "",
                name_en=f"{surname[1]} {given[1]}",
                sex=chance.choice("FM"),
                birth_year=chance.randint(1950, 2005) if chance.random() < 0.4 else None,
                place=_place(chance, chance.choice(PROVINCES)) if chance.random() < 0.9 else "",
                phones=phones,
                email=f"{given[1].lower()}{chance.randrange(10**6)}@mail.test"
                if chance.random() < 0.15
                else "",
            )
        )
    truth = list(range(len(made)))
    every = [*made]
    while len(every) < count:
        who = chance.randrange(len(made))
        every.append(_person_again(chance, made[who]))
        truth.append(who)
    return _shuffled(chance, every, truth)


def _surname_of(person: Person, other: tuple[str, ...]) -> tuple[str, ...]:
    latin = person.name_en.split()[0]
    return next((each for each in SURNAMES if each[1] == latin), other)


def _person_again(chance: random.Random, one: Person) -> Person:
    km, en = one.name_km, one.name_en
    if km and chance.random() < 0.5:
        km, en = (km, "") if chance.random() < 0.5 else ("", en)
    return Person(
        name_km=_khmer_again(chance, km) if km else "",
        name_en=_latin_again(chance, en) if en else "",
        sex=_sex_again(chance, one.sex),
        birth_year=_year_again(chance, one.birth_year),
        place=_place_again(chance, one.place),
        phones=_phones_again(chance, one.phones),
        email=one.email if chance.random() < 0.6 else "",
    )


def _khmer_again(chance: random.Random, km: str) -> str:
    if chance.random() < 0.3:
        km = khmer_slip(chance, km)
    if chance.random() < 0.15:
        km = km.replace(" ", "")
    return chance.choice(("លោក ", "លោកស្រី ", "ឯកឧត្តម ")) + km if chance.random() < 0.1 else km


def _latin_again(chance: random.Random, en: str) -> str:
    how = chance.random()
    if how < 0.25:
        return spelled_anew(chance, en)
    if how < 0.4:
        return typo(chance, en)
    if how < 0.5:
        return " ".join(en.split()[::-1])
    if how < 0.55:
        return en.upper()
    return chance.choice(("Mr. ", "Mrs ", "H.E. ")) + en if how < 0.6 else en


def _sex_again(chance: random.Random, sex: str) -> str:
    how = chance.random()
    if how < 0.87:
        return sex
    return "" if how < 0.97 else {"F": "M", "M": "F"}[sex]


def _year_again(chance: random.Random, year: int | None) -> int | None:
    how = chance.random()
    if year is None or how < 0.25:
        return None
    return year if how < 0.9 else year + chance.choice((-10, -1, 1, 2))


def _place_again(chance: random.Random, place: str) -> str:
    how = chance.random()
    if how < 0.65:
        return place
    if how < 0.8:
        return place[: max(2, len(place) - 2)]
    if how < 0.93:
        return ""
    return _place(chance, place[:2] or "02" if how < 0.98 else chance.choice(PROVINCES))


def _phones_again(chance: random.Random, phones: tuple[str, ...]) -> tuple[str, ...]:
    how = chance.random()
    if how < 0.6:
        return phones
    if how < 0.7:
        return (some_phone(chance), *phones)
    return (some_phone(chance),) if how < 0.85 else ()


def _shuffled(chance: random.Random, records: list, truth: list[int]) -> Entered:
    order = list(range(len(records)))
    chance.shuffle(order)
    return Entered([records[each] for each in order], [truth[each] for each in order])


# ---- organisations ----


@dataclass
class _Body:
    """What an organisation is called, before somebody writes it down."""

    kind: tuple[str, ...]
    theme: tuple[str, ...]
    proper: tuple[str, str] | None
    place: str
    near: tuple[str, str] | None
    number: int | None = None

    def english(self, style: int = 0) -> str:
        kind, theme = self.kind[0], self.theme[0]
        near = self.near[1] if self.near else ""
        proper = self.proper[1].replace("_", " ") if self.proper else ""
        number = f" {self.number}" if self.number else ""
        if style == 1:
            return " ".join(
                f"{kind} for {theme}{' of ' + proper if proper else ''} in {near or 'Cambodia'}{number}".split()  # noqa: E501
            )
        if style == 2:
            return " ".join(f"{near} {theme} {kind}{' ' + proper if proper else ''}{number}".split())
        return " ".join(f"{proper} {theme} {kind} {near}{number}".split())

    def khmer(self) -> str:
        proper = self.proper[0] if self.proper else ""
        near = self.near[0] if self.near else ""
        return f"{self.kind[1]}{self.theme[1]}{proper}{near}{self.number or ''}"

    def romanised(self) -> str:
        proper = self.proper[1].replace("_", " ") if self.proper else ""
        return " ".join(
            f"{self.kind[2]} {self.theme[2]} {proper} {self.near[1] if self.near else ''}".split()
        )

    def acronym(self) -> str:
        skipped = {"of", "for", "in", "and", "with"}
        return "".join(word[0] for word in self.english().split() if word.lower() not in skipped).upper()


def organisations(count: int, seed: int, twice: float = 0.1) -> Entered:
    """Organisations of eight provinces, many of them like another one in the next district."""
    chance = random.Random(seed)
    bodies: list[_Body] = []
    made: list[Organisation] = []
    known: set[str] = set()
    while len(made) < int(count * (1 - twice)):
        body = _body(chance, bodies)
        if body.english() in known:
            continue
        known.add(body.english())
        bodies.append(body)
        made.append(_organisation(chance, body, made))
    truth = list(range(len(made)))
    every = [*made]
    while len(every) < count:
        who = chance.randrange(len(made))
        every.append(_organisation_again(chance, made[who], bodies[who]))
        truth.append(who)
    return _shuffled(chance, every, truth)


def _body(chance: random.Random, bodies: list[_Body]) -> _Body:
    if bodies and chance.random() < 0.15:
        # The same association in another district, or its second group.
        one = chance.choice(bodies[-50:])
        place = _place(chance, one.place[:2])
        return _Body(one.kind, one.theme, one.proper, place, _called(place), one.number)
    place = _place(chance, chance.choice(PROVINCES))
    proper = chance.choice(PROPER) if chance.random() < 0.45 else None
    near = _called(place) if proper is None or chance.random() < 0.5 else None
    number = chance.randint(1, 4) if chance.random() < 0.05 else None
    return _Body(chance.choice(KINDS), chance.choice(THEMES), proper, place, near, number)


def _called(code: str) -> tuple[str, str]:
    found = place_of(code)
    assert found is not None
    return found.name_km, found.name_en


def _organisation(chance: random.Random, body: _Body, made: list[Organisation]) -> Organisation:
    phones = (some_phone(chance),) if chance.random() < 0.8 else ()
    if made and chance.random() < 0.02:
        phones = chance.choice(made).phones  # it sits in another one's house
    mail = f"{body.acronym().lower()}{chance.randrange(10**5)}@mail.test"
    return Organisation(
        name_km=body.khmer() if chance.random() < 0.85 else "",
        name_en=body.english(chance.choice((0, 0, 1, 2))) if chance.random() < 0.9 else "",
        acronym=body.acronym() if chance.random() < 0.4 else "",
        place=body.place if chance.random() < 0.9 else "",
        phones=phones,
        email=mail if chance.random() < 0.4 else "",
    )


def _organisation_again(chance: random.Random, one: Organisation, body: _Body) -> Organisation:
    km, en, acronym, former = _called_again(chance, one, body)
    if en:
        en = _english_again(chance, en, body)
    if km and chance.random() < 0.35:
        km = khmer_slip(chance, km)
    if km and chance.random() < 0.15:
        km = km.replace(body.kind[1], "", 1) or km
    if en and acronym and chance.random() < 0.3:
        en, acronym = f"{en} ({acronym})", ""
    return Organisation(
        name_km=km,
        name_en=en,
        acronym=acronym,
        former_names=former,
        place=_place_again(chance, one.place),
        phones=_phones_again(chance, one.phones),
        email=one.email if chance.random() < 0.6 else "",
    )


def _called_again(
    chance: random.Random, one: Organisation, body: _Body
) -> tuple[str, str, str, tuple[str, ...]]:
    """Name in Khmer, in English, acronym and former names, as somebody else knows them."""
    how = chance.random()
    if how < 0.12:
        return "", body.english(chance.choice((0, 1, 2))), one.acronym, ()
    if how < 0.22:
        return body.khmer(), "", one.acronym, ()
    if how < 0.32:
        return "", body.romanised(), one.acronym, ()
    if how < 0.38:
        return "", body.acronym(), body.acronym(), ()
    if how < 0.44:
        new = f"{chance.choice(PROPER)[1].replace('_', ' ')} {chance.choice(THEMES)[0]} {body.kind[0]}"
        return "", new, one.acronym, (one.name_en or one.name_km,)
    return one.name_km, one.name_en, one.acronym, ()


def _english_again(chance: random.Random, en: str, body: _Body) -> str:
    if chance.random() < 0.04:
        en = en.replace(body.kind[0], chance.choice(KINDS)[0])
    if chance.random() < 0.35:
        en = _shortened(chance, en)
    return typo(chance, en) if chance.random() < 0.3 else en


_SHORT = (("Association", "Assoc."), ("Organization", "Organisation"), ("Organization", "Org."), ("Development", "Dev't"),  # noqa: E501
          (" and ", " & "), ("Community", "Comm."), (" Association", ""), (" Organization", ""), (" Group", " group"),  # noqa: E501
          ("Cooperative", "Co-operative"), (" in Cambodia", ""))  # fmt: skip


def _shortened(chance: random.Random, text: str) -> str:
    fits = [pair for pair in _SHORT if pair[0] in text]
    if not fits:
        return text.upper() if chance.random() < 0.5 else f"The {text}"
    old, new = chance.choice(fits)
    return text.replace(old, new, 1).strip()
