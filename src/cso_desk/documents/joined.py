"""Papers, scans and pictures become one PDF; what cannot be read is told by the caller, never hidden.

PDFium copies pages as they are: their letters stay searchable. It works in one thread at a time only, so
everybody who calls it holds `PDFIUM`.
"""

import io
import threading
from collections.abc import Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from cso_desk.errors import DamagedFileError
from cso_desk.wording import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cso_desk.documents.saving import Progress

PDFIUM = threading.RLock()
"""Held by whoever calls PDFium, which is not made for two threads at once."""

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_LONGEST, _QUALITY = 2000, 82  # pixels: 170 to an inch on A4, so that a dozen photos can be sent by mail
_MOST_PIXELS = 60_000_000  # a small file may claim to be endless
_MOST_PAGES = 500


def is_picture(data: bytes) -> bool:
    """Whether a file begins as a picture that `lighter_picture` reads."""
    return data.startswith(_PICTURES)


def is_pdf(data: bytes) -> bool:
    """Whether a file begins as a PDF."""
    return data[:1024].lstrip().startswith(b"%PDF-")


def lighter_picture(data: bytes) -> bytes:
    """A photograph the right way up, as JPEG no larger than paper needs. DamagedFileError if it is none."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            width, height = opened.size
            if width * height > _MOST_PIXELS:
                raise ValueError("too many pixels")  # noqa: TRY301  told like every other bad picture
            opened.draft("RGB", (_LONGEST, _LONGEST))
            upright = ImageOps.exif_transpose(opened)
            flat = Image.new("RGB", upright.size, "white")
            flat.paste(upright.convert("RGB"), mask=_opaque(upright))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise DamagedFileError(_("The picture is damaged and cannot be shown.")) from error
    flat.thumbnail((_LONGEST, _LONGEST))
    stream = io.BytesIO()
    flat.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _opaque(image: Image.Image) -> Image.Image | None:
    """What is transparent of a picture stays white."""
    return (
        image.convert("RGBA").getchannel("A") if "A" in image.mode or "transparency" in image.info else None
    )


def page_count(data: bytes) -> int:
    """How many pages a PDF has. DamagedFileError where it is broken, locked or too long to go along."""
    with _opened(data) as document:
        count = len(document)
    if count > _MOST_PAGES:
        raise DamagedFileError(_("The file has too many pages to go along: {count}.", count=count))
    return count


def whole_pdf(data: bytes) -> bytes:
    """A copy of somebody's PDF, of which each page could be read. DamagedFileError where one cannot."""
    page_count(data)
    return joined_pdf([data])


def joined_pdf(parts: Sequence[bytes], progress: "Progress | None" = None) -> bytes:
    """One PDF of several, page after page.

    `progress(done, total)` counts parts and may raise CancelledError. DamagedFileError where one is broken.
    """
    with PDFIUM:
        whole = pypdfium2.PdfDocument.new()
    try:
        for number, part in enumerate(parts):
            if progress:
                progress(number, len(parts))
            with _opened(part) as document:
                whole.import_pages(document)
        stream = io.BytesIO()
        with PDFIUM:
            whole.save(stream)
        return stream.getvalue()
    finally:
        with PDFIUM:
            whole.close()


@contextmanager
def _opened(data: bytes) -> "Iterator[Any]":
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise DamagedFileError(_("The file is damaged or locked with a password.")) from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise DamagedFileError(_("The file is damaged or locked with a password.")) from error
        finally:
            document.close()
