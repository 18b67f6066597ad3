"""What the law asks of an association or NGO each year, and when it was handed in."""

from dataclasses import dataclass
from typing import Annotated

from cso_desk.records.base import NOBODY, Record, RecordId
from cso_desk.records.kinds import Date, Files, Number, Reference, StoredFile, Text
from cso_desk.records.record_type import RecordType
from cso_desk.wording import N_


@dataclass(kw_only=True, slots=True)
class ComplianceYear(Record):
    """The compliance card of an organisation for one year. `year` is the year on which is reported.

    The law on associations and NGOs asks for the reports of a year by the end of February of the next one,
    and for a notice of the bank account; the certificate of good practice (GPP) is voluntary and runs out.
    """

    organisation: Annotated[RecordId, Reference(N_("Institution"), to="organisation")] = NOBODY
    year: Annotated[int | None, Number(N_("Year reported on"))] = None
    activity_report_on: Annotated[str, Date(N_("Activity report handed in on"))] = ""
    finance_report_on: Annotated[str, Date(N_("Finance report handed in on"))] = ""
    bank_notice_on: Annotated[str, Date(N_("Bank account told on"))] = ""
    gpp_number: Annotated[str, Text(N_("GPP certificate number"))] = ""
    gpp_until: Annotated[str, Date(N_("GPP certificate valid until"))] = ""
    files: Annotated[tuple[StoredFile, ...], Files(N_("Files"))] = ()
    notes: Annotated[str, Text(N_("Notes"), long=True)] = ""


COMPLIANCE_YEAR = RecordType(
    name="compliance_year",
    record=ComplianceYear,
    label=N_("Compliance card"),
    plural=N_("Compliance cards"),
    columns=("organisation", "year", "activity_report_on", "finance_report_on", "gpp_until"),
    title=lambda card: (str(card.year or ""), str(card.year or "")),
    parent="organisation",
    dates=("activity_report_on", "finance_report_on", "bank_notice_on", "gpp_until"),
)
