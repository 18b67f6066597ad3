"""How rows and blocks fall on pages: nothing lost, nothing alone, blank rows to the foot."""

from dataclasses import replace

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st

from cso_desk.documents.bilingual import Speech
from cso_desk.documents.flow import Room, pages, pieces_of
from cso_desk.documents.paper import (
    Column,
    Heading,
    Kept,
    PageBreak,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Space,
    Table,
    Together,
)
from cso_desk.documents.pdf import pdf_bytes
from cso_desk.documents.pieces import MM, Piece, nothing, space
from cso_desk.documents.table import mean_row_height

KHMER = "អង្គប្រជុំបានពិភាក្សាអំពីការរៀបចំផែនការសកម្មភាពប្រចាំត្រីមាសទី៤ របស់បណ្តាញអង្គការសង្គមស៊ីវិលខេត្តកំពង់ធំ។ "
ENGLISH = "The meeting discussed the plan of activities of the provincial network. "
A4 = (595.3, 841.9)


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def people(count: int) -> list[list[object]]:
    return [["", f"នាម {i:03}", "ស្រី", 20 + i % 50, "អង្គការសុខភាពសហគមន៍"] for i in range(count)]


def sheet(rows, **more) -> Table:
    titles = ["ល.រ", "គោត្តនាម-នាម", "ភេទ", "អាយុ", "ស្ថាប័ន"]
    return Table([Column(title) for title in titles], rows, numbered=True, row_height=9, **more)


@given(st.lists(st.tuples(st.floats(1, 200), st.booleans(), st.booleans()), max_size=60))
@settings(max_examples=100, deadline=None)
def test_pages_are_never_overfull_and_keep_every_piece_in_order(sizes):
    header = Piece(15, nothing)
    pieces = [Piece(height, nothing, keep, header if headed else None) for height, keep, headed in sizes]
    placed = list(pages(pieces, 300))
    flat = [piece for page in placed for piece, _ in page if piece is not header]
    assert len(flat) == len(pieces)
    assert all(a is b for a, b in zip(flat, pieces, strict=True))
    for page in placed:
        last, down = page[-1]
        assert down + last.height <= 300.1


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page():
    room = Room(400, 300, Speech("en"))
    blocks = [Space(95), Heading("Alone"), Paragraph("one"), Paragraph("two")]
    first, second = list(pages(pieces_of(blocks, room), 300))
    assert len(first) == 1
    assert len(second) > 2


def test_pieces_together_move_to_the_next_page_together():
    room = Room(400, 100, Speech("en"))
    placed = list(
        pages(
            [space(60), *pieces_of([Together([Paragraph("a"), Paragraph("b"), Paragraph("c")])], room)], 100
        )
    )
    assert len(placed[0]) == 1


def filled(rows: int, below: float) -> list[list[Piece]]:
    """Pages 300 mm high of a table that is filled up, and something `below` millimetres high under it."""
    room = Room(500, 300 * MM, Speech("km"))
    table = sheet(people(rows), blank_rows=10, fill=True)
    placed = pages(pieces_of([table, Together([Space(below)])], room), room.height)
    return [[piece for piece, _down in page] for page in placed]


@given(st.integers(0, 70), st.floats(10, 200))
@settings(max_examples=60, deadline=None)
def test_blank_rows_fill_the_last_page_down_to_what_stands_below_them(rows, below):
    found = filled(rows, below)
    *_rows, gap, foot = found[-1]
    assert abs(foot.height - below * MM) < 0.1
    used = sum(piece.height for piece in found[-1])
    assert 0 <= 300 * MM - used + 0.1 < 9 * MM + 0.2
    assert len(found[-1]) > 3, "what stands below has rows above it on its page"
    heads = len(found)
    assert sum(map(len, found)) - heads - 2 >= rows + 10
    assert gap.height < 9 * MM


def test_rows_that_fill_a_page_are_numbered_on_without_a_gap():
    blocks = [sheet(people(3), blank_rows=10, fill=True), Paragraph("foot")]
    page = pages_of(pdf_bytes(Paper("x", blocks, "en")))[0]
    numbers = [int(word) for word in page.split() if word.isdigit()]
    assert set(range(1, 19)) <= set(numbers)


def test_a_kept_row_goes_to_the_next_page_with_the_row_after_it():
    columns = [Column("a")]
    rows = [[str(number)] for number in range(9)] + [Kept(["first opinion"]), ["second opinion"]]
    room = Room(400, 105 * MM, Speech("en"))
    first, second = list(pages(pieces_of([Table(columns, rows, row_height=10)], room), room.height))
    assert len(first) == 10
    assert len(second) == 4


def test_what_stands_below_a_kept_table_is_never_alone_on_a_page():
    room = Room(500, 100 * MM, Speech("km"))
    placed = list(
        pages(pieces_of([replace(sheet(people(8)), keep=True), Together([Space(40)])], room), room.height)
    )
    assert [len(page) for page in placed] == [8, 4], (
        "head and rows; then head, the last row, a gap, what is below"
    )


def test_nobody_signs_a_page_on_which_nothing_is_written():
    sign = Signatures([Signature("Chair"), Signature("Note-taker")])
    for count in range(30, 60):
        for above in ([Paragraph(f"Line {n}") for n in range(count)], [sheet(people(count))]):
            *_others, last = pages_of(pdf_bytes(Paper("Minutes", [*above, Space(4), sign], "en")))
            assert "Chair" in last
            assert f"Line {count - 1}" in last or f"{count - 1:03}" in last, count


def test_hands_that_sign_after_a_new_page_bring_nothing_over():
    sign = Signatures([Signature("Chair")])
    first, second = pages_of(pdf_bytes(Paper("x", [Paragraph("Last words"), PageBreak(), sign], "en")))
    assert "Last words" in first
    assert "Chair" in second


def test_a_kept_paragraph_is_not_the_last_line_of_a_page():
    room = Room(400, 300, Speech("en"))
    blocks = [Space(95), Paragraph("Presented by Dara.", keep=True), Paragraph("word " * 5)]
    first, _second = list(pages(pieces_of(blocks, room), 300))
    assert len(first) == 1


def test_a_whole_column_never_breaks_a_telephone_number_however_narrow_the_page():
    phone = "012\u00a0345\u00a0678"
    columns = [Column("ឈ្មោះ"), Column("ទូរស័ព្ទ", weight=0, whole=True), *[Column("ស្ថាប័ន")] * 6]
    rows = [["សុខ " * 8, phone, *["អង្គការអភិវឌ្ឍន៍សហគមន៍ខ្មែរ"] * 6]]
    text = pages_of(pdf_bytes(Paper("x", [Table(columns, rows)], "km", size="A5")))[0]
    assert "012 345 678" in text.replace("\xa0", " ")


def test_a_whole_column_keeps_a_code_in_one_piece_at_its_hyphen():
    title = "អនុក្រឹត្យស្តីពីការផ្ទេរមុខងារ និងរចនាសម្ព័ន្ធទៅឱ្យរដ្ឋបាលក្រុង ស្រុក"
    columns = [
        Column("លេខ", weight=0, whole=True),
        Column("ចំណងជើង", weight=3),
        *[Column("ថ្ងៃ", width=42)] * 2,
    ]
    rows = [["BTB-C0002", title, "ថ្ងៃទី១ ខែកញ្ញា ឆ្នាំ២០២៦", "ថ្ងៃទី១៥ ខែកញ្ញា ឆ្នាំ២០២៦"]]
    text = pages_of(pdf_bytes(Paper("x", [Table(columns, rows)], "km")))[0]
    assert "BTB-C0002" in text.replace("\u200b", "")


def test_a_table_whose_words_do_not_fit_is_endlessly_high():
    table = sheet(people(3))
    assert mean_row_height(table, 500, Speech("km")) < 14
    assert mean_row_height(table, 60, Speech("km")) == float("inf")
