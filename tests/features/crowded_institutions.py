"""A third truth: many institutions whose names are made of few words, each entered by hands of its own.

Here no word of a name tells much, and telephones change: that the whole name is the same has to be enough.
"""

import random
from dataclasses import dataclass

import families_spell
import invented_names
from entered_otherwise import Maker, Told, called, commune
from entered_twice import khmer_slip, some_phone, typo

from cso_desk.features.members.record import Organisation

PROVINCES = ("02", "17", "06")
FORMS = (*invented_names.KINDS, *families_spell.FORMS[-1:])
# English, Khmer, and how another hand spells it in Latin letters
PROPER = [*families_spell.PROPER, *[(en.replace("_", " "), km, "") for km, en in invented_names.PROPER[:12]]]
_CUT = (("Organization", "Org."), ("Organization", "Organisation"), ("Association", "Assoc."), ("and", "&"),
        ("Development", "Dev't"), ("Community", "Com."), ("Rights", "Right"),
        ("Education", "Educ."))  # fmt: skip


@dataclass(frozen=True)
class _Called:
    """Of what a name is made; no two institutions are called alike."""

    form: tuple[str, ...]
    work: tuple[str, ...] | None
    proper: tuple[str, ...] | None
    near: str

    def english(self, order: int, spelling: int = 0) -> str:
        proper = (self.proper[spelling] or self.proper[0]) if self.proper else ""
        near = called(self.near)[1] if self.near else ""
        work = self.work[0] if self.work else ""
        if order and work:
            return " ".join(f"{proper} {self.form[0]} for {work} {near and 'in ' + near}".split())
        return " ".join(f"{proper} {work} {self.form[0]} {near}".split())

    def khmer(self) -> str:
        words = (self.form[1], self.work[1] if self.work else "", self.proper[1] if self.proper else "")
        return "".join(words) + (called(self.near)[0] if self.near else "")


def crowded_organisations(count: int, seed: int) -> Told:
    """Institutions of three provinces; one in ten stands in two lists or more."""
    maker = Maker(seed)
    chance = maker.chance
    known: set[_Called] = set()
    while len(maker.told.records) < count:
        home = commune(chance, chance.choice(PROVINCES))
        proper = chance.choice(PROPER) if chance.random() < 0.75 else None
        work = chance.choice(invented_names.THEMES) if proper is None or chance.random() < 0.8 else None
        near = home[:4] if proper is None or chance.random() < 0.15 else ""
        name = _Called(chance.choice(FORMS), work, proper, near)
        if name in known:
            continue
        known.add(name)
        who, phone, order = None, some_phone(chance), chance.randrange(2)
        short = "".join(word[0] for word in name.english(order).split() if word[0].isupper())
        short = short if len(short) > 2 and chance.random() < 0.45 else ""
        for again in range(chance.choices((1, 2, 3, 4), (90, 8, 1, 1))[0]):
            one = _entered(chance, name, order, short, home, again)
            how = chance.random()
            one.phones = (phone,) if how < 0.55 else (some_phone(chance),) if how < 0.7 else ()
            one.email = f"{short.lower() or name.form[0].lower()}{len(known)}@post.test" if how > 0.6 else ""
            who = maker.add(one, who, "alone" if not again else "again")
    return maker.shuffled()


def _entered(
    chance: random.Random, name: _Called, order: int, short: str, home: str, again: int
) -> Organisation:
    """One line of a list, in one language or both, with what its writer does to names."""
    km, en = name.khmer(), name.english(order, spelling=2 if again and chance.random() < 0.3 else 0)
    if again:
        for whole, cut in chance.sample(_CUT, 5):
            en = en.replace(whole, cut, 1) if chance.random() < 0.5 else en
        en = typo(chance, en) if chance.random() < 0.2 else en
        km = khmer_slip(chance, km) if chance.random() < 0.25 else km
    if short and chance.random() < 0.25:
        en, short = f"{en} ({short})", ""
    language = chance.choices(("both", "km", "en"), (60, 22, 18))[0]
    return Organisation(
        name_km=km if language != "en" else "",
        name_en=en if language != "km" else "",
        acronym=short if chance.random() < 0.7 else "",
        place=home[: chance.choice((2, 4, 6))] if chance.random() < 0.75 else "",
    )
