"""A list of documents or books becomes titles of the library; one that is listed twice is one title."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cso_desk.features.library.importing.alike import ask_about_titles
from cso_desk.features.library.importing.exchanged import RECORD
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.members.importing import (
    Existing,
    Hand,
    ImportPlan,
    ImportReport,
    PlannedRow,
    Progress,
    Values,
    choice_code,
    choice_of_beginning,
    news_of,
    notes_of,
    pair_of,
    problems_by_row,
    run_plan,
    said_again,
    text_of,
)
from cso_desk.importers.columns import Meaning
from cso_desk.importers.duplicates import number_key
from cso_desk.importers.vocabulary import key
from cso_desk.khmer.dates import show_date
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_plural, _, language

if TYPE_CHECKING:
    from cso_desk.importers.preview import SheetReading

FIELDS = (
    "kind", "title_km", "title_en", "number", "issuing_agency", "date_signed", "status", "authors",
    "publisher", "year", "isbn", "languages", "subjects", "summary", "source", "shelf", "notes",
)  # fmt: skip
_TAKEN = frozenset((
    "no", "signature", "remarks", "doc_kind", "title", "number", "agency", "date", "year", "status", "author",
    "publisher", "isbn", "language", "subject", "summary", "file", "copies", "shelf",
))  # fmt: skip
"""What columns mean that a field takes; what stands in others comes into the notes with its heading."""
_LEGAL = frozenset(
    ("constitution", "treaty", "law", "royal_decree", "sub_decree", "prakas", "decision", "circular", "deika")
)
_ROWS_PER_STEP = 250
Identity = tuple[str, str, str, str]


def plan_import(
    store: Store, reading: "SheetReading", *, existing: Existing = "fill", progress: Progress | None = None
) -> ImportPlan:
    """What taking over a list of titles would do. Nothing is written; `progress` may raise CancelledError.

    Two rows with one title, number, date and language are one title: the second adds its copies to the first.
    A title that the library has already gets no copies from the list, or a second import would double them.
    """
    doubts = problems_by_row(reading)
    with store.reading() as look:
        there = _known(look)
    first: dict[Identity, PlannedRow] = {}
    rows = []
    for place, values in enumerate(reading.rows):
        if progress and place % _ROWS_PER_STEP == 0:
            progress(place, len(reading.rows))
        title = values.get(RECORD) or _title_of(values, reading.columns)
        row = PlannedRow(values["_row"], "create", title.title_km or title.title_en, title)
        row.problems += doubts.get(row.row, [])
        rows.append(row)
        if not row.title:
            row.refuse(_("This row has no title, so it is left out."))
            continue
        identity = _identity(title)
        if identity in there:
            row.existing, row.why = there[identity].id, _("In the library already.")
            row.action = "skip" if existing == "skip" else "update"
            news = news_of(there[identity], title, FIELDS, existing)
            row.changes = tuple(f"library_title.{name}" for name in news)
        elif identity in first:
            _say_again(row, first[identity], exchanged=RECORD in values)
        else:
            first[identity] = row
    _note_translations(rows)
    ask_about_titles(rows, there.values())
    return ImportPlan("library", rows, existing, {"fields": FIELDS})


def _say_again(row: PlannedRow, first: PlannedRow, *, exchanged: bool) -> None:
    """What is listed twice is there twice; in a file of another program it says nothing new."""
    if exchanged:
        row.action, row.why = "skip", said_again(first.row)
        return
    row.existing, row.action = first.payload.id, "update"
    row.why = _("The same title as row {row}: counted as a further copy of it.", row=first.row)


def run_import(store: Store, plan: ImportPlan, progress: Progress | None = None) -> ImportReport:
    """Take over a list of titles as one step that can be undone."""
    label = N_plural("Import a list of titles, {count} row", "Import a list of titles, {count} rows")
    return run_plan(store, plan, _carrying, progress, label=label)


def _carrying(t: Transaction) -> Callable[[Hand, PlannedRow], None]:
    there = {each.id: each for each in t.all(LibraryTitle)}

    def carry_out(hand: Hand, row: PlannedRow) -> None:
        title: LibraryTitle = row.payload
        before = there.get(row.existing) or hand.fresh.get(row.existing)  # type: ignore[call-overload]
        if row.action == "create" or not isinstance(before, LibraryTitle):
            hand.add(title)
            return
        hand.merge(before, title, FIELDS)
        if before.id in hand.fresh:
            before.copies = (before.copies or 1) + (title.copies or 1)

    return carry_out


def _known(reading: Reading) -> dict[Identity, LibraryTitle]:
    return {_identity(each): each for each in reading.all(LibraryTitle)}


def _identity(title: LibraryTitle) -> Identity:
    return (
        key(title.title_km) or key(title.title_en),
        number_key({"number": title.number}),
        title.date_signed or str(title.year or ""),
        ",".join(title.languages),
    )


def _title_of(values: Values, columns: Sequence[Meaning]) -> LibraryTitle:
    title_km, title_en = pair_of(values, "title")
    said = text_of(values, "doc_kind")
    kind = choice_code("library_kind", said) or choice_of_beginning(
        "library_kind", said or title_km or title_en
    )
    day = str(values.get("date", ""))
    year = values.get("year") or (int(day[:4]) if day and kind not in _LEGAL else None)
    languages = [part for part in re.split(r"[,;/+&\s]+", text_of(values, "language")) if part]
    return LibraryTitle(
        kind=kind or ("other" if said else ""),
        title_km=title_km,
        title_en=title_en,
        number=text_of(values, "number"),
        issuing_agency=text_of(values, "agency"),
        date_signed=day,
        status=choice_code("library_status", text_of(values, "status")),
        authors=_parts(text_of(values, "author")),
        publisher=text_of(values, "publisher"),
        year=year,
        isbn=text_of(values, "isbn"),
        languages=tuple(dict.fromkeys(choice_code("language", part) or part for part in languages)),
        subjects=_parts(text_of(values, "subject")),
        summary=str(values.get("summary", "")),
        source=text_of(values, "file"),
        copies=values.get("copies") or 1,
        shelf=text_of(values, "shelf"),
        notes=notes_of(values, columns, _TAKEN),
    )


def _parts(text: str) -> tuple[str, ...]:
    """What a cell names one after the other, each once."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,;]", text) if part.strip()))


def _note_translations(rows: list[PlannedRow]) -> None:
    """Say where one document stands in the list in two languages: both stay titles."""
    pairs = Counter(_document(row) for row in rows if row.action == "create")
    seen: dict[tuple[str, str], PlannedRow] = {}
    for row in rows:
        document = _document(row)
        if row.action != "create" or not all(document) or pairs[document] < 2:
            continue
        if document in seen:
            row.why = _(
                "The same document as row {row}, in another language: number {number} of {date}.",
                row=seen[document].row,
                number=row.payload.number,
                date=show_date(document[1], language()),
            )
        seen.setdefault(document, row)


def _document(row: PlannedRow) -> tuple[str, str]:
    return number_key({"number": row.payload.number}), row.payload.date_signed
