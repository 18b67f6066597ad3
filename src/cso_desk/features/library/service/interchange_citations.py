"""Titles as RIS and BibTeX, which reference managers read.

RIS: TI and TT the titles, AU authors, A2 the issuing body, PY year, DA the day it was signed, IS the number,
PB, SN, AB, KW, UR, CN shelf, LA language, N1 notes, C1 the kind. BibTeX: fields of the same names in words.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import rispy
from bibtexparser.entrypoint import parse_string, write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from pylatexenc.latex2text import LatexNodes2Text

from cso_desk.errors import UserError
from cso_desk.features.library.record import KINDS, LibraryTitle
from cso_desk.features.library.service.interchange_words import (
    day_of,
    in_scripts,
    isbn_of,
    language_codes,
    one_line,
    year_of,
)
from cso_desk.wording import _

_LEGAL = (
    "constitution",
    "treaty",
    "law",
    "royal_decree",
    "sub_decree",
    "prakas",
    "decision",
    "circular",
    "deika",
)
_RIS_TYPES = {"book": "BOOK", "report": "RPRT", "video": "VIDEO", "dataset": "DATA"} | dict.fromkeys(
    _LEGAL, "STAT"
)
_KINDS_OF_RIS = {"BOOK": "book", "RPRT": "report", "VIDEO": "video", "DATA": "dataset", "STAT": "law"}
_BIB_TYPES = {"book": "book", "report": "techreport", "research": "techreport"}
_KINDS_OF_BIB = {"book": "book", "techreport": "report", "report": "report"}


def write_ris(titles: Sequence[LibraryTitle]) -> bytes:
    """Titles as RIS in UTF-8."""
    text: str = rispy.dumps([_ris_of(each) for each in titles])
    return text.encode("utf-8")


def read_ris(data: bytes) -> list[LibraryTitle]:
    """The titles of a RIS file. Raises UserError for one that is damaged."""
    text = _text_of(data)
    try:
        found = rispy.loads(text)
    except (rispy.parser.ParseError, OSError, ValueError, KeyError, IndexError) as error:
        raise UserError(_("This is not a RIS file, or it is damaged. Nothing was changed.")) from error
    return [_title_of_ris(each) for each in found]


def write_bibtex(titles: Sequence[LibraryTitle]) -> bytes:
    """Titles as BibTeX in UTF-8; keys are the codes of the titles."""
    library = Library()
    for number, title in enumerate(titles, start=1):
        key = re.sub(r"[^A-Za-z0-9-]", "", title.code)
        told = {name: _to_latex(text) for name, text in _bib_of(title).items()}
        told["author"] = " and ".join("{" + _to_latex(one_line(each)) + "}" for each in title.authors)
        fields = [Field(name, "{" + text + "}") for name, text in told.items() if text]
        library.add(Entry(_BIB_TYPES.get(title.kind, "misc"), f"{key or 'title'}.{number}", fields))
    text: str = write_string(library, unparse_stack=[])
    return text.encode("utf-8")


def read_bibtex(data: bytes) -> list[LibraryTitle]:
    """The titles of a BibTeX file. Raises UserError where an entry cannot be understood."""
    library = parse_string(_text_of(data))
    if library.failed_blocks:
        raise UserError(
            _(
                "The entry at line {line} of this BibTeX file cannot be understood. Nothing was changed.",
                line=(library.failed_blocks[0].start_line or 0) + 1,
            )
        )
    return [_title_of_bib(each) for each in library.entries]


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _ris_of(title: LibraryTitle) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": title.title_km or title.title_en,
        "translated_title": title.title_en if title.title_km else "",
        "secondary_authors": [title.issuing_agency],
        "authors": list(title.authors),
        "year": str(title.year or ""),
        "date": title.date_signed.replace("-", "/"),
        "number": title.number,
        "publisher": title.publisher,
        "issn": title.isbn,
        "abstract": title.summary,
        "keywords": list(title.subjects),
        "urls": [title.source],
        "call_number": title.shelf,
        "language": ", ".join(title.languages),
        "notes": [title.notes],
        "custom1": title.kind,
    }
    plain = {name: _plain(value) for name, value in told.items()}
    kept = {name: value for name, value in plain.items() if value}
    return {"type_of_reference": _RIS_TYPES.get(title.kind, "GEN"), **kept}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [one_line(each) for each in value if one_line(each)]
    return one_line(value)


def _title_of_ris(told: Mapping[str, Any]) -> LibraryTitle:
    def text(*names: str) -> str:
        return next((one_line(_joined(told[name])) for name in names if told.get(name)), "")

    km, en = in_scripts(text("title", "primary_title"), text("translated_title", "short_title"))
    kind = text("custom1")
    authors = [*told.get("authors", ()), *told.get("first_authors", ())]
    return LibraryTitle(
        kind=kind if kind in KINDS else _KINDS_OF_RIS.get(text("type_of_reference"), "other"),
        title_km=km,
        title_en=en,
        number=text("number"),
        issuing_agency=text("secondary_authors"),
        date_signed=day_of(text("date")),
        authors=tuple(one_line(each) for each in authors if one_line(each)),
        publisher=text("publisher"),
        year=year_of(text("year", "publication_year"), text("date"))
        if text("year", "publication_year")
        else None,
        isbn=isbn_of(text("issn")),
        languages=language_codes(re.split(r"[,;/\s]+", text("language"))),
        subjects=tuple(dict.fromkeys(one_line(each) for each in told.get("keywords", ()) if one_line(each))),
        summary=text("abstract", "notes_abstract"),
        source=text("urls"),
        shelf=text("call_number"),
        notes=text("notes"),
    )


def _joined(value: Any) -> str:
    return " ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _bib_of(title: LibraryTitle) -> dict[str, str]:
    told = {
        "title": title.title_km or title.title_en,
        "titletranslation": title.title_en if title.title_km else "",
        "institution": title.issuing_agency,
        "year": str(title.year or ""),
        "date": title.date_signed,
        "number": title.number,
        "publisher": title.publisher,
        "isbn": title.isbn,
        "abstract": title.summary,
        "keywords": "; ".join(title.subjects),
        "url": title.source,
        "shelf": title.shelf,
        "language": ", ".join(title.languages),
        "note": title.notes,
        "kind": title.kind,
    }
    return {name: one_line(text) for name, text in told.items()}


_SPECIAL = {"\\": r"\textbackslash{}"} | {sign: f"\\{sign}" for sign in "{}%&$#_"}
_WRITTEN_OUT = {written: sign for sign, written in _SPECIAL.items()}
_SIGN = re.compile(r"(\\textbackslash\{\}|\\[{}%&$#_])")


def _to_latex(text: str) -> str:
    """The text with what BibTeX takes for its own signs written out."""
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


_accents = LatexNodes2Text(strict_latex_spaces=True)


def _from_latex(text: str) -> str:
    """The text that is meant: signs written out, accents of LaTeX, no braces."""
    return one_line("".join(_WRITTEN_OUT.get(each) or _meant(each) for each in _SIGN.split(text)))


def _meant(text: str) -> str:
    said = _accents.latex_to_text(text) if "\\" in text else text
    return said.replace("{", "").replace("}", "")


def _parted(authors: str) -> list[str]:
    """Names, parted by "and" where that does not stand in braces."""
    found, depth = [""], 0
    for word in authors.split():
        if word == "and" and not depth:
            found.append("")
            continue
        found[-1] = f"{found[-1]} {word}".strip()
        plain = word.replace("\\{", "").replace("\\}", "")
        depth += plain.count("{") - plain.count("}")
    return found


def _title_of_bib(entry: Entry) -> LibraryTitle:
    told = {name.lower(): str(field.value) for name, field in entry.fields_dict.items()}

    def text(*names: str) -> str:
        return next((_from_latex(told[name]) for name in names if told.get(name)), "")

    km, en = in_scripts(text("title"), text("titletranslation"))
    authors = (_from_latex(each) for each in _parted(told.get("author", "")))
    subjects = (each.strip() for each in re.split(r"[;,]", text("keywords")))
    kind = text("kind")
    return LibraryTitle(
        kind=kind if kind in KINDS else _KINDS_OF_BIB.get(entry.entry_type.lower(), "other"),
        title_km=km,
        title_en=en,
        number=text("number"),
        issuing_agency=text("institution", "organization"),
        date_signed=day_of(text("date")),
        authors=tuple(each for each in authors if each),
        publisher=text("publisher"),
        year=year_of(text("year")),
        isbn=isbn_of(text("isbn")),
        languages=language_codes(re.split(r"[,;/\s]+", text("language", "langid"))),
        subjects=tuple(dict.fromkeys(each for each in subjects if each)),
        summary=text("abstract"),
        source=text("url"),
        shelf=text("shelf"),
        notes=text("note"),
    )
