"""What titles do to each other - amend, repeal, implement - and whether one is in force on a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cso_desk.features.library.record import LibraryTitle, TitleLink, TitleVersion
from cso_desk.records.base import RecordId
from cso_desk.store.reading import Reading

LEGAL_KINDS = frozenset(
    ("constitution", "treaty", "law", "royal_decree", "sub_decree", "prakas", "decision", "circular", "deika")
)
"""Kinds of which it is asked whether they are in force."""

_CHANGING = ("amends", "repeals")
_NO_TEXTS = ("draft", "summary")


@dataclass(frozen=True)
class Tie:
    """A link seen from one of its two titles: `back` where the other one does it to this one.

    `since` is the day from which it counts, "" where nobody knows.
    """

    link: TitleLink
    other: LibraryTitle
    back: bool
    since: str


@dataclass(frozen=True)
class Standing:
    """How a title stands on a day: a key of `STATUSES`, "" where nothing is known; since when, or ""."""

    status: str
    since: str = ""


def ties_of(reading: Reading, title: str) -> list[Tie]:
    """Every link of a title, in both directions, the oldest first; without links to titles in the trash."""
    found = _links(reading, (title,))
    ends = {each.other if each.title == title else each.title for each in found}
    others = _titles(reading, [*ends, title])
    ties = []
    for link in found:
        back = link.title != title
        other, doer = others.get(link.title if back else link.other), others.get(link.title)
        if other is not None and doer is not None and link.title != link.other:
            ties.append(Tie(link, other, back, _since(link, doer)))
    return sorted(ties, key=lambda tie: (tie.since or "9", tie.link.id))


def standing(title: LibraryTitle, ties: Sequence[Tie], day: str) -> Standing:
    """How a title stands on a day, by its dates and by what others do to it.

    What is repealed or amended in part only (`articles` are named) is amended. A text of which only the year
    is known begins with that year. A draft changes nothing.
    """
    if title.kind not in LEGAL_KINDS:
        return Standing(title.status)
    done = [tie for tie in ties if tie.back and _counts(tie, day)]
    ends = [tie.since for tie in done if tie.link.kind == "repeals" and not tie.link.articles.strip()]
    if title.date_until and _over(title.date_until, day):
        ends.append(title.date_until)
    if ends or (title.status == "repealed" and not _told_later(title, ties, day)):
        return Standing("repealed", min(filter(None, ends), default=""))
    changes = [tie.since for tie in done if tie.link.kind in _CHANGING]
    return _standing_alive(title, changes, day)


def _standing_alive(title: LibraryTitle, changes: Sequence[str], day: str) -> Standing:
    """How a title stands that nothing has ended; `changes` are the days from which it is amended."""
    begins = title.date_in_force or title.date_signed
    if title.status == "draft" and not begins:
        return Standing("draft")
    if begins > day:
        return Standing("adopted" if title.date_signed and title.date_signed <= day else "draft", begins)
    if changes or title.status == "amended":
        return Standing("amended", max(changes, default=""))
    return Standing("in_force", begins) if begins else Standing(title.status)


def versions_on(versions: Iterable[TitleVersion], day: str) -> list[TitleVersion]:
    """The text that held on a day: the latest one by then, in each language; no drafts and no summaries.

    Texts without a date hold where no dated one does.
    """
    held = [each for each in versions if each.state not in _NO_TEXTS and each.dated <= day]
    last = max((each.dated for each in held), default="")
    return sorted((each for each in held if each.dated == last), key=lambda each: (each.language, each.id))


def amended_by(ties: Iterable[Tie], day: str) -> list[LibraryTitle]:
    """The titles by which a title was amended until a day, the oldest first."""
    done = [tie for tie in ties if tie.back and tie.link.kind == "amends" and _counts(tie, day)]
    return list({tie.other.id: tie.other for tie in done}.values())


def standings(reading: Reading, day: str, titles: Iterable[str]) -> Mapping[RecordId, Standing]:
    """How several titles stand on a day."""
    wanted = list(titles)
    links = [link for link in _links(reading, wanted) if link.kind in _CHANGING]
    found = _titles(reading, [*wanted, *(link.title for link in links)])
    against: dict[str, list[Tie]] = {}
    for link in links:
        doer = found.get(link.title)
        if doer is not None and link.title != link.other:
            against.setdefault(link.other, []).append(Tie(link, doer, True, _since(link, doer)))
    return {
        title.id: standing(title, against.get(title.id, ()), day)
        for title in (found[each] for each in wanted if each in found)
    }


def _links(reading: Reading, titles: Sequence[str]) -> list[TitleLink]:
    table = reading.table(TitleLink)
    return [
        link
        for some in _parts(titles)
        for link in reading.all(
            TitleLink, table.c.title.in_(some) | table.c.other.in_(some), order_by=[table.c.id]
        )
    ]


def _titles(reading: Reading, wanted: Sequence[str]) -> dict[str, LibraryTitle]:
    table = reading.table(LibraryTitle)
    return {
        title.id: title
        for some in _parts(list(dict.fromkeys(wanted)))
        for title in reading.all(LibraryTitle, table.c.id.in_(some))
    }


def _parts(values: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    return [values[at : at + size] for at in range(0, len(values), size)]


def _since(link: TitleLink, doer: LibraryTitle) -> str:
    """The day from which a link counts: its own, else that of the title which says it."""
    return link.from_date or doer.date_in_force or doer.date_signed


def _counts(tie: Tie, day: str) -> bool:
    if not tie.since:
        return tie.other.status != "draft"
    return tie.since <= day


def _over(until: str, day: str) -> bool:
    """Whether a last day, or the year or month that is named as such, has gone by."""
    return until < day and not day.startswith(until)


def _told_later(title: LibraryTitle, ties: Sequence[Tie], day: str) -> bool:
    """Whether what repeals a title that is told to be repealed has a day, which has not come on `day`."""
    days = [tie.since for tie in ties if tie.back and tie.link.kind == "repeals" and tie.since]
    return any(each > day for each in [*days, *filter(None, (title.date_until,))])
