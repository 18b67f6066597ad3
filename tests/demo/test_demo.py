"""The demonstration does what it says: everybody agrees at the end, and what it printed can be read."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from cso_desk.assembly import open_store
from cso_desk.catalog import RECORD_TYPES
from cso_desk.demo import run_demo
from cso_desk.demo.folder import MARKER, PASSPHRASE, README, prepare_folder, store_folder
from cso_desk.demo.stage import story
from cso_desk.errors import UserError
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.members.record import Organisation
from cso_desk.features.members.service import find_organisations
from cso_desk.journal.reviews import conflicts
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.records.base import NETWORK, hub_scope
from cso_desk.settings import home_in
from cso_desk.store.store import Store
from cso_desk.trust.devices import devices

HUBS = ("02", "17")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder of a demonstration without pictures, and what it said."""
    folder, said = tmp_path_factory.mktemp("demonstration") / "demo-out", []
    assert run_demo(folder, say=said.append, pictures=False) == 0, said
    return folder, said


@pytest.fixture
def stores(finished: tuple[Path, list[str]]) -> Iterator[dict[str, Store]]:
    folder = finished[0]
    with home_in(folder):
        opened = {hub: open_store(store_folder(folder, hub), PASSPHRASE) for hub in ("00", *HUBS)}
    yield opened
    for store in opened.values():
        store.close()


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def held(store: Store, hub: str) -> dict[str, object]:
    with store.reading() as reading:
        everything = [each for kind in RECORD_TYPES for each in reading.all(kind.record, trash=True)]
    return {each.id: each for each in everything if each.scope in (NETWORK, hub_scope(hub))}


def test_the_nation_and_each_hub_hold_the_same_records(stores: dict[str, Store]) -> None:
    for hub in HUBS:
        here, there = held(stores[hub], hub), held(stores["00"], hub)
        assert len(here) > 90
        assert here == there


def test_no_difference_is_left_anywhere(stores: dict[str, Store]) -> None:
    for store in stores.values():
        with store.reading() as reading:
            assert conflicts(reading.connection, store.shelves) == []


def test_the_window_opens_the_stores_as_the_devices_they_were(stores: dict[str, Store]) -> None:
    assert [sum(each.own for each in devices(store)) for store in stores.values()] == [1, 1, 1]


def test_the_decision_of_the_nation_is_what_every_hub_shows(stores: dict[str, Store]) -> None:
    disputed = story()["disputed"]
    for store in stores.values():
        (shared,) = find_organisations(store, disputed["organisation"])
        assert shared.phones == tuple(disputed["edits"]["02"]["phones"])
        assert shared.address_km == disputed["settled"]["address_km"]["value"]


def test_an_institution_known_from_the_other_hub_is_not_entered_twice(stores: dict[str, Store]) -> None:
    with stores["17"].reading() as reading:
        table = reading.table(Organisation)
        named = reading.all(Organisation, table.c.name_km == story()["disputed"]["organisation"])
    assert [each.code for each in named] == ["BTB-0023"]


def test_what_a_hub_does_not_share_stays_with_it_and_the_nation(stores: dict[str, Store]) -> None:
    with stores["17"].reading() as reading:
        assert {each.scope for each in reading.all(Meeting)} == {"hub/17"}
        shared = [each for each in reading.all(Organisation) if each.code.startswith("BTB")]
    assert {each.name_km for each in shared} == set(story()["shared"]["02"])


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("02-attendance-sheet-km", ["បញ្ជីវត្តមាន", "កែវ ចន្ទ្រា"]),
        ("02-minutes-km", ["កំណត់ហេតុ", "អនុម័តអនុសាសន៍"]),
        ("02-minutes-en", ["Minutes", "Find a venue in Moung Ruessei"]),
        ("17-attendance-list-en", ["Lao Chenda"]),
        ("02-library-km", ["ច្បាប់ភូមិបាល"]),
        ("00-report-2026Q3-en", ["Battambang Province", "Siem Reap Province"]),
        ("00-directory-km", ["អង្គការមេរៀនបើកចំហ", "សហគមន៍នេសាទកំពង់ភ្លុក"]),
        ("00-merge-protocol-en", ["BTB-0023", "012 000 217", "097 000 0124", "csobundle"]),
        ("00-merge-protocol-km", ["ឡេង សុភក្តិ", "គង់ បុប្ផា", "ជុំ មករា"]),
    ],
)
def test_papers_can_be_read_and_name_their_hub(
    finished: tuple[Path, list[str]], paper: str, words: list[str]
) -> None:
    hub, language = paper[:2], paper[-2:]
    text = "".join(text_of(finished[0] / "papers" / f"{paper}.pdf").split())
    for expected in [story()["profiles"][hub][f"name_{language}"], *words]:
        assert "".join(expected.split()) in text


def test_every_file_with_data_is_unreadable_for_a_finder(finished: tuple[Path, list[str]]) -> None:
    bundles = [each for each in (finished[0] / "bundles").iterdir() if "hello" not in each.name]
    assert len(bundles) > 10
    words = ["កែវ".encode(), b"Tonle Sap", b"organisation"]
    assert not [each.name for each in bundles if any(word in each.read_bytes() for word in words)]


def test_every_doubtful_cell_of_the_lists_is_named(finished: tuple[Path, list[str]]) -> None:
    said = "\n".join(finished[1])
    for told in ("095 000", "31/02/2022"):
        assert told in said or to_khmer_digits(told) in said


def test_it_runs_again_in_its_own_folder_and_keeps_what_a_person_put_there(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    prepare_folder(folder)
    (folder / "papers" / "old.pdf").write_bytes(b"old")
    (folder / "my notes.txt").write_text("mine", encoding="utf-8")
    prepare_folder(folder)
    assert not (folder / "papers" / "old.pdf").exists()
    assert (folder / "my notes.txt").read_text(encoding="utf-8") == "mine"
    assert PASSPHRASE in (folder / README).read_text(encoding="utf-8")


def test_a_folder_with_other_things_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "store.db").write_bytes(b"somebody's own")
    with pytest.raises(UserError):
        run_demo(tmp_path, say=lambda _line: None)
    assert (tmp_path / "store" / "store.db").read_bytes() == b"somebody's own"
    assert not (tmp_path / MARKER).exists()


def test_a_failing_step_is_told_and_ends_with_exit_code_one(tmp_path: Path) -> None:
    broken = story()
    broken["meetings"]["02"]["chair"] = "គ្មាននរណា"  # nobody on any list
    said: list[str] = []
    assert run_demo(tmp_path / "demo", say=said.append, pictures=False, told=broken) == 1
    assert (tmp_path / "demo" / "fault.txt").is_file()
    assert "fault.txt" in said[-1]


def test_the_samples_are_what_their_script_makes(tmp_path: Path) -> None:
    import make_samples

    assert make_samples.main([str(tmp_path)]) == 0
    made = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert len(made) == 4
    assert made == {name: (make_samples.FOLDER / name).read_bytes() for name in made}


def test_everybody_named_in_the_story_stands_on_the_sheet(finished: tuple[Path, list[str]]) -> None:
    for hub in HUBS:
        meeting = story()["meetings"][hub]
        sheet = "".join(text_of(finished[0] / "papers" / f"{hub}-attendance-sheet-km.pdf").split())
        for name in (meeting["chair"], meeting["note_taker"], *meeting["excused"], *meeting["absent"]):
            assert "".join(name.split()) in sheet
