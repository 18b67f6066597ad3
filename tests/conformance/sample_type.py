"""A record type that has every kind of field there is, for what must hold of kinds no record uses yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cso_desk.assembly import create_store
from cso_desk.catalog import RECORD_TYPES
from cso_desk.journal.recorder import JournalRecorder
from cso_desk.records import kinds
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.record_type import RecordType
from cso_desk.store.reading import Shelves
from cso_desk.store.store import Store
from cso_desk.store.tables import create_statement

COLOURS = {"red": "Yes", "green": "No"}
Texts = tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class Sample(Record):
    """One field of every kind."""

    name_km: Annotated[str, kinds.Text("Name in Khmer", both="Name", searched=True)] = ""
    name_en: Annotated[str, kinds.Text("Name in English", searched=True)] = ""
    notes: Annotated[str, kinds.Text("Notes", long=True)] = ""
    number: Annotated[int | None, kinds.Number("Number")] = None
    flag: Annotated[bool, kinds.Flag("Yes")] = False
    date: Annotated[str, kinds.Date("From")] = ""
    first: Annotated[str, kinds.Date("First day", until="last", both="When")] = ""
    last: Annotated[str, kinds.Date("Last day")] = ""
    days: Annotated[str, kinds.Days("When")] = ""
    quarter: Annotated[str, kinds.Quarter("Quarter")] = ""
    time: Annotated[str, kinds.Time("Time")] = ""
    figure: Annotated[str, kinds.Figure("Heads counted")] = ""
    money: Annotated[str, kinds.Money("Currency")] = ""
    choice: Annotated[str, kinds.Choice("Sex", COLOURS)] = ""
    several: Annotated[Texts, kinds.Several("Authors")] = ()
    phones: Annotated[Texts, kinds.Phones("Phone numbers", searched=True)] = ()
    tags: Annotated[Texts, kinds.Tags("Sectors", COLOURS, searched=True)] = ()
    closed: Annotated[Texts, kinds.Tags("Status", COLOURS, free=False)] = ()
    place: Annotated[str, kinds.Place("Place")] = ""
    places: Annotated[Texts, kinds.Places("Works in")] = ()
    person: Annotated[RecordId, kinds.Reference("Person", to="person")] = NOBODY
    people: Annotated[tuple[RecordId, ...], kinds.References("People", to="person")] = ()


def _name(record: Sample) -> tuple[str, str]:
    return record.name_km, record.name_en


SAMPLE = RecordType(
    name="sample",
    record=Sample,
    label="Person",
    plural="People",
    columns=("name_km", "days", "figure", "money"),
    title=_name,
    letter="X",
    dates=("date",),
)

TYPED = {
    "name_km": ("សុខ ដារ៉ា", "សុខ ដារ៉ា"),
    "notes": ("one\ntwo", "one\ntwo"),
    "number": ("១២០", 120),
    "date": ("២៥/០៩/២០២៦", "2026-09-25"),
    "days": ("២៥-២៦ កញ្ញា ២០២៦", "2026-09-25/2026-09-26"),
    "quarter": ("ត្រីមាសទី៣ ឆ្នាំ២០២៦", "2026Q3"),
    "time": ("៨:៣០", "08:30"),
    "figure": ("ប្រហែល ១២០", "120 about"),
    "money": ("៥,៣៦៥,០៨៨.៧០ ដុល្លារ", "5365088.70 USD"),
    "several": ("a; b, c", ("a", "b, c")),
    "phones": ("០១២ ៣៤៥ ៦៧៨", ("+85512345678",)),
    "tags": ("No; weaving", ("green", "weaving")),
    "closed": ("Yes", ("red",)),
    "place": ("Thma Koul District, Battambang", "0202"),
    "places": ("Thma Koul District, Battambang", ("0202",)),
    "choice": ("Yes", "red"),
    "flag": ("Yes", True),
}
"""What a person types into the field, in English or Khmer, and the value it is."""


@contextmanager
def sample_store(folder: Path) -> Iterator[Store]:
    """A practice store that keeps samples too."""
    made, _code = create_store(folder, "02", passphrase=None)
    with made.writing() as connection:
        connection.exec_driver_sql(create_statement(SAMPLE))
    recorder = JournalRecorder(made.replica)
    shelves = Shelves((*RECORD_TYPES, SAMPLE))
    again = Store(folder, made.engine, shelves, recorder)
    yield again
    again.close()
