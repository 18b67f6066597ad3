"""What the library prints."""

from cso_desk.features.library.printing.register import register_paper, register_workbook

__all__ = [
    "register_paper",
    "register_workbook",
]
