"""The papers of members: directories, labels, lists of contacts, figures, what is due, and invitations."""

from cso_desk.features.members.printing.belonging import compliance_paper, compliance_workbook, tree_paper
from cso_desk.features.members.printing.booklet import booklet_paper
from cso_desk.features.members.printing.directory import (
    contacts_paper,
    directory_paper,
    directory_workbook,
    sex_on,
)
from cso_desk.features.members.printing.figures import figures_paper, figures_workbook
from cso_desk.features.members.printing.groups import missing_paper
from cso_desk.features.members.printing.labels import labels_paper
from cso_desk.features.members.printing.papers import member_paper, member_workbook

__all__ = [
    "booklet_paper",
    "compliance_paper",
    "compliance_workbook",
    "contacts_paper",
    "directory_paper",
    "directory_workbook",
    "figures_paper",
    "figures_workbook",
    "labels_paper",
    "member_paper",
    "member_workbook",
    "missing_paper",
    "sex_on",
    "tree_paper",
]
