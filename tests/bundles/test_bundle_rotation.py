"""A store that was copied or restored becomes somebody new, and nothing that either copy wrote is lost."""

import shutil

import pytest

from added_institutions import add, names
from cso_desk.assembly import create_store, open_store
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.features.members.record import Organisation
from cso_desk.store.backups import BACKUPS
from cso_desk.trust.devices import devices, own_fingerprint
from cso_desk.wording import use_language


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.fixture
def opened():
    stores = []

    def keep(store):
        stores.append(store)
        return store

    yield keep
    for store in stores:
        store.close()


def bring(source, reader, kind="delta"):
    path = make_bundle(source, reader.hub, kind=kind, allow_plain=True).path
    return receive_bundle(reader, path, backup=False)


@pytest.mark.parametrize("copy_first", [True, False])
@pytest.mark.parametrize("sealed_before", [True, False])
def test_a_copied_store_and_its_original_both_exchange_without_loss(
    tmp_path, opened, copy_first, sealed_before
):
    nation = opened(create_store(tmp_path / "nation", "00", passphrase=None)[0])
    first = opened(create_store(tmp_path / "first", "02", passphrase=None)[0])
    add(first, "a")
    if sealed_before:
        bring(first, nation)
    # Written after the last seal: both copies hold it, and both will seal it as the same replica.
    add(first, "b")
    shutil.copytree(tmp_path / "first", tmp_path / "copy")
    copy = opened(open_store(tmp_path / "copy"))
    assert copy.replica != first.replica
    add(first, "original")
    add(copy, "copy")
    for source in (copy, first) if copy_first else (first, copy):
        bring(source, nation)
    assert names(nation) == ["a", "b", "copy", "original"]
    add(first, "more")
    add(copy, "more of the copy")
    for source in (first, copy):
        bring(source, nation)
        bring(nation, source)
    # What one copy lacked, the other could tell through the nation.
    bring(first, nation, kind="full")
    for source in (first, copy):
        bring(nation, source)
        assert names(source) == names(nation)
    assert len(names(nation)) == 6


def test_a_restored_backup_takes_its_own_lost_changes_back_in(tmp_path, opened):
    nation = opened(create_store(tmp_path / "nation", "00", passphrase=None)[0])
    store = opened(create_store(tmp_path / "store", "02", passphrase=None)[0])
    add(store, "a")
    bring(store, nation)
    with nation.transaction("Add") as t:
        t.add(Organisation(name_en="for all", scope="network"))
    receive_bundle(store, make_bundle(nation, "02").path)
    add(store, "written after the backup")
    bring(store, nation)
    store.close()
    (backup,) = (tmp_path / "store" / BACKUPS).iterdir()
    restored = opened(open_store(backup))
    assert names(restored) == ["a"]
    bring(nation, restored, kind="full")
    assert names(restored) == ["a", "for all", "written after the backup"]
    add(restored, "after the restore")
    received = bring(restored, nation)
    # The new self is vouched for by the old one, so nobody is asked.
    assert [device.fingerprint for device in received.new_devices] == [own_fingerprint(restored)]
    assert names(restored) == names(nation)
    assert [device.own for device in devices(restored)].count(True) == 2


def test_two_laptops_of_one_hub_share_what_is_private(tmp_path, opened):
    first = opened(create_store(tmp_path / "first", "02", passphrase=None)[0])
    second = opened(create_store(tmp_path / "second", "02", passphrase=None)[0])
    with first.transaction("Add") as t:
        t.add(Organisation(name_en="confidential", scope="private/02"))
    hello = make_bundle(second, "", kind="hello").path
    receive_bundle(first, hello, accept=own_fingerprint(second))
    receive_bundle(second, make_bundle(first, "", kind="hello").path, accept=own_fingerprint(first))
    made = make_bundle(first, "02")
    assert made.encrypted
    receive_bundle(second, made.path)
    assert names(second) == ["confidential"]
