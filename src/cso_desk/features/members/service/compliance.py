"""What the law asks of associations and NGOs each year: who handed it in, and what is due."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cso_desk.features.members.record import ComplianceYear, Organisation
from cso_desk.features.members.service.directory import may_leave
from cso_desk.features.members.service.memberships import in_directory_on, own_memberships
from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import aliases, is_shown
from cso_desk.store.reading import Reading

BOUND = ("ngo", "ingo", "association", "network", "federation")
"""The kinds of institutions that report each year (Law on Associations and NGOs, article 25)."""

SOON = 60
"""Days before a certificate runs out from which on it is said to be due."""


@dataclass(frozen=True)
class ComplianceLine:
    """How one institution stands with one year. A day is "" where nothing was handed in.

    `gpp_until` is the last day of its newest certificate, whichever year that stands with.
    """

    organisation: Organisation
    year: int
    activity_report_on: str
    finance_report_on: str
    bank_notice_on: str
    gpp_number: str
    gpp_until: str

    @property
    def reported(self) -> bool:
        """Whether both reports of the year were handed in."""
        return bool(self.activity_report_on and self.finance_report_on)


@dataclass(frozen=True)
class ComplianceDue:
    """What is due, each list cut short; the counts are of all there are. `year` is the one reported on.

    `deadline` is the last day for its reports; `ending` are certificates that run out soon or have run out.
    """

    year: int
    deadline: str
    late: bool
    unreported: Sequence[ComplianceLine]
    unreported_count: int
    ending: Sequence[ComplianceLine]
    ending_count: int


def deadline_of(year: int) -> str:
    """The last day for the reports on a year: the end of February of the next one."""
    return f"{year + 1:04}-02-{calendar.monthrange(year + 1, 2)[1]}"


def compliance_of(
    reading: Reading, day: str, year: int = 0, *, outside: bool = False
) -> list[ComplianceLine]:
    """How every institution that has to report stands on `day` (ISO) with a year, the last whole one.

    In the order of a dictionary. Several cards of one year are taken together. The number of statements is
    fixed.
    """
    asked = year or int(day[:4]) - 1
    bodies, table = reading.table(Organisation), reading.table(ComplianceYear)
    own, into = own_memberships(reading), aliases(reading)
    cards: defaultdict[RecordId, list[ComplianceYear]] = defaultdict(list)
    for card in reading.all(ComplianceYear, order_by=[table.c.year, table.c.id]):
        cards[into.get(card.organisation, card.organisation)].append(card)
    found = reading.all(Organisation, bodies.c.kind.in_(BOUND), is_shown(bodies.c.id))
    lines = [
        _line(each, asked, cards.get(each.id, ()))
        for each in found
        if in_directory_on(each, own, day) and (not outside or may_leave(each))
    ]
    return sorted(lines, key=lambda line: sort_key(line.organisation.name_km or line.organisation.name_en))


def _line(organisation: Organisation, year: int, cards: Sequence[ComplianceYear]) -> ComplianceLine:
    of_year = [card for card in cards if card.year == year]
    newest = max(cards, key=lambda card: card.gpp_until, default=None)
    return ComplianceLine(
        organisation,
        year,
        max((card.activity_report_on for card in of_year), default=""),
        max((card.finance_report_on for card in of_year), default=""),
        max((card.bank_notice_on for card in cards), default=""),
        newest.gpp_number if newest else "",
        newest.gpp_until if newest else "",
    )


def compliance_due(reading: Reading, day: str, most: int = 5) -> ComplianceDue | None:
    """What is due on `day` (ISO), in a fixed number of statements; None where no card was ever kept."""
    if not reading.count(ComplianceYear):
        return None
    lines = compliance_of(reading, day)
    year = int(day[:4]) - 1
    deadline = deadline_of(year)
    soon = (dt.date.fromisoformat(day) + dt.timedelta(days=SOON)).isoformat()
    unreported = [line for line in lines if not line.reported]
    ending = sorted(
        (line for line in lines if line.gpp_until and line.gpp_until <= soon), key=lambda line: line.gpp_until
    )
    return ComplianceDue(
        year, deadline, deadline < day, unreported[:most], len(unreported), ending[:most], len(ending)
    )
