"""Who is in a group and who is not in it yet, and the words that invite them."""

from dataclasses import dataclass

from sqlalchemy import select

from cso_desk.errors import UserError
from cso_desk.features.hub.service import profile_in
from cso_desk.features.members.record import (
    ContactGroup,
    GroupMembership,
    Organisation,
    Person,
    Position,
)
from cso_desk.features.members.service.directory import DirectoryRow, directory_in
from cso_desk.features.members.service.memberships import is_member_on, own_memberships
from cso_desk.features.members.service.spans import holds_on
from cso_desk.khmer.digits import to_khmer_digits
from cso_desk.khmer.phones import show_phone
from cso_desk.khmer.sorting import sort_key
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import aliases, is_shown
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import N_, _, words


@dataclass(frozen=True)
class Missing:
    """Somebody who should be in a group; without `person` an institution of which nobody is known."""

    organisation: Organisation | None
    person: Person | None
    position: Position | None

    @property
    def phones(self) -> tuple[str, ...]:
        own = self.person.phones if self.person else ()
        return own or (self.organisation.phones if self.organisation else ())


def people_in(reading: Reading, group: str, day: str) -> tuple[set[RecordId], set[RecordId]]:
    """The people who are in a group on `day` (ISO), and the institutions for which they are in it.

    Where it was not said for which, it is for every institution in which the person holds a position.
    """
    table, positions = reading.table(GroupMembership), reading.table(Position)
    into = aliases(reading)
    places = [
        each
        for each in reading.all(GroupMembership, table.c.contact_group == group)
        if holds_on(each.since, each.until, day)
    ]
    people = {into.get(each.person, each.person) for each in places}
    bodies = {into.get(each.organisation, each.organisation) for each in places if each.organisation}
    open_ones = {into.get(each.person, each.person) for each in places if not each.organisation}
    hats = reading.rows(
        select(
            positions.c.person, positions.c.organisation, positions.c.from_date, positions.c.to_date
        ).where(positions.c.deleted == 0)
    )
    for person, body, since, until in hats:
        if into.get(person, person) in open_ones and holds_on(since, until, day):
            bodies.add(into.get(body, body))
    return people, bodies


def missing_from(reading: Reading, group: ContactGroup, day: str) -> list[Missing]:
    """Who should be in a group on `day` (ISO) and is not, in the order of a dictionary.

    Members are expected; where the hub knows of no membership every institution. The number of statements is
    fixed.
    """
    people, bodies = people_in(reading, group.id, day)
    if group.expected == "people":
        return _people_missing(reading, people, day)
    rows, own = directory_in(reading, day), own_memberships(reading)
    rows = [row for row in rows if is_member_on(row.organisation, own, day)] or rows
    if group.expected == "institutions":
        return [_missing(row) for row in rows if row.organisation.id not in bodies]
    return [
        _missing(row)
        for row in rows
        if (row.person.id not in people if row.person else row.organisation.id not in bodies)
    ]


def _missing(row: DirectoryRow) -> Missing:
    return Missing(row.organisation, row.person, row.position)


def _people_missing(reading: Reading, people: set[RecordId], day: str) -> list[Missing]:
    table, positions, bodies = (reading.table(each) for each in (Person, Position, Organisation))
    into = aliases(reading)
    known = {each.id: each for each in reading.all(Organisation, is_shown(bodies.c.id))}
    hats: dict[RecordId, Position] = {}
    for each in reading.all(Position, order_by=[positions.c.from_date, positions.c.id]):
        if holds_on(each.from_date, each.to_date, day):
            hats[into.get(each.person, each.person)] = each
    found = []
    for person in reading.all(Person, is_shown(table.c.id)):
        if person.id not in people:
            hat = hats.get(person.id)
            body = known.get(into.get(hat.organisation, hat.organisation)) if hat else None
            found.append(Missing(body, person, hat))
    return sorted(found, key=lambda each: sort_key(_called(each.person)))


def _called(person: Person | None) -> str:
    return (person.name_km or person.name_en) if person else ""


def put_into(
    store: Store, group: str, people: dict[str, str], day: str, *, initiator: object = None
) -> list[GroupMembership]:
    """Put people into a group from `day` (ISO) on; `people` gives for each the institution or "".

    Who is in it already is left alone.
    """
    with store.transaction(N_("Put people into a group"), initiator=initiator) as t:
        now = t.get(ContactGroup, group)
        if now is None:
            raise UserError(_("The group is not there any more. Choose another one."))
        inside, _bodies = people_in(t, group, day)
        return [
            t.add(
                GroupMembership(
                    contact_group=now.id,
                    person=RecordId(person),
                    organisation=RecordId(body),
                    since=day,
                    scope=now.scope,
                )
            )
            for person, body in people.items()
            if person not in inside
        ]


def invitation(store: Store, group: ContactGroup, language: str = "km") -> str:
    """Words to be pasted into a message: what the group is for, how to get in, whom to ask."""
    say = words(language)
    with store.reading() as reading:
        hub = profile_in(reading, store.hub, store.abbreviation)
        owner = reading.get(Person, group.owner) if group.owner else None
    lines = [
        say("Dear members,"),
        say(
            "{hub} invites you to join “{group}”.",
            hub=say.pick(hub.name_km, hub.name_en) or hub.abbreviation,
            group=say.pick(group.name_km, group.name_en),
        ),
        say.pick(group.purpose_km, group.purpose_en),
        say("To join, press this link: {link}", link=group.link) if _is_address(group.link) else "",
        say("To join, write to: {address}", address=group.link) if _is_mail(group.link) else "",
        _whom_to_ask(owner, language),
        say("With thanks."),
    ]
    return "\n".join(line for line in lines if line)


def _is_mail(link: str) -> bool:
    return "@" in link and "/" not in link


def _is_address(link: str) -> bool:
    return bool(link.strip()) and not _is_mail(link)


def _whom_to_ask(owner: Person | None, language: str) -> str:
    if owner is None:
        return ""
    say = words(language)
    name, phones = say.pick(owner.name_km, owner.name_en), [show_phone(each) for each in owner.phones[:1]]
    if not phones:
        return say("Questions: {name}.", name=name)
    phone = to_khmer_digits(phones[0]) if language == "km" else phones[0]
    return say("Questions: {name}, telephone {phone}.", name=name, phone=phone)
