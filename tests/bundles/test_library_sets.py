"""A set of the library goes from the nation to a hub: in volumes, torn on the way, and whole at last."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from cso_desk.assembly import create_store
from cso_desk.bundles.attachments import MAIL, Profile
from cso_desk.bundles.holdings import holdings
from cso_desk.bundles.packing import make_bundle, plan_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle
from cso_desk.errors import UserError
from cso_desk.features.library.record import LibrarySet, LibraryTitle, TitleVersion
from cso_desk.features.library.service.sets import (
    make_set,
    promise_set,
    promised_records,
    promised_to,
    put_into_set,
    set_lines,
    set_records,
    share_set,
)
from cso_desk.journal.undo import undo
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store
from cso_desk.trust.devices import own_fingerprint
from cso_desk.wording import use_language

TITLES = 200
SUBJECT = "ប្រជាធិបតេយ្យ"
KILLED_HALF_WAY = """
import os, signal, sys
from pathlib import Path
from cso_desk.assembly import open_store
from cso_desk.bundles.receiving import receive_bundle

def kill(done, total):
    if total and done > total // 2:
        os.kill(os.getpid(), signal.SIGKILL)

receive_bundle(open_store(Path(sys.argv[1])), Path(sys.argv[2]), progress=kill)
"""


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[dict[str, Store]]:
    use_language("en")
    stores = {hub: create_store(tmp_path / hub, hub, passphrase=None)[0] for hub in ("00", "02", "03")}
    for source in stores.values():
        hello = make_bundle(source, "", kind="hello").path
        for reader in stores.values():
            if reader is not source:
                receive_bundle(reader, hello, backup=False)
    yield stores
    for store in stores.values():
        store.close()


def pdf(number: int) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pageCompression=0, invariant=1)
    for line in range(40):
        canvas.drawString(
            60, 780 - 18 * line, f"Sub-decree {number}, article {line}: " + "of the council " * 5
        )
    canvas.save()
    return out.getvalue()


def keep(store: Store, number: int) -> tuple[StoredFile, bytes]:
    data = pdf(number)
    blob = blobs_of(store).add(BytesIO(data))
    return StoredFile(blob.sha256, blob.size, f"SD {number}.pdf", "application/pdf"), data


def shelve(store: Store, count: int) -> dict[str, bytes]:
    """So many titles of the nation alone, each with a version that has a file; the files by their names."""
    contents = {}
    kept = [keep(store, number) for number in range(count)]
    with store.transaction("Add") as t:
        for number, (file, data) in enumerate(kept):
            contents[file.sha256] = data
            title = t.add(
                LibraryTitle(kind="sub_decree", number=str(number), title_km=f"អនុក្រឹត្យ {number}",
                             title_en=f"Sub-decree {number}", subjects=(SUBJECT,))
            )  # fmt: skip
            t.add(TitleVersion(title=title.id, label="v2", files=(file,)))
    return contents


def a_set(store: Store) -> LibrarySet:
    with store.reading() as reading:
        return make_set(
            store,
            [each.id for each in reading.all(LibraryTitle) if SUBJECT in each.subjects],
            "បណ្តុំច្បាប់",
            "Laws of the commune",
        )


def send(source: Store, reader: Store, **more: object) -> object:
    path = make_bundle(source, reader.hub, **more).path  # type: ignore[arg-type]
    return receive_bundle(reader, path, backup=False)


def complete(store: Store, library_set: str) -> int:
    return sum(line.complete for line in set_lines(store, library_set))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_set_of_200_titles_travels_in_two_volumes_is_interrupted_twice_and_arrives_whole(
    hubs: dict[str, Store], tmp_path: Path
) -> None:
    nation, hub = hubs["00"], hubs["02"]
    contents = shelve(nation, TITLES)
    chosen = a_set(nation)
    assert len(chosen.titles) == TITLES
    promise_set(nation, chosen.id, ["02"])
    records = promised_records(nation, "02")
    assert len(records) == 2 * TITLES
    half = Profile(sum(map(len, contents.values())) * 2 // 3, "none")
    made = make_bundle(nation, "02", profile=half, promised=records, folder=tmp_path / "stick")
    assert (made.files, len(made.further)) == (TITLES, 1)
    first, second = made.path, made.further[0]

    killed = subprocess.run(
        [sys.executable, "-c", KILLED_HALF_WAY, str(hub.folder), str(first)], env=os.environ, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert set_lines(hub, chosen.id) == []
    receive_bundle(hub, first, backup=False)
    lines = set_lines(hub, chosen.id)
    lacking = [line for line in lines if not line.complete]
    assert [line.record for line in lines] == list(chosen.titles)
    assert 0 < len(lacking) < TITLES
    assert all(line.title and len(line.missing) == 1 for line in lacking)

    torn = tmp_path / "stick" / "torn.csobundle"
    torn.write_bytes(second.read_bytes()[: second.stat().st_size // 2])
    with pytest.raises(UserError, match="incomplete"):
        receive_bundle(hub, torn, backup=False)
    assert complete(hub, chosen.id) == TITLES - len(lacking)
    receive_bundle(hub, second, backup=False)
    assert complete(hub, chosen.id) == TITLES
    for name, data in contents.items():
        assert b"".join(blobs_of(hub).content(name)) == data


def test_the_nation_learns_from_the_hubs_own_file_what_it_has_and_sends_only_the_rest(
    hubs: dict[str, Store], tmp_path: Path
) -> None:
    nation, hub = hubs["00"], hubs["02"]
    shelve(nation, 12)
    chosen = a_set(nation)
    promise_set(nation, chosen.id, ["02"])
    records = promised_records(nation, "02")
    with nation.reading() as reading:
        groups = set_records(reading, chosen.id)

    def stands() -> tuple[int, int]:
        (found,) = [each for each in holdings(nation, groups) if each.hub == "02"]
        return len(found.complete), len(found.waiting)

    made = make_bundle(nation, "02", profile=Profile(75_000, "none"), promised=records, folder=tmp_path)
    assert made.further
    receive_bundle(hub, made.path, backup=False)
    assert stands() == (0, 0)  # sent proves nothing
    send(hub, nation, kind="request")
    has, waits = stands()
    assert has + waits == 12
    assert 0 < has < 12
    rest = make_bundle(nation, "02", profile=MAIL, promised=records)
    assert (rest.files, rest.changes) == (waits, 0)
    receive_bundle(hub, rest.path, backup=False)
    send(hub, nation, kind="receipt")
    assert stands() == (12, 0)
    assert make_bundle(nation, "02", profile=MAIL, promised=records).files == 0


def test_a_hub_that_has_nothing_reads_a_set_from_its_first_bundle(hubs: dict[str, Store]) -> None:
    nation, hub = hubs["00"], hubs["03"]
    shelve(nation, 3)
    chosen = a_set(nation)
    share_set(nation, chosen.id)
    send(nation, hub, kind="full")
    lines = set_lines(hub, chosen.id)
    assert [line.title.title_en for line in lines if line.title] == [f"Sub-decree {n}" for n in range(3)]
    assert all(line.complete and line.files[0].name.startswith("SD ") for line in lines)


def test_a_title_that_is_put_into_a_promised_set_later_goes_too(hubs: dict[str, Store]) -> None:
    nation, hub = hubs["00"], hubs["02"]
    shelve(nation, 2)
    chosen = a_set(nation)
    promise_set(nation, chosen.id, ["02"])
    send(nation, hub, profile=MAIL, promised=promised_records(nation, "02"))
    with nation.transaction("Add") as t:
        file, _data = keep(nation, 99)
        late = t.add(LibraryTitle(title_en="Late", files=(file,)))
    assert put_into_set(nation, chosen.id, [late.id, late.id, chosen.titles[0]]) == 1
    assert plan_bundle(nation, "02", MAIL).files == 0
    send(nation, hub, profile=MAIL, promised=promised_records(nation, "02"))
    assert complete(hub, chosen.id) == 3


def test_a_title_for_this_hub_only_stays_and_is_told(hubs: dict[str, Store]) -> None:
    nation, hub = hubs["00"], hubs["02"]
    shelve(nation, 1)
    with nation.transaction("Add") as t:
        own = t.add(LibraryTitle(title_en="Ours", sensitivity="hub", subjects=(SUBJECT,)))
    chosen = a_set(nation)
    shared = promise_set(nation, chosen.id, ["02"])
    assert [each.id for each in shared.kept] == [own.id]
    assert own.id in promised_records(nation, "02")
    made = make_bundle(nation, "02")
    assert check_bundle(hub, made.path).files == 1
    receive_bundle(hub, made.path, backup=False)
    assert [line.title is not None for line in set_lines(hub, chosen.id)] == [True, False]


def test_a_promise_can_be_taken_back(hubs: dict[str, Store]) -> None:
    nation = hubs["00"]
    shelve(nation, 1)
    chosen = a_set(nation)
    promise_set(nation, chosen.id, ["02", "03"])
    assert promised_to(nation, chosen.id) == ["02", "03"]
    promise_set(nation, chosen.id, ["03"])
    assert promised_to(nation, chosen.id) == ["03"]
    assert promised_records(nation, "02") == frozenset()


def test_a_set_has_titles_and_a_name(hubs: dict[str, Store]) -> None:
    with pytest.raises(UserError, match="titles"):
        make_set(hubs["00"], [], "ក")
    with pytest.raises(UserError, match="name"):
        make_set(hubs["00"], ["0" * 32], " ")


def test_a_promise_is_known_on_the_other_computer_of_its_hub_and_in_no_other_hub(
    hubs: dict[str, Store], tmp_path: Path
) -> None:
    nation, hub = hubs["00"], hubs["02"]
    other = create_store(tmp_path / "second", "00", passphrase=None)[0]
    for source, reader in ((nation, other), (other, nation), (other, hub), (hub, other)):
        hello = make_bundle(source, "", kind="hello").path
        receive_bundle(reader, hello, accept=own_fingerprint(source), backup=False)
    shelve(nation, 2)
    chosen = a_set(nation)
    promise_set(nation, chosen.id, ["02"])
    send(nation, other)
    assert promised_to(other, chosen.id) == ["02"]
    assert make_bundle(other, "02", profile=MAIL, promised=promised_records(other, "02")).files == 2
    send(nation, hub)
    assert [line.title is not None for line in set_lines(hub, chosen.id)] == [True, True]
    assert promised_to(hub, chosen.id) == []
    other.close()


def test_undo_takes_a_promise_back(hubs: dict[str, Store]) -> None:
    nation = hubs["00"]
    shelve(nation, 1)
    chosen = a_set(nation)
    promise_set(nation, chosen.id, ["02"])
    undo(nation)
    assert promised_to(nation, chosen.id) == []
    assert promised_records(nation, "02") == frozenset()
