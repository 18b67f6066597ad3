"""The root keys of the network in the window: new ones, another registrar, signatures of their holders."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from cso_desk.bundles.registry import register
from cso_desk.desk.file_dialogs import ask_folder, ask_open, ask_save
from cso_desk.desk.session import Session
from cso_desk.desk.trust_papers import write_papers
from cso_desk.desk.trust_root_cards import keep_card, new_papers_card, request_card, root_card, take_over_card
from cso_desk.documents.saving import save_atomically
from cso_desk.trust.keeping import network_of
from cso_desk.trust.overview import DeviceState, NetworkState
from cso_desk.trust.registrar import ask_for_root, take_root
from cso_desk.trust.root_keys import (
    LOCKED_ENDING,
    MOST_BYTES,
    is_locked,
    lock_root_key,
    new_root_key,
    read_root_key,
    unlock_root_key,
)
from cso_desk.trust.root_requests import (
    ENDING,
    RootRequest,
    of_network,
    read_request,
    request_text,
    sign_request,
    signatures_of,
)
from cso_desk.trust.roots import Root
from cso_desk.wording import _

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cso_desk.desk.exchange_page import ExchangePage

PAPERS, TAKE_OVER, KEEP = "papers", "take over", "keep"


class RootDesk:
    """Shown by the board of the network while somebody works with root keys.

    `asking`: what is about to be done. `request`: the one that is open, from the file `path`; `asked_here`:
    this computer made it a moment ago, so it reads the digits and does not compare them.
    """

    def __init__(self, page: "ExchangePage", session: Session, leave: Callable[[], object]) -> None:
        self._page, self._session, self._leave = page, session, leave
        self.asking = ""
        self.request: RootRequest | None = None
        self.path = Path()
        self.asked_here = False
        self.compared = False
        self.typed = ""
        self.locked = b""
        self.going: set[str] = set()

    # --- a request ---

    def ask_for(self, folder: Path, count: int = 0, threshold: int = 0) -> None:
        """Write a request for a new root into a folder; with `count` new keys, whose papers go there too."""
        store, without = self._session.store, sorted(self.going)
        keys = [new_root_key() for _number in range(count)]

        def act(_progress: Any) -> tuple[RootRequest, Path]:
            made: list[RootRequest] = []

            def make(connection: "Connection") -> Root:
                made.append(ask_for_root(connection, keys=keys, threshold=threshold, without=without))
                return made[0].proposed

            write_papers(store, folder, keys, make)
            path = folder / f"root-{made[0].proposed.version}{ENDING}"
            _write(path, request_text(made[0]))
            return made[0], path

        self._work(act, self._asked)

    def _asked(self, made: tuple[RootRequest, Path]) -> None:
        self._show(*made)
        self.asked_here, self.compared = True, True
        self._session.notify(_("The request {file} was written.", file=self.path.name))

    def open_request(self, path: Path) -> None:
        """Show a request that came, to be signed or to be made the root."""

        def act(_progress: Any) -> tuple[RootRequest, Path]:
            with self._session.store.reading() as reading:
                return of_network(read_request(path.read_bytes()), network_of(reading.connection).roots), path

        self._work(act, lambda made: self._show(*made))

    def _show(self, request: RootRequest, path: Path) -> None:
        self.close()
        self.request, self.path = request, path

    def compare(self, *, same: bool) -> None:
        """Note that a person compared the digits by phone, or did not."""
        self.compared = same
        self._page.draw()

    def sign_typed(self) -> None:
        """Sign with the key that was typed from its paper, or that the typed passphrase opens."""
        typed, locked = self.typed, self.locked
        self._sign(lambda: unlock_root_key(locked, typed) if locked else read_root_key(typed))

    def read_key_file(self, path: Path) -> None:
        """Sign with a key from a file; one under a passphrase asks for that first."""
        with path.open("rb") as file:
            data = file.read(MOST_BYTES)
        if is_locked(data):
            self.locked, self.typed = data, ""
            self._page.draw()
        else:
            self._sign(lambda: read_root_key(data.decode("utf-8-sig", "replace").partition("\n")[0]))

    def _sign(self, key: Callable[[], bytes]) -> None:
        request, path = self.request, self.path
        if request is None:
            return

        def act(_progress: Any) -> RootRequest:
            signed = sign_request(request, [key()])
            _write(path, request_text(signed))
            return signed

        self._work(act, self._signed)

    def _signed(self, request: RootRequest) -> None:
        self.request, self.typed, self.locked = request, "", b""
        self._session.notify(_("Signed. The signature is in the file {file}.", file=self.path.name))

    def add_signatures(self, path: Path) -> None:
        """Take over the signatures on a copy of the request that came back."""
        request, own = self.request, self.path
        if request is None:
            return

        def act(_progress: Any) -> RootRequest:
            together = signatures_of(request, read_request(path.read_bytes()))
            _write(own, request_text(together))
            return together

        self._work(act, self._together)

    def _together(self, request: RootRequest) -> None:
        self.request = request

    def finish(self) -> None:
        """Make the root that enough holders signed the one of the network."""
        request, store = self.request, self._session.store
        if request is not None:
            self._work(lambda _progress: register(store, lambda c: take_root(c, request)), self._finished)

    def _finished(self, _root: Root) -> None:
        self.close()
        self._session.notify(_("The network has a new root. Print new cards, and make a file for every hub."))

    # --- a key in a file ---

    def keep(self, path: Path, passphrase: str) -> None:
        """Write the typed root key into a file under a passphrase."""
        typed = self.typed

        def act(_progress: Any) -> None:
            _write(path, lock_root_key(read_root_key(typed), passphrase))

        self._work(act, lambda _done: self._kept(path))

    def _kept(self, path: Path) -> None:
        self.close()
        self._session.notify(
            _("The root key is in {file}, under its passphrase. Keep its paper until both were tried once.",
              file=path.name)
        )  # fmt: skip

    # --- the cards ---

    def cards(self, state: NetworkState) -> list[QWidget]:
        """What stands above the computers while this is open."""
        if self.request is not None:
            return [request_card(self, self.request, state, self._session.store.hub)]
        made: dict[str, Callable[[], QWidget]] = {
            PAPERS: lambda: new_papers_card(self),
            TAKE_OVER: lambda: take_over_card(self, others_that_enter(state)),
            KEEP: lambda: keep_card(self),
        }
        if self.asking in made:
            return [made[self.asking]()]
        return [root_card(self, state, self._session.store.hub)]

    def ask(self, what: str) -> None:
        """Go on to one of the things that can be done, "" to go back."""
        self.close()
        self.asking = what
        self._page.draw()

    def close(self) -> None:
        """Forget what is open and what was typed."""
        self.asking, self.request, self.typed, self.locked = "", None, "", b""
        self.compared = self.asked_here = False
        self.going = set()

    def leave(self) -> None:
        """Close the card with root keys."""
        self.close()
        self._leave()

    # --- asking for files ---

    def ask_where(self, count: int = 0, threshold: int = 0) -> None:
        """Ask for the folder of a request and of new papers."""
        said = _("Where to write the request, for example a stick")
        ask_folder(self._page, said, lambda folder: self.ask_for(folder, count, threshold))

    def ask_request(self) -> None:
        """Ask for a request that came."""
        ask_open(self._page, _("Choose the request"), _filters(ENDING), self.open_request, on_stick=True)

    def ask_copy(self) -> None:
        """Ask for a copy of the request with other signatures."""
        ask_open(self._page, _("Choose the request"), _filters(ENDING), self.add_signatures, on_stick=True)

    def ask_key_file(self) -> None:
        """Ask for a file with a root key."""
        names = _filters(LOCKED_ENDING, ".txt")
        ask_open(self._page, _("Choose the file with the root key"), names, self._try_key_file, on_stick=True)

    def _try_key_file(self, path: Path) -> None:
        self._session.attempt(lambda: self.read_key_file(path))

    def ask_where_to_keep(self, passphrase: str) -> None:
        """Ask for the name of the file for a key under a passphrase."""
        ask_save(
            self._page, _("Where to keep the root key"), f"root-key{LOCKED_ENDING}", _filters(LOCKED_ENDING),
            lambda path: self.keep(path, passphrase),
        )  # fmt: skip

    def _work(self, act: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        def show(made: Any) -> None:
            done(made)
            self._page.draw()

        self._session.work(_("Deciding…"), act, show, alone=True)


def others_that_enter(state: NetworkState) -> list[DeviceState]:
    """The other computers that may enter computers now."""
    return [device for device in state.devices if device.registrar and not device.own]


def _write(path: Path, data: bytes) -> None:
    def fill(stream: Any) -> None:
        stream.write(data)

    save_atomically(path, fill)


def _filters(*endings: str) -> str:
    names = " ".join("*" + each for each in endings)
    return _("Files of CSO Desk") + f" ({names});;" + _("All files") + " (*)"
