"""Photos keep their picture and lose what they tell besides it: position, device, comments."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cso_desk.assembly import create_store
from cso_desk.errors import UserError
from cso_desk.store.blobs import blobs_of
from cso_desk.store.photos import JPEG, PNG, is_photo, orientation, without_location

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def exif(turned: int = 6) -> Image.Exif:
    told = Image.Exif()
    told[ORIENTATION], told[MAKER] = turned, "Telephone of Dara"
    told.get_ifd(GPS).update({1: "N", 2: (13.0, 5.0, 42.0), 3: "E", 4: (103.0, 12.0, 8.0)})
    return told


def photo(kind: str, **values: object) -> bytes:
    picture = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    out = io.BytesIO()
    picture.save(out, kind, exif=exif(), **values)
    return out.getvalue()


def same_picture(one: bytes, other: bytes) -> bool:
    first, second = (Image.open(io.BytesIO(each)) for each in (one, other))
    return first.size == second.size and first.tobytes() == second.tobytes()


@pytest.mark.parametrize(
    "values", [{}, {"progressive": True}, {"comment": b"At home"}, {"xmp": b"<x>GPS</x>"}]
)
def test_a_jpeg_keeps_its_picture_and_how_it_is_turned_only(values: dict[str, object]) -> None:
    taken = photo("JPEG", **values)
    clean = without_location(taken + b"a film with a position", "IMG.jpg")
    assert same_picture(taken, clean)
    assert dict(Image.open(io.BytesIO(clean)).getexif()) == {ORIENTATION: 6}
    for told in (b"Dara", b"film", b"home", b"<x>"):
        assert told not in clean
    assert without_location(clean, "IMG.jpg") == clean


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_photos_lose_it_as_well(kind: str) -> None:
    words = PngInfo()
    words.add_text("Location", "At home")
    taken = photo(kind, **({"pnginfo": words} if kind == "PNG" else {}))
    clean = without_location(taken, "photo")
    assert same_picture(taken, clean)
    assert len(Image.open(io.BytesIO(clean)).getexif()) == 0
    assert b"Dara" not in clean
    assert b"home" not in clean


def test_a_photo_out_of_which_it_cannot_be_taken_is_refused_and_other_files_stay_as_they_are() -> None:
    with pytest.raises(UserError, match=r"IMG\.heic"):
        without_location(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG.heic")
    assert without_location(b"%PDF-1.7 text", "a.pdf") == b"%PDF-1.7 text"
    assert not is_photo(b"%PDF-1.7 text")


def test_what_is_kept_in_a_store_has_no_position(tmp_path: Path) -> None:
    store, _code = create_store(tmp_path / "hub", "02", passphrase=None)
    path = tmp_path / "IMG_2041.jpg"
    path.write_bytes(photo("JPEG"))
    blobs = blobs_of(store)
    kept = b"".join(blobs.content(blobs.add_file(path).sha256))
    assert GPS not in Image.open(io.BytesIO(kept)).getexif()
    assert orientation(kept) == 6
    store.close()


@given(st.sampled_from([JPEG, PNG, b"RIFF\0\0\0\0WEBP"]), st.binary(max_size=200))
def test_torn_photos_end_and_never_grow_much(head: bytes, rest: bytes) -> None:
    assert len(without_location(head + rest, "torn")) <= len(head + rest) + 40


@given(st.data())
def test_a_photo_torn_anywhere_tells_no_position(data: st.DataObject) -> None:
    taken = photo("JPEG")
    torn = taken[: data.draw(st.integers(4, len(taken)))]
    assert b"Dara" not in without_location(torn, "torn")
