"""A paper as a DOCX file, read back as Word would read it."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from cso_desk.documents import paper as p
from cso_desk.documents.bilingual import Both
from cso_desk.documents.letter import _MAKERS, write_docx
from cso_desk.documents.letter_parts import KHMER_FACE, KHMER_HEAD_FACE
from cso_desk.documents.paper import (
    Box,
    Bullets,
    Card,
    Cards,
    Chart,
    Column,
    DateLines,
    Facts,
    Head,
    Heading,
    Kept,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Section,
    Series,
    Signature,
    Signatures,
    Space,
    Table,
    Together,
    Total,
)
from cso_desk.errors import CancelledError, UserError

KHMER = "អង្គការសង្គមស៊ីវិលបានប្រជុំគ្នានៅខេត្តបាត់ដំបង"


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (8, 4), 9).save(stream, "PNG")
    return stream.getvalue()


def everything() -> list[p.Block]:
    return [
        Facts([("ទីកន្លែង", Both("សាលា", "Hall")), ("Age", 45)], columns=2),
        Heading("របៀបវារៈ"),
        Heading("Agenda", 2),
        Numbered([Both("មួយ", "one"), "two"], prefix="2."),
        Bullets(["point"]),
        Paragraph(KHMER + "\nsecond line", bold=True, keep=True),
        Paragraph("shown", display=True, align="center"),
        Box([Paragraph("boxed"), Table([Column("inner")], [["cell"]]), Facts([("a", "b")])], title="Box"),
        Table(
            [Column("No", weight=0), Column("Name"), Column("n", align="right")],
            [Section("Part"), ["", "Sokha", 3], Kept(["", "Dara", 4]), Total(["", "Total", 7])],
            numbered=True,
            blank_rows=1,
            title="People",
        ),
        Chart("bar", ["Q1", "Q2"], [Series("Women", [3, 8])], "Drawing"),
        Picture(png(), 20, "Photo"),
        DateLines(["Battambang, 1 May"]),
        Space(3),
        PageBreak(),
        Cards([Card(["line"], "Large"), Card(["other"])], columns=2),
        Together([Signatures([None, Signature("Secretary", "Dara", "Seen", ["Day"])])]),
    ]


def written(tmp_path, blocks, language="en", **more):
    path = tmp_path / "paper.docx"
    write_docx(Paper("Minutes", blocks, language, **more), path)
    return Document(str(path))


def words_in(document) -> str:
    texts = [text.text or "" for text in document.element.body.iter(qn("w:t"))]
    return " ".join("\n".join(texts).replace("\u200b", "").split())


@pytest.mark.parametrize("language", ["km", "en", "both"])
def test_every_kind_of_block_is_written(tmp_path, language):
    document = written(
        tmp_path, everything(), language, head=Head("Hub", ["Road 3"], png(), "No. 12"), code="M7"
    )
    text = words_in(document)
    for said in ("Hub", "Road 3", "No. 12", "Hall", "Agenda", "point", "shown", "boxed", "Box", "Part",
                 "Sokha", "Drawing", "Women", "Photo", "Large", "Secretary", "Seen", "Dara"):  # fmt: skip
        assert said in text, said
    assert KHMER in text
    assert len(document.inline_shapes) == 2


def test_a_page_that_is_full_to_its_end_is_followed_by_no_empty_one(tmp_path):
    document = written(tmp_path, [Paragraph("one"), PageBreak(), Paragraph("two")])
    one, between, two = document.paragraphs[-3:]
    assert (one.text, two.text) == ("one", "two")
    assert between.paragraph_format.page_break_before
    assert between.paragraph_format.line_spacing.pt == 1
    assert not list(document.element.body.iter(qn("w:br")))


def test_what_is_signed_stays_with_the_last_words(tmp_path):
    signed = Together([Paragraph("last words"), Signatures([None, Signature("Head", "Dara")])])
    document = written(tmp_path, [Paragraph("first words"), signed])
    kept = {each.text: bool(each.paragraph_format.keep_with_next) for each in document.paragraphs}
    assert (kept["first words"], kept["last words"]) == (False, True)


def test_there_is_a_way_to_write_every_block():
    assert set(_MAKERS) == set(p.Block.__args__)


def test_khmer_has_its_face_size_and_weight_as_complex_script(tmp_path):
    document = written(tmp_path, [Heading("ជំពូក"), Paragraph(KHMER, bold=True, size=12)])
    heading, paragraph = document.paragraphs[-2:]
    assert _faces(heading) == {KHMER_HEAD_FACE}
    assert _faces(paragraph) == {KHMER_FACE}
    (properties,) = [run._r.rPr for run in paragraph.runs]
    assert properties.find(qn("w:szCs")).get(qn("w:val")) == "24"
    assert properties.find(qn("w:bCs")) is not None


def _faces(paragraph) -> set[str]:
    return {run._r.rPr.find(qn("w:rFonts")).get(qn("w:cs")) for run in paragraph.runs}


def test_headings_are_headings_and_stay_with_what_follows(tmp_path):
    document = written(tmp_path, [Heading("One"), Heading("Two", 2), Paragraph("text", keep=True)])
    one, two, text = document.paragraphs[-3:]
    assert (one.style.name, two.style.name) == ("Heading 1", "Heading 2")
    assert all(each.paragraph_format.keep_with_next for each in (one, two, text))


def test_a_table_has_borders_a_head_that_repeats_and_rows_that_are_never_split(tmp_path):
    rows = [Section("Part"), ["", "Sokha"], Total(["", "Total"])]
    (table,) = written(
        tmp_path, [Table([Column("No"), Column("Name")], rows, numbered=True, blank_rows=2)]
    ).tables
    assert table.style.name == "Table Grid"
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["No", "Name"], ["Part", "Part"], ["1", "Sokha"], ["2", ""], ["3", ""], ["", "Total"],
    ]  # fmt: skip
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows[1:])


def test_columns_fill_the_width_between_the_margins(tmp_path):
    columns = [Column("No", weight=0), Column("Wide", width=120), Column("a"), Column("b", weight=3)]
    (table,) = written(tmp_path, [Table(columns, [["1", "x", "y", "z"]])]).tables
    widths = [column.width.mm for column in table.columns]
    assert sum(widths) == pytest.approx(175, abs=0.5)
    assert widths[3] > widths[2]


def test_the_page_is_as_large_as_on_paper_and_its_foot_counts_pages(tmp_path):
    document = written(tmp_path, [Paragraph("x")], landscape=True, code="M7", foot="Independent")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    foot = section.footer.paragraphs[0]
    assert "M7   Independent" in foot.text
    fields = [each.text for each in foot._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_an_empty_paper_and_hostile_text_are_written(tmp_path):
    hostile = "a\x00b\ud800<w:p>&\u202e" + "ក" * 500
    document = written(tmp_path, [Paragraph(hostile), Table([Column(hostile)], [[hostile]]), Facts([])])
    assert "<w:p>&" in words_in(document)
    assert words_in(written(tmp_path, [])) == "Minutes"


def test_cancelling_and_a_missing_folder_leave_nothing(tmp_path):
    def stop(_done, _total):
        raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        write_docx(Paper("x", [Paragraph("x")]), tmp_path / "a.docx", stop)
    with pytest.raises(UserError):
        write_docx(Paper("x", []), tmp_path / "nowhere" / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_a_sound_zip(tmp_path):
    written(tmp_path, everything())
    with zipfile.ZipFile(tmp_path / "paper.docx") as archive:
        assert archive.testzip() is None
