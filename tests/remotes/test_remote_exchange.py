"""Two hubs that never meet exchange their work through a shared folder."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "bundles"))

import pytest
from bundle_hubs import Note, changes_of, introduce, open_hub
from servers import SECRET, USER, webdav_server

from cso_desk.bundles.receiving import receive_bundle
from cso_desk.errors import CancelledError, UserError
from cso_desk.remotes.exchange import collect, in_inbox, post, use_remote
from cso_desk.remotes.keeping import Remote, keep_remote, kept_collected, kept_remote
from cso_desk.wording import use_language


@pytest.fixture
def hubs(tmp_path):
    use_language("en")
    stores = open_hub(tmp_path, "02"), open_hub(tmp_path, "00")
    yield stores
    for store in stores:
        store.close()


def nothing(_done, _total):
    pass


def add(store, title):
    with store.transaction("Add") as transaction:
        transaction.add(Note(title=title, scope="network"))


def test_work_travels_both_ways_and_nothing_is_fetched_twice(hubs, tmp_path):
    province, nation = hubs
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    introduce(province, nation)
    with webdav_server(shelf) as address:
        for store in hubs:
            use_remote(store, Remote(address, USER, SECRET))
        add(province, "rice")
        (posted,) = post(province, ["00"], nothing)
        assert [each.name for each in (shelf / "00").iterdir()] == [posted.name]
        (came,) = collect(nation, nothing)
        assert collect(nation, nothing) == [came]
        receive_bundle(nation, came, backup=False)
        assert collect(nation, nothing) == []
        assert in_inbox(nation) == []
        assert changes_of(nation) == changes_of(province)
        add(nation, "fish")
        post(nation, ["02"], nothing)
        for path in collect(province, nothing):
            receive_bundle(province, path, backup=False)
    assert changes_of(nation) == changes_of(province)


def test_introductions_lie_there_for_everybody_but_oneself(hubs, tmp_path):
    province, nation = hubs
    for store in hubs:
        use_remote(store, Remote(str(tmp_path)))
        post(store, [""], nothing, kind="hello")
    for store in hubs:
        (hello,) = collect(store, nothing)
        receive_bundle(store, hello)
    add(province, "rice")
    post(province, ["00"], nothing)
    (came,) = collect(nation, nothing)
    assert receive_bundle(nation, came, backup=False).changes


def test_a_cancel_keeps_what_was_fetched(hubs, tmp_path):
    province, nation = hubs
    introduce(province, nation)
    for store in hubs:
        use_remote(store, Remote(str(tmp_path)))
    for title in ("rice", "fish"):
        add(province, title)
        post(province, ["00"], nothing)

    def stop(done, total):
        if done > total // 2:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        collect(nation, stop)
    assert len(kept_collected(nation)) == 1
    assert len(collect(nation, nothing)) == 2


def test_a_folder_that_cannot_be_reached_is_not_kept(hubs, tmp_path):
    province, _nation = hubs
    with pytest.raises(UserError):
        use_remote(province, Remote(str(tmp_path / "gone")))
    assert kept_remote(province) is None
    with pytest.raises(UserError, match="No shared folder"):
        post(province, ["00"], nothing)


def test_a_shared_folder_is_kept_and_forgotten(hubs):
    province, _nation = hubs
    keep_remote(province, Remote("sftp://host/x", "hub", "very secret words"))
    assert kept_remote(province) == Remote("sftp://host/x", "hub", "very secret words")
    keep_remote(province, None)
    assert kept_remote(province) is None
