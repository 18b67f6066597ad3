"""Whether enough institutions are present for a meeting to decide."""

from dataclasses import dataclass

from sqlalchemy import func, select

from cso_desk.features.meetings.record import Attendance, Meeting, Series
from cso_desk.features.meetings.service.planning import meeting_in
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store


@dataclass(frozen=True)
class Quorum:
    """How many institutions must be there, how many are; `reached` is None where no quorum is set."""

    needed: int | None
    present: int

    @property
    def reached(self) -> bool | None:
        return None if self.needed is None else self.present >= self.needed


def quorum(store: Store, meeting: str) -> Quorum:
    """Whether enough institutions are present."""
    with store.reading() as reading:
        return quorum_in(reading, meeting_in(reading, meeting))


def quorum_in(reading: Reading, meeting: Meeting) -> Quorum:
    """As `quorum`, inside a look; a meeting without a rule of its own has that of its series."""
    table = reading.table(Attendance)
    present = reading.rows(
        select(func.count(table.c.organisation.distinct())).where(
            table.c.meeting == meeting.id,
            table.c.deleted == 0,
            table.c.status == "present",
            table.c.organisation != "",
        )
    )[0][0]
    needed = meeting.quorum
    if needed is None and meeting.series:
        series = reading.get(Series, meeting.series)
        needed = series.quorum if series is not None else None
    return Quorum(needed, int(present))
