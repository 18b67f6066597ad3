"""The two cards every exchange begins with: make a file for a hub, and take in one that came."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from cso_desk.desk.exchange_cards import PADDING, caution
from cso_desk.desk.session import hub_name
from cso_desk.places.gazetteer import children
from cso_desk.store.store import NATIONAL
from cso_desk.widgets.controls import Label, button, column, frame, named
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.wording import _

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage


def give_card(page: "ExchangePage") -> QFrame:
    """Choose a hub and make a file for it."""
    box = CalmComboBox()
    named(box, lambda: _("For which hub"))
    own = page.host.store.hub
    for hub in [NATIONAL, *(province.code for province in children(""))]:
        if hub != own:
            box.addItem(hub_name(hub), hub)
    box.setCurrentIndex(max(0, box.findData(page.to)))
    page.to = str(box.currentData())
    box.activated.connect(lambda _place: page.choose_hub(str(box.currentData())))
    make = button(lambda: _("Make the file…"), page.start_making, name="primary", picture="export")
    hello = button(lambda: _("Make an introduction…"), lambda: page.ask_to_make("hello"), picture="handshake")
    inside = column(
        Label(_("Give"), "heading"),
        Label(_("A file with everything that this hub is not known to have."), "quiet", wrap=True),
        box,
        None,
        flowing(make, hello),
        gap=8,
        margins=PADDING,
    )
    return frame("card", inside)


def open_card(page: "ExchangePage") -> QFrame:
    """What it means to write a file that whoever finds it can read."""
    said = _(
        "No computer of {hub} is known here yet, so this file cannot be locked for it: whoever finds the "
        "stick could read the names and phone numbers in it. Exchange introductions first, then files "
        "are locked.",
        hub=hub_name(page.to),
    )
    return caution(
        "lock-open",
        said,
        button(
            lambda: _("Make an introduction instead…"),
            lambda: page.ask_to_make("hello"),
            name="primary",
            picture="handshake",
        ),
        button(lambda: _("Make it anyway…"), lambda: page.ask_to_make(openly=True)),
        button(lambda: _("Not now"), lambda: page.ask_openly(False)),
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
