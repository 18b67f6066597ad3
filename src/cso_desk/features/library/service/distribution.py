"""Who was given which version of a title: many entered at once, and who has not received it yet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from cso_desk.errors import UserError
from cso_desk.features.library.record import Distribution, LibraryTitle, TitleVersion
from cso_desk.features.members.record import Organisation, Person
from cso_desk.features.members.service import (
    DirectoryRow,
    directory_in,
    is_member_on,
    own_memberships,
)
from cso_desk.khmer.normalise import fold
from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.store.aliases import aliases
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.store.transaction import Transaction
from cso_desk.wording import N_plural, _

R = TypeVar("R", bound=Record)
_SOME = 500  # ids in one statement


@dataclass(frozen=True)
class HandOut:
    """One handing out. `versions`: for a title the version that was given, where there is one.

    `given_on` is ISO; `received_by`: for an institution the person who signed for it.
    """

    titles: Sequence[str]
    organisations: Sequence[str]
    given_on: str
    versions: Mapping[str, str] = field(default_factory=dict)
    way: str = "by_hand"
    copies: int | None = 1
    received_by: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """How an institution stands with a title: the newest it was given, `last` None for nothing.

    `version` is the version of `last`; `received`: it has the version that was asked about, or a later one.
    """

    row: DirectoryRow
    last: Distribution | None = None
    version: TitleVersion | None = None
    received: bool = False

    @property
    def organisation(self) -> Organisation:
        return self.row.organisation


def hand_out(store: Store, given: HandOut, *, initiator: object = None) -> list[Distribution]:
    """Enter every title for every institution, as one step; what was entered for that day stays as it is.

    Raises UserError where titles, institutions or the day are missing, or the copies are fewer than one.
    """
    titles, bodies = list(dict.fromkeys(given.titles)), list(dict.fromkeys(given.organisations))
    _check(given, titles, bodies)
    label = N_plural("Hand out a paper, {count} line", "Hand out papers, {count} lines")
    count = len(titles) * len(bodies)
    with store.transaction(label, count=count, initiator=initiator) as t:
        there = {_key(each) for each in _on_day(t, given.given_on)}
        fresh = [_line(given, title, body) for title in titles for body in bodies]
        return t.add_all(each for each in fresh if _key(each) not in there)


def _check(given: HandOut, titles: Sequence[str], bodies: Sequence[str]) -> None:
    if not titles:
        raise UserError(_("Choose at least one title that is handed out."))
    if not bodies:
        raise UserError(_("Tick the institutions that received it first."))
    if not given.given_on:
        raise UserError(_("Say on which day it was handed out."))
    if given.copies is not None and given.copies < 1:
        raise UserError(_("At least one copy is handed out. Correct the number."))


def _line(given: HandOut, title: str, body: str) -> Distribution:
    return Distribution(
        title=RecordId(title),
        version=RecordId(given.versions.get(title, NOBODY)),
        organisation=RecordId(body),
        given_on=given.given_on,
        way=given.way,
        copies=given.copies,
        received_by=RecordId(given.received_by.get(body, NOBODY)),
    )


def _on_day(t: Transaction, day: str) -> list[Distribution]:
    return t.all(Distribution, t.table(Distribution).c.given_on == day)


def _key(each: Distribution) -> tuple[str, str, str]:
    return each.title, each.version, each.organisation


# --- who has what ---


def versions_of(reading: Reading, title: str) -> list[TitleVersion]:
    """The versions of a title, the newest first."""
    table = reading.table(TitleVersion)
    found = reading.all(TitleVersion, table.c.title == title)
    return sorted(found, key=lambda each: (each.dated, each.id), reverse=True)


def standings(
    reading: Reading,
    title: str,
    day: str,
    *,
    version: str = "",
    among: Collection[str] | None = None,
) -> list[Standing]:
    """How institutions stand with a title and one of its versions ("" = any), in the order of a dictionary.

    `among` are the institutions that are meant; without it the members on `day` (ISO), or every institution
    where the hub knows of no membership. The number of statements is fixed.
    """
    rows = directory_in(reading, day)
    if among is None:
        own = own_memberships(reading)
        rows = [row for row in rows if is_member_on(row.organisation, own, day)] or rows
    else:
        rows = [row for row in rows if row.organisation.id in among]
    versions = {each.id: each for each in versions_of(reading, title)}
    given = _given(reading, title)
    asked = versions.get(RecordId(version))
    return [_standing(row, given.get(row.organisation.id, ()), versions, asked) for row in rows]


def _given(reading: Reading, title: str) -> dict[str, list[Distribution]]:
    """What each institution was given of a title, the latest last."""
    table, into = reading.table(Distribution), aliases(reading)
    found: dict[str, list[Distribution]] = {}
    order = [table.c.given_on, table.c.id]
    for each in reading.all(Distribution, table.c.title == title, order_by=order):
        found.setdefault(into.get(each.organisation, each.organisation), []).append(each)
    return found


def _standing(
    row: DirectoryRow,
    given: Sequence[Distribution],
    versions: Mapping[RecordId, TitleVersion],
    asked: TitleVersion | None,
) -> Standing:
    if not given:
        return Standing(row)
    received = asked is None or any(_is_as_new(versions.get(each.version), asked) for each in given)
    best = max(given, key=lambda each: (_age(versions.get(each.version)), each.given_on, each.id))
    return Standing(row, best, versions.get(best.version), received)


def _is_as_new(version: TitleVersion | None, asked: TitleVersion) -> bool:
    """Whether a version is the one that was asked about, the same in another language, or a later one."""
    if version is None:
        return False
    same = version.id == asked.id or bool(asked.label.strip() and fold(version.label) == fold(asked.label))
    return same or _age(version) > _age(asked)


def _age(version: TitleVersion | None) -> tuple[str, str]:
    """Versions are ordered by their dates; those without stand before, as they were entered."""
    return (version.dated, version.id) if version else ("", "")


# --- the register ---


@dataclass(frozen=True)
class Given:
    """A line of the register with what it names; None where that is not here or not said."""

    line: Distribution
    title: LibraryTitle | None
    version: TitleVersion | None
    organisation: Organisation | None
    person: Person | None


def register(
    reading: Reading, *, title: str = "", organisation: str = "", since: str = "", until: str = ""
) -> list[Given]:
    """What was handed out, the latest first; of one title, to one institution, from one day to another."""
    table, into = reading.table(Distribution), aliases(reading)
    asked = [table.c.given_on >= since, *([table.c.title == title] if title else [])]
    if until:
        asked.append(table.c.given_on <= until)
    lines = reading.all(Distribution, *asked, order_by=[table.c.given_on.desc(), table.c.id.desc()])
    if organisation:
        lines = [each for each in lines if into.get(each.organisation, each.organisation) == organisation]
    titles = _by_id(reading, LibraryTitle, (each.title for each in lines))
    versions = _by_id(reading, TitleVersion, (each.version for each in lines))
    bodies = _by_id(reading, Organisation, (into.get(each.organisation, each.organisation) for each in lines))
    people = _by_id(reading, Person, (into.get(each.received_by, each.received_by) for each in lines))
    return [
        Given(
            each,
            titles.get(each.title),
            versions.get(each.version),
            bodies.get(into.get(each.organisation, each.organisation)),
            people.get(into.get(each.received_by, each.received_by)),
        )
        for each in lines
    ]


def _by_id(reading: Reading, record: type[R], wanted: Iterable[str]) -> dict[str, R]:
    """These records by their ids, those in the trash too: the register tells what was."""
    asked, table = sorted({each for each in wanted if each}), reading.table(record)
    found: dict[str, R] = {}
    for start in range(0, len(asked), _SOME):
        some = asked[start : start + _SOME]
        found.update((each.id, each) for each in reading.all(record, table.c.id.in_(some), trash=True))
    return found
