"""The papers of members as the window shows them."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cso_desk.features.hub.form import paper
from cso_desk.features.members.record import ContactGroup
from cso_desk.store.store import Store
from cso_desk.widgets.host import Paper
from cso_desk.wording import N_, _


@dataclass(frozen=True)
class Asked:
    """Of which day papers are, and whether they leave the hub: then only those stand there who agreed."""

    day: date
    outside: bool = False


def today() -> Asked:
    """Papers of today for the hub itself."""
    return Asked(date.today())  # noqa: DTZ011  the day on the wall


def directory_list(store: Store, asked: Asked) -> Paper:
    """The directory across A4, also as a workbook."""
    from cso_desk.features.members import printing

    return paper(
        lambda: _("Directory of institutions"),
        "directory",
        lambda code: printing.directory_paper(store, code, as_of=asked.day, outside=asked.outside),
        lambda code: printing.directory_workbook(store, code, as_of=asked.day, outside=asked.outside),
    )


def _booklet(store: Store, asked: Asked) -> Paper:
    from cso_desk.features.members import printing

    return paper(
        lambda: _("Directory as a booklet"),
        "directory-booklet",
        lambda code: printing.booklet_paper(store, code, as_of=asked.day, outside=asked.outside),
    )


def _labels(store: Store, asked: Asked) -> Paper:
    from cso_desk.features.members import printing

    return paper(
        lambda: _("Labels"),
        "labels",
        lambda code: printing.labels_paper(store, code, as_of=asked.day, outside=asked.outside),
    )


def _contacts(by: str) -> Callable[[Store, Asked], Paper]:
    def make(store: Store, asked: Asked) -> Paper:
        from cso_desk.features.members import printing

        return paper(
            lambda: _("List of contacts"),
            f"contacts-{by}",
            lambda code: printing.contacts_paper(store, code, as_of=asked.day, by=by, outside=asked.outside),
        )

    return make


def _figures(store: Store, asked: Asked) -> Paper:
    from cso_desk.features.members import printing

    return paper(
        lambda: _("The network in figures"),
        "network-figures",
        lambda code: printing.figures_paper(store, code, as_of=asked.day, outside=asked.outside),
        lambda code: printing.figures_workbook(store, code, as_of=asked.day, outside=asked.outside),
    )


def compliance_calendar(store: Store, asked: Asked) -> Paper:
    """What was handed in for the last whole year, and what is to come."""
    from cso_desk.features.members import printing

    return paper(
        lambda: _("Compliance calendar"),
        "compliance",
        lambda code: printing.compliance_paper(store, code, as_of=asked.day, outside=asked.outside),
        lambda code: printing.compliance_workbook(store, code, as_of=asked.day, outside=asked.outside),
    )


def _tree(store: Store, asked: Asked) -> Paper:
    from cso_desk.features.members import printing

    return paper(
        lambda: _("Networks and what belongs to them"),
        "networks",
        lambda code: printing.tree_paper(store, code, as_of=asked.day, outside=asked.outside),
    )


def missing_list(store: Store, group: ContactGroup) -> Paper:
    """Who is not in a group yet, with the invitation."""
    from cso_desk.features.members import printing

    return paper(
        lambda: _("Not in the group yet"),
        f"not-yet-in-{group.code}",
        lambda code: printing.missing_paper(store, group, code),
    )


PAPERS: tuple[tuple[str, Callable[[Store, Asked], Paper]], ...] = (
    (N_("Directory"), directory_list),
    (N_("Directory as a booklet"), _booklet),
    (N_("Labels"), _labels),
    (N_("Contacts by district"), _contacts("district")),
    (N_("Contacts by kind"), _contacts("kind")),
    (N_("The network in figures"), _figures),
    (N_("Networks and what belongs to them"), _tree),
    (N_("Compliance calendar"), compliance_calendar),
)
"""Message id of each paper, and what makes it."""
