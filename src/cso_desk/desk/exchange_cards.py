"""The cards of the Exchange page that stand by themselves: files made and taken in, devices, warnings."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFrame, QPushButton, QWidget

from cso_desk.bundles.listing import BundleLine
from cso_desk.bundles.receiving import NewDevice
from cso_desk.desk.exchange_words import STATES, changes_said, kind_name, lines_of_digits
from cso_desk.desk.session import hub_name
from cso_desk.trust.devices import DeviceLine
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, line, named, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import _, ngettext

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage
    from cso_desk.desk.exchange_view import ExchangeView

MOST = 12
PADDING = (20, 12, 20, 16)
_ICONS = {"receipt": "check-circle", "request": "question", "hello": "handshake"}


def head_card() -> QWidget:
    """The title, and what the page is for."""
    said = _(
        "Hubs work without internet. What you enter travels in one signed file on a stick or by "
        "Telegram, and comes back with what others entered. Nothing is ever lost by it."
    )
    return holder(column(Label(_("Exchange"), "title"), Label(said, "quiet", wrap=True), gap=0))


def reading_card() -> QFrame:
    """What stands where the hubs will be, in a store in which that takes a while."""
    said = Label(_("Looking at the hubs…"), "quiet")
    return frame("card", row(IconLabel("hourglass", 22), said, None, gap=12, margins=PADDING))


def waiting_card(count: int, review: Callable[[], object]) -> QFrame:
    """How many differences wait for a decision."""
    said = ngettext(
        "{number} difference waits for a decision: two hubs entered different values.",
        "{number} differences wait for a decision: two hubs entered different values.",
        count,
        number=digits(count),
    )
    return caution("git-merge", said, button(lambda: _("Decide now"), review, name="primary"))


def behind_card(hub: str, count: int, request: QPushButton, later: QPushButton) -> QFrame:
    """What a hub holds that did not come with its file."""
    said = ngettext(
        "{hub} holds {number} change that is still not here. A request file asks for it.",
        "{hub} holds {number} changes that are still not here. A request file asks for them.",
        count,
        number=digits(count),
        hub=hub_name(hub),
    )
    return caution("warning", said, request, later)


def board_card(view: "ExchangeView | None", page: "ExchangePage") -> QFrame:
    """The way to the board: a merge that goes on, a stick with files, or a merge to begin."""
    opened = button(lambda: _("Open the board"), page.show_board, name="primary", picture="squares-four")
    if view is not None and view.stick is not None:
        stick = view.stick
        look = button(
            lambda: _("Look at the stick"),
            lambda: page.look_at_folder(stick.folder),
            name="primary",
            picture="hard-drive",
        )
        said = _("The stick {name} with files of CSO Desk is plugged in.", name=stick.name)
        return caution("hard-drive", said, look)
    if view is not None and view.merge is not None:
        said = _("A merge of the hubs began on {when} and goes on.", when=clock_time(view.merge.began))
        return caution("squares-four", said, opened)
    opened = button(lambda: _("Open the board"), page.show_board, picture="squares-four")
    said = _("At the merge meeting the board shows every hub: delivered, missing, to decide.")
    look = button(lambda: _("Look over"), page.look_over, picture="magnifying-glass")
    inside = row(Label(said, wrap=True), look, opened, gap=12, margins=PADDING)
    inside.setStretch(0, 1)
    return frame("card", inside)


def files_card(lines: Sequence[BundleLine], take_back: Callable[[str], object]) -> QFrame:
    """The newest files made and taken in."""
    inside = column(Label(_("Files made and taken in"), "heading"), gap=2, margins=(20, 12, 20, 12))
    for each in lines[:MOST]:
        inside.addWidget(line())
        inside.addWidget(_file_line(each, take_back))
    if not lines:
        inside.addWidget(Label(_("No file was made or taken in yet."), "quiet"))
    return frame("card", inside)


def _file_line(each: BundleLine, take_back: Callable[[str], object]) -> QWidget:
    out = each.direction == "out"
    whose = hub_name(each.hub) if each.hub else _("everybody")
    way = _("{kind} to {hub}", kind=kind_name(each.kind), hub=whose)
    if not out:
        way = _("{kind} from {hub}", kind=kind_name(each.kind), hub=whose)
    state = _(STATES.get(each.status, ""))
    if each.kind not in ("delta", "full") and each.status == "made":
        state = _("Made")  # nobody confirms a receipt, a request or an introduction
    inside = row(
        IconLabel(_ICONS.get(each.kind, "export" if out else "download-simple"), 18),
        holder(column(Label(way), Label(state, "quiet"), gap=0)),
        None,
        Label(changes_said(each.changes) if each.kind in ("delta", "full") else "", "quiet"),
        Label(clock_time(each.at), "quiet"),
        gap=12,
    )
    if each.can_undo:
        inside.addWidget(
            button(lambda: _("Take back"), lambda: take_back(each.uid), name="flat", writes="data")
        )
    made = holder(inside)
    made.setToolTip(Path(each.file).name)
    return made


def devices_card(known: Sequence[DeviceLine], own: str, network: Callable[[], object]) -> QFrame:
    """The fingerprint of this device, to be read aloud, and the devices that are known."""
    inside = column(
        Label(_("Devices"), "heading"),
        Label(_("The digits of this computer. Read them aloud when another hub asks for them."), "quiet"),
        digits_label(own),
        flowing(button(lambda: _("Our network…"), network, picture="shield")),
        gap=2,
        margins=(20, 12, 20, 12),
    )
    for each in known:
        inside.addWidget(line())
        name = ", ".join(part for part in (hub_name(each.hub), each.name) if part)
        mine = [Label(_("this device"), "badge")] if each.own else []
        inside.addWidget(holder(row(Label(name), *mine, None, Label(digits(each.fingerprint), "code"))))
    return frame("card", inside)


def digits_label(fingerprint: str) -> Label:
    """A fingerprint, large enough to be read aloud without losing the line."""
    return Label(lines_of_digits(fingerprint), "title")


def caution(picture: str, said: str, *buttons: QPushButton) -> QFrame:
    """Something that needs a person: a sentence, and beside or below it what can be done."""
    inside = column(gap=8, margins=(16, 10, 12, 10))
    first = row(IconLabel(picture, 24, "warn"), Label(said, wrap=True), gap=12)
    first.setStretch(1, 1)
    inside.addLayout(first)
    if len(buttons) == 1:
        first.addWidget(buttons[0])
        return frame("caution", inside)
    inside.addWidget(flowing(*buttons))
    return frame("caution", inside)


def compare_card(device: NewDevice, ticked: bool, tick: Callable[[bool], object]) -> QFrame:
    """The digits of a device met for the first time, and the tick of who compared them."""
    said = _(
        "A computer of {hub} that is not known here yet: {name}. Call {hub} and let them read their digits "
        "to you; they stand there on the Exchange page under Devices.",
        hub=hub_name(device.hub),
        name=device.name,
    )
    box = tick_box(lambda: _("I compared these digits by phone; they are the same."), ticked, tick)
    inside = column(Label(said, wrap=True), digits_label(device.fingerprint), box, gap=4,
                    margins=(16, 10, 16, 12))  # fmt: skip
    return frame("caution", inside)


def tick_box(say: Callable[[], str], ticked: bool, tick: Callable[[bool], object]) -> QCheckBox:
    """A tick with its sentence."""
    box = QCheckBox()
    live(box, lambda: box.setText(say()))
    named(box, say)
    box.setChecked(ticked)
    box.toggled.connect(tick)
    return box
