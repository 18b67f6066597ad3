"""Pictures: their size, and themselves the right way up; a picture that claims to be endless is refused."""

import io
import warnings
from collections.abc import Iterator

from PIL import Image as Pictures
from PIL import ImageOps, UnidentifiedImageError

from cso_desk.extraction.contents import Image, RefusedError
from cso_desk.extraction.limits import DRAWN, PAGES, PIXELS

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")

Pictures.MAX_IMAGE_PIXELS = PIXELS


def is_picture(head: bytes) -> bool:
    """Whether a file begins as a picture that is read here."""
    return head.startswith(BEGINNINGS) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")


class PicturePages:
    """A picture; each picture of a TIFF of several is a page."""

    kind = "picture"

    def __init__(self, data: bytes) -> None:
        self._data = data
        with self._opened() as picture:
            width, height = picture.size
            if width * height > PIXELS:
                raise RefusedError("too_big")
            frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        self.pages = min(int(frames), PAGES)

    def texts(self) -> Iterator[str]:
        return iter(())

    def fonts(self) -> list[str]:
        return []

    def draw(self, page: int, width: int) -> Image | None:
        try:
            with self._opened() as picture:
                picture.seek(page)
                height = round(picture.height * width / max(picture.width, 1))
                picture.draft("RGB", (width, max(height, 1)))
                upright = ImageOps.exif_transpose(picture)
                flat = Pictures.new("RGB", upright.size, "white")
                clear = upright.convert("RGBA") if upright.mode in ("RGBA", "LA", "P", "PA") else None
                flat.paste(upright.convert("RGB"), mask=clear.getchannel("A") if clear else None)
        except (OSError, ValueError, SyntaxError, EOFError):
            raise RefusedError("damaged") from None
        flat.thumbnail((width, DRAWN))
        return Image(flat.width, flat.height, flat.tobytes())

    def _opened(self) -> Pictures.Image:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return Pictures.open(io.BytesIO(self._data), formats=FORMATS)
        except Pictures.DecompressionBombError:
            raise RefusedError("too_big") from None
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise RefusedError("damaged") from None


def as_png(image: Image, colours: int = 64) -> bytes:
    """A small PNG of a drawn page."""
    picture = Pictures.frombytes("RGB", (image.width, image.height), image.pixels)
    stream = io.BytesIO()
    picture.quantize(colours, Pictures.Quantize.FASTOCTREE).save(stream, "PNG", compress_level=3)
    return stream.getvalue()
