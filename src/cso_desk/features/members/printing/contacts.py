"""People and institutions as vCards: only those who agreed to be shared leave the hub."""

from collections.abc import Collection
from datetime import date

from cso_desk.documents.bilingual import Speech
from cso_desk.documents.vcard import Contact, Version, vcards
from cso_desk.features.hub.printing import on_one_line, place_on
from cso_desk.features.members.record import Organisation, Person, Position
from cso_desk.features.members.service import may_leave
from cso_desk.features.members.service.spans import holds_on
from cso_desk.records.base import Record, RecordId
from cso_desk.store.aliases import is_shown
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store


def contact_cards(
    store: Store,
    record: type[Organisation] | type[Person],
    ids: Collection[str] | None = None,
    *,
    language: str = "km",
    version: Version = "3.0",
) -> tuple[str, int, int]:
    """The text of a .vcf file, how many cards it has, and how many records did not agree to leave the hub.

    `ids` are the records that are wanted, None: all of the type.
    """
    today = date.today().isoformat()  # noqa: DTZ011  the day on the wall
    speech = Speech(language)
    with store.reading() as reading:
        everybody = reading.all(record, is_shown(reading.table(record).c.id))
        wanted = [each for each in everybody if ids is None or each.id in ids]
        free = [each for each in wanted if may_leave(each)]
        jobs = _jobs(reading, today) if record is Person else {}
    contacts = [_contact(each, jobs.get(each.id), speech) for each in free]
    return vcards(contacts, version), len(free), len(wanted) - len(free)


def _jobs(reading: Reading, day: str) -> dict[RecordId, tuple[Position, Organisation]]:
    """What each person is on `day`, the latest position where there are several."""
    bodies = {each.id: each for each in reading.all(Organisation)}
    table = reading.table(Position)
    held = reading.all(Position, order_by=[table.c.from_date, table.c.id])
    return {
        each.person: (each, bodies[each.organisation])
        for each in held
        if each.organisation in bodies and holds_on(each.from_date, each.to_date, day)
    }


def _contact(record: Record, job: tuple[Position, Organisation] | None, speech: Speech) -> Contact:
    if isinstance(record, Organisation):
        address = on_one_line(speech.pick(record.address_km, record.address_en))
        return Contact(
            uid=record.id, name_km=record.name_km, name_en=record.name_en, is_organisation=True,
            code=record.code, acronym=record.acronym, phones=record.phones, email=record.email,
            website=record.website, telegram=record.telegram, address=address,
            place=on_one_line(place_on(speech, record.place)),
        )  # fmt: skip
    assert isinstance(record, Person)  # noqa: S101  there are only these two
    position, body = job or (None, None)
    return Contact(
        uid=record.id, name_km=record.name_km, name_en=record.name_en, code=record.code, sex=record.sex,
        honorific=record.honorific, phones=record.phones, email=record.email, telegram=record.telegram,
        place=on_one_line(place_on(speech, record.place)),
        title=on_one_line(speech.pick(position.title_km, position.title_en)) if position else "",
        organisation_km=body.name_km if body else "", organisation_en=body.name_en if body else "",
    )  # fmt: skip
