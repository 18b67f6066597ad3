"""Which institutions come when they are invited, and which came before and stay away now."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from cso_desk.desk.reports_look import MOST
from cso_desk.desk.reports_rows import Opened, Opening
from cso_desk.desk.reports_tables import CARD, table_card
from cso_desk.features.meetings.service import Faithfulness
from cso_desk.widgets.controls import Label, column, frame
from cso_desk.widgets.showing import digits, quarter, title_of
from cso_desk.widgets.wrapped_link import WrappedLink
from cso_desk.wording import _


def comer_cards(told: Sequence[Faithfulness], quarters: Sequence[str], opening: Opening) -> list[QWidget]:
    """How many invitations were followed in these quarters, who drifts away, and every institution."""
    left = [each for each in told if each.drifting]
    drifting = sorted(left, key=lambda each: (-each.missed_last, each.rate))
    rare = sorted(told, key=lambda each: (each.rate, -each.missed_last, -each.times_invited))
    away = _("Came before, and missed the last two meetings or more ({count})", count=digits(len(drifting)))
    shown: list[QWidget] = [_whole(told, quarters)]
    if drifting:
        shown.append(_table(away, drifting, opening))
    if rare:
        shown.append(_table(_("Attendance rate of every institution, the lowest first"), rare, opening))
    return shown


def _whole(told: Sequence[Faithfulness], quarters: Sequence[str]) -> QFrame:
    invited, came = sum(each.times_invited for each in told), sum(each.times_came for each in told)
    span = _("{first} to {last}", first=quarter(quarters[0]), last=quarter(quarters[-1]))
    inside = column(Label(span, "heading", wrap=True), gap=4, margins=CARD)
    if invited:
        said = _(
            "Of {invited} invitations to meetings that were held, institutions followed {came} ({rate}%).",
            invited=digits(invited), came=digits(came), rate=digits(round(100 * came / invited)),
        )  # fmt: skip
    else:
        said = _("No institution was invited to a meeting that was held.")
    inside.addWidget(Label(said, wrap=True))
    return frame("card", inside)


def _table(heading: str, told: Sequence[Faithfulness], opening: Opening) -> QFrame:
    heads = [_("Institution"), _("Came, of the times invited"), _("Attendance rate"), _("Missed in a row")]
    rows = [_row(each, opening) for each in told[:MOST]]
    return table_card(heading, heads, rows, numbers=3, more=len(told) - MOST)


def _row(each: Faithfulness, opening: Opening) -> list[QWidget]:
    body = each.organisation
    name = title_of((body.name_km, body.name_en), body.code)
    go = WrappedLink(name, lambda: opening.session.go_to_record("organisation", body.id))
    came = _("{held} of {planned}", held=digits(each.times_came), planned=digits(each.times_invited))
    absent = dict.fromkeys(each.missed, _("stayed away"))
    return [
        go,
        opening.link(came, name, Opened("", meetings=each.invited, said=absent)),
        Label(f"{digits(each.rate)}%"),
        _missed(each, name, opening),
    ]


def _missed(each: Faithfulness, name: str, opening: Opening) -> QWidget:
    if not each.missed_last:
        return Label(digits(0), "quiet")
    meetings = each.invited[-each.missed_last :]
    heading = f"{name} · {_('Missed in a row')}"
    return opening.link(digits(each.missed_last), heading, Opened("", meetings=meetings))
