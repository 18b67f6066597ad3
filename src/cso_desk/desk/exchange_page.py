"""Exchange with other hubs by files on a stick: make one, take one in, and see what went where."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.bundles.histories import told_of_histories
from cso_desk.bundles.hub_states import ON_STICK, hub_states, note_way
from cso_desk.bundles.listing import bundles_of
from cso_desk.bundles.many import bundles_in
from cso_desk.bundles.merge_meeting import open_merge
from cso_desk.bundles.network_part import own_problem
from cso_desk.bundles.packing import Made, make_bundle
from cso_desk.bundles.receiving import Received, receive_bundle, undo_receive
from cso_desk.desk.exchange_cards import PADDING, caution, devices_card, files_card
from cso_desk.desk.file_dialogs import ask_folder, ask_open, ask_open_many
from cso_desk.desk.give_and_take import give_card, open_card, take_card
from cso_desk.desk.hubs_card import hubs_card
from cso_desk.desk.looked_at import LookedAt, LookedAtCard, look_at_file
from cso_desk.desk.session import Session, hub_name
from cso_desk.desk.shared_folder import SharedFolder
from cso_desk.desk.stick_board import StickBoard
from cso_desk.desk.stick_watch import StickWatch
from cso_desk.desk.trust_board import TrustBoard
from cso_desk.journal.reviews import conflicts
from cso_desk.store.store import NATIONAL
from cso_desk.trust.devices import devices, own_fingerprint
from cso_desk.widgets.controls import Label, button, column, frame, holder, row
from cso_desk.widgets.operation import Failure
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import _, ngettext


class ExchangePage(ScrollPage):
    """Cards: what waits for a decision, the file just looked at, make, take in, files, devices."""

    stick: StickBoard | None = None

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.to = "" if session.store.hub == NATIONAL else NATIONAL
        self._looked_at: LookedAt | None = None
        self._asking_open = False
        self._behind: tuple[str, int] = ("", 0)
        self._own = ""
        self.trust: TrustBoard | None = None
        self.folder = SharedFolder(self, session)
        self.quiet = False
        """Whether work goes on that changes much: the page is drawn once when it has ended."""
        self.watch = StickWatch(self)
        self.watch.came.connect(self._stick_came)

    def load(self) -> None:
        """Learn the digits of this device, then draw."""
        self._own = own_fingerprint(self._session.store)
        super().load()

    # --- what can be done ---

    def make(self, folder: Path, *, kind: str = "delta", to: str = "", openly: bool = False) -> None:
        """Write a file for the hub that is chosen, or for `to`, into a folder.

        `openly` writes changes for a hub of which no device is known, which whoever finds the file can read.
        """
        hub, store = to or self.to, self._session.store
        plain = openly or kind in ("hello", "request")

        def work(progress: Any) -> Made:
            return make_bundle(store, hub, kind=kind, folder=folder, allow_plain=plain, progress=progress)

        self._session.work(_("Making the file…"), work, self._made, alone=True)

    def check(self, path: Path) -> None:
        """Look at a file and say what taking it in would do; nothing is changed."""

        def work(progress: Any) -> LookedAt:
            return look_at_file(self._session, path, progress)

        self._session.work(_("Looking at the file…"), work, self._checked, alone=True)

    def receive(self, accept: str = "") -> None:
        """Take in the file that was looked at; `accept` holds fingerprints that a person compared."""
        if self._looked_at is None:
            return
        path, store = self._looked_at.checked.path, self._session.store

        def work(progress: Any) -> Received:
            return receive_bundle(store, path, accept=accept, receipt=path.parent, progress=progress)

        self._session.work(_("Taking the file in…"), work, self._received, alone=True)

    def take_back(self, uid: str) -> None:
        """Remove what a bundle brought, as if it had never come."""

        def done(count: int) -> None:
            self._session.notify(
                ngettext(
                    "{number} change was taken back.",
                    "{number} changes were taken back.",
                    count,
                    number=digits(count),
                )
            )
            self.draw()

        store = self._session.store
        self._session.work(_("Taking it back…"), lambda _progress: undo_receive(store, uid), done, alone=True)

    def open_board(self) -> StickBoard:
        """Show the board of the hubs; gives it."""
        self._looked_at = None
        if self.stick is None:
            self.stick = StickBoard(self, self._session)
        return self.stick

    def look_at_many(self, paths: list[Path]) -> None:
        """Show the board with these files."""
        self.open_board().look(paths)

    def look_at_folder(self, folder: Path) -> None:
        """Show the board with every bundle on a stick."""
        self.open_board().look_at_folder(folder)

    def look_again(self) -> None:
        """Draw the page after a change; the board looks at everything anew first."""
        if self.quiet:
            return
        if self.stick is not None and self.isVisible():
            self.stick.refresh()
        else:
            super().look_again()

    def listen(self) -> None:
        """Draw the page after changes again."""
        self.quiet = False

    def open_trust(self) -> None:
        """Show the network: its root, its computers, who waits to be entered."""
        self.trust = TrustBoard(self, self._session)
        self.draw()

    def leave_trust(self) -> None:
        """Close the board of the network."""
        self.trust = None
        self.draw()

    def ask_hello(self) -> None:
        """Ask where to write an introduction."""
        self.ask_to_make("hello")

    def leave_stick(self) -> None:
        """Close the board of many files."""
        self.stick = None
        self.draw()

    def review(self) -> None:
        """Open the review of differences."""
        self._session.review()

    def open_record(self, what: str) -> None:
        """Open the review of differences where that was asked for."""
        if what == "conflicts":
            self._session.review()

    # --- cards ---

    def draw(self) -> None:
        """Draw the page; the board, which is shown on a wall, takes the whole width."""
        self.widest = 0 if self.stick is not None else ScrollPage.widest
        super().draw()

    def cards(self) -> list[QWidget]:
        if self.stick is not None:
            return self.stick.cards()
        if self.trust is not None and self._looked_at is None:
            return self.trust.cards()
        store = self._session.store
        with store.reading() as reading:
            waiting = len(conflicts(reading.connection, store.shelves))
            decided = own_problem(reading.connection)
        shown: list[QWidget] = [holder(column(Label(_("Exchange"), "title"), self._said(), gap=0))]
        if decided:
            shown.append(caution("warning", decided, button(lambda: _("Our network…"), self.open_trust)))
        if waiting:
            shown.append(self._waiting(waiting))
        if self._behind[1]:
            shown.append(self._behind_card(*self._behind))
        if self._looked_at is not None:
            leave = button(lambda: _("Leave it"), self._leave)
            request = self._request(self._looked_at.checked.from_hub)
            shown.append(LookedAtCard(self._session, self._looked_at, self.receive, leave, request))
        shown.append(self._board_card())
        shown.append(holder(row(give_card(self), take_card(self), gap=12)))
        if self._asking_open:
            shown.append(open_card(self))
        shown.append(hubs_card(hub_states(store), self))
        shown.append(self.folder.card())
        shown.append(files_card(bundles_of(store), self.take_back))
        shown.append(devices_card(devices(store), self._own, self.open_trust))
        return shown

    def _said(self) -> Label:
        return Label(
            _(
                "Hubs work without internet. What you enter travels in one signed file on a stick or by "
                "Telegram, and comes back with what others entered. Nothing is ever lost by it."
            ),
            "quiet",
            wrap=True,
        )

    def _waiting(self, count: int) -> QFrame:
        said = ngettext(
            "{number} difference waits for a decision: two hubs entered different values.",
            "{number} differences wait for a decision: two hubs entered different values.",
            count,
            number=digits(count),
        )
        return caution(
            "git-merge", said, button(lambda: _("Decide now"), self._session.review, name="primary")
        )

    def _behind_card(self, hub: str, count: int) -> QFrame:
        said = ngettext(
            "{hub} holds {number} change that is still not here. A request file asks for it.",
            "{hub} holds {number} changes that are still not here. A request file asks for them.",
            count,
            number=digits(count),
            hub=hub_name(hub),
        )
        return caution("warning", said, self._request(hub), button(lambda: _("Not now"), self._forget_behind))

    def _request(self, hub: str) -> Any:
        return button(
            lambda: _("Make a request file…"), lambda: self.ask_to_make("request", hub), name="primary"
        )

    def _board_card(self) -> QFrame:
        """The way to the board: a merge that goes on, a stick with files, or a merge to begin."""
        found = [stick for stick in self.watch.now if bundles_in(stick.folder)]
        merge = open_merge(self._session.store)
        opened = button(lambda: _("Open the board"), self.show_board, name="primary", picture="squares-four")
        if found:
            stick = found[0]
            look = button(
                lambda: _("Look at the stick"),
                lambda: self.look_at_folder(stick.folder),
                name="primary",
                picture="hard-drive",
            )
            said = _("The stick {name} with files of CSO Desk is plugged in.", name=stick.name)
            return caution("hard-drive", said, look)
        if merge is not None:
            said = _("A merge of the hubs began on {when} and goes on.", when=clock_time(merge.began))
            return caution("squares-four", said, opened)
        opened = button(lambda: _("Open the board"), self.show_board, picture="squares-four")
        said = _("At the merge meeting the board shows every hub: delivered, missing, to decide.")
        look = button(lambda: _("Look over"), self._session.look_over, picture="magnifying-glass")
        inside = row(Label(said, wrap=True), look, opened, gap=12, margins=PADDING)
        inside.setStretch(0, 1)
        return frame("card", inside)

    def show_board(self) -> None:
        """Open the board without any file."""
        self.open_board().open()

    # --- answers ---

    def _stick_came(self) -> None:
        if self.quiet or self.stick is None:
            self.draw()
            return
        new = [path for stick in self.watch.now for path in bundles_in(stick.folder)]
        self.stick.look(new)

    def choose_hub(self, hub: str) -> None:
        """Choose for whom a file is made."""
        self.to, asked = hub, self._asking_open
        self._asking_open = False
        if asked:
            self.draw()

    def start_making(self) -> None:
        """Ask where to write the file; first whether to, where whoever finds it could read it."""
        if any(each.hub == self.to for each in devices(self._session.store)):
            self.ask_to_make()
        else:
            self.ask_openly(True)

    def ask_openly(self, ask: bool) -> None:
        """Ask before a file is written that anybody could read."""
        self._asking_open = ask
        self.draw()

    def ask_to_make(self, kind: str = "delta", to: str = "", *, openly: bool = False) -> None:
        """Ask where to write a file, then make it."""
        ask_folder(
            self,
            _("Where to write the file, for example a stick"),
            lambda folder: self.make(folder, kind=kind, to=to, openly=openly),
        )

    def ask_file(self) -> None:
        """Ask for the file that came."""
        ask_open(self, _("Choose the file that came"), _filters(), self.check, on_stick=True)

    def ask_files(self) -> None:
        """Ask for several files that came."""
        ask_open_many(self, _("Choose the files that came"), _filters(), self.look_at_many)

    def ask_stick(self) -> None:
        """Ask for a stick or a folder with files."""
        ask_folder(self, _("Choose the stick or the folder with the files"), self.look_at_folder)

    def _made(self, made: Made) -> None:
        note_way(self._session.store, [made.uid], ON_STICK)
        said = ngettext(
            "{file} was written with {number} change.",
            "{file} was written with {number} changes.",
            made.changes,
            number=digits(made.changes),
            file=made.path.name,
        )
        if made.kind == "hello":
            said = _("The introduction {file} was written. Give it to the other hub.", file=made.path.name)
        elif made.kind == "request":
            said = _("The request {file} was written. Give it to the other hub.", file=made.path.name)
        self._session.notify(said)
        self._asking_open = False
        if made.kind == "request":
            self._behind = ("", 0)
        self.draw()

    def _checked(self, looked_at: LookedAt) -> None:
        self._looked_at = looked_at
        self.draw()
        self.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        self._looked_at = None
        self.draw()

    def _forget_behind(self) -> None:
        self._behind = ("", 0)
        self.draw()

    def _received(self, received: Received) -> None:
        self._looked_at = None
        self._behind = (received.from_hub, received.behind)
        said = ngettext(
            "{number} change was taken in.", "{number} changes were taken in.", received.changes,
            number=digits(received.changes),
        )  # fmt: skip
        if received.receipt_path is not None:
            said += " " + _("Carry the receipt {file} back with the stick.", file=received.receipt_path.name)
        self._session.notify(said)
        self.draw()
        histories = told_of_histories(received)
        if histories:
            self._session.complain(Failure(" ".join(histories)))
        elif received.conflicts:
            self._session.review()


def _filters() -> str:
    return _("Files of CSO Desk") + " (*.csob *.csobundle *.bundle);;" + _("All files") + " (*)"
