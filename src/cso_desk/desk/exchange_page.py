"""Exchange with other hubs by files on a stick: make one, take one in, and see what went where."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from cso_desk.bundles.histories import told_of_histories
from cso_desk.bundles.receiving import Checked, Received, receive_bundle, undo_receive
from cso_desk.desk.aside_board import AsideBoard, aside_card
from cso_desk.desk.exchange_cards import (
    behind_card,
    board_card,
    caution,
    devices_card,
    files_card,
    head_card,
    reading_card,
    waiting_card,
)
from cso_desk.desk.exchange_view import ExchangeView, exchange_view
from cso_desk.desk.exchange_words import taken_said
from cso_desk.desk.file_dialogs import ask_folder, ask_open, ask_open_many
from cso_desk.desk.give_and_take import give_card, open_card, take_card
from cso_desk.desk.giving import Giving
from cso_desk.desk.hubs_card import hubs_card
from cso_desk.desk.looked_at import LookedAt, LookedAtCard, look_at_file
from cso_desk.desk.session import Session
from cso_desk.desk.shared_folder import SharedFolder
from cso_desk.desk.stick_board import StickBoard
from cso_desk.desk.stick_watch import StickWatch
from cso_desk.desk.trust_board import TrustBoard
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.root_requests import ENDING
from cso_desk.widgets.controls import button, holder, row
from cso_desk.widgets.operation import Failure
from cso_desk.widgets.reading_beside import ReadingBeside
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext


class ExchangePage(ScrollPage):
    """Cards: what waits for a decision, the file just looked at, make, take in, files, devices."""

    stick: StickBoard | None = None

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.giving = Giving(self, session)
        self._looked_at: LookedAt | None = None
        self._behind: tuple[str, int] = ("", 0)
        self._own = ""
        self.trust: TrustBoard | None = None
        self.aside: AsideBoard | None = None
        self.folder = SharedFolder(self, session)
        self.quiet = False
        """Whether work goes on that changes much: the page is drawn once when it has ended."""
        self.watch = StickWatch(self)
        self.watch.came.connect(self._stick_came)
        self._reading = ReadingBeside(session, self._read, self)
        self._reading.came.connect(self._draw_what_is_known)
        self._reading.late.connect(self._draw_what_is_known)

    def load(self) -> None:
        """Learn the digits of this device, then how everything stands."""
        self._own = own_fingerprint(self._session.store)
        super().load()

    def _read(self) -> ExchangeView:
        return exchange_view(self._session.store, self.watch.now)

    # --- what can be done ---

    def check(self, path: Path) -> None:
        """Look at a file and say what taking it in would do; nothing is changed.

        A request for a root is shown where it is signed.
        """
        if path.suffix == ENDING:
            self.open_trust().open_roots().open_request(path)
            return

        def work(progress: Any) -> LookedAt:
            return look_at_file(self._session, path, progress)

        self._session.work(_("Looking at the file…"), work, self._checked, alone=True)

    def receive(self, accept: str = "") -> None:
        """Take in the file that was looked at; `accept` holds fingerprints that a person compared."""
        if self._looked_at is None:
            return
        checked, store = self._looked_at.checked, self._session.store
        path = checked.path

        def work(progress: Any) -> Received:
            return receive_bundle(store, path, accept=accept, receipt=path.parent, progress=progress)

        done = partial(self._received, checked)
        self._session.work(_("Taking the file in…"), work, done, alone=True)

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
        elif self.aside is not None and self.isVisible():
            self.aside.look()
        else:
            super().look_again()

    def listen(self) -> None:
        """Draw the page after changes again."""
        self.quiet = False

    def open_trust(self) -> TrustBoard:
        """Show the network: its root, its computers, who waits to be entered; gives its board."""
        self.trust = TrustBoard(self, self._session)
        self.draw()
        return self.trust

    def leave_trust(self) -> None:
        """Close the board of the network."""
        self.trust = None
        self.draw()

    def ask_hello(self) -> None:
        """Ask where to write an introduction."""
        self.giving.ask_where("hello")

    def leave_stick(self) -> None:
        """Close the board of many files."""
        self.stick = None
        self.draw()

    def review(self) -> None:
        """Open the review of differences."""
        self._session.review()

    def look_over(self) -> None:
        """Open what looks wrong after a merge."""
        self._session.look_over()

    def open_record(self, what: str) -> None:
        """Open the review of differences where that was asked for."""
        if what == "conflicts":
            self._session.review()

    # --- cards ---

    def draw(self) -> None:
        """Draw the page as far as things are known, and look beside the window whether that is still so."""
        self._draw_what_is_known()
        if self._loaded and self.stick is None:
            self._reading.again()

    def _draw_what_is_known(self, _found: object = None) -> None:
        # The board, which is shown on a wall, takes the whole width.
        self.widest = 0 if self.stick is not None else ScrollPage.widest
        super().draw()

    def cards(self) -> list[QWidget]:
        if self.stick is not None:
            return self.stick.cards()
        if self.aside is not None:
            return self.aside.cards()
        if self.trust is not None and self._looked_at is None:
            return self.trust.cards()
        view: ExchangeView | None = self._reading.latest
        shown: list[QWidget] = [head_card()]
        if view is not None:
            shown += self._matters(view)
        if self._looked_at is not None:
            leave = button(lambda: _("Leave it"), self._leave)
            request = self._request(self._looked_at.checked.from_hub)
            shown.append(LookedAtCard(self._session, self._looked_at, self.receive, leave, request))
        shown.append(board_card(view, self))
        shown.append(holder(row(give_card(self.giving, self._session.store.hub), take_card(self), gap=12)))
        if self.giving.asking_openly:
            shown.append(open_card(self.giving))
        if view is None:
            return [*shown, *([reading_card()] if self._reading.is_late else [])]
        shown.append(hubs_card(view.hubs, self))
        shown.append(self.folder.card())
        shown.append(files_card(view.bundles, self.take_back))
        shown.append(devices_card(view.devices, self._own, self.open_trust))
        return shown

    def _matters(self, view: ExchangeView) -> list[QWidget]:
        """What needs a person."""
        shown: list[QWidget] = []
        if view.decided:
            network = button(lambda: _("Our network…"), self.open_trust)
            shown.append(caution("warning", view.decided, network))
        if view.waiting:
            shown.append(waiting_card(view.waiting, self._session.review))
        if self._behind[1]:
            hub, count = self._behind
            later = button(lambda: _("Not now"), self._forget_behind)
            shown.append(behind_card(hub, count, self._request(hub), later))
        return [*shown, *(aside_card(each, self.open_aside) for each in view.aside)]

    def _request(self, hub: str) -> QPushButton:
        return button(
            lambda: _("Make a request file…"),
            lambda: self.giving.ask_where("request", hub),
            name="primary",
            writes="data",
        )

    def open_aside(self, path: Path) -> None:
        """Show what was set aside of a revoked computer."""
        self.aside = AsideBoard(self, self._session, path)
        self.aside.look()

    def leave_aside(self) -> None:
        """Close what was set aside."""
        self.aside = None
        self.draw()

    def show_board(self) -> None:
        """Open the board without any file."""
        self.open_board().open()

    # --- answers ---

    def _stick_came(self) -> None:
        if self.quiet or self.stick is None:
            self.draw()
            return
        self.stick.look((), [stick.folder for stick in self.watch.now])

    def ask_file(self) -> None:
        """Ask for the file that came."""
        ask_open(self, _("Choose the file that came"), _filters(), self.check, on_stick=True)

    def ask_files(self) -> None:
        """Ask for several files that came."""
        ask_open_many(self, _("Choose the files that came"), _filters(), self.look_at_many)

    def ask_stick(self) -> None:
        """Ask for a stick or a folder with files."""
        ask_folder(self, _("Choose the stick or the folder with the files"), self.look_at_folder)

    def asked_for_missing(self) -> None:
        """Say no more that something is missing: a request for it was written."""
        self._behind = ("", 0)

    def _checked(self, looked_at: LookedAt) -> None:
        self._looked_at = looked_at
        self.draw()
        self.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        self._looked_at = None
        self.draw()

    def _forget_behind(self) -> None:
        self.asked_for_missing()
        self.draw()

    def _received(self, checked: Checked, received: Received) -> None:
        self._looked_at = None
        self._behind = (received.from_hub, received.behind)
        self._session.notify(taken_said(received, checked))
        self.draw()
        histories = told_of_histories(received)
        if histories:
            self._session.complain(Failure(" ".join(histories)))
        elif received.conflicts:
            self._session.review()


def _filters() -> str:
    return _("Files of CSO Desk") + f" (*.csob *.csobundle *.bundle *{ENDING});;" + _("All files") + " (*)"
