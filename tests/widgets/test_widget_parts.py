"""The parts of every page: colours, lists of many records, long work, notices."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cso_desk.assembly import create_store
from cso_desk.errors import UserError
from cso_desk.features.members.record import ORGANISATION, PERSON, POSITION, Organisation, Person, Position
from cso_desk.records.kinds import Choice, Date, Flag, Number, Phones, Place, Tags, Time
from cso_desk.store.listing import Listing
from cso_desk.store.store import Store
from cso_desk.widgets.controls import Label
from cso_desk.widgets.editors.lines import LineEditor
from cso_desk.widgets.host import Changes
from cso_desk.widgets.icon_font import letters
from cso_desk.widgets.live import listen, live
from cso_desk.widgets.notices import NoticeBar, Problem
from cso_desk.widgets.operation import Failure, Operation, RunnerAtOnce, ThreadRunner
from cso_desk.widgets.palette import PALETTES, contrast
from cso_desk.widgets.showing import show
from cso_desk.widgets.table_model import RecordModel
from cso_desk.widgets.table_view import RecordTable
from cso_desk.widgets.theme import dress, load_fonts, theme
from cso_desk.wording import use_language

READ_ON = ("canvas", "surface", "raised", "rail", "accent_soft")


class SmallHost:
    """As much of a window as a list needs."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.changes = Changes()
        self.runner = RunnerAtOnce()
        self.lists: dict[str, Any] = {}
        store.on_changed(self.changes.changed.emit)


@pytest.fixture
def host(qapp: QApplication, tmp_path: Path) -> Iterator[Any]:
    store, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    listen()
    dress(qapp)
    yield SmallHost(store)
    store.close()


def fill(host: Any, count: int) -> list[Organisation]:
    with host.store.transaction("Import") as t:
        return [t.add(Organisation(name_en=f"Institution {number}")) for number in range(count)]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_text_can_be_read_on_everything_it_stands_on(palette: Any) -> None:
    for ink in ("text", "quiet", "accent"):
        for ground in READ_ON:
            assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5, (ink, ground)
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.warn, palette.warn_soft) >= 4.5
    assert contrast(palette.bad, palette.bad_soft) >= 4.5
    assert contrast(palette.bad, palette.surface) >= 4.5
    assert contrast(palette.edge, palette.surface) >= 1.5


def test_the_packaged_fonts_are_there_and_have_khmer(qapp: QApplication) -> None:
    assert load_fonts()
    assert theme.font().families()[0] == "CSO Desk Khmer"


def test_icons_come_from_the_package_without_importing_it(qapp: QApplication) -> None:
    import sys

    assert "house" in letters()
    assert "qtawesome" not in sys.modules


def test_the_list_keeps_every_promise_of_a_qt_model(host: Any, qtmodeltester: ModelTester) -> None:
    fill(host, 230)
    model = RecordModel(host, ORGANISATION)
    qtmodeltester.check(model)
    model.load()
    assert model.rowCount() == 230
    model.narrow("Institution 22")
    model.sort(1, Qt.SortOrder.DescendingOrder)


def test_a_list_reads_only_the_blocks_that_are_looked_at(host: Any) -> None:
    fill(host, 1000)
    model = RecordModel(host, ORGANISATION)
    model.load()
    model.index(950, 2).data()
    model.index(3, 2).data()
    assert sorted(model._blocks) == [0, 19]


def test_numbers_in_names_are_sorted_as_numbers(host: Any) -> None:
    fill(host, 12)
    model = RecordModel(host, ORGANISATION, ["name_en"])
    model.load()
    shown = [model.index(row, 0).data() for row in range(12)]
    assert shown == [f"Institution {number}" for number in range(12)]


def test_khmer_names_stand_in_the_order_of_a_khmer_dictionary(host: Any) -> None:
    with host.store.transaction("Import") as t:
        for name in ("អង្គការ", "កសិករ", "ស្ត្រី", "ខ្មែរ", "កុមារ"):
            t.add(Organisation(name_km=name))
    listing = Listing(host.store, ORGANISATION)
    records, _titles = listing.block(0, 10)
    assert [each.name_km for each in records] == ["កសិករ", "កុមារ", "ខ្មែរ", "ស្ត្រី", "អង្គការ"]  # type: ignore[attr-defined]


def test_the_row_of_a_record_is_found_in_every_order(host: Any) -> None:
    some = fill(host, 25)
    for options in ({}, {"order": "code"}, {"order": "code", "descending": True}, {"text": "Institution"}):
        listing = Listing(host.store, ORGANISATION, **options)
        row = listing.row_of(some[7].id)
        assert row is not None
        assert listing.block(row, 1)[0][0].id == some[7].id


def test_a_list_of_references_shows_names_and_is_sorted_by_them(host: Any) -> None:
    with host.store.transaction("Import") as t:
        for name in ("Zeta", "Alpha", "Mitra"):
            person = t.add(Person(name_en=name))
            t.add(Position(person=person.id, role="staff"))
    model = RecordModel(host, POSITION, ["person", "role"])
    model.load()
    model.sort(0)
    assert [model.index(row, 0).data() for row in range(3)] == ["Alpha", "Mitra", "Zeta"]
    assert PERSON.name == "person"


def test_a_change_elsewhere_is_seen_and_the_cursor_stays_on_its_record(host: Any, qtbot: QtBot) -> None:
    some = fill(host, 40)
    model = RecordModel(host, ORGANISATION)
    table = RecordTable(model, lambda: "Institutions")
    qtbot.addWidget(table)
    model.load()
    assert table.open_record(some[30].id)
    opened: list[str] = []
    table.opened.connect(opened.append)
    with host.store.transaction("Add") as t:
        t.add(Organisation(name_en="A new one"))
    assert model.rowCount() == 41
    assert table.current_record() == some[30].id
    assert opened == []


def test_columns_can_be_chosen(host: Any, qtbot: QtBot) -> None:
    fill(host, 3)
    table = RecordTable(RecordModel(host, ORGANISATION), lambda: "Institutions")
    qtbot.addWidget(table)
    table.records.load()
    table.show_column("email", True)
    table.show_column("code", False)
    assert "email" in table.records.columns
    assert "code" not in table.records.columns


def test_rows_are_copied_as_excel_takes_them(host: Any, qtbot: QtBot) -> None:
    fill(host, 2)
    table = RecordTable(RecordModel(host, ORGANISATION, ["code", "name_en"]), lambda: "Institutions")
    qtbot.addWidget(table)
    table.records.load()
    table.selectAll()
    table.copy_rows()
    lines = QApplication.clipboard().text().split("\n")
    assert lines == ["BTB-0001\tInstitution 0", "BTB-0002\tInstitution 1"]


@pytest.mark.parametrize(
    ("kind", "value", "km", "en"),
    [
        (Number(""), 120, "១២០", "120"),
        (Date(""), "2026-09-25", "២៥ កញ្ញា ២០២៦", "25 Sep 2026"),
        (Date(""), "2026", "២០២៦", "2026"),
        (Phones(""), ("+85512345678",), "០១២ ៣៤៥ ៦៧៨", "012 345 678"),
        (Place(""), "0202", "ស្រុកថ្មគោល", "Thma Koul District"),
        (Choice("", {"a": "Yes"}), "b", "b", "b"),
        (Tags("", {}), ("x", "y"), "x, y", "x, y"),
        (Flag(""), False, "", ""),
    ],
)
def test_values_are_shown_as_people_write_them(kind: Any, value: Any, km: str, en: str) -> None:
    assert show(kind, value) == km
    use_language("en")
    assert show(kind, value) == en


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Time(""), "៨:៣០", "08:30"),
        (Time(""), "14", "14:00"),
        (Number(""), "១២០", 120),
        (Date(""), "25/9/2026", "2026-09-25"),
    ],
)
def test_what_is_typed_is_read(qtbot: QtBot, kind: Any, text: str, value: object) -> None:
    editor = LineEditor(kind)
    qtbot.addWidget(editor)
    got: list[object] = []
    editor.committed.connect(got.append)
    editor.control().setText(text)
    editor.commit_now()
    assert got == [value]


@pytest.mark.parametrize(("kind", "text"), [(Time(""), "25:00"), (Number(""), "many"), (Number(""), "-3")])
def test_what_cannot_be_read_is_not_committed_and_stays(qtbot: QtBot, kind: Any, text: str) -> None:
    editor = LineEditor(kind)
    qtbot.addWidget(editor)
    got: list[object] = []
    editor.committed.connect(got.append)
    editor.control().setText(text)
    editor.commit_now()
    assert got == []
    assert editor.hint()
    assert editor.control().text() == text


def test_labels_show_markup_as_it_is(qtbot: QtBot) -> None:
    label = Label("<b>bold</b><img src='file:///secret'>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_text_is_said_again_in_the_other_language_until_its_widget_is_gone(qtbot: QtBot) -> None:
    listen()
    said: list[str] = []
    owner = QObject()
    live(owner, lambda: said.append("again"))
    use_language("en")
    assert len(said) == 2
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _alive(owner))
    use_language("km")
    assert len(said) == 2


def _alive(thing: QObject) -> bool:
    import shiboken6

    return bool(shiboken6.isValid(thing))


def test_long_work_tells_its_progress_and_its_result(qtbot: QtBot) -> None:
    def work(progress: Any) -> str:
        for step in range(3):
            progress(step, 3)
        return "done"

    operation = Operation("Work", work)
    steps: list[tuple[int, int]] = []
    operation.progressed.connect(lambda done, total: steps.append((done, total)))
    with qtbot.waitSignal(operation.done) as done:
        ThreadRunner().start(operation)
    assert done.args == ["done"]
    qtbot.waitUntil(lambda: len(steps) == 3)


def test_cancel_ends_the_work_at_its_next_word_of_progress(qtbot: QtBot) -> None:
    operation = Operation("Work", lambda progress: [operation.cancel(), progress(1, 2)])
    failed: list[Failure] = []
    operation.failed.connect(failed.append)
    RunnerAtOnce().start(operation)
    assert failed[0].cancelled


def test_what_the_person_can_mend_is_a_sentence_and_a_fault_of_ours_has_details(qtbot: QtBot) -> None:
    def refuse(_progress: Any) -> None:
        raise UserError("The disk is full.")

    def fail(_progress: Any) -> None:
        raise KeyError("inside")

    failures: list[Failure] = []
    for work in (refuse, fail):
        operation = Operation("Work", work)
        operation.failed.connect(failures.append)
        RunnerAtOnce().start(operation)
    assert failures[0] == Failure("The disk is full.")
    assert "KeyError" in failures[1].details
    assert "KeyError" not in failures[1].sentence


def test_details_of_a_problem_wait_behind_a_button(qtbot: QtBot) -> None:
    problem = Problem()
    qtbot.addWidget(problem)
    problem.tell("It failed.", "Traceback")
    assert problem._details.isHidden()
    problem._more.click()
    assert not problem._details.isHidden()


def test_a_notice_offers_one_thing_to_do(qtbot: QtBot) -> None:
    done: list[str] = []
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.tell("Two rows were added.", action=lambda: "Undo", do=lambda: done.append("undone"))
    bar._button.click()
    assert done == ["undone"]
    assert bar.isHidden()
