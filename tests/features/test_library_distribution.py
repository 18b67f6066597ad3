"""Handing titles out to many institutions at once, who has not received them, and the papers of it."""

from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from cso_desk.documents.paper import Paper
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.documents.workbook import write_workbook
from cso_desk.errors import UserError
from cso_desk.features.library.printing.distribution import (
    Meant,
    distribution_sheet,
    distribution_sheet_workbook,
    distributions_paper,
    distributions_workbook,
    not_received_paper,
    not_received_workbook,
)
from cso_desk.features.library.record import Distribution, LibraryTitle, TitleVersion
from cso_desk.features.library.service.distribution import (
    HandOut,
    Standing,
    hand_out,
    register,
    standings,
    versions_of,
)
from cso_desk.features.members.record import Membership, Organisation, Person, Position
from cso_desk.journal.undo import undo
from cso_desk.store.store import Store
from cso_desk.wording import use_language

DAY = "2026-11-20"


class Shelf:
    """A decree in two versions and three members, one more institution that is none."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.transaction("x") as t:
            self.decree = t.add(
                LibraryTitle(
                    kind="sub_decree", number="193", title_km="អនុក្រឹត្យលេខ ១៩៣", title_en="Sub-decree 193"
                )
            )
            self.book = t.add(LibraryTitle(kind="book", title_km="សៀវភៅណែនាំ", title_en="Handbook"))
            self.v1, self.v2, self.v2_en = (
                t.add(TitleVersion(title=self.decree.id, label=label, dated=dated, language=language))
                for label, dated, language in (
                    ("v1", "2019", "km"),
                    ("v2", "2024-05", "km"),
                    ("V2 ", "2024-05", "en"),
                )
            )
            self.bodies = [
                t.add(Organisation(name_km=f"អង្គការទី{n}", name_en=f"River {n}", phones=(f"+8551234567{n}",)))
                for n in range(4)
            ]
            for body in self.bodies[:3]:
                t.add(Membership(organisation=body.id, since="2020"))
            self.head = t.add(Person(name_km="សុខ ចន្ថា", name_en="Sok Chantha"))
            t.add(Position(person=self.head.id, organisation=self.bodies[0].id, role="representative"))

    def give(self, version: str, *bodies: int, day: str = DAY, **more: object) -> list[Distribution]:
        given = HandOut(
            [self.decree.id], [self.bodies[n].id for n in bodies], day, {self.decree.id: version}, **more
        )  # type: ignore[arg-type]
        return hand_out(self.store, given)

    def without(self, version: str = "", among: set[str] | None = None) -> list[Standing]:
        with self.store.reading() as reading:
            found = standings(reading, self.decree.id, DAY, version=version, among=among)
        return [each for each in found if not each.received]

    def lacking(self, version: str = "", among: set[str] | None = None) -> list[int]:
        return [self.bodies.index(each.organisation) for each in self.without(version, among)]


@pytest.fixture
def shelf(store: Store) -> Shelf:
    use_language("en")
    return Shelf(store)


def text_of(paper: Paper) -> str:
    document = pypdfium2.PdfDocument(pdf_bytes(paper))
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(text.replace("\ufffe", "").split()) for text in texts)


def test_titles_are_handed_out_to_many_in_one_step(shelf: Shelf) -> None:
    bodies = [each.id for each in shelf.bodies]
    signed = {bodies[0]: shelf.head.id}
    given = HandOut(
        [shelf.decree.id, shelf.book.id], bodies, DAY, {shelf.decree.id: shelf.v2.id}, received_by=signed
    )
    made = hand_out(shelf.store, given)
    assert len(made) == 8
    assert {(each.title, each.version) for each in made} == {
        (shelf.decree.id, shelf.v2.id),
        (shelf.book.id, ""),
    }
    assert {each.organisation for each in made if each.received_by} == {bodies[0]}
    undo(shelf.store)
    with shelf.store.reading() as reading:
        assert reading.all(Distribution) == []


def test_what_was_entered_for_that_day_is_not_entered_again(shelf: Shelf) -> None:
    assert len(shelf.give(shelf.v2.id, 0, 1)) == 2
    assert len(shelf.give(shelf.v2.id, 0, 1, 2)) == 1
    assert len(shelf.give(shelf.v2.id, 0, day="2026-11-21")) == 1


def test_who_has_an_older_version_has_not_received_the_new_one(shelf: Shelf) -> None:
    shelf.give(shelf.v1.id, 0)
    shelf.give(shelf.v2.id, 1)
    assert shelf.lacking(shelf.v2.id) == [0, 2]
    assert shelf.lacking(shelf.v1.id) == [2]
    assert shelf.lacking() == [2]


def test_the_same_version_in_another_language_counts_and_one_nobody_named_does_not(shelf: Shelf) -> None:
    shelf.give(shelf.v2_en.id, 0)
    shelf.give("", 1)
    assert shelf.lacking(shelf.v2.id) == [1, 2]
    assert shelf.lacking() == [2]


def test_an_older_one_given_later_does_not_take_the_new_one_away(shelf: Shelf) -> None:
    shelf.give(shelf.v2.id, 0, day="2026-01-05")
    shelf.give(shelf.v1.id, 0, day="2026-11-05")
    assert 0 not in shelf.lacking(shelf.v2.id)
    with shelf.store.reading() as reading:
        first = standings(reading, shelf.decree.id, DAY, version=shelf.v2.id)[0]
    assert first.version is not None
    assert first.version.id == shelf.v2.id


def test_members_are_meant_unless_others_are_named(shelf: Shelf) -> None:
    assert shelf.lacking() == [0, 1, 2]
    assert shelf.lacking(among={shelf.bodies[3].id, shelf.bodies[1].id}) == [1, 3]


def test_what_a_merged_institution_was_given_counts_for_the_one_that_stays(shelf: Shelf) -> None:
    shelf.give(shelf.v2.id, 3)
    with shelf.store.transaction("x") as t:
        t.change(shelf.bodies[3], merged_into=shelf.bodies[0].id)
    assert shelf.lacking(shelf.v2.id) == [1, 2]
    with shelf.store.reading() as reading:
        (line,) = register(reading, organisation=shelf.bodies[0].id)
    assert line.organisation == shelf.bodies[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"titles": []}, "title"), ({"organisations": []}, "Tick"), ({"given_on": ""}, "day"),
     ({"copies": 0}, "copy")],
)  # fmt: skip
def test_a_handing_out_that_says_too_little_is_refused_with_a_sentence(
    shelf: Shelf, change: dict[str, object], said: str
) -> None:
    told = {"titles": [shelf.decree.id], "organisations": [shelf.bodies[0].id], "given_on": DAY} | change
    with pytest.raises(UserError, match=said):
        hand_out(shelf.store, HandOut(**told))  # type: ignore[arg-type]
    with shelf.store.reading() as reading:
        assert reading.all(Distribution) == []


def test_versions_stand_with_the_newest_first_and_the_register_with_the_latest(shelf: Shelf) -> None:
    shelf.give(shelf.v1.id, 0, day="2026-01-05")
    shelf.give(shelf.v2.id, 0)
    with shelf.store.reading() as reading:
        assert versions_of(reading, shelf.decree.id)[-1].id == shelf.v1.id
        assert [each.line.given_on for each in register(reading)] == [DAY, "2026-01-05"]
        assert len(register(reading, since="2026-06-01", until=DAY, title=shelf.decree.id)) == 1


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_the_papers_name_title_version_and_institutions(shelf: Shelf, language: str) -> None:
    shelf.give(shelf.v1.id, 0, received_by={shelf.bodies[0].id: shelf.head.id})
    meant = Meant(shelf.decree, shelf.v2)
    found = shelf.without(shelf.v2.id)
    with shelf.store.reading() as reading:
        given = register(reading)
    name = "អនុក្រឹត្យលេខ ១៩៣" if language != "en" else "Sub-decree 193"
    missing = text_of(not_received_paper(shelf.store, meant, found, DAY, language))
    sheet = text_of(distribution_sheet(shelf.store, [meant, Meant(shelf.book)], found, DAY, language))
    told = text_of(distributions_paper(shelf.store, given, language))
    assert all(name in text for text in (missing, sheet, told))
    assert "v2" in missing
    assert "v1" in missing
    assert ("River 2" if language == "en" else "អង្គការទី") in sheet
    assert ("Sok Chantha" if language == "en" else "សុខ ចន្ថា") in told


def test_the_workbooks_have_a_row_each(shelf: Shelf, tmp_path: Path) -> None:
    shelf.give(shelf.v1.id, 0)
    meant = Meant(shelf.decree, shelf.v2)
    found = shelf.without(shelf.v2.id)
    with shelf.store.reading() as reading:
        given = register(reading)
    books = (
        distribution_sheet_workbook(shelf.store, [meant], found, "en"),
        not_received_workbook(shelf.store, found, "en"),
        distributions_workbook(shelf.store, given, "en"),
    )
    rows = []
    for place, sheets in enumerate(books):
        path = tmp_path / f"{place}.xlsx"
        write_workbook(sheets, path)
        rows.append([[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.rows])
    assert sum("River" in str(row) for row in rows[0]) == 3
    assert any("v1" in str(row) for row in rows[1])
    assert any("Sub-decree 193" in str(row) for row in rows[2])
