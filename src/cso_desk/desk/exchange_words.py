"""What the Exchange page says of files, devices and previews, in sentences."""

from cso_desk.bundles.receiving import Checked, NewDevice, Preview
from cso_desk.desk.session import Session, hub_name
from cso_desk.widgets.showing import clock_time, digits
from cso_desk.wording import N_, _, ngettext

STATES = {
    "made": N_("Made; nobody has confirmed it yet"),
    "proved": N_("Arrived"),
    "taken": N_("Taken in"),
    "undone": N_("Taken back"),
}
KINDS = {
    "delta": N_("Changes"),
    "full": N_("Everything"),
    "receipt": N_("Receipt"),
    "request": N_("Request"),
    "hello": N_("Introduction"),
}


def kind_name(kind: str) -> str:
    """What a file is, in a word; a kind of a newer version by its code."""
    return _(KINDS[kind]) if kind in KINDS else kind


def changes_said(count: int) -> str:
    return ngettext("{number} change", "{number} changes", count, number=digits(count))


def origin_said(checked: Checked) -> str:
    """Where a file comes from and what it is."""
    return _(
        "{kind} from {hub}, made {when}",
        kind=kind_name(checked.kind),
        hub=hub_name(checked.from_hub),
        when=clock_time(checked.made_at),
    )


def device_said(device: NewDevice) -> str:
    """A device that somebody known has introduced."""
    return _(
        "New device of {hub}: {name}, fingerprint {fingerprint}; introduced by {introducer}.",
        hub=hub_name(device.hub),
        name=device.name,
        fingerprint=digits(device.fingerprint),
        introducer=hub_name(device.introduced_by),
    )


_NO_CHANGE = {
    "receipt": N_("The receipt tells what has arrived at the other hub. No record would change."),
    "request": N_("The request tells what the other hub still needs. No record would change."),
    "hello": N_("The introduction makes a computer of the other hub known here. No record would change."),
}


def preview_said(preview: Preview, kind: str, session: Session) -> str:
    """What taking a file of this kind in would do."""
    if not (preview.changes or preview.conflicts):
        return _(_NO_CHANGE.get(kind, N_("Everything in this file is here already. Nothing would change.")))
    types = session.store.shelves.types
    kinds = [
        f"{_(types[name].plural)}: {digits(count)}" for name, count in preview.types.items() if name in types
    ]
    said = [
        ngettext(
            "{number} change would be made.",
            "{number} changes would be made.",
            preview.changes,
            number=digits(preview.changes),
        )
    ]
    if kinds:
        said.append("  ·  ".join(kinds))
    if preview.conflicts:
        said.append(
            ngettext(
                "{number} difference would wait for a decision.",
                "{number} differences would wait for a decision.",
                preview.conflicts,
                number=digits(preview.conflicts),
            )
        )
    return "\n".join(said)


def lines_of_digits(fingerprint: str) -> str:
    """24 digits on two lines of three groups, to be read aloud."""
    groups = digits(fingerprint).split()
    half = (len(groups) + 1) // 2
    return "   ".join(groups[:half]) + "\n" + "   ".join(groups[half:])
