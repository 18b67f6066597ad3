"""The page of members: institutions and people, with the positions that join them."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from cso_desk.features.hub.form import list_paper
from cso_desk.features.members.form import (
    GROUP_GROUPS,
    ORGANISATION_GROUPS,
    PERSON_GROUPS,
    MemberFiguresSide,
    MissingPeople,
    compliance_cards,
    directory_list,
    members_since,
    memberships_of,
    names_and_ties,
    places_in_groups,
    positions_of,
)
from cso_desk.features.members.form.contacts import contacts_paper
from cso_desk.features.members.record import CONTACT_GROUP, ORGANISATION, PERSON
from cso_desk.features.members.service import phones_of_speakers
from cso_desk.features.members.service.papers import asked_today
from cso_desk.widgets.controls import button
from cso_desk.widgets.doubles_bar import DoublesBar
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.sides import SideSwitch
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_ORGANISATIONS, _PEOPLE, _GROUPS, _FIGURES = range(4)  # the sides of the page
_SEGMENTS_FROM = 840  # how wide the page must be for a segment of each side
_SIDE_OF = {"person": _PEOPLE, "contact_group": _GROUPS}
_TABS = {"position": 1, "membership": 2, "organisation_name": 3, "relation": 3, "compliance_year": 4}
"""On which tab of its institution a part stands; a position stands with its person."""


class MembersPage(QStackedWidget):
    """Institutions; on further sides the people, their groups, and the network in figures.

    `erase` shows what erasing a person, by id, would do.
    """

    def __init__(self, host: Host, erase: Callable[[str], object]) -> None:
        super().__init__()
        self._host, self._erase = host, erase
        self._made: dict[int, ListPage | MemberFiguresSide] = {}
        self._switches: dict[int, SideSwitch] = {}
        self._loaded = False
        self.show_side(_ORGANISATIONS)

    @property
    def organisations(self) -> ListPage:
        return self._list(_ORGANISATIONS)

    @property
    def people(self) -> ListPage:
        return self._list(_PEOPLE)

    @property
    def groups(self) -> ListPage:
        return self._list(_GROUPS)

    @property
    def figures(self) -> MemberFiguresSide:
        side = self._side(_FIGURES)
        assert isinstance(side, MemberFiguresSide)  # noqa: S101  `_make` made it so
        return side

    def show_side(self, side: int) -> None:
        """Show the institutions, people, groups or figures; a side is made when it is first looked at."""
        self.setCurrentWidget(self._side(side))

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme.px(_SEGMENTS_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for each in self._switches.values():
            each.become_narrow(self._is_narrow)

    def load(self) -> None:
        self._loaded = True
        for each in self._made.values():
            each.load()
        self._host.doubles.ask()

    def save_now(self) -> None:
        for each in self._made.values():
            each.save_now()

    def open_record(self, record: str) -> None:
        """Show an institution or a person."""
        with self._host.store.reading() as reading:
            is_person = reading.get(PERSON.record, record) is not None
        self.open_of_kind("person" if is_person else "organisation", record)

    def open_of_kind(self, kind: str, record: str) -> None:
        """Show a record of one kind; a part is shown with what it is a part of, on its tab."""
        tab = _TABS.get(kind, 0) if kind != "position" else 1
        types = self._host.store.shelves.types
        parent = types[kind].parent if kind in types else None
        if parent is not None:
            with self._host.store.reading() as reading:
                found = reading.get(types[kind].record, record)
            kind, record = parent, str(getattr(found, parent, ""))
        side = _SIDE_OF.get(kind, _ORGANISATIONS)
        self.show_side(side)
        self._list(side).open_record(record)
        if tab and record:
            self._list(side).pane.open_tab(tab)

    def _list(self, side: int) -> ListPage:
        made = self._side(side)
        assert isinstance(made, ListPage)  # noqa: S101  every side but the figures is one
        return made

    def _side(self, side: int) -> ListPage | MemberFiguresSide:
        if side not in self._made:
            make = (self._make_organisations, self._make_people, self._make_groups, self._make_figures)
            made = self._made[side] = make[side]()
            self.addWidget(made)
            if self._loaded:
                made.load()
        return self._made[side]

    def _make_organisations(self) -> ListPage:
        return ListPage(
            self._host,
            ORGANISATION,
            _no_organisations,
            groups=ORGANISATION_GROUPS,
            tabs=(
                (lambda: _("People"), lambda: positions_of(self._host, "organisation")),
                (lambda: _("Membership"), lambda: memberships_of(self._host)),
                (lambda: _("Names and ties"), lambda: names_and_ties(self._host)),
                (lambda: _("Compliance"), lambda: compliance_cards(self._host)),
            ),
            buttons=self._buttons(
                lambda: self.organisations,
                lambda: _("Add an institution"),
                button(lambda: _("Print the directory"), self.print_directory, picture="printer"),
            ),
            columns=("name_km", "name_en", "kind", "place", "phones", "code"),
            borrow={
                "phones": self._phones,
                "member_since": lambda ids: members_since(self._host.store, ids),
            },
            export=contacts_paper,
            lead=self._switch(_ORGANISATIONS),
            tidings=DoublesBar(self._host, "organisation"),
        )

    def _make_people(self) -> ListPage:
        return ListPage(
            self._host,
            PERSON,
            _no_people,
            groups=PERSON_GROUPS,
            tabs=(
                (lambda: _("Positions"), lambda: positions_of(self._host, "person")),
                (lambda: _("Groups"), lambda: places_in_groups(self._host, "person")),
            ),
            buttons=self._buttons(lambda: self.people, lambda: _("Add a person")),
            columns=("name_km", "name_en", "sex", "phones", "place", "code"),
            export=contacts_paper,
            actions=lambda: (
                button(
                    lambda: _("Erase this person…"),
                    self.erase_shown,
                    name="flat",
                    picture="trash",
                    writes="decision",
                ),
            ),
            lead=self._switch(_PEOPLE),
            tidings=DoublesBar(self._host, "person"),
        )

    def _make_groups(self) -> ListPage:
        return ListPage(
            self._host,
            CONTACT_GROUP,
            _no_groups,
            groups=GROUP_GROUPS,
            tabs=(
                (lambda: _("Who is in it"), lambda: places_in_groups(self._host, "contact_group")),
                (lambda: _("Not in it yet"), lambda: MissingPeople(self._host)),
            ),
            buttons=(
                button(
                    lambda: _("Add a group"), self._add_group, name="primary", picture="plus", writes="data"
                ),
            ),
            columns=("name_km", "name_en", "kind", "owner", "code"),
            export=list_paper,
            lead=self._switch(_GROUPS),
        )

    def _add_group(self) -> None:
        self.groups.add()

    def _make_figures(self) -> MemberFiguresSide:
        return MemberFiguresSide(self._host, self._switch(_FIGURES))

    def _phones(self, organisations: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Institutions without a number of their own are reached through whoever speaks for them."""
        return phones_of_speakers(self._host.store, organisations)

    def _switch(self, side: int) -> QWidget:
        says = (
            lambda: _("Institutions"),
            lambda: _("People"),
            lambda: _("Groups"),
            lambda: _("Papers"),
        )
        made = self._switches[side] = SideSwitch(says, side, self.show_side)
        made.become_narrow(self._is_narrow)
        return made

    def _buttons(
        self, page: Callable[[], ListPage], say_add: Callable[[], str], *more: QPushButton
    ) -> tuple[QPushButton, ...]:
        return (
            button(
                lambda: _("Import a list…"),
                lambda: self._host.import_list("members"),
                picture="download-simple",
                writes="data",
            ),
            *more,
            button(say_add, lambda: page().add(), name="primary", picture="plus", writes="data"),
        )

    def erase_shown(self) -> None:
        """Show what erasing the person beside the list would do."""
        shown = self.people.pane.record
        if shown is not None:
            self.people.save_now()
            self._erase(shown.id)

    def print_directory(self) -> None:
        """Show the directory as it will be printed."""
        self._host.show_paper(directory_list(self._host.store, asked_today()))


def _no_organisations(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "users-three",
        lambda: _("The members of the network"),
        lambda: _(
            "Institutions, their people and how to reach them: for invitations, attendance sheets and the "
            "directory. Begin with the list you keep in Excel, or add the first institution by hand."
        ),
        button(
            lambda: _("Import a list…"),
            lambda: page.host.import_list("members"),
            name="primary",
            picture="download-simple",
            writes="data",
        ),
        button(lambda: _("Add an institution"), page.add, picture="plus", writes="data"),
    )


def _no_people(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "user",
        lambda: _("People"),
        lambda: _(
            "Everybody who comes to meetings or speaks for an institution, entered once. "
            "A list of members brings its people along; others are added here."
        ),
        button(lambda: _("Add a person"), page.add, name="primary", picture="plus", writes="data"),
    )


def _no_groups(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "chats-circle",
        lambda: _("Groups"),
        lambda: _(
            "Telegram groups, mailing lists, working groups and boards. "
            "You see who is not in one yet, and have the words that invite them."
        ),
        button(lambda: _("Add a group"), page.add, name="primary", picture="plus", writes="data"),
    )
