"""What organisations were called on a day: old papers print the name that was valid then."""

import re
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cso_desk.errors import UserError
from cso_desk.features.members.record import Organisation, OrganisationName
from cso_desk.features.members.service.spans import holds_on
from cso_desk.khmer.normalise import fold
from cso_desk.records.base import RecordId
from cso_desk.store.aliases import aliases, refers_to
from cso_desk.store.reading import Reading
from cso_desk.store.store import Store
from cso_desk.wording import N_, _

Earlier = Mapping[RecordId, Sequence[OrganisationName]]
"""The earlier names of organisations, the oldest first."""

_KHMER = re.compile("[\u1780-\u17b3]")
_SPACE = uuid.UUID("0c1e6d52-6f6b-5a44-9a8e-3f1b7a2f4d10")


def earlier_names(reading: Reading, organisation: str = "") -> Earlier:
    """All earlier names, or those of one organisation; in two statements."""
    table = reading.table(OrganisationName)
    only = [refers_to(table.c.organisation, organisation)] if organisation else []
    into = aliases(reading)
    found: defaultdict[RecordId, list[OrganisationName]] = defaultdict(list)
    for name in reading.all(OrganisationName, *only, order_by=[table.c.from_date, table.c.id]):
        found[into.get(name.organisation, name.organisation)].append(name)
    return found


def name_on(organisation: Organisation, day: str, earlier: Earlier) -> Organisation:
    """The organisation under the names that it had on `day` ("2026-09-30"); itself where these are today's.

    An earlier name without a last day ends where the next one begins. Where none begins after it nobody knows
    how long it held, and it is not printed. What is given back is for reading: to change it, name its id.
    """
    names = earlier.get(organisation.id, ())
    held = [each for each in names if (end := _end(each, names)) and holds_on(each.from_date, end, day)]
    if not day or not held:
        return organisation
    then = max(held, key=lambda each: (each.from_date, each.id))
    return replace(organisation, name_km=then.name_km, name_en=then.name_en, acronym=then.acronym)


def _end(name: OrganisationName, names: Sequence[OrganisationName]) -> str:
    later = [each.from_date for each in names if each.from_date > name.from_date]
    return name.to_date or min(later, default="")


def rename(
    store: Store,
    organisation: str,
    day: str,
    *,
    name_km: str = "",
    name_en: str = "",
    acronym: str = "",
    initiator: object = None,
) -> OrganisationName:
    """Give an organisation a new name and keep the one it had until `day`, its last day (ISO)."""
    if not (name_km.strip() or name_en.strip()):
        raise UserError(_("Give the institution a name in Khmer or in English."))
    with store.transaction(N_("Change the name of an institution"), initiator=initiator) as t:
        now = t.get(Organisation, organisation)
        if now is None:
            raise UserError(_("The institution is not there any more. Choose another one."))
        before = earlier_names(t, organisation).get(now.id, ())
        kept = t.add(present_name(now, before, until=day))
        t.change(now, name_km=name_km, name_en=name_en, acronym=acronym)
    return kept


def present_name(
    organisation: Organisation, before: Sequence[OrganisationName] = (), *, until: str = ""
) -> OrganisationName:
    """Today's name as an earlier one, from where the last of those `before` ends; it is not kept yet."""
    return OrganisationName(
        organisation=organisation.id,
        scope=organisation.scope,
        name_km=organisation.name_km,
        name_en=organisation.name_en,
        acronym=organisation.acronym,
        from_date=max((each.to_date for each in before), default=""),
        to_date=until,
    )


def undated_names(organisation: Organisation, names: Sequence[OrganisationName]) -> list[str]:
    """Former names of which only the text is known, as lists bring them."""
    told = {fold(text) for each in names for text in (each.name_km, each.name_en)}
    return [name for name in organisation.former_names if fold(name) not in told]


def date_former_names(store: Store, organisation: str, *, initiator: object = None) -> int:
    """Make an earlier name of every former name of which only the text is known; gives how many.

    Their days can be written then. The texts stay with the organisation too, where lists and other hubs look
    for them; the new records have the same ids wherever this is done.
    """
    with store.transaction(N_("Give former names their days"), initiator=initiator) as t:
        now = t.get(Organisation, organisation)
        if now is None:
            return 0
        names = undated_names(now, earlier_names(t, organisation).get(now.id, ()))
        for name in names:
            made = _of_text(now, name)
            if t.get(OrganisationName, made.id) is None:
                t.add(made)
            else:
                t.restore(OrganisationName, made.id)
    return len(names)


def _of_text(organisation: Organisation, name: str) -> OrganisationName:
    record = RecordId(uuid.uuid5(_SPACE, f"{organisation.id} {fold(name)}").hex)
    made = OrganisationName(id=record, organisation=organisation.id, scope=organisation.scope)
    made.name_km, made.name_en = (name, "") if _KHMER.search(name) else ("", name)
    return made
