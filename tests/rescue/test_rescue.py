"""Broken stores: what is damaged is noticed, what can be read is saved, and nobody is told a lie about it."""

import random
import shutil

import pytest
from breaking import WORDS, database_of, filled, flip, in_one_file, is_no_lie, shown, swap_pages, work

from cso_desk.assembly import open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.features.members.record import Organisation
from cso_desk.journal.mending import make_anew
from cso_desk.rescue.checking import check
from cso_desk.rescue.rescuing import Way, rescue
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED, own_place
from cso_desk.store.files import DATABASE, KEY_COPY, KEYSLOTS
from cso_desk.store.search import refresh
from cso_desk.wording import use_language


def seeds(quick, most=60):
    """Some seeds in every run, many in the long one."""
    return [*range(quick), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(quick, most))]


@pytest.fixture
def english():
    use_language("en")


@pytest.fixture
def store(tmp_path, english):
    made = filled(tmp_path / "store")
    refresh(made)
    yield made
    made.close()


def again(store):
    return open_store(store.folder, WORDS)


def test_a_sound_store_is_told_to_be_sound(store):
    found = check(store)
    assert found.sound
    assert found.derived.changes > 100


def test_a_sound_store_of_a_long_life_is_told_to_be_sound(store, tmp_path):
    other = filled(tmp_path / "nation", "00", 2)
    hello = make_bundle(other, "", kind="hello").path
    receive_bundle(store, hello)
    receive_bundle(other, make_bundle(store, "", kind="hello").path)
    receive_bundle(other, make_bundle(store, "00").path)
    work(store, 1, "more")
    receive_bundle(store, make_bundle(other, "02").path)
    assert check(store).sound
    assert check(other).sound
    other.close()


@pytest.mark.parametrize("seed", seeds(2))
def test_flipped_bits_are_noticed_and_what_is_shown_comes_back(store, seed):
    chance = random.Random(seed)
    before = shown(store)
    back_up(store, ASKED)
    work(store, 3, "since")
    after = shown(store)
    in_one_file(store)
    store.close()
    flip(database_of(store), chance, bits=chance.choice((1, 3, 8)))
    try:
        opened = again(store)
        assert not check(opened).sound
        opened.close()
    except DamagedFileError:
        pass
    done = rescue(store.folder, WORDS, [own_place(store.folder)])
    rescued = again(store)
    now = shown(rescued)
    assert before.items() <= now.items()
    assert is_no_lie(now, after)
    if done.way is Way.MADE_ANEW or not (done.lost or done.unreadable):
        assert now == after
    refresh(rescued)
    assert check(rescued).sound
    work(rescued, 1, "goes on")
    rescued.close()


@pytest.mark.parametrize("page", [0, "schema"])
def test_a_broken_list_of_tables_comes_from_the_backup_and_all_else_from_the_file(store, page):
    back_up(store, ASKED)
    work(store, 1, "since")
    after = shown(store)
    in_one_file(store)
    store.close()
    database = database_of(store)
    raw = bytearray(database.read_bytes())
    if page == 0:
        raw[3] ^= 1  # the salt, without which no page can be read
    else:
        # The list of tables is longer than a page: the second one belongs to it.
        raw[4096 + 100] ^= 1
    database.write_bytes(raw)
    with pytest.raises(DamagedFileError):
        again(store)
    done = rescue(store.folder, WORDS, [own_place(store.folder)])
    rescued = again(store)
    assert done.way is Way.MADE_ANEW
    assert shown(rescued) == after
    rescued.close()


@pytest.mark.parametrize("seed", seeds(2))
def test_without_a_backup_what_can_be_read_is_saved(store, seed):
    before = shown(store)
    in_one_file(store)
    store.close()
    flip(database_of(store), random.Random(seed), bits=2, first=20 * 4096)
    try:
        done = rescue(store.folder, WORDS, [])
    except DamagedFileError:
        return  # its keys or its names are gone; it was said so, and nothing was changed
    rescued = again(store)
    assert done.way in (Way.MADE_ANEW, Way.SAVED)
    kept = shown(rescued)
    assert is_no_lie(kept, before)
    assert len(kept) >= len(before) // 2 or done.lost
    if done.way is Way.MADE_ANEW:
        assert kept == before
    else:
        assert done.lost
        assert done.backup is None
    refresh(rescued)
    assert check(rescued).sound
    rescued.close()


def test_nothing_is_thrown_away_by_a_rescue(store):
    in_one_file(store)
    store.close()
    flip(database_of(store), random.Random(3), first=30 * 4096)
    raw = database_of(store).read_bytes()
    done = rescue(store.folder, WORDS, [])
    assert (done.aside.folder / DATABASE).read_bytes() == raw


@pytest.mark.parametrize("cut", [0.2, 0.95])
def test_a_file_cut_short_is_noticed_and_rescued(store, cut):
    before = shown(store)
    back_up(store, ASKED)
    in_one_file(store)
    store.close()
    database = database_of(store)
    with database.open("rb+") as file:
        file.truncate(int(database.stat().st_size * cut) // 4096 * 4096)
    rescue(store.folder, WORDS, [own_place(store.folder)])
    rescued = again(store)
    assert shown(rescued) == before
    rescued.close()


@pytest.mark.parametrize("seed", seeds(2))
def test_pages_put_back_to_an_earlier_day_are_noticed(store, seed):
    """SQLCipher finds every page in order; the journal does not."""
    in_one_file(store)
    before = database_of(store).read_bytes()
    back_up(store, ASKED)
    work(store, 6, "since")
    refresh(store)
    after = shown(store)
    in_one_file(store)
    store.close()
    assert swap_pages(database_of(store), before, random.Random(seed), 2)
    try:
        opened = again(store)
        # Only what nobody sees may be older without being noticed, such as a page of the index of words.
        assert not check(opened).sound or shown(opened) == after
        opened.close()
    except UserError:
        pass
    rescue(store.folder, WORDS, [own_place(store.folder)])
    rescued = again(store)
    assert is_no_lie(shown(rescued), after)
    refresh(rescued)
    assert check(rescued).sound
    rescued.close()


def test_a_whole_file_put_back_is_noticed_when_it_is_opened(store):
    in_one_file(store)
    store.close()
    old = database_of(store).read_bytes()
    replica = store.replica
    opened = again(store)
    work(opened, 1, "since")
    in_one_file(opened)
    opened.close()
    database_of(store).write_bytes(old)
    back = again(store)
    assert back.replica != replica
    with back.reading() as reading:
        assert int(reading.meta("behind")) >= 13
    back.close()


def test_a_log_of_another_day_beside_the_file_does_no_harm(store, tmp_path):
    shutil.copytree(store.folder, tmp_path / "early")
    work(store, 2, "since")
    truth = shown(store)
    log = store.folder / f"{DATABASE}-wal"
    kept = log.read_bytes()
    in_one_file(store)
    store.close()
    early = tmp_path / "early"
    (early / f"{DATABASE}-wal").write_bytes(kept)
    try:
        opened = open_store(early, WORDS)
    except DamagedFileError:
        rescue(early, WORDS, [])
        opened = open_store(early, WORDS)
    refresh(opened)
    assert is_no_lie(shown(opened), truth)
    opened.close()


def test_what_is_shown_wrongly_is_mended_in_place(store):
    before = shown(store)
    with store.writing() as connection:
        connection.execution_options(journalled=True)
        connection.exec_driver_sql("UPDATE organisation SET name_en = 'altered' WHERE rowid % 3 = 0")
        connection.exec_driver_sql("DELETE FROM head WHERE record IN (SELECT min(record) FROM head)")
        connection.exec_driver_sql("DELETE FROM entry")
        connection.execution_options(journalled=False)
    found = check(store)
    assert found.journal_sound
    assert not found.shown_sound
    with store.writing() as connection:
        make_anew(connection, store.shelves.types.values())
    refresh(store)
    assert shown(store) == before
    assert check(store).sound


def test_an_empty_key_file_is_answered_by_its_copy(store):
    store.close()
    again(store).close()
    assert (store.folder / KEY_COPY / KEYSLOTS).exists()
    (store.folder / KEYSLOTS).write_bytes(b"")
    with pytest.raises(UserError, match="does not fit"):
        open_store(store.folder, "wrong words entirely")
    opened = again(store)
    assert shown(opened)
    opened.close()
    assert (store.folder / KEYSLOTS).read_bytes()


def test_without_the_copy_the_key_file_of_a_backup_opens_the_store(store):
    before = shown(store)
    back_up(store, ASKED)
    store.close()
    for path in (store.folder / KEYSLOTS, store.folder / KEY_COPY / KEYSLOTS):
        path.unlink(missing_ok=True)
    (store.folder / KEYSLOTS).write_bytes(b"{}")
    with pytest.raises(DamagedFileError):
        again(store)
    done = rescue(store.folder, WORDS, [own_place(store.folder)])
    assert done.way is Way.MADE_ANEW
    rescued = again(store)
    assert shown(rescued) == before
    rescued.close()


def test_a_wrong_passphrase_rescues_nothing_and_changes_nothing(store):
    store.close()
    flip(database_of(store), random.Random(1), first=4096)
    raw = database_of(store).read_bytes()
    with pytest.raises(UserError, match="does not fit"):
        rescue(store.folder, "not these words", [])
    assert database_of(store).read_bytes() == raw


def test_a_store_of_which_nothing_is_left_says_so(store):
    store.close()
    database_of(store).write_bytes(b"\0" * 4096 * 3)
    with pytest.raises(DamagedFileError, match="no backup"):
        rescue(store.folder, WORDS, [])


def test_a_rescued_hub_goes_on_exchanging(store, tmp_path):
    nation = filled(tmp_path / "nation", "00", 1)
    receive_bundle(store, make_bundle(nation, "", kind="hello").path)
    receive_bundle(nation, make_bundle(store, "", kind="hello").path)
    back_up(store, ASKED)
    work(store, 2, "told")
    receive_bundle(nation, make_bundle(store, "00").path)
    work(store, 2, "untold")
    in_one_file(store)
    store.close()
    flip(database_of(store), random.Random(5), bits=2, first=8 * 4096)
    rescue(store.folder, WORDS, [own_place(store.folder)])
    rescued = again(store)
    with rescued.transaction("Add") as t:
        t.add(Organisation(name_en="after"))
    receive_bundle(nation, make_bundle(rescued, "00", kind="full").path)
    receive_bundle(rescued, make_bundle(nation, "02", kind="full").path)
    told = set(shown(rescued).values())
    assert any(name.startswith("told 1") for name, _notes in told)
    assert told <= set(shown(nation).values())
    for each in (rescued, nation):
        each.close()
