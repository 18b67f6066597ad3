"""What is kept of likely doubles after any change is what would be found if all were read anew."""

import tempfile
from contextlib import suppress
from pathlib import Path

from bundle_hubs import exchange, introduce
from hypothesis import given, settings
from hypothesis import strategies as st

from cso_desk.assembly import create_store
from cso_desk.errors import UserError
from cso_desk.features.members.record import OrganisationName, Position
from cso_desk.features.members.service.duplicates import merge, separate, warm_up
from cso_desk.features.members.service.duplicates.finding import KINDS, made_index
from cso_desk.features.members.service.duplicates.watching import _watch
from cso_desk.journal.undo import redo, undo
from cso_desk.store.aliases import aliases

NAMES = {
    "organisation": [
        "Santi Sena Youth Group",
        "Bavel Farmers Association",
        "សមាគមកសិករបវេល",
        "ADHOC",
        "Old Lotus",
    ],
    "person": ["Sok Dara", "Dara Sok", "សុខ ដារ៉ា", "Chan Vanna", "Keo"],
}
kinds = st.sampled_from(sorted(KINDS))
places = st.sampled_from(["", "0204", "020401", "1201"])
phones = st.sampled_from([(), ("+85512345678",), ("+85512345678", "+85599111222")])
some = st.integers(0, 3)
steps = st.one_of(
    st.tuples(st.just("add"), kinds, some, places, phones),
    st.tuples(st.just("change"), kinds, some, some, phones),
    st.tuples(st.just("trash"), kinds, some, st.booleans()),
    st.tuples(st.just("merge"), kinds, some, some),
    st.tuples(st.just("separate"), some),
    st.tuples(st.just("position"), some, some),
    st.tuples(st.just("earlier"), some, some),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("exchange")),
    st.tuples(st.just("there")),
)


class Life:
    """A store to which things happen, some of them at another hub, and what was added to it."""

    def __init__(self, store, other):
        self.store, self.other = store, other
        self.known = {"organisation": [], "person": []}

    def do(self, what, *told):
        with suppress(UserError):
            getattr(self, what)(*told)

    def one(self, kind, place):
        known = self.known[kind]
        if not known:
            raise UserError("nobody is there yet")
        return known[place % len(known)]

    def keep(self, record):
        with self.store.transaction("Add") as t:
            return t.add(record).id

    def add(self, kind, name, place, phones):
        made = KINDS[kind](name_en=NAMES[kind][name % 5], place=place, phones=phones, consent=True)
        self.known[kind].append(self.keep(made))

    def change(self, kind, which, name, phones):
        values = {"name_en": NAMES[kind][name % 5], "phones": phones}
        with self.store.transaction("Change") as t:
            t.change(KINDS[kind], self.one(kind, which), **values)

    def trash(self, kind, which, gone):
        with self.store.transaction("Trash") as t:
            t.change(KINDS[kind], self.one(kind, which), deleted=gone)

    def merge(self, kind, one, other):
        merge(self.store, kind, self.one(kind, one), self.one(kind, other))

    def separate(self, which):
        with self.store.reading() as reading:
            stand_for = aliases(reading)
        for place, (record, survivor) in enumerate(sorted(stand_for.items())):
            if place == which % len(stand_for):
                separate(self.store, next(k for k in KINDS if record in self.known[k]), record, survivor)

    def position(self, person, body):
        self.keep(Position(person=self.one("person", person), organisation=self.one("organisation", body)))

    def earlier(self, body, name):
        called = NAMES["organisation"][name % 5]
        self.keep(OrganisationName(organisation=self.one("organisation", body), name_en=called))

    def undo(self):
        undo(self.store)

    def redo(self):
        redo(self.store)

    def exchange(self):
        exchange(self.store, self.other)
        exchange(self.other, self.store)

    def there(self):
        """What comes next happens at the other hub."""
        self.store, self.other = self.other, self.store

    def look(self):
        for kind in KINDS:
            warm_up(self.store, kind)


def told(index):
    """Everything an index knows, without its numbers."""
    stand = {}
    for record in index.place_of:
        profile = index.profiles[index.place_of[record]]
        called = [name.joined for name in (*profile.names, *profile.former)]
        near = {index.profiles[place].record for place in index.alike(profile)}
        stand[record] = (called, profile.bodies, profile.phones, profile.place, near)
    pairs = {frozenset((one.record, other.record)) for one, other in index.pairs()}
    shared = {
        (sort, text): index.sharing(sort, text)
        for each in map(index.profiles.__getitem__, index.place_of.values())
        for sort, texts in (
            ("phone", each.phones),
            ("acronym", each.acronyms),
            ("sound", [name.sound for name in each.names]),
        )
        for text in texts
    }
    words = {
        word.mark: index.rarity(word)
        for each in map(index.profiles.__getitem__, index.place_of.values())
        for name in each.names
        for word in name.words
    }
    return stand, pairs, shared, words


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.booleans(), steps), min_size=8, max_size=40))
def test_what_is_kept_of_doubles_is_what_would_be_found_anew(done):
    with tempfile.TemporaryDirectory() as folder:
        stores = [create_store(Path(folder) / hub, hub, passphrase=None)[0] for hub in ("02", "03")]
        introduce(*stores)
        life = Life(*stores)
        for number in range(3):
            for kind in KINDS:
                life.add(kind, number, "0204", ())
        life.exchange()
        for looks, step in done:
            if looks:
                life.look()
            life.do(*step)
        for store in stores:
            for kind in KINDS:
                kept = _watch(store).index(store, kind)
                with store.reading() as reading:
                    new = made_index(reading, kind, [])
                assert told(kept) == told(new)
            store.close()
