"""The painted cells of a list: what stands in them, shortened, chosen, borrowed, in every palette."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from cso_desk.assembly import create_store
from cso_desk.features.members.record import ORGANISATION, Organisation
from cso_desk.store.store import Store
from cso_desk.widgets.host import Changes
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.palette import CONTRAST, DARK, LIGHT
from cso_desk.widgets.table_cells import TableCells
from cso_desk.widgets.table_model import RecordModel
from cso_desk.widgets.table_view import RecordTable
from cso_desk.widgets.theme import dress, theme

LONG = "Association of the families who fish on the great lake and its rivers"


class SmallHost:
    """As much of a window as a list needs."""

    def __init__(self, store: Store) -> None:
        self.store, self.changes, self.runner = store, Changes(), RunnerAtOnce()
        self.lists: dict[str, Any] = {}


@pytest.fixture
def host(qapp: QApplication, tmp_path: Path) -> Iterator[Any]:
    store, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    listen()
    dress(qapp)
    with store.transaction("Import") as t:
        for number in range(5):
            t.add(Organisation(name_km=f"សមាគម {number}", name_en=LONG, staff_female=str(40 + number)))
    yield SmallHost(store)
    store.close()
    dress(qapp)


def table_of(host: Any, *columns: str, **options: Any) -> RecordTable:
    model = RecordModel(host, ORGANISATION, columns, **options)
    model.load()
    table = RecordTable(model, lambda: "Institutions")
    table.resize(700, 300)
    table.ensurePolished()
    return table


def cell(table: RecordTable, row: int, column: int) -> QImage:
    place: QRect = table.visualRect(table.records.index(row, column))
    return table.viewport().grab(place).toImage()


def colours(image: QImage) -> set[str]:
    width, height = image.width(), image.height()
    return {image.pixelColor(x, y).name() for x in range(width) for y in range(height)}


def inked(image: QImage, ground: str) -> list[int]:
    """The columns of pixels that show anything but the ground, above the line below the row."""
    empty = QColor(ground)
    rows = range(image.height() - 3)
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) != empty for y in rows)]


@pytest.mark.parametrize("palette", [LIGHT, DARK, CONTRAST], ids=lambda palette: palette.name)
def test_cells_have_the_colours_of_the_palette(host: Any, palette: Any) -> None:
    table = table_of(host, "name_km", "name_en")
    theme.wear(palette.name)
    assert {palette.surface, palette.line, palette.text} <= colours(cell(table, 2, 0))
    table.selectRow(2)
    chosen = colours(cell(table, 2, 1))
    assert palette.accent_soft in chosen
    assert palette.surface not in chosen
    table.close()


def test_a_list_that_is_open_follows_another_palette(host: Any) -> None:
    table = table_of(host, "name_km")
    assert LIGHT.text in colours(cell(table, 1, 0))
    theme.wear("dark")
    assert DARK.text in colours(cell(table, 1, 0))
    assert LIGHT.text not in colours(cell(table, 1, 0))
    table.close()


def test_a_long_text_stays_inside_its_cell(host: Any) -> None:
    table = table_of(host, "name_en", "name_km")
    table.setColumnWidth(0, 120)
    image = cell(table, 0, 0)
    places = inked(image, LIGHT.surface)
    assert places[0] >= 8
    assert places[-1] <= image.width() - 8
    table.setColumnWidth(0, 400)
    assert len(inked(cell(table, 0, 0), LIGHT.surface)) > len(places)
    table.close()


def test_numbers_stand_at_the_end_and_texts_at_the_beginning(host: Any) -> None:
    table = table_of(host, "name_km", "staff_female", "name_en")
    text, number = cell(table, 0, 0), cell(table, 0, 1)
    assert inked(text, LIGHT.surface)[0] < 20
    places = inked(number, LIGHT.surface)
    assert number.width() - places[-1] < 20
    assert places[0] > number.width() // 2
    table.close()


def test_a_borrowed_value_is_quieter(host: Any) -> None:
    table = table_of(
        host, "name_km", "code", "place", borrow={"place": lambda ids: dict.fromkeys(ids, "0201")}
    )
    own, lent = colours(cell(table, 0, 0)), colours(cell(table, 0, 2))
    assert LIGHT.text in own
    assert LIGHT.quiet not in own
    assert LIGHT.quiet in lent
    assert LIGHT.text not in lent
    table.close()


def test_shaped_texts_do_not_pile_up(host: Any) -> None:
    table = table_of(host, "name_en")
    cells = table.itemDelegate()
    assert isinstance(cells, TableCells)
    for width in range(100, 2300):
        cells._shape("សមាគម", width)
    assert len(cells._shaped) <= 2000
    table.close()
