"""The register of decisions: all of them, by series, year and state, to be found and printed."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

from PySide6.QtWidgets import QWidget

from cso_desk.features.hub.form import paper
from cso_desk.features.meetings.form.register_series import series_choices
from cso_desk.features.meetings.record import DECISION_STATES
from cso_desk.features.meetings.service import RegisteredDecision, decision_register, decision_years
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.register_side import RegisterSide
from cso_desk.widgets.register_table import Head, Row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.wording import N_, _, ngettext

_HEADS = (
    Head(N_("Number"), 104),
    Head(N_("Decision"), 0),
    Head(N_("Meeting"), 240),
    Head(N_("Date"), 120),
    Head(N_("State"), 150),
)
_TONES = {"in_force": "", "carried_out": "good", "replaced": "quiet", "withdrawn": "quiet"}


class DecisionRegister(RegisterSide):
    """Every decision of every meeting, the newest first."""

    kinds = frozenset({"decision", "meeting", "series", "hub_profile"})
    kind = "decision"

    def __init__(self, host: Host, lead: QWidget) -> None:
        empty = EmptyPage(
            "scales",
            lambda: _("The register of decisions"),
            lambda: _("What meetings decide stands here with its number, its year and what became of it."),
        )
        boxes = (
            (lambda: _("Series"), lambda: series_choices(host)),
            (lambda: _("Year"), self._years),
            (lambda: _("State"), _states),
        )
        super().__init__(host, lead, lambda: _("Decisions"), _HEADS, boxes, empty)

    def found(self) -> tuple[list[Row], str]:
        found = self._read()
        count = ngettext("{number} decision", "{number} decisions", len(found), number=digits(len(found)))
        return [_row(each) for each in found], count

    def print_list(self) -> None:
        from cso_desk.features.meetings.printing.registers import decisions_paper, decisions_workbook

        store, found = self.host.store, self._read()
        self.host.show_paper(
            paper(
                lambda: _("Register of decisions"),
                "decisions",
                lambda chosen: decisions_paper(store, found, chosen),
                lambda chosen: decisions_workbook(store, found, chosen),
            )
        )

    def _read(self) -> list[RegisteredDecision]:
        with self.host.store.reading() as reading:
            return decision_register(
                reading,
                series=self.chosen(0),
                year=self.chosen(1),
                state=self.chosen(2),
                text=self.words.text(),
            )

    def _years(self) -> list[tuple[str, str]]:
        with self.host.store.reading() as reading:
            years = decision_years(reading)
        return [("", _("All years")), *((each, digits(each)) for each in years)]


def _states() -> list[tuple[str, str]]:
    return [("", _("All states")), *((code, _(label)) for code, label in DECISION_STATES.items())]


def _row(each: RegisteredDecision) -> Row:
    decision, meeting = each.decision, each.meeting
    return Row(
        decision.id,
        (
            digits(each.number),
            " ".join(title_of((decision.text_km, decision.text_en)).split()),
            title_of((meeting.title_km, meeting.title_en), meeting.code),
            short_date(meeting.starts),
            _(DECISION_STATES.get(decision.state, decision.state)),
        ),
        (4, _TONES.get(decision.state, "")),
    )
