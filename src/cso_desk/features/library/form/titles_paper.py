"""What the list of titles shows, or what is selected in it, also for other library programs."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from cso_desk.features.hub.form import list_paper
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service.interchange_words import FORMAT_NAMES
from cso_desk.widgets.host import Paper

if TYPE_CHECKING:
    from cso_desk.widgets.list_page import ListPage


def titles_paper(page: "ListPage") -> Paper:
    """The paper of the list, with its titles as MARC 21, MARCXML, RIS and BibTeX too."""
    rows = page.model.snapshot(only=page.chosen())
    # A workbook may come back: it says what was told of a title, not what follows from its links and copies.
    paper = list_paper(page, ("status", "copies"))

    def make(language: str, suffix: str, progress: Callable[[int, int], None]) -> bytes:
        if suffix not in FORMAT_NAMES:
            return paper.make(language, suffix, progress)
        from cso_desk.features.library.service.interchange import FORMATS  # noqa: PLC0415  heavy

        titles = [each for records, _titles in rows() for each in records if isinstance(each, LibraryTitle)]
        return FORMATS[f".{suffix}"].write(titles)

    return replace(paper, make=make, suffixes=(*paper.suffixes, *FORMAT_NAMES))
