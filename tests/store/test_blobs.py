"""Files beside the database: named by content, encrypted, kept once, put together, never half there."""

import hashlib
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from cso_desk.assembly import create_store, open_store
from cso_desk.errors import CancelledError, DamagedFileError, UserError
from cso_desk.store.blobs import Blob, Blobs, Piece, blobs_of
from cso_desk.store.key_cost import CHEAP

SECRET = b"the list of names that nobody may read"


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path, str(x25519.Identity.generate()))


def sha(data):
    return hashlib.sha256(data).hexdigest()


def read(blobs, name, *span):
    return b"".join(blobs.content(name, *span))


def files_in(blobs):
    return [path for path in blobs.folder.rglob("*") if path.is_file()]


def add_piece(blobs, whole, at, length, data=None):
    piece = Piece(sha(whole), len(whole), at, length)
    with blobs.new() as new:
        new.write(whole[at : at + length] if data is None else data)
        blobs.keep_piece(new, piece)


def put_together(blobs, name, size):
    """What is done when a piece came: the blob is made and kept, or it has to be sent again."""
    blob = Blob(name, size)
    if not blobs.covered(blob, ()):
        return False
    with blobs.new() as new:
        if good := blobs.put_together(new, blob, {}):
            blobs.keep(new)
    blobs.drop_pieces(blob)
    return good


@pytest.mark.parametrize("size", [0, 1, 100, 65_535, 65_536, 65_537, 1_000_003])
def test_what_is_kept_is_read_again_and_its_size_is_told_without_reading_it(blobs, size):
    data = os.urandom(size)
    blob = blobs.add(io.BytesIO(data))
    assert blob == Blob(sha(data), size)
    assert read(blobs, blob.sha256) == data
    assert blobs.size(blob.sha256) == size
    assert blobs.held() == [blob.sha256]


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_a_part_of_a_file_is_read_by_itself(tmp_path_factory, at, length):
    blobs = Blobs(tmp_path_factory.mktemp("span"), str(x25519.Identity.generate()))
    data = os.urandom(200_000)
    name = blobs.add(io.BytesIO(data)).sha256
    length = min(length, len(data) - at)
    assert read(blobs, name, at, length) == data[at : at + length]


def test_equal_contents_are_kept_once(blobs):
    first, second = (blobs.add(io.BytesIO(b"same")) for _ in range(2))
    assert first == second
    assert len(files_in(blobs)) == 1


def test_no_word_of_a_file_stands_readable_in_the_folder(blobs):
    blobs.add(io.BytesIO(SECRET * 1000))
    add_piece(blobs, SECRET * 2, 0, len(SECRET))
    assert len(files_in(blobs)) == 2
    assert not [path for path in files_in(blobs) if SECRET in path.read_bytes()]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "/", "con"])
def test_a_name_is_never_a_path(blobs, name):
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        blobs.has(name)


def test_a_file_that_was_not_kept_leaves_nothing(blobs):
    with blobs.new() as new:
        new.write(b"x" * 100_000)
    assert files_in(blobs) == []


def test_a_cancelled_file_leaves_nothing(blobs):
    def stop(_done, _total):
        raise CancelledError

    with pytest.raises(CancelledError):
        blobs.add(io.BytesIO(b"x" * 1_000_000), stop)
    assert files_in(blobs) == []


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "gone"])
def test_a_damaged_file_is_told_and_put_aside_so_that_it_can_be_asked_for(blobs, harm):
    name = blobs.add(io.BytesIO(os.urandom(200_000))).sha256
    path = blobs.folder / name[:2] / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    harmed = {"cut": data[:-70_000], "flip": data, "empty": b""}
    path.unlink() if harm == "gone" else path.write_bytes(harmed[harm])
    with pytest.raises(DamagedFileError):
        read(blobs, name)
    assert not blobs.has(name)


def test_checking_finds_the_one_that_is_damaged(blobs):
    good, bad = (blobs.add(io.BytesIO(text)).sha256 for text in (b"good", b"bad"))
    (blobs.folder / bad[:2] / bad).write_bytes((blobs.folder / good[:2] / good).read_bytes())
    assert blobs.check() == [bad]
    assert blobs.held() == [good]


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(1, 400)), max_size=8))
def test_pieces_make_a_file_exactly_when_they_leave_no_gap(tmp_path_factory, spans):
    blobs = Blobs(tmp_path_factory.mktemp("pieces"), str(x25519.Identity.generate()))
    whole = os.urandom(1000)
    spans = [(at, min(length, 1000 - at)) for at, length in spans]
    for at, length in spans:
        add_piece(blobs, whole, at, length)
    complete = {place for at, length in spans for place in range(at, at + length)} == set(range(1000))
    assert put_together(blobs, sha(whole), 1000) == complete
    assert blobs.has(sha(whole)) == complete
    if complete:
        assert read(blobs, sha(whole)) == whole
    assert bool(blobs.pieces()) == (not complete and bool(spans))


def test_pieces_that_do_not_give_the_file_are_thrown_away(blobs):
    whole = os.urandom(1000)
    add_piece(blobs, whole, 0, 500)
    add_piece(blobs, whole, 500, 500, data=b"x" * 500)
    assert not put_together(blobs, sha(whole), 1000)
    assert blobs.pieces() == []
    assert blobs.held() == []


def test_pieces_of_another_size_do_not_count(blobs):
    whole = os.urandom(1000)
    add_piece(blobs, whole, 0, 1000)
    assert not put_together(blobs, sha(whole), 999)


def test_what_a_killed_process_left_is_removed_later(blobs):
    blobs.folder.mkdir()
    old, fresh = blobs.folder / "1.part", blobs.folder / "2.part"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    blobs.forget_unfinished()
    assert files_in(blobs) == [fresh]


def test_a_file_that_the_disk_has_no_room_for_is_refused_before_anything_is_written(blobs):
    with pytest.raises(UserError, match=r"\d MB"):
        blobs.refuse_without_room(1 << 60)


def test_a_copy_is_saved_where_somebody_wants_it(blobs, tmp_path):
    name = blobs.add(io.BytesIO(SECRET)).sha256
    blobs.save_copy(name, tmp_path / "copy.txt")
    assert (tmp_path / "copy.txt").read_bytes() == SECRET
    with pytest.raises(UserError):
        blobs.save_copy(name, tmp_path / "nowhere" / "copy.txt")


def test_a_file_that_cannot_be_read_is_a_sentence(blobs, tmp_path):
    with pytest.raises(UserError, match="nothing here"):
        blobs.add_file(tmp_path / "nothing here")


def test_a_store_keeps_its_files_for_its_own_key_only(tmp_path):
    store, _code = create_store(tmp_path / "a", "02", passphrase="one two three", cost=CHEAP)
    blob = blobs_of(store).add(io.BytesIO(SECRET))
    store.close()
    again = open_store(tmp_path / "a", "one two three")
    assert read(blobs_of(again), blob.sha256) == SECRET
    with pytest.raises(DamagedFileError):
        read(Blobs(tmp_path / "a", str(x25519.Identity.generate())), blob.sha256)
    again.close()
