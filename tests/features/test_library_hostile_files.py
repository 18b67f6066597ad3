"""Files with odd names, with positions in them or that are none: taken in whole or told, never waited for."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from cso_desk.errors import UserError
from cso_desk.features.library.record import TitleVersion
from cso_desk.features.library.service.taking_in import files_in, look_at, plain_name, take_files
from cso_desk.store.blob_texts import MISSING, REFUSED, UNREAD
from cso_desk.store.blobs import blobs_of
from cso_desk.store.store import Store

POSITION = 0x8825  # the directory of Exif that says where a photo was taken


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def test_a_photo_that_tells_where_it_was_taken_comes_in_without_that(store: Store, stick: Path) -> None:
    picture = Image.new("RGB", (60, 80), "grey")
    exif = picture.getexif()
    exif.get_ifd(POSITION)[1] = "N"
    exif[0x010F] = "a telephone"
    picture.save(stick / "sheet.jpg", exif=exif)
    assert b"a telephone" in (stick / "sheet.jpg").read_bytes()
    seen = look_at(store, [stick])
    assert [(each.found.verdict, each.found.kind, each.found.pages) for each in seen] == [
        (MISSING, "picture", 1)
    ]
    assert take_files(store, seen).files == 1
    kept = b"".join(blobs_of(store).content(seen[0].sha256))
    assert b"a telephone" not in kept
    assert Image.open(io.BytesIO(kept)).size == (60, 80)


@pytest.mark.parametrize(
    ("called", "shown"),
    [
        ("a\nb\x07.txt", "a b .txt"),
        ("gpj\u202etxt.exe.txt", "gpjtxt.exe.txt"),
        ("ច្បាប់\u200bស្តីពី.txt", "ច្បាប់ស្តីពី.txt"),
        ("n" * 240 + ".txt", "n" * 196 + ".txt"),
        ("<b>&amp; CON.txt", "<b>&amp; CON.txt"),
        ("odd\udcff.txt", "odd?.txt"),
    ],
)
def test_names_lose_what_hides_or_breaks_them(called: str, shown: str) -> None:
    assert plain_name(Path(called)) == shown


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be given there")
def test_files_with_odd_names_come_in(store: Store, stick: Path) -> None:
    names = ("a\x01\n\tb.txt", "\u202egpj.exe.txt", "CON.txt", "n" * 250 + ".txt")
    for number, name in enumerate(names):
        (stick / name).write_text(f"A note with the number {number}", encoding="utf-8")
    with open(os.fsencode(stick) + b"/bytes\xff.txt", "wb") as file:  # noqa: PTH123  no text says this name
        file.write(b"A note whose name is no text")
    seen = look_at(store, [stick])
    assert take_files(store, seen).files == len(names) + 1
    with store.reading() as reading:
        kept = [file.name for version in reading.all(TitleVersion) for file in version.files]
    assert all(name.isprintable() and len(name) <= 200 for name in kept)
    assert {"a b.txt", "gpj.exe.txt", "CON.txt", "bytes?.txt"} < set(kept)


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_what_is_no_file_is_not_waited_for(stick: Path) -> None:
    (stick / "loop").symlink_to(stick)
    (stick / "elsewhere.txt").symlink_to("/etc/hostname")
    os.mkfifo(stick / "pipe.pdf")
    (stick / "note.txt").write_text("A note", encoding="utf-8")
    assert [path.name for path in files_in([stick])] == ["note.txt"]
    assert files_in([stick / "pipe.pdf"]) == []


def test_a_stick_that_was_pulled_is_told_beside_each_file(store: Store, stick: Path) -> None:
    (stick / "gone.txt").write_text("A note", encoding="utf-8")
    (stick / "here.txt").write_text("Another note", encoding="utf-8")

    def pull(done: int, _total: int) -> None:
        if done == 0:
            (stick / "gone.txt").unlink(missing_ok=True)

    seen = {each.name: each for each in look_at(store, [stick], pull)}
    assert (seen["gone.txt"].found.verdict, seen["gone.txt"].found.refused) == (REFUSED, "unreadable")
    (stick / "here.txt").unlink()
    with pytest.raises(UserError):
        take_files(store, list(seen.values()))
    assert blobs_of(store).held() == []


def test_a_file_that_grows_while_it_is_looked_at_is_refused_when_it_is_kept(
    store: Store, stick: Path
) -> None:
    path = stick / "log.txt"
    path.write_text("A first line\n", encoding="utf-8")
    seen = look_at(store, [path])
    with path.open("a", encoding="utf-8") as file:
        file.write("A second line")
    with pytest.raises(UserError):
        take_files(store, seen)
    assert blobs_of(store).held() == []


@pytest.mark.parametrize(
    "content", ['<svg xmlns="http://www.w3.org/2000/svg"/>', "\ufeff <html><script>alert(1)</script></html>"]
)
def test_drawings_and_pages_of_the_web_are_kept_and_not_read(store: Store, stick: Path, content: str) -> None:
    (stick / "map.svg").write_text(content, encoding="utf-8")
    seen = look_at(store, [stick])
    assert [each.found.verdict for each in seen] == [UNREAD]
    assert take_files(store, seen).files == 1
