"""A title of the library - a legal text, a book, a film -, its versions, and how titles belong together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from cso_desk.khmer.law_numbers import LawNumber, keys, parse, words
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import (
    Choice,
    Date,
    Files,
    Number,
    Places,
    Reference,
    Several,
    StoredFile,
    Tags,
    Text,
)
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

KINDS = {
    "constitution": N_("Constitution"),
    "treaty": N_("Treaty or convention"),
    "law": N_("Law"),
    "royal_decree": N_("Royal decree"),
    "sub_decree": N_("Sub-decree"),
    "prakas": N_("Prakas"),
    "decision": N_("Legal decision"),
    "circular": N_("Circular"),
    "deika": N_("Deika"),
    "guideline": N_("Guideline"),
    "letter": N_("Letter"),
    "book": N_("Book"),
    "report": N_("Report"),
    "research": N_("Research"),
    "case_study": N_("Case study"),
    "best_practice": N_("Best practice"),
    "bulletin": N_("Bulletin"),
    "training_material": N_("Training material"),
    "form": N_("Form"),
    "video": N_("Video"),
    "dataset": N_("Data set"),
    "other": N_("Other"),
}

STATUSES = {
    "draft": N_("Draft"),
    "adopted": N_("Adopted"),
    "in_force": N_("In force"),
    "amended": N_("Amended"),
    "repealed": N_("Repealed"),
}

VERSION_STATES = {
    "draft": N_("Draft"),
    "adopted": N_("As adopted"),
    "consolidated": N_("With its amendments"),
    "translation": N_("Translation"),
    "official_translation": N_("Official translation"),
    "summary": N_("Short or easy-to-read version"),
}

LINK_KINDS = {
    "amends": N_("amends"),
    "repeals": N_("repeals"),
    "implements": N_("implements"),
    "translates": N_("is a translation of"),
    "refers": N_("refers to"),
}
"""What one title does to another one."""

LINKS_BACK = {
    "amends": N_("is amended by"),
    "repeals": N_("is repealed by"),
    "implements": N_("is implemented by"),
    "translates": N_("is translated as"),
    "refers": N_("is referred to by"),
}
"""The same seen from the other title."""

LANGUAGES = {"km": N_("Khmer"), "en": N_("English"), "fr": N_("French")}

Texts = tuple[str, ...]
StoredFiles = tuple[StoredFile, ...]


@dataclass(kw_only=True, slots=True)
class LibraryTitle(Record):
    """A title, however many copies of it stand on the shelf."""

    kind: Annotated[str, Choice(N_("Kind of title"), KINDS)] = ""
    title_km: Annotated[str, Text(N_("Title in Khmer"), both=N_("Title"), searched=True)] = ""
    title_en: Annotated[str, Text(N_("Title in English"), searched=True)] = ""
    number: Annotated[str, Text(N_("Number"), searched=True)] = ""
    issuing_agency: Annotated[str, Text(N_("Issued by"), searched=True)] = ""
    implementing_agency: Annotated[str, Text(N_("Carried out by"), searched=True)] = ""
    date_signed: Annotated[str, Date(N_("Signed on"))] = ""
    date_in_force: Annotated[str, Date(N_("In force from"))] = ""
    date_until: Annotated[str, Date(N_("In force until"))] = ""
    status: Annotated[str, Choice(N_("Status"), STATUSES)] = ""
    authors: Annotated[Texts, Several(N_("Authors"), searched=True)] = ()
    publisher: Annotated[str, Text(N_("Publisher"))] = ""
    year: Annotated[int | None, Number(N_("Year"))] = None
    isbn: Annotated[str, Text(N_("ISBN"), searched=True)] = ""
    languages: Annotated[Texts, Tags(N_("Languages"), LANGUAGES)] = ()
    subjects: Annotated[Texts, Tags(N_("Subjects"), searched=True)] = ()
    places: Annotated[Texts, Places(N_("About the places"))] = ()
    summary: Annotated[str, Text(N_("Summary"), long=True, searched=True)] = ""
    source: Annotated[str, Text(N_("Source or address"))] = ""
    copies: Annotated[int | None, Number(N_("Copies"))] = None
    shelf: Annotated[str, Text(N_("Shelf"))] = ""
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""
    files: Annotated[StoredFiles, Files(N_("Files"))] = ()


@dataclass(kw_only=True, slots=True)
class TitleVersion(Record):
    """One text of a title: as adopted, as amended, in another language. `files` are the same text in forms.

    `label` is what people call it where there are several: "v2", "2nd edition".
    """

    title: Annotated[RecordId, Reference(N_("Library title"), to="library_title")] = NOBODY
    label: Annotated[str, Text(N_("Version"), searched=True)] = ""
    state: Annotated[str, Choice(N_("Kind of version"), VERSION_STATES)] = "adopted"
    language: Annotated[str, Choice(N_("Language"), LANGUAGES)] = ""
    dated: Annotated[str, Date(N_("Date of the version"))] = ""
    pages: Annotated[int | None, Number(N_("Pages"))] = None
    files: Annotated[StoredFiles, Files(N_("Files"))] = ()
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class TitleLink(Record):
    """What a title does to another one, from a day on. `articles` names those that are touched."""

    title: Annotated[RecordId, Reference(N_("Library title"), to="library_title")] = NOBODY
    kind: Annotated[str, Choice(N_("What it does"), LINK_KINDS)] = ""
    other: Annotated[RecordId, Reference(N_("To which title"), to="library_title")] = NOBODY
    from_date: Annotated[str, Date(N_("Since"))] = ""
    articles: Annotated[str, Text(N_("Articles concerned"))] = ""
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


def _title(title: LibraryTitle) -> tuple[str, str]:
    return title.title_km, title.title_en


_HEAD = 60  # letters of a title in which its own number may stand


def number_of(title: LibraryTitle) -> LawNumber | None:
    """The number of a legal text as its fields tell it, or its title where the field is empty; else None.

    A title may name another text by its number: it counts only where its kind is that of the title.
    """
    law = parse(title.number)
    if law is None and not title.number:
        heads = (parse(each[:_HEAD]) for each in (title.title_km, title.title_en) if each)
        law = next((each for each in heads if each and each.kind and each.kind == title.kind), None)
    if law is None:
        return None
    told = title.date_signed[:4]
    year = law.year or (int(told) if told.isdecimal() else title.year)
    return replace(law, kind=law.kind or title.kind, year=year)


def _number_forms(title: LibraryTitle) -> Iterable[str]:
    law = number_of(title)
    return (*words(law), *keys(law)) if law else ()


def _label(version: TitleVersion) -> tuple[str, str]:
    return version.label, version.label


def _nameless(_record: Record) -> tuple[str, str]:
    """A link has no name of its own: it is told by the two that it joins."""
    return "", ""


LIBRARY_TITLE = RecordType(
    name="library_title",
    record=LibraryTitle,
    label=N_("Library title"),
    plural=N_("Library titles"),
    columns=("code", "kind", "number", "title_km", "title_en", "date_signed", "copies", "shelf"),
    title=_title,
    letter="L",
    dates=("date_signed", "date_in_force", "date_until"),
    called=("title_km", "title_en"),
    found_by=_number_forms,
)
TITLE_VERSION = RecordType(
    name="title_version",
    record=TitleVersion,
    label=N_("Version of a title"),
    plural=N_("Versions"),
    columns=("label", "state", "language", "dated", "files"),
    title=_label,
    parent="title",
    dates=("dated",),
)
TITLE_LINK = RecordType(
    name="title_link",
    record=TitleLink,
    label=N_("Link between titles"),
    plural=N_("Links to other titles"),
    columns=("title", "kind", "other", "from_date", "articles"),
    title=_nameless,
    parent="title",
    dates=("from_date",),
)
