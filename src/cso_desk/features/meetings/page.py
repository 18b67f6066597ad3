"""The page of meetings: from the plan to the sheet, the minutes and what has to be done."""

from cso_desk.features.hub.form import list_paper
from cso_desk.features.meetings.form import (
    ACTION_GROUPS,
    AGENDA_GROUPS,
    DECISION_GROUPS,
    MEETING_GROUPS,
    AttendanceList,
    minutes_paper,
    sheet_paper,
)
from cso_desk.features.meetings.form.inviting import say_invited
from cso_desk.features.meetings.form.minutes_tab import MinutesTab
from cso_desk.features.meetings.record import (
    ACTION,
    AGENDA_ITEM,
    DECISION,
    MEETING,
    Meeting,
)
from cso_desk.features.meetings.service import invite
from cso_desk.features.members.service import find_organisations
from cso_desk.records.record_type import RecordType
from cso_desk.widgets.controls import button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.list_page import ListPage
from cso_desk.widgets.record_editor import Group
from cso_desk.widgets.related import RelatedRecords
from cso_desk.wording import _

_ATTENDANCE_TAB = 2
_TAB_OF = {"agenda_item": 1, "attendance": _ATTENDANCE_TAB, "minutes_entry": 3, "decision": 4, "action": 5}


class MeetingsPage(ListPage):
    """All meetings, and for each its agenda, attendance, minutes, decisions and actions."""

    def __init__(self, host: Host) -> None:
        super().__init__(
            host,
            MEETING,
            _empty,
            groups=MEETING_GROUPS,
            tabs=(
                (lambda: _("Agenda"), lambda: _lines(host, AGENDA_ITEM, AGENDA_GROUPS)),
                (lambda: _("Attendance"), lambda: AttendanceList(host)),
                (lambda: _("Minutes"), lambda: MinutesTab(host)),
                (lambda: _("Decisions"), lambda: _lines(host, DECISION, DECISION_GROUPS, numbered=False)),
                (lambda: _("Actions"), lambda: _lines(host, ACTION, ACTION_GROUPS, numbered=False)),
            ),
            buttons=(
                button(
                    lambda: _("Import a list…"),
                    lambda: host.import_list("meetings"),
                    picture="download-simple",
                ),
                button(lambda: _("Plan a meeting"), self.add, name="primary", picture="plus"),
            ),
            columns=("starts", "title_km", "title_en", "place", "status", "minutes_state", "code"),
            actions=lambda: (
                button(lambda: _("Invite the members"), self.invite_members, picture="envelope-simple"),
                button(lambda: _("Attendance sheet"), self.print_sheet, picture="printer"),
                button(lambda: _("Minutes"), self.print_minutes, picture="printer"),
            ),
            export=list_paper,
            pane_share=0.56,
        )

    def open_of_kind(self, kind: str, record: str) -> None:
        """Show a meeting; what belongs to one is shown with it, on its tab.

        `record` may be the id of the meeting itself.
        """
        if kind != "meeting":
            with self.host.store.reading() as reading:
                found = reading.get(self.host.store.shelves.types[kind].record, record)
            record = getattr(found, "meeting", record)
        if record:
            self.open_record(record)
            self.pane.open_tab(_TAB_OF.get(kind, 0))

    def invite_members(self) -> None:
        """Put the representative of every institution on the attendance list."""
        meeting = self.pane.record
        if meeting is None:
            return
        everybody = [each.id for each in find_organisations(self.host.store)]

        def act() -> None:
            say_invited(self.host, invite(self.host.store, meeting.id, organisations=everybody))

        if self.host.attempt(act):
            self.pane.open_tab(_ATTENDANCE_TAB)

    def print_sheet(self) -> None:
        """Show the attendance sheet as it will be printed."""
        if isinstance(self.pane.record, Meeting):
            self.host.show_paper(sheet_paper(self.host, self.pane.record))

    def print_minutes(self) -> None:
        """Show the minutes as they will be printed."""
        if isinstance(self.pane.record, Meeting):
            self.host.show_paper(minutes_paper(self.host, self.pane.record))


def _lines(
    host: Host, kind: RecordType, groups: tuple[Group, ...], *, numbered: bool = True
) -> RelatedRecords:
    field = "number" if numbered else ""
    return RelatedRecords(host, kind, "meeting", groups=groups, order=field, numbered=field)


def _empty(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "calendar-blank",
        lambda: _("The meetings of the hub"),
        lambda: _(
            "Plan a meeting, print its attendance sheet, key in who came and write the minutes. "
            "Every figure of the quarterly report comes from here."
        ),
        button(lambda: _("Plan a meeting"), page.add, name="primary", picture="plus"),
        button(
            lambda: _("Import a list…"), lambda: page.host.import_list("meetings"), picture="download-simple"
        ),
    )
