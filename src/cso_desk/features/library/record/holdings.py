"""What stands on the shelves: copies, who has borrowed them, who waits for a title, and stock-takes."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import NOBODY, SENSITIVITIES, Record, RecordId
from cso_desk.records.kinds import Choice, Date, Number, Reference, Text
from cso_desk.records.record_type import ABOUT, Personal, RecordType
from cso_desk.wording import N_

CONDITIONS = {"good": N_("Good"), "worn": N_("Worn"), "damaged": N_("Damaged")}

COPY_STATES = {
    "here": N_("In the library"),
    "reading_room": N_("For the reading room only"),
    "lost": N_("Lost"),
    "withdrawn": N_("Withdrawn"),
}
"""Whether a copy is lent is not one of them: that is told by its open loan."""

WAITING_STATES = {
    "waiting": N_("Waiting"),
    "told": N_("Has been told"),
    "served": N_("Has borrowed it"),
    "given_up": N_("No longer wanted"),
}


@dataclass(kw_only=True, slots=True)
class LibraryCopy(Record):
    """One copy of a title; its code is the number on its label, `accession` the one of an older register.

    `seen_on` tells when it was last in a hand, `counted_in` in which stock-take it was scanned last; a copy
    that is lent is no longer counted.
    """

    title: Annotated[RecordId, Reference(N_("Library title"), to="library_title")] = NOBODY
    accession: Annotated[str, Text(N_("Accession number"), searched=True)] = ""
    shelf: Annotated[str, Text(N_("Shelf or call number"), searched=True)] = ""
    state: Annotated[str, Choice(N_("State of the copy"), COPY_STATES)] = "here"
    condition: Annotated[str, Choice(N_("Condition"), CONDITIONS)] = ""
    acquired_on: Annotated[str, Date(N_("Acquired on"))] = ""
    acquired_from: Annotated[str, Text(N_("Acquired from"))] = ""
    seen_on: Annotated[str, Date(N_("Last seen on"))] = ""
    counted_in: Annotated[RecordId, Reference(N_("Counted in"), to="stock_take", typed=False)] = NOBODY
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class Loan(Record):
    """One copy in the hands of one person, from `lent_on` until `returned_on`.

    Who reads what is nobody's business: a loan never leaves the laptops of its hub (docs/decisions/0717).
    """

    copy: Annotated[RecordId, Reference(N_("Copy"), to="library_copy")] = NOBODY
    person: Annotated[RecordId, Reference(N_("Borrower"), to="person")] = NOBODY
    organisation: Annotated[RecordId, Reference(N_("For which institution"), to="organisation")] = NOBODY
    lent_on: Annotated[str, Date(N_("Lent on"))] = ""
    due_on: Annotated[str, Date(N_("Due on"))] = ""
    renewed: Annotated[int | None, Number(N_("Times renewed"))] = None
    returned_on: Annotated[str, Date(N_("Returned on"))] = ""
    reminded_on: Annotated[str, Date(N_("Reminded on"))] = ""
    sensitivity: Annotated[str, Choice(N_("Sensitivity"), SENSITIVITIES)] = "hub"
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class WaitingReader(Record):
    """Somebody who waits for a title that is lent; who asked first comes first. Private as a loan is."""

    title: Annotated[RecordId, Reference(N_("Library title"), to="library_title")] = NOBODY
    person: Annotated[RecordId, Reference(N_("Person"), to="person")] = NOBODY
    asked_on: Annotated[str, Date(N_("Asked on"))] = ""
    state: Annotated[str, Choice(N_("Status"), WAITING_STATES)] = "waiting"
    sensitivity: Annotated[str, Choice(N_("Sensitivity"), SENSITIVITIES)] = "hub"
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class StockTake(Record):
    """A count of the shelves: copies that were not seen since `began_on` are missing.

    `shelf` narrows it to copies whose call number begins so.
    """

    began_on: Annotated[str, Date(N_("Began on"))] = ""
    ended_on: Annotated[str, Date(N_("Ended on"))] = ""
    shelf: Annotated[str, Text(N_("Only the shelves that begin with"))] = ""
    expected: Annotated[int | None, Number(N_("Copies expected"), typed=False)] = None
    found: Annotated[int | None, Number(N_("Copies found"), typed=False)] = None
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


def _accession(copy: LibraryCopy) -> tuple[str, str]:
    return copy.accession, copy.accession


def _nameless(_record: Record) -> tuple[str, str]:
    """A loan is told by its copy and its borrower."""
    return "", ""


LIBRARY_COPY = RecordType(
    name="library_copy",
    record=LibraryCopy,
    label=N_("Copy"),
    plural=N_("Copies"),
    columns=("code", "accession", "title", "shelf", "state", "condition", "seen_on"),
    title=_accession,
    letter="C",
    parent="title",
    dates=("acquired_on",),
)
LOAN = RecordType(
    name="loan",
    record=Loan,
    label=N_("Loan"),
    plural=N_("Loans"),
    columns=("copy", "person", "organisation", "lent_on", "due_on", "returned_on"),
    title=_nameless,
    parent="copy",
    dates=("lent_on", "returned_on"),
    private=True,
    # Where the copy is, is known on; it is the copy that matters then.
    personal=Personal(
        "person",
        ABOUT | {"copy", "person", "lent_on", "due_on", "renewed", "returned_on", "sensitivity"},
        whole=False,
        until="returned_on",
    ),
)
WAITING_READER = RecordType(
    name="waiting_reader",
    record=WaitingReader,
    label=N_("Waiting reader"),
    plural=N_("Waiting list"),
    columns=("title", "person", "asked_on", "state"),
    title=_nameless,
    parent="title",
    dates=("asked_on",),
    private=True,
    personal=Personal("person", ABOUT | {"person", "title", "sensitivity"}),
)
STOCK_TAKE = RecordType(
    name="stock_take",
    record=StockTake,
    label=N_("Stock-take"),
    plural=N_("Stock-takes"),
    columns=("began_on", "ended_on", "shelf", "expected", "found"),
    title=_nameless,
    dates=("began_on", "ended_on"),
)
