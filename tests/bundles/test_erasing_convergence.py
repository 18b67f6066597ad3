"""Random lives of three hubs in which people are erased: files come late, twice or never, all end alike."""

import contextlib
import datetime as dt
import random
from itertools import permutations

import pytest
from bundle_hubs import changes_of, exchange, introduce

from cso_desk.assembly import create_store
from cso_desk.bundles.chain_check import chain_faults
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.catalog import GUARDS, RECORD_TYPES
from cso_desk.errors import UserError
from cso_desk.features.members.record import Person, Position
from cso_desk.features.members.service.duplicates import merge
from cso_desk.journal.forgetting import erase_person
from cso_desk.journal.mending import make_anew
from cso_desk.journal.merged_erased import merged_with_erased, part_from_erased
from cso_desk.journal.recorder import JournalRecorder
from cso_desk.journal.soundness import soundness
from cso_desk.store.aliases import survivor_of
from cso_desk.store.erasures import all_erased, erased_people
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.wording import use_language

DAY = dt.date(2026, 11, 23)
HUBS = ("00", "02", "03")


class Life:
    """Three hubs, and the files that somebody carries about."""

    def __init__(self, folder, seed):
        self.chance = random.Random(seed)
        self.hubs = [create_store(folder / hub, hub, passphrase=None)[0] for hub in HUBS]
        self.sticks = []
        self.erased = set()
        introduce(*self.hubs)

    def people(self, store):
        with store.reading() as reading:
            return [each.id for each in reading.all(Person)]

    def add(self, store):
        with store.transaction("Add") as t:
            person = t.add(Person(name_en=f"Zebraquux {self.chance.random()}", consent=True)).id
            t.add(Position(person=person, title_en="Zebraquux head"))

    def edit(self, store):
        for person in self.chance.sample(self.people(store), k=min(1, len(self.people(store)))):
            with store.transaction("Edit") as t:
                t.change(Person, person, notes=f"Zebraquux {self.chance.random()}")
                t.add(Position(person=person, title_en="Zebraquux deputy"))

    def erase(self, store):
        for person in self.chance.sample(self.people(store), k=min(1, len(self.people(store)))):
            # A province may not erase whom another hub entered.
            with contextlib.suppress(UserError):
                erase_person(store, person, DAY)
                self.erased.add(person)

    def merge(self, store):
        some = self.chance.sample(self.people(store), k=min(2, len(self.people(store))))
        if len(some) == 2:
            # What is held by fewer hubs may not stand for what more of them hold.
            with contextlib.suppress(UserError):
                merge(store, "person", *some)

    def write(self, store):
        other = self.chance.choice([each for each in self.hubs if each is not store])
        kind = self.chance.choice(["delta", "full"])
        self.sticks.append((other, make_bundle(store, other.hub, kind=kind).path))

    def bring(self, _store):
        if self.sticks:
            target, path = self.chance.choice(self.sticks)
            # An earlier file may be missing; whatever else were refused would show when all meet.
            with contextlib.suppress(UserError):
                receive_bundle(target, path, backup=False)

    def live(self, steps):
        deeds = [self.add, self.edit, self.edit, self.merge, self.erase]
        deeds += [self.write, self.write, self.bring, self.bring]
        for _step in range(steps):
            self.chance.choice(deeds)(self.chance.choice(self.hubs))

    def meet(self):
        meet(*self.hubs)

    def decide(self):
        """The nation says of everybody merged with somebody erased whether it is the same person."""
        while asked := merged_with_erased(self.hubs[0]):
            if self.chance.random() < 0.5:
                erase_person(self.hubs[0], asked[0].person, DAY)
            else:
                part_from_erased(self.hubs[0], asked[0])

    def close(self):
        for each in self.hubs:
            each.close()


def told(store):
    with store.reading() as reading:
        run = reading.connection.exec_driver_sql
        left = run(
            "SELECT count(*) FROM change c JOIN erased e ON e.record = c.record"
            " WHERE c.value LIKE 'Zebraquux%'"
        ).scalar_one()
        people = {each.id: each for each in reading.all(Person, trash=True)}
        return erased_people(reading.connection), all_erased(reading.connection), left, people


@pytest.mark.parametrize("seed", [1, pytest.param(None, marks=pytest.mark.long)])
def test_all_hubs_end_with_the_same_people_erased(tmp_path, seed):
    use_language("en")
    for each in [seed] if seed is not None else range(2, 30):
        life = Life(tmp_path / str(each), each)
        try:
            life.live(20)
            life.meet()
            life.decide()
            life.meet()
            first, *others = [told(hub) for hub in life.hubs]
            assert first[2] == 0
            assert life.erased <= set(first[0])
            for other in others:
                assert (other[0], other[2]) == (first[0], 0)
                assert {one: other[3][one] for one in other[3]} == {one: first[3][one] for one in other[3]}
            for hub in life.hubs:
                assert merged_with_erased(hub) == []
                assert soundness(hub).sound
                with hub.reading() as reading:
                    assert not chain_faults(reading.connection)
        finally:
            life.close()


def as_before_erasures(store):
    """The store as an older version has it open: it knows neither erasures nor what goes with them."""
    older = [kind for kind in RECORD_TYPES if kind.name != "erasure"]
    return Store(store.folder, store.engine, Shelves(older, GUARDS), JournalRecorder(store.replica))


def test_an_older_version_keeps_an_erasure_passes_it_on_and_applies_it_when_upgraded(tmp_path):
    use_language("en")
    battambang, nation, other = (
        create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("02", "00", "03")
    )
    introduce(battambang, nation, other)
    with battambang.transaction("Add") as t:
        person = t.add(Person(name_en="Zebraquux", consent=True)).id
    older = as_before_erasures(nation)
    exchange(battambang, older)
    exchange(older, other)
    erase_person(battambang, person, DAY)
    exchange(battambang, older)
    with older.reading() as reading:
        held = reading.get(Person, person)
        assert (held.name_en, held.deleted) == ("Zebraquux", True)
    exchange(older, other)
    with other.reading() as reading:
        assert reading.get(Person, person).name_en == "Erased person"
    # What the version that knows erasures does when it brings the store up.
    with nation.writing() as connection:
        make_anew(connection, nation.shelves.types.values())
    with nation.reading() as reading:
        assert reading.get(Person, person).name_en == "Erased person"
    assert changes_of(nation) == changes_of(other)
    for store in (battambang, nation, other):
        store.close()


LIVES = [
    pytest.param(order, stays, marks=() if (place, stays) in {(0, True), (14, False)} else pytest.mark.long)
    for place, order in enumerate(permutations(((0, 1), (0, 2), (1, 0), (1, 2))))
    for stays in (True, False)
]
"""Which files come in which order, and whether whom was erased stands for the other."""


@pytest.mark.parametrize(("order", "erased_stays"), LIVES)
def test_whom_one_hub_merges_while_another_erases_is_asked_about_in_whatever_order_files_come(
    tmp_path, order, erased_stays
):
    use_language("en")
    hubs = battambang, nation, other = three_hubs(tmp_path)
    with battambang.transaction("Add") as t:
        one, twice = (
            t.add(Person(name_en=f"Zebraquux {n}", phones=("+85512345678",), consent=True)).id for n in "ab"
        )
        t.add(Position(person=twice, title_en="Zebraquux head"))
    exchange(battambang, nation)
    exchange(nation, other)
    erase_person(battambang, one, DAY)
    merge(nation, "person", *((one, twice) if erased_stays else (twice, one)))
    stick = tmp_path / "stick"
    stick.mkdir()
    bundles = {(a, b): make_bundle(hubs[a], hubs[b].hub, kind="full", folder=stick).path for a, b in order}
    for source, target in order:
        receive_bundle(hubs[target], bundles[source, target], backup=False)
    meet(nation, battambang, other)
    assert [[each.person for each in merged_with_erased(hub)] for hub in hubs] == [[twice], [twice], []]
    erase_person(battambang, twice, DAY)
    meet(nation, battambang, other)
    for store in hubs:
        people, _every, left, _held = told(store)
        assert (people, left) == (sorted((one, twice)), 0)
        assert merged_with_erased(store) == []
        assert soundness(store).sound
        store.close()


@pytest.mark.parametrize("erased_stays", [True, False])
def test_who_was_merged_with_somebody_erased_by_mistake_stays_where_somebody_says_that_they_are_two(
    tmp_path, erased_stays
):
    use_language("en")
    hubs = battambang, nation, other = three_hubs(tmp_path)
    with battambang.transaction("Add") as t:
        one = t.add(Person(name_en="Zebraquux", consent=True)).id
    with other.transaction("Add") as t:
        twice = t.add(Person(name_en="Zebraquux twice", phones=("+85512345678",), consent=True)).id
    meet(nation, battambang, other)
    merge(nation, "person", *((one, twice) if erased_stays else (twice, one)))
    erase_person(battambang, one, DAY)
    meet(nation, battambang, other)
    # Nobody can make another hub lose its people by merging them with some of their own and erasing those.
    assert [told(hub)[0] for hub in hubs] == [[one]] * 3
    (asked,) = merged_with_erased(other)
    assert merged_with_erased(battambang) == []
    part_from_erased(other, asked)
    meet(nation, battambang, other)
    for store in hubs:
        assert merged_with_erased(store) == []
        with store.reading() as reading:
            person = reading.get(Person, twice)
            assert (person.name_en, person.phones) == ("Zebraquux twice", ("+85512345678",))
            assert survivor_of(reading, twice) == twice
        assert soundness(store).sound
        store.close()


def three_hubs(folder):
    hubs = [create_store(folder / hub, hub, passphrase=None)[0] for hub in ("02", "00", "03")]
    introduce(*hubs)
    return hubs


def meet(nation, *others):
    for _round in range(2):
        for store in others:
            exchange(store, nation)
        for store in others:
            exchange(nation, store)
