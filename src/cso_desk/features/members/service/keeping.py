"""Adds organisations, people and positions, and moves them where those may see them who should."""

from cso_desk.errors import UserError
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.records.base import NETWORK
from cso_desk.store.store import Store
from cso_desk.wording import N_, _


def add_organisation(store: Store, organisation: Organisation, *, initiator: object = None) -> Organisation:
    """Keep a new organisation; with its consent the whole network may hold it."""
    if not (organisation.name_km.strip() or organisation.name_en.strip()):
        raise UserError(_("Give the institution a name in Khmer or in English."))
    with store.transaction(N_("Add institution"), initiator=initiator) as t:
        return t.add(organisation)


def add_person_with_position(
    store: Store, person: Person, position: Position | None = None, *, initiator: object = None
) -> tuple[Person, Position | None]:
    """Keep a new person and, where given, the position the person holds; `position.person` is filled in."""
    if not (person.name_km.strip() or person.name_en.strip()):
        raise UserError(_("Give the person a name in Khmer or in Latin letters."))
    with store.transaction(N_("Add person"), initiator=initiator) as t:
        t.add(person)
        if position is None:
            return person, None
        organisation = t.get(Organisation, position.organisation)
        if organisation is None:
            raise UserError(_("Choose the institution in which the person holds the position."))
        shared = person.scope == organisation.scope == NETWORK
        position.person, position.scope = person.id, NETWORK if shared else ""
        return person, t.add(position)


def end_position(store: Store, position: Position, on: str, *, initiator: object = None) -> None:
    """The person leaves the position; `on` is the last day, in ISO form."""
    if position.from_date and on < position.from_date[: len(on)]:
        raise UserError(_("The position cannot end before it began. Correct the date."))
    with store.transaction(N_("End a position"), initiator=initiator) as t:
        t.change(position, to_date=on)


def set_consent(
    store: Store, record: Organisation | Person, consent: bool, *, initiator: object = None
) -> None:
    """Share an organisation or a person with the network, or take it back to this hub.

    What other hubs hold already goes into their trash when they next receive a bundle.
    """
    label = N_("Share with the network") if consent else N_("Stop sharing with the network")
    with store.transaction(label, initiator=initiator) as t:
        t.change(record, consent=consent)
