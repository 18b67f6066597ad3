"""Labels of one sheet have letters of one size, but for a name so long that it would make all others tiny."""

import pypdfium2
import pypdfium2.raw as pdfium

from cso_desk.documents.paper import Card, Cards, Paper
from cso_desk.documents.pdf import pdf_bytes

SHORT = Card(["Sok Dara", "Banan District, Battambang"], "Hope")
LONG = Card(
    ["Chan Ny", "Banan District, Battambang"], "Association for Rural Community and Environment Development"
)
ENDLESS = Card(["Meas Vanna", "Banan District, Battambang"], "Development " * 25)


def sizes_of(*cards: Card, alike: bool = True) -> list[float]:
    """The sizes of letters on the page, each once, the smallest first."""
    paper = Paper("Labels", [Cards(cards, alike=alike)], "en", page_numbers=False, show_title=False)
    with pypdfium2.PdfDocument(pdf_bytes(paper)) as document:
        text = document[0].get_textpage()
        sizes = {round(pdfium.FPDFText_GetFontSize(text, at), 1) for at in range(text.count_chars())}
        return sorted(sizes - {1.0})  # ends of lines, which PDFium adds itself


def test_a_long_name_makes_the_others_as_small_as_itself() -> None:
    assert len(sizes_of(SHORT, LONG)) == 2
    assert sizes_of(SHORT, LONG) == sizes_of(LONG)
    assert len(sizes_of(SHORT, LONG, alike=False)) > 2


def test_a_name_without_end_stays_alone_in_its_small_letters() -> None:
    alone, together = sizes_of(SHORT, LONG), sizes_of(SHORT, LONG, ENDLESS)
    assert set(alone) < set(together)
