"""Titles as other library programs write and read them: MARC 21, MARCXML, RIS and BibTeX.

Told in all of them: titles in both scripts, number, who issued it, authors, publisher, year, the day it was
signed, ISBN, languages, subjects, summary, source, shelf, notes and the kind. A format has no place for the
status, the places and the files: those travel in bundles.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cso_desk.documents.saving import save_bytes
from cso_desk.errors import UserError
from cso_desk.features.library.record import LibraryTitle
from cso_desk.features.library.service import interchange_citations as citations
from cso_desk.features.library.service import interchange_marc as marc
from cso_desk.features.library.service.interchange_words import FORMAT_NAMES
from cso_desk.khmer.normalise import fold
from cso_desk.store.reading import Progress
from cso_desk.store.store import Store
from cso_desk.wording import N_plural, _

MOST_BYTES = 64 << 20
MOST_TITLES = 50_000


@dataclass(frozen=True)
class Format:
    """How a format is called, read and written."""

    name: str
    read: Callable[[bytes], list[LibraryTitle]]
    write: Callable[[Sequence[LibraryTitle]], bytes]


FORMATS: Mapping[str, Format] = {
    ".mrc": Format(FORMAT_NAMES["mrc"], marc.read_marc, marc.write_marc),
    ".xml": Format(FORMAT_NAMES["xml"], marc.read_marcxml, marc.write_marcxml),
    ".ris": Format(FORMAT_NAMES["ris"], citations.read_ris, citations.write_ris),
    ".bib": Format(FORMAT_NAMES["bib"], citations.read_bibtex, citations.write_bibtex),
}
"""By the ending of the file."""


@dataclass(frozen=True)
class Taken:
    """What became of the titles of a file: new ones, those that are here already, those without any title."""

    added: tuple[LibraryTitle, ...]
    known: int
    nameless: int


def format_of(path: Path) -> Format:
    """The format of a file by the ending of its name. Raises UserError for another one."""
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise UserError(
            _(
                "Titles are exchanged as MARC 21 (.mrc), MARCXML (.xml), RIS (.ris) or BibTeX (.bib). "
                "{file} ends in none of these.",
                file=path.name,
            )
        )
    return found


def read_titles(path: Path) -> list[LibraryTitle]:
    """The titles of a file of another program. Raises UserError where it cannot be read or is too big."""
    form = format_of(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(_("{file} is too big. Split it into files of less than 64 MB.", file=path.name))
        data = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("{file} cannot be read: {reason}.", file=path.name, reason=error.strerror)
        ) from error
    found = form.read(data)
    if not found:
        raise UserError(_("{file} holds no title in the format {format}.", file=path.name, format=form.name))
    if len(found) > MOST_TITLES:
        raise UserError(_("{file} holds too many titles. Split it into smaller files.", file=path.name))
    return found


def write_titles(titles: Sequence[LibraryTitle], path: Path) -> None:
    """Write titles for another program, whole or not at all."""
    save_bytes(path, format_of(path).write(titles))


def sort_titles(store: Store, titles: Iterable[LibraryTitle]) -> Taken:
    """Which of these titles would be new. Nothing is written; one that stands twice counts once."""
    with store.reading() as reading:
        there = {_identity(each) for each in reading.all(LibraryTitle)}
    added, known, nameless = list[LibraryTitle](), 0, 0
    for title in titles:
        if not (title.title_km or title.title_en):
            nameless += 1
        elif _identity(title) in there:
            known += 1
        else:
            there.add(_identity(title))
            added.append(title)
    return Taken(tuple(added), known, nameless)


def take_titles(
    store: Store,
    titles: Iterable[LibraryTitle],
    progress: Progress | None = None,
    *,
    initiator: object = None,
) -> Taken:
    """Keep the new ones of these titles, as one step that can be undone. `progress` may raise to cancel."""
    taken = sort_titles(store, titles)
    if taken.added:
        count = len(taken.added)
        label = N_plural("Take over {count} title", "Take over {count} titles")
        with store.transaction(label, initiator=initiator, count=count) as t:
            for place, title in enumerate(taken.added, start=1):
                t.add(title)
                if progress is not None:
                    progress(place, count)
    return taken


def _identity(title: LibraryTitle) -> tuple[str, ...]:
    """What makes two titles one, as lists have it: title, number, date and language."""
    day = title.date_signed or str(title.year or "")
    return fold(title.title_km) or fold(title.title_en), fold(title.number), day, ",".join(title.languages)
