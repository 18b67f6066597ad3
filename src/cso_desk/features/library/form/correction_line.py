"""A line above the search in files: how many pages it cannot find, and the way to put them right."""

from functools import partial

from PySide6.QtWidgets import QFrame

from cso_desk.features.library.service.corrections import doubted
from cso_desk.store.store import Store
from cso_desk.widgets.controls import Label, button, part, row
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.reading_beside import ReadingBeside
from cso_desk.widgets.showing import digits
from cso_desk.wording import _, ngettext

_KINDS = frozenset({"page_correction", "library_title", "title_version"})


class CorrectionLine(QFrame):
    """Not there where every page has a text that is trusted."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        part(self, "bar")
        self._host, self._left = host, 0
        self._said = Label("", "quiet", wrap=True)
        self.work = button(lambda: _("Put texts right…"), self.open, picture="text-aa", writes="data")
        line = row(self._said, self.work, gap=12, margins=(16, 4, 16, 4))
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()
        self._reading = ReadingBeside(host, partial(_pages_left, host.store), self)
        self._reading.came.connect(self._show)
        host.changes.changed.connect(self._on_changed)
        live(self, self._say)

    def load(self) -> None:
        """Count now."""
        self._reading.again()

    def open(self) -> None:
        """Lay the pages that wait over the window."""
        # The reader of files is heavy to import, and most searches are read only.
        from cso_desk.features.library.form.correction_page import CorrectionPage  # noqa: PLC0415

        self._host.show_over(CorrectionPage(self._host))

    def _show(self, left: int) -> None:
        self._left = left
        self._say()

    def _say(self) -> None:
        self.setVisible(self._left > 0)
        self._said.show_text(
            ngettext(
                "{number} page has no text that is trusted, so the search does not find it.",
                "{number} pages have no text that is trusted, so the search does not find them.",
                self._left,
                number=digits(self._left),
            )
        )

    def _on_changed(self, changed: object) -> None:
        if _KINDS & changed.kinds:  # type: ignore[attr-defined]
            self._reading.again()


def _pages_left(store: Store) -> int:
    return doubted(store).left
