"""The board of a merge: every file of a stick, taken in together, answered together, put into a protocol."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.bundles.many import Arrival, look_at, take_in_all, write_answers
from cso_desk.bundles.packing import Made
from cso_desk.bundles.receiving import NewDevice
from cso_desk.desk.exchange_cards import PADDING, caution, compare_card
from cso_desk.desk.exchange_words import changes_said, kind_name
from cso_desk.desk.protocol_paper import protocol_paper
from cso_desk.desk.session import Session, hub_name
from cso_desk.journal.reviews import conflicts
from cso_desk.trust.devices import devices
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, line, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import _, ngettext

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage


class StickBoard:
    """Many files at once, shown by the Exchange page while it is open. Answers go into `folder`."""

    def __init__(self, page: "ExchangePage", session: Session, folder: Path) -> None:
        self._page, self._session, self._folder = page, session, folder
        self._opened = dt.datetime.now(tz=dt.UTC)
        self.arrivals: list[Arrival] = []
        self.compared: set[str] = set()
        self.answers: list[Made] = []

    # --- what can be done ---

    def look(self, paths: list[Path]) -> None:
        """Look at the files and show what they are; nothing is changed."""
        store = self._session.store

        def work(progress: Any) -> list[Arrival]:
            return look_at(store, paths, progress)

        self._session.work(_("Looking at the files…"), work, self._show, alone=True)

    def take_in(self) -> None:
        """Take in every file that can be, after one backup."""
        store, arrivals, compared = self._session.store, self.arrivals, set(self.compared)

        def work(progress: Any) -> list[Arrival]:
            return take_in_all(store, arrivals, compared, progress)

        self._session.work(_("Taking the files in…"), work, self._taken, alone=True)

    def write_answers(self) -> None:
        """Write one bundle for every hub whose file was taken in, back into the folder."""
        store, hubs, folder = self._session.store, self._hubs(), self._folder

        def work(progress: Any) -> list[Made]:
            return write_answers(store, hubs, folder, progress)

        self._session.work(_("Writing the answers…"), work, self._answered, alone=True)

    def show_protocol(self) -> None:
        """Show the protocol of the merge of this day, ready to be printed and signed."""
        day = self._opened.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        self._session.show_paper(protocol_paper(self._session, day))

    # --- cards ---

    def cards(self) -> list[QWidget]:
        """What stands on the Exchange page while the board is open."""
        shown: list[QWidget] = [self._head()]
        with self._session.store.reading() as reading:
            waiting = len(conflicts(reading.connection, self._session.store.shelves))
        if waiting:
            said = ngettext(
                "{number} difference waits for a decision: two hubs entered different values.",
                "{number} differences wait for a decision: two hubs entered different values.",
                waiting,
                number=digits(waiting),
            )
            decide = button(lambda: _("Decide now"), self._session.review, name="primary")
            shown.append(caution("git-merge", said, decide))
        shown.append(self._files())
        shown += [self._compare(device) for device in self._unmet()]
        shown.append(self._missing())
        return shown

    def _head(self) -> QWidget:
        taken = [each for each in self.arrivals if each.received is not None]
        close = button(lambda: _("Close the board"), self._page.leave_stick, picture="arrow-left")
        take = button(
            lambda: _("Take in all"), self.take_in, name="" if taken else "primary", picture="check"
        )
        take.setEnabled(any(self._is_open(each) for each in self.arrivals))
        answer = button(
            lambda: _("Write answers"), self.write_answers, name="primary" if taken else "", picture="export"
        )
        answer.setEnabled(bool(self._hubs()))
        protocol = button(lambda: _("Merge protocol"), self.show_protocol, picture="printer")
        protocol.setEnabled(bool(taken) or any(self._is_known(each) for each in self.arrivals))
        title = Label(_("Files that came"), "title")
        where = Label(str(self._folder), "quiet", wrap=True)
        return holder(column(title, where, flowing(take, answer, protocol, close), gap=4))

    def _compare(self, device: NewDevice) -> QFrame:
        def tick(on: bool) -> None:
            (self.compared.add if on else self.compared.discard)(device.fingerprint)

        return compare_card(device, device.fingerprint in self.compared, tick)

    def _files(self) -> QFrame:
        said = ngettext(
            "{number} file", "{number} files", len(self.arrivals), number=digits(len(self.arrivals))
        )
        inside = column(Label(said, "heading"), gap=2, margins=PADDING)
        for each in self.arrivals:
            inside.addWidget(line())
            inside.addWidget(self._file(each))
        if not self.arrivals:
            inside.addWidget(Label(_("There is no file of CSO Desk in this folder."), "quiet"))
        return frame("card", inside)

    def _file(self, each: Arrival) -> QWidget:
        checked = each.checked
        picture, colour = self._mark(each)
        name, when, count = each.path.name, "", ""
        if checked is not None:
            name = _("{kind} from {hub}", kind=kind_name(checked.kind), hub=hub_name(checked.from_hub))
            when = clock_time(checked.made_at)
            count = changes_said(each.received.changes if each.received else checked.new_changes)
        texts = column(Label(name), gap=0)
        said, tone = self._state(each)
        texts.addWidget(Label(said, tone, wrap=True))
        parts = (IconLabel(picture, 20, colour), holder(texts), Label(count, "quiet"), Label(when, "quiet"))
        inside = row(*parts, gap=12)
        inside.setStretch(1, 1)
        made = holder(inside)
        made.setToolTip(each.path.name)
        return made

    def _missing(self) -> QWidget:
        came = {each.checked.from_hub for each in self.arrivals if each.checked}
        known = {each.hub for each in devices(self._session.store)} - {self._session.store.hub}
        missing = sorted(known - came)
        if not missing:
            return Label(_("Every hub that is known here has delivered.") if known else "", "quiet")
        names = ", ".join(hub_name(hub) for hub in missing)
        return Label(_("Nothing came from: {hubs}", hubs=names), "warn", wrap=True)

    # --- what becomes of a file ---

    def _is_known(self, each: Arrival) -> bool:
        checked = each.checked
        return checked is not None and checked.can_receive and not checked.new_changes and checked.changes > 0

    def _is_open(self, each: Arrival) -> bool:
        checked = each.checked
        if checked is None or each.received is not None:
            return False
        return checked.can_receive or checked.gap or bool(checked.strangers)

    def _state(self, each: Arrival) -> tuple[str, str]:
        if each.received is not None:
            said = _("Taken in")
            if each.received.conflicts:
                said += "  ·  " + ngettext(
                    "{number} difference to decide",
                    "{number} differences to decide",
                    each.received.conflicts,
                    number=digits(each.received.conflicts),
                )
            return said, "good"
        if each.unmet:
            return _("Left out until its digits were compared."), "warn"
        if each.problem:
            return each.problem, "bad"
        return (
            (_("Everything in it is here already."), "quiet") if self._is_known(each) else (_("New"), "quiet")
        )

    def _mark(self, each: Arrival) -> tuple[str, str]:
        if each.received is not None:
            return "check-circle", "good"
        if each.problem or each.unmet:
            return "warning", "warn"
        return ("check", "quiet") if self._is_known(each) else ("download-simple", "accent")

    def _unmet(self) -> list[NewDevice]:
        found = {
            device.fingerprint: device
            for each in self.arrivals
            if each.received is None
            for device in each.unmet
        }
        return list(found.values())

    def _hubs(self) -> set[str]:
        """The hubs that get an answer: their files are here."""
        return {
            each.checked.from_hub
            for each in self.arrivals
            if each.checked and (each.received is not None or self._is_known(each))
        } - {self._session.store.hub}

    # --- answers ---

    def _show(self, arrivals: list[Arrival]) -> None:
        # What can be taken in stands first; our own files and those for others lie on the stick as well.
        self.arrivals = sorted(arrivals, key=lambda each: bool(each.problem) and not self._is_open(each))
        self._page.draw()
        self._page.verticalScrollBar().setValue(0)

    def _taken(self, arrivals: list[Arrival]) -> None:
        before = sum(each.received is not None for each in self.arrivals)
        self.arrivals = arrivals
        count = sum(each.received is not None for each in arrivals) - before
        self._session.notify(
            ngettext(
                "{number} file was taken in.", "{number} files were taken in.", count, number=digits(count)
            )
        )
        self._page.draw()

    def _answered(self, made: list[Made]) -> None:
        self.answers = made
        self._session.notify(
            ngettext(
                "{number} answer was written to {folder}.",
                "{number} answers were written to {folder}.",
                len(made),
                number=digits(len(made)),
                folder=self._folder.name or str(self._folder),
            )
        )
        self._page.draw()
