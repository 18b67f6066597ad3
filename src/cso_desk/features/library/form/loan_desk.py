"""The lending desk: books go out and come back by scanner or by typing, reader first or book first."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from cso_desk.errors import UserError
from cso_desk.features.library.form.desk_line import DeskLine
from cso_desk.features.library.form.loan_register import LoanRegister
from cso_desk.features.library.form.loan_rows import reader_name, said_of_next, title_name
from cso_desk.features.library.record import LibraryCopy, LibraryTitle, Loan, WaitingReader
from cso_desk.features.library.service import (
    Returned,
    forget_history,
    give_back_in,
    lend_in,
    lendable_in,
    open_loans_in,
    tell_in,
    wait_in,
)
from cso_desk.features.members.record import Person
from cso_desk.store.aliases import survivor_of
from cso_desk.widgets.controls import button
from cso_desk.widgets.host import Host
from cso_desk.widgets.showing import short_date
from cso_desk.wording import N_, _


class LoanDesk(LoanRegister):
    """One line for every scan, and below it what is lent: to the reader at the desk, or to everybody."""

    def __init__(self, host: Host, lead: QWidget) -> None:
        self.copy: LibraryCopy | None = None  # scanned before its reader
        self._acts: dict[str, Callable[[], object]] = {}
        self.asked = {
            name: button(say, partial(self._act, name), picture=picture, writes="data")
            for name, (say, picture) in _ASKED.items()
        }
        self.desk = DeskLine(host, tuple(self.asked.values()))
        super().__init__(host, lead)
        self.put_below_head(self.desk)
        self.desk.chosen.connect(self.take)
        self.desk.unknown.connect(self._unknown)
        self.desk.left.connect(self.next_reader)
        self.table.opened.connect(self.open_loan)
        self._offer()

    # --- what is scanned ---

    def take(self, kind: str, record: str) -> None:
        """A reader, a copy or a title without a copy was scanned or chosen."""
        self._offer()
        self.desk.tell("")
        with self.host.store.reading() as reading:
            if kind == "person":
                self.reader = reading.get(Person, survivor_of(reading, record))
        if kind == "person":
            if self.copy is not None:
                self.lend(self.copy.id)
        elif kind == "library_copy":
            self._copy(record)
        else:
            self._nothing_there(record)
        self._show_about()
        self.desk.begin()

    def _copy(self, copy: str) -> None:
        with self.host.store.reading() as reading:
            loans = open_loans_in(reading, copy=copy)
            theirs = survivor_of(reading, loans[0].person) if loans else ""
        if loans and (self.reader is None or self.reader.id == theirs):
            self.take_back(copy)
        elif self.reader is not None:
            self.lend(copy)
        elif self._may_go_out(copy):
            with self.host.store.reading() as reading:
                self.copy = reading.get(LibraryCopy, copy)
            self.desk.tell(_("Who borrows it? Scan or type the reader."))

    def _may_go_out(self, copy: str) -> bool:
        """Whether a copy may be lent; if not, why not is told with what can be done."""
        with self.host.store.reading() as reading:
            found = reading.get(LibraryCopy, copy)
            loans = open_loans_in(reading, copy=copy)
            try:
                lendable_in(reading, copy)
            except UserError as error:
                self.desk.tell(str(error), "bad")
            else:
                return True
        if loans:
            self._offer(back=lambda: self.take_back(copy))
            if self.reader is not None and found is not None:
                self._offer(back=lambda: self.take_back(copy), wait=lambda: self.wait(found.title))
        elif found is not None and found.state == "lost":
            self._offer(here=lambda: self._here_again(copy))
        return False

    def lend(self, copy: str) -> None:
        """Lend a copy to the reader at the desk."""
        reader, made = self.reader, list[Loan]()
        if reader is None or not self._may_go_out(copy):
            return
        if self.host.change(N_("Lend a book"), lambda t: made.append(lend_in(t, copy, reader.id))):
            self.copy = None
            self.desk.tell(
                _(
                    "{title} is lent to {name} until {day}.",
                    title=title_name(self.host, copy),
                    name=reader_name(reader),
                    day=short_date(made[0].due_on),
                ),
                "good",
            )

    def take_back(self, copy: str) -> None:
        """A copy came back; who waits for it is told."""
        made = list[Returned]()
        self._offer()
        if not self.host.change(N_("Take a book back"), lambda t: made.append(give_back_in(t, copy))):
            return
        said = _("{title} is back.", title=title_name(self.host, copy))
        if made[0].next:
            reader = made[0].next[0]
            said = f"{said} {said_of_next(self.host, reader)}"
            self._offer(told=lambda: self._told(reader))
        self.desk.tell(said, "good")

    def wait(self, title: str) -> None:
        """Put the reader at the desk on the waiting list of a title."""
        reader = self.reader
        if reader and self.host.change(N_("Wait for a book"), lambda t: wait_in(t, title, reader.id)):
            self._offer()
            self.desk.tell(_("{name} is on the waiting list.", name=reader_name(reader)), "good")

    def next_reader(self) -> None:
        """The next one stands at the desk."""
        self.reader = self.copy = None
        self._offer()
        self.desk.tell("")
        self._show_about()
        self.desk.begin()

    def open_loan(self, loan: str) -> None:
        """Show what the borrower of a loan has."""
        with self.host.store.reading() as reading:
            found = reading.get(Loan, loan)
        if found is not None and found.person:
            self.copy = None
            self.take("person", found.person)

    def forget(self) -> None:
        """Take the reader's name out of what they gave back."""
        reader = self.reader
        if reader is not None and self.host.attempt(lambda: forget_history(self.host.store, reader.id)):
            self._offer()
            self.host.notify(_("What they borrowed before is forgotten."), undo=True)

    def draw(self) -> None:
        super().draw()
        if self._loaded and self.reader is not None and self.chosen(0) == "history" and self.model.rows:
            self._offer(forget=self.forget)

    # --- parts ---

    def _told(self, reader: WaitingReader) -> None:
        if self.host.change(N_("Tell a waiting reader"), lambda t: tell_in(t, reader.id)):
            self._offer()
            self.desk.tell(_("Noted: they know that the book is here."), "good")

    def _here_again(self, copy: str) -> None:
        if self.host.change(N_("A lost copy is here"), lambda t: t.change(LibraryCopy, copy, state="here")):
            self.take("library_copy", copy)

    def _nothing_there(self, title: str) -> None:
        with self.host.store.reading() as reading:
            found = reading.get(LibraryTitle, title)
            copies = reading.count(LibraryCopy, reading.table(LibraryCopy).c.title == title)
        if found is None or not copies:
            self.desk.tell(
                _("No copy of this title has a number yet. Open the title and add its copies."), "bad"
            )
        elif self.reader is None:
            self.desk.tell(
                _("No copy of it is there now. Choose a reader first to put them on the list."), "bad"
            )
        else:
            self.desk.tell(_("No copy of it is there now."), "bad")
            self._offer(wait=lambda: self.wait(title))

    def _unknown(self, text: str) -> None:
        self._offer()
        said = _(
            "Nothing here has the number or the name “{text}”. Type a part of the title or of the name.",
            text=text,
        )
        self.desk.tell(said, "bad")

    def _offer(self, **acts: Callable[[], object]) -> None:
        """Show the buttons for what can be done now."""
        self._acts = acts
        for name, each in self.asked.items():
            each.setVisible(name in acts)

    def _act(self, name: str) -> None:
        if name in self._acts:
            self._acts[name]()
            self.desk.line.setFocus()

    def _show_about(self) -> None:
        if self.reader is not None:
            self.desk.show_about(reader_name(self.reader))
        else:
            self.desk.show_about(title_name(self.host, self.copy.id) if self.copy else "")
        self._say()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not by a focus proxy, see ListPage: whoever scans has no hand for the mouse.
        super().focusInEvent(event)
        self.desk.line.setFocus(event.reason())


_ASKED = {
    "back": (lambda: _("Take the book back"), "arrow-u-down-left"),
    "wait": (lambda: _("Put on the waiting list"), "queue"),
    "told": (lambda: _("They have been told"), "check"),
    "here": (lambda: _("It is here again"), "check"),
    "forget": (lambda: _("Forget what they borrowed before"), "eraser"),
}
"""What may be asked after a scan."""
