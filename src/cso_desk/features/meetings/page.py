"""The page of meetings: from the plan to the sheet, the minutes and what has to be done; and their series."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cso_desk.features.hub.form import list_paper
from cso_desk.features.meetings.form import (
    ACTION_GROUPS,
    AGENDA_GROUPS,
    MEETING_GROUPS,
    SERIES_GROUPS,
    AttendanceList,
    sheet_paper,
)
from cso_desk.features.meetings.form.actions_board import ActionBoard
from cso_desk.features.meetings.form.calendar_file import meetings_paper
from cso_desk.features.meetings.form.decision_lines import DecisionLines
from cso_desk.features.meetings.form.inviting import say_invited
from cso_desk.features.meetings.form.minutes_tab import MinutesTab
from cso_desk.features.meetings.form.papers import papers_button
from cso_desk.features.meetings.form.register_decisions import DecisionRegister
from cso_desk.features.meetings.form.series import LateBar, SeriesMeetings
from cso_desk.features.meetings.form.statuses import fill_statuses
from cso_desk.features.meetings.record import (
    ACTION,
    AGENDA_ITEM,
    MEETING,
    SERIES,
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
from cso_desk.widgets.record_pane import RecordPane
from cso_desk.widgets.related import RelatedRecords
from cso_desk.widgets.sided_page import SidedPage, SideMaker
from cso_desk.wording import _

MEETINGS_SIDE, SERIES_SIDE, DECISIONS_SIDE, ACTIONS_SIDE = range(4)  # the sides of the page
SIDES = {"series": SERIES_SIDE, "decisions": DECISIONS_SIDE, "actions": ACTIONS_SIDE}
_SEGMENTS_FROM = 840  # how wide the page must be for a segment of each side
_ATTENDANCE_TAB = 2
_TAB_OF = {"agenda_item": 1, "attendance": _ATTENDANCE_TAB, "minutes_entry": 3, "decision": 4, "action": 5}


class MeetingsPage(SidedPage):
    """The meetings; on further sides their series, what was decided, and what is to be done."""

    def __init__(self, host: Host) -> None:
        self._host = host
        sides: tuple[SideMaker, ...] = (
            (lambda: _("Meetings"), lambda lead: MeetingList(host, lead)),
            (lambda: _("Series"), lambda lead: SeriesList(host, lead)),
            (lambda: _("Decisions"), lambda lead: DecisionRegister(host, lead)),
            (lambda: _("Actions"), lambda lead: ActionBoard(host, lead)),
        )
        super().__init__(sides, _SEGMENTS_FROM)

    @property
    def meetings(self) -> "MeetingList":
        """The side with the list of meetings."""
        made = self.side(MEETINGS_SIDE)
        assert isinstance(made, MeetingList)  # noqa: S101  it was made so
        return made

    @property
    def series(self) -> ListPage:
        """The side with the list of series."""
        return self.list_side(SERIES_SIDE)

    @property
    def pane(self) -> RecordPane:
        """The meeting beside the list."""
        return self.meetings.pane

    def add(self) -> None:
        """Plan a meeting."""
        self.show_side(MEETINGS_SIDE)
        self.meetings.add()

    def open_record(self, record: str) -> None:
        """Show a meeting, or a side by its name: "series", "decisions", "actions"; "add" plans a meeting."""
        if record == "add":
            self.add()
        elif record in SIDES:
            self.show_side(SIDES[record])
        else:
            self.open_of_kind("meeting", record)

    def open_of_kind(self, kind: str, record: str) -> None:
        """Show a series, or a meeting; what belongs to a meeting is shown with it, on its tab.

        `record` may be the id of the meeting itself. A printed sheet is opened to be typed in.
        """
        if kind == "series":
            self.show_side(SERIES_SIDE)
            self.series.open_record(record)
            return
        sheet = record if kind == "printed_sheet" else ""
        if kind != "meeting":
            with self._host.store.reading() as reading:
                found = reading.get(self._host.store.shelves.types[kind].record, record)
            record = getattr(found, "meeting", record)
        self.show_side(MEETINGS_SIDE)
        if record:
            self.meetings.open_record(record)
            self.pane.open_tab(_TAB_OF.get(kind, _ATTENDANCE_TAB if sheet else 0))
        if sheet and sheet != record:
            self.meetings.type_in(sheet)


class MeetingList(ListPage):
    """All meetings, and for each its agenda, attendance, minutes, decisions and actions."""

    def __init__(self, host: Host, lead: QWidget) -> None:
        super().__init__(
            host,
            MEETING,
            _no_meetings,
            groups=MEETING_GROUPS,
            tabs=(
                (lambda: _("Agenda"), lambda: _lines(host, AGENDA_ITEM, AGENDA_GROUPS)),
                (lambda: _("Attendance"), lambda: AttendanceList(host)),
                (lambda: _("Minutes"), lambda: MinutesTab(host)),
                (lambda: _("Decisions"), lambda: DecisionLines(host)),
                (lambda: _("Actions"), lambda: _lines(host, ACTION, ACTION_GROUPS, numbered=False)),
            ),
            buttons=(
                button(
                    lambda: _("Import a list…"),
                    lambda: host.import_list("meetings"),
                    picture="download-simple",
                    writes="data",
                ),
                button(lambda: _("Plan a meeting"), self.add, name="primary", picture="plus", writes="data"),
            ),
            columns=("starts", "title_km", "title_en", "place", "status", "minutes_state", "code"),
            actions=self._make_actions,
            export=meetings_paper,
            lead=lead,
            pane_share=0.56,
        )

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

    def shown_meeting(self) -> Meeting | None:
        """The meeting whose papers the menu offers."""
        return self.pane.record if isinstance(self.pane.record, Meeting) else None

    def print_sheet(self) -> None:
        """Show the attendance sheet as it will be printed."""
        if isinstance(self.pane.record, Meeting):
            self.host.show_paper(sheet_paper(self.host, self.pane.record))

    def type_in(self, sheet: str) -> None:
        """Open the rows of a printed sheet, whose paper lies on the desk."""
        # Heavy to import, and most pages are opened to look.
        from cso_desk.features.meetings.form.sheet_page import SheetPage  # noqa: PLC0415

        if isinstance(self.pane.record, Meeting):
            self.host.show_over(SheetPage(self.host, self.pane.record, sheet))

    def _make_actions(self) -> Sequence[QPushButton]:
        status = button(lambda: _("Status"), picture="check-circle", writes="data")
        menu = QMenu(status)
        menu.aboutToShow.connect(lambda: fill_statuses(menu, self.host, self.pane.record))
        status.setMenu(menu)
        return (
            button(
                lambda: _("Invite the members"), self.invite_members, picture="envelope-simple", writes="data"
            ),
            button(lambda: _("Attendance sheet"), self.print_sheet, picture="printer"),
            papers_button(self.host, self.shown_meeting),
            status,
        )


class SeriesList(ListPage):
    """All series of meetings, and for each how it stands and its meetings."""

    def __init__(self, host: Host, lead: QWidget) -> None:
        super().__init__(
            host,
            SERIES,
            _no_series,
            groups=SERIES_GROUPS,
            tabs=((lambda: _("Meetings"), lambda: SeriesMeetings(host)),),
            buttons=(
                button(lambda: _("Add a series"), self.add, name="primary", picture="plus", writes="data"),
            ),
            columns=("title_km", "title_en", "kind", "rhythm", "level", "code"),
            lead=lead,
            export=list_paper,
            pane_share=0.5,
            tidings=LateBar(host),
        )


def _lines(
    host: Host, kind: RecordType, groups: tuple[Group, ...], *, numbered: bool = True
) -> RelatedRecords:
    field = "number" if numbered else ""
    return RelatedRecords(host, kind, "meeting", groups=groups, order=field, numbered=field)


def _no_meetings(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "calendar-blank",
        lambda: _("The meetings of the hub"),
        lambda: _(
            "Plan a meeting, print its attendance sheet, key in who came and write the minutes. "
            "Every figure of the quarterly report comes from here."
        ),
        button(lambda: _("Plan a meeting"), page.add, name="primary", picture="plus", writes="data"),
        button(
            lambda: _("Import a list…"),
            lambda: page.host.import_list("meetings"),
            picture="download-simple",
            writes="data",
        ),
    )


def _no_series(page: ListPage) -> EmptyPage:
    return EmptyPage(
        "calendar-blank",
        lambda: _("Meetings that come back"),
        lambda: _(
            "Quarterly meetings, two-monthly updates, boards: say their rhythm once. You are told when the "
            "next one is due, and it is planned in one press from the last one."
        ),
        button(lambda: _("Add a series"), page.add, name="primary", picture="plus", writes="data"),
    )
