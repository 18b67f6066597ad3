"""A paper of the hub around its blocks, and a list of the hub as a sheet of a workbook."""

from collections.abc import Sequence

from cso_desk.documents.bilingual import Speech, Text
from cso_desk.documents.paper import Block, Paper
from cso_desk.documents.workbook import CellValue, Sheet, SheetColumn
from cso_desk.features.hub.printing.shared import (
    on_one_line,
    paper_foot,
    paper_head,
    practice_stamp,
    stamp_sheets,
)
from cso_desk.features.hub.service import profile
from cso_desk.store.store import Store


def hub_paper(
    store: Store,
    speech: Speech,
    title: str,
    blocks: Sequence[Block],
    *,
    subtitle: Text = "",
    code: str = "",
    size: str = "A4",
    landscape: bool = False,
) -> Paper:
    """Blocks under a title (a message id), with the head, the foot and the stamp of this hub."""
    hub = profile(store)
    return Paper(
        speech(title), blocks, speech.language, subtitle=subtitle, head=paper_head(hub, speech), code=code,
        size=size, landscape=landscape, foot=paper_foot(hub, speech),
        stamp=practice_stamp(store.practice, speech),
    )  # fmt: skip


def sheet_columns(speech: Speech, *said: tuple[str, str]) -> list[SheetColumn]:
    """Columns by heading (a message id) and kind of cell."""
    return [SheetColumn(on_one_line(speech(message)), kind) for message, kind in said]


def list_sheets(
    store: Store,
    speech: Speech,
    name: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Sequence[CellValue]],
) -> list[Sheet]:
    """A workbook of one sheet, with the stamp of this hub; `name` is a message id."""
    sheet = Sheet(on_one_line(speech(name)), columns, rows, len(rows))
    return stamp_sheets(store.practice, speech, [sheet])
