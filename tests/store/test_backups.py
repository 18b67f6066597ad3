"""Backups: whole or not there, verified page by page, kept in turn, in the order of their numbers."""

import datetime as dt
import io
import shutil
from pathlib import Path

import msgspec
import pytest

from added_institutions import add, names
from cso_desk.assembly import create_store, open_store
from cso_desk.errors import CancelledError, DamagedFileError, UserError
from cso_desk.features.members.record import Organisation
from cso_desk.store.backing_up import back_up, is_due, put_aside
from cso_desk.store.backups import (
    ASKED,
    BEFORE_BUNDLE,
    BEFORE_IMPORT,
    DAMAGED,
    EXIT,
    KEPT_BEFORE,
    MANIFEST,
    Backup,
    Manifest,
    backups_in,
    forget_old,
    kept_of,
    newest_in,
    own_place,
)
from cso_desk.store.blobs import Blobs, blobs_of
from cso_desk.store.files import DATABASE
from cso_desk.store.key_cost import CHEAP
from cso_desk.wording import use_language

WORDS = "green rice field water"
DAY = 86_400_000


@pytest.fixture
def store(tmp_path):
    use_language("en")
    made, _code = create_store(tmp_path / "store", "02", passphrase=WORDS, cost=CHEAP)
    yield made
    made.close()


def told(number, at, reason=EXIT):
    manifest = Manifest(1, number, at, reason, "02", number, 0, "1")
    return Backup(Path(str(number)), 1, manifest)


def utc(at):
    return dt.datetime.fromtimestamp(at / 1000, dt.UTC)


def test_a_backup_is_one_file_and_its_key_file_and_opens_with_the_same_passphrase(store):
    add(store, "before")
    made = back_up(store, ASKED)
    add(store, "after")
    assert sorted(path.name for path in made.folder.iterdir()) == [
        MANIFEST, "keyslots.json", DATABASE,
    ]  # fmt: skip
    assert made.told.changes > 0
    copy = open_store(made.folder, WORDS)
    assert names(copy) == ["before"]
    copy.close()


def test_a_backup_inside_a_transaction_holds_what_was_committed(store):
    add(store, "before")
    with store.transaction("Add") as t:
        t.add(Organisation(name_en="not yet"))
        t.flush()
        made = back_up(store, BEFORE_BUNDLE, connection=t.connection)
    copy = open_store(made.folder, WORDS)
    assert names(copy) == ["before"]
    copy.close()


def test_nothing_readable_stands_in_a_backup(store):
    add(store, "a very telling name")
    made = back_up(store, ASKED)
    for path in made.folder.iterdir():
        assert b"telling" not in path.read_bytes()


def test_a_backup_is_due_only_after_something_was_written(store):
    assert is_due(store)
    back_up(store, EXIT)
    assert not is_due(store)
    add(store, "new")
    assert is_due(store)


def test_a_practice_store_needs_no_backup(tmp_path):
    practice, _code = create_store(tmp_path / "practice", "02", passphrase=None)
    assert not is_due(practice)
    practice.close()


def test_a_cancelled_backup_leaves_nothing_and_the_earlier_one(store):
    first = back_up(store, ASKED)

    def cancel(done, total):
        raise CancelledError("stop")

    with pytest.raises(CancelledError):
        back_up(store, ASKED, progress=cancel)
    assert list(own_place(store.folder).iterdir()) == [first.folder]
    add(store, "one can go on")


def test_progress_reaches_its_end(store):
    seen = []
    back_up(store, ASKED, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] > 0
    assert all(0 <= done <= total for done, total in seen)
    assert seen == sorted(seen)


def test_a_damaged_store_gives_no_backup_and_the_good_one_stays(store):
    add(store, *(f"name {number}" for number in range(200)))
    good = back_up(store, ASKED)
    database = store.folder / DATABASE
    store.engine.dispose()
    raw = bytearray(database.read_bytes())
    raw[len(raw) // 2] ^= 1
    database.write_bytes(raw)
    with pytest.raises(DamagedFileError, match="not what it should be"):
        back_up(store, ASKED)
    assert [each.folder for each in backups_in(own_place(store.folder))] == [good.folder]


def test_what_a_killed_process_left_is_removed_by_the_next_backup(store):
    torn = own_place(store.folder) / "000009_2026-01-01_000000_exit.part"
    torn.mkdir(parents=True)
    (torn / DATABASE).write_bytes(b"half")
    assert backups_in(own_place(store.folder)) == []
    back_up(store, EXIT)
    assert not torn.exists()


def test_a_full_disk_is_told_before_anything_is_written(store, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(UserError, match="Free some space"):
        back_up(store, EXIT)
    assert backups_in(own_place(store.folder)) == []


def test_numbers_go_on_whatever_the_clock_says(store):
    made = [back_up(store, ASKED) for _ in range(2)]
    later = msgspec.structs.replace(made[0].told, at=made[0].at + 9000 * DAY)
    (made[0].folder / MANIFEST).write_bytes(msgspec.json.encode(later))
    assert [each.number for each in backups_in(own_place(store.folder))] == [2, 1]
    assert newest_in(own_place(store.folder)).number == 2


def test_days_weeks_and_months_are_kept_in_turn():
    start = int(dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC).timestamp() * 1000)
    every = [told(number, start + number * DAY // 2) for number in range(1, 1461)]
    every.reverse()
    kept = {each.number for each in kept_of(every, utc)}
    days = sorted({utc(each.at).date() for each in every if each.number in kept}, reverse=True)
    newest = days[0]
    assert days[:7] == [newest - dt.timedelta(day) for day in range(7)]
    months = {(day.year, day.month) for day in days}
    assert len(months) == 12
    assert len(kept) <= 7 + 4 + 12


def test_a_clock_that_jumps_does_not_push_good_backups_out():
    right, wrong = 20_000 * DAY, 30_000 * DAY
    every = [told(2, wrong), told(1, right)]
    for number in range(3, 40):
        every.insert(0, told(number, right + number * DAY))
    kept = [each.number for each in kept_of(every, utc)]
    assert 39 in kept
    assert set(range(33, 40)) <= set(kept)


def test_those_made_before_something_do_not_push_out_the_regular_ones():
    every = [told(number, 20_000 * DAY, BEFORE_IMPORT) for number in range(30, 10, -1)]
    every += [told(number, 20_000 * DAY) for number in range(10, 0, -1)]
    kept = kept_of(every, utc)
    assert {each.number for each in kept if each.reason == BEFORE_IMPORT} == set(range(26, 31))
    assert next(each.number for each in kept if each.reason == EXIT) == 10
    assert KEPT_BEFORE == 5


def test_the_last_sound_backup_is_never_removed():
    every = [told(3, DAY, DAMAGED), told(2, DAY, DAMAGED), told(1, DAY, BEFORE_BUNDLE)]
    assert 1 in [each.number for each in kept_of(every, utc)]


def test_files_are_kept_once_for_all_backups_and_go_with_the_last(store):
    blobs = blobs_of(store)
    blob = blobs.add(io.BytesIO(b"a scan " * 1000))
    first = back_up(store, BEFORE_IMPORT)
    place = own_place(store.folder)
    pool = Blobs(place, blobs._identity)
    assert first.told.files == (blob.sha256,)
    blobs.remove(blob.sha256)
    assert b"".join(pool.content(blob.sha256)) == b"a scan " * 1000
    for _ in range(KEPT_BEFORE):
        back_up(store, BEFORE_IMPORT)
    assert not pool.has(blob.sha256)
    assert forget_old(place) == []


def test_a_backup_of_the_first_versions_is_still_one(store):
    made = back_up(store, ASKED)
    old = made.folder.with_name("2025-09-01_101500-000001_before-bundle")
    made.folder.rename(old)
    (old / MANIFEST).unlink()
    (found,) = backups_in(own_place(store.folder))
    assert (found.number, found.reason) == (0, BEFORE_BUNDLE)
    assert utc(found.at).year == 2025


def test_what_cannot_be_read_is_put_aside_as_it_is(store):
    add(store, "a")
    good = back_up(store, ASKED)
    store.close()
    (store.folder / DATABASE).write_bytes(b"nonsense")
    aside = put_aside(store.folder)
    assert (aside.folder / DATABASE).read_bytes() == b"nonsense"
    assert not aside.is_sound
    assert newest_in(own_place(store.folder)).folder == good.folder
