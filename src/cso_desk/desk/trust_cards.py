"""The cards of the network: a device that waits, how devices stand, and what a decision about one means."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from cso_desk.desk.exchange_cards import caution, digits_label, tick_box
from cso_desk.desk.session import hub_name
from cso_desk.trust.overview import DeviceState
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import digits
from cso_desk.wording import N_, _

STATUSES = {
    "active": N_("active"),
    "suspended": N_("suspended"),
    "revoked": N_("revoked"),
    "replaced": N_("replaced"),
    "waiting": N_("waits to be entered"),
    "rejected": N_("rejected"),
}
_MEANS = {
    "suspend": N_(
        "While {name} is suspended, nobody takes in its files and it gets none. Nothing is lost: all of it "
        "can be taken in when you lift this."
    ),
    "revoke": N_(
        "{name} is shut out for ever, for example because it was stolen. What arrived here from it until now "
        "stays; whatever else comes from it is refused everywhere. What is on that computer stays readable "
        "there. If a backup of it is being restored elsewhere, take in the last file from there first."
    ),
}


def step_row(number: int, said: str, *buttons: QPushButton, done: bool = False) -> QWidget:
    """One step of several, with its number, or a tick where it is done."""
    mark = IconLabel("check-circle", 24, "good") if done else Label(digits(number), "badge")
    text = Label(said, wrap=True)
    inside = row(mark, text, *buttons, gap=12)
    inside.setAlignment(mark, Qt.AlignmentFlag.AlignVCenter)
    inside.setStretch(1, 1)
    return holder(inside)


def waiting_card(
    device: DeviceState,
    compared: set[str],
    enter: Callable[[DeviceState], object],
    reject: Callable[[DeviceState], object],
) -> QFrame:
    """A device that asks to be entered: its digits, the tick of who compared them, yes and no."""
    said = _(
        "{name} of {hub} asks to be entered. Call {hub} on a number you know and let them read the digits of "
        "their computer to you.",
        name=device.name,
        hub=hub_name(device.hub),
    )
    if device.status == "active":
        said = _(
            "{name} of {hub} is a computer you know under new keys, for example restored from its backup. "
            "Enter it when its people confirm these digits by phone.",
            name=device.name,
            hub=hub_name(device.hub),
        )
    ticked = device.fingerprint in compared
    yes = button(lambda: _("Enter it"), lambda: enter(device), name="primary", picture="check")
    yes.setEnabled(ticked)

    def tick(on: bool) -> None:
        (compared.add if on else compared.discard)(device.fingerprint)
        yes.setEnabled(on)

    no = button(lambda: _("Reject"), lambda: reject(device))
    box = tick_box(lambda: _("I compared these digits by phone; they are the same."), ticked, tick)
    inside = column(Label(said, wrap=True), digits_label(device.fingerprint), box, flowing(yes, no), gap=6,
                    margins=(16, 10, 16, 12))  # fmt: skip
    return frame("caution", inside)


def device_row(device: DeviceState, ask: Callable[[str, DeviceState], object], *, registrar: bool) -> QWidget:
    """A device with its digits, how it stands, and what a registrar can do about it."""
    name = ", ".join(part for part in (hub_name(device.hub), device.name) if part)
    badges = [Label(_("this device"), "badge")] if device.own else []
    if device.registrar:
        badges.append(Label(_("enters others"), "badge"))
    said = _(STATUSES[device.status]) if device.status in STATUSES else device.status
    texts = column(Label(name), Label(digits(device.fingerprint), "code"), gap=0)
    state = Label(said, "bad" if device.status in ("revoked", "suspended") else "quiet")
    inside = row(holder(texts), *badges, None, state, gap=12)
    for badge in badges:
        inside.setAlignment(badge, Qt.AlignmentFlag.AlignVCenter)
    if registrar and not device.own:
        for deed in _possible(device.status):
            inside.addWidget(_deed_button(deed, device, ask))
    return holder(inside)


def _possible(status: str) -> tuple[str, ...]:
    return {"active": ("suspend", "revoke"), "suspended": ("lift", "revoke"), "replaced": ("revoke",)}.get(
        status, ()
    )


def _deed_button(deed: str, device: DeviceState, ask: Callable[[str, DeviceState], object]) -> QPushButton:
    words = {"suspend": N_("Suspend…"), "lift": N_("Lift…"), "revoke": N_("Revoke…")}
    return button(lambda: _(words[deed]), lambda: ask(deed, device), name="flat")


def consequence(
    deed: str,
    device: DeviceState,
    decide: Callable[[str, DeviceState], object],
    leave: Callable[[], object],
) -> QFrame:
    """What a decision means, and the button that makes it."""
    words = {
        "suspend": N_("Suspend it"),
        "lift": N_("Lift the suspension"),
        "revoke": N_("Revoke it for ever"),
    }
    said = (
        _(_MEANS[deed], name=device.name)
        if deed in _MEANS
        else _("{name} takes part again.", name=device.name)
    )
    yes = button(lambda: _(words[deed]), lambda: decide(deed, device), name="primary")
    return caution("warning", said, yes, button(lambda: _("Not now"), leave))


def root_card(fingerprint: str, ticked: bool, tick: Callable[[bool], object]) -> QFrame:
    """The digits of a network met for the first time, and the tick of who compared them."""
    said = _(
        "This file brings the digits of a network that this computer does not know yet. Compare them with "
        "the fingerprint card of the national hub, all of them. Never take them from the stick itself."
    )
    box = tick_box(lambda: _("I compared these digits with the card; they are the same."), ticked, tick)
    inside = column(Label(said, wrap=True), digits_label(fingerprint), box, gap=4, margins=(16, 10, 16, 12))
    return frame("caution", inside)
