"""The drill: backup, disaster, restore, and the exchange with the nation goes on; nothing lost or doubled."""

import contextlib
import io
import shutil

import pytest

from added_institutions import add, names
from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle, undo_receive
from cso_desk.catalog import RECORD_TYPES
from cso_desk.errors import DamagedFileError, UserError
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.members.record import Organisation
from cso_desk.journal.reviews import conflicts
from cso_desk.records.kinds import StoredFile
from cso_desk.rescue.backup_keys import SecretNeededError, opener_for
from cso_desk.rescue.bringing_over import bring_over, what_was_kept
from cso_desk.rescue.checking import check
from cso_desk.rescue.files_back import bring_files_back
from cso_desk.rescue.outlook import outlook
from cso_desk.rescue.restoring import make_ready, prepare, restore, restored_from, swap
from cso_desk.store.backing_up import back_up
from cso_desk.store.backups import ASKED, BEFORE_RESTORE, BEFORE_UPGRADE, backups_in, own_place
from cso_desk.store.blobs import blobs_of
from cso_desk.store.files import DATABASE, READY, finish_restore
from cso_desk.store.key_cost import CHEAP
from cso_desk.store.keyslots import unlock
from cso_desk.store.second_place import copy_elsewhere, place_in
from cso_desk.store.upkeep import note_upkeep, upkeep_of
from cso_desk.wording import use_language

WORDS = "green rice field water"
SCAN = b"a scan of the statutes " * 5000


@pytest.fixture
def hubs(tmp_path):
    """The nation and a province with files, which exchanged once."""
    use_language("en")
    made = {}
    for hub in ("00", "02"):
        made[hub], _code = create_store(tmp_path / hub, hub, passphrase=WORDS, cost=CHEAP)
    add_with_file(made["02"], "Statutes", SCAN)
    add(made["02"], "old one", "old two")
    bring(made["02"], made["00"])
    bring(made["00"], made["02"])
    yield made
    for store in made.values():
        store.close()


def add_with_file(store, title, data):
    blob = blobs_of(store).add(io.BytesIO(data))
    with store.transaction("Add") as t:
        t.add(LibraryTitle(title_en=title, files=(StoredFile(blob.sha256, blob.size, "scan.pdf", ""),)))
    return blob


def bring(source, reader, kind="delta"):
    path = make_bundle(source, reader.hub, kind=kind, allow_plain=True).path
    return receive_bundle(reader, path, backup=False)


def differences(store):
    with store.reading() as reading:
        return len(conflicts(reading.connection, store.shelves))


def newest(store):
    return backups_in(own_place(store.folder))[0]


def test_the_whole_drill(hubs, tmp_path):
    nation, store = hubs["00"], hubs["02"]
    back_up(store, ASKED)
    copy_elsewhere(store, place_in(tmp_path / "stick", store))
    # Work goes on; some of it reaches the nation, the last of it nobody.
    known = add(store, "told the nation")
    bring(store, nation)
    add(store, "told nobody")
    before = store.replica
    (second,) = backups_in(place_in(tmp_path / "stick", store))
    aside = restore(store.folder, second, store=store)
    restored = hubs["02"] = open_store(store.folder, WORDS)
    assert names(restored) == ["old one", "old two"]
    assert restored.replica != before
    assert aside.reason == BEFORE_RESTORE
    # The secretary goes on before anything is brought over.
    add(restored, "after the restore")
    over = bring_over(restored, what_was_kept(restored))
    assert over.changes > 0
    assert (over.lost, over.retold) == (0, 0)
    assert names(restored) == ["after the restore", "old one", "old two", "told nobody", "told the nation"]
    bring(restored, nation)
    bring(nation, restored)
    assert names(nation) == names(restored)
    assert differences(nation) == differences(restored) == 0
    with restored.transaction("Rename") as t:
        t.change(Organisation, known[0], name_en="renamed")
    bring(restored, nation)
    assert names(nation) == names(restored)
    assert check(restored).sound
    assert b"".join(blobs_of(restored).content(blobs_of(restored).held()[0])) == SCAN


def test_what_the_nation_has_comes_back_without_the_store_that_was_lost(hubs, tmp_path):
    nation, store = hubs["00"], hubs["02"]
    back_up(store, ASKED)
    copy_elsewhere(store, place_in(tmp_path / "stick", store))
    add(store, "told the nation")
    bring(store, nation)
    (second,) = backups_in(place_in(tmp_path / "stick", store))
    store.close()
    # The laptop is gone: another one begins with the stick alone.
    laptop = tmp_path / "laptop"
    laptop.mkdir()
    assert restore(laptop, second, secret=WORDS) is None
    restored = hubs["02"] = open_store(laptop, WORDS)
    fetched, missing = bring_files_back(restored, [second.folder.parent])
    assert (fetched, missing) == (1, 0)
    bring(nation, restored, kind="full")
    add(restored, "on the new laptop")
    bring(restored, nation)
    assert names(restored) == names(nation)
    assert "told the nation" in names(restored)
    assert differences(nation) == 0


def test_what_was_brought_over_is_taken_back_by_undo(hubs):
    store = hubs["02"]
    back_up(store, ASKED)
    add(store, "by mistake")
    restore(store.folder, backups_in(own_place(store.folder))[0], store=store)
    restored = hubs["02"] = open_store(store.folder, WORDS)
    bring_over(restored, what_was_kept(restored))
    assert "by mistake" in names(restored)
    assert restored_from(restored) == {}
    (taken,) = [each for each in bundles_of(restored) if each.hub == "02" and each.status == "taken"]
    undo_receive(restored, taken.uid)
    assert names(restored) == ["old one", "old two"]


def test_the_preview_tells_what_would_be_lost_and_what_would_come_back(hubs):
    store = hubs["02"]
    gone, changed = add(store, "put away later", "changed later")
    made = back_up(store, ASKED)
    add(store, "new since", "new too")
    with store.transaction("Change") as t:
        t.trash(Organisation, gone)
        t.change(Organisation, changed, name_en="changed")
    seen = outlook(made, RECORD_TYPES, store=store)
    (found,) = seen.kinds
    assert (found.kind, found.lost, found.back, found.changed) == ("organisation", 2, 1, 1)
    assert [title for _km, title in found.back_titles] == ["put away later"]
    assert seen.steps == 2
    assert seen.last_step > made.at - 60_000
    assert outlook(back_up(store, ASKED), RECORD_TYPES, store=store).kinds == ()


def test_the_preview_of_a_backup_without_the_store_tells_what_it_holds(hubs):
    made = back_up(hubs["02"], ASKED)
    with pytest.raises(SecretNeededError, match="passphrase of that time"):
        outlook(made, RECORD_TYPES)
    assert outlook(made, RECORD_TYPES, secret=WORDS).records >= 3
    with pytest.raises(UserError, match="passphrase does not fit"):
        outlook(made, RECORD_TYPES, secret="wrong words here")


def test_a_preview_writes_nothing_into_the_backup(hubs):
    made = back_up(hubs["02"], ASKED)
    before = {path.name: path.read_bytes() for path in made.folder.iterdir()}
    outlook(made, RECORD_TYPES, store=hubs["02"])
    assert {path.name: path.read_bytes() for path in made.folder.iterdir()} == before


def test_a_damaged_backup_is_refused_and_the_store_stays(hubs):
    store = hubs["02"]
    made = back_up(store, ASKED)
    raw = bytearray((made.folder / DATABASE).read_bytes())
    raw[-len(raw) // 8] ^= 8  # behind the pages that say which tables there are: those are read at once
    (made.folder / DATABASE).write_bytes(raw)
    with pytest.raises(UserError, match="is damaged"):
        restore(store.folder, made, store=store)
    assert names(store) == ["old one", "old two"]
    assert not (store.folder / READY).exists()


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_backup_with_a_damaged_first_page_is_not_taken_for_one_with_another_key(hubs, page):
    made = back_up(hubs["02"], ASKED)
    raw = bytearray((made.folder / DATABASE).read_bytes())
    raw[(page - 1) * 4096 + 100] ^= 8
    (made.folder / DATABASE).write_bytes(raw)
    for given in ({"store": hubs["02"]}, {}, {"secret": WORDS}):
        with pytest.raises(DamagedFileError, match="is damaged"):
            restore(hubs["02"].folder, made, **given)
    assert names(hubs["02"]) == ["old one", "old two"]


def test_a_restore_that_was_cut_short_is_finished_at_the_next_start(hubs):
    store = hubs["02"]
    made = back_up(store, ASKED)
    add(store, "since")
    make_ready(store.folder, made, opener_for(made, store), None)
    store.close()
    assert (store.folder / READY / DATABASE).exists()
    restored = hubs["02"] = open_store(store.folder, WORDS)
    assert names(restored) == ["old one", "old two"]
    assert not finish_restore(store.folder)


def test_a_second_restore_after_the_first_finds_every_state_again(hubs):
    store = hubs["02"]
    first = back_up(store, ASKED)
    add(store, "since")
    aside = restore(store.folder, first, store=store)
    store = hubs["02"] = open_store(store.folder, WORDS)
    restore(store.folder, aside, store=store)
    store = hubs["02"] = open_store(store.folder, WORDS)
    assert "since" in names(store)
    numbers = [each.number for each in backups_in(own_place(store.folder))]
    assert numbers == sorted(set(numbers), reverse=True)


def test_files_that_were_lost_come_back_from_the_backups(hubs):
    store = hubs["02"]
    blob = blobs_of(store).held()[0]
    back_up(store, ASKED)
    shutil.rmtree(store.folder / "files")
    assert bring_files_back(store, [own_place(store.folder)]) == (1, 0)
    assert b"".join(blobs_of(store).content(blob)) == SCAN


def test_an_older_store_is_backed_up_before_it_is_upgraded(tmp_path):
    store, _code = create_store(tmp_path / "old", "02", passphrase=WORDS, cost=CHEAP)
    with store.writing() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 11")
        connection.exec_driver_sql("DROP TABLE IF EXISTS listed_institution")
    store.close()
    # The step may not run twice; the backup stands before it.
    with contextlib.suppress(Exception):
        open_store(tmp_path / "old", WORDS).close()
    assert [each.reason for each in backups_in(own_place(tmp_path / "old"))] == [BEFORE_UPGRADE]


def test_a_backup_that_is_ready_and_cannot_take_its_place_says_so_and_does_it_later(hubs):
    store = hubs["02"]
    first = back_up(store, ASKED)
    add(store, "since")
    folder = store.folder
    note_upkeep(folder, found="A page is damaged.")
    prepare(folder, first, store=store)
    assert upkeep_of(folder).found == ""  # that was found in the store of before
    store.close()
    (folder / f"{DATABASE}-wal" / "in the way").mkdir(parents=True)
    with pytest.raises(UserError, match="opened the next time"):
        swap(folder)
    with pytest.raises(UserError, match="Nothing is lost"):
        open_store(folder, WORDS)
    shutil.rmtree(folder / f"{DATABASE}-wal")
    with contextlib.closing(open_store(folder, WORDS)) as store:
        assert "since" not in names(store)
        assert "old one" in names(store)


def test_a_key_file_that_the_disk_does_not_give_is_not_called_damaged(hubs):
    folder = hubs["02"].folder
    hubs["02"].close()
    (folder / "keyslots.json").rename(folder / "aside")
    shutil.rmtree(folder / "keys", ignore_errors=True)
    (folder / "keyslots.json").mkdir()  # it cannot be read
    with pytest.raises(UserError, match="cannot be read") as told:
        unlock(folder, WORDS)
    assert not isinstance(told.value, DamagedFileError)
