"""Changes of several records of a list at once, each one step that Undo takes back."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QPushButton

from cso_desk.records.base import Record
from cso_desk.widgets.cell_reading import cells_of
from cso_desk.widgets.paste_bar import PasteBar
from cso_desk.widgets.selection_bar import SelectionBar
from cso_desk.widgets.showing import digits
from cso_desk.wording import N_, _, ngettext

if TYPE_CHECKING:
    from cso_desk.widgets.list_page import ListPage

_MOST_PASTED = 5000  # rows of one paste; a longer list is imported, where it is checked row by row


class ListChanges:
    """Gives the selected records of a page one value, puts them into the trash, pastes cells into them."""

    def __init__(self, page: "ListPage", further: Sequence[QPushButton] = ()) -> None:
        self._page, self._host, self._kind, self._table = page, page.host, page.kind, page.table
        self.selection = SelectionBar(page.host, page.kind, further)
        self.paste = PasteBar(page.host, page.kind)
        self.selection.change_asked.connect(self.change)
        self.selection.copy_asked.connect(self._table.copy_rows)
        self.selection.trash_asked.connect(self.trash)
        self.selection.left.connect(self._select_one)
        self.paste.paste_asked.connect(self._write)
        self.paste.left.connect(self._leave_paste)
        self._table.selectionModel().selectionChanged.connect(lambda *_changes: self._count())
        self._page.model.modelReset.connect(self._count)
        self._table.pasted.connect(self.offer_paste)
        self._table.trash_asked.connect(self.trash)

    def change(self, name: str, value: Any) -> None:
        """Give one field of every selected record one value."""
        chosen = self._table.selected_ids()
        self._page.save_now()
        self._step(
            N_("Change “{field}” of {count} records"),
            {key: {name: value} for key in chosen},
            field=_(self._kind.fields[name].kind.label),
        )

    def trash(self) -> None:
        """Put every selected record into the trash."""
        chosen = self._table.selected_ids()
        self._page.save_now()
        if chosen:
            changes = {key: {"deleted": True} for key in chosen}
            self._step(N_("Put {count} records into the trash"), changes, tell=_trashed)

    def offer_paste(self, text: str) -> None:
        """Say what pasting this text into the selected rows, or from the current row on, would change."""
        cells = cells_of(text)
        first = self._table.currentIndex()
        if not cells or not first.isValid():
            return
        if len(cells) > _MOST_PASTED:
            self._host.notify(
                _(
                    "At most {count} rows can be pasted at once. Save the list as a file and import it.",
                    count=digits(_MOST_PASTED),
                )
            )
            return
        begin = self._page.model.columns[first.column()]
        self.paste.offer(cells, self._rows_for(cells, first), self._table.shown_columns(), begin)

    def _rows_for(self, cells: list[list[str]], first: QModelIndex) -> list[Record]:
        model, ranges = self._page.model, self._table.selected_ranges()
        if self._table.selected_count() <= 1:
            ranges = [(first.row(), min(first.row() + len(cells), model.rowCount()) - 1)]
        return model.records(ranges)[:_MOST_PASTED]

    def _write(self, changes: Mapping[str, Mapping[str, Any]], added: Sequence[Mapping[str, Any]]) -> None:
        self._leave_paste()
        self._page.save_now()
        self._step(N_("Paste into {count} records"), changes, added)

    def _step(
        self,
        label: str,
        changes: Mapping[str, Mapping[str, Any]],
        added: Sequence[Mapping[str, Any]] = (),
        tell: Callable[[int], str] | None = None,
        **details: str,
    ) -> None:
        """Change and add all these records in one step, beside the window, and `tell` how many there were."""
        store, record_class, count = self._host.store, self._kind.record, len(changes) + len(added)

        def act(progress: Callable[[int, int], None]) -> int:
            with store.transaction(label, count=count, **details) as transaction:
                for done, (record, values) in enumerate(changes.items()):
                    progress(done, count)
                    transaction.change(record_class, record, **values)
                transaction.add_all(record_class(**values) for values in added)
            return count

        def done(number: int) -> None:
            self._host.notify((tell or _changed)(number), undo=True)

        self._host.work(_("Changing records…"), act, done)

    def _count(self) -> None:
        self.selection.show_count(self._table.selected_count())

    def _select_one(self) -> None:
        self._table.clearSelection()
        self._table.setFocus()

    def _leave_paste(self) -> None:
        self.paste.hide()
        self._table.setFocus()


def _changed(number: int) -> str:
    return ngettext(
        "{number} record was changed.", "{number} records were changed.", number, number=digits(number)
    )


def _trashed(number: int) -> str:
    return ngettext(
        "{number} record is in the trash.",
        "{number} records are in the trash.",
        number,
        number=digits(number),
    )
