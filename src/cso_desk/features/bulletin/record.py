"""What an issue of the bulletin is, and what it tells; nothing of it is a record in the journal."""

from dataclasses import dataclass

from cso_desk.features.meetings.service import Totals
from cso_desk.wording import N_

SECTIONS = {
    "meetings": N_("Meetings held"),
    "decisions": N_("What was decided"),
    "members": N_("New members"),
    "titles": N_("New in the library"),
    "trainings": N_("Trainings and services"),
    "next": N_("Next dates"),
}


AFTER = "after"
"""The kind of a next date that is only known as that after some meeting, whose title stands with it."""


@dataclass(frozen=True)
class Item:
    """One thing that the bulletin may tell. `starts` and `ends` are ISO; `about_…` stands below it.

    `totals`: who came, of a meeting. `number` is that of a decision or of a legal text.
    """

    section: str
    record: str
    title_km: str
    title_en: str
    starts: str = ""
    ends: str = ""
    about_km: str = ""
    about_en: str = ""
    place: str = ""
    number: str = ""
    kind: str = ""
    totals: Totals | None = None


@dataclass(frozen=True)
class Issue:
    """What a person says of an issue: its number, the words at its head, and the records it leaves out."""

    quarter: str
    number: str = ""
    words_km: str = ""
    words_en: str = ""
    left_out: tuple[str, ...] = ()
