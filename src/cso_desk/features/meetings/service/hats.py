"""The hats that people wear on a day: for which institutions they may speak, and in which position."""

from collections.abc import Iterable

from cso_desk.features.meetings.record import Attendance
from cso_desk.features.members.record import Position
from cso_desk.features.members.service import holds_on
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading

NO_DAY = "9999"
"""Stands for the day of a meeting whose day is not known: whoever holds a position then holds it still."""


def hats_on(reading: Reading, people: Iterable[str], day: str) -> dict[RecordId, Attendance]:
    """For each person the organisation and position on `day`, the newest where there are several."""
    return {person: hats[-1] for person, hats in all_hats_on(reading, people, day).items()}


def all_hats_on(reading: Reading, people: Iterable[str], day: str) -> dict[RecordId, list[Attendance]]:
    """For each person every organisation and position on `day`, the newest last; each organisation once."""
    table = reading.table(Position)
    found: dict[RecordId, dict[RecordId, Attendance]] = {}
    for position in reading.all(
        Position, table.c.person.in_(list(people)), order_by=[table.c.from_date, table.c.id]
    ):
        if holds_on(position.from_date, position.to_date, day):
            hats = found.setdefault(position.person, {})
            hats.pop(position.organisation, None)
            hats[position.organisation] = Attendance(
                organisation=position.organisation, title_km=position.title_km, title_en=position.title_en
            )
    return {person: list(hats.values()) for person, hats in found.items()}
