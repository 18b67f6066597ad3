"""What the library prints."""

from cso_desk.features.library.printing.labels import (
    LABEL_SHEETS,
    QR_SHEETS,
    copy_labels,
    reader_cards,
    spine_labels,
)
from cso_desk.features.library.printing.loans import loans_paper, loans_workbook, overdue_letters
from cso_desk.features.library.printing.register import register_paper, register_workbook
from cso_desk.features.library.printing.stock import stock_paper, stock_workbook

__all__ = [
    "LABEL_SHEETS",
    "QR_SHEETS",
    "copy_labels",
    "loans_paper",
    "loans_workbook",
    "overdue_letters",
    "reader_cards",
    "register_paper",
    "register_workbook",
    "spine_labels",
    "stock_paper",
    "stock_workbook",
]
