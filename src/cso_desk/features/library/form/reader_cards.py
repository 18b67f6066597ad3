"""Who gets a reader card: people found by name, or all who borrow now; then the cards on their sheets."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cso_desk.features.library.form.labels import cards_in_window
from cso_desk.features.library.service import open_loans_in
from cso_desk.features.members.record import Person
from cso_desk.store.aliases import survivor_of
from cso_desk.widgets.controls import Label, button, column, frame, part
from cso_desk.widgets.editors.finders import record_finder
from cso_desk.widgets.editors.picking import ManyEditor
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.wording import _


class ReaderCardsPage(QWidget):
    """The readers whose cards are printed together, ten on a sheet."""

    finished = Signal()

    def __init__(self, host: Host, people: Sequence[str] = ()) -> None:
        super().__init__()
        part(self, "surface")
        self.setProperty("help", "lending")
        self._host = host
        self._people: tuple[str, ...] = tuple(people)
        self.who = ManyEditor(*record_finder(host, "person", lambda _record: False))
        self.who.name(lambda: _("Readers"))
        self.who.committed.connect(self._take)
        self.who.show_value(self._people)
        said = Label(
            lambda: _(
                "A card has the name of the reader and their number as a bar code, so that one scan at the "
                "desk says who borrows. Find the people who need one."
            ),
            "quiet",
            wrap=True,
        )
        now = button(lambda: _("All who borrow now"), self.add_borrowers, picture="users")
        show = button(lambda: _("Show the cards"), self.show_cards, name="primary", picture="printer")
        inside = column(said, self.who, flowing(show, now), gap=12, margins=(20, 16, 20, 16))
        whole = QVBoxLayout(self)
        whole.addWidget(frame("card", inside))
        whole.addStretch(1)

    def title(self) -> str:
        return _("Reader cards")

    def add_borrowers(self) -> None:
        """Add everybody who has a book now."""
        with self._host.store.reading() as reading:
            found = [survivor_of(reading, each.person) for each in open_loans_in(reading) if each.person]
        self._people = tuple(dict.fromkeys((*self._people, *found)))
        self.who.show_value(self._people)

    def show_cards(self) -> None:
        """Show the cards as they will be printed."""
        with self._host.store.reading() as reading:
            found = [reading.get(Person, each, trash=False) for each in self._people]
        people = [each for each in found if each is not None]
        if people:
            self._host.show_paper(cards_in_window(self._host.store, people))
        else:
            self._host.notify(_("Choose at least one reader first."))

    def _take(self, value: object) -> None:
        self._people = tuple(map(str, value)) if isinstance(value, tuple) else ()
