"""The quick guide: two pages in each language, and no button in it that the window does not have."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from guide_pictures import take_pictures
from messages import gather
from PIL import Image
from PySide6.QtWidgets import QPushButton

from cso_desk.desk.guide import (
    PAGES,
    SECTIONS,
    button_said,
    buttons,
    guide_file,
    guide_paper,
    quick_guide,
)
from cso_desk.desk.paper_page import PaperPage
from cso_desk.desk.window import DeskWindow
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.wording import LANGUAGES, words

ROOT = Path(__file__).resolve().parents[2]
WINDOW = re.compile(r"src/cso_desk/(desk/(?!guide)|widgets/|features/[a-z]+/(form|page))")


def picture(height: int) -> tuple[bytes, float]:
    stream = io.BytesIO()
    Image.new("L", (500, height), 200).save(stream, "PNG")
    return stream.getvalue(), 102.0


@pytest.fixture(scope="module")
def messages() -> dict[object, set[str]]:
    found = gather(ROOT).messages
    return {**found, **{each[0]: files for each, files in found.items() if isinstance(each, tuple)}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_takes_two_pages_whatever_the_pictures_are_like(language: str) -> None:
    pictures = {name: picture(900) for section in SECTIONS for name in section.pictures}
    document = pypdfium2.PdfDocument(pdf_bytes(guide_paper(language, pictures, "1.2.3")))
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    sizes = {tuple(round(side) for side in page.get_size()) for page in document}
    document.close()
    assert len(texts) == PAGES
    assert sizes == {(595, 842)}
    for place, section in enumerate(SECTIONS):
        assert "".join(words(language)(section.heading).split()) in texts[place // 3]
    for button in buttons():
        assert "".join(button_said(button, language).split()) in "".join(texts)


@pytest.mark.parametrize("button", buttons())
def test_every_button_it_names_stands_in_the_window(button: object, messages: dict[object, set[str]]) -> None:
    msgid = button if isinstance(button, str) else button[:2]  # type: ignore[index]
    assert any(WINDOW.match(file) for file in messages[msgid])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counted_button_is_said_in_the_digits_of_the_language(language: str) -> None:
    said = button_said(("Take over {number} row", "Take over {number} rows", 24), language)
    assert ("24" if language == "en" else "២៤") in said


def test_help_offers_it_where_it_was_made(desk: DeskWindow) -> None:
    desk.toggle_help()
    offered = [each for each in desk.help.findChildren(QPushButton) if each.text() == "Quick guide"]
    assert len(offered) == (quick_guide() is not None)


def test_the_window_opens_the_files_that_were_built(desk: DeskWindow, tmp_path: Path) -> None:
    assert quick_guide(tmp_path) is None
    pictures = {name: picture(300) for section in SECTIONS for name in section.pictures}
    for language in LANGUAGES:
        guide_file(tmp_path, language).write_bytes(pdf_bytes(guide_paper(language, pictures, "1.2.3")))
    guide = quick_guide(tmp_path)
    assert guide is not None
    desk.session.show_paper(guide)
    shown = desk.stack.currentWidget()
    assert shown is not None
    page = shown.findChild(PaperPage)
    assert page is not None
    assert page.page_count() == PAGES
    assert page.language.count() == len(LANGUAGES)
    page.close_document()


@pytest.mark.long
def test_every_picture_shows_a_button_of_its_steps(look: None, tmp_path: Path) -> None:
    for language, pictures in take_pictures(tmp_path, LANGUAGES):
        assert set(pictures) == {name for section in SECTIONS for name in section.pictures}, language
        assert all(0 < width <= 102 for _image, width in pictures.values())
