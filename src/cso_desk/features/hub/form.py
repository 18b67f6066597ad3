"""How the papers of every feature are handed to the window: made in a thread, as PDF or as a workbook."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cso_desk.widgets.host import Paper

if TYPE_CHECKING:
    # Drawing papers is heavy to import; a page that only offers them must open without it.
    from cso_desk.documents import paper as described
    from cso_desk.documents.workbook import Sheet

Progress = Callable[[int, int], None]


def paper(
    title: Callable[[], str],
    file_name: str,
    pdf: Callable[[str], "described.Paper"],
    workbook: Callable[[str], "Sequence[Sheet]"] | None = None,
    languages: tuple[str, ...] = ("km", "en", "both"),
) -> Paper:
    """A paper for the window. `pdf` and `workbook` describe it in "km", "en" or "both"."""

    def make(language: str, suffix: str, progress: Progress) -> bytes:
        from cso_desk.documents.pdf import pdf_bytes  # noqa: PLC0415  see above

        if suffix == "xlsx" and workbook is not None:
            return _workbook_bytes(workbook("km" if language == "both" else language), progress)
        return pdf_bytes(pdf(language), progress)

    return Paper(title, file_name, make, ("pdf", "xlsx") if workbook else ("pdf",), languages)


def _workbook_bytes(sheets: "Sequence[Sheet]", progress: Progress) -> bytes:
    from cso_desk.documents.workbook import write_workbook  # noqa: PLC0415  see above

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_workbook(sheets, path, progress)
        return path.read_bytes()
