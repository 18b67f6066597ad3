"""The page of the library: its titles, found by number, name or subject."""

from cso_desk.features.hub.form import list_paper, paper
from cso_desk.features.library.form import GROUPS
from cso_desk.features.library.record import LIBRARY_TITLE
from cso_desk.widgets.controls import button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.list_page import ListPage
from cso_desk.wording import _


class LibraryPage(ListPage):
    """All titles of the library."""

    def __init__(self, host: Host) -> None:
        super().__init__(
            host,
            LIBRARY_TITLE,
            _empty,
            groups=GROUPS,
            buttons=(
                button(
                    lambda: _("Import a list…"),
                    lambda: host.import_list("library"),
                    picture="download-simple",
                ),
                button(lambda: _("Print the register"), self._print, picture="printer"),
                button(lambda: _("Add a title"), self.add, name="primary", picture="plus"),
            ),
            columns=("code", "title_km", "title_en", "kind", "number", "date_signed", "copies", "shelf"),
            export=list_paper,
        )

    def _print(self) -> None:
        from cso_desk.features.library.printing import (  # noqa: PLC0415  heavy, see MembersPage
            register_paper,
            register_workbook,
        )

        store = self.host.store
        self.host.show_paper(
            paper(
                lambda: _("Library register"),
                "library-register",
                lambda chosen: register_paper(store, chosen),
                lambda chosen: register_workbook(store, chosen),
            )
        )


def _empty(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "books",
        lambda: _("The library of the hub"),
        lambda: _(
            "Laws, decrees, reports and books that members may read and borrow. "
            "Begin with the list you keep in Excel, or add the first title by hand."
        ),
        button(
            lambda: _("Import a list…"),
            lambda: page.host.import_list("library"),
            name="primary",
            picture="download-simple",
        ),
        button(lambda: _("Add a title"), page.add, picture="plus"),
    )
