"""A booklet is printed two pages on a side: the folded sheets are to be read from the first to the last."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cso_desk.documents.folding import FOLDED, folded_sides
from cso_desk.documents.paper import PageBreak, Paper, Paragraph
from cso_desk.documents.pdf import pdf_bytes

A4_ACROSS = (842, 595)  # points


def leafed_through(sides: list[tuple[int | None, int | None]]) -> list[int | None]:
    """The pages of sheets that lie in each other and are folded once, as a reader turns them over."""
    fronts, backs = sides[::2], sides[1::2]
    first_half = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    last_half = [page for front, back in zip(fronts, backs, strict=True) for page in (front[0], back[1])]
    return first_half + last_half[::-1]


@given(st.integers(min_value=1, max_value=400))
def test_folded_sheets_are_read_from_the_first_page_to_the_last(count: int) -> None:
    pages = leafed_through(folded_sides(count))
    assert pages[:count] == list(range(count))
    assert set(pages[count:]) <= {None}
    assert len(pages) % 4 == 0
    assert len(pages) < count + 4


@pytest.mark.parametrize(("count", "sides"), [(1, 2), (4, 2), (5, 4), (9, 6)])
def test_a_folded_paper_has_two_pages_on_a_side_of_a4(count: int, sides: int) -> None:
    blocks = [block for number in range(count) for block in (Paragraph(f"Leaf {number}."), PageBreak())]
    document = pypdfium2.PdfDocument(pdf_bytes(Paper("Booklet", blocks[:-1], "en", size=FOLDED)))
    texts = [page.get_textpage().get_text_range() for page in document]
    sizes = {tuple(round(side) for side in page.get_size()) for page in document}
    middle = A4_ACROSS[0] / 2
    right = document[0].get_textpage().get_text_bounded(left=middle)
    document.close()
    assert len(texts) == sides
    assert sizes == {A4_ACROSS}
    for number in range(count):
        assert sum(f"Leaf {number}." in text for text in texts) == 1
    assert "Leaf 0." in right
    assert f"Page 1 of {count}" in right
