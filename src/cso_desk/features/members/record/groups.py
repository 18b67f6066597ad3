"""Groups of people: working groups, boards, mailing lists and channels, and who is in them."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import Choice, Date, Reference, Text
from cso_desk.records.record_type import ABOUT, Personal, RecordType
from cso_desk.wording import N_

GROUP_KINDS = {
    "telegram": N_("Telegram group"),
    "whatsapp": N_("WhatsApp group"),
    "mailing_list": N_("Mailing list"),
    "working_group": N_("Working group"),
    "board": N_("Board or committee"),
    "other": N_("Other"),
}

EXPECTED = {
    "representatives": N_("The representative of every member"),
    "institutions": N_("Somebody of every member"),
    "people": N_("Everybody we know"),
}
"""Who should be in a group."""

GROUP_ROLES = {
    "member": N_("Group member"),
    "chair": N_("Chair of the group"),
    "secretary": N_("Secretary of the group"),
    "administrator": N_("Looks after the channel"),
}


@dataclass(kw_only=True, slots=True)
class ContactGroup(Record):
    """People who meet or write to each other. `link` is the address that lets people in."""

    name_km: Annotated[str, Text(N_("Name in Khmer"), both=N_("Name"), searched=True)] = ""
    name_en: Annotated[str, Text(N_("Name in English"), searched=True)] = ""
    kind: Annotated[str, Choice(N_("Kind of group"), GROUP_KINDS)] = ""
    expected: Annotated[str, Choice(N_("Who should be in it"), EXPECTED)] = "representatives"
    link: Annotated[str, Text(N_("Invitation link or address"))] = ""
    owner: Annotated[RecordId, Reference(N_("Looked after by"), to="person")] = NOBODY
    purpose_km: Annotated[str, Text(N_("Purpose in Khmer"), both=N_("Purpose"), long=True)] = ""
    purpose_en: Annotated[str, Text(N_("Purpose in English"), long=True)] = ""
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


@dataclass(kw_only=True, slots=True)
class GroupMembership(Record):
    """That a person is in a group, perhaps for an organisation, from one day to another."""

    contact_group: Annotated[RecordId, Reference(N_("Group"), to="contact_group")] = NOBODY
    person: Annotated[RecordId, Reference(N_("Person"), to="person")] = NOBODY
    organisation: Annotated[RecordId, Reference(N_("For which institution"), to="organisation")] = NOBODY
    role: Annotated[str, Choice(N_("Role in the group"), GROUP_ROLES)] = "member"
    since: Annotated[str, Date(N_("Since"))] = ""
    until: Annotated[str, Date(N_("Until"))] = ""


def _name(group: ContactGroup) -> tuple[str, str]:
    return group.name_km, group.name_en


CONTACT_GROUP = RecordType(
    name="contact_group",
    record=ContactGroup,
    label=N_("Group"),
    plural=N_("Groups"),
    columns=("code", "name_km", "name_en", "kind", "expected"),
    title=_name,
    letter="G",
    called=("name_km", "name_en"),
)
GROUP_MEMBERSHIP = RecordType(
    name="group_membership",
    record=GroupMembership,
    label=N_("Place in a group"),
    plural=N_("Places in groups"),
    columns=("person", "organisation", "role", "since", "until"),
    title=lambda _place: ("", ""),
    parent="contact_group",
    dates=("since", "until"),
    personal=Personal("person", ABOUT | {"person", "contact_group"}, until="until"),
)
