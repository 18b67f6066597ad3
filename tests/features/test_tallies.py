"""What is kept counted of meetings is what a count from nothing gives, whatever happened to the records."""

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import (
    PARTS,
    Asked,
    Behind,
    faithfulness_in,
    first_behind,
    quarter_figures,
    quarters_of,
    rows_behind,
)
from cso_desk.features.meetings.service.counting import count_rows
from cso_desk.features.meetings.service.tallies import refresh_tallies
from cso_desk.features.members.record import Organisation, Person
from cso_desk.journal.undo import redo, undo
from cso_desk.store.aliases import survivor_of
from cso_desk.store.store import Store

QUARTERS = ("2026Q2", "2026Q3")
COUNTED = ("participations", "people", "people_female", "people_male", "institutions", *PARTS)


def forget(store: Store) -> None:
    """Lose everything that is kept."""
    with store.writing() as connection:
        for table in ("tally", "tally_no"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


def opened(store: Store, asked: Asked) -> int:
    """How many rows a figure opens: as they are counted and as they come, each record once."""
    rows = list(rows_behind(store, asked))
    assert first_behind(store, asked, 3) == Behind(tuple(rows[:3]), len(rows))
    assert len({each.attendance.id for each in rows}) == len(rows)
    with store.reading() as reading:
        days = {each.id: each.starts for each in reading.all(Meeting)}
    assert [days[each.attendance.meeting] for each in rows] == sorted(
        days[each.attendance.meeting] for each in rows
    )
    return len(rows)


Told = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


def told(store: Store) -> Told:
    """By institution the meetings that it was invited to, and those that it did not come to."""
    with store.reading() as reading:
        found = faithfulness_in(reading, QUARTERS)
    for each in found:
        came = [meeting not in each.missed for meeting in each.invited]
        since = list(reversed(came)).index(True) if True in came else len(came)
        assert (each.times_came, each.missed_last) == (sum(came), since)
        assert each.drifting == (True in came and since >= 2)
    return {each.organisation.id: (each.invited, each.missed) for each in found}


def told_by_the_lists(store: Store) -> Told:
    """The same, row by row from the attendance lists."""
    with store.reading() as reading:
        held = {each.id: each for each in reading.all(Meeting) if each.status == "held"}
        rows = [each for each in reading.all(Attendance) if each.meeting in held and each.organisation]
        into = {each.id: survivor_of(reading, each.id) for each in reading.all(Organisation, trash=True)}
        alive = {each.id for each in reading.all(Organisation)}
    rows = [each for each in rows if set(quarters_of(held[each.meeting])) & set(QUARTERS)]
    rows.sort(key=lambda each: (held[each.meeting].starts, each.meeting))
    invited: dict[str, dict[str, bool]] = {}
    for row in rows:
        answers = invited.setdefault(into.get(row.organisation, row.organisation), {})
        answers[row.meeting] = answers.get(row.meeting, False) or row.status == "present"
    return {
        body: (tuple(answers), tuple(meeting for meeting, came in answers.items() if not came))
        for body, answers in invited.items()
        if body in alive
    }


def agreed(store: Store) -> None:
    """The figures as they are kept, as they are counted anew and as their rows tell are the same."""
    kept = quarter_figures(store, QUARTERS)
    for name in COUNTED:
        assert opened(store, Asked(name, QUARTERS)) == getattr(kept.total.totals, name), name
    for age, count in kept.total.totals.by_age.items():
        assert opened(store, Asked("participations", QUARTERS, age=age)) == count, age
    for kind, count in kept.total.totals.by_kind.items():
        assert opened(store, Asked("institutions", QUARTERS, kind=kind)) == count, kind
    listed = told_by_the_lists(store)
    assert told(store) == listed
    forget(store)
    assert told(store) == listed
    assert quarter_figures(store, QUARTERS) == kept


class Life:
    """One store to which something happens again and again."""

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.store, self.chance = store, chance

    def some(self, record: type[Any]) -> Any:
        with self.store.reading() as reading:
            found = reading.all(record, trash=True)
        return self.chance.choice(found) if found else None

    def enter(self) -> None:
        chance = self.chance
        with self.store.transaction("x") as t:
            person = Person(
                name_en="P",
                sex=chance.choice(["F", "M", "X", ""]),
                birth_year=chance.choice([None, 1950, 1996, 2015, 99999, -5]),
                age_band=chance.choice(["", "15-30", "31-59", "X"]),
                minority=chance.choice(["", "yes", "X"]),
            )
            t.add(person)
            body = t.add(Organisation(name_en="O", kind=chance.choice(["ngo", "cbo", ""]), place="0208"))
            meeting = t.add(
                Meeting(
                    title_en="M",
                    starts=chance.choice(["2026-05-01", "2026-07-09"]),
                    periods=chance.choice([(), QUARTERS]),
                    status="held",
                )
            )
            t.add(Attendance(meeting=meeting.id, person=person.id, organisation=body.id, status="present"))

    def come(self) -> None:
        meeting, person, body = self.some(Meeting), self.some(Person), self.some(Organisation)
        if meeting is None:
            return
        with self.store.transaction("x") as t:
            t.add(
                Attendance(
                    meeting=meeting.id,
                    person=person.id,
                    organisation=self.chance.choice([body.id, ""]),
                    status=self.chance.choice(["present", "absent", "excused"]),
                    youth=self.chance.choice(["", "yes", "no", "X"]),
                    id_poor=self.chance.choice(["", "1", "none"]),
                )
            )

    def edit(self) -> None:
        choices: list[tuple[type[Any], dict[str, Any]]] = [
            (Attendance, {"status": self.chance.choice(["present", "absent"])}),
            (Attendance, {"deleted": self.chance.choice([True, False])}),
            (Attendance, {"youth": self.chance.choice(["", "yes", "no"])}),
            (Person, {"sex": self.chance.choice(["F", "M", "X"])}),
            (Person, {"birth_year": self.chance.choice([None, 1980, 2005])}),
            (Person, {"disability": self.chance.choice(["yes", "no", ""])}),
            (Organisation, {"deleted": self.chance.choice([True, False, False])}),
            (Organisation, {"kind": self.chance.choice(["ngo", "media"]), "place": "020801"}),
            (Meeting, {"status": self.chance.choice(["held", "planned"])}),
            (Meeting, {"starts": self.chance.choice(["2026-08-01", "2019-08-01", ""])}),
            (Meeting, {"deleted": self.chance.choice([True, False])}),
        ]
        record, values = self.chance.choice(choices)
        found = self.some(record)
        if found is not None:
            with self.store.transaction("x") as t:
                t.change(found, **values)

    def move(self) -> None:
        row, meeting = self.some(Attendance), self.some(Meeting)
        if row is not None:
            with self.store.transaction("x") as t:
                t.change(row, meeting=meeting.id)

    def merge(self) -> None:
        record = self.chance.choice([Person, Organisation])
        one, other = self.some(record), self.some(record)
        if one is not None and one.id != other.id:
            with self.store.transaction("x") as t:
                t.change(one, merged_into=self.chance.choice([other.id, ""]))

    def take_back(self) -> None:
        with suppress(UserError):
            self.chance.choice([undo, redo])(self.store)

    def look(self) -> None:
        refresh_tallies(self.store)


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    made = [create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("02", "00")]
    one, other = made
    for source, target in ((one, other), (other, one)):
        receive_bundle(target, make_bundle(source, "", kind="hello").path)
    yield one, other
    for store in made:
        store.close()


def live(store: Store, chance: random.Random, steps: int) -> None:
    life = Life(store, chance)
    acts = (life.enter, life.come, life.come, life.edit, life.edit, life.edit, life.move, life.merge)
    for _step in range(steps):
        chance.choice((*acts, life.take_back, life.look))()


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_is_what_a_count_from_nothing_gives(hubs: tuple[Store, Store], seed: int) -> None:
    hub, nation = hubs
    chance = random.Random(seed)
    for _round in range(3):
        live(hub, chance, 25)
        agreed(hub)
        bundle = receive_bundle(nation, make_bundle(hub, "00").path, backup=False)
        agreed(nation)
        if chance.random() < 0.5:
            undo_receive(nation, bundle.uid)
            agreed(nation)
        live(nation, chance, 5)
        receive_bundle(hub, make_bundle(nation, "02").path, backup=False)
        agreed(hub)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    born=st.lists(st.integers(1930, 2030), max_size=12),
    year=st.integers(2000, 2040),
    youth=st.tuples(st.integers(0, 40), st.integers(0, 60)).map(lambda ages: (min(ages), max(ages))),
    tick=st.sampled_from(["", "yes", "no", "X"]),
)
def test_every_participation_is_in_one_age_group(
    born: list[int], year: int, youth: tuple[int, int], tick: str
) -> None:
    rows = [("m", f"p{n}", "", "F", each, "", tick, "", "", "") for n, each in enumerate(born)]
    tally = count_rows(rows, {f"p{n}": n for n in range(len(born))})["m"] if rows else None
    groups = tally.by_age(year, youth) if tally else {}
    young = [each for each in born if youth[0] <= year - each <= youth[1]]
    assert sum(groups.values()) == len(born)
    assert groups.get("youth", 0) == {"yes": len(born), "": len(young)}.get(tick, 0)
