import io
import unicodedata

import pypdfium2
import pytest
import uharfbuzz as hb
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

from cso_desk.documents.canvas import PaperCanvas
from cso_desk.documents.faces import face
from cso_desk.documents.text import (
    Style,
    clean,
    clusters,
    draw,
    draw_lines,
    line,
    measure,
    widest_cluster,
    widest_word,
    wrap,
)
from cso_desk.resources import resource

WORDS = [
    "ព្រៃ",
    "ប្រជុំ",
    "ស្ត្រី",
    "ខ្មែរ",
    "ក្រុមប្រឹក្សា",
    "បញ្ជីវត្តមាន",
    "កំណត់ហេតុ",
    "សហគមន៍",
    "អភិវឌ្ឍន៍",
    "ឃុំ",
    "សង្កាត់",
    "ស្រុក",
    "ខេត្ត",
    "អ្នកចូលរួម",
    "ហត្ថលេខា",
    "លេខទូរស័ព្ទ",
    "របៀបវារៈ",
    "សេចក្តីសម្រេច",
    "អង្គការ",
    "ពិភាក្សា",
    "យុវជន",
    "ជនពិការ",
    "ជនជាតិដើមភាគតិច",
    "បណ្តាញ",
    "សង្គមស៊ីវិល",
    "កម្ពុជា",
    "ព្រះរាជាណាចក្រកម្ពុជា",
    "ជាតិ",
    "សាសនា",
    "ព្រះមហាក្សត្រ",
    "អនុក្រឹត្យ",
    "ច្បាប់",
    "ប្រកាស",
    "គណៈកម្មាធិការ",
    "ដៃគូ",
    "គម្រោង",
    "ម្ចាស់ជំនួយ",
    "ទីកន្លែង",
    "កាលបរិច្ឆេទ",
    "ថ្ងៃទី",
    "ឆ្នាំ",
    "ត្រីមាស",
    "អ្នកស្រ៊ុំ",
    "ក្ស្មូវ",
    "រ៉ឺ",
    "ក៏",
    "ម៉ោង",
    "ឯកឧត្តម",
    "លោកជំទាវ",
    "ប្រធាន",
    "លេខា",
    "ស្ដីពី",
    "ឱ្យ",
    "ញ៉ាំ",
    "គ្រប់គ្រង",
]
KHMER = st.sampled_from(WORDS)
SENTENCES = st.lists(KHMER | st.sampled_from(["NGO", "2026", "(", ")", " ", "៖", "។"]), max_size=25).map(
    "".join
)
ANY_TEXT = st.text(max_size=60) | SENTENCES


def pdf_of(paint, size=(595, 842)) -> bytes:
    stream = io.BytesIO()
    canvas = PaperCanvas(stream, size)
    paint(canvas)
    canvas.save()
    return stream.getvalue()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def raster(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].render(scale=3, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


@pytest.mark.parametrize("style", [Style(9), Style(12, bold=True), Style(14, face="head")])
def test_every_khmer_word_is_found_again(style):
    def paint(canvas):
        for index, word in enumerate(WORDS):
            draw(canvas, 40 + index % 3 * 180, 800 - index // 3 * 32, line(word, style))

    found = text_of(pdf_of(paint)).split()
    assert sum(word in found for word in WORDS) >= 0.99 * len(WORDS)


def test_a_sentence_with_both_scripts_is_copied_as_it_was_written():
    text = "អង្គប្រជុំ NGO Forum (២០២៦) បានជួប Nguyễn Văn នៅភ្នំពេញ 012 345 678 ☐ ✓ ៛"
    assert text in text_of(pdf_of(lambda canvas: draw(canvas, 20, 400, line(text, Style(9)))))


def outlines_of(text: str, file: str, size: float, canvas: Canvas, x: float, y: float) -> None:
    """The same word by HarfBuzz alone: its glyphs drawn as filled shapes."""
    font_face = hb.Face(hb.Blob.from_file_path(str(resource("fonts", file))))
    font = hb.Font(font_face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    k = size / font_face.upem
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        path, at = canvas.beginPath(), [0.0, 0.0]
        ox, oy = x + place.x_offset * k, y + place.y_offset * k

        def to(px, py, ox=ox, oy=oy):
            return ox + px * k, oy + py * k

        def quad(ax, ay, bx, by, _, path=path, at=at, to=to):
            (x0, y0), at[:] = at, (bx, by)
            first = to(x0 + 2 / 3 * (ax - x0), y0 + 2 / 3 * (ay - y0))
            second = to(bx + 2 / 3 * (ax - bx), by + 2 / 3 * (ay - by))
            path.curveTo(*first, *second, *to(bx, by))

        def straight(px, py, _, path=path, at=at, to=to):
            at[:] = (px, py)
            path.lineTo(*to(px, py))

        def move(px, py, _, path=path, at=at, to=to):
            at[:] = (px, py)
            path.moveTo(*to(px, py))

        pen = hb.DrawFuncs()
        pen.set_move_to_func(move)
        pen.set_line_to_func(straight)
        pen.set_quadratic_to_func(quad)
        pen.set_close_path_func(lambda _, path=path: path.close())
        font.draw_glyph(info.codepoint, pen)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
        x += place.x_advance * k


@pytest.mark.parametrize(
    ("file", "style"),
    [
        ("CSODeskKhmer-Regular.ttf", Style(16)),
        ("CSODeskKhmer-Bold.ttf", Style(16, bold=True)),
        ("CSODeskMuol-Regular.ttf", Style(16, face="head")),
    ],
)
def test_words_look_as_harfbuzz_draws_them(file, style):
    spots = [(20 + i % 4 * 145, 800 - i // 4 * 45, word) for i, word in enumerate(WORDS)]
    ours = raster(pdf_of(lambda canvas: [draw(canvas, x, y, line(word, style)) for x, y, word in spots]))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    for x, y, word in spots:
        outlines_of(word, file, style.size, canvas, x, y)
    canvas.save()
    theirs = raster(stream.getvalue())
    for x, y, word in spots:
        box = (int((x - 8) * 3), int((842 - y - 22) * 3), int((x + 135) * 3), int((842 - y + 18) * 3))
        mine, other = ours.crop(box), theirs.crop(box)
        ink = sum(255 - v for v in other.get_flattened_data()) or 1
        difference = sum(ImageChops.difference(mine, other).get_flattened_data())
        assert difference / ink < 0.25, word


def test_a_wrongly_placed_word_would_be_noticed():
    ours = raster(pdf_of(lambda canvas: draw(canvas, 20, 50, line("ស្ត្រី", Style(16))), (200, 100)))
    moved = raster(pdf_of(lambda canvas: draw(canvas, 21, 50, line("ស្ត្រី", Style(16))), (200, 100)))
    ink = sum(255 - v for v in moved.get_flattened_data())
    assert sum(ImageChops.difference(ours, moved).get_flattened_data()) / ink > 0.25


@given(SENTENCES, st.floats(20, 400))
@settings(max_examples=80, deadline=None)
def test_no_wrapped_line_is_wider_than_its_column(text, width):
    style = Style(10)
    room = max(width, widest_cluster(text, style)) + 0.01
    lines = wrap(text, style, room)
    assert all(one.width <= room for one in lines)
    assert "".join("".join(one.text for one in lines).split()) == "".join(text.split())


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_measured_wrapped_and_drawn(text):
    lines = wrap(text, Style(10), 60)
    pdf = pdf_of(lambda canvas: draw_lines(canvas, 20, 800, 60, lines))
    assert pdf.startswith(b"%PDF")
    assert measure(text, Style(10)) >= 0


def test_hostile_text_is_printed_without_its_poison():
    text = "a\x00b\x1bc\ud800d\u202ee\u200bf\ufeffg"
    assert clean(text) == "abc\ufffdde\u200bfg"
    assert "abc\ufffddefg" in text_of(pdf_of(lambda canvas: draw(canvas, 20, 400, line(text, Style(9)))))


def test_emoji_and_right_to_left_letters_become_boxes_and_the_rest_stays():
    text = "ABC 😀 שלום ខ្មែរ XYZ"
    found = text_of(pdf_of(lambda canvas: draw(canvas, 20, 400, line(text, Style(9)))))
    assert "ABC" in found
    assert "ខ្មែរ" in found
    assert "XYZ" in found


def test_khmer_breaks_between_words_and_a_long_word_between_clusters():
    text = "អង្គការសង្គមស៊ីវិលខេត្តកំពង់ធំ"
    parts = [one.text for one in wrap(text, Style(10), 60)]
    assert len(parts) > 1
    assert not any(part[0] == "\u17d2" or unicodedata.combining(part[0]) for part in parts)
    assert "".join(clusters("ស្ត្រីខ្មែរ")) == "ស្ត្រីខ្មែរ"
    assert clusters("ស្ត្រីខ្មែរ") == ["ស្ត្រី", "ខ្មែ", "រ"]


def test_a_stored_zero_width_space_is_a_break_and_is_not_printed():
    lines = wrap("aaaa\u200bbbbb", Style(10), measure("aaaaa", Style(10)))
    assert [one.text for one in lines] == ["aaaa", "bbbb"]


def test_a_no_break_space_keeps_a_telephone_number_on_one_line():
    lines = wrap("call 097\xa0123\xa04567 now", Style(10), measure("097 123 45678", Style(10)))
    assert [one.text for one in lines] == ["call", "097 123 4567", "now"]


def test_line_ends_in_the_text_are_kept():
    assert [one.text for one in wrap("one\n\ntwo", Style(10), 300)] == ["one", "", "two"]


def test_a_column_as_wide_as_the_widest_word_tears_no_word():
    text = "Association of communities"
    style = Style(10)
    assert [one.text for one in wrap(text, style, widest_word(text, style))] == [
        *text.split(" ")[:1],
        "of",
        "communities",
    ]


def test_the_same_drawing_gives_the_same_file():
    def paint(canvas):
        draw(canvas, 20, 400, line("បញ្ជីវត្តមាន Attendance", Style(9)))

    assert pdf_of(paint) == pdf_of(paint)


def test_only_our_faces_are_in_the_file_and_all_are_embedded():
    pdf = pdf_of(lambda canvas: draw(canvas, 20, 400, line("ខ្មែរ Aạ ☐", Style(9))))
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == 3
    assert len(pdf) < 40_000


def test_every_face_shapes_and_has_a_name_of_its_own():
    faces = [face(number) for number in range(6)]
    assert len({one.postscript_name for one in faces}) == 6
    for number in (0, 1, 4):
        assert len(face(number).shape("ស្ត្រី", khmer=True)[0]) < len("ស្ត្រី")


@pytest.mark.parametrize("number", range(4))
def test_figures_need_no_shaping(number):
    """What `_figures` takes for granted: HarfBuzz puts digits and spaces side by side as they are."""
    used = face(number)
    khmer = used.postscript_name.startswith("CSODeskKhmer")
    for signs in ("0123456789 ", "០១២៣៤៥៦៧៨៩ "):
        if not all(sign in used.glyph_of for sign in signs):
            continue
        for text in (a + b for a in signs for b in signs):
            infos, places = used.shape(text, khmer=khmer)
            assert [info.codepoint for info in infos] == [used.glyph_of[sign] for sign in text]
            assert all((place.x_offset, place.y_offset) == (0, 0) for place in places)
            advances = [place.x_advance * used.scale for place in places]
            assert advances == pytest.approx([used.width(info.codepoint) for info in infos], abs=0.001)
