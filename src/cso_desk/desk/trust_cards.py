"""The cards of the network: a device that waits, how devices stand, and what a decision about one means."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from cso_desk.desk.exchange_cards import caution, digits_label, tick_box
from cso_desk.desk.session import hub_name
from cso_desk.trust.overview import DeviceState, NetworkState
from cso_desk.widgets.controls import IconLabel, Label, button, column, frame, holder, named, row
from cso_desk.widgets.editors.choices import CalmComboBox
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import N_, _, ngettext

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
        "{name} is shut out for ever, for example because it was stolen. {work} Whatever else comes from it "
        "is refused everywhere. What is on that computer is protected by its passphrase only. Call {hub} "
        "first: if a backup of it is restored elsewhere, take in the last file from there before you revoke."
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
    place: QWidget | None = None,
) -> QFrame:
    """A device that asks to be entered: its digits, the tick of who compared them, yes and no.

    `place`: where a person says in whose place it shall be entered.
    """
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
    yes = button(lambda: _("Enter it"), lambda: enter(device), name="primary", picture="check", writes="data")
    yes.setEnabled(ticked)

    def tick(on: bool) -> None:
        (compared.add if on else compared.discard)(device.fingerprint)
        yes.setEnabled(on)

    no = button(lambda: _("Reject"), lambda: reject(device), writes="data")
    box = tick_box(lambda: _("I compared these digits by phone; they are the same."), ticked, tick)
    parts = [Label(said, wrap=True), digits_label(device.fingerprint), box]
    parts += [place] if place else []
    return frame("caution", column(*parts, flowing(yes, no), gap=6, margins=(16, 10, 16, 12)))


def replaceable(device: DeviceState, state: NetworkState) -> list[DeviceState]:
    """The computers of its hub that a device which waits may take the place of."""
    return [
        each
        for each in state.devices
        if each.hub == device.hub and each.listed and not each.own and each.status in ("active", "suspended")
    ]


def replacing_box(
    device: DeviceState,
    others: Sequence[DeviceState],
    chosen: str,
    choose: Callable[[DeviceState, str], object],
) -> QWidget:
    """Whether a device comes beside the others of its hub or in the place of one, and what that means."""
    box = CalmComboBox()
    named(box, lambda: _("In whose place it is entered"))
    box.addItem(_("It is a further computer of {hub}", hub=hub_name(device.hub)), "")
    for each in others:
        box.addItem(_("It takes the place of {name}", name=_called(each)), each.replica)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.activated.connect(lambda _place: choose(device, str(box.currentData())))
    said = _("Both are believed from now on.")
    old = next((each for each in others if each.replica == chosen), None)
    if old is not None:
        said = _(
            "The work of {name} counts, and it gets no more files. If it was lost or stolen, revoke it "
            "afterwards, so that nothing that comes from it later counts.",
            name=_called(old),
        )
    return holder(column(box, Label(said, "quiet", wrap=True), gap=4))


def _called(device: DeviceState) -> str:
    """A computer among others of its hub, which often have the same name."""
    return f"{device.name or hub_name(device.hub)} ({digits(device.fingerprint[:4])}…)"


def copied_card(device: DeviceState, *, registrar: bool) -> QFrame:
    """What happened to a computer that exists twice, and how that is mended."""
    said = _(
        "The computer {name} of {hub} was copied and both copies were used. Nothing is lost: what was "
        "written on either counts. Call {hub} and ask where the two stand and which of them go on.",
        name=device.name,
        hub=hub_name(device.hub),
    )
    step = _("Each of them takes new keys by itself. The national hub enters those that go on, one by one.")
    if registrar:
        step = _(
            "Each of them takes new keys when it takes in a file from here; make one for {hub}. Then both "
            "ask to be entered: enter one in the place of {name}, the other only if it shall go on too.",
            name=device.name,
            hub=hub_name(device.hub),
        )
    return caution("warning", f"{said} {step}")


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
    return button(lambda: _(words[deed]), lambda: ask(deed, device), name="flat", writes="data")


def consequence(
    deed: str,
    device: DeviceState,
    work: tuple[int, int],
    decide: Callable[[str, DeviceState], object],
    leave: Callable[[], object],
) -> QFrame:
    """What a decision means, and the button that makes it. `work`: changes that count, the last of when."""
    words = {
        "suspend": N_("Suspend it"),
        "lift": N_("Lift the suspension"),
        "revoke": N_("Revoke it for ever"),
    }
    said = _("{name} takes part again.", name=device.name)
    if deed in _MEANS:
        said = _(_MEANS[deed], name=device.name, hub=hub_name(device.hub), work=_work_said(*work))
    yes = button(lambda: _(words[deed]), lambda: decide(deed, device), name="primary", writes="data")
    return caution("warning", said, yes, button(lambda: _("Not now"), leave))


def _work_said(count: int, newest: int) -> str:
    if not count:
        return _("Nothing of its work is here, so nothing of it counts.")
    return ngettext(
        "{number} change of it is here and counts; it was made on {when}.",
        "{number} changes of it are here and count; the last was made on {when}.",
        count,
        number=digits(count),
        when=clock_time(newest),
    )


def root_card(fingerprint: str, ticked: bool, tick: Callable[[bool], object]) -> QFrame:
    """The digits of a network met for the first time, and the tick of who compared them."""
    said = _(
        "This file brings the digits of a network that this computer does not know yet. Compare them with "
        "the fingerprint card of the national hub, all of them. Never take them from the stick itself."
    )
    box = tick_box(lambda: _("I compared these digits with the card; they are the same."), ticked, tick)
    inside = column(Label(said, wrap=True), digits_label(fingerprint), box, gap=4, margins=(16, 10, 16, 12))
    return frame("caution", inside)
