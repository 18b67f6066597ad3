import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cso_desk.documents import paper as p
from cso_desk.documents.bilingual import Both, Speech, both, inline
from cso_desk.documents.flow import _MAKERS
from cso_desk.documents.paper import (
    Box,
    Bullets,
    Card,
    Cards,
    Chart,
    Column,
    Facts,
    Head,
    Heading,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Section,
    Series,
    SideBySide,
    Signature,
    Signatures,
    Space,
    Table,
    Together,
    Total,
)
from cso_desk.documents.pdf import pdf_bytes, write_pdf
from cso_desk.documents.pieces import MM, stacked
from cso_desk.documents.table import _laid_out, table_pieces
from cso_desk.documents.text import Style, measure, widest_cluster
from cso_desk.errors import CancelledError, DamagedFileError

KHMER = "អង្គប្រជុំបានពិភាក្សាអំពីការរៀបចំផែនការសកម្មភាពប្រចាំត្រីមាសទី៤ របស់បណ្តាញអង្គការសង្គមស៊ីវិលខេត្តកំពង់ធំ។ "
ENGLISH = "The meeting discussed the plan of activities of the provincial network. "
A4 = (595.3, 841.9)


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def png(size=(40, 20)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "black").save(stream, "PNG")
    return stream.getvalue()


def text(language: str, km: str, en: str):
    return Speech(language).pick(km, en)


def everything(language: str) -> Paper:
    def t(km, en):
        return text(language, km, en)

    return Paper(
        t("កំណត់ហេតុ", "Minutes"),
        language=language,
        head=Head(t("មជ្ឈមណ្ឌល", "Hub"), [t("ខេត្តតាកែវ", "Takeo")], png(), "No. 12"),
        code="MT-7",
        qr="meeting:7",
        foot=t("ថ្ងៃទី១", "Day 1"),
        subtitle=t("ប្រជុំ", "Meeting"),
        blocks=[
            Facts([(t("ទីកន្លែង", "Venue"), t("សាលា", "Hall")), (t("អាយុ", "Age"), 45)], columns=2),
            Heading(t("របៀបវារៈ", "Agenda")),
            Numbered([t(KHMER, ENGLISH), t("បញ្ហាផ្សេងៗ", "Other matters")]),
            Heading(t("ពិភាក្សា", "Discussion"), 2),
            Paragraph(t(KHMER * 3, ENGLISH * 3)),
            Bullets([t("មួយ", "one")]),
            Box([Paragraph(t("សម្រេច", "Decided"))], title=t("សេចក្តីសម្រេច", "Decisions")),
            Table(
                [Column(t("ល.រ", "No"), width=10), Column(t("ឈ្មោះ", "Name")), Column("n", align="right")],
                [Section(t("ផ្នែក", "Part")), ["", t("សុខា", "Sokha"), 3], Total(["", t("សរុប", "Total"), 3])],
                numbered=True,
                blank_rows=2,
            ),
            Chart("bar", ["Q1", "Q2"], [Series(t("ស្រី", "Women"), [3, 8]), Series("B", [0, 2.5])]),
            Chart("stacked", ["Q1"], [Series("A", [3]), Series("B", [0])]),
            Chart("line", ["Q1", "Q2"], [Series("A", [3, 1])], title=t("គំនូស", "Drawing")),
            Picture(png(), 20, t("រូប", "Picture")),
            Cards([Card([t("អង្គការ", "NGO")], t("ចាន់", "Chan"), "x")], columns=2),
            PageBreak(),
            Together([Paragraph("end"), Space(3)]),
            Signatures([None, Signature(t("លេខា", "Secretary"), "Dara", lines=[t("ថ្ងៃ", "Day")])]),
        ],
    )


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_every_kind_of_block_is_on_paper_in_every_language(language):
    found = " ".join(pages_of(pdf_bytes(everything(language))))
    km = [
        "ទីកន្លែង",
        "របៀបវារៈ",
        "សេចក្តីសម្រេច",
        "ឈ្មោះ",
        "សុខា",
        "សរុប",
        "ស្រី",
        "គំនូស",
        "អង្គការ",
        "លេខា",
        "ខេត្តតាកែវ",
    ]
    en = [
        "Venue",
        "Agenda",
        "Decisions",
        "Name",
        "Sokha",
        "Total",
        "Women",
        "Drawing",
        "NGO",
        "Secretary",
        "Takeo",
    ]
    for word in km:
        assert (word in found) == (language != "en"), word
    for word in en:
        assert (word in found) == (language != "km"), word
    assert "MT-7" in found


def test_the_same_paper_gives_the_same_bytes(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        write_pdf(everything("both"), tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def people(count: int) -> list[list[object]]:
    return [["", f"នាម {i:03}", "ស្រី", 20 + i % 50, "អង្គការសុខភាពសហគមន៍"] for i in range(count)]


def sheet(rows, **more) -> Table:
    titles = ["ល.រ", "គោត្តនាម-នាម", "ភេទ", "អាយុ", "ស្ថាប័ន"]
    return Table([Column(title) for title in titles], rows, numbered=True, row_height=9, **more)


def test_the_head_repeats_and_every_row_is_there_once():
    found = pages_of(pdf_bytes(Paper("បញ្ជីវត្តមាន", [sheet(people(100))])))
    assert len(found) > 3
    assert all("គោត្តនាម-នាម" in page for page in found)
    whole = "".join(found)
    assert all(whole.count(f"នាម {i:03}") == 1 for i in range(100))


def test_pages_are_counted_in_the_digits_of_the_paper():
    english = pages_of(pdf_bytes(Paper("x", [Paragraph("a"), PageBreak(), Paragraph("b")], "en")))
    assert "Page 2 of 2" in english[1]
    khmer = pages_of(pdf_bytes(Paper("x", [Paragraph("a"), PageBreak(), Paragraph("b")], "km")))
    assert "២" in khmer[1]


def test_blank_rows_are_numbered_on_and_totals_stand_below_them():
    table = sheet([["", "ក", "", "", ""], Total(["", "សរុប", "", "", 1])], blank_rows=3)
    page = pages_of(pdf_bytes(Paper("x", [table])))[0]
    assert page.index("៤") < page.index("សរុប")


def test_a_row_is_at_least_as_high_as_asked_and_lines_are_not_too_thin():
    rows = list(table_pieces(sheet(people(3)), 500, 700, Speech("km")))[1:]
    assert all(row.height >= 9 * MM for row in rows)


def test_a_row_higher_than_a_page_goes_on_and_loses_nothing():
    long = " ".join(f"word{i}" for i in range(3000))
    found = pages_of(
        pdf_bytes(Paper("x", [Table([Column("A"), Column("B")], [[long, "short"], ["next", ""]])], "en"))
    )
    assert len(found) > 1
    whole = " ".join(found).split()
    assert all(f"word{i}" in whole for i in range(3000))
    assert "next" in whole


CELLS = st.text(st.characters(codec="utf-8", max_codepoint=0x1800), max_size=40) | st.sampled_from(
    [KHMER, ENGLISH, "ស្ត្រី", "x" * 80, "", "a\nb"]
)


@given(
    st.integers(1, 9).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)
    ),
    st.sampled_from([180.0, 360.0, 700.0]),
)
@settings(max_examples=40, deadline=None)
def test_no_text_leaves_its_cell(rows, width):
    titles = ["ល.រ", "Organisation", "លេខទូរស័ព្ទ"]
    table = Table([Column(titles[i % 3], width=8 if i % 4 == 3 else 0) for i in range(len(rows[0]))], rows)
    layout = _laid_out(table, width, 700, Speech("km"))
    total = layout.xs[-1]
    narrowest = sum(
        max(widest_cluster(cell, Style(layout.size)) for cell in column) for column in zip(*rows, strict=True)
    )
    assert total <= width + 0.1 or layout.size == 4.5 or narrowest > width
    drawn: list[tuple[float, float, str]] = []

    class Recorder:
        def note_glyphs(self, *_):
            pass

        def addLiteral(self, code):  # noqa: N802
            for part in code.split("1 0 0 1 ")[1:]:
                x, y = part.split(" Tm ")[0].split()
                drawn.append((float(x), float(y), part.split(" Tm ")[1]))

    for index, column in enumerate(zip(*rows, strict=True)):
        room = layout.xs[index + 1] - layout.xs[index]
        for cell in column:
            lines = stacked(cell, Style(layout.size), room - 2 * 1.3 * MM)
            assert all(one.width <= room - 2 * 1.3 * MM + 0.1 for one in lines), cell
    for piece in table_pieces(table, width, 700, Speech("km")):
        drawn.clear()
        piece.paint(Recorder(), 0, 0)
        assert all(-piece.height <= y <= 0 and 0 <= x <= total for x, y, _ in drawn)


def test_a_column_is_wider_than_its_longest_word_where_there_is_room():
    words = ["អង្គការ", "Organisation-for-development", "ok"]
    table = Table([Column("A"), Column("B"), Column("C")], [words])
    layout = _laid_out(table, 500, 700, Speech("km"))
    for index, word in enumerate(words):
        assert layout.xs[index + 1] - layout.xs[index] > measure(word, Style(layout.size))


def test_hostile_text_in_every_place_prints():
    bad = "\x00\ud800\u202e😀שלום" + "x" * 300
    blocks = [
        Heading(bad),
        Paragraph(bad),
        Facts([(bad, bad)]),
        Numbered([bad]),
        Table([Column(bad), Column("B")], [[bad, bad], Section(bad)]),
        Chart("bar", [bad], [Series(bad, [1]), Series("b", [2])]),
        Cards([Card([bad], bad)]),
        Box([Paragraph(bad)], bad),
        Signatures([Signature(bad, bad, bad, [bad])]),
    ]
    pdf = pdf_bytes(Paper(bad, blocks, "en", head=Head(bad, [bad], reference=bad), code="ok", foot=bad))
    assert "xxxx" in "".join(pages_of(pdf))


def test_an_empty_paper_is_one_page():
    assert len(pages_of(pdf_bytes(Paper("", [])))) == 1
    assert (
        len(pages_of(pdf_bytes(Paper("x", [Table([Column("A")], []), Chart("bar", [], []), Facts([])])))) == 1
    )


def test_a_picture_that_is_none_is_told_in_a_sentence():
    with pytest.raises(DamagedFileError):
        pdf_bytes(Paper("x", [Picture(b"no picture")]))


def test_a_chart_of_rows_shows_each_name_with_its_figure() -> None:
    names = ["Association", "A name so long that it cannot stand in one line beside its bar in this chart"]
    chart = Chart("rows", names, [Series("Institutions", [7, 0])])
    document = pypdfium2.PdfDocument(pdf_bytes(Paper("", [chart], "en", page_numbers=False)))
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    assert "Association 7" in text
    assert names[1] in text


def test_a_chart_refuses_what_it_cannot_show():
    for chart in (
        Chart("pie", ["a"], [Series("s", [1])]),
        Chart("bar", ["a", "b"], [Series("s", [1])]),
        Chart("bar", ["a"], [Series("s", [-1])]),
    ):
        with pytest.raises(ValueError):
            pdf_bytes(Paper("x", [chart]))


def test_bars_are_as_high_as_their_values():
    """The ink of a bar twice as high is twice as much."""

    def ink(value: float) -> int:
        chart = Chart("bar", ["a", "b"], [Series("s", [value, 10])], height=60)
        pdf = pdf_bytes(Paper("", [chart], "en", page_numbers=False))
        document = pypdfium2.PdfDocument(pdf)
        image = document[0].render(scale=1, grayscale=True).to_pil().convert("L")
        document.close()
        left = image.crop((130, 50, 300, 240))
        return sum(1 for value in left.get_flattened_data() if value < 60)

    low, high = ink(4), ink(8)
    assert 1.8 < high / low < 2.2


def test_progress_is_told_and_cancelling_leaves_nothing(tmp_path):
    told = []
    write_pdf(
        Paper("x", [sheet(people(200))]), tmp_path / "a.pdf", lambda done, total: told.append((done, total))
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]

    def stop(_done, _total):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        write_pdf(Paper("x", [sheet(people(20))]), tmp_path / "b.pdf", stop)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pdf"]


def test_speech_says_both_languages_and_writes_khmer_digits():
    assert Speech("en")("Page {page} of {count}", page=1, count=2) == "Page 1 of 2"
    said = Speech("both")("Page {page} of {count}", page=1, count=2)
    assert isinstance(said, Both)
    assert said.en == "Page 1 of 2"
    assert "១" in said.km
    assert Speech("km").digits(12) == "១២"
    assert Speech("km").digits(True) == "✓"
    assert Speech("en").digits(2.5) == "2.5"
    assert Speech("en").digits(None) == ""
    assert both("a", "a") == "a"
    assert inline(both("ក", "a")) == "ក / a"
    with pytest.raises(ValueError):
        Speech("fr")


def test_every_block_of_the_description_can_be_drawn():
    assert set(_MAKERS) == set(p.Block.__args__)


def test_papers_come_in_two_sizes_and_two_directions():
    def size(paper):
        document = pypdfium2.PdfDocument(pdf_bytes(paper))
        found = document[0].get_size()
        document.close()
        return tuple(round(side) for side in found)

    assert size(Paper("x", [])) == (595, 842)
    assert size(Paper("x", [], landscape=True)) == (842, 595)
    assert size(Paper("x", [], size="A5")) == (420, 595)
    with pytest.raises(ValueError):
        pdf_bytes(Paper("x", [], size="A3"))


def test_what_stands_side_by_side_begins_at_one_height_and_stays_on_one_page():
    tall = [Paragraph(f"left {number}") for number in range(60)]
    blocks = [*([Paragraph("above")] * 30), SideBySide(tall[:30], [Paragraph("right")], 0.3)]
    document = pypdfium2.PdfDocument(pdf_bytes(Paper("", blocks, "en", page_numbers=False)))
    page = document[1].get_textpage()
    text = page.get_text_range()
    boxes = [page.get_charbox(page.search(word).get_next()[0]) for word in ("left 0", "right")]
    count = len(document)
    document.close()
    assert count == 2
    assert text.index("left 0") < text.index("left 29")
    assert abs(boxes[0][3] - boxes[1][3]) < 4
    assert boxes[1][0] > 595 * 0.3
