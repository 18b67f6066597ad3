"""Lists of records: narrowed and ordered by the database, read in blocks, big ones with anchors."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.assembly import create_store
from cso_desk.errors import CancelledError
from cso_desk.features.members.record import ORGANISATION, PERSON, POSITION, Organisation, Person, Position
from cso_desk.journal.undo import undo
from cso_desk.khmer.sorting import sort_key
from cso_desk.records.kinds import Text
from cso_desk.store import listing, reading, row_order
from cso_desk.store.listing import BLOCK, Listing, value_counts
from cso_desk.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made, _code = create_store(Path(tmp_path_factory.mktemp("lists")) / "hub", "02", passphrase=None)
    with made.transaction("Import") as t:
        for number in range(60):
            t.add(
                Organisation(
                    name_en=f"Group {number}",
                    kind=("association", "local_ngo", "")[number % 3],
                    place=("020201", "0203", "1203", "")[number % 4],
                    sectors=(("health", "education"), ("health",), ())[number % 3],
                    consent=number % 2 == 0,
                    staff_female=f"{number}" if number % 5 else "",
                )
            )
        for name in ("Zeta", "Alpha"):
            t.add(Position(person=t.add(Person(name_en=name)).id, role="staff"))
        for number in range(2300):
            t.add(Person(name_en=f"Same {number % 3}"))
    yield made
    made.close()


def names(made: Listing) -> list[str]:
    return [each.name_en for some, _titles in made.records() for each in some]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"kind": ["association"]}, lambda o: o.kind == "association"),
        ({"kind": ["association", ""]}, lambda o: o.kind in ("association", "")),
        ({"place": ["02"]}, lambda o: o.place.startswith("02")),
        ({"place": ["0203", "12"]}, lambda o: o.place[:4] in ("0203", "1203")),
        ({"sectors": ["education"]}, lambda o: "education" in o.sectors),
        ({"sectors": [""]}, lambda o: not o.sectors),
        ({"consent": [1]}, lambda o: o.consent),
        ({"consent": [0], "kind": ["local_ngo"]}, lambda o: not o.consent and o.kind == "local_ngo"),
        ({"kind": []}, lambda _o: True),
    ],
)
def test_filters_choose_what_has_one_of_their_values(store: Store, filters: dict, holds: object) -> None:  # type: ignore[type-arg]
    made = Listing(store, ORGANISATION, filters=filters)
    everything = [each for some, _titles in Listing(store, ORGANISATION).records() for each in some]
    assert names(made) == [each.name_en for each in everything if holds(each)]  # type: ignore[attr-defined, operator]
    assert made.count == len(names(made))


def test_filters_and_words_narrow_together(store: Store) -> None:
    made = Listing(store, ORGANISATION, text="group 1", filters={"kind": ["association"]})
    assert names(made) == ["Group 12", "Group 15", "Group 18"]


def test_values_are_counted_with_the_other_filters(store: Store) -> None:
    counts = value_counts(store, ORGANISATION, "kind", filters={"consent": [1], "kind": ["local_ngo"]})
    assert counts == {"association": 10, "local_ngo": 10, "": 10}
    places = value_counts(store, ORGANISATION, "place")
    assert places["02"] == 30
    assert places["0202"] == places["0203"] == places["12"] == places[""] == 15
    assert value_counts(store, ORGANISATION, "sectors") == {"health": 40, "education": 20, "": 20}


@pytest.mark.parametrize("descending", [False, True])
def test_what_is_empty_comes_last_both_ways(store: Store, descending: bool) -> None:
    made = Listing(store, ORGANISATION, order="staff_female", descending=descending)
    shown = [each.staff_female for each in made.block(0, 60)[0]]  # type: ignore[attr-defined]
    assert shown[48:] == [""] * 12
    assert shown[:48] == sorted(shown[:48], key=int, reverse=descending)


def test_references_are_ordered_by_the_names_of_what_they_refer_to(store: Store) -> None:
    made = Listing(store, POSITION, order="person")
    records, titles = made.block(0, 5)
    assert [titles[each.person][1] for each in records] == ["Alpha", "Zeta"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("descending", [False, True])
def test_a_big_list_is_read_from_anchors_as_a_small_one_is(
    store: Store, monkeypatch: pytest.MonkeyPatch, descending: bool
) -> None:
    whole = Listing(store, PERSON, descending=descending).ids(0, 2302)
    monkeypatch.setattr(listing, "QUICK", 1000)
    big = Listing(store, PERSON, descending=descending)
    assert (big.complete, big.count) == (False, 1000)
    assert big.ids(990, 10) == whole[990:1000]
    big.finish()
    assert (big.complete, big.count) == (True, 2302)
    for first in (0, 950, 999, 1000, 2000, 2295):
        assert [each.id for each in big.block(first, 100)[0]] == whole[first : first + 100]
    for row in (0, 1, 999, 1000, 1001, 2301):
        assert big.row_of(whole[row]) == row


def test_a_big_list_that_is_narrowed_waits_until_it_is_finished(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "QUICK", 1000)
    big = Listing(store, PERSON, text="same 1")
    assert (big.complete, big.count, big.row_of("x")) == (False, 0, None)
    assert big.finish().count == len(set(names(Listing(store, PERSON, text="same 1").finish()))) * 767


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", ["kind", "name_en", "staff_female", "place", "sectors", "consent", "code"])
def test_rows_are_sorted_in_runs_as_they_are_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str, descending: bool
) -> None:
    at_once = Listing(store, ORGANISATION, order=name, descending=descending).ids(0, 60)
    monkeypatch.setattr(row_order, "_RUN", 2)
    monkeypatch.setattr(row_order, "_PACK", 1)
    assert Listing(store, ORGANISATION, order=name, descending=descending).ids(0, 60) == at_once


@given(st.lists(st.one_of(st.none(), st.text(alphabet="aAbកខ1 ", max_size=3))), st.booleans())
def test_texts_stand_in_dictionary_order_the_empty_ones_last(values: list[str | None], way: bool) -> None:
    found = row_order.in_order(enumerate(values), Text(""), descending=way)
    said = sorted(
        (n for n, v in enumerate(values) if v), key=lambda n: sort_key(values[n] or ""), reverse=way
    )
    assert list(found) == [*said, *(n for n, v in enumerate(values) if not v)]


def test_the_first_rows_of_a_narrowed_list_stand_before_the_rest_is_known(store: Store) -> None:
    made = Listing(store, PERSON, text="same 1")
    assert (made.complete, made.count) == (False, BLOCK)
    first = made.ids(0, BLOCK)
    made.finish()
    assert (made.complete, made.count) == (True, 767)
    assert made.ids(0, BLOCK) == first
    assert Listing(store, ORGANISATION, text="group 59").complete


def test_finding_the_rest_of_a_list_can_be_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_done: int, _total: int) -> None:
        raise CancelledError("Stopped.")

    monkeypatch.setattr(reading, "_STEPS", 10)
    made = Listing(store, PERSON, text="same 1")
    with pytest.raises(CancelledError):
        made.finish(stop)
    assert not made.complete
    assert made.finish(lambda _done, _total: None).count == 767


def test_only_the_wanted_values_of_rows_are_read(store: Store) -> None:
    rows, titles = Listing(store, POSITION, order="person").rows(0, 5, ["role", "person"])
    assert [(role, titles[person][1]) for _id, role, person in rows] == [
        ("staff", "Alpha"),
        ("staff", "Zeta"),
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("2019/2020", ["2019-06-30", "2020", "2020-01-02"]),
        ("2020-01-02/2020-01-02", ["2020", "2020-01-02"]),
        ("2020-05/", ["2020", "2021-03"]),
        ("/2019", ["2019-06-30"]),
        ("2021-03-15/2021-03-20", ["2021-03"]),
    ],
)
def test_a_range_of_days_finds_dates_that_are_known_in_part(
    tmp_path: Path, wanted: str, found: list[str]
) -> None:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    with made.transaction("Import") as t:
        t.add_all(Organisation(founded=day) for day in ("2019-06-30", "2020", "2020-01-02", "2021-03", ""))
    shown = Listing(made, ORGANISATION, filters={"founded": [wanted]}, order="founded")
    assert [each.founded for each in shown.block(0, 9)[0]] == found  # type: ignore[attr-defined]
    made.close()


@pytest.mark.parametrize(
    ("wanted", "found"), [("10/12", ["11", "12"]), ("58/", ["58", "59"]), ("/2", ["1", "2"])]
)
def test_a_range_of_figures_finds_what_lies_in_it(store: Store, wanted: str, found: list[str]) -> None:
    shown = Listing(store, ORGANISATION, filters={"staff_female": [wanted]}, order="staff_female")
    assert [each.staff_female for each in shown.block(0, 9)[0]] == found  # type: ignore[attr-defined]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", ["name_en", "staff_female", "place"])
def test_a_narrowed_list_stands_as_in_the_whole_one_also_when_that_order_is_known(
    store: Store, name: str, descending: bool
) -> None:
    whole = Listing(store, ORGANISATION, order=name, descending=descending)
    cases: list[dict[str, Any]] = [
        {"text": "group 1"},
        {"filters": {"kind": ["association"]}},
        {"text": "no such"},
    ]
    for more in cases:
        anew = Listing(store, ORGANISATION, order=name, descending=descending, **more).ids(0, 60)
        more["ordered"] = whole.ordered
        known = Listing(store, ORGANISATION, order=name, descending=descending, **more).ids(0, 60)
        assert known == anew == [one for one in whole.ids(0, 60) if one in set(anew)]


def test_the_kept_count_of_a_list_is_that_of_its_rows(tmp_path: Path) -> None:
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    with made.transaction("Add") as t:
        people = [t.add(Person(name_en=f"Name {number}")) for number in range(7)]
        t.add(Organisation(name_en="Group"))
    assert Listing(made, PERSON).count == 7
    with made.transaction("Put away") as t:
        for person in people[:3]:
            t.trash(person)
    assert Listing(made, PERSON).count == 4
    undo(made)
    assert Listing(made, PERSON).count == 7
    undo(made)
    assert (Listing(made, PERSON).count, Listing(made, ORGANISATION).count) == (0, 0)
    with made.reading() as look:
        run = look.connection.exec_driver_sql
        kept = run("SELECT kind, count FROM entry_count WHERE count <> 0").all()
        assert kept == run("SELECT kind, count(*) FROM entry WHERE trash = 0 GROUP BY kind").all()
    made.close()
