"""The register of what was handed out, as a list in the window and on paper."""
# Drawing papers is heavy to import, and the list is open long before somebody prints.
# ruff: noqa: PLC0415

from PySide6.QtWidgets import QWidget

from cso_desk.features.hub.form import list_paper, paper
from cso_desk.features.library.form.distribution import hand_out_from
from cso_desk.features.library.record import DISTRIBUTION
from cso_desk.features.library.service.distribution import register
from cso_desk.widgets.controls import button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host, Paper
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.record_editor import Group
from cso_desk.wording import N_, _

DISTRIBUTION_GROUPS = (
    Group(
        N_("Distribution"),
        ("title", "version", "organisation", "given_on", "way", "copies", "received_by", "notes"),
    ),
)


def register_of(host: Host) -> Paper:
    """The register of what was handed out, as a paper and as a workbook."""
    from cso_desk.features.library.printing.distribution import distributions_paper, distributions_workbook

    store = host.store
    with store.reading() as reading:
        given = register(reading)
    return paper(
        lambda: _("Distribution register"),
        "distribution-register",
        lambda chosen: distributions_paper(store, given, chosen),
        lambda chosen: distributions_workbook(store, given, chosen),
    )


class DistributionList(ListPage):
    """Everything that was handed out, line by line."""

    def __init__(self, host: Host, lead: QWidget) -> None:
        super().__init__(
            host,
            DISTRIBUTION,
            _nothing_handed_out,
            groups=DISTRIBUTION_GROUPS,
            lead=lead,
            buttons=(
                button(lambda: _("Print the register"), self._print, picture="printer"),
                button(
                    lambda: _("Hand out…"),
                    lambda: hand_out_from(host),
                    name="primary",
                    picture="plus",
                    writes="data",
                ),
            ),
            columns=("given_on", "title", "version", "organisation", "way", "copies", "received_by"),
            export=list_paper,
        )

    def _print(self) -> None:
        self.host.show_paper(register_of(self.host))


def _nothing_handed_out(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "clipboard-text",
        lambda: _("Who received which paper"),
        lambda: _(
            "Hand out a title to many institutions at once, print the sheet that they sign, and see at any "
            "time who has not received it yet, or only an older version."
        ),
        button(
            lambda: _("Hand out…"),
            lambda: hand_out_from(page.host),
            name="primary",
            picture="plus",
            writes="data",
        ),
    )
