"""How the papers of every feature are handed to the window: made in a thread, as PDF, XLSX or DOCX."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cso_desk.store.listing import codes
from cso_desk.widgets.host import Paper
from cso_desk.widgets.showing import digits
from cso_desk.wording import _

if TYPE_CHECKING:
    # Drawing papers is heavy to import; a page that only offers them must open without it.
    from cso_desk.documents import paper as described
    from cso_desk.documents.workbook import Sheet
    from cso_desk.features.hub.printing.seen import Beside, SeenList
    from cso_desk.widgets.list_page import ListPage

Progress = Callable[[int, int], None]


def paper(
    title: Callable[[], str],
    file_name: str,
    pdf: Callable[[str], "described.Paper"],
    workbook: Callable[[str], "Sequence[Sheet]"] | None = None,
    languages: tuple[str, ...] = ("km", "en", "both"),
    *,
    letter: bool = False,
) -> Paper:
    """A paper for the window. `pdf` and `workbook` describe it in "km", "en" or "both".

    A `letter` can be saved for Word as well, to be worked on before it is signed.
    """

    def make(language: str, suffix: str, progress: Progress) -> bytes:
        from cso_desk.documents.pdf import pdf_bytes  # noqa: PLC0415  see above

        if suffix == "xlsx" and workbook is not None:
            from cso_desk.documents.workbook import workbook_bytes  # noqa: PLC0415

            return workbook_bytes(workbook("km" if language == "both" else language), progress)
        if suffix == "docx":
            from cso_desk.documents.letter import docx_bytes  # noqa: PLC0415

            return docx_bytes(pdf(language), progress)
        return pdf_bytes(pdf(language), progress)

    suffixes = ("pdf", *["xlsx"] * (workbook is not None), *["docx"] * letter)
    return Paper(title, file_name, make, suffixes, languages)


def list_paper(page: "ListPage", own: Collection[str] = (), beside: "Sequence[Beside]" = ()) -> Paper:
    """What a list shows now, or what is selected in it, with its columns, as a paper and as a workbook.

    In the workbook the fields `own` are not borrowed, and what is told `beside` the list has own columns.
    """
    kind, columns, model = page.kind, page.table.shown_columns(), page.model
    narrowed = [*([f"“{model.text}”"] if model.text.strip() else []), *page.filters.words()]
    only = page.chosen()
    narrowed += [_("{count} selected rows", count=digits(len(only)))] if only else []
    store, count, rows = page.host.store, len(only) or model.rowCount(), model.snapshot(only=only)
    unlent = model.snapshot(own, only)

    def seen() -> "SeenList":
        from cso_desk.features.hub.printing.seen import SeenList  # noqa: PLC0415  see above

        return SeenList(kind, columns, " · ".join(narrowed), rows, count, found, unlent, beside)

    def found(records: Iterable[str]) -> Mapping[str, str]:
        with store.reading() as look:
            return codes(look, records)

    def pdf(language: str) -> "described.Paper":
        from cso_desk.features.hub.printing.seen import seen_paper  # noqa: PLC0415

        return seen_paper(store, seen(), language)

    def workbook(language: str) -> "Sequence[Sheet]":
        from cso_desk.features.hub.printing.seen import seen_workbook  # noqa: PLC0415

        return seen_workbook(seen(), language, practice=store.practice)

    return paper(lambda: _(kind.plural), kind.name.replace("_", "-"), pdf, workbook)
