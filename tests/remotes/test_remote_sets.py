"""A promised set goes through a shared folder in volumes, is interrupted, and is whole in the end."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from cso_desk.assembly import create_store
from cso_desk.bundles.attachments import Profile
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import receive_bundle
from cso_desk.desk.promises import hubs_lacking_sets
from cso_desk.errors import CancelledError
from cso_desk.features.library.record import LibrarySet, LibraryTitle
from cso_desk.features.library.service.sets import (
    make_set,
    promise_set,
    promised_records,
    put_into_set,
    set_lines,
)
from cso_desk.records.base import NETWORK
from cso_desk.records.kinds import StoredFile
from cso_desk.remotes.exchange import collect, post, use_remote
from cso_desk.remotes.keeping import Remote
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store
from cso_desk.wording import use_language

SMALL = Profile(160_000, "all")


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    use_language("en")
    nation, hub = (create_store(tmp_path / code, code, passphrase=None)[0] for code in ("00", "02"))
    for source, reader in ((nation, hub), (hub, nation)):
        receive_bundle(reader, make_bundle(source, "", kind="hello").path, backup=False)
    (tmp_path / "shelf").mkdir()
    for store in (nation, hub):
        use_remote(store, Remote(str(tmp_path / "shelf")))
    yield nation, hub
    nation.close()
    hub.close()


def nothing(_done: int, _total: int) -> None:
    """Nobody wants to know."""


def shelved(store: Store, number: int) -> LibraryTitle:
    """A title with a file of 40 kB that does not pack."""
    data = bytes((number * 7 + place * place % 251) % 256 for place in range(40_000))
    blob = blobs_of(store).add(BytesIO(data))
    with store.transaction("Add") as t:
        return t.add(
            LibraryTitle(title_en=f"Law {number}", files=(StoredFile(blob.sha256, blob.size, "a.pdf"),))
        )


def complete(store: Store, chosen: LibrarySet) -> int:
    return sum(line.complete for line in set_lines(store, chosen.id))


def test_a_promised_set_arrives_by_a_shared_folder_in_volumes_also_where_one_is_lost(
    hubs: tuple[Store, Store], tmp_path: Path
) -> None:
    nation, hub = hubs
    chosen = make_set(nation, [shelved(nation, number).id for number in range(8)], "", "Laws")
    promise_set(nation, chosen.id, ["02"])
    assert hubs_lacking_sets(nation) == ["02"]
    post(nation, ["02"], nothing, profile=SMALL, promised=promised_records)
    volumes = sorted((tmp_path / "shelf" / "02").iterdir())
    assert len(volumes) > 2
    volumes[0].unlink()  # the folder lost one that brings files only
    asked = []

    def stop(_done: int, _total: int) -> None:
        asked.append(1)
        if len(asked) > 1:
            raise CancelledError

    with pytest.raises(CancelledError):
        collect(hub, stop)
    for path in collect(hub, nothing):
        receive_bundle(hub, path, backup=False)
    assert 0 < complete(hub, chosen) < 8
    for source, reader in ((hub, nation), (nation, hub)):
        post(source, [reader.hub], nothing, profile=SMALL, promised=promised_records)
        for path in collect(reader, nothing):
            receive_bundle(reader, path, backup=False)
    assert complete(hub, chosen) == 8
    post(hub, ["00"], nothing)
    for path in collect(nation, nothing):
        receive_bundle(nation, path, backup=False)
    assert hubs_lacking_sets(nation) == []


def test_what_is_put_into_a_shared_set_is_shared_on_whichever_computer(hubs: tuple[Store, Store]) -> None:
    nation, _hub = hubs
    chosen = make_set(nation, [shelved(nation, 1).id], "", "Laws")
    promise_set(nation, chosen.id, ["02"])
    promise_set(nation, chosen.id, [])  # a computer that was not told of the promise
    late = shelved(nation, 2)
    put_into_set(nation, chosen.id, [late.id])
    with nation.reading() as reading:
        found = reading.get(LibraryTitle, late.id)
    assert found is not None
    assert found.scope == NETWORK
