"""A list that was saved as a workbook comes back whole: matched by code, every field as it was."""

from copy import copy
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cso_desk.assembly import create_store
from cso_desk.catalog import RECORD_TYPES
from cso_desk.documents.workbook import write_workbook
from cso_desk.features.hub.printing.seen import SeenList, seen_workbook
from cso_desk.features.members.importing import plan_import, run_import
from cso_desk.features.members.record import ORGANISATION, PERSON, Organisation, Person
from cso_desk.features.members.service import lend_days
from cso_desk.fields.exact import NOT_HERE, exact_text, read_exact
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.khmer.normalise import canonical
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store
from cso_desk.wording import _

FULL = Organisation(
    name_km="សមាគមស្ត្រី",
    name_en="Women, for Peace; and more",
    acronym="WP",
    former_names=("Old, name", "Older"),
    kind="association",
    place="020201",
    address_km="ផ្ទះ ១\nផ្លូវ ៣",
    phones=("+85512345678", "+855971234567;ext=12"),
    email="a@b.example.org",
    registration_date="2015-08",
    founded="2001",
    staff_female="25 about",
    staff_male="7",
    sectors=("health", "my own word"),
    target_groups=("youth",),
    coverage=("0201", "12"),
    member_since="2024-03-12",
    consent=True,
    notes="first line\n\nthird line\n  with spaces",
    sensitivity="hub",
)


def read_own(path: Path) -> SheetReading:
    return read_list(path, kinds=RECORD_TYPES)[0]


def cells(kind):
    return [
        name
        for name, field in kind.fields.items()
        if not isinstance(field.kind, NOT_HERE) and field.kind.typed
    ]


def saved(store: Store, path: Path, kind, language="en") -> Path:
    columns = ["code", *(name for name in cells(kind) if name != "code")]
    with store.reading() as reading:
        records = reading.all(kind.record)
    seen = SeenList(kind, columns, "", lambda: iter([(records, {})]), len(records))
    write_workbook(seen_workbook(seen, language), path)
    return path


def stored(kind, record):
    return {
        name: value
        for name, value in kind.to_stored(record).items()
        if name in cells(kind) and name != "code"
    }


@pytest.fixture
def other(tmp_path):
    made, _code = create_store(tmp_path / "other", "12", passphrase=None, cost=CHEAP)
    yield made
    made.close()


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_field_comes_back_into_an_empty_hub(store, other, tmp_path, language):
    with store.transaction("Add") as t:
        t.add(copy(FULL))
    reading = read_own(saved(store, tmp_path / "all.xlsx", ORGANISATION, language))
    assert reading.own is not None
    run_import(other, plan_import(other, reading))
    with other.reading() as look:
        [back] = look.all(Organisation)
        assert back.member_since == ""
        lend_days(look, [back])  # what the list said is a membership now
    assert stored(ORGANISATION, back) == stored(ORGANISATION, FULL)


def test_an_untouched_list_changes_nothing_and_a_changed_cell_changes_it(store, tmp_path):
    with store.transaction("Add") as t:
        t.add(copy(FULL))
        t.add(Organisation(name_en="Another", phones=("+85512345670",)))
    path = saved(store, tmp_path / "all.xlsx", ORGANISATION)
    report = run_import(store, plan_import(store, read_own(path), existing="update"))
    assert (dict(report.created), dict(report.changed)) == ({}, {})
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=2):
        for cell in row:
            if cell.value == "Another":
                cell.value = "Another name"
    book.save(path)
    report = run_import(store, plan_import(store, read_own(path), existing="update"))
    assert dict(report.changed) == {"organisation": 1}
    with store.reading() as look:
        assert sorted(each.name_en for each in look.all(Organisation)) == ["Another name", FULL.name_en]


def test_people_come_back_as_well(store, other, tmp_path):
    who = Person(
        name_km="សុខ ដារ៉ា", honorific="លោក", sex="M", birth_year=1985, phones=("+85512345678",), notes="a\nb"
    )
    with store.transaction("Add") as t:
        t.add(who)
    run_import(other, plan_import(other, read_own(saved(store, tmp_path / "p.xlsx", PERSON))))
    with other.reading() as look:
        [back] = look.all(Person)
    assert stored(PERSON, back) == stored(PERSON, who)


def test_a_cell_that_is_no_value_is_told_and_the_rest_taken(store, tmp_path):
    with store.transaction("Add") as t:
        t.add(Organisation(name_en="Hope", kind="ngo"))
    path = saved(store, tmp_path / "all.xlsx", ORGANISATION)
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=2):
        for cell in row:
            cell.value = "no kind at all" if cell.value == "NGO" else cell.value
    book.save(path)
    [row] = plan_import(store, read_own(path), existing="update").rows
    assert row.action == "update"
    assert any("no kind at all" in problem for problem in row.problems)


def several(*choices):
    return st.lists(st.sampled_from(choices), unique=True, max_size=3).map(tuple)


texts = st.text("abc កខគ,;⟨⟩\"'=+-/|()\n1២", max_size=20)
lines = texts.map(lambda text: " ".join(text.split()))
values = st.fixed_dictionaries(
    {
        "name_km": st.sampled_from(["សមាគមកសិករ", "អង្គការពន្លឺ (ថ្មី)"]),
        "acronym": lines,
        "former_names": st.lists(lines.filter(bool), max_size=3).map(tuple),
        "place": st.sampled_from(["", "02", "0201", "020101", "02010101", "12"]),
        "coverage": several("02", "0202", "120101"),
        "founded": st.sampled_from(["", "2001", "2001-05", "2001-05-31"]),
        "staff_female": st.sampled_from(["", "0", "25", "25 about", "3 at_least", "120 more_than"]),
        "sectors": several("health", "youth", "x, y", "z; w"),
        "phones": several("+85512345678", "+6621234567", "123", "+85523123456;ext=4"),
        "notes": texts,
        "consent": st.booleans(),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(values, st.sampled_from(["km", "en"]))
def test_whatever_is_kept_reads_back_from_its_cell(values, language):
    for name, value in values.items():
        kind = ORGANISATION.fields[name].kind
        kept = kind.from_stored(kind.to_stored(value))
        if isinstance(kept, str):
            kept = canonical(kept, prose=name == "notes").strip()
        assert read_exact(kind, exact_text(kind, kept, language)) == kept


@pytest.mark.parametrize("existing", ["fill", "update", "replace"])
def test_an_emptied_cell_empties_the_field_only_where_that_was_chosen(store, tmp_path, existing):
    with store.transaction("Add") as t:
        t.add(copy(FULL))
        t.add(Organisation(name_en="Hope", email="hope@b.example.org"))
    path = saved(store, tmp_path / "all.xlsx", ORGANISATION)
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=2):
        for cell in row:
            cell.value = None if cell.value in ("a@b.example.org", "WP", "✓", 7, "12/03/2024") else cell.value
            cell.value = "no kind at all" if cell.value == "Association" else cell.value
    book.save(path)
    plan = plan_import(store, read_own(path), existing=existing)
    report = run_import(store, plan)
    with store.reading() as look:
        back = next(
            each for each in look.all(Organisation) if each.acronym != "" or each.name_en == FULL.name_en
        )
    changed = {
        name
        for name, value in stored(ORGANISATION, back).items()
        if value != stored(ORGANISATION, FULL)[name]
    }
    emptied = {"acronym", "email", "consent", "staff_male"} if existing == "replace" else set()
    # A cell that is no value empties nothing, and a membership is ended, not emptied.
    assert changed == emptied
    told = [
        row for row in plan.rows if set(row.changes or ()) == {f"organisation.{name}" for name in emptied}
    ]
    assert len(told) == (1 if emptied else 2)
    assert dict(report.changed) == ({"organisation": 1} if emptied else {})
    labels = [_(ORGANISATION.fields[name].kind.label) for name in emptied]
    sentences = " ".join(problem for row in plan.rows for problem in row.problems)
    assert all(label in sentences for label in labels)


def test_an_only_name_that_was_emptied_stays_and_the_rest_of_the_list_is_taken(store, tmp_path):
    with store.transaction("Add") as t:
        one = t.add(Organisation(name_en="Hope", email="hope@b.example.org"))
        other = t.add(Organisation(name_en="Light", name_km="ពន្លឺ", email="light@b.example.org"))
    book = openpyxl.Workbook()
    book.active.append(["Code", "Name in Khmer", "Name in English", "E-mail"])
    book.active.append([one.code, "", "", ""])
    book.active.append([other.code, "ពន្លឺ", "", "new@b.example.org"])
    book.save(tmp_path / "ours.xlsx")
    plan = plan_import(store, read_own(tmp_path / "ours.xlsx"), existing="replace")
    first, second = plan.rows
    assert first.emptied == {"email": "hope@b.example.org"}
    stays = _("Its name stays as it is: nobody could find the record again without one.")
    assert stays in first.problems
    assert second.emptied == {"name_en": "Light"}
    assert set(second.changes) == {"organisation.name_en", "organisation.email"}
    assert dict(run_import(store, plan).changed) == {"organisation": 2}
    with store.reading() as look:
        assert {(e.name_km, e.name_en, e.email) for e in look.all(Organisation)} == {
            ("", "Hope", ""),
            ("ពន្លឺ", "", "new@b.example.org"),
        }
