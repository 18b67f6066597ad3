"""The papers of members by name, and what can be asked of them: one list for the window and the commands."""

from dataclasses import dataclass
from datetime import date

from cso_desk.features.members.service.directory import DirectoryRow, directory
from cso_desk.store.store import Store
from cso_desk.wording import N_


@dataclass(frozen=True)
class Asked:
    """Of which day papers are, and whether they leave the hub: then only those stand there who agreed.

    `kinds` and `place` (a gazetteer code) choose some institutions, where the paper can be narrowed.
    """

    day: date
    outside: bool = False
    kinds: tuple[str, ...] = ()
    place: str = ""


def asked_today() -> Asked:
    """Papers of today for the hub itself."""
    return Asked(date.today())  # noqa: DTZ011  the day on the wall


def institutions_asked(store: Store, asked: Asked) -> list[DirectoryRow]:
    """The institutions a paper is of, in the order of a dictionary."""
    return directory(store, asked.day, kinds=asked.kinds, place=asked.place, outside=asked.outside)


@dataclass(frozen=True)
class MemberPaper:
    """A paper: its name in commands and files, and its title as a message id.

    `sheets`: it is a workbook too. `narrowed`: it can be of some kinds or of one place alone.
    """

    name: str
    title: str
    sheets: bool = False
    narrowed: bool = False


MEMBER_PAPERS = {
    each.name: each
    for each in (
        MemberPaper("directory", N_("Directory of institutions"), sheets=True, narrowed=True),
        MemberPaper("booklet", N_("Directory as a booklet"), narrowed=True),
        MemberPaper("labels", N_("Labels"), narrowed=True),
        MemberPaper("contacts-district", N_("Contacts by district"), narrowed=True),
        MemberPaper("contacts-kind", N_("Contacts by kind"), narrowed=True),
        MemberPaper("figures", N_("The network in figures"), sheets=True),
        MemberPaper("networks", N_("Networks and what belongs to them")),
        MemberPaper("compliance", N_("Compliance calendar"), sheets=True),
    )
}
