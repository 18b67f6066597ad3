"""The network of the hubs on the Exchange page: add our hub, enter others, and what becomes of a computer."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.bundles.network_part import own_problem
from cso_desk.bundles.registry import register
from cso_desk.desk.exchange_cards import PADDING, caution, digits_label
from cso_desk.desk.file_dialogs import ask_folder
from cso_desk.desk.session import Session, hub_name
from cso_desk.desk.trust_cards import (
    consequence,
    copied_card,
    device_row,
    replaceable,
    replacing_box,
    step_row,
    waiting_card,
)
from cso_desk.desk.trust_papers import begin_network, papers_said
from cso_desk.desk.trust_root import RootDesk
from cso_desk.features.hub.service import profile
from cso_desk.store.store import NATIONAL
from cso_desk.trust.devices import own_fingerprint
from cso_desk.trust.directory import Entry
from cso_desk.trust.overview import DeviceState, NetworkState, counted_work, network_state
from cso_desk.trust.registrar import approve, find_device, hand_over, lift, reject, revoke, suspend
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Paper
from cso_desk.wording import _

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cso_desk.desk.exchange_page import ExchangePage

_DEEDS: "dict[str, Callable[[Connection, str], object]]" = {
    "suspend": suspend,
    "lift": lift,
    "revoke": revoke,
}


class TrustBoard:
    """Shown by the Exchange page while it is open. `asking`: the decision about to be made, and on whom.

    `replacing`: whose place a device that waits shall take, by its digits; `entered`: the hub that waits for
    its file; `roots`: what is done with root keys, while that is open.
    """

    def __init__(self, page: "ExchangePage", session: Session) -> None:
        self._page, self._session = page, session
        self.asking: tuple[str, str] = ("", "")
        self.compared: set[str] = set()
        self.replacing: dict[str, str] = {}
        self.entered = ""
        self.roots: RootDesk | None = None

    # --- what can be done ---

    def begin(self, folder: Path, keys: int, threshold: int) -> None:
        """Begin a network; the papers with its root keys are written into a folder, for example a stick."""
        store = self._session.store
        self._work(
            lambda _progress: begin_network(store, folder, keys, threshold), lambda _root: papers_said(keys)
        )

    def enter(self, device: DeviceState) -> None:
        """Enter a device whose digits were compared, in the place of another one where that was said."""
        old = self.in_place_of(device)

        def decide(connection: "Connection") -> Entry:
            certificate = find_device(connection, device.replica)
            return hand_over(connection, old, certificate) if old else approve(connection, certificate)

        def said(entry: Entry) -> str:
            self.entered = device.hub
            return _("{name} of {hub} is entered.", name=entry.name, hub=hub_name(device.hub))

        self._run(decide, said)

    def in_place_of(self, device: DeviceState) -> str:
        """The replica whose place a device shall take, "" for none; usually that of its earlier self."""
        listed = {each.replica for each in replaceable(device, network_state(self._session.store))}
        usual = device.previous if device.previous in listed else ""
        chosen = self.replacing.get(device.fingerprint, usual)
        return chosen if chosen in listed else ""

    def replace(self, device: DeviceState, old: str) -> None:
        """Note in whose place a device shall be entered, "" for nobody's."""
        self.replacing[device.fingerprint] = old
        self._page.draw()

    def sent_back(self) -> None:
        """Leave the file for the hub that was entered for later."""
        self.entered = ""
        self._page.draw()

    def reject(self, device: DeviceState) -> None:
        """Say no to a device; it is not shown as waiting again."""
        self._run(
            lambda connection: reject(connection, find_device(connection, device.replica)),
            lambda _done: _("{name} is rejected.", name=device.name),
        )

    def ask(self, deed: str, device: DeviceState) -> None:
        """Ask before a device is suspended or revoked, with what that means."""
        self.asking = (deed, device.replica)
        self._page.draw()

    def decide(self, deed: str, device: DeviceState) -> None:
        """Suspend, lift or revoke."""
        said = {
            "suspend": _("{name} is suspended. Others learn it with the next file.", name=device.name),
            "lift": _("{name} is active again. Others learn it with the next file.", name=device.name),
            "revoke": _("{name} is revoked. Others learn it with the next file.", name=device.name),
        }[deed]
        self._run(lambda connection: _DEEDS[deed](connection, device.replica), lambda _done: said)

    def show_card(self) -> None:
        """Show the fingerprint card, ready to be printed."""
        store, state = self._session.store, network_state(self._session.store)
        own = next((device for device in state.devices if device.own), None)
        facts = {
            "name": own.name if own else "",
            "fingerprint": own_fingerprint(store),
            "root": state.root,
            "on": _today(),
        }

        def make(said: str, _suffix: str, _progress: Callable[[int, int], None]) -> bytes:
            from cso_desk.documents.pdf import pdf_bytes  # noqa: PLC0415  see above
            from cso_desk.features.hub.printing.trust import fingerprint_card  # noqa: PLC0415

            return pdf_bytes(fingerprint_card(profile(store), said, **facts))

        self._session.show_paper(Paper(lambda: _("Fingerprint card"), "fingerprint-card", make))

    def open_roots(self) -> RootDesk:
        """Show what can be done with root keys; gives that."""
        self.roots = RootDesk(self._page, self._session, self._close_roots)
        self._page.draw()
        return self.roots

    def _close_roots(self) -> None:
        self.roots = None
        self._page.draw()

    def _run(self, decide: "Callable[[Connection], Any]", said: Callable[[Any], str]) -> None:
        store = self._session.store
        self._work(lambda _progress: register(store, decide), said)

    def _work(self, act: Callable[[Any], Any], said: Callable[[Any], str]) -> None:
        def done(result: Any) -> None:
            self.asking = ("", "")
            self._session.notify(said(result))
            self._page.draw()

        self._session.work(_("Deciding…"), act, done, alone=True)

    # --- cards ---

    def cards(self) -> list[QWidget]:
        """What stands on the Exchange page while the board is open."""
        state = network_state(self._session.store)
        shown: list[QWidget] = [self._head()]
        if self.roots is not None:
            return [*shown, *self.roots.cards(state)]
        with self._session.store.reading() as reading:
            problem = own_problem(reading.connection)
        if problem and state.own:
            shown.append(caution("warning", problem))
        if state.twins:
            shown.append(caution("warning", _twins()))
        copied = [each for each in state.devices if each.copied and not each.own]
        shown += [copied_card(each, registrar=state.registrar) for each in copied]
        if self.entered:
            shown.append(self._send_back())
        shown.append(self._own_card(state))
        waiting = [device for device in state.devices if state.registrar and _is_waiting(device)]
        shown += [self._waiting(each, state) for each in waiting]
        earlier = {device.previous for device in state.devices if device.own}
        past = [device for device in state.devices if device.own and device.replica in earlier]
        known = [device for device in state.devices if device not in (*waiting, *past)]
        shown.append(self._devices(state, known))
        return shown

    def _waiting(self, device: DeviceState, state: NetworkState) -> QWidget:
        others = replaceable(device, state)
        place = replacing_box(device, others, self.in_place_of(device), self.replace) if others else None
        return waiting_card(device, self.compared, self.enter, self.reject, place)

    def _send_back(self) -> QFrame:
        hub = self.entered
        said = _(
            "Now send a file back to {hub}. There they take it in and compare the digits of the network with "
            "their fingerprint card; then they belong to it.",
            hub=hub_name(hub),
        )
        ask = self._page.giving.ask_where
        make = button(lambda: _("Make the file…"), lambda: ask(to=hub), name="primary", writes="data")
        return caution("export", said, make, button(lambda: _("Later"), self.sent_back))

    def _head(self) -> QWidget:
        back = button(lambda: _("Back"), self._page.leave_trust, picture="arrow-left")
        card = button(lambda: _("Fingerprint card…"), self.show_card, picture="printer")
        keys = button(lambda: _("Root keys…"), self.open_roots, picture="key")
        keys.setEnabled(self.roots is None)
        return holder(row(Label(_("Our network"), "title"), None, keys, card, back, gap=8))

    def _own_card(self, state: NetworkState) -> QFrame:
        inside = column(gap=8, margins=PADDING)
        if not state.root and self._session.store.hub == NATIONAL:
            self._begin_card(inside)
        elif state.own == "active":
            inside.addWidget(Label(_("This computer belongs to the network."), "heading"))
            inside.addWidget(
                Label(_("The digits of the network. They stand on the fingerprint card."), "quiet")
            )
            inside.addWidget(digits_label(state.root))
        else:
            self._steps(inside, state)
        return frame("card", inside)

    def _begin_card(self, inside: Any) -> None:
        inside.addWidget(Label(_("Begin the network"), "heading"))
        said = _(
            "Until now every hub believes the computer it met first. With a root, only computers count that "
            "the national hub has entered. Its keys are printed on paper and kept by different people; they "
            "are needed only when this computer is lost or replaced."
        )
        inside.addWidget(Label(said, "quiet", wrap=True))
        three = button(
            lambda: _("Three keys, two are needed…"),
            lambda: self._ask_begin(3, 2),
            name="primary",
            writes="data",
        )
        one = button(lambda: _("One key only…"), lambda: self._ask_begin(1, 1), writes="data")
        inside.addWidget(flowing(three, one))

    def _ask_begin(self, keys: int, threshold: int) -> None:
        ask_folder(
            self._page,
            _("Where to write the papers with the root keys, for example a stick"),
            lambda folder: self.begin(folder, keys, threshold),
        )

    def _steps(self, inside: Any, state: NetworkState) -> None:
        """How our hub is added, and how far that is."""
        inside.addWidget(Label(_("Add our hub"), "heading"))
        hello = button(
            lambda: _("Make an introduction…"),
            self._page.ask_hello,
            name="primary",
            picture="handshake",
            writes="data",
        )
        inside.addWidget(
            step_row(
                1, _("Write an introduction on a stick and bring or send it to the national hub."), hello
            )
        )
        inside.addWidget(step_row(2, _("When they call, read them the digits of this computer:")))
        inside.addWidget(digits_label(own_fingerprint(self._session.store)))
        take = button(lambda: _("Choose the file…"), self._page.ask_file, picture="download-simple")
        said = _("Take in the file that they send back. Compare the digits of the network with their card.")
        inside.addWidget(step_row(3, said, take, done=bool(state.root)))

    def _devices(self, state: NetworkState, known: Sequence[DeviceState]) -> QFrame:
        inside = column(Label(_("Computers"), "heading"), gap=2, margins=(20, 12, 20, 12))
        for device in known:
            inside.addWidget(line())
            inside.addWidget(device_row(device, self.ask, registrar=state.registrar))
            if self.asking[1] == device.replica:
                work = counted_work(self._session.store, device.replica)
                inside.addWidget(consequence(self.asking[0], device, work, self.decide, self._leave))
        return frame("card", inside)

    def _leave(self) -> None:
        self.asking = ("", "")
        self._page.draw()


def _is_waiting(device: DeviceState) -> bool:
    if device.own or device.registrar or device.listed:
        return False
    return device.status in ("waiting", "active")


def _twins() -> str:
    return _("Two directories of one number went round. Tell the national hub; its next one settles it.")


def _today() -> str:
    return dt.date.today().isoformat()  # noqa: DTZ011  the day on the wall
