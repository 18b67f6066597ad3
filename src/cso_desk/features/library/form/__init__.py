"""How titles of the library are laid out, tied together and found in the window."""

from cso_desk.features.library.form.copies import CopiesTab
from cso_desk.features.library.form.layout import (
    COPY_GROUPS,
    LINK_GROUPS,
    TITLE_GROUPS,
    VERSION_GROUPS,
    WAITING_GROUPS,
)
from cso_desk.features.library.form.loan_desk import LoanDesk

__all__ = [
    "COPY_GROUPS",
    "LINK_GROUPS",
    "TITLE_GROUPS",
    "VERSION_GROUPS",
    "WAITING_GROUPS",
    "CopiesTab",
    "LoanDesk",
]
