"""How titles of the library are laid out, tied together and found in the window."""

from cso_desk.features.library.form.layout import LINK_GROUPS, TITLE_GROUPS, VERSION_GROUPS

__all__ = [
    "LINK_GROUPS",
    "TITLE_GROUPS",
    "VERSION_GROUPS",
]
