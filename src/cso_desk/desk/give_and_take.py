"""The two cards every exchange begins with: make a file for a hub, and take in one that came."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from cso_desk.desk.exchange_cards import PADDING, caution
from cso_desk.desk.giving import Giving, planned_said
from cso_desk.desk.session import hub_name
from cso_desk.places.gazetteer import children
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.controls import Label, button, column, frame, named, segments
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage


def give_card(giving: Giving, own: str) -> QFrame:
    """Choose a hub and a way, and make a file for it. `own`: the hub of this computer."""
    box = CalmComboBox()
    named(box, lambda: _("For which hub"))
    for hub in [NATIONAL, *(province.code for province in children(""))]:
        if hub != own:
            box.addItem(hub_name(hub), hub)
    box.setCurrentIndex(max(0, box.findData(giving.to)))
    giving.to = str(box.currentData())
    box.activated.connect(lambda _place: giving.choose_hub(str(box.currentData())))
    ways = segments(
        (lambda: _("On a stick"), lambda: _("By Telegram or mail")),
        int(giving.by_mail),
        lambda place: giving.choose_way(by_mail=place == 1),
    )
    said = _("Everything that this hub is not known to have, with the papers and scans of its records.")
    if giving.by_mail:
        said = _("Everything that this hub is not known to have, without papers and scans, at most 10 MB.")
    if giving.planned is not None:
        said = planned_said(giving.planned)
    make = button(lambda: _("Make the file…"), giving.start, name="primary", picture="export", writes="data")
    size = button(lambda: _("How big?"), giving.plan, name="flat", writes="data")
    hello = button(
        lambda: _("Make an introduction…"),
        lambda: giving.ask_where("hello"),
        picture="handshake",
        writes="data",
    )
    inside = column(
        Label(_("Give"), "heading"),
        box,
        flowing(ways),
        Label(said, "" if giving.planned else "quiet", wrap=True),
        None,
        flowing(make, size, hello),
        gap=8,
        margins=PADDING,
    )
    return frame("card", inside)


def open_card(giving: Giving) -> QFrame:
    """What it means to write a file that whoever finds it can read."""
    said = _(
        "No computer of {hub} is known here yet, so this file cannot be locked for it: whoever finds the "
        "stick could read the names and phone numbers in it. Exchange introductions first, then files "
        "are locked.",
        hub=hub_name(giving.to),
    )
    return caution(
        "lock-open",
        said,
        button(
            lambda: _("Make an introduction instead…"),
            lambda: giving.ask_where("hello"),
            name="primary",
            picture="handshake",
            writes="data",
        ),
        button(lambda: _("Make it anyway…"), lambda: giving.ask_where(openly=True), writes="data"),
        button(lambda: _("Not now"), lambda: giving.ask_openly(ask=False)),
    )


def take_card(page: "ExchangePage") -> QFrame:
    """Choose what came."""
    one = button(lambda: _("Choose the file…"), page.ask_file, name="primary", picture="download-simple")
    several = button(lambda: _("Several files…"), page.ask_files, picture="files")
    stick = button(lambda: _("A whole stick…"), page.ask_stick, picture="folder-open")
    inside = column(
        Label(_("Take in"), "heading"),
        Label(
            _("You see who made the file and what it would change before anything is changed."),
            "quiet",
            wrap=True,
        ),
        None,
        flowing(one, several, stick),
        margins=PADDING,
    )
    return frame("card", inside)
