"""A page of a file as a person read it, where the program could not."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import Number, Reference, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_


@dataclass(kw_only=True, slots=True)
class PageCorrection(Record):
    """The right text of one page. `file` is the SHA-256 of the file, so it holds wherever that file is.

    Unlike the text that is read from a file, which every hub reads for itself, it is journalled: nobody
    should have to type it twice.
    """

    title: Annotated[RecordId, Reference(N_("Library title"), to="library_title")] = NOBODY
    file: Annotated[str, Text(N_("File"), typed=False)] = ""
    page: Annotated[int | None, Number(N_("Page"))] = None
    text: Annotated[str, Text(N_("Text"), long=True)] = ""


def _nameless(_record: Record) -> tuple[str, str]:
    """It is told by its title and page."""
    return "", ""


PAGE_CORRECTION = RecordType(
    name="page_correction",
    record=PageCorrection,
    label=N_("Corrected page"),
    plural=N_("Corrected pages"),
    columns=("title", "page", "text"),
    title=_nameless,
    parent="title",
)
