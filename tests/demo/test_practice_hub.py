"""The practice hub: full of data around today, made again on wish, and never mixed with a real one."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from cso_desk.assembly import create_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle
from cso_desk.demo.practice import moved, open_practice_hub
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.errors import CancelledError, UserError
from cso_desk.features.hub.service import save_profile
from cso_desk.features.meetings.record import Action, Meeting
from cso_desk.features.members.printing import directory_paper, labels_paper
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service.papers import asked_today
from cso_desk.settings import practice_folder
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.store import Store
from cso_desk.wording import use_language

TODAY = dt.date(2027, 3, 4)


def quietly(_done: int, _total: int) -> None:
    pass


@pytest.fixture(autouse=True)
def in_english() -> None:
    use_language("en")


@pytest.fixture
def practice() -> Iterator[Store]:
    made = open_practice_hub(TODAY, quietly)
    yield made
    made.close()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Store]:
    made, _code = create_store(tmp_path / "real", "00", passphrase="four words of mine", cost=CHEAP)
    yield made
    made.close()


def test_its_days_lie_around_today_and_weekdays_stay(practice: Store) -> None:
    with practice.reading() as reading:
        starts = sorted(meeting.starts for meeting in reading.all(Meeting))
        due = [action.due for action in reading.all(Action)]
        members = reading.count(Organisation)
    assert practice.practice
    assert members > 20
    assert starts[0] < TODAY.isoformat() < starts[-1]
    assert any(day < TODAY.isoformat() for day in due)
    assert dt.date.fromisoformat(starts[1]).weekday() == dt.date(2026, 9, 18).weekday()


def test_it_is_kept_and_begun_again_only_on_wish() -> None:
    first = open_practice_hub(TODAY, quietly)
    with first.transaction("Add") as t:
        t.add(Organisation(name_en="Practised"))
    first.close()
    again = open_practice_hub(TODAY, quietly)
    with again.reading() as reading:
        assert "Practised" in {each.name_en for each in reading.all(Organisation)}
    again.close()
    anew = open_practice_hub(TODAY, quietly, anew=True)
    with anew.reading() as reading:
        assert "Practised" not in {each.name_en for each in reading.all(Organisation)}
    anew.close()


def test_one_whose_making_was_cut_short_is_made_anew() -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        open_practice_hub(TODAY, stop)
    made = open_practice_hub(TODAY, quietly)
    with made.reading() as reading:
        assert reading.count(Meeting) == 3
    made.close()


def test_a_real_store_in_its_folder_is_never_thrown_away() -> None:
    store, _code = create_store(practice_folder(), "02", passphrase="four words of mine", cost=CHEAP)
    store.close()
    with pytest.raises(UserError, match="real store"):
        open_practice_hub(TODAY, quietly, anew=True)


def test_every_page_of_its_papers_says_so_and_real_papers_do_not(practice: Store, real: Store) -> None:
    save_profile(real, name_en="Real hub")
    for store, marked in ((practice, True), (real, False)):
        for paper in [make(store, asked_today(), "en") for make in (directory_paper, labels_paper)]:
            document = pypdfium2.PdfDocument(pdf_bytes(paper))
            pages = [page.get_textpage().get_text_range() for page in document]
            document.close()
            assert [("invented" in page) for page in pages] == [marked] * len(pages)


def test_bundles_go_neither_from_practice_to_a_real_hub_nor_back(
    practice: Store, real: Store, tmp_path: Path
) -> None:
    invented = make_bundle(practice, "00", folder=tmp_path, allow_plain=True)
    checked = check_bundle(real, invented.path)
    assert not checked.can_receive
    assert "practice hub" in checked.problems[0]
    with pytest.raises(UserError, match="invented"):
        receive_bundle(real, invented.path)
    back = make_bundle(real, "02", folder=tmp_path, allow_plain=True)
    with pytest.raises(UserError, match="real data"):
        receive_bundle(practice, back.path)


def test_a_story_is_moved_with_all_its_days_and_nothing_else() -> None:
    told = {"day": "2026-09-18", "quarter": "2026Q3", "list": ["2026-12-31", 7], "text": "on 2026-09-18"}
    assert moved(told, 1) == {
        "day": "2026-09-19",
        "quarter": "2026Q3",
        "list": ["2027-01-01", 7],
        "text": "on 2026-09-18",
    }
