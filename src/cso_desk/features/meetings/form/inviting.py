"""Inviting to a meeting from its attendance list: a group at once, and what came of it in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import Invitation, invite_group
from cso_desk.store.search import search
from cso_desk.widgets.controls import Label, icon_button, named, part, row
from cso_desk.widgets.editors.finding import MOST_SHOWN, FindLine, Suggestion
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, title_of
from cso_desk.wording import _, ngettext


class InviteBar(QFrame):
    """A bar in which a group is found by its name; Enter invites everybody who is in it."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        part(self, "bar")
        self._host = host
        self._meeting: Meeting | None = None
        self.group = FindLine(self._suggest)
        named(self.group, lambda: _("Group"))
        live(self.group, lambda: self.group.setPlaceholderText(_("Type the name of a group, press Enter")))
        self.group.chosen.connect(self.invite)
        close = icon_button("x", lambda: _("Close"), self.hide)
        inside = row(Label(lambda: _("Invite a group:"), "quiet"), self.group, close, margins=(16, 6, 8, 6))
        inside.setStretch(1, 1)
        self.setLayout(inside)
        self.hide()

    def ask(self, meeting: Meeting) -> None:
        """Ask which group is invited to this meeting."""
        self._meeting = meeting
        self.group.clear()
        self.show()
        self.group.setFocus(Qt.FocusReason.OtherFocusReason)

    def invite(self, group: object) -> None:
        """Put everybody of a group on the list."""
        meeting = self._meeting
        if meeting is None:
            return

        def act() -> None:
            say_invited(self._host, invite_group(self._host.store, meeting.id, str(group)))
            self.hide()

        self._host.attempt(act)

    def _suggest(self, text: str) -> Sequence[Suggestion]:
        hits = search(self._host.store, text, ("contact_group",), limit=MOST_SHOWN, typing=True)
        return [Suggestion(title_of((hit.title_km, hit.title_en), hit.code), hit.record) for hit in hits]


def say_invited(host: Host, invitation: Invitation) -> None:
    """Tell how many were invited, and of which institutions nobody is known."""
    count = len(invitation.invited)
    said = ngettext(
        "{number} person was put on the list.",
        "{number} people were put on the list.",
        count,
        number=digits(count),
    )
    silent = len(invitation.without_representative)
    if silent:
        said += " " + ngettext(
            "{number} institution has nobody who represents it.",
            "{number} institutions have nobody who represents them.",
            silent,
            number=digits(silent),
        )
    host.notify(said, undo=bool(count))
