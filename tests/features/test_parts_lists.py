"""Lists of positions, memberships and ties go out whole, are worked on elsewhere and come back."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import openpyxl
import pytest

from cso_desk.catalog import RECORD_TYPES, plan_import, run_import
from cso_desk.features.members.form.parts import PARTS, parts_list
from cso_desk.features.members.record import Membership, Organisation, Person, Position, Relation
from cso_desk.importers.preview import SheetReading, read_list
from cso_desk.records.record_type import RecordType
from cso_desk.store.store import Store


@pytest.fixture
def network(store: Store) -> Store:
    with store.transaction("Add") as t:
        light = t.add(Organisation(name_km="អង្គការពន្លឺ", name_en="Light; (LO)", consent=True))
        hope = t.add(Organisation(name_en="Hope"))
        dara = t.add(Person(name_km="សុខ ដារ៉ា", consent=True))
        t.add(Position(person=dara.id, organisation=light.id, title_km="នាយក", role="head", from_date="2020"))
        t.add(Position(person=dara.id, organisation=hope.id, title_en="Adviser", role="other"))
        t.add(Membership(organisation=light.id, body=hope.id, since="2019-03", notes="two\nlines"))
        t.add(Relation(organisation=light.id, other=hope.id, kind="mou", from_date="2024-01-01"))
    return store


def saved(store: Store, kind: RecordType, folder: Path, language: str, *, outside: bool = False) -> Path:
    path = folder / f"{kind.name}.xlsx"
    paper = parts_list(store, kind, outside=outside)
    path.write_bytes(paper.make(language, "xlsx", lambda _done, _all: None))
    return path


def read(path: Path) -> SheetReading:
    (found,) = read_list(path, kinds=RECORD_TYPES)
    return found


def worked_on(path: Path, change: Callable[[list[list[object]]], list[list[object]]]) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = change([list(row) for row in sheet.iter_rows(values_only=True)])
    sheet.delete_rows(1, sheet.max_row)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("kind", PARTS, ids=lambda kind: kind.name)
def test_a_list_that_went_out_changes_nothing_when_it_comes_back(
    network: Store, tmp_path: Path, kind: RecordType, language: str
) -> None:
    with network.reading() as reading:
        before = [asdict(each) for each in reading.all(kind.record)]
    plan = plan_import(network, read(saved(network, kind, tmp_path, language)), existing="replace")
    assert [row.state for row in plan.rows] == ["same"] * len(before)
    assert plan.problems == []


def test_columns_in_another_order_and_a_row_that_was_added_come_in(network: Store, tmp_path: Path) -> None:
    (membership,) = (kind for kind in PARTS if kind.name == "membership")

    def twice(rows: list[list[object]]) -> list[list[object]]:
        other = [str(cell or "").replace("2019", "2022") for cell in rows[-1]]
        return [list(reversed(row)) for row in [*rows, other]]

    plan = plan_import(network, read(worked_on(saved(network, membership, tmp_path, "en"), twice)))
    assert [row.state for row in plan.rows] == ["same", "new"]
    run_import(network, plan)
    with network.reading() as reading:
        assert {each.since for each in reading.all(Membership)} == {"2019-03", "2022-03"}


def test_only_those_stand_in_a_list_for_others_who_agreed(network: Store, tmp_path: Path) -> None:
    (position,) = (kind for kind in PARTS if kind.name == "position")
    rows = read(saved(network, position, tmp_path, "en", outside=True)).rows
    assert len(rows) == 1
    assert any("Light" in text for text in rows[0]["_cells"].values())
