"""Says in the user's language what became of histories: computers used twice, and work that was set aside."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection

from cso_desk.bundles.cuts import CutOff
from cso_desk.bundles.receiving import Received
from cso_desk.bundles.set_aside import files_set_aside
from cso_desk.journal.branches import forks
from cso_desk.trust.keeping import known_devices
from cso_desk.trust.rights import hub_name
from cso_desk.wording import _, ngettext


def told_of_histories(received: Received) -> list[str]:
    """What a person has to know after a file was taken in: computers used twice, work that counts no more."""
    return [
        *told_of_copies(received.copies),
        *told_of_cuts(received.cut_off),
        *told_of_erasures(received.erased, received.dropped),
    ]


def told_of_erasures(people: int, dropped: int) -> list[str]:
    """Sentences on people who were erased elsewhere, and on changes about somebody erased; none for 0."""
    told = []
    if people:
        told.append(
            ngettext(
                "{count} person was erased by the hub that answers for them, and is gone here too.",
                "{count} people were erased by the hubs that answer for them, and are gone here too.",
                people,
            )
        )
    if dropped:
        told.append(
            ngettext(
                "{count} change about somebody who was erased was dropped.",
                "{count} changes about people who were erased were dropped.",
                dropped,
            )
        )
    return told


def told_of_copies(hubs: Iterable[str]) -> list[str]:
    """A sentence for each hub of which a computer turned out to be used twice."""
    return [
        _(
            "A computer of {hub} was copied and both copies were used. The work of both is kept; from now on "
            "they are two computers. Tell that hub.",
            hub=hub_name(hub),
        )
        for hub in hubs
    ]


def told_of_cuts(cut_off: Iterable[CutOff]) -> list[str]:
    """A sentence for each device of which something was withdrawn."""
    return [
        ngettext(
            "{count} change in {records} records by the revoked computer {name} of {hub} counts no more. "
            "It is kept in the file {file}, in case some of it has to be entered again.",
            "{count} changes in {records} records by the revoked computer {name} of {hub} count no more. "
            "They are kept in the file {file}, in case some of them have to be entered again.",
            each.changes,
            records=len(each.records),
            name=each.name,
            hub=hub_name(each.hub),
            file=each.file.name,
        )
        for each in cut_off
    ]


def copied_computers(connection: Connection) -> str:
    """The hubs whose computers were used twice, for `doctor`; "" for none."""
    known = known_devices(connection)
    hubs = {known[fork.replica].hub for fork in forks(connection) if fork.replica in known}
    return ", ".join(hub_name(hub) for hub in sorted(hubs))


def what_was_set_aside(folder: Path) -> str:
    """The files that keep what was withdrawn, for `doctor`; "" for none."""
    return ", ".join(path.name for path in files_set_aside(folder))
