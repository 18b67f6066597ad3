"""The board of a merge: stick after stick looked at, taken in and answered together, told in a protocol."""

import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cso_desk.bundles.many import Answer, Arrival, bundles_in, look_at, take_in_all, write_answers
from cso_desk.bundles.merge_meeting import TakenBack, begin_merge, end_merge, take_back_merge
from cso_desk.bundles.receiving import NewDevice
from cso_desk.desk.board_cards import (
    compare_cards,
    deciding_card,
    files_of_board,
    head_card,
    take_back_card,
)
from cso_desk.desk.board_tiles import board_card
from cso_desk.desk.board_view import BoardView, board_view, is_here, is_open, tiles
from cso_desk.desk.protocol_paper import protocol_paper
from cso_desk.desk.session import Session
from cso_desk.features.library.service.sets import promised_records
from cso_desk.remotes.exchange import INBOX, post
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage


class StickBoard:
    """Many files at once, shown by the Exchange page while it is open.

    Sticks come one after the other, and each gets its answer back where its file lies; what came by the
    shared folder is answered there.
    """

    def __init__(self, page: "ExchangePage", session: Session) -> None:
        self._page, self._session = page, session
        self.arrivals: list[Arrival] = []
        self.compared: set[str] = set()
        self.answers: list[Answer] = []
        self.view = BoardView()
        self.asking_back = False

    # --- what can be done ---

    def open(self) -> None:
        """Show how every hub stands, before anything is looked at."""
        self._work(_("Looking at the hubs…"), lambda _progress: list(self.arrivals), self._show)

    def look(self, paths: Iterable[Path], folders: Iterable[Path] = ()) -> None:
        """Look at further files, and all those in folders, and show what they are; nothing is changed."""
        store, named = self._session.store, list(paths)
        before = {each.path: each for each in self.arrivals}
        # What waits here for an earlier file may have found it on this stick.
        again = [path for path, each in before.items() if each.checked and each.checked.gap]

        def work(progress: Any) -> list[Arrival]:
            every = {*named, *again, *(path for folder in folders for path in bundles_in(folder))}
            new = [path for path in every if path not in before or before[path].received is None]
            found = before | {each.path: each for each in look_at(store, new, progress)}
            return [each for each in found.values() if each.path.exists() or each.received is not None]

        self._work(_("Looking at the files…"), work, self._show)

    def look_at_folder(self, folder: Path) -> None:
        """Look at every bundle on a stick."""
        self.look((), [folder])

    def take_in(self) -> None:
        """Take in every file that can be, after one backup."""
        store, arrivals, compared = self._session.store, self.arrivals, set(self.compared)

        def work(progress: Any) -> list[Arrival]:
            begin_merge(store)
            done = take_in_all(store, arrivals, compared, progress)
            return [self._after(each) for each in done]

        self._work(_("Taking the files in…"), work, self._taken)

    def write_answers(self) -> None:
        """Write one bundle for every hub whose file was taken in, to where its file came from."""
        store = self._session.store
        inbox = store.folder / INBOX
        folders = {hub: folder for hub, folder in self.folders().items() if folder != inbox}
        posted = [hub for hub, folder in self.folders().items() if folder == inbox]

        def work(progress: Any) -> list[Answer]:
            done = write_answers(store, folders, progress)
            if posted:
                done += [
                    Answer(each.hub, each.made)
                    for each in post(store, posted, progress, promised=promised_records)
                ]
            return done

        self._work(_("Writing the answers…"), work, self._answered)

    def take_back(self) -> None:
        """Take back everything that this merge brought."""
        merge, store = self.view.merge, self._session.store
        if merge is None:
            return

        def work(progress: Any) -> TakenBack:
            return take_back_merge(store, merge, progress)

        self._work(_("Taking the merge back…"), work, self._gone)

    def ask_back(self, *, ask: bool) -> None:
        """Ask before a whole merge is taken back, with what that means."""
        self.asking_back = ask
        self._page.draw()

    def close_merge(self) -> None:
        """Close the merge: what comes later belongs to the next one."""
        end_merge(self._session.store)
        self._page.leave_stick()

    def show_protocol(self) -> None:
        """Show the protocol of the merge, ready to be printed and signed."""
        if self.view.merge is not None:
            self._session.show_paper(protocol_paper(self._session, self.view.merge))

    def folders(self) -> dict[str, Path]:
        """The hubs that get an answer because their files are here, and where each of these lies."""
        own = self._session.store.hub
        return {
            each.checked.from_hub: each.path.parent
            for each in self.arrivals
            if each.checked and each.checked.from_hub != own and (each.received is not None or is_here(each))
        }

    def compare(self, fingerprint: str, *, same: bool) -> None:
        """Note that a person compared these digits, or did not."""
        (self.compared.add if same else self.compared.discard)(fingerprint)
        self._page.draw()

    def unmet(self) -> list[NewDevice]:
        """The devices whose digits a person has to compare."""
        found = {
            device.fingerprint: device
            for each in self.arrivals
            if each.received is None
            for device in each.unmet
        }
        return list(found.values())

    def networks(self) -> list[str]:
        """The digits of the networks that a person has to compare."""
        waiting = [each for each in self.arrivals if each.received is None]
        return sorted({each.checked.root for each in waiting if each.checked and each.checked.root})

    # --- cards ---

    def cards(self) -> list[QWidget]:
        """What stands on the Exchange page while the board is open."""
        shown: list[QWidget] = [head_card(self, self._page)]
        if self.asking_back:
            shown.append(take_back_card(self))
        if self.view.waiting or self.view.doubts:
            shown.append(deciding_card(self.view, self._session))
        shown += compare_cards(self)
        shown.append(board_card(tiles(self.view, self.arrivals)))
        if self.arrivals:
            shown.append(files_of_board(self.arrivals, self.answers))
        return shown

    # --- answers ---

    def refresh(self) -> None:
        """Look again how every hub stands, without asking anybody to wait."""
        self._session.work(_("Looking at the hubs…"), self._look, self._seen)

    def _work(self, title: str, act: Any, done: Any) -> None:
        """Do something beside the window, look again at everything afterwards, then draw the page once."""

        def work(progress: Any) -> tuple[Any, BoardView]:
            # A merge makes millions of objects; the collector must not go through the whole window each time,
            # which would stand still meanwhile.
            gc.freeze()
            try:
                return act(progress), self._look()
            finally:
                gc.unfreeze()

        def show(found: tuple[Any, BoardView]) -> None:
            self.view = found[1]
            done(found[0])
            self._page.draw()

        self._page.quiet = True
        self._session.work(title, work, show, alone=True, ended=self._page.listen)

    def _look(self, progress: Any = None) -> BoardView:
        return board_view(self._session.store, progress=progress)

    def _after(self, each: Arrival) -> Arrival:
        """A file that waits for an earlier one, looked at again: that one may have been taken in just now."""
        if each.received is None and each.checked and each.checked.gap and each.path.exists():
            return look_at(self._session.store, [each.path])[0]
        return each

    def _seen(self, view: BoardView) -> None:
        self.view = view
        self._page.draw()

    def _show(self, arrivals: list[Arrival]) -> None:
        # What can be taken in stands first; our own files and those for others lie on the stick as well.
        self.arrivals = sorted(arrivals, key=lambda each: bool(each.problem) and not is_open(each))
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

    def _answered(self, answers: list[Answer]) -> None:
        self.answers = answers
        count = sum(each.made is not None for each in answers)
        self._session.notify(
            ngettext(
                "{number} answer was written.", "{number} answers were written.", count, number=digits(count)
            )
        )

    def _gone(self, done: TakenBack) -> None:
        self.asking_back = False
        # What was taken back lies on its stick as before and can be taken in again.
        self.arrivals, self.answers = [], []
        self._session.notify(
            ngettext(
                "{number} file was taken back, with everything it had brought.",
                "{number} files were taken back, with everything they had brought.",
                done.bundles,
                number=digits(done.bundles),
            )
        )
