"""What a list of people or institutions shows, also as vCards for a telephone."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from cso_desk.errors import UserError
from cso_desk.features.hub.form import list_paper
from cso_desk.features.members.record import Organisation, Person
from cso_desk.widgets.host import Paper
from cso_desk.wording import _, ngettext

if TYPE_CHECKING:
    from cso_desk.widgets.list_page import ListPage


def contacts_paper(page: "ListPage") -> Paper:
    """The paper of a list, with its rows as vCards too; only those who agreed to be shared are in them."""
    rows, store = page.model.snapshot(only=page.chosen()), page.host.store
    record = Organisation if page.kind.record is Organisation else Person
    paper = list_paper(page)
    if record is Organisation and "phones" in page.table.shown_columns():
        from cso_desk.features.members.printing.speakers import speakers_beside  # noqa: PLC0415  heavy

        # A telephone that is the representative's must not come back as that of the institution.
        paper = list_paper(page, ("phones",), speakers_beside(store))
    left_out = [0]

    def make(language: str, suffix: str, progress: Callable[[int, int], None]) -> bytes:
        if suffix != "vcf":
            return paper.make(language, suffix, progress)
        from cso_desk.features.members.printing.contacts import contact_cards  # noqa: PLC0415  heavy

        ids = {each.id for records, _titles in rows() for each in records}
        text, count, left_out[0] = contact_cards(
            store, record, ids, language="en" if language == "en" else "km"
        )
        if not count:
            raise UserError(
                _(
                    "Nobody in this list agreed to be shared, so there is nothing to save as vCard. Tick "
                    "“Agrees to be shared with the network” for those who do."
                )
            )
        return text.encode()

    def remark(suffix: str) -> str:
        if suffix != "vcf" or not left_out[0]:
            return ""
        return ngettext(
            "{count} did not agree to be shared and is left out.",
            "{count} did not agree to be shared and are left out.",
            left_out[0],
        )

    return replace(paper, make=make, suffixes=(*paper.suffixes, "vcf"), remark=remark)
