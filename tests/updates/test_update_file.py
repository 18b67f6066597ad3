"""Update files: who must have signed them, which names and sizes are taken, and what is damaged."""

import struct
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.errors import DamagedFileError, UserError
from cso_desk.trust.signing import BadTrustError, public_key, signed_by
from cso_desk.updates.names import are_names, is_name
from cso_desk.updates.release_root import (
    make_root,
    newest_root,
    next_root,
    own_root,
    read_proposed_root,
    read_root,
    signed_root,
)
from cso_desk.updates.update_file import (
    MAGIC,
    UPDATE,
    add_signatures,
    read_update,
    unpack,
    write_update,
)
from cso_desk.wording import use_language
from updates.update_trees import CHANGES, FITS, KEYS, facts, lay_program, make_update, root_of


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def _raw(path: Path, told: Any, keys: list[bytes] = KEYS[:2], stream: bytes = b"") -> Path:
    """A file as somebody may write it who keeps to no rule."""
    update = signed_by(UPDATE, msgspec.json.encode(told), keys).decode()
    head = msgspec.json.encode({"update": update, "roots": []})
    path.write_bytes(struct.pack("<8sB3xI", MAGIC, 1, len(head)) + head + stream)
    return path


def _told(data: bytes = b"", **other: object) -> dict[str, object]:
    packed = zstandard.compress(data)
    files = [["cso_desk/__main__.py", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]]
    told = facts(files=files, packed=len(packed), format=1, product="cso-desk")
    return {**told, **other}


def test_what_was_packed_is_unpacked_again(tmp_path: Path) -> None:
    made = make_update(tmp_path)
    assert (made.facts.version, made.facts.sequence, made.facts.fits) == ("0.2.0", 120, FITS)
    assert made.facts.changes == CHANGES
    ticks: list[int] = []
    unpack(made, tmp_path / "out", ticks.append)
    for path in (tmp_path / "payload-120" / "cso_desk").iterdir():
        assert (tmp_path / "out" / "cso_desk" / path.name).read_bytes() == path.read_bytes()
    assert sum(ticks) == made.size


def test_an_update_is_the_same_bytes_again(tmp_path: Path) -> None:
    made = make_update(tmp_path)
    again = tmp_path / "again.csoupdate"
    write_update(again, tmp_path / "payload-120", facts(), KEYS[:2])
    assert again.read_bytes() == made.path.read_bytes()


@pytest.mark.parametrize("keys", [[], KEYS[:1], KEYS[3:], [KEYS[0], KEYS[0], KEYS[4]]])
def test_too_few_keys_release_nothing(tmp_path: Path, keys: list[bytes]) -> None:
    with pytest.raises(UserError, match="not signed"):
        make_update(tmp_path, keys=keys)


def test_people_in_two_places_sign_one_after_the_other(tmp_path: Path) -> None:
    lay_program(tmp_path / "payload", "0.2.0")
    path = tmp_path / "a.csoupdate"
    write_update(path, tmp_path / "payload", facts(), KEYS[:1])
    with pytest.raises(UserError):
        read_update(path, root_of())
    add_signatures(path, KEYS[2:3])
    made = read_update(path, root_of())
    unpack(made, tmp_path / "out")


def test_every_flipped_byte_of_a_small_update_is_seen(tmp_path: Path) -> None:
    made = make_update(tmp_path)
    data = made.path.read_bytes()
    bad = tmp_path / "bad.csoupdate"
    for at in range(0, len(data), 37):
        bad.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(UserError):
            unpack(read_update(bad, root_of()), tmp_path / f"out-{at}")


def test_what_is_cut_off_or_longer_is_seen(tmp_path: Path) -> None:
    data = make_update(tmp_path).path.read_bytes()
    bad = tmp_path / "bad.csoupdate"
    for wrong in (b"", data[:5], data[:14], data[:300], data[:-1], data + b"x"):
        bad.write_bytes(wrong)
        with pytest.raises(UserError):
            read_update(bad, root_of())


def test_a_newer_layout_and_a_newer_format_are_told_as_such(tmp_path: Path) -> None:
    data = make_update(tmp_path).path.read_bytes()
    newer = tmp_path / "newer.csoupdate"
    newer.write_bytes(data[:8] + b"\x02" + data[9:])
    for path in (newer, _raw(tmp_path / "format", {"format": 2, "product": "cso-desk"})):
        with pytest.raises(UserError, match="newer versions") as told:
            read_update(path, root_of())
        assert not isinstance(told.value, DamagedFileError)


def test_what_another_product_signed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not signed"):
        read_update(_raw(tmp_path / "a", _told(product="another")), root_of())


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "other"},
        {"sequence": 0},
        {"sequence": -1},
        {"version": "1.2"},
        {"version": "../../1.2.3"},
        {"packed": 0},
        {"platform": "debian"},
        {"kind": "full"},
        {"changes": {"en": ["x"]}},
        {"changes": {"en": ["x" * 2001], "km": []}},
        {"files": [["cso_desk/__main__.py", -1, ""]]},
        {"files": [["cso_desk/__main__.py", 1 << 40, ""]]},
        {"files": [["elsewhere.py", 0, ""]]},
        {"files": [["cso_desk/__main__.py", 0, ""], ["sitecustomize.py", 0, ""]]},
        {"files": [["cso_desk/__main__.py", 0, ""], ["cso_desk/../../x", 0, ""]]},
    ],
)
def test_what_makes_no_sense_is_refused_also_when_signed(tmp_path: Path, other: dict[str, object]) -> None:
    path = _raw(tmp_path / "a.csoupdate", _told(**other), stream=zstandard.compress(b""))
    with pytest.raises(DamagedFileError):
        read_update(path, root_of())


def test_a_stream_that_unpacks_to_more_or_less_than_it_says_is_stopped(tmp_path: Path) -> None:
    for at, content in enumerate((b"", b"x" * 5, b"x" * 10_000_000)):
        packed = zstandard.compress(content)
        files = [["cso_desk/__main__.py", 4, "0" * 64]]
        path = _raw(tmp_path / f"{at}", _told(files=files, packed=len(packed)), stream=packed)
        with pytest.raises(DamagedFileError):
            unpack(read_update(path, root_of()), tmp_path / f"out-{at}")


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", "/a", "a/", "a//b", "a/../b", "a/./b", "../a", "~/a\n", "C:/a", "C:a", "a\\b",
        "\\\\host\\a",
        "a:stream", "a\0b", "a\n", "a.", "a ", "a/b. /c", ".hidden", "con", "NUL.txt", "a/Com1.py", "lpt9",
        "a*b", "a?b", "a<b", "a|b", 'a"b', "ខ្មែរ", "a" * 181, "/".join("a" * 13), "\u202eexe.a", "a\u2215b",
    ],
)  # fmt: skip
def test_tricks_with_names_are_refused(name: str) -> None:
    assert not is_name(name)


def test_names_that_programs_have_are_taken_unless_two_are_one_place() -> None:
    usual = [
        "CSO Desk.exe",
        "a/__pycache__/b.cpython-311.pyc",
        "a/libQt6Core.so.6",
        "a/_cffi.pyd",
        "x/C++ (1).txt",
    ]
    assert are_names(usual)
    for both in (["a", "A"], ["a", "a/b"], ["A/b", "a"], ["a", "a"]):
        assert not are_names(both)


@given(st.text(max_size=30))
def test_no_taken_name_leaves_its_folder(name: str) -> None:
    if is_name(name):
        place = Path("/program").joinpath(name)
        assert place.is_relative_to("/program")
        assert ".." not in place.parts
        assert name.isascii()


def test_a_root_is_followed_only_where_the_one_before_approves() -> None:
    first = root_of()
    second = next_root(first, KEYS[1:4], [public_key(key) for key in KEYS[1:4]])
    now = newest_root(first, [second, first.text])
    assert now.version == 2
    assert not now.is_satisfied_by(frozenset({public_key(KEYS[0]), public_key(KEYS[4])}))
    third = next_root(now, KEYS[2:4], threshold=1)
    assert newest_root(first, [third, second]).threshold == 1
    with pytest.raises(BadTrustError, match="not approved"):
        newest_root(first, [third])  # a gap
    stolen = make_root(2, [public_key(KEYS[4])], 1, [KEYS[4], KEYS[0]])
    with pytest.raises(BadTrustError, match="not approved"):
        newest_root(first, [stolen])
    with pytest.raises(BadTrustError, match="one number"):
        newest_root(now, [make_root(2, [public_key(KEYS[4])], 1, [KEYS[4]])])


def test_people_in_several_places_sign_a_root_one_after_the_other() -> None:
    first = root_of()
    text = next_root(first, KEYS[:1], threshold=3)
    for key in KEYS[1:3]:
        with pytest.raises(BadTrustError):
            read_root(text)
        assert read_proposed_root(text).version == 2
        text = signed_root(text, [key])
    assert newest_root(first, [text]).threshold == 3


@pytest.mark.parametrize(("count", "threshold"), [(0, 1), (2, 0), (2, 3), (17, 2)])
def test_a_root_that_makes_no_sense_is_none(count: int, threshold: int) -> None:
    keys = [bytes([number + 1]) * 32 for number in range(count)]
    with pytest.raises(BadTrustError):
        read_root(make_root(1, [public_key(key) for key in keys], threshold, keys))


def test_after_a_change_of_keys_the_old_ones_release_nothing(tmp_path: Path) -> None:
    first = root_of()
    second = next_root(first, KEYS[:3], [public_key(key) for key in KEYS[1:4]])
    lay_program(tmp_path / "payload", "0.2.0")
    path = tmp_path / "a.csoupdate"
    write_update(path, tmp_path / "payload", facts(), KEYS[2:4], [second])
    assert read_update(path, first).facts.version == "0.2.0"
    write_update(path, tmp_path / "payload", facts(), [KEYS[0], KEYS[4]], [second])
    for held in (first, newest_root(first, [second])):
        with pytest.raises(UserError):
            read_update(path, held)


def test_a_program_that_was_not_installed_knows_no_keys() -> None:
    with pytest.raises(UserError):
        own_root()
