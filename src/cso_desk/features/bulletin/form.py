"""A page on which an issue of the bulletin is put together: own words left, what it tells right."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

import io
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cso_desk.features.bulletin.record import AFTER, SECTIONS, Issue, Item
from cso_desk.features.bulletin.service import (
    Offered,
    issue_of,
    keep_issue,
    offered,
    put_into_library,
)
from cso_desk.features.hub.form import paper
from cso_desk.khmer.normalise import canonical
from cso_desk.records.kinds import StoredFile
from cso_desk.store.blobs import blobs_of
from cso_desk.widgets.controls import Label, button, column, named, part, row
from cso_desk.widgets.folding_bar import FoldingBar
from cso_desk.widgets.host import Host, Paper
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, quarter, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.wording import _, ngettext

_RECORD = int(Qt.ItemDataRole.UserRole)
_LINE = 28  # pixels of a line of the tree
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class BulletinPage(QWidget):
    """Number, words and ticked items; all of it is kept as it is typed."""

    def __init__(self, host: Host, of: str) -> None:
        super().__init__()
        part(self, "surface")
        self._host = host
        self.issue: Issue = issue_of(host.store, of)
        self._found: Offered | None = None
        self.number, self.words_km, self.words_en = QLineEdit(), QPlainTextEdit(), QPlainTextEdit()
        self.items = QTreeWidget()
        self._count = Label("", "quiet")
        self._build()
        live(self, self._draw)

    def title(self) -> str:
        return _("Bulletin, {issue}", issue=quarter(self.issue.quarter))

    # --- what can be done ---

    def keep(self) -> None:
        """Keep what was typed and ticked."""
        left = tuple(each.data(0, _RECORD) for each in self._leaves() if each.checkState(0) == _OFF)
        said = replace(
            self.issue,
            number=canonical(self.number.text()).strip(),
            words_km=canonical(self.words_km.toPlainText()),
            words_en=canonical(self.words_en.toPlainText()),
            left_out=left,
        )
        if said != self.issue:
            self.issue = said
            self._host.attempt(lambda: keep_issue(self._host.store, said))
        self._say_count()

    def show_paper(self) -> None:
        """Show the issue as it will be printed; it can be saved for Word as well."""
        self.keep()
        self._host.show_paper(self._paper())

    def put_into_library(self) -> None:
        """Make the issue in Khmer and in English and catalogue both files as one title."""
        self.keep()
        store, issue = self._host.store, self.issue
        made = self._paper()

        def work(progress: object) -> str:
            from cso_desk.features.bulletin.printing import issue_title

            blobs, files = blobs_of(store), []
            for code in ("km", "en"):
                data = made.make(code, "pdf", progress)  # type: ignore[arg-type]
                blob = blobs.add(io.BytesIO(data))
                files.append(
                    StoredFile(blob.sha256, blob.size, f"{made.file_name}-{code}.pdf", "application/pdf")
                )
            kept = put_into_library(store, issue, issue_title(issue, "km"), issue_title(issue, "en"), files)
            return str(kept.id)

        def done(record: str) -> None:
            self._host.notify(_("The issue stands in the library now."), undo=True)
            self._host.go_to_record("library_title", record)

        self._host.work(_("Preparing the paper…"), work, done)

    def _paper(self) -> Paper:
        from cso_desk.features.bulletin.printing import bulletin_paper

        store, issue = self._host.store, self.issue
        return paper(
            lambda: _("Bulletin"),
            f"bulletin-{issue.quarter}",
            lambda chosen: bulletin_paper(store, issue, chosen),
            letter=True,
        )

    # --- what is shown ---

    def _build(self) -> None:
        named(self.number, lambda: _("Number of the issue"))
        named(self.words_km, lambda: _("Words at the head, in Khmer"))
        named(self.words_en, lambda: _("Words at the head, in English"))
        named(self.items, lambda: _("What the issue tells"))
        self.number.setText(self.issue.number)
        self.words_km.setPlainText(self.issue.words_km)
        self.words_en.setPlainText(self.issue.words_en)
        self.items.setHeaderHidden(True)
        self.items.setColumnCount(1)
        self.items.itemChanged.connect(lambda _item, _column: self.keep())
        self.number.editingFinished.connect(self.keep)
        words = column(
            Label(lambda: _("Number of the issue"), "group"),
            self.number,
            Label(lambda: _("Words at the head, in Khmer"), "group"),
            self.words_km,
            Label(lambda: _("Words at the head, in English"), "group"),
            self.words_en,
            gap=4,
        )
        told = column(Label(lambda: _("What the issue tells"), "group"), self.items, gap=4)
        beside = QHBoxLayout()
        beside.setContentsMargins(*(theme.px(16) for _side in range(4)))
        beside.setSpacing(theme.px(16))
        beside.addLayout(words, 2)
        beside.addLayout(told, 3)
        library = button(
            lambda: _("Put it into the library"), self.put_into_library, picture="books", writes="data"
        )
        show = button(lambda: _("Show the bulletin"), self.show_paper, name="primary", picture="printer")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(beside, 1)
        layout.addWidget(
            FoldingBar(row(self._count, None, library, show, margins=(16, 8, 16, 8)), [library, show])
        )

    def _draw(self) -> None:
        self._found = self._found or offered(self._host.store, self.issue.quarter)
        self.items.blockSignals(True)
        self.items.clear()
        for section, label in SECTIONS.items():
            some = [each for each in self._found.items if each.section == section]
            if some:
                self._add_section(_(label), some)
        self.items.expandAll()
        self.items.blockSignals(False)
        self._say_count()

    def _add_section(self, label: str, some: list[Item]) -> None:
        head = QTreeWidgetItem(self.items, [f"{label} ({digits(len(some))})"])
        head.setSizeHint(0, QSize(0, theme.px(_LINE)))
        head.setFlags(head.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
        for each in some:
            text = title_of((each.title_km, each.title_en), each.number)
            if each.kind == AFTER:
                text = _("The meeting after “{title}”", title=text)
            leaf = QTreeWidgetItem(
                head, [" · ".join(filter(None, (short_date(each.starts), " ".join(text.split()))))]
            )
            leaf.setSizeHint(0, QSize(0, theme.px(_LINE)))
            leaf.setToolTip(0, text)
            leaf.setData(0, _RECORD, each.record)
            leaf.setFlags(leaf.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            leaf.setCheckState(0, _OFF if each.record in self.issue.left_out else _ON)

    def _leaves(self) -> list[QTreeWidgetItem]:
        heads = (self.items.topLevelItem(place) for place in range(self.items.topLevelItemCount()))
        leaves = (head.child(place) for head in heads if head for place in range(head.childCount()))
        return [leaf for leaf in leaves if leaf is not None]

    def _say_count(self) -> None:
        count = sum(each.checkState(0) != _OFF for each in self._leaves())
        self._count.show_text(
            ngettext("{number} item is told", "{number} items are told", count, number=digits(count))
        )

    def hideEvent(self, event: object) -> None:
        """Keep what was typed last before the page is left."""
        self.keep()
        super().hideEvent(event)  # type: ignore[arg-type]
