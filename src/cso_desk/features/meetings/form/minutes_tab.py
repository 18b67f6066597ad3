"""The tab of a meeting with what was said, and the way to where it is written live."""

from cso_desk.features.meetings.form.layout import MINUTES_GROUPS
from cso_desk.features.meetings.record import MINUTES_ENTRY, Meeting
from cso_desk.widgets.controls import button
from cso_desk.widgets.empty import EmptyPage
from cso_desk.widgets.host import Host
from cso_desk.widgets.related import RelatedRecords
from cso_desk.wording import _


class MinutesTab(RelatedRecords):
    """The paragraphs as a list; “Write the minutes” opens them as they are written in the meeting."""

    def __init__(self, host: Host) -> None:
        super().__init__(
            host, MINUTES_ENTRY, "meeting", groups=MINUTES_GROUPS, order="number", numbered="number"
        )
        write = button(lambda: _("Write the minutes"), self.write, name="primary", picture="pencil-simple")
        self.head.insertWidget(0, write)
        self.bar.fold(write)

    def empty(self) -> EmptyPage:
        """How minutes begin."""
        return EmptyPage(
            "pencil-simple",
            lambda: _("No minutes yet"),
            lambda: _(
                "Write them while the meeting goes on: item by item, with decisions that number themselves "
                "and actions that come back at the next meeting."
            ),
            button(lambda: _("Write the minutes"), self.write, name="primary", picture="pencil-simple"),
        )

    def write(self) -> None:
        """Open the minutes as they are written while the meeting goes on."""
        # Heavy to import, and most pages are opened to look.
        from cso_desk.features.meetings.form.minutes_page import MinutesPage  # noqa: PLC0415

        if isinstance(self._parent, Meeting):
            self._host.show_over(MinutesPage(self._host, self._parent))
