"""Every kind of field works throughout, also one that no record uses yet: typed, kept, found, shown."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from conformance.sample_type import SAMPLE, TYPED, Sample, sample_store
from cso_desk.commands.shaping import shown_stored
from cso_desk.commands.typed_values import Typed
from cso_desk.documents.bilingual import Speech, inline
from cso_desk.features.hub.printing.seen import cell_on
from cso_desk.features.members.record import Person
from cso_desk.fields.reading import READ, WrongInputError, read
from cso_desk.fields.showing import SHOWN, Manner, show
from cso_desk.journal.history import history
from cso_desk.journal.undo import undo
from cso_desk.records import kinds
from cso_desk.records.amounts import QUALIFIERS
from cso_desk.records.kinds import Kind
from cso_desk.store.listing import Listing
from cso_desk.store.search import search
from cso_desk.store.store import Store
from cso_desk.widgets.cell_reading import CellReader
from cso_desk.widgets.editors.by_kind import editor_for
from cso_desk.widgets.editors.lines import show_to_edit
from cso_desk.widgets.host import Changes
from cso_desk.widgets.record_editor import RecordEditor
from cso_desk.wording import use_language

VALUES = {name: value for name, (_text, value) in TYPED.items()}
ONE_LINE = [name for name in TYPED if type(SAMPLE.fields[name].kind) in READ and name != "notes"]


class SmallHost:
    """As much of a window as an editor needs; it counts the steps and hears what is told."""

    def __init__(self, store: Store) -> None:
        self.store, self.changes = store, Changes()
        self.steps, self.told = 0, list[str]()
        store.on_changed(self.changes.changed.emit)

    def change(self, label: str, act: Any, **details: Any) -> bool:
        self.steps += 1
        with self.store.transaction(label, **details) as transaction:
            act(transaction)
        return True

    def notify(self, text: str, *, undo: bool = False) -> None:
        self.told.append(text)

    def alike(self, kind: str, record: Any) -> list[Any]:
        return []


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    use_language("en")
    with sample_store(tmp_path / "hub") as made:
        yield made


@pytest.fixture
def host(store: Store) -> Any:
    return SmallHost(store)


@pytest.fixture
def sample(store: Store) -> Sample:
    with store.transaction("Add") as t:
        return t.add(Sample(**VALUES))  # type: ignore[arg-type]


def test_the_sample_has_every_kind_there_is() -> None:
    assert {type(field.kind) for field in SAMPLE.fields.values()} == set(SHOWN) - {kinds.Files}


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("name", ONE_LINE)
def test_what_an_editor_shows_is_read_as_the_same_value(name: str, language: str) -> None:
    use_language(language)
    kind = SAMPLE.fields[name].kind
    assert read(kind, show_to_edit(kind, VALUES[name])).value == VALUES[name]


@given(st.integers(0, 10**12), st.sampled_from(sorted(QUALIFIERS)))
def test_every_figure_can_be_shown_and_read_again(count: int, qualifier: str) -> None:
    stored = str(count) if qualifier == "exact" else f"{count} {qualifier}"
    for language in ("km", "en"):
        text = show(kinds.Figure(""), stored, Manner(language), lambda record, _kind: record)
        assert read(kinds.Figure(""), text).value == stored


@given(st.decimals(-(10**11), 10**11, places=2), st.sampled_from(["KHR", "USD"]))
def test_every_amount_can_be_shown_and_read_again_to_the_cent(amount: Any, currency: str) -> None:
    stored = f"{amount:.2f} USD" if currency == "USD" else f"{int(amount)} KHR"
    for language in ("km", "en"):
        text = show(kinds.Money(""), stored, Manner(language), lambda record, _kind: record)
        assert read(kinds.Money(""), text).value == stored


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kinds.Money(""), "12.345 USD"), (kinds.Money(""), "100.50 riel"), (kinds.Money(""), "100"),
        (kinds.Money(""), "much"), (kinds.Figure(""), "about"), (kinds.Figure(""), "-5"),
        (kinds.Days(""), "26-25/09/2026"), (kinds.Days(""), "soon"),
    ],
)  # fmt: skip
def test_what_would_have_to_be_guessed_is_refused_with_a_sentence(kind: Kind, text: str) -> None:
    with pytest.raises(WrongInputError, match=r"[.។]$"):
        read(kind, text)


def test_every_kind_survives_the_store_and_its_history_is_shown(store: Store, sample: Sample) -> None:
    with store.reading() as reading:
        assert reading.get(Sample, sample.id) == sample
        lines = {line.field: line for line in history(reading.connection, sample.id)}
        for name in TYPED:
            assert shown_stored(reading, SAMPLE, name, lines[name].after)


def test_a_change_of_every_kind_is_undone(store: Store, sample: Sample) -> None:
    empty = {name: SAMPLE.fields[name].kind.from_stored(SAMPLE.fields[name].kind.empty) for name in TYPED}
    with store.transaction("Empty") as t:
        t.change(sample, **empty)
    undo(store)
    with store.reading() as reading:
        assert reading.get(Sample, sample.id) == sample


@pytest.mark.parametrize("name", TYPED)
def test_commands_and_cells_read_every_kind_as_people_type_it(store: Store, host: Any, name: str) -> None:
    text, value = TYPED[name]
    cell = CellReader(host, SAMPLE).read(SAMPLE.fields[name], text)
    assert cell == value
    with store.reading() as reading:
        plain = text.partition(" District")[0] if name.startswith("place") else text
        typed = Typed(reading, "02").value(SAMPLE, SAMPLE.fields[name], plain)
    assert typed == (" ".join(value.split()) if name == "notes" and "\n" not in typed else value)


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_every_kind_stands_on_paper(name: str, language: str) -> None:
    assert inline(cell_on(Speech(language), SAMPLE.fields[name].kind, VALUES[name], {}))


@pytest.mark.parametrize(
    ("name", "ordered"),
    [
        ("figure", ["9", "12 about", "100", ""]),
        ("money", ["9000 KHR", "10000 KHR", "9.50 USD", "10.00 USD", ""]),
        ("days", ["2025/", "2026-09-25", "2026-09-25/2026-09-26", ""]),
    ],
)
def test_values_are_ordered_by_what_they_say(store: Store, name: str, ordered: list[str]) -> None:
    with store.transaction("Add") as t:
        for value in reversed(ordered):
            t.add(Sample(**{name: value}))  # type: ignore[arg-type]
    records, _titles = Listing(store, SAMPLE, order=name).finish().block(0, 10)
    assert [getattr(each, name) for each in records] == ordered


def test_what_is_searched_is_found(store: Store, sample: Sample) -> None:
    for text in ("ដារ៉ា", "012345678", "weaving"):
        assert [hit.record for hit in search(store, text, ("sample",))] == [sample.id]


# --- editors ---


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("name", [name for name in TYPED if name not in ("choice", "flag")])
def test_every_editor_reads_what_is_typed_and_names_itself(
    qtbot: QtBot, host: Any, name: str, language: str
) -> None:
    use_language(language)
    editor = editor_for(SAMPLE.fields[name], SAMPLE, host)
    qtbot.addWidget(editor)
    editor.name(lambda: "its name")
    got: list[object] = []
    editor.committed.connect(got.append)
    editor.show_value(SAMPLE.fields[name].kind.from_stored(SAMPLE.fields[name].kind.empty))
    editor.type_in(TYPED[name][0])
    assert editor.is_typing()
    editor.commit_now()
    assert got == [TYPED[name][1]]
    assert not editor.is_typing()
    assert editor.control().accessibleName() == "its name"


@pytest.mark.parametrize("name", ["number", "date", "days", "figure", "money", "place", "places", "closed"])
def test_escape_shows_again_what_is_stored_and_the_error_is_read_aloud(
    qtbot: QtBot, host: Any, name: str
) -> None:
    editor = editor_for(SAMPLE.fields[name], SAMPLE, host)
    qtbot.addWidget(editor)
    editor.show_value(VALUES[name])
    stored = editor.typed()
    editor.type_in("no such thing")
    editor.commit_now()
    assert editor.typed() == "no such thing"
    assert editor.control().accessibleDescription() == editor.hint() != ""
    qtbot.keyClick(editor.control(), Qt.Key.Key_Escape)
    assert editor.typed() == stored
    assert editor.control().accessibleDescription() == ""


@pytest.fixture
def whole(qtbot: QtBot, host: Any) -> RecordEditor:
    made = RecordEditor(host, SAMPLE)
    qtbot.addWidget(made)
    return made


def stored(store: Store, record: Sample) -> Sample:
    with store.reading() as reading:
        found = reading.get(Sample, record.id)
    assert found is not None
    return found


def test_the_first_and_the_last_day_are_typed_as_one(
    store: Store, whole: RecordEditor, sample: Sample
) -> None:
    whole.show_record(sample)
    assert "last" not in whole.editors
    whole.editors["first"].type_in("25-26/09/2026")
    whole.save_now()
    now = stored(store, sample)
    assert (now.first, now.last) == ("2026-09-25", "2026-09-26")
    undo(store)
    assert (stored(store, sample).first, stored(store, sample).last) == ("", "")


def test_somebody_new_is_added_in_the_same_step_as_the_field(
    store: Store, host: Any, whole: RecordEditor, sample: Sample, qtbot: QtBot
) -> None:
    whole.show_record(sample)
    line: Any = whole.editors["person"].control()
    qtbot.keyClicks(line, "Chea Vuthy")
    assert line.suggestions() == ["Add “Chea Vuthy” as new: Person"]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    with store.reading() as reading:
        people = reading.all(Person)
    assert [each.name_en for each in people] == ["Chea Vuthy"]
    assert stored(store, sample).person == people[0].id
    assert line.text() == "Chea Vuthy"
    assert host.steps == 1
    undo(store)
    assert stored(store, sample).person == ""
    with store.reading() as reading:
        assert reading.all(Person) == []


def test_who_is_known_already_is_offered_before_a_new_one(
    store: Store, whole: RecordEditor, sample: Sample, qtbot: QtBot
) -> None:
    with store.transaction("Add") as t:
        known = t.add(Person(name_km="ជា វុទ្ធី"))
    whole.show_record(sample)
    line: Any = whole.editors["person"].control()
    qtbot.keyClicks(line, "Chea Vuthy")
    assert [text.split("   ")[0] for text in line.suggestions()] == [
        "ជា វុទ្ធី",
        "Add “Chea Vuthy” as new: Person",
    ]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert stored(store, sample).person == known.id


def test_a_name_that_is_typed_to_the_end_is_taken_when_the_field_is_left(
    store: Store, whole: RecordEditor, sample: Sample
) -> None:
    with store.transaction("Add") as t:
        known = t.add(Person(name_en="Sok Dara"))
    whole.show_record(sample)
    whole.editors["person"].type_in("sok dara")
    whole.save_now()
    assert stored(store, sample).person == known.id


def test_what_cannot_be_read_waits_with_its_record(
    store: Store, host: Any, whole: RecordEditor, sample: Sample
) -> None:
    with store.transaction("Add") as t:
        other = t.add(Sample(name_en="Other"))
    whole.show_record(sample)
    whole.editors["money"].type_in("a lot")
    whole.save_now()
    whole.show_record(other)
    assert "a lot" in host.told[0]
    assert whole.editors["money"].typed() == ""
    whole.show_record(stored(store, sample))
    assert whole.editors["money"].typed() == "a lot"
    assert whole.editors["money"].hint()


def test_the_unit_beside_a_number_changes_the_value(
    store: Store, whole: RecordEditor, sample: Sample
) -> None:
    whole.show_record(sample)
    editor: Any = whole.editors["figure"]
    assert editor.unit() == "about"
    editor._box.setCurrentIndex(editor._box.findData("planned"))
    editor._box.activated.emit(editor._box.currentIndex())
    assert stored(store, sample).figure == "120 planned"


def test_words_that_were_used_before_are_offered(
    store: Store, host: Any, sample: Sample, qtbot: QtBot
) -> None:
    editor = editor_for(SAMPLE.fields["tags"], SAMPLE, host)
    qtbot.addWidget(editor)
    line: Any = editor.control()
    qtbot.keyClicks(line, "wea")
    assert line.suggestions() == ["weaving", "Add “wea”"]
