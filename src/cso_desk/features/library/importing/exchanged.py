"""A file of another library program as a list on its way in: its rows are titles, its columns are settled."""

from pathlib import Path
from typing import Any

from cso_desk.features.library.record import KINDS, LANGUAGES, LIBRARY_TITLE, LibraryTitle
from cso_desk.features.library.service.interchange_words import FORMAT_NAMES
from cso_desk.importers.columns import Meaning
from cso_desk.importers.grid import letter
from cso_desk.importers.preview import SheetReading
from cso_desk.wording import _

RECORD = "_record"
"""Under this name a row has the title that it says, as the format tells it."""

_COLUMNS = {
    "kind": "doc_kind", "title_km": "title_km", "title_en": "title_en", "number": "number",
    "issuing_agency": "agency", "date_signed": "date", "authors": "author", "publisher": "publisher",
    "year": "year", "isbn": "isbn", "languages": "language", "subjects": "subject", "summary": "summary",
    "source": "file", "shelf": "shelf", "notes": "remarks",
}  # fmt: skip
"""The fields that formats have a place for, and what a column of a list that says the same is called."""


def is_exchanged(path: Path) -> bool:
    """Whether a file is one of another library program, by the ending of its name."""
    return _suffix(path) in FORMAT_NAMES


def read_exchanged(path: Path) -> SheetReading:
    """The titles of a file as rows, of which only the columns that hold something are shown.

    Raises UserError where it cannot be read, is too big or holds no title.
    """
    # What reads these formats is heavy to import, and most lists are spreadsheets.
    from cso_desk.features.library.service.interchange import read_titles  # noqa: PLC0415

    titles = read_titles(path)
    used = [name for name in _COLUMNS if any(getattr(each, name) for each in titles)]
    columns = [
        Meaning(letter(place), _(LIBRARY_TITLE.fields[name].kind.label), _COLUMNS[name])
        for place, name in enumerate(used)
    ]
    rows = [_row(place, title, used) for place, title in enumerate(titles, 1)]
    return SheetReading(
        path.stem, columns=columns, rows=rows, purpose="library", format=FORMAT_NAMES[_suffix(path)]
    )


def _suffix(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def _row(place: int, title: LibraryTitle, used: list[str]) -> dict[str, Any]:
    said = {_COLUMNS[name]: _said(name, getattr(title, name)) for name in used if getattr(title, name)}
    return {"_row": place, RECORD: title, **said}


def _said(name: str, value: Any) -> Any:
    """A value as it is shown in the rows."""
    if name == "kind":
        return _(KINDS[value]) if value in KINDS else value
    if name == "languages":
        return [_(LANGUAGES[each]) if each in LANGUAGES else each for each in value]
    return list(value) if isinstance(value, tuple) else value
