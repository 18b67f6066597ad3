"""What can be done with the library, and what can be counted of it."""

from cso_desk.features.library.service.titles import add_title, counts_by_kind, titles_by_kind

__all__ = [
    "add_title",
    "counts_by_kind",
    "titles_by_kind",
]
