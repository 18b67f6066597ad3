"""The register of the library on paper and as a workbook."""

from cso_desk.documents.bilingual import Both, Cell, Speech
from cso_desk.documents.paper import Block, Column, Paper, Paragraph, Section, Table, TableRow, Total
from cso_desk.documents.workbook import Sheet, SheetColumn
from cso_desk.features.hub.printing import (
    choice_on,
    date_on,
    hub_paper,
    listed,
    on_one_line,
    stamp_sheets,
)
from cso_desk.features.library.record import KINDS, LANGUAGES, STATUSES, LibraryTitle
from cso_desk.features.library.service import copies_of, copy_counts_in, titles_by_kind, today
from cso_desk.features.library.service.law import standings
from cso_desk.store.store import Store
from cso_desk.wording import N_

_COLUMNS = (
    (N_("No."), 0, "center"),
    (N_("Number"), 1.3, "left"),
    (N_("Title"), 4, "left"),
    (N_("Issued by"), 1.6, "left"),
    (N_("Signed on"), 1.3, "left"),
    (N_("Status"), 1, "left"),
    (N_("Languages"), 0.8, "left"),
    (N_("Shelf"), 0.6, "left"),
    (N_("Copies"), 0.4, "right"),
)


def register_paper(store: Store, language: str = "km", day: str = "") -> Paper:
    """The titles by kind of instrument, in the order in which Cambodian law ranks them, with their status.

    `day` is the one for which the status is told, today where nothing is said.
    """
    speech = Speech(language)
    register = counted_register(store)
    titles = [title for each in register.values() for title in each]
    stands = _statuses(store, titles, speech, day)
    rows: list[TableRow] = []
    for kind in sorted(register, key=_rank):
        rows.append(Section(choice_on(speech, KINDS, kind) or speech("Kind not said")))
        rows += [_row(title, speech, stands[title.id]) for title in register[kind]]
    copies = sum(title.copies or 0 for title in titles)
    rows.append(Total([None, None, speech("Total"), None, None, None, None, None, copies]))
    intro = speech.plural("{count} title", "{count} titles", len(titles))
    table = Table(
        [Column(speech(title), weight=weight, align=align) for title, weight, align in _COLUMNS],
        rows,
        numbered=True,
        size=8.5,
    )
    blocks: list[Block] = [Paragraph(intro, align="center"), table]
    return hub_paper(store, speech, N_("Library register"), blocks, landscape=True)


def counted_register(store: Store) -> dict[str, list[LibraryTitle]]:
    """The register with the copies counted where they are kept, and as told elsewhere."""
    register = titles_by_kind(store)
    with store.reading() as reading:
        counts = copy_counts_in(reading)
    for title in (each for titles in register.values() for each in titles):
        title.copies = copies_of(title, counts)
    return register


def _rank(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def _statuses(store: Store, titles: list[LibraryTitle], speech: Speech, day: str) -> dict[str, str | Both]:
    """How each title stands, by its dates and what others do to it."""
    with store.reading() as reading:
        told = standings(reading, day or today(), [title.id for title in titles])
    return {title: choice_on(speech, STATUSES, each.status) for title, each in told.items()}


def _row(title: LibraryTitle, speech: Speech, status: str | Both) -> list[Cell]:
    day = title.date_signed or str(title.year or "")
    return [
        None,
        speech.digits(title.number) if speech.language == "km" else title.number,
        speech.pick(title.title_km, title.title_en),
        title.issuing_agency,
        date_on(speech, day),
        status,
        listed([choice_on(speech, LANGUAGES, code) for code in title.languages], speech),
        title.shelf,
        title.copies,
    ]


def register_workbook(store: Store, language: str = "km") -> list[Sheet]:
    """The register as one sheet."""
    speech = Speech(language)
    messages = (
        (N_("Code"), "text"), (N_("Kind"), "text"), (N_("Number"), "text"), (N_("Title in Khmer"), "text"),
        (N_("Title in English"), "text"), (N_("Issued by"), "text"), (N_("Signed on"), "text"),
        (N_("Status"), "text"), (N_("Year"), "number"), (N_("Languages"), "text"), (N_("Authors"), "text"),
        (N_("Shelf"), "text"), (N_("Copies"), "number"),
    )  # fmt: skip
    columns = [SheetColumn(on_one_line(speech(message)), kind) for message, kind in messages]
    register = counted_register(store)
    titles = [title for kind in sorted(register, key=_rank) for title in register[kind]]
    stands = _statuses(store, titles, speech, "")
    rows = [_sheet_row(title, speech, stands[title.id]) for title in titles]
    sheet = Sheet(on_one_line(speech("Library register")), columns, rows, len(rows))
    return stamp_sheets(store.practice, speech, [sheet])


def _sheet_row(title: LibraryTitle, speech: Speech, status: str | Both) -> list[str | int | None]:
    return [
        title.code,
        on_one_line(choice_on(speech, KINDS, title.kind)),
        title.number,
        title.title_km,
        title.title_en,
        title.issuing_agency,
        title.date_signed,
        on_one_line(status),
        title.year,
        on_one_line(listed([choice_on(speech, LANGUAGES, code) for code in title.languages], speech)),
        ", ".join(title.authors),
        title.shelf,
        title.copies,
    ]
