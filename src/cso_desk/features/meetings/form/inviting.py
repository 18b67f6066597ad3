"""Inviting to a meeting from its attendance list: groups, saved views, the guests of the last one."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from cso_desk.features.meetings.record import Meeting
from cso_desk.features.meetings.service import (
    Invitation,
    invite,
    invite_group,
    invite_last,
    last_with_guests_in,
)
from cso_desk.features.members.record import ContactGroup
from cso_desk.khmer.normalise import fold
from cso_desk.store.search import search
from cso_desk.widgets.controls import Label, button, column, holder, icon_button, named, part, row
from cso_desk.widgets.editors.finding import MOST_SHOWN, FindLine, Suggestion
from cso_desk.widgets.flow import flowing
from cso_desk.widgets.host import Host
from cso_desk.widgets.live import live
from cso_desk.widgets.showing import digits, short_date, title_of
from cso_desk.widgets.theme import theme
from cso_desk.widgets.views import View
from cso_desk.wording import N_, _, ngettext

Ask = Callable[[str], Invitation]
"""Invites to the meeting with this id."""
_WIDTH, _NAMED = 280, 2  # of the line; institutions that are named in a notice


class InviteBar(QFrame):
    """A bar in which a group or a saved view of members is found by its name; Enter invites who is in it."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        part(self, "bar")
        self._host = host
        self._meeting: Meeting | None = None
        self.group = FindLine(self._suggest)
        named(self.group, lambda: _("Group or saved view"))
        live(
            self.group,
            lambda: self.group.setPlaceholderText(_("Group or saved view; ↓ shows all")),
        )
        self.group.setMinimumWidth(theme.px(_WIDTH))
        self.group.chosen.connect(self.invite)
        self.last = button(
            lambda: _("Guests of the last meeting"), self.invite_last, picture="users", writes="data"
        )
        close = icon_button("x", lambda: _("Close"), self.hide)
        said = Label(lambda: _("Invite:"), "quiet")
        self.setLayout(
            column(flowing(holder(row(said, self.group)), self.last, close), gap=0, margins=(16, 6, 8, 6))
        )
        self.hide()

    def ask(self, meeting: Meeting) -> None:
        """Ask who is invited to this meeting."""
        with self._host.store.reading() as reading:
            self._meeting = reading.get(Meeting, meeting.id) or meeting
            last = last_with_guests_in(reading, self._meeting)
        self.last.setVisible(last is not None)
        self.last.setToolTip(short_date(last.starts) if last else "")
        self.group.clear()
        self.show()
        self.group.setFocus(Qt.FocusReason.OtherFocusReason)

    def invite(self, chosen: Ask) -> None:
        """Put everybody of a group or of a view on the list."""
        meeting = self._meeting
        if meeting is not None:
            self._do(lambda: chosen(meeting.id))

    def invite_last(self) -> None:
        """Put on the list who was on that of the last meeting of the series."""
        meeting = self._meeting
        if meeting is not None:
            self._do(lambda: invite_last(self._host.store, meeting.id))

    def _do(self, act: Callable[[], Invitation]) -> None:
        def do() -> None:
            say_invited(self._host, act())
            self.hide()

        self._host.attempt(do)

    def _suggest(self, text: str) -> Sequence[Suggestion]:
        """Groups that are called so, then views; every one of them while nothing is typed."""
        store = self._host.store
        if text.strip():
            hits = search(store, text, ("contact_group",), limit=MOST_SHOWN, typing=True)
            groups = [(title_of((hit.title_km, hit.title_en), hit.code), hit.record) for hit in hits]
        else:
            with store.reading() as reading:
                found = reading.all(ContactGroup, limit=MOST_SHOWN)
            groups = [(title_of((each.name_km, each.name_en), each.code), str(each.id)) for each in found]
        offered = [Suggestion(said, partial(self._invite_group, group=record), ()) for said, record in groups]
        return [*offered, *self._views(text)]

    def _invite_group(self, meeting: str, *, group: str) -> Invitation:
        return invite_group(self._host.store, meeting, group)

    def _views(self, text: str) -> list[Suggestion]:
        """The saved views of institutions and of people whose name has what was typed."""
        labels = {"organisation": N_("Institutions: {name}"), "person": N_("People: {name}")}
        return [
            Suggestion(_(label, name=name), partial(self._invite_view, kind=kind, view=view))
            for kind, label in labels.items()
            for name, view in self._host.lists.get(kind, {}).get("views", {}).items()
            if fold(text.strip()) in fold(name)
        ]

    def _invite_view(self, meeting: str, *, kind: str, view: View) -> Invitation:
        from cso_desk.store.listing import Listing  # noqa: PLC0415  heavy, and few invite by a view

        store = self._host.store
        of = store.shelves.types[kind]
        filters = {each: tuple(values) for each, values in view.get("filters", {}).items()}
        listing = Listing(store, of, text=str(view.get("text", "")), filters=filters).finish()
        ids = listing.ids(0, listing.count)
        return invite(store, meeting, **{"people" if kind == "person" else "organisations": ids})


def say_invited(host: Host, invitation: Invitation) -> None:
    """Tell how many were invited, and of which institutions nobody is known."""
    count = len(invitation.invited)
    said = ngettext(
        "{number} person was put on the list.",
        "{number} people were put on the list.",
        count,
        number=digits(count),
    )
    silent = invitation.without_representative
    if silent:
        names = [title_of((each.name_km, each.name_en), each.code) for each in silent[:_NAMED]]
        said += " " + ngettext(
            "{number} institution has nobody who represents it: {names}. Open it, and on People give "
            "somebody the role of representative.",
            "{number} institutions have nobody who represents them: {names}. Open them, and on People give "
            "somebody the role of representative.",
            len(silent),
            number=digits(len(silent)),
            names=", ".join(names) + ("…" if len(silent) > _NAMED else ""),
        )
    host.notify(said, undo=bool(count))
