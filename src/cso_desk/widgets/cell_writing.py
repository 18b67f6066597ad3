"""Writes rows of a list as text that a spreadsheet takes, one cell a column; see `cell_reading`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cso_desk.widgets.list_block import ListBlock

if TYPE_CHECKING:
    from cso_desk.records.record_type import RecordType

_SOME = 500  # rows that are read at once


def rows_as_text(
    kind: "RecordType",
    listing: Any,
    ranges: Sequence[tuple[int, int]],
    columns: Sequence[str],
    borrow: Any,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """The rows (first, last) of a `Listing`, as they are shown; may run in a thread.

    `borrow` is that of the list's model. `progress` may raise CancelledError to stop.
    """
    lines, total = [], sum(last - first + 1 for first, last in ranges)
    for first, last in ranges:
        for start in range(first, last + 1, _SOME):
            rows, titles = listing.rows(start, min(_SOME, last + 1 - start), columns)
            block = ListBlock(kind, columns, rows, titles, borrow)
            lines += ["\t".join(map(_cell, block.texts(place))) for place in range(len(rows))]
            if progress is not None:
                progress(len(lines), total)
    return "\n".join(lines)


def _cell(text: str) -> str:
    """A cell that a spreadsheet reads as one: at its start a quotation mark begins a quoted cell."""
    if text.startswith('"') or "\n" in text or "\t" in text:
        return '"' + text.replace('"', '""') + '"'
    return text
