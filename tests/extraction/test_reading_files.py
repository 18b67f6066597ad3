"""Files of every usual kind are read in a process of their own; hostile and broken ones are refused."""

import io
import os
import signal
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import KHMER, docx, khmer_pdf, latin_pdf, odt, packed, picture, scanned_pdf
from openpyxl import Workbook
from PIL import Image

from cso_desk.errors import CancelledError
from cso_desk.extraction.contents import RefusedError
from cso_desk.extraction.reading import FileReader, FileTexts
from cso_desk.extraction.refusals import REFUSALS, refusal, verdict_said
from cso_desk.store.blob_texts import GOOD, MISSING, REFUSED, UNREAD
from cso_desk.wording import use_language


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as made:
        yield made


def _read(reader: FileReader, data: bytes) -> FileTexts:
    return reader.read([data], len(data))


def test_khmer_of_a_pdf_is_read_page_by_page(reader: FileReader) -> None:
    found = _read(reader, khmer_pdf(KHMER))
    assert (found.kind, found.pages, found.verdict, found.refused) == ("pdf", 1, GOOD, "")
    assert KHMER in found.texts[0].replace("\n", "").replace("\u200b", "")
    assert Image.open(io.BytesIO(found.thumbnail)).size[0] == 120


def test_pages_of_a_pdf_stay_apart(reader: FileReader) -> None:
    texts = [f"This is page number {number} of a long report" for number in range(1, 4)]
    assert list(_read(reader, latin_pdf(texts)).texts) == texts


def test_a_scan_has_a_picture_and_no_text(reader: FileReader) -> None:
    found = _read(reader, scanned_pdf())
    assert (found.kind, found.pages, found.verdict) == ("pdf", 1, MISSING)
    assert found.thumbnail


@pytest.mark.parametrize(("make", "kind"), [(docx, "docx"), (odt, "odt")])
def test_letters_of_word_and_writer_are_read(reader: FileReader, make: object, kind: str) -> None:
    assert callable(make)
    found = _read(reader, make(KHMER, "Second paragraph"))
    assert (found.kind, found.verdict, found.texts) == (kind, GOOD, (f"{KHMER}\nSecond paragraph",))


def test_slides_are_pages(reader: FileReader) -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slides = {
        f"ppt/slides/slide{n}.xml": f'<s xmlns:a="{drawing}"><a:p><a:r><a:t>Slide {n}</a:t></a:r></a:p></s>'
        for n in (10, 2)
    }
    found = _read(reader, packed({"ppt/presentation.xml": "<p/>", **slides}))
    assert (found.kind, found.texts) == ("pptx", ("Slide 2", "Slide 10"))


def test_workbooks_and_texts_are_read(reader: FileReader) -> None:
    book = Workbook()
    book.active.append(["ឈ្មោះ", "Number", 12])
    stream = io.BytesIO()
    book.save(stream)
    found = _read(reader, stream.getvalue())
    assert (found.kind, found.texts) == ("workbook", ("Sheet\nឈ្មោះ\tNumber\t12",))
    found = _read(reader, "ឈ្មោះ,ទីកន្លែង\nសុខា,បាត់ដំបង\n".encode())
    assert (found.kind, found.texts) == ("text", ("ឈ្មោះ,ទីកន្លែង\nសុខា,បាត់ដំបង",))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_picture_is_one_page_without_text(reader: FileReader, kind: str) -> None:
    found = _read(reader, picture(kind))
    assert (found.kind, found.pages, found.verdict, found.texts) == ("picture", 1, MISSING, ())
    assert Image.open(io.BytesIO(found.thumbnail)).size == (120, 75)


def test_pages_are_drawn_as_wide_as_asked(reader: FileReader) -> None:
    data = latin_pdf(["One", "Two"])
    reader.open([data], len(data))
    image = reader.draw(2, 300)
    assert (image.width, len(image.pixels)) == (300, 300 * image.height * 3)
    assert image.height > image.width
    with pytest.raises(RefusedError):
        reader.draw(3, 300)
    data = docx("A letter")
    reader.open([data], len(data))
    with pytest.raises(RefusedError):
        reader.draw(1, 300)


def _endless_picture() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels each way."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    packed_head = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + packed_head + struct.pack(">I", 9) + b"IDAT" + b"\0" * 20


def _entities() -> bytes:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    return packed({"word/document.xml": f"<!DOCTYPE d [{lines}]><d>&e11;</d>"})


def _deep() -> bytes:
    return packed({"word/document.xml": "<a>" * 5_000 + "</a>" * 5_000})


def _encrypted_office() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )


HOSTILE = {
    "empty": (b"", "empty"),
    "nothing behind the sign of a PDF": (b"%PDF-1.7\n", "damaged"),
    "a cut package": (docx(KHMER)[:900], "damaged"),
    "a cut picture": (picture()[:30], "damaged"),
    "a zip bomb": (packed({"word/document.xml": "a" * 40_000_000}), "too_big"),
    "entities that unfold": (_entities(), "entities"),
    "elements without end": (_deep(), "too_big"),
    "an endless picture": (_endless_picture(), "too_big"),
    "a locked letter": (_encrypted_office(), "password"),
    "macros": (packed({"word/document.xml": "<d/>", "word/vbaProject.bin": b"x"}), "macros"),
    "names that lead elsewhere": (packed({"../../evil.txt": "x", "/etc/passwd": "y"}), "archive"),
    "a packed folder": (b"Rar!\x1a\x07\x01\x00" + b"\0" * 50, "archive"),
    "a program": (b"MZ\x90\0" + b"\0" * 200, "program"),
    "a script": (b"#!/bin/sh\necho", "program"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_broken_files_are_refused_with_a_sentence(reader: FileReader, name: str) -> None:
    data, code = HOSTILE[name]
    found = _read(reader, data)
    assert (found.verdict, found.refused, found.texts) == (REFUSED, code, ())
    use_language("km")
    assert refusal(code) == verdict_said(REFUSED, code) != REFUSALS[code]


def test_a_locked_pdf_is_refused(reader: FileReader) -> None:
    stream = io.BytesIO()
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(stream, encrypt="secret")
    canvas.drawString(50, 50, "hidden")
    canvas.save()
    assert _read(reader, stream.getvalue()).refused == "password"


def test_a_huge_page_is_drawn_small(reader: FileReader) -> None:
    data = latin_pdf(["A page"]).replace(b"595.2756 841.8898", b"595.2756 999999.0")
    found = _read(reader, data)
    assert found.refused == ""
    assert found.thumbnail


def test_kinds_nobody_reads_are_kept_unread(reader: FileReader) -> None:
    assert _read(reader, b"\0\0\0\x18ftypmp42" + os.urandom(500)).verdict == UNREAD
    assert _read(reader, packed({"mimetype": "application/epub+zip", "a.xhtml": "<a/>"})).verdict == UNREAD


@pytest.mark.skipif(os.name == "nt", reason="nothing is stopped by a signal there")
def test_a_process_that_says_nothing_is_ended() -> None:
    with FileReader(silent=0.2) as reader:
        data = latin_pdf(["text of a page that is long enough"])
        reader.open([data], len(data))
        assert reader._process is not None
        os.kill(reader._process.pid, signal.SIGSTOP)
        assert _read(reader, data).refused == "ended"
        assert reader._process is None


def test_after_a_process_was_ended_the_next_file_is_read_by_a_new_one() -> None:
    with FileReader() as reader:
        data = latin_pdf(["text of a page that is long enough"])
        reader.open([data], len(data))
        assert reader._process is not None
        reader._process.kill()
        assert _read(reader, data).refused == "ended"
        assert _read(reader, data).verdict == GOOD


def test_cancelling_ends_the_process_at_once() -> None:
    def stop() -> None:
        raise CancelledError("Stopped.")

    with FileReader() as reader:
        data = latin_pdf(["text"] * 50)
        with pytest.raises(CancelledError):
            reader.read([data], len(data), stop)
        assert reader._process is None


def test_a_file_that_is_too_big_is_not_handed_over() -> None:
    with FileReader() as reader:
        assert reader.read(iter(()), 1 << 40).refused == "too_big"
        assert reader._process is None


@given(st.data())
def test_whatever_is_altered_in_a_file_the_reader_lives(reader: FileReader, data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(_WHOLE)))
    for _change in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(whole) // 2, len(whole)))
    found = _read(reader, bytes(whole[:cut]))
    assert (found.verdict == REFUSED) == bool(found.refused)
    assert found.refused in {"", *REFUSALS}


_WHOLE = (
    docx(KHMER),
    odt(KHMER),
    latin_pdf(["Some text of a report"]),
    picture(),
    picture("JPEG"),
    scanned_pdf(),
)


def test_a_package_that_lies_about_its_sizes_is_refused(reader: FileReader) -> None:
    data = bytearray(packed({"word/document.xml": "<d>" + "a" * 5_000 + "</d>"}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.infolist()[0].file_size
    place = data.rfind(struct.pack("<I", real))
    data[place : place + 4] = struct.pack("<I", 10)
    found = _read(reader, bytes(data))
    assert found.refused == "damaged" or "".join(found.texts) == ""
