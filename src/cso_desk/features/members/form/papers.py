"""The papers of members as the window shows them."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from cso_desk.features.hub.form import paper
from cso_desk.features.members.record import ContactGroup
from cso_desk.features.members.service.papers import MEMBER_PAPERS, Asked
from cso_desk.store.store import Store
from cso_desk.widgets.host import Paper
from cso_desk.wording import _


def member_paper_in_window(name: str, store: Store, asked: Asked, size: str = "") -> Paper:
    """One of `MEMBER_PAPERS`, also as a workbook where it has sheets, and in each of its sizes."""
    from cso_desk.features.members import printing

    told = MEMBER_PAPERS[name]
    more = {"size": size} if size else {}
    made = paper(
        lambda: _(told.title),
        told.name,
        lambda code: printing.member_paper(store, name, asked, code, **more),
        (lambda code: printing.member_workbook(store, name, asked, code)) if told.sheets else None,
    )
    of_size = partial(member_paper_in_window, name, store, asked)
    return replace(made, sizes=told.sizes, of_size=of_size if told.sizes else None)


directory_list = partial(member_paper_in_window, "directory")
compliance_calendar = partial(member_paper_in_window, "compliance")


def missing_list(store: Store, group: ContactGroup) -> Paper:
    """Who is not in a group yet, with the invitation."""
    from cso_desk.features.members import printing

    return paper(
        lambda: _("Not in the group yet"),
        f"not-yet-in-{group.code}",
        lambda code: printing.missing_paper(store, group, code),
    )


PAPERS: tuple[tuple[str, Callable[[Store, Asked], Paper]], ...] = tuple(
    (each.title, partial(member_paper_in_window, each.name)) for each in MEMBER_PAPERS.values()
)
"""Message id of each paper, and what makes it."""
