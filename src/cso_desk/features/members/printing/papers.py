"""Draws the papers of members by their names."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from cso_desk.documents.paper import Paper
from cso_desk.documents.workbook import Sheet
from cso_desk.features.members.printing.belonging import compliance_paper, compliance_workbook, tree_paper
from cso_desk.features.members.printing.booklet import booklet_paper
from cso_desk.features.members.printing.directory import contacts_paper, directory_paper, directory_workbook
from cso_desk.features.members.printing.figures import figures_paper, figures_workbook
from cso_desk.features.members.printing.labels import labels_paper
from cso_desk.features.members.service.papers import Asked
from cso_desk.store.store import Store

_PAPERS: dict[str, Callable[..., Paper]] = {
    "directory": directory_paper,
    "booklet": booklet_paper,
    "labels": labels_paper,
    "contacts-district": partial(contacts_paper, by="district"),
    "contacts-kind": partial(contacts_paper, by="kind"),
    "figures": figures_paper,
    "networks": tree_paper,
    "compliance": compliance_paper,
}

_WORKBOOKS: dict[str, Callable[..., list[Sheet]]] = {
    "directory": directory_workbook,
    "figures": figures_workbook,
    "compliance": compliance_workbook,
}


def member_paper(store: Store, name: str, asked: Asked, language: str = "km", **more: Any) -> Paper:
    """The paper of this name as asked; `more` is what it alone knows, as the size of the directory."""
    return _PAPERS[name](store, asked, language, **more)


def member_workbook(store: Store, name: str, asked: Asked, language: str = "km") -> Sequence[Sheet]:
    """The same as a workbook, for papers with `sheets`."""
    return _WORKBOOKS[name](store, asked, language)
