"""The page of the library: its titles, found by number, name or subject."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cso_desk.features.hub.form import paper
from cso_desk.features.library.form import (
    TITLE_GROUPS,
    VERSION_GROUPS,
    WAITING_GROUPS,
    CopiesTab,
    LoanDesk,
)
from cso_desk.features.library.form.distribution import hand_out_from
from cso_desk.features.library.form.distribution_list import DistributionList
from cso_desk.features.library.form.file_drop import FileDrop, add_files, ask_files
from cso_desk.features.library.form.labels import labelled_in, labels_in_window
from cso_desk.features.library.form.links import LinksTab, status_today
from cso_desk.features.library.form.received import ReceivedTab
from cso_desk.features.library.form.search_side import SearchSide, open_page
from cso_desk.features.library.form.sets import Holdings, SetList, set_of_list
from cso_desk.features.library.form.title_columns import copies_counted
from cso_desk.features.library.form.title_files import TitleFiles
from cso_desk.features.library.form.titles_paper import titles_paper
from cso_desk.features.library.record import LIBRARY_TITLE, TITLE_VERSION, WAITING_READER, SetPromise
from cso_desk.store.borrowed import Counted
from cso_desk.widgets.controls import button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.record_pane import RecordPane
from cso_desk.widgets.related import RelatedRecords
from cso_desk.widgets.sided_page import SidedPage, SideMaker
from cso_desk.wording import _

TITLES_SIDE, SEARCH_SIDE, LENDING_SIDE, DISTRIBUTION_SIDE, SETS_SIDE = range(5)
SIDES = {
    "titles": TITLES_SIDE,
    "search": SEARCH_SIDE,
    "lending": LENDING_SIDE,
    "distribution": DISTRIBUTION_SIDE,
    "sets": SETS_SIDE,
}
"""The sides of the page by the names by which other pages open them."""

_SEGMENTS_FROM = 1040  # how wide the page must be for a segment of each side
_SIDE_OF = {"distribution": DISTRIBUTION_SIDE, "library_set": SETS_SIDE}
_TAB_OF = {"title_version": 1, "title_link": 2, "library_copy": 4, "waiting_reader": 6}


class LibraryPage(SidedPage):
    """The titles; on further sides what is done with them."""

    def __init__(self, host: Host, holdings: Holdings = lambda _groups: ()) -> None:
        self._host = host
        sides: tuple[SideMaker, ...] = (
            (lambda: _("Titles"), lambda lead: TitleList(host, lead)),
            (lambda: _("In the files"), lambda lead: SearchSide(host, lead, partial(open_page, host))),
            (lambda: _("Copies and loans"), lambda lead: LoanDesk(host, lead)),
            (lambda: _("Distribution"), lambda lead: DistributionList(host, lead)),
            (lambda: _("Sets"), lambda lead: SetList(host, lead, holdings)),
        )
        super().__init__(sides, _SEGMENTS_FROM)

    @property
    def titles(self) -> "TitleList":
        """The side with the list of titles."""
        made = self.side(TITLES_SIDE)
        assert isinstance(made, TitleList)  # noqa: S101  it was made so
        return made

    @property
    def lending(self) -> LoanDesk:
        """The side at which books go out and come back."""
        made = self.side(LENDING_SIDE)
        assert isinstance(made, LoanDesk)  # noqa: S101  see above
        return made

    @property
    def search(self) -> SearchSide:
        """The side on which the files are searched."""
        made = self.side(SEARCH_SIDE)
        assert isinstance(made, SearchSide)  # noqa: S101  see above
        return made

    @property
    def pane(self) -> RecordPane:
        """The title beside the list."""
        return self.titles.pane

    def add(self) -> None:
        """Add a title."""
        self.show_side(TITLES_SIDE)
        self.titles.add()

    def open_record(self, record: str) -> None:
        """Show a title, or a side by its name; "letters" are those about overdue books."""
        if record == "letters":
            self.show_side(LENDING_SIDE)
            self.lending.print_letters()
        elif record in SIDES:
            self.show_side(SIDES[record])
        else:
            self.open_of_kind("library_title", record)

    def open_of_kind(self, kind: str, record: str) -> None:
        """Show a title; what belongs to a title is shown with it, on its tab."""
        if kind == "set_promise":
            with self._host.store.reading() as reading:
                promise = reading.get(SetPromise, record)
            kind, record = "library_set", promise.library_set if promise else ""
        if kind in _SIDE_OF:
            self.show_side(_SIDE_OF[kind])
            self.list_side(_SIDE_OF[kind]).open_record(record)
            return
        if kind == "loan":
            self.show_side(LENDING_SIDE)
            self.lending.open_loan(record)
            return
        if kind != "library_title":
            with self._host.store.reading() as reading:
                found = reading.get(self._host.store.shelves.types[kind].record, record)
            record = getattr(found, "title", "")
        self.show_side(TITLES_SIDE)
        if record:
            self.titles.open_record(record)
            self.pane.open_tab(_TAB_OF.get(kind, 0))


class TitleList(ListPage):
    """All titles of the library, and for each its versions and its links."""

    def __init__(self, host: Host, lead: QWidget) -> None:
        super().__init__(
            host,
            LIBRARY_TITLE,
            _empty,
            groups=TITLE_GROUPS,
            tabs=(
                (
                    lambda: _("Versions"),
                    lambda: RelatedRecords(host, TITLE_VERSION, "title", groups=VERSION_GROUPS),
                ),
                (lambda: _("Links"), lambda: LinksTab(host)),
                (lambda: _("Files"), lambda: TitleFiles(host)),
                (lambda: _("Copies"), lambda: CopiesTab(host)),
                (lambda: _("Handed out"), lambda: ReceivedTab(host)),
                (
                    lambda: _("Waiting list"),
                    lambda: RelatedRecords(host, WAITING_READER, "title", groups=WAITING_GROUPS),
                ),
            ),
            lead=lead,
            buttons=(
                button(
                    lambda: _("Import a list…"),
                    lambda: host.import_list("library"),
                    picture="download-simple",
                    writes="data",
                ),
                button(
                    lambda: _("Add files…"), lambda: ask_files(host, self), picture="paperclip", writes="data"
                ),
                button(lambda: _("Print the register"), self._print, picture="printer"),
                button(lambda: _("Make a set"), lambda: set_of_list(self), picture="stack", writes="data"),
                button(lambda: _("Add a title"), self.add, name="primary", picture="plus", writes="data"),
            ),
            columns=(
                "code",
                "title_km",
                "title_en",
                "kind",
                "number",
                "status",
                "date_signed",
                "copies",
                "shelf",
            ),
            borrow={
                "status": lambda ids: status_today(host.store, ids),
                "copies": Counted(lambda ids: copies_counted(host.store, ids)),
            },
            for_selected=(
                button(lambda: _("Labels"), self.print_labels, name="flat", picture="tag"),
                button(
                    lambda: _("Hand out…"), self.hand_out, name="flat", picture="handshake", writes="data"
                ),
            ),
            export=titles_paper,
        )
        FileDrop(self, lambda paths: add_files(host, paths))

    def print_labels(self) -> None:
        """Show labels for the copies of the titles that are selected."""
        store = self.host.store
        with store.reading() as reading:
            labelled = labelled_in(reading, self.chosen())
        if labelled:
            self.host.show_paper(labels_in_window(store, labelled))
        else:
            self.host.notify(_("No copy of these titles has a number yet. Open a title and add its copies."))

    def hand_out(self) -> None:
        """Hand out the titles that are selected."""
        hand_out_from(self.host, sorted(self.chosen()))

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
            writes="data",
        ),
        button(lambda: _("Add a title"), page.add, picture="plus", writes="data"),
    )
