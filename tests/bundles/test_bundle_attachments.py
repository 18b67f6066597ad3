"""Files of records on their way: which of them go, in which volumes, and what arrives of them."""

import dataclasses
import hashlib
import io
from dataclasses import dataclass
from typing import Annotated

import pytest
from bundle_hubs import introduce, open_hub
from second_reader import read_all

from cso_desk.bundles.attachments import MAIL, Profile
from cso_desk.bundles.many import bundles_in, look_at, take_in_all
from cso_desk.bundles.packing import make_bundle, plan_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle
from cso_desk.errors import CancelledError, UserError
from cso_desk.records.base import Record
from cso_desk.records.kinds import Files, StoredFile, Text
from cso_desk.records.record_type import RecordType
from cso_desk.store.blobs import blobs_of
from cso_desk.wording import use_language


@dataclass(kw_only=True, slots=True)
class Paper(Record):
    title: Annotated[str, Text("Title", searched=True)] = ""
    files: Annotated[tuple[StoredFile, ...], Files("Files")] = ()


PAPER = RecordType(
    name="paper", record=Paper, label="Paper", plural="Papers", columns=("title",),
    title=lambda paper: (paper.title, paper.title),
)  # fmt: skip
SMALL = Profile(80_000, "all")


@pytest.fixture
def hubs(tmp_path):
    use_language("en")
    stores = {hub: open_hub(tmp_path, hub, types=(PAPER,)) for hub in ("00", "02", "03")}
    introduce(*stores.values())
    yield stores
    for store in stores.values():
        store.close()


def noise(size: int, seed: str) -> bytes:
    return hashlib.shake_256(seed.encode()).digest(size)


def add(store, title: str, *contents: bytes, scope="network") -> list[str]:
    blobs = [blobs_of(store).add(io.BytesIO(data)) for data in contents]
    files = tuple(StoredFile(blob.sha256, blob.size, f"{title}.pdf") for blob in blobs)
    with store.transaction("Add") as t:
        t.add(Paper(title=title, files=files, scope=scope))
    return [blob.sha256 for blob in blobs]


def record_of(store, title: str) -> str:
    with store.reading() as reading:
        return next(paper.id for paper in reading.all(Paper) if paper.title == title)


def here(store, *names: str) -> bool:
    return all(blobs_of(store).has(name) for name in names)


def read(store, name: str) -> bytes:
    return b"".join(blobs_of(store).content(name))


def test_a_file_goes_with_the_record_that_names_it_and_once_only(hubs):
    nation, battambang = hubs["00"], hubs["02"]
    data = noise(300_000, "minutes")
    (name,) = add(battambang, "minutes", data)
    made = make_bundle(battambang, "00")
    assert (made.files, made.further) == (1, ())
    assert check_bundle(nation, made.path).files == 1
    received = receive_bundle(nation, made.path)
    assert (received.records, received.files, received.incomplete) == (1, 1, 0)
    assert read(nation, name) == data
    receive_bundle(battambang, make_bundle(nation, "02").path)
    again = make_bundle(battambang, "00")
    assert (again.files, again.changes) == (0, 0)


def test_a_file_whose_arrival_nobody_proved_goes_again(hubs):
    add(hubs["02"], "minutes", noise(1000, "m"))
    assert make_bundle(hubs["02"], "00").files == 1
    assert make_bundle(hubs["02"], "00").files == 1


def test_what_was_left_out_is_asked_for_and_sent_on_demand(hubs):
    nation, battambang = hubs["00"], hubs["02"]
    (name,) = add(battambang, "minutes", noise(1000, "m"))
    (other,) = add(battambang, "other", noise(1000, "o"))
    by_mail = make_bundle(battambang, "00", profile=MAIL)
    assert by_mail.files == 0
    receive_bundle(nation, by_mail.path)
    assert not here(nation, name)
    blobs_of(nation).add(io.BytesIO(noise(1000, "o")))
    answer = make_bundle(nation, "02", kind="request")
    receive_bundle(battambang, answer.path)
    asked = make_bundle(battambang, "00", kind="files", profile=dataclasses.replace(MAIL, files="asked"))
    assert (asked.files, asked.changes) == (1, 0)
    assert receive_bundle(nation, asked.path).files == 1
    assert here(nation, name, other)


def test_files_follow_the_scope_of_the_record(hubs):
    nation, battambang, cham = hubs["00"], hubs["02"], hubs["03"]
    (ours,) = add(battambang, "ours", noise(1000, "ours"), scope="hub/02")
    (shared,) = add(battambang, "shared", noise(1000, "shared"))
    (private,) = add(battambang, "private", noise(1000, "private"), scope="private/02")
    receive_bundle(nation, make_bundle(battambang, "00").path)
    assert here(nation, ours, shared)
    assert not here(nation, private)
    receive_bundle(cham, make_bundle(nation, "03").path)
    assert here(cham, shared)
    assert not here(cham, ours)


def test_a_hub_that_only_names_a_file_of_another_is_not_given_it(hubs):
    nation, battambang, thief = hubs["00"], hubs["02"], hubs["03"]
    (secret,) = add(battambang, "ours", noise(1000, "secret"), scope="hub/02")
    receive_bundle(nation, make_bundle(battambang, "00").path)
    with thief.transaction("Add") as t:
        t.add(Paper(title="mine", files=(StoredFile(secret, 1000, "x"),), scope="hub/03"))
    made = make_bundle(thief, "00")
    receive_bundle(nation, made.path)
    answer = make_bundle(nation, "03")
    assert answer.files == 0
    receive_bundle(thief, answer.path)
    assert not here(thief, secret)


def test_a_hub_gets_back_from_the_nation_what_it_brought(hubs, tmp_path):
    nation, battambang = hubs["00"], hubs["02"]
    names = add(battambang, "ours", noise(1000, "a"), noise(2000, "b"), scope="hub/02")
    receive_bundle(nation, make_bundle(battambang, "00").path)
    for name in names:
        blobs_of(battambang).remove(name)
    receive_bundle(nation, make_bundle(battambang, "00", kind="request").path)
    back = make_bundle(nation, "02")
    assert back.files == 2
    assert receive_bundle(battambang, back.path).files == 2
    assert here(battambang, *names)


@pytest.mark.parametrize("order", ["as made", "backwards", "twice"])
def test_volumes_are_taken_in_in_any_order_and_again(hubs, order):
    nation, battambang = hubs["00"], hubs["02"]
    contents = [noise(size, str(size)) for size in (200_000, 70_001, 30_000, 30_001, 10, 0)]
    names = add(battambang, "many", *contents)
    made = make_bundle(battambang, "00", profile=SMALL)
    paths = [made.path, *made.further]
    assert len(paths) > 4
    assert all(path.stat().st_size <= SMALL.volume for path in paths)
    sizes = {(c.volume, c.volumes) for c in (check_bundle(nation, path) for path in paths)}
    assert sizes == {(number + 1, len(paths)) for number in range(len(paths))}
    ordered = {"as made": paths, "backwards": paths[::-1], "twice": [*paths[1:], *paths, *paths]}[order]
    for path in ordered:
        receive_bundle(nation, path, backup=False)
    assert [read(nation, name) for name in names] == contents
    assert blobs_of(nation).pieces() == []


def test_a_lost_volume_is_sent_anew_by_asking(hubs):
    nation, battambang = hubs["00"], hubs["02"]
    (name,) = add(battambang, "long", noise(200_000, "long"))
    made = make_bundle(battambang, "00", profile=SMALL)
    (lost, *rest) = made.further
    for path in (made.path, *rest):
        assert receive_bundle(nation, path).incomplete
    assert lost.exists()
    receive_bundle(battambang, make_bundle(nation, "02").path)
    again = make_bundle(battambang, "00", kind="files")
    assert receive_bundle(nation, again.path).files == 1
    assert here(nation, name)
    assert blobs_of(nation).pieces() == []


def test_a_whole_stick_of_volumes_is_taken_in_at_once(hubs, tmp_path):
    nation, battambang = hubs["00"], hubs["02"]
    names = add(battambang, "many", noise(200_000, "x"), noise(50_000, "y"))
    make_bundle(battambang, "00", profile=SMALL, folder=tmp_path / "stick")
    done = take_in_all(nation, look_at(nation, bundles_in(tmp_path / "stick")))
    assert not [each.problem for each in done if each.problem]
    assert here(nation, *names)


def test_a_plan_tells_sizes_and_writes_nothing(hubs):
    battambang = hubs["02"]
    add(battambang, "many", noise(200_000, "x"), noise(50_000, "y"))
    before = sorted(battambang.folder.rglob("*"))
    planned = plan_bundle(battambang, "00", SMALL)
    assert sorted(battambang.folder.rglob("*")) == before
    made = make_bundle(battambang, "00", profile=SMALL)
    assert (planned.changes, planned.files, planned.volumes) == (made.changes, 2, 1 + len(made.further))
    assert 0.98 * made.bytes <= planned.bytes <= 1.02 * made.bytes + 2000
    assert plan_bundle(battambang, "00", MAIL).files == 0
    with pytest.raises(UserError, match="no hub"):
        plan_bundle(battambang, "77")


def test_changes_that_are_too_big_for_a_mail_are_told_before_anything_is_written(hubs):
    battambang = hubs["02"]
    with battambang.transaction("Add") as t:
        t.add_all(Paper(title=noise(300, str(i)).hex(), scope="network") for i in range(100))
    tiny = Profile(20_000, "none")
    for action in (plan_bundle, make_bundle):
        with pytest.raises(UserError, match="on a stick"):
            action(battambang, "00", profile=tiny)
    assert list(battambang.folder.rglob("*to_00*")) == []


def test_chosen_titles_travel_with_their_files_whether_they_are_known_there_or_not(hubs):
    nation, battambang = hubs["00"], hubs["02"]
    add(battambang, "one", noise(1000, "1"))
    (two,) = add(battambang, "two", noise(1000, "2"))
    receive_bundle(nation, make_bundle(battambang, "00").path)
    blobs_of(nation).remove(two)
    receive_bundle(battambang, make_bundle(nation, "02").path)
    made = make_bundle(battambang, "00", kind="files", records=[record_of(battambang, "two")])
    assert (made.files, made.changes) == (1, 0)
    receive_bundle(nation, made.path)
    assert here(nation, two)


def test_nothing_to_send_is_a_sentence_and_no_file(hubs):
    with pytest.raises(UserError, match="no file here"):
        make_bundle(hubs["02"], "00", kind="files")


def test_a_cancelled_bundle_leaves_nothing_on_either_side(hubs, tmp_path):
    nation, battambang = hubs["00"], hubs["02"]
    (name,) = add(battambang, "long", noise(500_000, "long"))
    made = make_bundle(battambang, "00")

    def stop(done, total):
        if done > total // 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        make_bundle(battambang, "00", folder=tmp_path / "stick", progress=stop)
    assert list((tmp_path / "stick").iterdir()) == []
    with pytest.raises(CancelledError):
        receive_bundle(nation, made.path, progress=stop)
    assert not here(nation, name)
    assert [path for path in blobs_of(nation).folder.rglob("*") if path.is_file()] == []
    assert record_count(nation) == 0


def record_count(store) -> int:
    with store.reading() as reading:
        return len(reading.all(Paper))


def test_progress_goes_forward_to_the_end(hubs):
    nation, battambang = hubs["00"], hubs["02"]
    add(battambang, "long", noise(500_000, "long"))
    for action in (
        lambda tell: make_bundle(battambang, "00", progress=tell),
        lambda tell: receive_bundle(nation, make_bundle(battambang, "00").path, progress=tell),
    ):
        told: list[tuple[int, int]] = []
        action(lambda done, total, told=told: told.append((done, total)))
        assert [done for done, _ in told] == sorted(done for done, _ in told)
        assert told[-1][0] >= 0.99 * told[-1][1] > 100


def test_a_damaged_file_of_ours_stops_the_bundle_and_is_asked_for(hubs):
    nation, battambang = hubs["00"], hubs["02"]
    (name,) = add(battambang, "minutes", noise(100_000, "m"))
    receive_bundle(nation, make_bundle(battambang, "00").path)
    path = battambang.folder / "files" / name[:2] / name
    path.write_bytes(path.read_bytes()[:-50_000] + bytes(50_000))
    with pytest.raises(UserError, match="damaged"):
        make_bundle(battambang, "00", kind="full")
    receive_bundle(nation, make_bundle(battambang, "00").path)
    assert receive_bundle(battambang, make_bundle(nation, "02").path).files == 1
    assert here(battambang, name)


def test_the_document_alone_is_enough_to_read_files(tmp_path):
    province = open_hub(tmp_path, "02", types=(PAPER,))
    contents = [noise(size, str(size)) for size in (200_000, 3000, 0)]
    names = add(province, "many", *contents)
    made = make_bundle(province, "00", profile=SMALL, allow_plain=True)
    found: dict[str, bytes] = {}
    for number, path in enumerate((made.path, *made.further), 1):
        manifest, _changes, files = read_all(path.read_bytes())
        assert manifest["volume"] == {"set": made.uid, "number": number, "of": 1 + len(made.further)}
        found |= files
    pieces = sorted((int(key.partition("@")[2]), part) for key, part in found.items() if "@" in key)
    assert b"".join(part for _at, part in pieces) == contents[0]
    assert [found[name] for name in names[1:]] == contents[1:]
    province.close()
