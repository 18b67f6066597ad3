"""A hub's desk for every test of the window: a practice store, work done at once, English and Khmer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from window_stage import make_stage

from cso_desk.assembly import create_store
from cso_desk.desk.window import DeskWindow
from cso_desk.features.hub.service import save_profile
from cso_desk.features.meetings.record import AgendaItem, Attendance, Meeting
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.store.store import Store
from cso_desk.widgets.live import listen
from cso_desk.widgets.operation import RunnerAtOnce
from cso_desk.widgets.theme import dress
from cso_desk.wording import use_language


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stores in which the scenes of the window are played; each scene has a copy."""
    return make_stage(tmp_path_factory.mktemp("scenes") / "stage")


@pytest.fixture
def look(qapp: QApplication) -> None:
    """The application as the desk dresses it, English."""
    use_language("en")
    listen()
    dress(qapp)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A practice store of Battambang with two institutions, their people and one meeting."""
    made, _code = create_store(tmp_path / "hub", "02", passphrase=None, actor="Sok Chantha")
    fill(made)
    yield made
    made.close()


def fill(made: Store) -> None:
    """Two institutions of Battambang, their people and one meeting."""
    save_profile(made, name_km="បណ្តាញបាត់ដំបង", name_en="Network of Battambang")
    with made.transaction("Import {count} institutions", count=2) as t:
        women = t.add(
            Organisation(name_km="សមាគមស្ត្រី", name_en="Women for Peace", place="0202", kind="association")
        )
        farmers = t.add(Organisation(name_km="សមាគមកសិករ", name_en="Farmers", phones=("+85512345678",)))
        dara = t.add(Person(name_km="សុខ ដារ៉ា", name_en="Sok Dara", sex="F"))
        vuthy = t.add(Person(name_km="ជា វុទ្ធី", name_en="Chea Vuthy", sex="M"))
        t.add(Position(person=dara.id, organisation=women.id, title_km="នាយិកា", role="representative"))
        t.add(Position(person=vuthy.id, organisation=farmers.id, role="representative"))
        meeting = t.add(Meeting(title_km="កិច្ចប្រជុំ", title_en="Quarterly meeting", starts="2026-09-25"))
        t.add(AgendaItem(meeting=meeting.id, number=1, title_en="Opening"))
        t.add(Attendance(meeting=meeting.id, person=dara.id, organisation=women.id, sheet_row=1))


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    """A practice store in which nothing was entered yet."""
    made, _code = create_store(tmp_path / "empty", "02", passphrase=None)
    yield made
    made.close()


@pytest.fixture
def desk(look: None, store: Store) -> Iterator[DeskWindow]:
    """The open desk."""
    made = open_desk(store)
    yield made
    made.take_down()


@pytest.fixture
def empty_desk(look: None, empty_store: Store) -> Iterator[DeskWindow]:
    """The desk of a hub that has just begun."""
    made = open_desk(empty_store)
    yield made
    made.take_down()


@pytest.fixture
def khmer_desk(look: None, empty_store: Store) -> Iterator[DeskWindow]:
    """The desk in Khmer, for the walks of somebody new; what the store holds is put into it first."""
    use_language("km")
    made = open_desk(empty_store)
    made.activateWindow()
    yield made
    made.take_down()
    use_language("en")


def open_desk(store: Store) -> DeskWindow:
    """A desk on the screen; work is done before it returns."""
    made = DeskWindow(store, RunnerAtOnce())
    made.resize(1366, 728)
    made.show()
    return made
