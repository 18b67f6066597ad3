"""What looks wrong after a merge: a sentence each, the records to open, and "this is right"."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from cso_desk.catalog import RULES
from cso_desk.desk.exchange_cards import PADDING
from cso_desk.desk.session import Session
from cso_desk.store.listing import Titles, titles
from cso_desk.store.rules import Finding, approve_finding, findings
from cso_desk.store.search import refresh
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, named, row
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.scroll_page import ScrollPage
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import _, ngettext

_MOST = 40  # cards: further ones come up as the first are mended


class DoubtsPage(ScrollPage):
    """Rule by rule. What was mended goes away by itself; what is right so is remembered for every hub."""

    finished = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setProperty("help", "doubts")
        self._session = session
        self._found: list[Finding] = []
        self._named: dict[str, Titles] = {}
        self._asking = ""
        self._looking = False
        self.load()
        self.look_again()

    def title(self) -> str:
        return _("To look over")

    def look_again(self) -> None:
        """Go through the rules anew, beside the window."""
        if self._looking:
            return
        self._looking = True
        store = self._session.store

        def work(progress: Any) -> tuple[list[Finding], dict[str, Titles]]:
            refresh(store)
            found = findings(store, RULES, progress)
            with store.reading() as reading:
                return found, titles(reading, {record for each in found for _kind, record in each.records})

        self._session.work(_("Looking the records over…"), work, self._seen, ended=self._looked)

    def approve(self, finding: Finding, reason: str = "") -> None:
        """Say that it is right so; Undo takes that back."""
        self._asking = ""
        if self._session.attempt(lambda: approve_finding(self._session.store, finding, reason.strip())):
            self._session.notify(_("Remembered. Every hub that holds these records will know it."), undo=True)

    def cards(self) -> list[QWidget]:
        if not self._found:
            return [self._nothing()]
        said = ngettext(
            "{number} thing is allowed and yet looks wrong. Open the records and mend them, or say that it "
            "is right.",
            "{number} things are allowed and yet look wrong. Open the records and mend them, or say that it "
            "is right.",
            len(self._found),
            number=digits(len(self._found)),
        )
        title = column(Label(_("To look over"), "title"), Label(said, "quiet", wrap=True), gap=0)
        shown: list[QWidget] = [holder(title)]
        left = _MOST
        for rule in RULES:
            found = [each for each in self._found if each.rule == rule.name]
            if found and left > 0:
                shown.append(self._card(_(rule.label), found[:left]))
                left -= len(found)
        if left < 0:
            shown.append(Label(_("and {count} more", count=digits(-left)), "quiet"))
        return shown

    def _card(self, label: str, found: Sequence[Finding]) -> QFrame:
        inside = column(Label(label, "heading"), gap=4, margins=PADDING)
        said = ""
        for each in found:
            values = {name: digits(v) if isinstance(v, int) else v for name, v in each.values.items()}
            told, said = said, _(each.message, **values)
            inside.addWidget(line())
            if said != told:  # of many alike the sentence is read once
                inside.addWidget(Label(said, wrap=True))
            inside.addWidget(self._finding(each))
        return frame("card", inside)

    def _finding(self, each: Finding) -> QWidget:
        links = flowing(*(self._link(kind, record) for kind, record in each.records))
        if self._asking == each.key:
            return holder(column(links, self._reason(each), gap=2))
        right = button(
            lambda: _("This is right"), lambda: self._ask(each.key), picture="check", writes="data"
        )
        beside = row(links, right)
        beside.setStretch(0, 1)
        return holder(beside)

    def _link(self, kind: str, record: str) -> QWidget:
        name = title_of(self._named.get(record, ("", "")), _(self._session.store.shelves.types[kind].label))
        return button(
            lambda: name,
            lambda: self._session.go_to_record(kind, record),
            name="link",
            picture="arrow-square-out",
        )

    def _reason(self, each: Finding) -> QWidget:
        typed = QLineEdit()
        named(typed, lambda: _("Why it is right, in a few words"))
        typed.setPlaceholderText(_("Why it is right, in a few words"))
        typed.returnPressed.connect(lambda: self.approve(each, typed.text()))
        yes = button(
            lambda: _("It is right so"),
            lambda: self.approve(each, typed.text()),
            name="primary",
            writes="data",
        )
        no = button(lambda: _("Not now"), lambda: self._ask(""))
        return holder(column(typed, flowing(yes, no), gap=4))

    def _ask(self, key: str) -> None:
        self._asking = key
        self.draw()
        lines = self.findChildren(QLineEdit)
        if lines:
            lines[-1].setFocus()

    def _nothing(self) -> QWidget:
        made = EmptyPage(
            "check-circle",
            lambda: _("Nothing looks wrong"),
            lambda: _("The rules of your work found nothing that should be looked over."),
            button(lambda: _("Back"), self.finished.emit, name="primary"),
        )
        made.setMinimumHeight(360)
        return made

    def _seen(self, found: tuple[list[Finding], dict[str, Titles]]) -> None:
        self._found, self._named = found
        self.draw()

    def _looked(self) -> None:
        self._looking = False
