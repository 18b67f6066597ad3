"""The second place: what is there is whole, files go once, a stick pulled early is made good later."""

import io

import pytest

from cso_desk.assembly import create_store, open_store
from cso_desk.errors import CancelledError, UserError
from cso_desk.features.members.record import Organisation
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED, BEFORE_IMPORT, KEPT_BEFORE, backups_in
from cso_desk.store.blobs import blobs_of
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.second_place import (
    FOLDER,
    copy_elsewhere,
    known_places,
    place_in,
    places_elsewhere,
)
from cso_desk.store.upkeep import upkeep_of
from cso_desk.wording import use_language

WORDS = "green rice field water"


@pytest.fixture
def store(tmp_path):
    use_language("en")
    made, _code = create_store(tmp_path / "store", "02", passphrase=WORDS, cost=CHEAP)
    with made.transaction("Add") as t:
        t.add(Organisation(name_en="kept"))
    yield made
    made.close()


def add_file(store, data):
    return blobs_of(store).add(io.BytesIO(data))


def test_without_a_backup_there_is_nothing_to_copy(store, tmp_path):
    with pytest.raises(UserError, match="Make one first"):
        copy_elsewhere(store, place_in(tmp_path / "stick", store))


def test_what_is_copied_opens_as_a_store(store, tmp_path):
    made = back_up(store, ASKED)
    place = place_in(tmp_path / "stick", store)
    copied = copy_elsewhere(store, place)
    (there,) = backups_in(place)
    assert (copied.backup.number, there.told) == (made.number, made.told)
    opened = open_store(there.folder, WORDS)
    with opened.reading() as reading:
        assert [one.name_en for one in reading.all(Organisation)] == ["kept"]
    opened.close()
    told = upkeep_of(store.folder)
    assert (told.elsewhere, told.where) == (made.number, str(tmp_path / "stick"))


def test_files_go_to_the_second_place_once(store, tmp_path):
    add_file(store, b"one" * 1000)
    back_up(store, ASKED)
    place = place_in(tmp_path / "stick", store)
    assert copy_elsewhere(store, place).files == 1
    add_file(store, b"two" * 1000)
    back_up(store, ASKED)
    assert copy_elsewhere(store, place).files == 1
    assert copy_elsewhere(store, place).files == 0
    pool = blobs_of(store).beside(place)
    assert len(pool.held()) == 2
    assert pool.check() == []


def test_a_stick_that_was_pulled_early_is_made_good_the_next_time(store, tmp_path):
    add_file(store, b"scan" * 500_000)
    back_up(store, ASKED)
    place = place_in(tmp_path / "stick", store)

    def pull(done, total):
        if done > total // 2:
            raise CancelledError("pulled")

    with pytest.raises(CancelledError):
        copy_elsewhere(store, place, pull)
    assert backups_in(place) == []
    (place / "000001_torn_exit.part").mkdir(exist_ok=True)
    copy_elsewhere(store, place)
    assert len(backups_in(place)) == 1
    assert not list(place.rglob("*.part"))
    assert blobs_of(store).beside(place).check() == []


def test_rotation_holds_there_too(store, tmp_path):
    place = place_in(tmp_path / "stick", store)
    for _ in range(KEPT_BEFORE + 2):
        back_up(store, BEFORE_IMPORT)
        copy_elsewhere(store, place)
    assert len(backups_in(place)) == KEPT_BEFORE


def test_a_place_that_is_not_there_is_told(store, tmp_path):
    back_up(store, ASKED)
    (tmp_path / "stick").write_text("a file where a folder should be")
    with pytest.raises(UserError, match="plugged in"):
        copy_elsewhere(store, place_in(tmp_path / "stick", store))


def test_stores_share_a_stick_without_meeting(store, tmp_path):
    other, _code = create_store(tmp_path / "other", "17", passphrase=WORDS, cost=CHEAP)
    stick = tmp_path / "stick"
    for each in (store, other):
        back_up(each, ASKED)
        copy_elsewhere(each, place_in(stick, each))
    assert len(list((stick / FOLDER).iterdir())) == 2
    assert places_elsewhere(str(stick), store) == [place_in(stick, store)]
    # Who cannot open the store sees them all, its own first.
    assert known_places(tmp_path / "store", str(stick))[1:] == sorted((stick / FOLDER).iterdir())
    other.close()
