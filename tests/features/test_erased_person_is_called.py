"""Who was erased is called so wherever a record refers to them: on lists, in histories and on papers."""

import datetime as dt

import pypdfium2
import pytest

from cso_desk.documents.pdf import pdf_bytes
from cso_desk.features.meetings.printing import meeting_paper
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import attendance_rows
from cso_desk.features.members.record import PERSON, Person
from cso_desk.journal.forgetting import erase_person
from cso_desk.journal.mending import make_anew
from cso_desk.journal.soundness import soundness
from cso_desk.khmer.names import ERASED
from cso_desk.store.listing import Listing, titles
from cso_desk.store.search import refresh, search
from cso_desk.store.store import Store


@pytest.fixture
def gone(store: Store) -> tuple[Meeting, Person]:
    """A meeting at which somebody was who is erased."""
    with store.transaction("Add") as t:
        meeting = t.add(Meeting(title_en="Quarterly meeting", starts="2026-08-05"))
        person = t.add(Person(name_en="Zebraquux", sex="F"))
        t.add(Attendance(meeting=meeting.id, person=person.id, status="present"))
    erase_person(store, person.id, dt.date(2026, 11, 23))
    return meeting, person


def test_lists_and_references_call_an_erased_person_so(store: Store, gone: tuple[Meeting, Person]) -> None:
    meeting, person = gone
    (row,) = attendance_rows(store, meeting.id)
    assert (row.person.name_km, row.person.name_en) == ERASED
    refresh(store)
    with store.reading() as reading:
        assert titles(reading, [person.id]) == {person.id: ERASED}
    assert Listing(store, PERSON).count == 0
    assert not search(store, ERASED[1])


@pytest.mark.parametrize(("language", "said"), [("en", ERASED[1]), ("km", ERASED[0])])
def test_papers_call_an_erased_person_so(
    store: Store, gone: tuple[Meeting, Person], language: str, said: str
) -> None:
    document = pypdfium2.PdfDocument(
        pdf_bytes(meeting_paper(store, "attendance-filled", gone[0].id, language))
    )
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert said in " ".join(text.split())


def test_what_is_shown_of_an_erased_person_is_derived_and_sound(
    store: Store, gone: tuple[Meeting, Person]
) -> None:
    assert soundness(store).sound
    with store.writing() as connection:
        make_anew(connection, store.shelves.types.values())
    assert soundness(store).sound
    with store.reading() as reading:
        found = reading.get(Person, gone[1].id)
        assert found is not None
        assert (found.name_km, found.name_en) == ERASED
