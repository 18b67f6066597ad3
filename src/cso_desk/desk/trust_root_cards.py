"""The cards of the root keys: what can be done with them, a request for a new root, a key put into a file."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QFrame, QLineEdit, QPushButton

from cso_desk.desk.exchange_cards import PADDING, digits_label, tick_box
from cso_desk.desk.session import hub_name
from cso_desk.store.store import NATIONAL
from cso_desk.trust.overview import DeviceState, NetworkState
from cso_desk.trust.root_requests import RootRequest, told_of_request
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, named, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.desk.trust_root import RootDesk


def root_card(desk: "RootDesk", state: NetworkState, hub: str) -> QFrame:
    """What can be done with root keys on this computer."""
    said = _(
        "Root {version} of the network: {threshold} of {keys} root keys can change who enters computers. "
        "They are on paper with the people who keep them, and nobody sends one anywhere.",
        version=digits(state.root_version), threshold=digits(state.threshold), keys=digits(state.keys),
    )  # fmt: skip
    if not state.root:
        said = _("This computer does not know the network yet. Requests for its root can be signed even so.")
    inside = column(Label(_("Root keys"), "heading"), Label(said, "quiet", wrap=True), gap=8, margins=PADDING)
    if state.root and hub == NATIONAL:
        papers = button(lambda: _("New papers…"), lambda: desk.ask("papers"), writes="data")
        _thing(inside, _("A paper was lost, or a person who kept one has left."), papers)
        if not state.registrar:
            over = button(
                lambda: _("This computer takes over…"), lambda: desk.ask("take over"), writes="data"
            )
            said = _("The computer that enters others was lost, stolen or replaced.")
            _thing(inside, said, over)
    sign = button(lambda: _("Open a request…"), desk.ask_request)
    _thing(inside, _("You keep a root key and were asked to sign, or a signed request came back."), sign)
    keep = button(lambda: _("Keep a key in a file…"), lambda: desk.ask("keep"), writes="data")
    _thing(inside, _("You would rather keep your root key in a file under a passphrase than on paper."), keep)
    inside.addWidget(flowing(button(lambda: _("Close"), desk.leave)))
    return frame("card", inside)


def _thing(inside: QBoxLayout, said: str, act: QPushButton) -> None:
    inside.addWidget(line())
    whole = row(Label(said, wrap=True), act, gap=12)
    whole.setStretch(0, 1)
    inside.addWidget(holder(whole))


def new_papers_card(desk: "RootDesk") -> QFrame:
    """How many new keys there shall be, and what happens then."""
    said = _(
        "New papers are written at once, and a request that the holders of the old root keys sign. Until "
        "enough of them have signed, the old keys count and the new ones do not. Then burn the old papers."
    )
    three = button(
        lambda: _("Three keys, two are needed…"), lambda: desk.ask_where(3, 2), name="primary", writes="data"
    )
    one = button(lambda: _("One key only…"), lambda: desk.ask_where(1, 1), writes="data")
    buttons = flowing(three, one, _back(desk))
    inside = column(Label(_("New papers for the root"), "heading"), Label(said, wrap=True), buttons,
                    margins=PADDING)  # fmt: skip
    return frame("card", inside)


def take_over_card(desk: "RootDesk", others: Sequence[DeviceState]) -> QFrame:
    """Which computers shall not enter others any more, and what happens then."""
    said = _(
        "This computer will enter others. Tick the one that was lost: everything it ever decided counts no "
        "more, and this computer says all of it again as it knows it. Look through the list afterwards."
    )
    inside = column(Label(_("This computer takes over"), "heading"), Label(said, wrap=True), margins=PADDING)
    for device in others:
        inside.addWidget(_gone(desk, device))
    go = button(lambda: _("Write the request…"), desk.ask_where, name="primary", writes="data")
    inside.addWidget(flowing(go, _back(desk)))
    return frame("card", inside)


def _gone(desk: "RootDesk", device: DeviceState) -> QFrame:
    def tick(on: bool) -> None:
        (desk.going.add if on else desk.going.discard)(device.replica)

    said = _("{name} was lost: it enters no others any more", name=device.name or hub_name(device.hub))
    box = tick_box(lambda: said, device.replica in desk.going, tick)
    inside = column(box, Label(digits(device.fingerprint), "code"), gap=2, margins=(16, 8, 16, 10))
    return frame("caution", inside)


def request_card(desk: "RootDesk", request: RootRequest, state: NetworkState, hub: str) -> QFrame:
    """A request: what it asks for, whom to call, the digits, the signatures so far, and what comes next."""
    title = column(Label(_("A new root for the network"), "heading"), Label(desk.path.name, "quiet"), gap=0)
    inside = column(holder(title), gap=8, margins=PADDING)
    *asked, signed = told_of_request(request)
    for said in asked[1:]:
        inside.addWidget(Label(digits(said), wrap=True))
    if state.root_version >= request.proposed.version:
        inside.addWidget(Label(_("This root is in force already, or another one came meanwhile."), "warn"))
        inside.addWidget(flowing(_back(desk)))
        return frame("card", inside)
    inside.addWidget(line())
    whom = _(
        "Call the national hub on a number you know and let them read the digits of the new root to you. "
        "Sign only when all 24 are the same."
    )
    if desk.asked_here:
        whom = _(
            "Call every holder on a number you know and read these digits of the new root aloud. Give or "
            "send them the file {file}; it holds nothing secret.",
            file=desk.path.name,
        )
    elif hub == NATIONAL:
        whom = _("Make sure that these are the digits that were read to the holders by phone.")
    inside.addWidget(Label(whom, wrap=True))
    inside.addWidget(digits_label(request.proposed.fingerprint))
    if not desk.asked_here:
        box = tick_box(
            lambda: _("I compared these digits by phone; they are the same."),
            desk.compared,
            lambda on: desk.compare(same=on),
        )
        inside.addWidget(box)
    inside.addWidget(line())
    inside.addWidget(Label(digits(signed), "good" if request.complete else ""))
    _next(inside, desk, request, hub)
    return frame("card", inside)


def _next(inside: QBoxLayout, desk: "RootDesk", request: RootRequest, hub: str) -> None:
    copy = button(lambda: _("Add signatures of a copy…"), desk.ask_copy, writes="data")
    if request.complete and hub == NATIONAL:
        said = _("Enough holders have signed. As soon as this is the root, the one before counts no more.")
        inside.addWidget(Label(said, wrap=True))
        yes = button(
            lambda: _("Make it the root"), desk.finish, name="primary", picture="check", writes="data"
        )
        yes.setEnabled(desk.compared)
        inside.addWidget(flowing(yes, _back(desk)))
        return
    if request.complete:
        said = _("Enough holders have signed. Send the file {file} back to the national hub.",
                 file=desk.path.name)  # fmt: skip
        inside.addWidget(Label(said, wrap=True))
        inside.addWidget(flowing(_back(desk)))
        return
    sign = button(lambda: _("Sign"), desk.sign_typed, name="primary", picture="check", writes="data")
    file = button(lambda: _("Key file…"), desk.ask_key_file, writes="data")
    for each in (sign, file):
        each.setEnabled(desk.compared)
    typed = _key_line(desk)
    typed.setEnabled(desk.compared)
    inside.addWidget(typed)
    inside.addWidget(flowing(sign, file, copy, _back(desk)))


def _key_line(desk: "RootDesk") -> QLineEdit:
    """Where a root key is typed, or the passphrase of one that lies in a file."""
    typed = QLineEdit(desk.typed)
    say: Callable[[], str] = lambda: _("The 96 digits of the root key, as they stand on its paper")  # noqa: E731
    if desk.locked:
        typed.setEchoMode(QLineEdit.EchoMode.Password)
        say = lambda: _("The passphrase of this root key")  # noqa: E731
    named(typed, say)
    typed.setPlaceholderText(say())
    typed.textChanged.connect(partial(setattr, desk, "typed"))
    return typed


def keep_card(desk: "RootDesk") -> QFrame:
    """A root key and its passphrase, to be put into a file."""
    said = _(
        "The file can lie on a stick that only you keep. Whoever finds it needs the passphrase too. If you "
        "forget it and have no paper, this key is lost; the other holders can make new ones."
    )
    first, again = QLineEdit(), QLineEdit()
    inside = column(Label(_("Keep a root key in a file"), "heading"), Label(said, wrap=True), _key_line(desk),
                    margins=PADDING)  # fmt: skip
    labels = (_("A passphrase only for this key"), _("The same passphrase again"))
    for typed, label in zip((first, again), labels, strict=True):
        typed.setEchoMode(QLineEdit.EchoMode.Password)
        named(typed, partial(str, label))
        typed.setPlaceholderText(label)
        inside.addWidget(typed)
    go = button(lambda: _("Choose where…"), lambda: desk.ask_where_to_keep(first.text()), name="primary")

    def allow() -> None:
        go.setEnabled(bool(first.text()) and first.text() == again.text())

    for typed in (first, again):
        typed.textChanged.connect(allow)
    allow()
    inside.addWidget(flowing(go, _back(desk)))
    return frame("card", inside)


def _back(desk: "RootDesk") -> QPushButton:
    return button(lambda: _("Not now"), lambda: desk.ask(""))
