"""What is saved as a workbook is read back without loss: every type of record, every kind of field."""

from collections import Counter
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cso_desk.assembly import create_store
from cso_desk.catalog import RECORD_TYPES, plan_import, run_import
from cso_desk.documents.workbook import write_workbook
from cso_desk.features.hub.printing.seen import SeenList, seen_workbook
from cso_desk.fields.exact import NOT_HERE
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.khmer.normalise import canonical
from cso_desk.records import kinds
from cso_desk.records.record_type import Field, RecordType
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.listing import codes, titles
from cso_desk.store.search import refresh
from cso_desk.store.store import Store
from cso_desk.wording import words as words_in

BY_CODE = [kind for kind in RECORD_TYPES if kind.letter is not None]
PARTS = [
    kind
    for kind in RECORD_TYPES
    if kind.letter is None and kind.parent is not None and kind.fields[kind.parent].kind.typed
]  # what the program notes by itself is no list of anybody
EXPORTED = [*BY_CODE, *PARTS]
_DAYS = ("member_since", "member_until")  # they become a membership, see test_own_lists

WORDS = "សមាគម ⟨x⟩ a;b c,d BTB-0001 =1+1 'q 007 1/2 ☎ 12.50 - Total សរុប".split()  # noqa: SIM905
words = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
prose = st.lists(words, max_size=3).map("\n".join)
places = st.sampled_from(["02", "0201", "020101", "02010101", "12", "1201"])
days = st.sampled_from(["2001", "2001-05", "2001-05-31", "2026-11-23"])

VALUES: dict[type, Any] = {
    kinds.Text: words,
    kinds.Number: st.sampled_from([0, 1, 7, 1985, 12_000]),
    kinds.Flag: st.booleans(),
    kinds.Date: days,
    kinds.Quarter: st.sampled_from(["2026Q3", "1999Q1"]),
    kinds.Days: st.sampled_from(["2026-09-25", "2026-09-25/2026-09-26", "2026/", "/2026-05"]),
    kinds.Figure: st.sampled_from(["0", "25", "25 about", "3 at_least", "120 more_than"]),
    kinds.Money: st.sampled_from(["5365088.70 USD", "40000 KHR", "-12.50 USD"]),
    kinds.Time: st.sampled_from(["08:30", "00:00", "17:05"]),
    kinds.Several: st.lists(words.filter(bool), max_size=2).map(tuple),
    kinds.Place: places,
    kinds.Places: st.lists(places, max_size=2, unique=True).map(tuple),
    kinds.Phones: st.lists(
        st.sampled_from(["+85512345678", "+6621234567", "123", "+85523123456;ext=4"]), max_size=2, unique=True
    ).map(tuple),
}


def value_of(field: Field, there: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    """Any value that a field may hold; `there` are the ids of the records it may refer to."""
    kind = field.kind
    found: st.SearchStrategy[Any]
    if isinstance(kind, kinds.Choice):
        found = st.sampled_from(sorted(kind.choices) or [""])
    elif isinstance(kind, kinds.Tags):
        free = [*sorted(kind.choices), *(["my own; word", "x, y"] if kind.free else [])]
        found = st.lists(st.sampled_from(free), max_size=3, unique=True).map(tuple) if free else st.just(())
    elif isinstance(kind, kinds.Reference):
        found = st.sampled_from(there.get(kind.to) or [""])
    elif isinstance(kind, kinds.References):
        some = there.get(kind.to) or []
        found = st.lists(st.sampled_from(some), max_size=2, unique=True).map(tuple) if some else st.just(())
    elif isinstance(kind, kinds.Text) and kind.long:
        found = prose
    else:
        found = VALUES[type(kind)]
    return st.one_of(st.just(kind.from_stored(kind.empty)), found)


def typed(kind: RecordType) -> list[str]:
    return [
        name
        for name, field in kind.fields.items()
        if field.kind.typed and not isinstance(field.kind, NOT_HERE) and name not in _DAYS
    ]


def normal(field: Field, value: Any) -> Any:
    """The value as an editor would keep it."""
    value = field.kind.from_stored(field.kind.to_stored(value))
    if isinstance(field.kind, kinds.Text):
        return canonical(value, prose=field.kind.long).strip()
    if isinstance(field.kind, (kinds.Several, kinds.Tags)):
        return tuple(dict.fromkeys(map(canonical, value)))
    return value


def referred_first() -> list[RecordType]:
    """Every exported type, after those it refers to."""
    done: list[RecordType] = []
    waiting = list(EXPORTED)
    while waiting:
        names = {kind.name for kind in waiting}
        ready = [kind for kind in waiting if not (refers_to(kind) - {kind.name}) & names] or waiting[:1]
        done += ready
        waiting = [kind for kind in waiting if kind not in ready]
    return done


def refers_to(kind: RecordType) -> set[str]:
    fields = (field.kind for field in kind.fields.values() if field.kind.typed)
    return {each.to for each in fields if isinstance(each, (kinds.Reference, kinds.References))}


@st.composite
def worlds(draw: st.DrawFn) -> list[tuple[RecordType, dict[str, Any]]]:
    """Records of every type with any values; ids are made up, so that others can refer to them."""
    numbers = count(1)
    there: dict[str, list[str]] = {}
    world = []
    for kind in referred_first():
        for _place in range(draw(st.integers(1, 3))):
            record = kind.record()
            values = {
                name: normal(kind.fields[name], draw(value_of(kind.fields[name], there)))
                for name in typed(kind)
            }
            for name in kind.called[:2]:
                values[name] = f"{values[name]} {'ឈ្មោះ' if name.endswith('_km') else 'name'}{next(numbers)}"
                values[name] = canonical(values[name]).strip()
            if kind.parent and not values.get(kind.parent):
                values[kind.parent] = there[kind.fields[kind.parent].kind.to][0]
            if "minutes_state" in values:
                values["minutes_state"] = "draft"  # approved minutes are locked: nothing is added to them
            world.append((kind, {"id": record.id, **values}))
            there.setdefault(kind.name, []).append(record.id)
    return world


def saved(store: Store, path: Path) -> dict[str, SheetReading]:
    """Write every list into a workbook; gives what is read of each, by the name of its type."""
    refresh(store)
    sheets = []
    with store.reading() as look:
        records = {kind.name: look.all(kind.record) for kind in EXPORTED}
        ids = [each.id for some in records.values() for each in some]
        named, known = titles(look, ids), codes(look, ids)
    for kind in EXPORTED:
        columns = [*(["code"] if kind.letter is not None else []), *typed(kind)]
        rows = [(sorted(records[kind.name], key=lambda each: (len(each.code), each.code, each.id)), named)]
        seen = SeenList(kind, columns, "", partial(iter, rows), len(rows[0][0]), lambda _ids: known)
        sheets += seen_workbook(seen, "km")
    write_workbook(sheets, path)
    readings = [each for each in read_list(path, kinds=RECORD_TYPES) if each.own is not None]
    assert len(readings) == len(EXPORTED)
    return {each.own.kind.name: each for each in readings if each.own is not None}


def cells(reading: SheetReading) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(tuple(sorted(row["_cells"].items())) for row in reading.rows)


def make(folder: Path, name: str) -> Store:
    return create_store(folder / name, "02", passphrase=None, cost=CHEAP)[0]


def check_round_trip(world: list[tuple[RecordType, dict[str, Any]]], folder: Path) -> None:
    store, other = make(folder, "one"), make(folder, "other")
    try:
        with store.transaction("Add") as t:
            for kind, values in world:
                t.add(kind.record(**values))
        lists = saved(store, folder / "one.xlsx")
        for kind in referred_first():
            nothing_changes(store, kind, lists[kind.name])
            take_over(other, kind, lists[kind.name])
        again = saved(other, folder / "other.xlsx")
        for kind in referred_first():
            if not refers_to(kind) & {part.name for part in PARTS}:  # these have neither code nor name
                assert cells(again[kind.name]) == cells(lists[kind.name]), kind.name
    finally:
        store.close()
        other.close()


def nothing_changes(store: Store, kind: RecordType, reading: SheetReading) -> None:
    for existing in ("fill", "update", "replace"):
        plan = plan_import(store, reading, existing=existing)
        assert plan.problems == [], kind.name
        assert {row.state for row in plan.rows} == {"same"}, kind.name
    report = run_import(store, plan)
    assert not report.anything, kind.name


def take_over(store: Store, kind: RecordType, reading: SheetReading) -> None:
    plan = plan_import(store, reading)
    report = run_import(store, plan)
    assert report.created == {kind.name: len(plan.rows)}, (kind.name, plan.problems)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a world that failed
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=4, phases=[Phase.generate])
@given(worlds())
def test_a_saved_list_of_any_type_changes_nothing_here_and_makes_the_same_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, world: list[tuple[RecordType, dict[str, Any]]]
) -> None:
    check_round_trip(world, tmp_path_factory.mktemp("round"))


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a world that failed
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=150, phases=[Phase.generate])
@given(worlds())
def test_many_saved_lists_come_back(
    tmp_path_factory: pytest.TempPathFactory, world: list[tuple[RecordType, dict[str, Any]]]
) -> None:
    check_round_trip(world, tmp_path_factory.mktemp("round"))


@pytest.mark.parametrize("kind", EXPORTED, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["km", "en"])
def test_no_two_columns_of_a_saved_list_are_called_the_same(kind: RecordType, language: str) -> None:
    headings = [words_in(language)(kind.fields[name].kind.label) for name in typed(kind)]
    assert len(set(headings)) == len(headings)
