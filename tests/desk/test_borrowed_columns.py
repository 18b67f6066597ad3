"""What a list borrows from other records is sorted by, but not saved as what the records say themselves."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt

from cso_desk.catalog import RECORD_TYPES
from cso_desk.desk.window import DeskWindow
from cso_desk.features.members.form.contacts import contacts_paper
from cso_desk.features.members.importing import plan_import, run_import
from cso_desk.features.members.record import Membership, Organisation, Person, Position
from cso_desk.importers.preview import read_list
from cso_desk.store.store import Store

PHONE = "+85512999888"


@pytest.fixture
def page(empty_desk: DeskWindow, empty_store: Store) -> Any:
    """Three institutions, of which one is reached through its representative, and one has a number."""
    with empty_store.transaction("Import") as t:
        first, second, _third = (
            t.add(Organisation(name_en=name, phones=phones))
            for name, phones in (("Alpha", ()), ("Beta", ("+85512111222",)), ("Gamma", ()))
        )
        speaker = t.add(Person(name_en="Sok Dara", phones=(PHONE,)))
        t.add(Position(person=speaker.id, organisation=first.id, role="representative"))
        t.add(Membership(organisation=first.id, since="2021-05"))
        t.add(Membership(organisation=second.id, since="2019"))
        t.add(Membership(organisation=second.id, since="2025-01-31"))
    empty_desk.open_page("members")
    whole: Any = empty_desk.page("members")
    return whole.organisations


def saved(page: Any, folder: Path) -> Path:
    (folder / "list.xlsx").write_bytes(contacts_paper(page).make("en", "xlsx", lambda _done, _total: None))
    return folder / "list.xlsx"


def test_the_number_of_the_representative_has_a_column_of_its_own(page: Any, tmp_path: Path) -> None:
    above, *rows = openpyxl.load_workbook(saved(page, tmp_path)).active.iter_rows(values_only=True)
    heads = rows.pop(0) if "Code" not in above else above  # a practice list says first that it is one
    told = {row[heads.index("Name in English")]: dict(zip(heads, row, strict=True)) for row in rows}
    assert told["Alpha"]["Phone numbers"] in (None, "")
    assert told["Alpha"]["Representative"] == "Sok Dara"
    assert told["Alpha"]["Telephone of the representative"] == "012 999 888"
    assert told["Beta"]["Phone numbers"] == "012 111 222"
    assert told["Beta"]["Representative"] in (None, "")


@pytest.mark.parametrize("existing", ["fill", "update", "replace"])
def test_such_a_list_comes_back_without_making_the_number_the_institutions(
    page: Any, empty_store: Store, tmp_path: Path, existing: Any
) -> None:
    reading = read_list(saved(page, tmp_path), kinds=RECORD_TYPES)[0]
    report = run_import(empty_store, plan_import(empty_store, reading, existing=existing))
    assert not report.anything
    with empty_store.reading() as look:
        assert {each.name_en: each.phones for each in look.all(Organisation)}["Alpha"] == ()


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Qt.SortOrder.AscendingOrder, ["Beta", "Alpha", "Gamma"]),
        (Qt.SortOrder.DescendingOrder, ["Alpha", "Beta", "Gamma"]),
    ],
)
def test_a_list_is_sorted_by_the_day_that_its_memberships_tell(
    page: Any, order: Any, names: list[str]
) -> None:
    model = page.model
    page.table.show_columns(["name_en", "member_since"])
    model.sort(model.columns.index("member_since"), order)
    place = model.columns.index("name_en")
    assert [model.index(row, place).data() for row in range(model.rowCount())] == names
