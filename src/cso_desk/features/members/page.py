"""The page of members: institutions and people, with the positions that join them."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from cso_desk.features.hub.form import list_paper, paper
from cso_desk.features.members.form import (
    ORGANISATION_GROUPS,
    PERSON_GROUPS,
    POSITIONS_OF_ORGANISATION,
    POSITIONS_OF_PERSON,
)
from cso_desk.features.members.record import ORGANISATION, PERSON, POSITION
from cso_desk.features.members.service import phones_of_speakers
from cso_desk.widgets.controls import button, segments
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.related import RelatedRecords
from cso_desk.wording import _

_ORGANISATIONS, _PEOPLE = 0, 1  # the sides of the page


class MembersPage(QStackedWidget):
    """Institutions, and on the other side the people."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self._made: dict[int, ListPage] = {}
        self._loaded = False
        self.show_side(_ORGANISATIONS)

    @property
    def organisations(self) -> ListPage:
        return self._side(_ORGANISATIONS)

    @property
    def people(self) -> ListPage:
        return self._side(_PEOPLE)

    def show_side(self, side: int) -> None:
        """Show the institutions or the people; a side is made when it is first looked at."""
        self.setCurrentWidget(self._side(side))

    def load(self) -> None:
        self._loaded = True
        for each in self._made.values():
            each.load()

    def save_now(self) -> None:
        for each in self._made.values():
            each.save_now()

    def open_record(self, record: str) -> None:
        """Show an institution or a person."""
        with self._host.store.reading() as reading:
            is_person = reading.get(PERSON.record, record) is not None
        self.open_of_kind("person" if is_person else "organisation", record)

    def open_of_kind(self, kind: str, record: str) -> None:
        """Show a record of one kind; a position shows its person."""
        if kind == "position":
            with self._host.store.reading() as reading:
                position = reading.get(POSITION.record, record)
            kind, record = "person", position.person if position else ""  # type: ignore[attr-defined]
        side = _PEOPLE if kind == "person" else _ORGANISATIONS
        self.show_side(side)
        self._side(side).open_record(record)

    def _side(self, side: int) -> ListPage:
        if side not in self._made:
            made = self._made[side] = self._make_people() if side == _PEOPLE else self._make_organisations()
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
            tabs=((lambda: _("People"), lambda: _positions(self._host, "organisation")),),
            buttons=self._buttons(lambda: self.organisations, lambda: _("Add an institution")),
            columns=("name_km", "name_en", "kind", "place", "phones", "code"),
            borrow={"phones": self._phones},
            export=list_paper,
            lead=self._switch(_ORGANISATIONS),
        )

    def _make_people(self) -> ListPage:
        return ListPage(
            self._host,
            PERSON,
            _no_people,
            groups=PERSON_GROUPS,
            tabs=((lambda: _("Positions"), lambda: _positions(self._host, "person")),),
            buttons=self._buttons(lambda: self.people, lambda: _("Add a person")),
            columns=("name_km", "name_en", "sex", "phones", "place", "code"),
            export=list_paper,
            lead=self._switch(_PEOPLE),
        )

    def _phones(self, organisations: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Institutions without a number of their own are reached through whoever speaks for them."""
        return phones_of_speakers(self._host.store, organisations)

    def _switch(self, side: int) -> QWidget:
        return segments((lambda: _("Institutions"), lambda: _("People")), side, self.show_side)

    def _buttons(self, page: Callable[[], ListPage], say_add: Callable[[], str]) -> tuple[QPushButton, ...]:
        return (
            button(
                lambda: _("Import a list…"),
                lambda: self._host.import_list("members"),
                picture="download-simple",
            ),
            button(lambda: _("Print the directory"), self.print_directory, picture="printer"),
            button(say_add, lambda: page().add(), name="primary", picture="plus"),
        )

    def print_directory(self) -> None:
        """Show the directory as it will be printed."""
        # Drawing papers is heavy to import, and the page is open long before somebody prints.
        from cso_desk.features.members.printing import (  # noqa: PLC0415
            directory_paper,
            directory_workbook,
        )

        store = self._host.store
        self._host.show_paper(
            paper(
                lambda: _("Directory of institutions"),
                "directory",
                lambda chosen: directory_paper(store, chosen),
                lambda chosen: directory_workbook(store, chosen),
            )
        )


def _positions(host: Host, by: str) -> RelatedRecords:
    groups = POSITIONS_OF_ORGANISATION if by == "organisation" else POSITIONS_OF_PERSON
    other = "person" if by == "organisation" else "organisation"
    return RelatedRecords(host, POSITION, by, columns=(other, "title_km", "role", "from_date"), groups=groups)


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
        ),
        button(lambda: _("Add an institution"), page.add, picture="plus"),
    )


def _no_people(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "user",
        lambda: _("People"),
        lambda: _(
            "Everybody who comes to meetings or speaks for an institution, entered once. "
            "A list of members brings its people along; others are added here."
        ),
        button(lambda: _("Add a person"), page.add, name="primary", picture="plus"),
    )
