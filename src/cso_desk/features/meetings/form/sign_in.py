"""A window of its own for a laptop at the door: half a name, Enter, present.

Whoever stands there sees no list and no telephone, and cannot reach the desk: the window covers it and takes
every key until somebody ends it on purpose.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from cso_desk.features.meetings.form.door_lock import ChoosePin, EndDoor
from cso_desk.features.meetings.form.guests import code_in, is_named, walk_in_of
from cso_desk.features.meetings.form.new_guest import NewGuest
from cso_desk.features.meetings.record import Attendance, Meeting
from cso_desk.features.meetings.service import Guest, WalkIn, find_guests, mark, meeting_totals, welcome
from cso_desk.khmer.digits import to_latin_digits
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.controls import Label, button, column, frame, holder, named, part, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.reading_order import ReadingOrder
from cso_desk.widgets.showing import digits, long_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _

_GREETED = 8000  # milliseconds for which a welcome stands
_LEAST_LETTERS, _LEAST_DIGITS = 2, 6  # typed before anybody is offered: nobody leafs through the others
_MOST = 4
_WIDEST = 760

Offer = tuple[str, Callable[[], object]]
"""What a button says, and what it does."""


class SignIn(ReadingOrder):
    """Signs people in for one meeting until it is ended with the PIN that was chosen before they came."""

    def __init__(self, host: Host, meeting: Meeting, desk: QWidget) -> None:
        super().__init__(desk, Qt.WindowType.Window)
        part(self, "canvas")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._host, self._meeting = host, meeting
        self._desk, self._ended, self._guarded = desk, False, False
        self.choose, self.question = ChoosePin(), EndDoor(host.store.folder)
        self.choose.hide()
        self._take_back: Callable[[Transaction], object] | None = None
        self.name = QLineEdit()
        self.choices: list[QPushButton] = []
        self._offered = QVBoxLayout()
        self._called = ""
        self.new = NewGuest(host, lambda: self._called, self._come_new, tells_why=False)
        self.greeting, self._count = Label("", "title", wrap=True), Label("", "title")
        self.not_me = button(lambda: _("That was not me"), self.take_back)
        self.leave = button(lambda: _("End the sign-in"), self.ask, name="flat", picture="sign-out")
        self._greeted = QTimer(self)
        self._greeted.setSingleShot(True)
        self._greeted.timeout.connect(self._begin_again)
        self._build()
        self.choose.chosen.connect(self.start)
        self.question.opened.connect(self.end)
        self.question.stayed.connect(self.stay)
        self.name.textEdited.connect(self._look)
        self.name.returnPressed.connect(self._take_first)
        live(self, self._say)

    def begin(self) -> None:
        """Cover the whole screen, and ask for the PIN that ends it."""
        self._card.hide()
        self.leave.setText(_("Cancel"))
        self.choose.show()
        self.showFullScreen()
        self.choose.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self, pin: str) -> None:
        """Let the guests come; only this PIN or the passphrase of the store ends it."""
        self.question.keep(pin)
        self._guarded = True
        self.choose.hide()
        self.leave.setText(_("End the sign-in"))
        self._card.show()
        self._begin_again()

    def ask(self) -> None:
        """Ask for the PIN; before one was chosen there is nothing to guard yet."""
        if not self._guarded:
            self.end()
            return
        self.leave.hide()
        self.question.ask()

    def stay(self) -> None:
        """Go on with the sign-in."""
        self.question.hide()
        self.leave.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """End the sign-in and give the desk back."""
        self._ended = True
        self.close()

    def take_back(self) -> None:
        """Whoever signed in last was somebody else."""
        act, self._take_back = self._take_back, None
        if act is not None and self._host.change(N_("Take back a sign-in"), act):
            self._begin_again()

    # --- building ---

    def _build(self) -> None:
        part(self.name, "large")
        named(self.name, lambda: _("Your name or telephone"))
        live(self.name, lambda: self.name.setPlaceholderText(_("Your name or telephone")))
        self._title, self._day = Label("", "title", wrap=True), Label("", "heading", wrap=True)
        self._offered.setSpacing(theme.px(8))
        self.not_me.hide()
        greeted = row(self.greeting, self.not_me)
        greeted.setStretch(0, 1)
        card = column(self.name, gap=12, margins=(20, 20, 20, 20))
        card.addLayout(self._offered)
        self._asked = Label("", "heading", wrap=True)
        self._fields = holder(column(self._asked, flowing(*self.new.fields, self.new.add), self.new.doubt))
        self._fields.hide()
        card.addWidget(self._fields)
        card.addLayout(greeted)
        middle = QWidget()
        middle.setMaximumWidth(theme.px(_WIDEST))
        self._card = frame("card", card)
        inside = column(self._title, self._day, self.choose, self._card, None, gap=12)
        middle.setLayout(inside)
        whole = row(None, middle, None, gap=0)
        whole.setStretch(1, 100)
        layout = column(gap=8, margins=(24, 24, 24, 12))
        layout.addLayout(whole, 1)
        layout.addWidget(self.question)
        layout.addLayout(row(self._count, None, self.leave))
        self.setLayout(layout)

    # --- somebody types ---

    def _look(self, text: str) -> None:
        """Offer those who may be meant, at most a few, by name and institution only."""
        self._say_greeting("")
        self._offer([])
        code = code_in(text)
        typed = code or to_latin_digits(text.strip())
        letters = sum(each.isalpha() for each in typed)
        long_enough = letters >= _LEAST_LETTERS if letters else sum(map(str.isdigit, typed)) >= _LEAST_DIGITS
        if not long_enough:
            return
        guests = find_guests(self._host.store, self._meeting, typed)
        meant = [each for each in guests if code or is_named(each, typed)][:_MOST]
        offers: list[Offer] = [(_shown(each), partial(self._come, each)) for each in meant]
        if letters and not code:
            said = _("I am new here: {name}", name=text.strip())
            offers.append((said, partial(self._begin_new, text.strip())))
        self._offer(offers)

    def _offer(self, offers: list[Offer]) -> None:
        for each in self.choices:
            each.hide()
            each.deleteLater()
        self.choices = []
        for text, act in offers:
            made = button(partial(str, text), act, name="large")
            made.setAutoDefault(True)
            self._offered.addWidget(made)
            self.choices.append(made)

    def _take_first(self) -> None:
        if self.choices:
            self.choices[0].click()

    def _begin_new(self, name: str) -> None:
        self._offer([])
        self._called = name
        self._asked.show_text(_("{name}: tell a little more, Enter goes on.", name=name))
        self._fields.show()
        self.new.begin()

    def _come(self, guest: Guest) -> None:
        if guest.status == "present":
            self._welcome(_("{name}, you are signed in already.", name=title_of(guest.names, "?")))
            return
        self._settle(walk_in_of(guest), guest.status)

    def _come_new(self, guest: WalkIn) -> bool:
        return self._settle(guest, "")

    def _settle(self, guest: WalkIn, before: str) -> bool:
        made: list[Attendance] = []
        done = self._host.change(
            N_("Sign in at the door"), lambda t: made.append(welcome(t, self._meeting.id, guest))
        )
        if done:
            name = title_of((guest.person.name_km, guest.person.name_en), "?")
            self._welcome(_("Welcome, {name}.", name=name))
            self._take_back = partial(_unsigned, attendance=made[0].id, before=before)
            self.not_me.show()
        return done

    def _welcome(self, text: str) -> None:
        self._begin_again()
        self._say_greeting(text)
        self._greeted.start(_GREETED)

    def _begin_again(self) -> None:
        self._greeted.stop()
        self._take_back = None
        self._offer([])
        self.new.clear()
        self._fields.hide()
        self.name.clear()
        self._say_greeting("")
        self._say()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- saying ---

    def _say_greeting(self, text: str) -> None:
        self.greeting.show_text(text)
        self.greeting.setVisible(bool(text))
        if not text:
            self.not_me.hide()

    def _say(self) -> None:
        meeting = self._meeting
        self.setWindowTitle(_("Sign-in at the door"))
        self._title.show_text(title_of((meeting.title_km, meeting.title_en), meeting.code))
        how = _("Type half of your name or your telephone, then press Enter.")
        self._day.show_text("   ".join(filter(None, (long_date(meeting.starts), how))))
        totals = meeting_totals(self._host.store, meeting.id)
        present = _("Present: {count}", count=digits(totals.participations))
        women = _("Women: {count}", count=digits(totals.female or 0))
        self._count.show_text(f"{present}   ·   {women}")

    # --- the window ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the line; nothing else leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self._begin_again()
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._ended or not self._desk.isVisible():
            event.accept()
        else:
            event.ignore()
            self.ask()


def _shown(guest: Guest) -> str:
    """Name and institution: what a neighbour in the room knows anyway."""
    return "   ·   ".join(part for part in (title_of(guest.names, "?"), title_of(guest.body)) if part)


def _unsigned(transaction: Transaction, *, attendance: str, before: str) -> None:
    if before:
        mark(transaction, attendance, before)
    else:
        transaction.trash(Attendance, attendance)
