"""The foot of a sheet: the totals that stand on the paper beside those that were entered, with an alarm."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLineEdit

from cso_desk.features.meetings.record import QUORUM_SHARES, Meeting
from cso_desk.features.meetings.service import Quorum, QuorumRule, SheetRow, Totals, alarms, quorum_of
from cso_desk.khmer.digits import parse_number
from cso_desk.records.base import RecordId
from cso_desk.widgets.controls import Label, column, holder, named, part, row
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits
from cso_desk.widgets.theme import theme
from cso_desk.wording import N_, _, digits_of, language, words

_WIDTH, _HEIGHT = 72, 32


class SheetTotals(QFrame):
    """Two numbers from the paper, what was entered, and in words where they differ."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        part(self, "foot")
        self._host = host
        self._meeting: Meeting | None = None
        self._entered = Totals()
        self._rules: Sequence[QuorumRule] = ()
        self._bodies: frozenset[RecordId] = frozenset()
        self.total, self.female = QLineEdit(), QLineEdit()
        self.entered, self.verdict = Label("", "quiet"), Label("", "quiet", wrap=True)
        total = Label(lambda: _("Total on the sheet"), "quiet")
        female = Label(lambda: _("Women on the sheet"), "quiet")
        named(self.total, lambda: _("Total on the sheet"))
        named(self.female, lambda: _("Women on the sheet"))
        for each, field in ((self.total, "sheet_total"), (self.female, "sheet_female")):
            each.setFixedWidth(theme.px(_WIDTH))
            each.editingFinished.connect(lambda each=each, field=field: self._keep(each, field))
            each.returnPressed.connect(self.focusNextChild)
        entered = holder(row(self.entered))
        entered.setMinimumHeight(theme.px(_HEIGHT))  # on the line of the fields beside it
        self.tools = flowing(
            holder(row(total, self.total)), holder(row(female, self.female)), entered, gap=16
        )
        self.setLayout(column(self.tools, self.verdict, gap=2, margins=(16, 6, 16, 6)))
        live(self, self._say)

    def show_meeting(self, meeting: Meeting, rules: Sequence[QuorumRule]) -> None:
        """Show what the paper says of a meeting, unless it is being typed; `rules` are of its quorum."""
        self._meeting, self._rules = meeting, rules
        for each, value in ((self.total, meeting.sheet_total), (self.female, meeting.sheet_female)):
            if not each.isModified():
                each.setText("" if value is None else digits(value))
        self._say()

    def show_rows(self, rows: Sequence[SheetRow]) -> None:
        """Count who was entered."""
        came = [each.row for each in rows if each.row.attendance.status == "present"]
        people = {each.person.id: each.person.sex for each in came}
        sexes = list(people.values())
        self._bodies = frozenset(each.organisation.id for each in came if each.organisation is not None)
        self._entered = Totals(
            participations=len(people),
            people=len(people),
            lines=len(came),
            institutions=len(self._bodies),
            female=sexes.count("F"),
            male=sexes.count("M"),
            evidence="rows",
        )
        self._say()

    def _keep(self, line: QLineEdit, field: str) -> None:
        if not line.isModified() or self._meeting is None:
            return
        number, meeting = parse_number(line.text()), self._meeting.id
        if line.text().strip() and (not isinstance(number, int) or number < 0):
            self.verdict.show_text(_("“{text}” is no number. Type how many people it is.", text=line.text()))
            self.verdict.become("bad")
            return
        line.setModified(False)
        self._host.change(
            N_("Write down the totals of the sheet"),
            lambda t: t.change(Meeting, meeting, **{field: number}),
        )

    def _say(self) -> None:
        if self._meeting is None:
            return
        totals = self._entered
        said = _(
            "Entered: {total}, women {female}, institutions {bodies}",
            total=digits(totals.participations),
            female=digits(totals.female),
            bodies=digits(totals.institutions),
        )
        reached = quorum_said(quorum_of(self._rules, self._bodies))
        self.entered.show_text("   ·   ".join(filter(None, (said, reached))))
        doubts = [each.said(words(language()), digits_of()) for each in alarms(self._meeting, totals)]
        asked = self._meeting.sheet_total is not None
        agrees = [_("The sheet and what was entered agree.")] if asked and totals.participations else []
        self.verdict.show_text("   ".join(doubts or agrees))
        self.verdict.setVisible(bool(doubts or agrees))
        self.verdict.become("warn" if doubts else "good")


def quorum_said(found: Quorum) -> str:
    """Whether enough institutions are there, in words; "" where no quorum is set."""
    if found.needed is None:
        return ""
    values = {"present": digits(found.present), "needed": digits(found.needed)}
    if found.share:
        values |= {"share": _(QUORUM_SHARES[found.share]), "all": digits(found.of)}
        if found.reached:
            return _("Quorum reached: {present} of {needed} ({share}, {all})", **values)
        return _("No quorum yet: {present} of {needed} ({share}, {all})", **values)
    if found.reached:
        return _("Quorum reached: {present} of {needed} institutions", **values)
    return _("No quorum yet: {present} of {needed} institutions", **values)
