"""The columns of lists that people sign, and what is printed in them beforehand."""

from collections.abc import Mapping, Sequence

from cso_desk.documents.bilingual import Cell, Speech, Text
from cso_desk.documents.paper import Column
from cso_desk.features.hub.printing import each_language, phones_on
from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import AttendanceRow
from cso_desk.features.members.printing import sex_on
from cso_desk.places.gazetteer import show_place
from cso_desk.wording import N_

ROW_HEIGHT = 9.5
"""Millimetres: room for a signature."""

TICKS = {
    "youth": N_("Youth"),
    "disability": N_("Disability"),
    "minority": N_("Minority"),
    "id_poor": N_("ID-Poor"),
}
PHOTOS = "photo_consent"

NUMBER, SEX, PHONE = N_("No."), N_("Sex"), N_("Phone number")
NAME, LATIN, PLACE = N_("Surname and given name"), N_("Name in Latin letters"), N_("Commune and district")
_COMMUNE, _DISTRICT = 6, 4  # digits of their codes


def sheet_columns(meeting: Meeting, signatures: Sequence[Text], speech: Speech) -> list[Column]:
    """The columns of an attendance sheet with these columns to sign in."""
    asked = meeting.asked
    columns = [
        Column(speech(NUMBER), weight=0, align="center"),
        Column(speech(NAME), width=25),
        *([Column(speech(LATIN), width=25)] if has_latin(meeting, speech) else []),
        Column(speech(SEX), weight=0, align="center"),
        Column(speech("Age"), weight=0, align="center"),
        Column(speech("Position"), weight=1.6),
        Column(speech("Institution"), weight=2.2),
        *([Column(speech(PLACE), weight=1.4)] if "place" in asked else []),
        Column(speech(PHONE), weight=0, whole=True),
    ]
    columns += [Column(speech(TICKS[name]), width=12, align="center") for name in TICKS if name in asked]
    width = 24 if len(signatures) == 1 else 20
    columns += [Column(title, width=width) for title in signatures]
    if PHOTOS in asked:
        columns.append(Column(speech("Agrees to photographs"), width=12, align="center"))
    return columns


def sheet_cells(
    row: AttendanceRow, meeting: Meeting, signatures: int, speech: Speech, *, filled: bool
) -> list[Cell]:
    """What is known of somebody. On a sheet that goes round only they tick what they are asked for."""
    person, body, attendance, asked = row.person, row.organisation, row.attendance, meeting.asked
    year = meeting.starts[:4]
    age = int(year) - person.birth_year if person.birth_year and year else None
    latin: list[Cell] = [person.name_en] if has_latin(meeting, speech) else []
    place: list[Cell] = [place_of(row, speech)] if "place" in asked else []
    photos: list[Cell] = [_yes(attendance.photo_consent) if filled else ""] if PHOTOS in asked else []
    return [
        None,
        (person.name_km or person.name_en) if latin else speech.pick(person.name_km, person.name_en),
        *latin,
        sex_on(speech, person.sex),
        age,
        speech.pick(attendance.title_km, attendance.title_en),
        speech.pick(body.name_km, body.name_en) if body else "",
        *place,
        phones_on(speech, person.phones[:1]),
        *(tick(row, name) if filled else "" for name in TICKS if name in asked),
        *[""] * signatures,
        *photos,
    ]


def has_latin(meeting: Meeting, speech: Speech) -> bool:
    """Whether names stand in Latin letters too, in a column of their own."""
    return "name_en" in meeting.asked and speech.language != "en"


def place_of(row: AttendanceRow, speech: Speech) -> Text:
    """Commune and district of somebody, else of the institution; the province is known."""
    code = row.person.place or (row.organisation.place if row.organisation else "")
    if len(code) < _DISTRICT:
        return ""
    codes = [code[:_COMMUNE], code[:_DISTRICT]] if len(code) >= _COMMUNE else [code]

    def said(language: str) -> str:
        return (" " if language == "km" else ", ").join(
            show_place(each, language, full=False) for each in codes
        )

    return each_language(speech, said("km"), said("en"))


def tick(row: AttendanceRow, name: str) -> Cell:
    """What was ticked, else what is known of the person; the level of ID-Poor as its number."""
    said = getattr(row.attendance, name) or (getattr(row.person, name) if name != "youth" else "")
    if name == "id_poor" and said in ("1", "2"):
        return int(said)
    return _yes(said)


def _yes(said: str) -> str:
    return "✓" if said == "yes" else ""


KIND_GROUPS: Mapping[str, str] = {
    "ngo": N_("NGOs {count}"),
    "cbo": N_("communities {count}"),
    "authority": N_("authorities {count}"),
    "other": N_("others {count}"),
}
"""Kinds of institutions as they are counted by hand at the foot of a sheet."""
