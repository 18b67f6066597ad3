"""How things stand with every hub: what is on its way, what is missing, and the one next step."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from cso_desk.bundles import hub_states as steps
from cso_desk.bundles.hub_states import HubState, Parcel
from cso_desk.desk.exchange_cards import PADDING
from cso_desk.desk.exchange_words import changes_said
from cso_desk.desk.session import hub_name
from cso_desk.trust.directory import REVOKED, SUSPENDED
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, line, row
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import N_, _, ngettext

if TYPE_CHECKING:
    from cso_desk.desk.exchange_page import ExchangePage

_LOOKS = {
    steps.INTRODUCE: ("handshake", "quiet"),
    steps.MAKE: ("export", "accent"),
    steps.CARRY: ("hard-drive", "accent"),
    steps.WAIT: ("hourglass", "quiet"),
    steps.REQUEST: ("warning", "warn"),
    steps.DECIDE: ("git-merge", "warn"),
    steps.NOTHING: ("check-circle", "good"),
}
_SHUT_OUT = {SUSPENDED: N_("Suspended by the national hub"), REVOKED: N_("Revoked by the national hub")}
_WAYS = {
    "": N_("{file} was made on {when} and still lies on this computer."),
    "stick": N_("{file} was written on {when}; nobody has confirmed it yet."),
    "posted": N_("{file} was left in the shared folder on {when}; nobody has confirmed it yet."),
}


def hubs_card(states: Sequence[HubState], page: "ExchangePage") -> QFrame:
    """One line for every hub that is known."""
    inside = column(Label(_("The hubs"), "heading"), gap=2, margins=PADDING)
    for each in states:
        inside.addWidget(line())
        inside.addWidget(_hub_line(each, page))
    if not states:
        said = _("No other hub is known here yet. Exchange introductions first.")
        inside.addWidget(Label(said, "quiet", wrap=True))
    return frame("card", inside)


def _hub_line(each: HubState, page: "ExchangePage") -> QWidget:
    picture, colour = _LOOKS[each.step]
    if each.status in _SHUT_OUT:
        picture, colour = "prohibit", "bad"
    texts = column(Label(hub_name(each.hub), "tile"), gap=0)
    texts.addWidget(Label(_first(each), "quiet", wrap=True))
    for said in _further(each):
        texts.addWidget(Label(said, "warn", wrap=True))
    step = _step(each, page)
    inside = row(IconLabel(picture, 22, colour), holder(texts), *([step] if step else []), gap=12)
    inside.setStretch(1, 1)
    return holder(inside)


def _first(each: HubState) -> str:
    """Where the changes for this hub are."""
    if each.status in _SHUT_OUT:
        return _(_SHUT_OUT[each.status])
    if not each.status:
        return _("Not introduced yet.")
    said = []
    if each.lacks and each.step in (steps.WAIT, steps.CARRY) and each.made:
        said.append(_(_WAYS[each.made.way], file=each.made.file, when=clock_time(each.made.at)))
    elif each.lacks:
        said.append(
            ngettext(
                "{number} change waits for it.", "{number} changes wait for it.", each.lacks,
                number=digits(each.lacks),
            )
        )  # fmt: skip
    else:
        said.append(_("It has everything that is here."))
    if each.came:
        said.append(_came(each.came))
    return "  ".join(said)


def _came(parcel: Parcel) -> str:
    if not parcel.changes:
        return _("Last taken in on {when}; nothing in it was new.", when=clock_time(parcel.at))
    return _(
        "Last taken in on {when}: {changes}.",
        when=clock_time(parcel.at),
        changes=changes_said(parcel.changes),
    )


def _further(each: HubState) -> list[str]:
    """What is not as it should be."""
    said = []
    if each.conflicts:
        said.append(
            ngettext(
                "{number} difference to decide", "{number} differences to decide", each.conflicts,
                number=digits(each.conflicts),
            )
        )  # fmt: skip
    if each.behind:
        after = each.came.file if each.came else ""
        said.append(_missing(each.behind, after))
    if each.forked:
        said.append(_("A computer of this hub was copied and both were used. Nothing is lost; call them."))
    return said


def _missing(count: int, after: str) -> str:
    if not after:
        return ngettext(
            "It holds {number} change that never came here.",
            "It holds {number} changes that never came here.",
            count,
            number=digits(count),
        )
    return ngettext(
        "It holds {number} change that never came here: a file made after {file} is missing.",
        "It holds {number} changes that never came here: a file made after {file} is missing.",
        count,
        number=digits(count),
        file=after,
    )


def _step(each: HubState, page: "ExchangePage") -> QPushButton | None:
    acts: dict[str, tuple[str, Callable[[], object]]] = {
        steps.INTRODUCE: (N_("Make an introduction…"), lambda: page.giving.ask_where("hello")),
        steps.MAKE: (N_("Make the file…"), lambda: page.giving.ask_where(to=each.hub)),
        steps.CARRY: (N_("Write it again…"), lambda: page.giving.ask_where(to=each.hub)),
        steps.WAIT: (N_("Write it again…"), lambda: page.giving.ask_where(to=each.hub)),
        steps.REQUEST: (N_("Make a request file…"), lambda: page.giving.ask_where("request", each.hub)),
        steps.DECIDE: (N_("Decide now"), page.review),
    }
    if each.step not in acts:
        return None
    word, act = acts[each.step]
    return button(lambda: _(word), act, name="flat" if each.step == steps.WAIT else "")
