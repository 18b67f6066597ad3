"""One title of the library: a legal text, a book, a report, a film."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import Record
from cso_desk.records.kinds import Choice, Date, Files, Number, Places, Several, StoredFile, Tags, Text
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


def _title(title: LibraryTitle) -> tuple[str, str]:
    return title.title_km, title.title_en


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
)
