"""The card of Today on the members: reports that were not handed in, certificates that run out."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from cso_desk.desk.session import Session
from cso_desk.desk.today_look import Look
from cso_desk.features.members.form import compliance_calendar
from cso_desk.features.members.service import ComplianceDue, ComplianceLine
from cso_desk.features.members.service.papers import asked_today
from cso_desk.widgets.controls import Label, button, column, frame, holder, line, row
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.wording import _, ngettext

_CARD = (20, 12, 20, 12)


def compliance_card(session: Session, found: Look) -> list[QWidget]:
    """Who still has to hand in reports or to renew a certificate; nothing where all is done."""
    due = found.compliance
    if due is None or not (due.unreported_count or due.ending_count):
        return []
    printed = button(
        lambda: _("Compliance calendar"),
        lambda: session.show_paper(compliance_calendar(session.store, asked_today())),
        picture="printer",
    )
    head = row(Label(_("Compliance of members"), "heading"), printed)
    head.setStretch(0, 1)
    inside = column(gap=2, margins=_CARD)
    inside.addLayout(head)
    if due.unreported_count:
        inside.addWidget(line())
        inside.addWidget(Label(_reports(due), "bad" if due.late else "", wrap=True))
        for each in due.unreported:
            inside.addWidget(_institution(session, each, _lacking(each)))
        _say_more(inside, due.unreported_count - len(due.unreported))
    if due.ending_count:
        inside.addWidget(line())
        inside.addWidget(Label(_("Certificates of good practice (GPP) to renew"), wrap=True))
        for each in due.ending:
            inside.addWidget(
                _institution(session, each, _("valid until {day}", day=short_date(each.gpp_until)))
            )
        _say_more(inside, due.ending_count - len(due.ending))
    return [frame("card", inside)]


def _reports(due: ComplianceDue) -> str:
    return ngettext(
        "{number} institution has not handed in all reports on {year}; they are due on {day}.",
        "{number} institutions have not handed in all reports on {year}; they are due on {day}.",
        due.unreported_count,
        number=digits(due.unreported_count),
        year=digits(due.year),
        day=short_date(due.deadline),
    )


def _lacking(each: ComplianceLine) -> str:
    lacking = []
    if not each.activity_report_on:
        lacking.append(_("Activity report"))
    if not each.finance_report_on:
        lacking.append(_("Finance report"))
    return " · ".join(lacking)


def _institution(session: Session, each: ComplianceLine, said: str) -> QWidget:
    body = each.organisation
    name = title_of((body.name_km, body.name_en), body.code)
    go = button(partial(str, name), lambda: session.go_to_record("organisation", body.id), name="link")
    inside = column(gap=0)
    inside.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
    inside.addWidget(Label(said, "quiet", wrap=True))
    return holder(inside)


def _say_more(inside: object, count: int) -> None:
    if count > 0:
        inside.addWidget(Label(_("and {count} more", count=digits(count)), "quiet"))  # type: ignore[attr-defined]
