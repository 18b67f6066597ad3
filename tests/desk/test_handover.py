"""The paper with which one secretary hands the desk to the next: what it tells is how everything stands."""

from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QPushButton

from cso_desk.desk.handover import handover, what_stands
from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.settings_page import SettingsPage
from cso_desk.features.meetings.record import Action, Meeting
from cso_desk.features.members.record import Organisation, Person
from cso_desk.settings import Settings
from cso_desk.store.person import name_person
from cso_desk.store.store import Store
from cso_desk.store.upkeep import note_upkeep

DAY = "2026-11-23"
_NOON = 1_795_406_400_000  # 2026-11-23 04:00 UTC, the same day in every zone of Asia and Europe


@pytest.fixture
def open_work(store: Store) -> Store:
    """Nine open actions, one of them late, a meeting to come and one that nobody recorded."""
    with store.transaction("Add") as t:
        held = t.all(Meeting, limit=1)[0]
        dara = next(each for each in t.all(Person) if each.name_en == "Sok Dara")
        t.add(Action(meeting=held.id, what_en="Ask for the hall", person=dara.id, due="2026-10-01"))
        for number in range(8):
            t.add(Action(meeting=held.id, what_en=f"Call {number}", due="2027-01-01"))
        t.add(Meeting(title_en="Year meeting", title_km="កិច្ចប្រជុំឆ្នាំ", starts="2026-12-18", status="planned"))
    return store


def pages(store: Store, session: Any, language: str) -> list[str]:
    data = handover(session).make(language, "pdf", lambda _done, _total: None)
    document = pypdfium2.PdfDocument(data)
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return texts


def test_it_tells_what_is_open_and_how_the_data_stand(open_work: Store) -> None:
    note_upkeep(open_work.folder, elsewhere_at=_NOON, where="E:")
    found = what_stands(open_work, DAY)
    assert (found.meeting, found.meeting_on) == (("កិច្ចប្រជុំឆ្នាំ", "Year meeting"), "2026-12-18")
    assert (found.action_count, len(found.actions)) == (9, 8)
    assert (found.actions[0].what[1], found.actions[0].who[1], found.actions[0].late) == (
        "Ask for the hall", "Sok Dara", True,
    )  # fmt: skip
    assert found.unrecorded == 1
    assert dict(found.kept)["Institutions"] == 2
    assert (found.copied, found.copied_to) == (DAY, "E:")
    assert found.backup == ""


def test_it_names_everybody_who_wrote_here_the_last_first(store: Store) -> None:
    name_person(store, "Chea Vuthy")
    with store.transaction("Add") as t:
        t.add(Organisation(name_en="New"))
    assert [name for name, _day in what_stands(store, DAY).writers] == ["Chea Vuthy", "Sok Chantha"]


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_it_is_one_sheet_of_paper(desk: Any, open_work: Store, language: str) -> None:
    texts = pages(open_work, desk.session, language)
    assert len(texts) <= 2
    whole = " ".join(texts)
    assert "Ask for the hall" in whole
    assert "Sok Chantha" in whole
    if language != "en":
        assert "ការប្រគល់ការងារ" in whole
    else:
        assert "and 1 more" in whole
        assert "Open the backups" in whole


def test_a_desk_on_which_nothing_waits_says_so(empty_desk: Any, empty_store: Store) -> None:
    (text,) = pages(empty_store, empty_desk.session, "en")
    assert "none is planned" in text
    assert "never never" in text.partition("Last copy elsewhere")[2]


def test_the_settings_offer_it(desk: Any) -> None:
    page = SettingsPage(desk.session, Settings(), lambda _name: None)
    desk.show_over(page)
    offered = [each for each in page.findChildren(QPushButton) if each.text() == "Hand-over paper…"]
    assert len(offered) == 1
    offered[0].click()
    shown = desk.stack.currentWidget().findChild(PaperPage)
    assert shown.page_count() in (1, 2)
    shown.close_document()
