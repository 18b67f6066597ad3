"""Before a list is on its way: what may be chosen, and the question for its file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cso_desk.desk.file_dialogs import ask_open
from cso_desk.widgets.controls import button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.wording import _


class ImportStart(EmptyPage):
    """Says which files are understood; `choose` asks for one."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self.choose = button(lambda: _("Choose a file…"), ask, name="primary", picture="folder-open")
        super().__init__(
            "table",
            lambda: _("Choose the file of your list"),
            lambda: _(
                "Excel, Word, LibreOffice, CSV or text from a message, as it is: titles above, several "
                "header rows, totals and signatures below are understood. Titles of books also come as MARC "
                "21, MARCXML, RIS or BibTeX. You will see every row before anything is written."
            ),
            self.choose,
        )


def ask_list(parent: QWidget, chosen: Callable[[Path], None]) -> None:
    """Ask for the file of a list."""
    lists = _("Lists") + " (*.xlsx *.xlsm *.xls *.ods *.docx *.csv *.tsv *.txt *.vcf *.mrc *.xml *.ris *.bib)"
    ask_open(parent, _("Choose the file of your list"), lists, chosen)
