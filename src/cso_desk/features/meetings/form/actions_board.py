"""The board of actions: what is late and by how much, by who has to do it and by meeting."""
# Drawing papers is heavy to import, and the page is open long before somebody prints.
# ruff: noqa: PLC0415

from datetime import date

from PySide6.QtWidgets import QWidget

from cso_desk.features.hub.form import paper
from cso_desk.features.meetings.form.register_series import series_choices
from cso_desk.features.meetings.record import ACTION_STATUSES
from cso_desk.features.meetings.service import AGES, BoardAction, action_board, close_action_in
from cso_desk.store.transaction import Transaction
from cso_desk.widgets.controls import button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.register_side import RegisterSide
from cso_desk.widgets.register_table import Head, Row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.wording import N_, _, ngettext

_HEADS = (
    Head(N_("Standing"), 210),
    Head(N_("What"), 0),
    Head(N_("Who"), 200),
    Head(N_("By when"), 120),
    Head(N_("Meeting"), 220),
)
_TONES = {
    "very_late": "bad",
    "late": "bad",
    "soon": "warn",
    "later": "",
    "undated": "quiet",
    "closed": "good",
}
_ORDERS = {"": N_("The latest first"), "who": N_("By who has to do it"), "meeting": N_("By meeting")}


class ActionBoard(RegisterSide):
    """Every action that is open, the most pressing first."""

    kinds = frozenset({"action", "meeting", "series", "person"})
    kind = "action"

    def __init__(self, host: Host, lead: QWidget) -> None:
        empty = EmptyPage(
            "check-square",
            lambda: _("The board of actions"),
            lambda: _("What meetings ask somebody to do stands here until it is done, and how late it is."),
        )
        boxes = (
            (lambda: _("Series"), lambda: series_choices(host)),
            (lambda: _("Standing"), self._ages),
            (lambda: _("Order"), _orders),
        )
        buttons = (
            button(lambda: _("Done"), lambda: self.close_chosen("done"), picture="check", writes="data"),
            button(lambda: _("Dropped"), lambda: self.close_chosen("dropped"), picture="x", writes="data"),
        )
        super().__init__(host, lead, lambda: _("Actions"), _HEADS, boxes, empty, buttons)

    def found(self) -> tuple[list[Row], str]:
        found = self._read()
        late = sum(each.age in ("very_late", "late") for each in found)
        count = ngettext("{number} action", "{number} actions", len(found), number=digits(len(found)))
        said = ngettext("{number} of them late", "{number} of them late", late, number=digits(late))
        return [_row(each) for each in found], f"{count}   {said}" if late else count

    def print_list(self) -> None:
        from cso_desk.features.meetings.printing.registers import actions_paper, actions_workbook

        store, found, day = self.host.store, self._read(in_order=False), _today()
        self.host.show_paper(
            paper(
                lambda: _("Actions to be done"),
                "actions",
                lambda chosen: actions_paper(store, found, day, chosen),
                lambda chosen: actions_workbook(store, found, chosen),
            )
        )

    def close_chosen(self, status: str) -> None:
        """Note of the selected actions that they are done or dropped, in one step."""
        chosen = self.table.chosen()

        def act(t: Transaction) -> None:
            for each in chosen:
                close_action_in(t, each, status)

        if chosen and self.host.change(N_("Close an action"), act):
            count = len(chosen)
            self.host.notify(
                ngettext(
                    "{number} action is closed.", "{number} actions are closed.", count, number=digits(count)
                ),
                undo=True,
            )

    def _read(self, *, in_order: bool = True) -> list[BoardAction]:
        age = self.chosen(1)
        with self.host.store.reading() as reading:
            found = action_board(
                reading, _today(), series=self.chosen(0), text=self.words.text(), closed=age == "closed"
            )
        if age:
            found = [each for each in found if each.age == age]
        order = self.chosen(2) if in_order else ""
        if order == "who":
            found.sort(key=lambda each: title_of(each.who))
        elif order == "meeting":
            found.sort(key=lambda each: (each.meeting.starts, each.meeting.id), reverse=True)
        return found

    def _ages(self) -> list[tuple[str, str]]:
        return [("", _("All that are open")), *((code, _(label)) for code, label in AGES.items())]


def _orders() -> list[tuple[str, str]]:
    return [(code, _(label)) for code, label in _ORDERS.items()]


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011  the day on the wall


def _row(each: BoardAction) -> Row:
    action, meeting = each.action, each.meeting
    title = title_of((meeting.title_km, meeting.title_en), meeting.code)
    return Row(
        action.id,
        (
            _standing(each),
            " ".join(title_of((action.what_km, action.what_en)).split()),
            title_of(each.who),
            short_date(action.due),
            "   ·   ".join(filter(None, (short_date(meeting.starts), title))),
        ),
        (0, _TONES[each.age]),
    )


def _standing(each: BoardAction) -> str:
    """How an action stands: days late or left, or what became of it."""
    action, late = each.action, each.late
    if action.status != "open":
        return " ".join((_(ACTION_STATUSES.get(action.status, "")), short_date(action.closed_on))).strip()
    if late is None:
        return _("Without a day")
    if late > 0:
        return ngettext("{number} day late", "{number} days late", late, number=digits(late))
    if late == 0:
        return _("due today")
    return ngettext("in {number} day", "in {number} days", -late, number=digits(-late))
