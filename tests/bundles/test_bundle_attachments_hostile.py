"""Files that somebody sends to do harm, or that a stick lost half of: nothing of them is used."""

import hashlib
import json

import msgspec
import pytest
from bundle_hubs import open_hub, snapshot
from forging import body_of, own_key, with_raw_manifest, written
from test_bundle_attachments import PAPER, SMALL, Paper, add, noise

from cso_desk.bundles.envelope import HEADER, look_at
from cso_desk.bundles.inside import read_inside
from cso_desk.bundles.manifest import FilePart
from cso_desk.bundles.packing import make_bundle
from cso_desk.bundles.receiving import check_bundle, receive_bundle
from cso_desk.errors import UserError
from cso_desk.records.kinds import Files, StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.wording import use_language

DATA = noise(100_000, "data")
SIZE = len(DATA)
NAME = hashlib.sha256(DATA).hexdigest()
OTHER = "ab" * 32


@pytest.fixture
def pair(tmp_path):
    """The nation, and a province that it does not know yet, whose bundles are therefore open."""
    use_language("en")
    nation, province = (open_hub(tmp_path, hub, types=(PAPER,)) for hub in ("00", "03"))
    yield nation, province
    nation.close()
    province.close()


def files_of(store):
    folder = blobs_of(store).folder
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def refused(store, path, match="damaged or was altered"):
    blobs_of(store)
    before = snapshot(store), files_of(store)
    with pytest.raises(UserError, match=match):
        receive_bundle(store, path)
    assert (snapshot(store), files_of(store)) == before


def bundle(province, *contents: bytes):
    add(province, "minutes", *contents)
    return make_bundle(province, "00", allow_plain=True).path


def with_files(path, author, *parts: FilePart, data: bytes | None = None):
    """The bundle with other entries of files, signed by its author, and other bytes behind the blocks."""
    inside = read_inside(look_at(path), [])
    new = msgspec.structs.replace(inside.manifest, files=list(parts))
    behind = body_of(path)[inside.files_at :] if data is None else data
    out = path.with_name(f"files-{path.name}")
    return written(out, new.head(own_key(author)), b"".join(inside.blocks), behind)


def part(at=0, length=SIZE, size=SIZE, name=NAME, digest=None):
    found = hashlib.sha256(DATA[at : at + length]).hexdigest()
    return FilePart(name, size, at, length, digest or found)


@pytest.mark.parametrize(
    "parts",
    [
        [part(length=10)] * 2,
        [part(length=60_000), part(at=50_000, length=50_000)],
        [part(), part(at=10, length=10)],
        [part(length=10), part(at=20, length=10, size=99_999)],
        [part(at=90_000, length=20_000)],
        [part(length=0)],
        [part(name=OTHER)],
        [part(name=NAME.upper())],
        [part(name="../../" + NAME[6:])],
        [part(length=10, digest="x" * 64)],
        [part(at=-1)],
        [part(size=1 << 62)],
        [part(size=1 << 40, length=1 << 40)],
        [part(size=0, length=0, name=OTHER)] * 2,
        [part(length=1, size=1 << 40, at=at) for at in range(65_537)],
    ],
    ids=["twice", "overlap", "within", "two sizes", "beyond", "empty piece", "another name", "capitals",
         "path", "no digest", "negative", "size", "bomb", "empty twice", "too many"],
)  # fmt: skip
def test_entries_that_cannot_be_are_refused_with_the_whole_file(pair, parts):
    nation, province = pair
    refused(nation, with_files(bundle(province, DATA), province, *parts))


@pytest.mark.parametrize(
    "data",
    [DATA[:-1], b"", DATA[:50_000] + b"x" + DATA[50_001:], bytes(len(DATA))],
    ids=["short", "none", "one byte", "other"],
)
def test_bytes_that_are_not_the_file_are_refused_and_nothing_of_the_bundle_is_used(pair, data):
    nation, province = pair
    path = bundle(province, DATA)
    refused(nation, with_files(path, province, part(), data=data))
    assert receive_bundle(nation, path).files == 1


def test_a_piece_with_another_digest_than_its_bytes_is_refused(pair):
    nation, province = pair
    path = bundle(province, DATA)
    wrong = part(at=10, length=1000, digest=OTHER)
    refused(nation, with_files(path, province, wrong, data=DATA[10:1010]))


def test_more_behind_the_files_than_was_declared_is_left_alone(pair):
    nation, province = pair
    path = with_files(bundle(province, DATA), province, part(), data=DATA + noise(300_000, "more"))
    assert receive_bundle(nation, path).files == 1
    assert blobs_of(nation).held() == [NAME]


def test_pieces_with_a_gap_wait_and_are_shown_to_nobody(pair):
    nation, province = pair
    path = bundle(province, DATA)
    gap = with_files(path, province, part(length=10), part(at=20, length=99_980), data=DATA[:10] + DATA[20:])
    received = receive_bundle(nation, gap)
    assert (received.files, received.incomplete) == (0, 1)
    assert blobs_of(nation).held() == []
    assert receive_bundle(nation, path).files == 1
    assert blobs_of(nation).pieces() == []


def test_pieces_that_make_another_file_are_thrown_away(pair):
    nation, province = pair
    path = bundle(province, DATA)
    other = hashlib.sha256(b"x" * 50_000).hexdigest()
    false = [part(length=50_000), part(at=50_000, length=50_000, digest=other)]
    received = receive_bundle(nation, with_files(path, province, *false, data=DATA[:50_000] + b"x" * 50_000))
    assert (received.files, received.incomplete) == (0, 1)
    assert files_of(nation) == []
    assert receive_bundle(nation, path).files == 1


def test_a_size_that_the_disk_has_no_room_for_is_refused_before_anything_is_written(pair):
    nation, province = pair
    small = with_files(bundle(province, DATA), province, *huge_pieces(), data=b"")
    assert check_bundle(nation, small).file_bytes < 1 << 32
    refused(nation, small, "only .* MB free")


def huge_pieces():
    """Little in this file, but a whole that no disk has room for."""
    size = 1 << 60
    return [FilePart(OTHER, size, 0, 1, hashlib.sha256(b"x").hexdigest())]


def test_a_file_that_no_record_names_is_kept_and_goes_nowhere(pair):
    nation, province = pair
    path = bundle(province)
    strange = with_files(path, province, part(), data=DATA)
    assert receive_bundle(nation, strange).files == 1
    assert blobs_of(nation).held() == [NAME]
    assert make_bundle(nation, "03", kind="full").files == 0
    # Its record may come later.
    add(nation, "later", DATA)
    assert make_bundle(nation, "03").files == 1


@pytest.mark.parametrize("kind", ["request", "receipt", "hello"])
def test_kinds_that_carry_no_files_carry_none(pair, kind):
    nation, province = pair
    add(province, "minutes", DATA)
    path = make_bundle(province, "00", kind=kind, allow_plain=True).path
    refused(nation, with_files(path, province, part(), data=DATA))


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda told: told.update(wants=["a" * 63]),
        lambda told: told.update(wants=[OTHER, OTHER]),
        lambda told: told.update(wants=["../../etc/passwd"]),
        lambda told: told.update(volume={"set": "x", "number": 1, "of": 2}),
        lambda told: told.update(volume={"set": told["uid"], "number": 3, "of": 2}),
        lambda told: told.update(volume={"set": told["uid"], "number": 0, "of": 2}),
        lambda told: told.update(volume={"set": told["uid"], "number": 1, "of": 1 << 60}),
        lambda told: told.update(files={}),
        lambda told: told["files"][0].update(at=True),
        lambda told: told.update(kind="files"),
    ],
)
def test_a_manifest_that_lies_about_files_is_refused(pair, rewrite):
    nation, province = pair

    def change(text):
        told = json.loads(text)
        rewrite(told)
        return json.dumps(told).encode()

    refused(nation, with_raw_manifest(bundle(province, DATA), province, change))


NAMES = ["../../.bashrc", "C:\\Windows\\x", "\\\\server\\share", "CON", "x\0.pdf", "a/b", ".", "..", "",
         "x" * 5000, "\u202egpj.exe", "file:///etc/passwd", "$(reboot)", "-rf"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_people_call_a_file_never_becomes_a_path(pair, tmp_path, name):
    nation, province = pair
    blob = blobs_of(province).add_file(_written(tmp_path / "source"))
    with province.transaction("Add") as t:
        t.add(Paper(title="x", files=(StoredFile(blob.sha256, blob.size, name),)))
    outside = {path for path in tmp_path.rglob("*") if not path.is_relative_to(nation.folder)}
    made = make_bundle(province, "00", allow_plain=True)
    receive_bundle(nation, made.path)
    assert [str(path) for path in files_of(nation)] == [f"{NAME[:2]}/{NAME}"]
    after = {path for path in tmp_path.rglob("*") if not path.is_relative_to(nation.folder)}
    assert all(path.is_relative_to(province.folder) for path in after - outside)


def _written(path):
    path.write_bytes(DATA)
    return path


@pytest.mark.parametrize(
    "text",
    [
        f'[["{"../" * 21}x",5,"n","t"]]',
        f'[["{NAME}",-1,"n","t"]]',
        f'[["{NAME}",1e3,"n","t"]]',
        f'[["{NAME}"]]',
        "[[]]",
        "{",
        '["x"]',
        "[" * 100_000,
    ],
)
def test_a_list_of_files_that_is_none_is_kept_as_it_is_and_names_nothing(text):
    kind = Files("Files")
    assert kind.from_stored(text) == text
    assert kind.to_stored(kind.from_stored(text)) == text


def test_a_wrong_size_in_a_record_does_no_harm(pair):
    nation, province = pair
    (name,) = add(province, "minutes", DATA)
    with province.transaction("Edit") as t:
        paper = t.all(Paper)[0]
        t.change(paper, files=(StoredFile(name, 1 << 50, "minutes.pdf"),))
    assert receive_bundle(nation, make_bundle(province, "00", allow_plain=True).path).files == 1


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9, 0.999])
def test_a_bundle_that_stops_or_flips_anywhere_in_a_file_is_told_apart(pair, place):
    nation, province = pair
    path = bundle(province, DATA)
    data = path.read_bytes()
    at = int(HEADER.size + (len(data) - HEADER.size) * place)
    path.write_bytes(data[:at])
    refused(nation, path, "incomplete")
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    refused(nation, path, r"damaged or was altered|incomplete")
    path.write_bytes(data)
    assert receive_bundle(nation, path).files == 1


def test_volumes_of_a_stranger_wait_like_everything_of_a_stranger(pair, tmp_path):
    nation, province = pair
    stranger = open_hub(tmp_path, "03", name="stranger", types=(PAPER,))
    receive_bundle(nation, make_bundle(province, "", kind="hello").path)
    add(stranger, "many", DATA)
    made = make_bundle(stranger, "00", profile=SMALL, allow_plain=True)
    for path in (made.path, *made.further):
        refused(nation, path, "not known here yet")
    stranger.close()
