"""What the Exchange page says of files, devices and previews, in sentences."""

from cso_desk.bundles.receiving import Checked, NewDevice, Preview, Received
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
    "files": N_("Papers and scans"),
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


def papers_said(checked: Checked) -> str:
    """How many papers and scans come with a file, and which part of how many it is; "" where none comes."""
    if not checked.files:
        return ""
    said = ngettext(
        "{number} paper or scan comes with it.",
        "{number} papers and scans come with it.",
        checked.files,
        number=digits(checked.files),
    )
    if checked.volumes > 1:
        part, parts = digits(checked.volume), digits(checked.volumes)
        said += " " + _("Part {number} of {count}", number=part, count=parts)
    return said


def taken_said(received: Received, checked: Checked) -> str:
    """What taking a file in did, and what is to be done with it now."""
    said = ngettext(
        "{number} change was taken in.", "{number} changes were taken in.", received.changes,
        number=digits(received.changes),
    )  # fmt: skip
    papers = ngettext(
        "{number} paper or scan was taken in.", "{number} papers and scans were taken in.", received.files,
        number=digits(received.files),
    )  # fmt: skip
    told = [each for each, count in ((said, received.changes), (papers, received.files)) if count] or [said]
    if checked.volumes > 1:
        part, parts = digits(checked.volume), digits(checked.volumes)
        told.append(
            _("This was part {number} of {count}; take in the others as well.", number=part, count=parts)
        )
    if received.receipt_path is not None:
        told.append(_("Carry the receipt {file} back with the stick.", file=received.receipt_path.name))
    return " ".join(told)


def preview_said(preview: Preview, checked: Checked, session: Session) -> str:
    """What taking a file in would do."""
    papers = papers_said(checked)
    if not (preview.changes or preview.conflicts):
        nothing = N_("Everything in this file is here already. Nothing would change.")
        return papers or _(_NO_CHANGE.get(checked.kind, nothing))
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
    return "\n".join([*said, *([papers] if papers else [])])


def lines_of_digits(fingerprint: str) -> str:
    """24 digits on two lines of three groups, to be read aloud."""
    groups = digits(fingerprint).split()
    half = (len(groups) + 1) // 2
    return "   ".join(groups[:half]) + "\n" + "   ".join(groups[half:])
