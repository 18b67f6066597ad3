"""The states of what was entered twice: pairs of people and institutions, merged ones, nothing found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from window_stage import EMPTY

from cso_desk.desk.duplicates_page import DuplicatesPage
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service.duplicates import Pair, say_distinct
from cso_desk.wording import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from window_stage import Room

    from cso_desk.desk.shots import Shown
    from cso_desk.store.store import Store

    Scene = Callable[[Room], Iterator[Shown]]


def enter_twice(store: Store) -> tuple[str, str]:
    """Enter an institution and a person a second time, as somebody else would; gives the new ids."""
    with store.transaction(N_("Add a record")) as t:
        first, second = [each for each in t.all(Organisation) if each.name_km and each.name_en][:2]
        person = next(each for each in t.all(Person) if each.name_km and each.name_en and each.phones)
        phones = person.phones
        again = t.add(
            Organisation(
                name_en=first.name_en, phones=phones, place=first.place[:4], founded="2004",
                notes=second.name_km, kind="ngo" if first.kind != "ngo" else "network",
            )
        )  # fmt: skip
        t.change(first, phones=phones, notes=first.name_km)
        name = person.name_en
        other = t.add(Person(name_en=name, phones=phones, place=person.place, birth_year=1980))
        t.change(person, name_en="")
        t.add(Position(person=other.id, organisation=again.id, role="head"))
    return again.id, other.id


def duplicates(room: Room) -> Iterator[Shown]:
    """Pairs side by side, the other one kept, what was merged, and nothing found."""
    empty = room.desk(EMPTY)
    empty.open_duplicates()
    yield "none", empty
    desk = room.desk()
    enter_twice(desk.session.store)
    desk.session.doubles.count()  # type: ignore[attr-defined]
    desk.open_page("members")
    yield "counted", desk
    for kind in ("organisation", "person"):
        desk.open_duplicates(kind)
        yield kind, desk
    page: Any = desk.stack.currentWidget().findChild(DuplicatesPage)
    page.press(2)
    yield "other-kept", desk
    page.press(3)
    page.choose("merged")
    yield "merged", desk


def enter_thrice(store: Store) -> None:
    """Enter a person twice more, of whom the third is told apart from the first; and an institution."""
    with store.transaction(N_("Add a record")) as t:
        person = next(each for each in t.all(Person) if each.name_km and each.name_en and each.phones)
        phones = (*person.phones, "+85512345009")
        again = t.add(Person(name_en=person.name_en, phones=phones, place=person.place, birth_year=1980))
        third = t.add(Person(name_km=person.name_km, phones=phones[-1:], place="0102", sex=person.sex))
        t.add(Position(person=again.id, title_en="Treasurer"))
        body = next(each for each in t.all(Organisation) if each.name_km and each.name_en)
        for name in (body.name_en, f"{body.name_en} Organization"):
            t.add(Organisation(name_en=name, phones=("+85512345010",), place=body.place))
    first, last = sorted((person.id, third.id))
    say_distinct(store, Pair("person", first, last, 0.0, ()))


def clusters(room: Room) -> Iterator[Shown]:
    """Three or more at once: the list, one of them, one taken in that was told apart, one left out."""
    desk = room.desk()
    enter_thrice(desk.session.store)
    desk.open_duplicates("together")
    yield "list", desk
    page: Any = desk.stack.currentWidget().findChild(DuplicatesPage)
    found = {each.kind: each for each in page.together.found}
    page.open_cluster(found["organisation"])
    yield "institutions", desk
    page.open_cluster(found["person"])
    yield "told-apart", desk
    page.together.leave_out(3)
    yield "taken-in", desk
    for number in (1, 2):
        page.together.leave_out(number)
    yield "left-out", desk


def new_ones(room: Room) -> Iterator[Shown]:
    """An institution that is added although it is there."""
    desk = room.desk()
    members: Any = desk.page("members")
    members.organisations.add()
    new = members.organisations.pane.record
    with desk.session.store.transaction(N_("Change a record")) as t:
        there = next(each for each in t.all(Organisation) if each.name_km and each.place)
        t.change(type(new), new.id, name_km=there.name_km, place=there.place)
    yield "there-already", desk


SCENES: dict[str, Scene] = {each.__name__: each for each in (duplicates, clusters, new_ones)}
