"""Titles as MARC 21 records, in ISO 2709 and in MARCXML, always in UTF-8.

Source: MARC 21 Format for Bibliographic Data (Library of Congress): 245 title, 246 parallel title, 100 and
700 authors, 710 the issuing body, 264 publisher and year, 046 dates (k made, m and n valid), 088 number, 020
ISBN, 041 languages, 520 summary, 650 subjects, 856 address, 852 shelf, 500 notes, 655 the kind.
"""

import io
import re
import xml.sax
from collections.abc import Iterable, Sequence

import pymarc
from pymarc import Field, Indicators, Record, Subfield
from pymarc.exceptions import PymarcException
from pymarc.leader import Leader

from cso_desk.errors import UserError
from cso_desk.features.library.record import KINDS, LibraryTitle
from cso_desk.features.library.service.interchange_words import (
    day_of,
    in_scripts,
    isbn_of,
    language_codes,
    marc_languages,
    one_line,
    year_of,
)
from cso_desk.wording import _

_MOST_RECORD = 99_999
"""Octets of one record in ISO 2709: its leader has five digits for them."""

_SOURCE = "cso-desk"
_DECLARES = re.compile(rb"<!(doctype|entity)", re.IGNORECASE)


def write_marc(titles: Sequence[LibraryTitle]) -> bytes:
    """Titles as ISO 2709. Raises UserError for a title that is too long for that format."""
    made = []
    for title in titles:
        data = marc_record(title).as_marc()
        if len(data) > _MOST_RECORD:
            raise UserError(
                _(
                    "“{title}” is too long for MARC 21. Write the titles as MARCXML instead.",
                    title=title.title_km or title.title_en,
                )
            )
        made.append(data)
    return b"".join(made)


def write_marcxml(titles: Sequence[LibraryTitle]) -> bytes:
    """Titles as one MARCXML collection."""
    stream = io.BytesIO()
    writer = pymarc.XMLWriter(stream)
    for title in titles:
        writer.write(marc_record(title))
    writer.close(close_fh=False)
    return stream.getvalue()


def read_marc(data: bytes) -> list[LibraryTitle]:
    """The titles of a file in ISO 2709. Raises UserError for one that is damaged.

    Records that say they are in MARC-8 and are in UTF-8 all the same, as many Khmer ones, are read as UTF-8.
    """
    reader = pymarc.MARCReader(data, to_unicode=True, force_utf8=_is_utf8(data), hide_utf8_warnings=True)
    found = []
    try:
        for number, record in enumerate(reader, start=1):
            if record is None:
                raise _damaged(number)
            found.append(title_of_marc(record))
    except (PymarcException, UnicodeError, ValueError, IndexError) as error:
        raise _damaged(len(found) + 1) from error
    return found


def read_marcxml(data: bytes) -> list[LibraryTitle]:
    """The titles of a MARCXML file. One that declares entities of its own is refused: it may be a bomb."""
    if _DECLARES.search(data.replace(b"\0", b"")):
        raise UserError(_("This file declares entities of its own, as harmful files do. It was not read."))
    try:
        records = pymarc.parse_xml_to_array(io.BytesIO(data))  # type: ignore[no-untyped-call]
    except (
        xml.sax.SAXException,
        PymarcException,
        UnicodeError,
        LookupError,
        ValueError,
        AttributeError,
    ) as error:
        raise UserError(_("This is not a MARCXML file, or it is damaged. Nothing was changed.")) from error
    return [title_of_marc(record) for record in records if record is not None]


def _damaged(number: int) -> UserError:
    return UserError(
        _(
            "This is not a MARC 21 file, or its record {number} is damaged. Nothing was changed.",
            number=number,
        )
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def marc_record(title: LibraryTitle) -> Record:
    """One title as a MARC record."""
    record = Record(force_utf8=True)
    leader = list(str(record.leader))
    leader[5:10] = "nam a"
    record.leader = Leader("".join(leader))
    main, parallel = title.title_km or title.title_en, title.title_en if title.title_km else ""
    one = _Fields(record)
    if title.code:
        one.put(Field(tag="001", data=one_line(title.code)))
    one.add("020", a=title.isbn)
    one.several("041", "a", marc_languages(title.languages), indicators=("0", " "))
    one.add("046", k=title.date_signed, m=title.date_in_force, n=title.date_until)
    one.add("088", a=title.number)
    one.add("100", a=title.authors[0] if title.authors else "", indicators=("1", " "))
    one.add("245", a=main, indicators=("1" if title.authors else "0", "0"))
    one.add("246", a=parallel, indicators=("3", "1"))
    one.add("264", b=title.publisher, c=str(title.year or ""), indicators=(" ", "1"))
    one.add("500", a=title.notes)
    one.add("520", a=title.summary)
    for subject in title.subjects:
        one.add("650", a=subject, indicators=(" ", "4"))
    one.add("655", a=title.kind, **{"2": _SOURCE if title.kind else ""}, indicators=(" ", "7"))
    for author in title.authors[1:]:
        one.add("700", a=author, indicators=("1", " "))
    one.add(
        "710", a=title.issuing_agency, e="issuing body" if title.issuing_agency else "", indicators=("2", " ")
    )
    one.add("852", h=title.shelf)
    one.add("856", u=title.source, indicators=("4", " "))
    return record


class _Fields:
    """Adds fields that say something to a record."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def add(self, tag: str, *, indicators: tuple[str, str] = (" ", " "), **told: str) -> None:
        """One field; subfields by their codes."""
        parts = [(code, one_line(text)) for code, text in told.items()]
        self._put(tag, indicators, [Subfield(code, text) for code, text in parts if text])

    def several(self, tag: str, code: str, texts: Iterable[str], *, indicators: tuple[str, str]) -> None:
        """One field with a subfield for each text."""
        self._put(tag, indicators, [Subfield(code, one_line(text)) for text in texts if one_line(text)])

    def _put(self, tag: str, indicators: tuple[str, str], subfields: list[Subfield]) -> None:
        if subfields:
            self.put(Field(tag=tag, indicators=Indicators(*indicators), subfields=subfields))

    def put(self, field: Field) -> None:
        self._record.add_field(field)  # type: ignore[no-untyped-call]  # pymarc says no types here


def title_of_marc(record: Record) -> LibraryTitle:
    """One MARC record as a title; what it does not say stays empty."""
    main = " ".join(_texts(record, "245", "abnp", trimmed=True))
    km, en = in_scripts(main, *_texts(record, "246", "a", trimmed=True))
    kinds = [each for each in _texts(record, "655", "a") if each in KINDS]
    years = [*_texts(record, "264", "c"), *_texts(record, "260", "c")]
    publishers = [*_texts(record, "264", "b", trimmed=True), *_texts(record, "260", "b", trimmed=True)]
    fixed = next((str(each.data) for each in record.get_fields("008") if each.data), "")
    return LibraryTitle(
        kind=kinds[0] if kinds else "book",
        title_km=km,
        title_en=en,
        number=_first(record, "088", "a"),
        issuing_agency=_first(record, "710", "a") or _first(record, "110", "a"),
        date_signed=day_of(_first(record, "046", "k")),
        date_in_force=day_of(_first(record, "046", "m")),
        date_until=day_of(_first(record, "046", "n")),
        authors=tuple(_texts(record, "100", "a", trimmed=True) + _texts(record, "700", "a", trimmed=True)),
        publisher=publishers[0] if publishers else "",
        year=year_of(*years, fixed[7:11]),
        isbn=isbn_of(_first(record, "020", "a")),
        languages=language_codes([*_texts(record, "041", "a"), fixed[35:38]]),
        subjects=tuple(dict.fromkeys(_texts(record, "650", "a", trimmed=True))),
        summary=_first(record, "520", "a"),
        source=_first(record, "856", "u"),
        shelf=_first(record, "852", "h") or " ".join(_texts(record, "082", "a")[:1]),
        notes=" ".join(_texts(record, "500", "a")),
    )


def _texts(record: Record, tag: str, codes: str, *, trimmed: bool = False) -> list[str]:
    """The texts of some subfields; `trimmed` of the marks that cataloguers put between them (ISBD)."""
    found = [
        one_line(each.value)
        for field in record.get_fields(tag)
        for each in field.subfields
        if each.code in codes and each.value
    ]
    if trimmed:
        found = [re.sub(r"\s*[/:;=,]\s*$", "", each) for each in found]
    return [each for each in found if each]


def _first(record: Record, tag: str, code: str) -> str:
    return next(iter(_texts(record, tag, code)), "")
