"""What the hub says of itself on its papers, and what it asks of people at its meetings."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import Record
from cso_desk.records.kinds import Choice, Number, Phones, Tags, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_

ASKED = {
    "youth": N_("Youth"),
    "disability": N_("Disability"),
    "minority": N_("Ethnic minority"),
    "id_poor": N_("ID-Poor"),
    "photo_consent": N_("Agrees to photographs"),
    "name_en": N_("Name in Latin letters"),
    "place": N_("Commune and district"),
}
"""What may be asked of people beyond name, sex, position and institution. Never compulsory."""

YOUTH = (15, 30)
"""The youngest and the oldest age of youth where a hub has not said otherwise: the national youth policy."""

LENDING = (14, 1, 3)
"""Days, renewals and books at once where a hub has not said otherwise."""

NUMBERING = {"hub": N_("One series of numbers for the hub"), "series": N_("Each meeting series its own")}


@dataclass(kw_only=True, slots=True)
class HubProfile(Record):
    """One hub. `hub` is its province code, "00" for the national hub."""

    hub: Annotated[str, Text(N_("Hub code"), typed=False)] = ""
    name_km: Annotated[str, Text(N_("Name in Khmer"), both=N_("Name"), searched=True)] = ""
    name_en: Annotated[str, Text(N_("Name in English"), searched=True)] = ""
    abbreviation: Annotated[str, Text(N_("Abbreviation"), searched=True)] = ""
    logo_text: Annotated[str, Text(N_("Text in place of a logo"))] = ""
    logo: Annotated[str, Text(N_("Logo"), typed=False)] = ""
    motto_km: Annotated[str, Text(N_("Motto in Khmer"), both=N_("Motto"))] = ""
    motto_en: Annotated[str, Text(N_("Motto in English"))] = ""
    footer_km: Annotated[str, Text(N_("Foot of papers in Khmer"), both=N_("Foot of papers"), long=True)] = ""
    footer_en: Annotated[str, Text(N_("Foot of papers in English"), long=True)] = ""
    address_km: Annotated[str, Text(N_("Address in Khmer"), both=N_("Address"), long=True)] = ""
    address_en: Annotated[str, Text(N_("Address in English"), long=True)] = ""
    phones: Annotated[tuple[str, ...], Phones(N_("Phone numbers"))] = ()
    email: Annotated[str, Text(N_("E-mail"))] = ""
    website: Annotated[str, Text(N_("Website"))] = ""
    youth_from: Annotated[int | None, Number(N_("Youth from age"))] = None
    youth_to: Annotated[int | None, Number(N_("Youth to age"))] = None
    asked: Annotated[tuple[str, ...], Tags(N_("Asked on attendance sheets"), ASKED, free=False)] = ()
    decision_numbering: Annotated[str, Choice(N_("Numbers of decisions"), NUMBERING)] = "hub"
    loan_days: Annotated[int | None, Number(N_("Books are lent for how many days"))] = None
    loan_renewals: Annotated[int | None, Number(N_("How often a loan is renewed"))] = None
    loan_items: Annotated[int | None, Number(N_("Books lent to one person at once"))] = None
    retain_years: Annotated[
        int | None, Number(N_("Years after which people nobody met are suggested"), typed=False)
    ] = None


def _title(hub: HubProfile) -> tuple[str, str]:
    return hub.name_km, hub.name_en


HUB_PROFILE = RecordType(
    name="hub_profile",
    record=HubProfile,
    label=N_("Hub"),
    plural=N_("Hubs"),
    columns=("hub", "name_km", "name_en", "abbreviation"),
    title=_title,
)
