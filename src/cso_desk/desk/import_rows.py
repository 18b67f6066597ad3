"""The rows of a list on its way in, and beside them, or in their place, what is asked about one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTableView, QWidget

from cso_desk.desk.import_columns import meaning_box
from cso_desk.desk.import_doubt import DoubtPane
from cso_desk.desk.import_preview import BEFORE, DOUBTS, PreviewModel
from cso_desk.desk.session import Session
from cso_desk.features.members import importing as members
from cso_desk.features.members.importing import CHOICES, Choice
from cso_desk.widgets.controls import named
from cso_desk.widgets.table_view import dense
from cso_desk.widgets.theme import theme
from cso_desk.wording import _

_ASKING = 440  # the width of what is asked about a row


class ImportRows(QWidget):
    """Keys: 1 to 3 choose for the row that is asked about, with Ctrl for all of its kind; Esc closes it.

    `meant` gets the letter of a column and the meaning that was chosen for it.
    """

    def __init__(self, session: Session, meant: Callable[[str, str], object]) -> None:
        super().__init__()
        self._session, self._meant, self._small = session, meant, False
        self.model = PreviewModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        dense(self.table)
        named(self.table, lambda: _("Rows of the list"))
        self.table.activated.connect(lambda _index: self.open_doubt())
        self.table.selectionModel().currentRowChanged.connect(self._other_row)
        self.doubt = DoubtPane(session, self.choose, self.close_doubt)
        self.doubt.load()
        self.doubt.hide()
        self._middle = QHBoxLayout(self)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.table, 1)
        self._middle.addWidget(self.doubt)
        self.setFocusProxy(self.table)
        self._add_keys()

    def choose(self, choice: Choice, for_all: bool = False) -> None:
        """Say what the row asked about is, or all rows of its kind of doubt, and go on to the next."""
        row = self.model.plan_row(self.table.currentIndex().row())
        if row is None or row.doubt is None or self.model.plan is None or self.model.is_glimpse:
            return
        rows = members.doubts_like(self.model.plan, row) if for_all else [row]
        members.choose(self._session.store, self.model.plan, rows, choice)
        self.model.say_chosen()
        following = self.model.next_doubtful(self.table.currentIndex().row())
        if following:
            self.go_to_row(following)
        else:
            self.close_doubt()

    def open_doubt(self) -> None:
        """Show the row that is chosen beside the record that it may be."""
        row = self.model.plan_row(self.table.currentIndex().row())
        if row is None or row.doubt is None or self.model.is_glimpse:
            self.close_doubt()
            return
        self.doubt.show_row(self.model.plan, row)
        self.doubt.show()
        self._share_room()

    def close_doubt(self) -> None:
        """Give the rows the whole page again."""
        self.hide_doubt()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_doubt(self) -> None:
        """Ask about no row."""
        self.doubt.hide()
        self.table.show()

    def fold(self, folded: bool, *, small: bool) -> None:
        """Put the meanings of the columns away; in a `small` page one row is asked about in place of all."""
        self._small = small
        self._hide_boxes(folded)
        self._share_room()

    def place_boxes(self, *, folded: bool) -> None:
        """Say above the columns what they mean, as wide as these words need."""
        self.table.setRowHeight(0, theme.px(44))
        self.table.setColumnWidth(0, theme.px(140))
        self.table.setColumnWidth(1, theme.px(64))
        self.table.setColumnWidth(DOUBTS, theme.px(288))
        self.table.setColumnHidden(DOUBTS, not self.model.has_remarks())
        for place, each in enumerate(self.model.columns()):
            box = meaning_box(each, self._meant)
            self.table.setIndexWidget(self.model.index(0, place + BEFORE), box)
            # The meaning in full, beside the arrow and the paddings of the box.
            wanted = box.fontMetrics().horizontalAdvance(box.currentText()) + theme.px(64)
            self.table.setColumnWidth(place + BEFORE, min(max(wanted, theme.px(176)), theme.px(288)))
        self._hide_boxes(folded)

    def _hide_boxes(self, folded: bool) -> None:
        self.table.setRowHidden(0, folded or self.model.settled)

    def go_to_row(self, row: int) -> None:
        """Choose a row, and ask about it where it raises a doubt."""
        self.table.setCurrentIndex(self.model.index(row, 0))
        self.table.scrollTo(self.model.index(row, 0))
        self.open_doubt()

    def _other_row(self, _now: QModelIndex, _before: QModelIndex) -> None:
        # Where there is no room for both, a row is asked about when somebody wants to.
        if not self._small or self.doubt.isVisibleTo(self):
            self._follow()

    def _follow(self) -> None:
        """Follow the row that is chosen, where it raises a doubt; the rows keep the focus."""
        row = self.model.plan_row(self.table.currentIndex().row())
        if row is not None and row.doubt is not None:
            self.open_doubt()
        else:
            self.hide_doubt()

    def _share_room(self) -> None:
        small = self._small
        if small:
            self.doubt.setMinimumWidth(0)
            self.doubt.setMaximumWidth(self.maximumWidth())
        else:
            self.doubt.setFixedWidth(theme.px(_ASKING))
        self.table.setVisible(not (small and self.doubt.isVisibleTo(self)))
        self._middle.setStretch(1, int(small))

    def _add_keys(self) -> None:
        keys = [(str(number), partial(self.choose, choice)) for number, choice in enumerate(CHOICES, 1)]
        keys += [(f"Ctrl+{key}", partial(self.choose, CHOICES[int(key) - 1], True)) for key, _act in keys]
        for key, act in [*keys, ("Esc", self.close_doubt)]:
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)
