"""How titles, their versions and their links are laid out when they are edited."""

from cso_desk.widgets.record_editor import CHECKED, Group
from cso_desk.wording import N_

TITLE_GROUPS = (
    Group(
        N_("Title"),
        ("title_km", "title_en", "kind", "number", "issuing_agency", "authors", "subjects", "summary"),
    ),
    Group(
        N_("Dates and status"),
        ("status", "year", "date_signed", "date_in_force", "date_until"),
    ),
    Group(
        N_("On the shelf"),
        ("shelf", "copies", "languages", "publisher", "isbn", "places", "source", "notes"),
    ),
    Group(N_("Files"), ("files",)),
    CHECKED,
)

VERSION_GROUPS = (
    Group(N_("Version"), ("label", "state", "language", "dated", "pages", "notes")),
    Group(N_("Files"), ("files",)),
)

COPY_GROUPS = (
    Group(
        N_("Copy"),
        ("accession", "shelf", "state", "condition", "acquired_on", "acquired_from", "seen_on", "notes"),
    ),
)

WAITING_GROUPS = (Group(N_("Waiting reader"), ("person", "asked_on", "state", "notes")),)

LINK_GROUPS = (Group(N_("Link between titles"), ("kind", "other", "from_date", "articles", "notes")),)
