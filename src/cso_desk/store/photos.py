"""Takes out of photos what they tell besides the picture: above all where they were taken.

A telephone writes its position into every photo, and a photo of an attendance sheet goes to other hubs. Only
what is needed to hold the picture the right way up stays. The picture itself is not touched.
"""

import struct
from collections.abc import Iterator

from cso_desk.errors import UserError
from cso_desk.wording import _

JPEG, PNG, RIFF = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"
HEAD = 16  # bytes of a file that say whether it is a photo
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_EXIF = b"Exif\0\0"
_TELLING = frozenset({0xE1, 0xED})  # APP1: Exif and XMP; APP13: IPTC
_MORE_PICTURES = b"MPF\0"
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_PNG_TELLING = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_TELLING = frozenset({b"EXIF", b"XMP "})
_ORIENTATION = 0x0112


def is_photo(head: bytes) -> bool:
    """Whether a file that begins so may tell more than its picture shows."""
    return head.startswith((JPEG, PNG)) or _is_webp(head) or _is_heif(head)


def without_location(data: bytes, name: str) -> bytes:
    """The photo without its position, date, device and comments; other data as it is.

    Raises UserError for photos out of which that cannot be taken (HEIC); `name` is what the file is called.
    """
    if data.startswith(JPEG):
        return b"".join(_jpeg(data))
    if data.startswith(PNG):
        return PNG + b"".join(_png(data))
    if _is_webp(data[:HEAD]):
        return _webp(data)
    if _is_heif(data[:HEAD]):
        raise UserError(
            _(
                "{file} is a HEIC photo. It tells where it was taken, and that cannot be taken out of it. "
                "Save it as JPEG on the telephone or computer, then add that file.",
                file=name,
            )
        )
    return data


def _is_webp(head: bytes) -> bool:
    return head.startswith(RIFF) and head[8:12] == b"WEBP"


def _is_heif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS


def _jpeg(data: bytes) -> Iterator[bytes]:
    """The segments that stay; what stands behind the end goes, it has positions of its own."""
    yield data[:2]
    turned = orientation(data)
    if turned > 1:
        yield _only_orientation(turned)
    for kind, start, end in _segments(data):
        body = data[start + 4 : start + 8]
        if kind not in _TELLING and not (kind == 0xE2 and body == _MORE_PICTURES) and kind != 0xFE:
            yield data[start:end]


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, begin and end of each part of a JPEG; a scan goes to the next marker."""
    place = 2
    while place + 2 <= len(data) and data[place] == 0xFF:
        kind = data[place + 1]
        if kind == 0xFF:  # filling
            place += 1
            continue
        if kind == _END:
            yield kind, place, place + 2
            return
        end = place + 2
        if kind not in _ALONE and kind != _START:
            end += int.from_bytes(data[end : end + 2], "big")
        if kind == _SCAN:
            end = _end_of_scan(data, end)
        yield kind, place, min(end, len(data))
        place = end


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker stands that is not a part of the scan itself."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            return len(data)
        if data[place + 1] != 0 and data[place + 1] not in _ALONE and data[place + 1] != 0xFF:
            return place
        place += 1


def orientation(data: bytes) -> int:
    """How a JPEG has to be turned, 1 to 8 as Exif says it; 1 where it does not say."""
    for kind, start, end in _segments(data):
        block = data[start + 4 : end]
        if kind == 0xE1 and block.startswith(_EXIF):
            try:
                return _orientation_in(block[len(_EXIF) :])
            except (struct.error, ValueError):
                return 1
        if kind == _SCAN:
            break
    return 1


def _orientation_in(tiff: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order:
        return 1
    (at,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, at)
    for entry in range(count):
        tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, at + 2 + 12 * entry)
        if tag == _ORIENTATION:
            return int(value) if 1 <= value <= 8 else 1
    return 1


def _only_orientation(value: int) -> bytes:
    """A segment of Exif that says how the picture is turned and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
    block = _EXIF + tiff
    return b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block


def _png(data: bytes) -> Iterator[bytes]:
    place = len(PNG)
    while place + 8 <= len(data):
        kind = data[place + 4 : place + 8]
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        if kind not in _PNG_TELLING:
            yield data[place:end]
        if kind == b"IEND":
            return
        place = end


def _webp(data: bytes) -> bytes:
    """The chunks that stay, with the flags of the first one saying so."""
    parts, place = [], 12
    while place + 8 <= len(data):
        kind, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        end = place + 8 + size + size % 2
        chunk = data[place:end]
        if kind == b"VP8X" and len(chunk) > 8:
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in _WEBP_TELLING:
            parts.append(chunk)
        place = end
    body = b"WEBP" + b"".join(parts)
    return RIFF + len(body).to_bytes(4, "little") + body
