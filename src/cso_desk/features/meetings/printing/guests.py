"""The people of a meeting as papers for each of them name them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cso_desk.documents.bilingual import Speech, Text
from cso_desk.features.hub.printing import DOTS, each_language
from cso_desk.features.hub.record import HubProfile
from cso_desk.features.hub.service import profile
from cso_desk.features.meetings.record import AgendaItem, Meeting
from cso_desk.features.meetings.service import (
    AttendanceRow,
    agenda_in,
    attendance_rows_in,
    meeting_in,
    to_be_signed,
)
from cso_desk.features.members.record import Person
from cso_desk.khmer.normalise import is_khmer
from cso_desk.store.store import Store
from cso_desk.wording import N_, words

_BY_SEX = {"F": N_("Ms. {name}"), "M": N_("Mr. {name}")}


@dataclass(frozen=True)
class Gathering:
    """A meeting with its hub, its agenda and everybody on its list."""

    hub: HubProfile
    meeting: Meeting
    agenda: Sequence[AgendaItem]
    everybody: Sequence[AttendanceRow]

    @property
    def present(self) -> list[AttendanceRow]:
        return [row for row in self.everybody if row.attendance.status == "present"]

    @property
    def invited(self) -> list[AttendanceRow]:
        return to_be_signed(self.everybody)


def gathering(store: Store, meeting: str) -> Gathering:
    """Everything about a meeting that papers for its guests say, read at one moment."""
    hub = profile(store)
    with store.reading() as reading:
        now = meeting_in(reading, meeting)
        return Gathering(hub, now, agenda_in(reading, meeting), attendance_rows_in(reading, meeting))


def named(row: AttendanceRow, speech: Speech) -> Text:
    """The name of somebody; room to write one where there is none."""
    return speech.pick(row.person.name_km, row.person.name_en) or DOTS


def called(row: AttendanceRow, speech: Speech) -> Text:
    """The name with how the person is addressed: by the own honorific, else by the sex that is known."""
    return each_language(speech, _called(row.person, "km"), _called(row.person, "en")) or DOTS


def _called(person: Person, language: str) -> str:
    say = words(language)
    name, honorific = say.pick(person.name_km, person.name_en), person.honorific.strip()
    if honorific and is_khmer(honorific) == (language == "km"):
        return f"{honorific} {name}".strip()
    by_sex = _BY_SEX.get(person.sex)
    return say(by_sex, name=name) if by_sex and name else name


def hat(row: AttendanceRow, speech: Speech) -> Text:
    """Position and institution; "" where nothing is known."""
    title = speech.pick(row.attendance.title_km, row.attendance.title_en)
    body = speech.pick(row.organisation.name_km, row.organisation.name_en) if row.organisation else ""
    if title and body:
        return speech("{title}, {institution}", title=title, institution=body)
    return title or body


def titled(meeting: Meeting, speech: Speech) -> Text:
    """What a meeting is called; room to write it where it has no name yet."""
    return speech.pick(meeting.title_km, meeting.title_en) or DOTS
