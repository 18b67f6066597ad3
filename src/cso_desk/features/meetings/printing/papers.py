"""Draws the papers of a meeting by their names."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from cso_desk.documents.paper import Paper
from cso_desk.documents.workbook import Sheet
from cso_desk.features.meetings.printing.agenda import agenda_paper
from cso_desk.features.meetings.printing.attendance_workbook import attendance_workbook
from cso_desk.features.meetings.printing.cards import badges_paper, tents_paper
from cso_desk.features.meetings.printing.certificates import certificates_paper
from cso_desk.features.meetings.printing.letters import invitation_letters
from cso_desk.features.meetings.printing.minutes import minutes_paper
from cso_desk.features.meetings.printing.receipts import receipt_list, receipt_workbook
from cso_desk.features.meetings.printing.sheet import BLANK, FILLED, HALVES, attendance_sheet
from cso_desk.store.store import Store

_PAPERS: dict[str, Callable[..., Paper]] = {
    "invitations": invitation_letters,
    "agenda": agenda_paper,
    "attendance-sheet": attendance_sheet,
    "attendance-halves": partial(attendance_sheet, form=HALVES),
    "attendance-blank": partial(attendance_sheet, form=BLANK),
    "attendance-filled": partial(attendance_sheet, form=FILLED),
    "badges": badges_paper,
    "name-tents": tents_paper,
    "receipts": receipt_list,
    "minutes": minutes_paper,
    "certificates": certificates_paper,
}

_WORKBOOKS: dict[str, Callable[..., list[Sheet]]] = {
    "attendance-sheet": attendance_workbook,
    "attendance-halves": attendance_workbook,
    "attendance-filled": attendance_workbook,
    "receipts": receipt_workbook,
}


def meeting_paper(store: Store, name: str, meeting: str, language: str = "km", **more: Any) -> Paper:
    """The paper of this name, one of `MEETING_PAPERS` that are not joined of several files.

    `more` is what it alone knows, as the amount on receipts.
    """
    return _PAPERS[name](store, meeting, language, **more)


def meeting_workbook(
    store: Store, name: str, meeting: str, language: str = "km", **more: Any
) -> Sequence[Sheet]:
    """The same as a workbook, for papers with `sheets`."""
    return _WORKBOOKS[name](store, meeting, language, **more)
